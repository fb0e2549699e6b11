import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import * as messages from './kurrent-messages.js';
import type { KurrentRecord, KurrentRecords } from './kurrent-records.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

function stopOf(call: ReadCall): AbortController {
  const stop = new AbortController();
  call.once('cancelled', () => stop.abort());
  return stop;
}

/** What a client that leaves makes of an answer in the middle. */
async function unlessStopped(answer: Promise<void>, { signal }: AbortController): Promise<void> {
  await answer.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Waits while the client takes nothing; rejects when it has left. */
async function write(call: ReadCall, message: streams.ReadResp, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!call.write(message)) await once(call, 'drain', { signal });
}

/** Answers a read that has an end. A forward read begins with the place it names, a backward read of `$all` before it. */
export async function read(call: ReadCall, records: KurrentRecords): Promise<void> {
  const stop = stopOf(call);
  await unlessStopped(answerRead(call, records, stop.signal), stop);
}

async function answerRead(call: ReadCall, records: KurrentRecords, signal: AbortSignal): Promise<void> {
  const options = call.request.getOptions() as streams.ReadReq.Options;
  const isBackward = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const [name, from] = [nameIn(options), placeIn(options)];
  const found = name === null ? records.after(-1n).filter(messages.filterOf(options)) : records.of(name);
  if (found === 'deleted') return void call.emit('error', messages.streamDeleted(name ?? ''));
  if (found === 'missing') await write(call, messages.streamNotFound(name ?? ''), signal);
  else {
    const isWanted = (record: KurrentRecord): boolean => {
      const place = name === null ? record.position : record.revision;
      if (from === 'end') return isBackward;
      if (from === 'start') return !isBackward || (name !== null && place === 0n);
      return isBackward ? place < from || (name !== null && place === from) : place >= from;
    };
    const wanted = found.filter(isWanted);
    if (isBackward) wanted.reverse();
    for (const record of wanted.slice(0, Number(options.getCount())))
      await write(call, messages.readEvent(record, name === null), signal);
  }
  call.end();
}

const nameIn = (options: streams.ReadReq.Options): string | null => {
  const stream = options.getStream();
  return stream === undefined ? null : messages.streamOf(stream);
};

function placeIn(options: streams.ReadReq.Options): bigint | 'start' | 'end' {
  const place = options.getStream() ?? options.getAll();
  if (place?.hasStart() === true) return 'start';
  if (place?.hasEnd() === true) return 'end';
  return BigInt(options.getStream()?.getRevision() ?? options.getAll()?.getPosition()?.getCommitPosition() ?? 0);
}

/** A subscription to a stream or to `$all`; it begins after the place it names. */
export class Subscription {
  private readonly stop: AbortController;
  private readonly unmuted = new EventEmitter<{ unmuted: [] }>();
  private isMuted = false;

  /** `left` is after how many events it is dropped; `sent` is told of each event. */
  constructor(
    private readonly call: ReadCall,
    private readonly records: KurrentRecords,
    private left: number,
    private readonly sent: () => void,
  ) {
    this.stop = stopOf(call);
  }

  /** Resolves when it is over, however it ends. */
  async run(): Promise<void> {
    await unlessStopped(this.serve(), this.stop);
  }

  drop(): void {
    this.stop.abort();
    this.call.emit('error', messages.unavailable);
  }

  mute(): void {
    this.isMuted = true;
  }

  unmute(): void {
    this.isMuted = false;
    this.unmuted.emit('unmuted');
  }

  private async serve(): Promise<void> {
    const options = this.call.request.getOptions() as streams.ReadReq.Options;
    const name = nameIn(options);
    if (name !== null && this.records.of(name) === 'deleted')
      return void this.call.emit('error', messages.streamDeleted(name));
    const rest = this.restOf(name, placeIn(options));
    const isWanted = messages.filterOf(options);
    const filter = options.getFilter();
    const interval =
      filter === undefined
        ? Infinity
        : filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : 32);
    await this.write(messages.confirmation(randomUUID()));
    for (let considered = 0, isLive = false; ;) {
      const found = rest();
      for (const record of found) {
        if (isWanted(record)) await this.writeEvent(messages.readEvent(record, name === null));
        if (++considered % interval === 0) await this.write(messages.checkpoint(record));
      }
      if (found.length > 0) continue;
      if (isLive) await once(this.records, 'appended', { signal: this.stop.signal });
      else await this.write(messages.caughtUp());
      isLive = true;
    }
  }

  /** What has come since it was last asked. */
  private restOf(name: string | null, from: bigint | 'start' | 'end'): () => readonly KurrentRecord[] {
    const placeOf = ({ position, revision }: KurrentRecord): bigint => (name === null ? position : revision);
    const after = (place: bigint): readonly KurrentRecord[] => {
      const found = name === null ? this.records.after(place) : this.records.of(name, place + 1n);
      return typeof found === 'string' ? [] : found;
    };
    const lastOf = (found: readonly KurrentRecord[]): bigint | undefined => found.map(placeOf).at(-1);
    let last = from === 'start' ? -1n : from === 'end' ? (lastOf(after(-1n)) ?? -1n) : from;
    return () => {
      const found = after(last);
      last = lastOf(found) ?? last;
      return found;
    };
  }

  private async writeEvent(event: streams.ReadResp): Promise<void> {
    await this.write(event, this.sent);
    if (--this.left <= 0) this.drop();
  }

  private async write(message: streams.ReadResp, done: () => void = () => undefined): Promise<void> {
    while (this.isMuted) await once(this.unmuted, 'unmuted', { signal: this.stop.signal });
    const written = write(this.call, message, this.stop.signal);
    done();
    await written;
  }
}
