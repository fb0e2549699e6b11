import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { partHash } from '../../../../src/platform/event-store/envelope.js';
import type { EventStore, Filter, LogRange, StreamRange } from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, entriesOf, freshStream, revisionsOf, upTo } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

/** Appends so many events to a stream, 400 at a time. */
async function fill(store: EventStore, stream: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 400)
    await store.append(stream, 'any', drafts(Math.min(400, count - done), { text: null }));
}

/** Cases 27 to 32. */
export function describeReading(suite: Suite): void {
  describe('reading', () => {
    test('a stream that does not exist gives nothing', async () => {
      const { store } = await suite.open();
      await store.append('commitment-1', 'none', [draft()]);
      expect(await gather(store.readStream('commitment'))).toEqual([]);
      expect(await gather(store.readStream('commitment-11', { backwards: true }))).toEqual([]);
    });

    const streamRanges: readonly (readonly [StreamRange, number[]])[] = [
      [{}, upTo(1203)],
      [{ from: 0 }, upTo(1203)],
      [{ from: 1200 }, [1200, 1201, 1202]],
      [{ from: 1203 }, []],
      [{ from: 499, limit: 3 }, [499, 500, 501]],
      [{ from: 100, limit: 1001 }, upTo(1101, 100)],
      [{ limit: 500 }, upTo(500)],
      [{ limit: 501 }, upTo(501)],
      [{ limit: 0 }, []],
      [{ backwards: true, limit: 1 }, [1202]],
      [{ backwards: true }, upTo(1203).reverse()],
      [{ backwards: true, from: 2 }, [2, 1, 0]],
      [{ backwards: true, from: 0 }, [0]],
      [{ backwards: true, from: 5000, limit: 501 }, upTo(1203, 702).reverse()],
    ];
    test('a stream is read from a revision, up to a number, forwards and backwards', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      await fill(store, freshStream(), 10);
      await fill(store, stream, 700);
      await fill(store, freshStream(), 10);
      await fill(store, stream, 503);
      for (const [range, revisions] of streamRanges)
        expect([range, revisionsOf(await gather(store.readStream(stream, range)))]).toEqual([range, revisions]);
    });

    const logRanges: readonly (readonly [LogRange, number[]])[] = [
      [{}, upTo(1203)],
      [{ after: -1 }, upTo(1203)],
      [{ after: 0, limit: 2 }, [1, 2]],
      [{ after: 1201 }, [1202]],
      [{ after: 1202 }, []],
      [{ after: 9999 }, []],
      [{ limit: 500 }, upTo(500)],
      [{ after: 10, limit: 1001 }, upTo(1012, 11)],
      [{ limit: 0 }, []],
      [{ backwards: true }, upTo(1203).reverse()],
      [{ backwards: true, limit: 501 }, upTo(1203, 702).reverse()],
      [{ backwards: true, after: 3 }, [2, 1, 0]],
      [{ backwards: true, after: 0 }, []],
      [{ backwards: true, after: 5000, limit: 1 }, [1202]],
    ];
    test('the log is read behind an entry, up to a number, forwards and backwards', async () => {
      const { store } = await suite.open();
      await fill(store, freshStream(), 601);
      await fill(store, freshStream(), 602);
      for (const [range, entries] of logRanges)
        expect([range, entriesOf(await gather(store.readAll(range)))]).toEqual([range, entries]);
    });

    const filters: readonly (readonly [Filter, number[]])[] = [
      [{}, upTo(12)],
      [{ streamPrefix: 'champion-' }, [0, 1, 2]],
      [{ streamPrefix: 'champion' }, [0, 1, 2, 3]],
      [{ streamPrefix: 'Champion' }, []],
      [{ streamPrefix: 'c_ampion%' }, []],
      [{ streamPrefix: '' }, upTo(12)],
      [{ streamPrefix: '𝒢𝒽-' }, [9, 10, 11]],
      [{ streamPrefix: '𝒢' }, [9, 10, 11]],
      [{ types: ['ChampionNamed'] }, [0, 3, 6, 9]],
      [{ types: ['ChampionNamed', 'PlanClosed'] }, [0, 2, 3, 5, 6, 8, 9, 11]],
      [{ types: [] }, []],
      [{ types: ['championnamed'] }, []],
      [{ streamPrefix: 'plan-', types: ['PlanClosed'] }, [5, 8]],
      [{ streamPrefix: 'plan-2', types: ['ChampionNamed', 'PlanClosed'] }, [6, 8]],
    ];
    test('the log is filtered by the beginning of stream names, by types, and by both', async () => {
      const { store } = await suite.open();
      const types = ['ChampionNamed', 'PlanOpened', 'PlanClosed'];
      const streams = [
        'champion-a',
        'champion-a',
        'champion-b',
        'champions',
        'plan-1',
        'plan-1',
        'plan-2',
        'plan-2',
        'plan-2',
        '𝒢𝒽-1',
        '𝒢𝒽-1',
        '𝒢𝒽-2',
      ];
      for (const [index, stream] of streams.entries())
        await store.append(stream, 'any', [draft({ type: types[index % 3] as string })]);
      for (const [filter, entries] of filters) {
        expect([filter, entriesOf(await gather(store.readAll({ filter })))]).toEqual([filter, entries]);
        const backwards = entriesOf(await gather(store.readAll({ filter, backwards: true, after: 9, limit: 2 })));
        expect([filter, backwards]).toEqual([
          filter,
          entries
            .filter((entry) => entry < 9)
            .reverse()
            .slice(0, 2),
        ]);
        expect([filter, entriesOf(await gather(store.readAll({ filter, after: 3, limit: 2 })))]).toEqual([
          filter,
          entries.filter((entry) => entry > 3).slice(0, 2),
        ]);
      }
    });

    test(`a filter that matches nothing, or the last only, among ${suite.many} gives that`, async () => {
      const { store } = await suite.open();
      await fill(store, 'commitment-1', suite.many);
      await store.append('milestone-1', 'none', [draft({ type: 'MilestoneReached' })]);
      expect(await gather(store.readAll({ filter: { streamPrefix: 'champion-' } }))).toEqual([]);
      expect(await gather(store.readAll({ filter: { types: ['ChampionNamed'] } }))).toEqual([]);
      expect(entriesOf(await gather(store.readAll({ filter: { streamPrefix: 'milestone-' } })))).toEqual([suite.many]);
      expect(entriesOf(await gather(store.readAll({ filter: { types: ['MilestoneReached'] }, limit: 1 })))).toEqual([
        suite.many,
      ]);
    });

    test('reading that is broken off early stands in nobody’s way', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      await fill(store, stream, 1100);
      for (const events of [store.readStream(stream), store.readAll(), store.readAll({ backwards: true })]) {
        for await (const _ of events) break;
      }
      for await (const _ of store.readEntries(0)) break;
      expect(await store.append(stream, 1099, [draft()])).toMatchObject({ revision: 1100 });
    });

    test('entry numbers rise by one and are those that the appends were told', async () => {
      const { store } = await suite.open();
      const told = new Map<string, number>();
      for (const count of [1, 4, 2]) {
        const given = drafts(count);
        const { firstEntry } = await store.append(freshStream(), 'none', given);
        given.forEach(({ eventId }, index) => told.set(eventId, firstEntry + index));
      }
      const events = await gather(store.readAll());
      expect(entriesOf(events)).toEqual(upTo(7));
      expect(events.map(({ eventId }) => told.get(eventId))).toEqual(upTo(7));
    });

    test('the entries as stored are the leaves, and parts that hash to what the leaves say', async () => {
      const { store } = await suite.open();
      for (const _ of upTo(2)) await store.append(freshStream(), 'none', drafts(300));
      await store.append(freshStream(), 'none', [draft({ text: null })]);
      const entries = await gather(store.readEntries(3));
      expect(entries.map(({ entry }) => entry)).toEqual(upTo(601, 3));
      for (const { entry, leaf, facts, factsSalt, text, textSalt } of entries) {
        const said = JSON.parse(leaf) as { entry: number; eventId: string; facts: string; text: string | null };
        expect(said.entry).toBe(entry);
        expect(factsSalt).toHaveLength(32);
        expect(said.facts).toBe(partHash('facts', said.eventId, { json: facts, salt: factsSalt }));
        expect(said.text).toBe(
          text === null || textSalt === null ? null : partHash('text', said.eventId, { json: text, salt: textSalt }),
        );
      }
      expect(entries.at(-1)).toMatchObject({ text: null, textSalt: null });
      expect(
        new Set(
          entries
            .flatMap(({ factsSalt, textSalt }) => [factsSalt, textSalt])
            .map((salt) => salt && Buffer.from(salt).toString('hex')),
        ).size,
      ).toBe(598 + 597 + 1);
      expect(await gather(store.readEntries(601))).toEqual([]);
    });
  });
}
