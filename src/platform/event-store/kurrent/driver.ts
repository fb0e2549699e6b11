import type * as eventstore from '@eventstore/db-client';
import type { AllStreamSubscription, EventStoreDBClient, JSONEventType, RecordedEvent } from '@eventstore/db-client';
import { StoreUnavailable } from '../event-store.js';
import type { KeptRecord, NewRecord } from './records.js';

/** A place in the server's own log. It grows, with holes; nothing can be counted with it. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** A stream is not as an append expected; `actual` is its last revision, -1 when it does not exist. */
export class StreamConflict extends Error {
  override readonly name = 'StreamConflict';
  constructor(readonly actual: number) {
    super(`The stream stands at ${actual}.`);
  }
}

/** The server takes no append of this size. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(readonly limit: number) {
    super(`The event store takes at most ${limit} bytes at once.`);
  }
}

/** The account may not do this; trying again does not help. */
export class AccountRefused extends StoreUnavailable {
  constructor(options?: ErrorOptions) {
    super('The event store refuses the account that the connection string names.', options);
  }
}

/** The data folder holds a copy of another log than the one that the event store has under this name. */
export class OtherLog extends StoreUnavailable {
  override readonly name = 'OtherLog';
}

/** The silence of a server, told by a clock of our own: the clients wait for ever. */
export class NoAnswer extends StoreUnavailable {
  constructor(milliseconds: number) {
    super(`The event store has not answered within ${milliseconds} ms.`);
  }
}

type Expectation = 'expectedRevision' | 'streamState';
type Package = Pick<typeof eventstore, 'jsonEvent' | 'streamNameFilter'>;

/** What is asked of a stream that is appended to: its last revision, or that it does not exist. */
export type ExpectedRevision = number | 'no_stream';

const newerSchemes = /^(kurrentdb|kurrent|kdb)(\+discover)?:/;

/**
 * Loads the client that goes with the scheme of a connection string, `esdb:` or `kurrentdb:`, and only that one: two in one process overwrite each
 * other's messages.
 */
export async function openDriver(url: string): Promise<Driver> {
  if (newerSchemes.test(url)) {
    const { default: client } = await import('@kurrent/kurrentdb-client');
    const connect = (to: string): EventStoreDBClient => client.KurrentDBClient.connectionString(to) as unknown as EventStoreDBClient;
    return new Driver(connect, client as unknown as Package, 'streamState', url);
  }
  const { default: client } = await import('@eventstore/db-client');
  return new Driver((to) => client.EventStoreDBClient.connectionString(to), client, 'expectedRevision', url);
}

/** What is used of a client of EventStoreDB or KurrentDB, each call with an end in time and its errors told in our words. */
export class Driver {
  private readonly account: { readonly credentials?: { readonly username: string; readonly password: string } };
  private client: EventStoreDBClient;
  private connections = 0;
  private isClosed = false;

  constructor(
    private readonly connect: (url: string) => EventStoreDBClient,
    private readonly made: Package,
    private readonly expectation: Expectation,
    private readonly url: string,
  ) {
    this.account = accountIn(url);
    this.client = connect(url);
  }

  /** Appends to a stream at its end, all or none. Throws `StreamConflict`, `AppendTooLarge`, `AccountRefused`, or an error after which nobody knows. */
  async append(stream: string, expected: ExpectedRevision, records: readonly NewRecord[], within: number): Promise<void> {
    const events = records.map((record) => this.made.jsonEvent(record as unknown as JSONEventType));
    const options = { [this.expectation]: typeof expected === 'number' ? BigInt(expected) : expected, requiresLeader: true, deadline: within };
    await this.answered((client) => client.appendToStream(stream, events, { ...options, ...this.account }), within);
  }

  /** The last event of a stream, or that of a revision; null where there is none. */
  async read(stream: string, revision: number | 'last', within: number): Promise<KeptRecord | null> {
    const where = revision === 'last' ? ({ direction: 'backwards', fromRevision: 'end' } as const) : { fromRevision: BigInt(revision) };
    // Read to its end: a call that is left half-way is never let go.
    const only = async (client: EventStoreDBClient): Promise<KeptRecord | null> => {
      let record: KeptRecord | null = null;
      const found = client.readStream(stream, { ...where, maxCount: 1, requiresLeader: true, ...this.account });
      for await (const { event } of found) if (event !== undefined) record = recordFrom(event);
      // A connection that is given up ends what is read over it as if there were no more.
      if (record === null && (revision === 'last' || client !== this.client)) throw new StoreUnavailable('The event store has ended a reading.');
      return record;
    };
    try {
      return await this.answered(only, within);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /**
   * Follows all streams whose names begin so, behind a position, as fast as it is consumed. `passed` is told of positions up to which there is nothing
   * more, once everything before them was consumed. Ends when the signal is aborted; throws when the server ends it.
   */
  async *follow(prefix: string, after: Position | null, passed: (position: Position) => void, signal: AbortSignal): AsyncGenerator<Followed[]> {
    const { client } = this;
    let atWork = false;
    let batch: Followed[] = [];
    const checkpointReached = async (subscription: AllStreamSubscription, position: Position): Promise<void> => {
      await new Promise(setImmediate);
      if (!atWork && batch.length === 0 && subscription.readableLength === 0) passed(position);
    };
    const filter = this.made.streamNameFilter({ prefixes: [prefix], checkpointInterval: 1, checkpointReached });
    const subscription = client.subscribeToAll({ fromPosition: after ?? 'start', filter, ...this.account }, { highWaterMark: window });
    const end = (): void => void subscription.destroy();
    subscription.on('error', () => undefined);
    signal.addEventListener('abort', end, { once: true });
    try {
      for await (const { event } of subscription) {
        if (event?.position !== undefined) batch.push({ record: recordFrom(event), position: event.position });
        if (batch.length < window && subscription.readableLength > 0) continue;
        atWork = true;
        yield batch;
        [batch, atWork] = [[], false];
      }
    } catch (error) {
      if (!signal.aborted) throw this.failed(client, error);
    } finally {
      signal.removeEventListener('abort', end);
      await subscription.unsubscribe().catch(() => undefined);
      subscription.destroy();
    }
    if (!signal.aborted) throw new StoreUnavailable('The event store has ended the subscription.');
  }

  /** Deletes a stream; it may be gone already. */
  async delete(stream: string, within: number): Promise<void> {
    await this.answered((client) => client.deleteStream(stream, { requiresLeader: true, deadline: within, ...this.account }), within).catch(
      (error: unknown) => {
        if (!isMissing(error)) throw error;
      },
    );
  }

  /** Lets a stream keep its last event only. */
  async keepLast(stream: string, within: number): Promise<void> {
    await this.answered((client) => client.setStreamMetadata(stream, { maxCount: 1 }, { requiresLeader: true, deadline: within, ...this.account }), within);
  }

  /** Lets go of everything; calls that no server ends are left to the end of the process. */
  async close(): Promise<void> {
    this.isClosed = true;
    await letGo(this.client);
  }

  private async answered<T>(ask: (client: EventStoreDBClient) => Promise<T>, within: number): Promise<T> {
    const { client } = this;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new NoAnswer(within)), within)));
    const asked = ask(client);
    try {
      return await Promise.race([asked, silence]);
    } catch (error) {
      asked.catch(() => undefined);
      throw this.failed(client, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * The error in our words. A connection that has failed is given up: it would try again later and later, up to two minutes, and hand that on to every
   * other with the same options, so the next one has slightly others.
   */
  private failed(client: EventStoreDBClient, error: unknown): Error {
    const known = told(error);
    if (known instanceof StoreUnavailable && client === this.client && !this.isClosed) {
      this.connections = (this.connections + 1) % 1000;
      this.client = this.connect(withKeepAlive(this.url, 10_000 + this.connections));
      void letGo(client);
    }
    return known;
  }
}

/** Ends all that a client has under way, and its connection, which it would keep. What no server ends is not waited for. */
async function letGo(client: EventStoreDBClient): Promise<void> {
  await Promise.race([client.dispose(), new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
  const { getChannel } = client as unknown as { getChannel: () => Promise<{ close(): void }> };
  await getChannel().then(
    (channel) => channel.close(),
    () => undefined,
  );
}

/** Something that a follower hears: a record, and where it stands. */
export interface Followed {
  readonly record: KeptRecord;
  readonly position: Position;
}

/** Records that may wait to be consumed. */
const window = 500;

/**
 * The account of a connection string. It is given with each call: then the clients append by a call of its own with a deadline that the server's
 * silence cannot outlast, and not on one stream for all, whose error would strike everybody. Without TLS no account is sent, so any does.
 */
function accountIn(url: string): { readonly credentials?: { readonly username: string; readonly password: string } } {
  const [, username, password] = /^[^:]+:\/\/([^:@/]+):([^@/]*)@/.exec(url) ?? [];
  if (username !== undefined && password !== undefined)
    return { credentials: { username: decodeURIComponent(username), password: decodeURIComponent(password) } };
  return /[?&]tls=false(&|$)/i.test(url) ? { credentials: { username: 'none', password: 'none' } } : {};
}

/** A connection string with so many milliseconds between signs of life, where it does not say otherwise. */
function withKeepAlive(url: string, interval: number): string {
  if (/[?&]keepAliveInterval=/i.test(url)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}keepAliveInterval=${interval}`;
}

const recordFrom = ({ streamId, revision, type, data, metadata }: RecordedEvent): KeptRecord => ({
  stream: streamId,
  revision: Number(revision),
  type,
  data,
  metadata,
});

const isMissing = (error: unknown): boolean => ['stream-not-found', 'stream-deleted'].includes((error as { type?: string } | null)?.type ?? '');

/** The clients' errors in our words; those that say nothing certain become `StoreUnavailable`. The old client tells of a missing server without a type. */
function told(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  const given = error as { type?: string; actualVersion?: unknown; actualState?: unknown; maxAppendSize?: number; message?: string };
  switch (given.type) {
    case 'wrong-expected-version': {
      const actual = given.actualVersion ?? given.actualState;
      return new StreamConflict(typeof actual === 'bigint' ? Number(actual) : -1);
    }
    case 'maximum-append-size-exceeded':
      return new AppendTooLarge(given.maxAppendSize ?? 0);
    case 'access-denied':
      return new AccountRefused({ cause: error });
    case 'stream-not-found':
    case 'stream-deleted':
      return error as Error;
    default:
      return new StoreUnavailable(`The event store cannot be reached: ${given.message ?? 'for no stated reason'}`, { cause: error });
  }
}
