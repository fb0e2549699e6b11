import {
  type Metadata,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import * as messages from './kurrent-messages.js';
import type { Expectation, KurrentRecords, Outcome, Proposal } from './kurrent-records.js';

export interface Append {
  readonly stream: string;
  readonly expected: Expectation;
  readonly proposals: readonly Proposal[];
  readonly metadata: Metadata;
}

export const silence = null;
export type Answer = Outcome | messages.Failure | typeof silence;

const isTooLarge = (proposals: readonly Proposal[], most: number): boolean =>
  proposals.map(messages.sizeOf).reduce((sum, size) => sum + size, 0) > most;

/** An append of its own, of at most so many bytes. */
export function append(
  call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
  answer: sendUnaryData<streams.AppendResp>,
  most: number,
  commit: (append: Append) => Promise<Answer>,
): void {
  const proposals: Proposal[] = [];
  let options: streams.AppendReq.Options | undefined;
  call.on('data', (message: streams.AppendReq) => {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed !== undefined) proposals.push(messages.proposalOf(proposed));
  });
  call.on('end', () => {
    if (options === undefined) return;
    if (isTooLarge(proposals, most)) return answer(messages.tooLarge(most));
    const [stream, expected] = [messages.streamOf(options), messages.expectedBy(options)];
    void commit({ stream, expected, proposals, metadata: call.metadata }).then((outcome) => {
      if (outcome !== silence) reply(answer, 'is' in outcome ? messages.appended(outcome, stream, expected) : outcome);
    });
  });
}

/** Many appends in one call, each in several messages; what fails them all ends the call. */
export function appendInBatches(
  call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>,
  most: number,
  commit: (append: Append) => Promise<Answer>,
): void {
  const pending = new Map<string, { options: streams.BatchAppendReq.Options; proposals: Proposal[] }>();
  call.on('data', (message: streams.BatchAppendReq) => {
    const id = message.getCorrelationId()?.getString() ?? '';
    const begun = pending.get(id) ?? { options: message.getOptions() as streams.BatchAppendReq.Options, proposals: [] };
    pending.set(id, begun);
    begun.proposals.push(...message.getProposedMessagesList().map(messages.proposalOf));
    if (!message.getIsFinal()) return;
    pending.delete(id);
    const { options, proposals } = begun;
    const [stream, expected] = [messages.streamOf(options), messages.expectedBy(options)];
    const send = (outcome: Outcome | { most: number }): void =>
      void call.write(messages.batchAppended(outcome, stream, expected).setCorrelationId(message.getCorrelationId()));
    if (isTooLarge(proposals, most)) return send({ most });
    void commit({ stream, expected, proposals, metadata: call.metadata }).then((outcome) => {
      if (outcome === silence) return;
      if ('is' in outcome) send(outcome);
      else call.emit('error', outcome);
    });
  });
  call.on('end', () => call.end());
}

/** Deletes a stream so that it can come back, or for ever. */
export function remove<Answered extends streams.DeleteResp | streams.TombstoneResp>(
  call: ServerUnaryCall<streams.DeleteReq | streams.TombstoneReq, Answered>,
  answer: sendUnaryData<Answered>,
  empty: Answered,
  records: KurrentRecords,
): void {
  const options = call.request.getOptions() as streams.DeleteReq.Options;
  const [stream, expected] = [messages.streamOf(options), messages.expectedBy(options)];
  const outcome = records.delete(stream, expected, empty instanceof streams.TombstoneResp);
  reply(answer, messages.deleted(empty, outcome, stream, expected));
}

function reply<Message extends { serializeBinary(): Uint8Array }>(
  answer: sendUnaryData<Message>,
  result: Message | messages.Failure,
): void {
  if ('serializeBinary' in result) answer(null, result);
  else answer(result);
}
