import { Writable } from 'node:stream';
import type * as eventstore from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { ReadGossip } from './nodes.js';

/** What is used of either client's package, under the names of the first. */
export interface ClientPackage {
  readonly connect: (url: string) => EventStoreDBClient;
  readonly made: Pick<typeof eventstore, 'jsonEvent' | 'streamNameFilter'>;
  /** Under which name an append says what it expects. */
  readonly expectation: 'expectedRevision' | 'streamState';
  readonly readGossip: ReadGossip;
}

const newerSchemes = ['kurrentdb', 'kurrent', 'kdb'];

/** Loads the client that goes with a scheme, and only that one: two in one process overwrite each other's messages. */
export async function loadClient(scheme: string): Promise<ClientPackage> {
  if (newerSchemes.includes(scheme)) {
    const { default: client } = await import('@kurrent/kurrentdb-client');
    const { default: gossip } = await import('@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js');
    const connect = (url: string): EventStoreDBClient =>
      guarded(client.KurrentDBClient.connectionString(url) as unknown as EventStoreDBClient);
    return {
      connect,
      made: client as unknown as typeof eventstore,
      expectation: 'streamState',
      readGossip: gossipBy(gossip),
    };
  }
  const { default: client } = await import('@eventstore/db-client');
  const { default: gossip } = await import('@eventstore/db-client/generated/gossip_pb.js');
  const connect = (url: string): EventStoreDBClient => guarded(client.EventStoreDBClient.connectionString(url));
  return { connect, made: client, expectation: 'expectedRevision', readGossip: gossipBy(gossip) };
}

interface Gossip {
  readonly ClusterInfo: { deserializeBinary(bytes: Uint8Array): { getMembersList(): GossipMember[] } };
  readonly MemberInfo: { readonly VNodeState: { readonly LEADER: number } };
}

interface GossipMember {
  getState(): number;
  getIsAlive(): boolean;
  getHttpEndPoint(): { getAddress(): string; getPort(): number } | undefined;
}

const gossipBy =
  ({ ClusterInfo, MemberInfo }: Gossip): ReadGossip =>
  (message) =>
    ClusterInfo.deserializeBinary(message)
      .getMembersList()
      .map((member) => ({
        host: member.getHttpEndPoint()?.getAddress() ?? '',
        port: member.getHttpEndPoint()?.getPort() ?? 0,
        isLeader: member.getState() === MemberInfo.VNodeState.LEADER,
        isAlive: member.getIsAlive(),
      }));

/** What both clients have inside: fields of each instance that their types hide. */
interface Inside {
  handleError: (client: unknown, error: Error) => Promise<void>;
  getGRPCClient: (...given: unknown[]) => Promise<Calls>;
}

interface Calls {
  append?: (...given: unknown[]) => unknown;
}

/**
 * A client that rejects only promises that are awaited. Both clients, db-client 6.2.1 and kurrentdb-client
 * 1.3.1, leave two promises unhandled, and Node.js ends a process for each that rejects:
 *
 * - `handleError` is called without waiting for it, after each failed call; it waits for the next connection
 *   and fails with that. The next call gets the same error.
 * - `append` makes its call within an executor that is an async function. On a connection that was closed in
 *   the meantime the call throws `Channel has been shut down` into nowhere, and the append is never settled.
 *   Here its callback is given the error, like any other failure of the call.
 */
export function guarded(client: EventStoreDBClient): EventStoreDBClient {
  const inside = client as unknown as Inside;
  const { handleError, getGRPCClient } = inside;
  if (typeof handleError !== 'function' || typeof getGRPCClient !== 'function')
    throw new TypeError('This version of the event store’s client has an unexpected structure.');
  inside.handleError = (...given) => handleError(...given).catch(() => undefined);
  inside.getGRPCClient = async (...given) => withoutThrowing(await getGRPCClient(...given));
  return client;
}

const tamed = new WeakSet<Calls>();

function withoutThrowing(calls: Calls): Calls {
  const { append } = calls;
  if (append === undefined || tamed.has(calls)) return calls;
  tamed.add(calls);
  calls.append = (...given) => {
    try {
      return append.apply(calls, given);
    } catch (error) {
      const answer = given.at(-1) as (error: unknown) => void;
      queueMicrotask(() => answer(error));
      return new Writable({ objectMode: true, write: (_, __, done) => done() });
    }
  };
  return calls;
}

/** The part of a subscription that Node's streams call. */
interface Transforming {
  _transform(response: unknown, encoding: string, next: (error?: Error | null) => void): unknown;
}

/** Lets a subscription that cannot read what it was sent end with an error: both clients transform in an async function that nobody waits for. */
export function readingSafely<S extends { destroy(error?: Error): unknown }>(subscription: S): S {
  const stream = subscription as S & Transforming;
  const transform = stream._transform.bind(stream);
  stream._transform = async (...given) => {
    try {
      await transform(...given);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return subscription;
}
