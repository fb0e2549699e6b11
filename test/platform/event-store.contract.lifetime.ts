import { describe, expect, test } from '@jest/globals';
import { gather } from '../../src/platform/event-store/reading.js';
import { StoreClosed, StoreHeld, type EventStore } from '../../src/platform/event-store/event-store.js';
import { draft, drafts, entriesOf, freshStream, upTo } from '../support/drafts.js';
import type { Suite } from '../support/store-fixture.js';

/** Cases 24, 55 in small, 64 and 65; what one process may do to another's file is in the SQLite tests. */
export function describeLifetime(suite: Suite): void {
  describe('closing and opening', () => {
    test('what was under way is settled, then everything is refused', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      const underWay = upTo(5).map((revision) => store.append(stream, revision === 0 ? 'none' : revision - 1, [draft()]));
      const closing = store.close();
      expect((await Promise.all(underWay)).map(({ revision }) => revision)).toEqual(upTo(5));
      await closing;
      const uses: readonly ((store: EventStore) => Promise<unknown>)[] = [
        (store) => store.append(stream, 'any', [draft()]),
        (store) => gather(store.readStream(stream)),
        (store) => gather(store.readAll()),
        (store) => gather(store.readEntries(0)),
        (store) => store.readCommand('any'),
        (store) => store.head(),
      ];
      for (const use of uses) await expect(use(store)).rejects.toThrow(StoreClosed);
    });

    test('an append that comes while the store closes is refused, not lost in silence', async () => {
      const { store } = await suite.open();
      const before = store.append(freshStream(), 'none', [draft()]);
      const closing = store.close();
      await expect(store.append(freshStream(), 'none', [draft()])).rejects.toThrow(StoreClosed);
      expect(await before).toMatchObject({ firstEntry: 0 });
      await closing;
    });

    test('followers end, whether they wait or not', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(3));
      const waiting = store.follow({ after: 2 })[Symbol.asyncIterator]();
      await waiting.next();
      const pending = waiting.next();
      await store.close();
      expect(await pending).toEqual({ done: true, value: undefined });
      expect(await gather(store.follow({ after: -1 }))).toEqual([]);
    });

    test('whoever reads gets all or is told of the closing, never a short list in silence', async () => {
      const { store } = await suite.open();
      for (const _ of upTo(3)) await store.append('commitment-1', 'any', drafts(400));
      const readings = [store.readAll(), store.readStream('commitment-1'), store.readAll({ backwards: true })];
      const readers = await Promise.all(
        readings.map(async (events) => {
          const reader = events[Symbol.asyncIterator]();
          await reader.next();
          return reader;
        }),
      );
      await store.close();
      for (const reader of readers) {
        const rest = async (): Promise<void> => {
          for (let read = 1; ; read++) {
            const { done } = await reader.next();
            if (done === true && read < 1200) throw new Error(`the reader got ${read} of 1200`);
            if (done === true) throw new StoreClosed();
          }
        };
        await expect(rest()).rejects.toThrow(StoreClosed);
      }
    });

    test('closing twice is closing once', async () => {
      const { store } = await suite.open();
      await Promise.all([store.close(), store.close()]);
      await store.close();
    });

    if (suite.keeps) {
      test('whoever has closed, be it for the second time, can open again', async () => {
        const { store, reopen } = await suite.open();
        const append = store.append(freshStream(), 'none', [draft()]);
        void store.close();
        await store.close();
        const again = await reopen();
        expect(await append).toMatchObject({ firstEntry: 0 });
        expect((await again.head()).size).toBe(1);
      });

      test('everything is as it was, and goes on from there', async () => {
        const { store, reopen } = await suite.open(() => 5000);
        const [stream, given] = [freshStream(), drafts(3)];
        const first = await store.append(stream, 'none', given, 'asked');
        await store.append(freshStream(), 'none', drafts(2));
        const before = { events: await gather(store.readAll()), entries: await gather(store.readEntries(0)), head: await store.head() };
        await store.close();
        const again = await reopen(() => 1000);
        expect({ events: await gather(again.readAll()), entries: await gather(again.readEntries(0)), head: await again.head() }).toEqual(before);
        expect(await again.append(stream, 'none', given)).toEqual(first);
        expect((await again.readCommand(given[0]?.commandId ?? ''))?.isSame('asked')).toBe(true);
        expect(await again.append(stream, 2, [draft()])).toMatchObject({ firstEntry: 5, revision: 3, recordedAt: first.recordedAt });
        expect(entriesOf(await gather(again.readAll()))).toEqual(upTo(6));
      });
    } else {
      test('opened again, it is another log, with nothing in it', async () => {
        const { store, reopen } = await suite.open();
        await store.append(freshStream(), 'none', drafts(3));
        await store.close();
        expect(await (await reopen()).head()).toEqual({ size: 0, recordedAt: null });
      });
    }

    test('a second instance on the same place never writes into the log of the first', async () => {
      const { store, second } = await suite.open();
      const stream = freshStream();
      await store.append(stream, 'none', [draft()]);
      if (suite.second === 'refused') await expect(second()).rejects.toThrow(StoreHeld);
      else await (await second()).append(stream, 'none', drafts(2));
      expect(await store.append(stream, 0, [draft()])).toMatchObject({ firstEntry: 1, revision: 1 });
      expect((await store.head()).size).toBe(2);
    });
  });
}
