import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { expecting, heardBy, numbersOf, type DoubleSuite } from '../../../../support/kurrent/double-suite.js';
import { upTo } from '../../../../support/event-store/drafts.js';

/** Subscriptions, and how they end. */
export function subscriptions({ library, opened, events }: DoubleSuite): void {
  test('A subscription to a stream gives what is there and what comes', async () => {
    const { double, db } = await opened();
    const all = db.subscribeToStream('commitment-1');
    await double.until('subscriptions', 1);
    await db.appendToStream('commitment-1', events(3), expecting('any'));
    expect(await heardBy(all, 3)).toEqual([0, 1, 2]);
    const rest = db.subscribeToStream('commitment-1', { fromRevision: 1n });
    const news = db.subscribeToStream('commitment-1', { fromRevision: 'end' });
    await once(news, 'caughtUp');
    await db.appendToStream('commitment-1', events(1, 3), expecting('any'));
    expect(await heardBy(rest, 2)).toEqual([2, 3]);
    expect(await heardBy(news, 1)).toEqual([3]);
    await double.until('subscriptions', 0);
  });

  test('A subscription to all hears of some streams, and in between how far it has come', async () => {
    const { db } = await opened();
    const reached: bigint[] = [];
    const filter = library.streamNameFilter({
      prefixes: ['commitment-', 'report-'],
      checkpointReached: async (_, { commit }) => void reached.push(commit),
    });
    await db.appendToStream('commitment-1', events(2), expecting('any'));
    const { position } = await db.appendToStream('noise-1', events(100), expecting('any'));
    await db.appendToStream('report-1', events(2, 2), expecting('any'));
    expect(await heardBy(db.subscribeToAll({ filter }), 4)).toEqual(upTo(4));
    expect(reached).toHaveLength(3);
    const rest = db.subscribeToAll({ filter, ...(position === undefined ? {} : { fromPosition: position }) });
    expect(await heardBy(rest, 2)).toEqual([2, 3]);
  });

  test('Subscriptions are dropped, fall silent, and are not sent more than they take', async () => {
    const { double, db } = await opened();
    await db.appendToStream(
      'commitment-1',
      events(1000).map((one) => ({ ...one, metadata: { padding: 'x'.repeat(2000) } })),
      expecting('any'),
    );
    const slow = db.subscribeToAll();
    expect(await numbersOf(slow, 20)).toEqual(upTo(20));
    expect(await double.sent()).toBeLessThan(400);
    await slow.unsubscribe();

    await double.dropSubscriptionAfter(3);
    await expect(numbersOf(db.subscribeToAll())).rejects.toMatchObject({ type: 'unavailable' });
    await double.calm();
    const dropped = db.subscribeToAll({ fromPosition: 'end' });
    await once(dropped, 'caughtUp');
    const end = expect(numbersOf(dropped)).rejects.toMatchObject({ type: 'unavailable' });
    await double.dropSubscriptions();
    await end;

    const muted = db.subscribeToAll({ fromPosition: 'end' });
    await once(muted, 'caughtUp');
    await double.muteSubscriptions();
    const sent = await double.sent();
    const other = db.subscribeToAll({ fromPosition: 'end' });
    await once(other, 'caughtUp');
    await db.appendToStream('commitment-1', events(1, 1000), expecting('any'));
    expect(await heardBy(other, 1)).toEqual([1000]);
    expect(await double.sent()).toBe(sent + 1);
    await double.unmuteSubscriptions();
    expect(await heardBy(muted, 1)).toEqual([1000]);
    await double.until('subscriptions', 0);
  });
}
