import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { WrongRevision, type EventStore } from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, entriesOf, freshStream, revisionsOf, upTo } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

/** Reads how far a stream is, and appends one event behind it, until nobody else is quicker. Gives how often others were. */
async function countOne(store: EventStore, stream: string): Promise<void> {
  for (;;) {
    const [last] = await gather(store.readStream(stream, { backwards: true, limit: 1 }));
    const counted = (last?.facts as { count: number } | undefined)?.count ?? 0;
    try {
      await store.append(stream, last?.revision ?? 'none', [draft({ facts: { count: counted + 1 } })]);
      return;
    } catch (error) {
      if (!(error instanceof WrongRevision)) throw error;
    }
  }
}

/** Cases 21 to 23, and 25. */
export function describeConcurrency(suite: Suite): void {
  describe('many at once', () => {
    test('of writers with the same expectation of a stream exactly one wins, and the others hear of a conflict', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      await store.append(stream, 'none', [draft()]);
      const results = await Promise.allSettled(upTo(20).map(() => store.append(stream, 0, drafts(2))));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results)
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ name: 'WrongRevision', expected: 0, actual: 2 });
      expect(revisionsOf(await gather(store.readStream(stream)))).toEqual([0, 1, 2]);
    });

    test('writers of streams of their own all succeed, and none starves', async () => {
      const { store } = await suite.open();
      const done = upTo(8).map(() => 0);
      let isOver = false;
      const write = async (writer: number): Promise<void> => {
        const stream = freshStream();
        for (let revision = -1; !isOver; revision++) {
          await store.append(stream, revision === -1 ? 'none' : revision, [draft()]);
          done[writer] = (done[writer] ?? 0) + 1;
          if (done[writer] === 25) isOver = true;
        }
      };
      await Promise.all(done.map((_, writer) => write(writer)));
      expect(Math.min(...done)).toBeGreaterThan(5);
      const total = done.reduce((sum, one) => sum + one, 0);
      expect(entriesOf(await gather(store.readAll()))).toEqual(upTo(total));
    });

    test('reading, deciding and appending again after each conflict loses no count', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      await Promise.all(
        upTo(6).map(async () => {
          for (const _ of upTo(10)) await countOne(store, stream);
        }),
      );
      const events = await gather(store.readStream(stream));
      expect(events.map(({ facts }) => (facts as { count: number }).count)).toEqual(upTo(61, 1));
    });

    test('entries are given in the order in which appends were sent', async () => {
      const { store } = await suite.open();
      const results = await Promise.all(
        upTo(30).map((number) => store.append(freshStream(), 'none', drafts((number % 3) + 1))),
      );
      expect(results.flatMap(({ firstEntry, lastEntry }) => upTo(lastEntry + 1, firstEntry))).toEqual(upTo(60));
    });

    test('whoever reads while others append sees a beginning of the log without a hole', async () => {
      const { store } = await suite.open();
      for (const _ of upTo(6)) await store.append(freshStream(), 'none', drafts(200, { text: null }));
      const seen: number[] = [];
      const appends: Promise<unknown>[] = [];
      for await (const { entry } of store.readAll()) {
        seen.push(entry);
        if (seen.length <= 600) appends.push(store.append(freshStream(), 'none', drafts(3, { text: null })));
        if (seen.length % 100 === 0) await Promise.all(appends.splice(0));
      }
      await Promise.all(appends);
      expect(seen).toEqual(upTo(seen.length));
      expect(seen.length).toBeGreaterThanOrEqual(1200);
      expect((await store.head()).size).toBe(1200 + 1800);
    });
  });
}
