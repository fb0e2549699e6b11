import { getEventListeners } from 'node:events';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { describe, expect, test } from '@jest/globals';
import type { Recorded } from '../../../../src/kernel/message.js';
import type { EventStore, Filter, Followed } from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, entriesOf, freshStream, upTo } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

/** Follows until so many events were heard or, with `caughtUp`, until the log was seen up to that size. */
async function hear(
  store: EventStore,
  after: number,
  until: { events?: number; caughtUp?: number },
  filter?: Filter,
): Promise<Followed[]> {
  const heard: Followed[] = [];
  const stop = new AbortController();
  let events = 0;
  for await (const one of store.follow({ after, signal: stop.signal, ...(filter === undefined ? {} : { filter }) })) {
    heard.push(one);
    if (one.kind === 'event') events += 1;
    if (events === until.events || (one.kind === 'caughtUp' && one.size === until.caughtUp)) stop.abort();
  }
  return heard;
}

const eventsIn = (heard: readonly Followed[]): Recorded[] =>
  heard.flatMap((one) => (one.kind === 'event' ? [one.event] : []));
const checkpointsIn = (heard: readonly Followed[]): number[] =>
  heard.flatMap((one) => (one.kind === 'caughtUp' ? [one.size] : []));

/** Cases 33 to 37, 39, 40, 42 to 44, and 48. */
export function describeFollowing(suite: Suite): void {
  describe('following', () => {
    test.each([
      [-1, upTo(5)],
      [2, [3, 4]],
      [4, []],
    ])('behind entry %p gives the events %p, and says that they are all', async (after, entries) => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(5));
      const heard = await hear(store, after, { caughtUp: 5 });
      expect(entriesOf(eventsIn(heard))).toEqual(entries);
      expect(heard.at(-1)).toEqual({ kind: 'caughtUp', size: 5 });
    });

    test('behind everything there will be, a follower hears no event, and each time how far the log has come', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(2));
      const stop = new AbortController();
      const sizes: number[] = [];
      for await (const heard of store.follow({ after: Number.MAX_SAFE_INTEGER, signal: stop.signal })) {
        sizes.push(heard.kind === 'caughtUp' ? heard.size : NaN);
        if (sizes.length === 3) stop.abort();
        else await store.append(freshStream(), 'none', drafts(1));
      }
      expect(sizes).toEqual([2, 3, 4]);
    });

    test('an empty log has been seen as a whole at once', async () => {
      const { store } = await suite.open();
      expect(await hear(store, -1, { caughtUp: 0 })).toEqual([{ kind: 'caughtUp', size: 0 }]);
    });

    test('behind an entry that is not there yet gives what comes behind it', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(2));
      const heard = hear(store, 4, { events: 2 });
      for (const _ of upTo(3)) await store.append(freshStream(), 'none', drafts(2));
      await store.append(freshStream(), 'none', drafts(2));
      expect(entriesOf(eventsIn(await heard))).toEqual([5, 6]);
    });

    test('history goes over into what comes, without loss or double', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(700, { text: null }));
      const followers = upTo(3).map(() => hear(store, -1, { events: 1300 }));
      for (const number of upTo(200)) {
        await store.append(freshStream(), 'none', drafts(3));
        if (number === 50) followers.push(hear(store, 650, { events: 1300 - 651 }));
      }
      const heard = (await Promise.all(followers)).map((one) => entriesOf(eventsIn(one)));
      expect(heard).toEqual([upTo(1300), upTo(1300), upTo(1300), upTo(1300, 651)]);
    });

    test('the order over all streams is that of the log', async () => {
      const { store } = await suite.open();
      const heard = hear(store, -1, { events: 90 });
      await Promise.all(upTo(30).map((number) => store.append(`commitment-${number % 5}`, 'any', drafts(3))));
      expect(eventsIn(await heard)).toEqual(await gather(store.readAll()));
    });

    test('having caught up is said once, and again after more has come', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(2));
      const stop = new AbortController();
      const follower = store.follow({ after: -1, signal: stop.signal })[Symbol.asyncIterator]();
      const next = async (): Promise<string> => {
        const { value } = (await follower.next()) as { value: Followed };
        return value.kind === 'event' ? `entry ${value.event.entry}` : `caught up with ${value.size}`;
      };
      expect([await next(), await next(), await next()]).toEqual(['entry 0', 'entry 1', 'caught up with 2']);
      await store.append(freshStream(), 'none', drafts(2));
      expect([await next(), await next(), await next()]).toEqual(['entry 2', 'entry 3', 'caught up with 4']);
      const pending = follower.next();
      stop.abort();
      expect(await pending).toEqual({ done: true, value: undefined });
    });

    test(`a filter lets its events through, and the checkpoint passes ${suite.many} others`, async () => {
      const { store } = await suite.open();
      const filter = { streamPrefix: 'champion-', types: ['ChampionNamed'] };
      await store.append('champion-1', 'none', [draft({ type: 'ChampionNamed' }), draft()]);
      for (const _ of upTo(suite.many / 400)) await store.append('commitment-1', 'any', drafts(400, { text: null }));
      const heard = await hear(store, -1, { caughtUp: suite.many + 2 }, filter);
      expect(entriesOf(eventsIn(heard))).toEqual([0]);
      expect(checkpointsIn(heard)).toEqual([suite.many + 2]);
      const later = hear(store, suite.many + 1, { events: 1 }, filter);
      await store.append('commitment-2', 'none', drafts(2));
      await store.append('champion-2', 'none', [draft({ type: 'ChampionNamed' })]);
      expect(entriesOf(eventsIn(await later))).toEqual([suite.many + 4]);
    });

    test('following again from a checkpoint continues there', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(9));
      let checkpoint = -1;
      const handled: number[] = [];
      for (const failing of [2, 5, 100]) {
        try {
          for await (const one of store.follow({ after: checkpoint })) {
            if (one.kind === 'caughtUp') break;
            if (one.event.entry === failing) throw new Error('the handler fails');
            handled.push((checkpoint = one.event.entry));
          }
        } catch (error) {
          expect(error).toMatchObject({ message: 'the handler fails' });
        }
      }
      expect(handled).toEqual(upTo(9));
    });

    test('a follower that does not ask holds nobody up, and later gets all', async () => {
      const { store } = await suite.open();
      const stop = new AbortController();
      const follower = store.follow({ after: -1, signal: stop.signal })[Symbol.asyncIterator]();
      expect(await follower.next()).toMatchObject({ value: { kind: 'caughtUp', size: 0 } });
      for (const _ of upTo(20)) await store.append(freshStream(), 'none', drafts(60, { text: null }));
      const entries: number[] = [];
      for (const _ of upTo(1200)) {
        const { value } = (await follower.next()) as { value: Followed };
        if (value.kind === 'event') entries.push(value.event.entry);
      }
      stop.abort();
      expect(entries).toEqual(upTo(1200));
    });

    test('nothing is heard after the follower has stopped, be it within what had been read already', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(10));
      expect(entriesOf(eventsIn(await hear(store, -1, { events: 4 })))).toEqual([0, 1, 2, 3]);
      expect(await gather(store.follow({ after: -1, signal: AbortSignal.abort() }))).toEqual([]);
    });

    test('a thousand followers that come and go leave nothing behind', async () => {
      const { store } = await suite.open();
      const stop = new AbortController();
      const followers = upTo(1000).map(async () => {
        let heard = 0;
        for await (const _ of store.follow({ after: -1, signal: stop.signal })) if (++heard === 4) break;
        return heard;
      });
      await store.append(freshStream(), 'none', drafts(3));
      expect(await Promise.all(followers)).toEqual(upTo(1000).map(() => 4));
      const waiting = upTo(1000).map(async () => gather(store.follow({ after: 2, signal: stop.signal })));
      const one = store.follow({ after: 2, signal: stop.signal })[Symbol.asyncIterator]();
      await one.next();
      const pending = one.next();
      stop.abort();
      await pending;
      expect((await Promise.all(waiting)).flat().every(({ kind }) => kind === 'caughtUp')).toBe(true);
      expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
    });
  });
}
