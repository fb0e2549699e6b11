import { randomUUID } from 'node:crypto';
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Expectation, KurrentRecord, KurrentRecords, Outcome, Proposal } from './kurrent-records.js';

export const host = '127.0.0.1';

export type Failure = StatusObject;

/** An error as the server answers it: the metadata is what the clients read. */
function failure(code: status, details: string, facts: Readonly<Record<string, string>> = {}): Failure {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(facts)) metadata.set(name, value);
  return { code, details, metadata };
}

export const unavailable = failure(status.UNAVAILABLE, 'Server Is Not Ready');
export const unauthenticated = failure(status.UNAUTHENTICATED, 'Unauthenticated');
export const accessDenied = failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const notLeader = (leader: number): Failure =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(leader),
  });

export const tooLarge = (most: number): Failure =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(most),
  });

export const streamDeleted = (stream: string): Failure =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

const wrongVersion = (stream: string, expected: Expectation, current: bigint): Failure =>
  failure(status.FAILED_PRECONDITION, `Delete failed due to WrongExpectedVersion. Stream: ${stream}`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(
      typeof expected === 'bigint' ? expected : { no_stream: -1, any: -2, stream_exists: -4 }[expected],
    ),
    'actual-version': String(current),
  });

type Named = { getStreamIdentifier(): shared.StreamIdentifier | undefined };
type Expecting = {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
  getRevision?(): string;
  getStreamPosition?(): string;
};

const identifier = (stream: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
export const streamOf = (message: Named): string =>
  Buffer.from(message.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();

export function expectedBy(options: Expecting): Expectation {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  return options.hasStreamExists()
    ? 'stream_exists'
    : BigInt(options.getRevision?.() ?? options.getStreamPosition?.() ?? 0);
}

export function proposalOf(
  message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
): Proposal {
  const [type, contentType] = ['type', 'content-type'].map((name) => message.getMetadataMap().get(name) ?? '') as [
    string,
    string,
  ];
  return {
    id: message.getId()?.getString() ?? '',
    type,
    contentType,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** What the server weighs against its maximum. */
export const sizeOf = ({ type, data, metadata }: Proposal): number => 2 * type.length + data.length + metadata.length;

/** The record knows its position however it is read; what carries it, only in reads of all. */
export function readEvent(record: KurrentRecord, isOfAll: boolean): streams.ReadResp {
  const position = String(record.position);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(identifier(record.stream))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  recorded
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', String(record.created * 10_000));
  const carrier = new streams.ReadResp.ReadEvent().setEvent(recorded);
  return new streams.ReadResp().setEvent(
    isOfAll ? carrier.setCommitPosition(position) : carrier.setNoPosition(new shared.Empty()),
  );
}

export const streamNotFound = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)),
  );

export const confirmation = (id: string): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUp = (): streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const checkpoint = ({ position }: KurrentRecord): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
  );

/** Which records a filter of the request lets through. */
export function filterOf(options: streams.ReadReq.Options): (record: KurrentRecord) => boolean {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const regex = expression?.getRegex() ? new RegExp(expression.getRegex(), 'u') : null;
  const prefixes = expression?.getPrefixList() ?? [];
  const fits = (text: string): boolean => regex?.test(text) ?? prefixes.some((prefix) => text.startsWith(prefix));
  return (record) => fits(filter.hasStreamIdentifier() ? record.stream : record.type);
}

const appendedAt = (position: bigint): streams.AppendResp.Position =>
  new streams.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));

export function appended(outcome: Outcome, stream: string, expected: Expectation): streams.AppendResp | Failure {
  if (outcome.is === 'deleted') return streamDeleted(stream);
  const answer = new streams.AppendResp();
  if (outcome.is === 'done') {
    return answer.setSuccess(
      new streams.AppendResp.Success()
        .setCurrentRevision(String(outcome.revision))
        .setPosition(appendedAt(outcome.position)),
    );
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (outcome.current < 0n) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  return answer.setWrongExpectedVersion(wrong);
}

/** The same for one of many appends in one call, whose errors are messages; `most` is the maximum where that was exceeded. */
export function batchAppended(
  outcome: Outcome | { readonly most: number },
  stream: string,
  expected: Expectation,
): streams.BatchAppendResp {
  const answer = new streams.BatchAppendResp().setStreamIdentifier(identifier(stream));
  const error = (name: string, message: { serializeBinary(): Uint8Array }): streams.BatchAppendResp => {
    const details = new any.Any();
    details.pack(message.serializeBinary(), `event_store.client.${name}`);
    return answer.setError(new statuses.Status().setMessage(name).setDetails(details));
  };
  if ('most' in outcome)
    return error('MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(outcome.most));
  if (outcome.is === 'deleted')
    return error('StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(identifier(stream)));
  if (outcome.is === 'done') {
    const position = new shared.AllStreamPosition()
      .setCommitPosition(String(outcome.position))
      .setPreparePosition(String(outcome.position));
    return answer.setSuccess(
      new streams.BatchAppendResp.Success().setCurrentRevision(String(outcome.revision)).setPosition(position),
    );
  }
  const wrong = new shared.WrongExpectedVersion();
  if (outcome.current < 0n) wrong.setCurrentNoStream(new empty.Empty());
  else wrong.setCurrentStreamRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(new empty.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new empty.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new empty.Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return error('WrongExpectedVersion', wrong);
}

export function deleted<Answer extends streams.DeleteResp | streams.TombstoneResp>(
  answer: Answer,
  outcome: Outcome,
  stream: string,
  expected: Expectation,
): Answer | Failure {
  if (outcome.is === 'deleted') return streamDeleted(stream);
  if (outcome.is === 'conflict') return wrongVersion(stream, expected, outcome.current);
  answer.setPosition(
    new streams.DeleteResp.Position()
      .setCommitPosition(String(outcome.position))
      .setPreparePosition(String(outcome.position)),
  );
  return answer;
}

/** What the server can do: the first client appends in batches when it finds that here. */
export function supported(): features.SupportedMethods {
  const answer = new features.SupportedMethods().setEventStoreServerVersion('24.10.0.0');
  for (const { path } of Object.values(StreamsService) as { path: string }[]) {
    const [, service, method] = path.toLowerCase().split('/') as [string, string, string];
    answer.addMethods(new features.SupportedMethod().setServiceName(service).setMethodName(method));
  }
  return answer;
}

export function members({ nodes, leader }: KurrentRecords): gossip.ClusterInfo {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
  const answer = new gossip.ClusterInfo();
  for (const [port, { isThere }] of nodes) {
    const member = new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString(randomUUID()))
      .setTimeStamp(String(Date.now() * 10_000));
    const place = new gossip.EndPoint().setAddress(host).setPort(port);
    answer.addMembers(
      member
        .setState(port === leader ? LEADER : FOLLOWER)
        .setIsAlive(isThere)
        .setHttpEndPoint(place),
    );
  }
  return answer;
}
