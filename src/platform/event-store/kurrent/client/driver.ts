import type { AllStreamSubscription, EventStoreDBClient, JSONEventType, RecordedEvent } from '@eventstore/db-client';
import { StoreClosed, StoreUnavailable } from '../../event-store.js';
import { loadClient, readingSafely, type ClientPackage } from './client.js';
import { parseConnectionString, type EventStoreAccount, type ConnectionString } from './connection-string.js';
import { Connection, type Connected } from './connection.js';
import { AccountRefused, AppendTooLarge, NoAnswer, NotLeader, StreamConflict, StreamGone } from '../errors.js';
import type { KeptRecord, NewRecord } from '../records.js';

/** A place in the server's own log. It grows, with holes; nothing can be counted with it. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** What is asked of a stream that is appended to: its last revision, that it does not exist, or nothing. */
export type ExpectedRevision = number | 'no_stream' | 'any';

/** Loads the client that goes with the scheme of a connection string. Throws `WrongSetting` for one that cannot be right. */
export async function openDriver(url: string): Promise<Driver> {
  const settings = parseConnectionString(url);
  return new Driver(settings, await loadClient(settings.scheme));
}

/** Further events for a follower. */
export interface FollowListener {
  /** The server has accepted the subscription. */
  readonly begun: () => void;
  /** Up to this position there is nothing more, and everything before it was consumed. */
  readonly passed: (position: Position) => void;
}

/**
 * What is used of a client of EventStoreDB or KurrentDB, each call with a timeout and its errors translated.
 */
export class Driver {
  private readonly account: { readonly credentials?: EventStoreAccount };
  private readonly connection: Connection;

  constructor(
    settings: ConnectionString,
    private readonly loaded: ClientPackage,
  ) {
    this.account = accountOf(settings);
    this.connection = new Connection(settings, loaded);
  }

  /** Resolves when the event store is connected to. Throws `WrongSetting` or `StoreUnavailable` with the reason of each node. */
  async reach(): Promise<void> {
    await this.connection.get();
  }

  /** Appends to a stream at its end, all or none. Throws `StreamConflict`, `StreamGone`, `AppendTooLarge`, `AccountRefused`, or an error after which nobody knows. */
  async append(
    stream: string,
    expected: ExpectedRevision,
    records: readonly NewRecord[],
    within: number,
  ): Promise<void> {
    const { made, expectation } = this.loaded;
    const events = records.map((record) => made.jsonEvent(record as unknown as JSONEventType));
    const options = {
      [expectation]: typeof expected === 'number' ? BigInt(expected) : expected,
      requiresLeader: true,
      deadline: within,
    };
    await this.answered(
      (client) => client.appendToStream(stream, events, { ...options, ...this.account }),
      within,
    ).catch((error: unknown) => {
      throw isMissing(error) ? new StreamGone() : error;
    });
  }

  /** The last event of a stream, or that of a revision; null where there is none. */
  async read(stream: string, revision: number | 'last', within: number): Promise<KeptRecord | null> {
    const where =
      revision === 'last'
        ? ({ direction: 'backwards', fromRevision: 'end' } as const)
        : { fromRevision: BigInt(revision) };
    let isUnderWay = true;
    // Read to its end: a call that is left half-way is never let go.
    const only = async (client: EventStoreDBClient): Promise<KeptRecord | null> => {
      let record: KeptRecord | null = null;
      const found = client.readStream(stream, { ...where, maxCount: 1, requiresLeader: true, ...this.account });
      // One client reads by a stream of Node's, whose errors end the process when nobody listens any more.
      if ('on' in found) found.on('error', () => undefined);
      for await (const { event } of found) if (event !== undefined) record = recordFrom(event);
      // A connection that is given up ends what is read over it as if there were no more.
      if (record === null && (revision === 'last' || !isUnderWay))
        throw new StoreUnavailable('The event store ended a read.');
      return record;
    };
    try {
      return await this.answered(only, within, () => (isUnderWay = false));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** The nodes of the event store, each as host and port, as last reported. */
  get nodes(): readonly string[] {
    return this.connection.nodes;
  }

  /** Follows all streams whose names begin so, behind a position, as fast as it is consumed. Ends when the signal is aborted; throws when the server ends it. */
  async *follow(
    prefixes: readonly string[],
    after: Position | null,
    { begun, passed }: FollowListener,
    signal: AbortSignal,
  ): AsyncGenerator<FollowedRecord[]> {
    const connected = await this.connection.get();
    if (signal.aborted) return;
    let atWork = false;
    let batch: FollowedRecord[] = [];
    const checkpointReached = async (subscription: AllStreamSubscription, position: Position): Promise<void> => {
      await new Promise(setImmediate);
      if (!atWork && batch.length === 0 && subscription.readableLength === 0) passed(position);
    };
    const filter = this.loaded.made.streamNameFilter({
      prefixes: [...prefixes],
      checkpointInterval: 1,
      checkpointReached,
    });
    const subscription = readingSafely(
      connected.client.subscribeToAll(
        { fromPosition: after ?? 'start', filter, ...this.account },
        { highWaterMark: window },
      ),
    );
    const end = (): void => void subscription.destroy();
    subscription.on('error', () => undefined).on('confirmation', begun);
    signal.addEventListener('abort', end, { once: true });
    try {
      for await (const { event } of subscription) {
        if (event?.position !== undefined) batch.push({ record: recordFrom(event), position: event.position });
        // What comes in the same moment is taken in together: each transaction of the copy costs more than an event.
        if (batch.length < window && subscription.readableLength === 0) await new Promise(setImmediate);
        if (batch.length < window && subscription.readableLength > 0) continue;
        atWork = true;
        yield batch;
        [batch, atWork] = [[], false];
      }
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may be aborted meanwhile
      if (!signal.aborted) throw this.failed(connected, error);
    } finally {
      signal.removeEventListener('abort', end);
      await subscription.unsubscribe().catch(() => undefined);
      subscription.destroy();
    }
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may be aborted meanwhile
    if (!signal.aborted) throw new StoreUnavailable('The event store ended the subscription.');
  }

  /** Deletes a stream for ever: its name can never be used again. It may be gone already. */
  async tombstone(stream: string, within: number): Promise<void> {
    await this.answered(
      (client) => client.tombstoneStream(stream, { requiresLeader: true, deadline: within, ...this.account }),
      within,
    ).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  /** Lets a stream keep its last event only. */
  async keepLast(stream: string, within: number): Promise<void> {
    await this.answered(
      (client) =>
        client.setStreamMetadata(stream, { maxCount: 1 }, { requiresLeader: true, deadline: within, ...this.account }),
      within,
    );
  }

  /** Lets go of everything; calls that no server ends are left to the end of the process. */
  async close(): Promise<void> {
    await this.connection.close();
  }

  private async answered<T>(
    ask: (client: EventStoreDBClient) => Promise<T>,
    within: number,
    givenUp: () => void = () => undefined,
  ): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new NoAnswer(within)), within)));
    let used: Connected | null = null;
    const asking = async (): Promise<T> => {
      used = await this.connection.get();
      return ask(used.client);
    };
    const asked = asking();
    asked.catch(() => undefined);
    try {
      return await Promise.race([asked, silence]);
    } catch (error) {
      givenUp();
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it is set within the closure
      throw used === null ? toldAs(error) : this.failed(used, error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The error in our words; a connection over which nothing certain was said is given up. */
  private failed(connected: Connected, error: unknown): Error {
    const known = toldAs(error);
    if (known instanceof StoreUnavailable && !(known instanceof AccountRefused))
      void this.connection.giveUp(connected, known);
    return known;
  }
}

/** What a follower receives: a record and its position. */
export interface FollowedRecord {
  readonly record: KeptRecord;
  readonly position: Position;
}

/** Records that may wait to be consumed. */
const window = 500;

/**
 * The account is given with each call: then the clients append by a call of its own with a deadline that the server's silence cannot outlast, and not on one
 * stream for all, whose error would strike everybody. Without TLS no account is sent, so any does.
 */
function accountOf({ account, tls }: ConnectionString): { readonly credentials?: EventStoreAccount } {
  if (account !== null) return { credentials: account };
  return tls === null ? { credentials: { username: 'none', password: 'none' } } : {};
}

const recordFrom = ({ streamId, revision, type, data, metadata }: RecordedEvent): KeptRecord => ({
  stream: streamId,
  revision: Number(revision),
  type,
  data,
  metadata,
});

const isMissing = (error: unknown): boolean =>
  ['stream-not-found', 'stream-deleted', 'stream-tombstoned'].includes((error as { type?: string } | null)?.type ?? '');

interface ClientError {
  readonly type?: string;
  readonly code?: number;
  readonly actualVersion?: unknown;
  readonly actualState?: unknown;
  readonly maxAppendSize?: number;
  readonly leader?: { readonly address?: string; readonly port?: number };
  readonly message?: string;
}

/** The clients' errors in our words; those that say nothing certain become `StoreUnavailable`. */
function toldAs(error: unknown): Error {
  if (error instanceof StoreUnavailable || error instanceof StoreClosed) return error;
  const given = error as ClientError;
  switch (given.type) {
    case 'wrong-expected-version': {
      const actual = given.actualVersion ?? given.actualState;
      return new StreamConflict(typeof actual === 'bigint' ? Number(actual) : -1);
    }
    case 'maximum-append-size-exceeded':
      return new AppendTooLarge(given.maxAppendSize ?? 0);
    case 'access-denied':
      return new AccountRefused(refusalBy(given.code), { cause: error });
    case 'not-leader': {
      const { address, port } = given.leader ?? {};
      return new NotLeader(address === undefined || port === undefined ? null : { host: address, port });
    }
    case 'stream-not-found':
    case 'stream-deleted':
    case 'stream-tombstoned':
      return error as Error;
    default:
      if (given.code === 4 || given.type === 'deadline-exceeded')
        return new StoreUnavailable('The event store did not respond in time.', { cause: error });
      return new StoreUnavailable(`The event store cannot be reached: ${given.message ?? 'for no stated reason'}`, {
        cause: error,
      });
  }
}

/** What a refusal of the account means, by gRPC's code. */
function refusalBy(code: number | undefined): string {
  const unknown =
    'the event store does not know the account in the connection string, or its password is wrong. Percent-encode special characters';
  const powerless =
    'the account in the connection string lacks permissions. Grant the permissions of the register: node deploy/rights.mjs, see docs/cluster.md';
  return `IDC_EVENT_STORE: ${code === 16 ? unknown : code === 7 ? powerless : `${unknown}; or ${powerless}`}.`;
}
