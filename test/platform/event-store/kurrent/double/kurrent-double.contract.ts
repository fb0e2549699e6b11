import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import type * as client from '@eventstore/db-client';
import type { DoubleFixture } from '../../../../support/kurrent/double-suite.js';
import { upTo } from '../../../../support/event-store/drafts.js';
import type { Double, DoubleOptions } from '../../../../support/kurrent/kurrent-double.js';
import { appends } from './kurrent-double.contract.appends.js';
import { connections } from './kurrent-double.contract.connections.js';
import { reads } from './kurrent-double.contract.reads.js';
import { subscriptions } from './kurrent-double.contract.subscriptions.js';

/** What both clients must find the same, so that the double can stand for the server with either. */
export function doubleContract(fixture: DoubleFixture): void {
  const { library, scheme, start } = fixture;
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function started(options?: DoubleOptions): Promise<Double> {
    const double = await start(options);
    ends.push(() => double.stop());
    return double;
  }

  function connected(url: string): client.EventStoreDBClient {
    const connection = library.EventStoreDBClient.connectionString(`${url}&discoveryInterval=10`);
    ends.push(() => connection.dispose());
    return connection;
  }

  async function opened(options?: DoubleOptions): Promise<{ double: Double; db: client.EventStoreDBClient }> {
    const double = await started(options);
    return { double, db: connected(double.url(scheme)) };
  }

  const event = (number: number): client.JSONEventData =>
    library.jsonEvent({ id: randomUUID(), type: 'Counted', data: { number } });
  const events = (count: number, first = 0): client.JSONEventData[] => upTo(first + count, first).map(event);
  const suite = { ...fixture, started, connected, opened, event, events };
  for (const part of [appends, reads, subscriptions, connections]) part(suite);
}
