import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import {
  CommandAlreadyRecorded,
  StoreClosed,
  StoreHeld,
  WrongRevision,
  type EventStore,
  type SharedList,
} from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, entriesOf, freshStream, revisionsOf, upTo } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

/** Cases 24, 55 in small, 64 and 65; what one process may do to another's file is in the SQLite tests. */
export function describeLifetime(suite: Suite): void {
  describe('closing and opening', () => {
    test('what was under way is settled, then everything is refused', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      const underWay = upTo(5).map((revision) =>
        store.append(stream, revision === 0 ? 'none' : revision - 1, [draft()]),
      );
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
      for (const _ of upTo(3)) await store.append('commitment-1', 'any', drafts(400, { text: null }));
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
        const before = {
          events: await gather(store.readAll()),
          entries: await gather(store.readEntries(0)),
          head: await store.head(),
        };
        await store.close();
        const again = await reopen(() => 1000);
        expect({
          events: await gather(again.readAll()),
          entries: await gather(again.readEntries(0)),
          head: await again.head(),
        }).toEqual(before);
        expect(await again.append(stream, 'none', given)).toEqual(first);
        expect((await again.readCommand(given[0]?.commandId ?? ''))?.isSame('asked')).toBe(true);
        expect(await again.append(stream, 2, [draft()])).toMatchObject({
          firstEntry: 5,
          revision: 3,
          recordedAt: first.recordedAt,
        });
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

    if (suite.second === 'shared') {
      test('a second instance shares the log: each reads what the other has written once it is in step, and one of two that expect the same wins', async () => {
        const { store, second } = await suite.open();
        const [stream, given] = [freshStream(), drafts(2)];
        await store.append(stream, 'none', given, 'asked');
        const other = await second();
        await other.sync();
        expect(await gather(other.readEntries(0))).toEqual(await gather(store.readEntries(0)));
        expect(await other.append(stream, 'none', given)).toMatchObject({ firstEntry: 0, revision: 1 });
        expect((await other.readCommand(given[0]?.commandId ?? ''))?.isSame('asked')).toBe(true);
        await expect(
          other.append(freshStream(), 'none', drafts(1, { commandId: given[0]?.commandId ?? '' })),
        ).rejects.toThrow(CommandAlreadyRecorded);
        const results = await Promise.allSettled(
          [store, other, store, other].map((one) => one.append(stream, 1, drafts(3))),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const result of results)
          if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'WrongRevision', actual: 4 });
        await Promise.all([store.sync(), other.sync()]);
        expect(revisionsOf(await gather(other.readStream(stream)))).toEqual(upTo(5));
        expect(await gather(other.readEntries(0))).toEqual(await gather(store.readEntries(0)));
      });
    } else {
      test('a second instance on the same place never writes into the log of the first', async () => {
        const { store, second } = await suite.open();
        const stream = freshStream();
        await store.append(stream, 'none', [draft()]);
        if (suite.second === 'refused') await expect(second()).rejects.toThrow(StoreHeld);
        else await (await second()).append(stream, 'none', drafts(2));
        expect(await store.append(stream, 0, [draft()])).toMatchObject({ firstEntry: 1, revision: 1 });
        expect((await store.head()).size).toBe(2);
      });
    }

    test('entries are taken in as they are kept elsewhere, only those that come next, and the log goes on behind them', async () => {
      const { store } = await suite.open();
      const { store: target } = await suite.open();
      const [stream, given] = [freshStream(), drafts(3)];
      await store.append(stream, 'none', given, 'asked');
      await store.append(freshStream(), 'none', [draft({ text: null })]);
      const entries = await gather(store.readEntries(0));
      await expect(target.copyIn(entries.slice(1))).rejects.toThrow(RangeError);
      await target.copyIn(entries.slice(0, 3));
      await target.copyIn(entries.slice(3));
      expect(await gather(target.readEntries(0))).toEqual(entries);
      expect(await target.head()).toEqual(await store.head());
      expect((await target.readCommand(given[0]?.commandId ?? ''))?.isSame('asked')).toBe(true);
      expect(await target.append(stream, 'none', given)).toMatchObject({ firstEntry: 0, revision: 2 });
      expect(await target.append(stream, 2, [draft()])).toMatchObject({ firstEntry: 4, revision: 3 });
    });

    test('a list that instances share takes each value at its place, once', async () => {
      const { store, second } = await suite.open();
      const list = store.shared('names');
      expect(list !== null).toBe(suite.second === 'shared');
      if (list === null) return;
      const other = (await second()).shared('names') as SharedList;
      await list.add('one', 0);
      await expect(other.add('two', 0)).rejects.toThrow(WrongRevision);
      await other.add('two', 1);
      await expect(list.add('three', 1)).rejects.toThrow(WrongRevision);
      expect([list.from(0), other.from(0), list.from(1)]).toEqual([['one', 'two'], ['one', 'two'], ['two']]);
      const last = store.shared('last-word') as SharedList;
      await last.add('first', 0);
      await last.add('second', 1);
      expect(last.from(0)).toEqual(['second']);
    });
  });
}
