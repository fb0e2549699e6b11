import type { EventStoreDBClient } from '@eventstore/db-client';
import { StoreClosed, StoreUnavailable } from '../../event-store.js';
import type { ClientPackage } from './client.js';
import type { ConnectionString, Node } from './connection-string.js';
import { NotLeader } from '../errors.js';
import { Nodes } from './nodes.js';

/** A client that is connected to one node, until it is given up. */
export interface Connected {
  readonly client: EventStoreDBClient;
  readonly node: Node;
}

/**
 * The connection to the leader. The clients are only ever given one node: when they discover nodes
 * themselves, they report neither which node failed nor why, wait for frozen nodes one after the other, and
 * one of them sends passwords percent-encoded. A failed connection is dropped, and the leader looked up
 * again.
 */
export class Connection {
  private current: Promise<Connected> | null = null;
  private readonly finding: Nodes;
  private hint: Node | null = null;
  private opened = 0;
  private isClosed = false;

  constructor(
    private readonly settings: ConnectionString,
    private readonly loaded: ClientPackage,
  ) {
    this.finding = new Nodes(settings, loaded.readGossip);
  }

  /** The nodes, each as host and port, as last reported. */
  get nodes(): readonly string[] {
    return this.finding.known;
  }

  /** Those who ask while the leader is being looked for share the answer. Throws as `Nodes.leader` does. */
  get(): Promise<Connected> {
    if (this.isClosed) return Promise.reject(new StoreClosed());
    if (this.current === null) {
      const opening = this.open();
      this.current = opening;
      opening.catch(() => {
        if (this.current === opening) this.current = null;
      });
    }
    return this.current;
  }

  /** Gives up a connection over which a call has failed; it may have been given up already. */
  async giveUp(connected: Connected, error: unknown): Promise<void> {
    const current = await this.current?.catch(() => null);
    if (current !== connected || this.isClosed) return;
    this.current = null;
    this.hint = error instanceof NotLeader && error.leader !== null ? error.leader : null;
    await letGo(connected.client);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const current = await this.current?.catch(() => null);
    if (current != null) await letGo(current.client);
  }

  private async open(): Promise<Connected> {
    try {
      const { hint } = this;
      this.hint = null;
      const node = hint ?? (await this.finding.leader());
      if (this.isClosed) throw new StoreClosed();
      // Connections with the same options share their failures, and with them waits of up to two minutes; so each has slightly others.
      this.opened = (this.opened + 1) % 1000;
      return { node, client: this.loaded.connect(this.settings.to(node, 10_000 + this.opened)) };
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof StoreClosed) throw error;
      throw new StoreUnavailable(`The event store cannot be reached: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** Ends all that a client has under way, and its connection, which it would keep. What no server ends is not waited for. */
async function letGo(client: EventStoreDBClient): Promise<void> {
  await Promise.race([
    client.dispose().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, 1000).unref()),
  ]);
  const { getChannel } = client as unknown as { getChannel: () => Promise<{ close(): void }> };
  await getChannel().then(
    (channel) => channel.close(),
    () => undefined,
  );
}
