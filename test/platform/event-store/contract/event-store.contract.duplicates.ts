import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import {
  CommandAlreadyRecorded,
  EventIdReused,
  type EventStore,
  type Expected,
} from '../../../../src/platform/event-store/event-store.js';
import { draft, drafts, freshStream } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

/** Cases 14 to 20, and what the log knows of commands. */
export function describeDuplicates(suite: Suite): void {
  describe('what is sent again', () => {
    const size = async (store: EventStore): Promise<number> => (await store.head()).size;

    test.each<Expected>(['none', 'any'])(
      'unchanged, expecting %p, gets the first result and is not written again',
      async (expected) => {
        const { store } = await suite.open();
        const [stream, given] = [freshStream(), drafts(3)];
        const first = await store.append(stream, expected, given);
        expect(await store.append(stream, expected, given)).toEqual(first);
        expect(await size(store)).toBe(3);
      },
    );

    test.each<Expected>([1, 'exists', 'any'])(
      'unchanged to a stream that went on, expecting %p, gets the first result',
      async (expected) => {
        const { store } = await suite.open();
        const [stream, given] = [freshStream(), drafts(3)];
        await store.append(stream, 'none', drafts(2));
        const first = await store.append(stream, expected, given);
        await store.append(stream, 4, drafts(2));
        await store.append(freshStream(), 'none', drafts(2));
        expect(await store.append(stream, expected, given)).toEqual(first);
        expect(await size(store)).toBe(9);
      },
    );

    test('at the same moment is written once, and both get the same result', async () => {
      const { store } = await suite.open();
      const [stream, given] = [freshStream(), drafts(2)];
      const results = await Promise.all([1, 2, 3, 4].map(() => store.append(stream, 'none', given)));
      expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
      expect(await size(store)).toBe(2);
    });

    test('in another order, in part, with more, elsewhere or at a newer revision is refused', async () => {
      const { store } = await suite.open();
      const stream = freshStream();
      const [one, two, three] = drafts(3) as [
        ReturnType<typeof draft>,
        ReturnType<typeof draft>,
        ReturnType<typeof draft>,
      ];
      await store.append(stream, 'none', [draft()]);
      await store.append(stream, 0, [one, two, three]);
      const others: readonly (readonly [string, Expected, ReturnType<typeof draft>[]])[] = [
        [stream, 0, [two, one, three]],
        [stream, 0, [three, two, one]],
        [stream, 0, [one, two]],
        [stream, 0, [one]],
        [stream, 1, [two, three]],
        [stream, 2, [three]],
        [stream, 0, [one, three]],
        [stream, 0, [one, two, three, draft()]],
        [stream, 0, [draft(), one, two, three]],
        [freshStream(), 'none', [one, two, three]],
        [freshStream(), 'any', [draft(), two]],
        [stream, 3, [one, two, three]],
        [stream, 3, [draft(), one]],
      ];
      for (const [name, expected, given] of others)
        await expect(store.append(name, expected, given)).rejects.toThrow(EventIdReused);
      expect(await size(store)).toBe(4);
    });

    test('the same id twice in one append is refused', async () => {
      const { store } = await suite.open();
      const twice = draft();
      await expect(store.append(freshStream(), 'none', [twice, draft(), twice])).rejects.toMatchObject({
        name: 'EventIdReused',
        eventId: twice.eventId,
      });
      expect(await size(store)).toBe(0);
    });

    test('as a command that is in the log, with new events, is refused wherever it goes', async () => {
      const { store } = await suite.open();
      const [stream, given] = [freshStream(), drafts(2)];
      await store.append(stream, 'none', given);
      const { commandId } = given[0] ?? draft();
      for (const [name, expected] of [
        [stream, 1],
        [freshStream(), 'none'],
      ] as const) {
        const append = store.append(name, expected, [draft(), draft({ commandId })]);
        await expect(append).rejects.toThrow(CommandAlreadyRecorded);
        await expect(append).rejects.toMatchObject({ commandId });
      }
      expect(await size(store)).toBe(2);
    });

    test('two commands of the same id at the same moment: one is written', async () => {
      const { store } = await suite.open();
      const results = await Promise.allSettled(
        [1, 2, 3].map(() => store.append(freshStream(), 'none', drafts(2, { commandId: 'the-same' }))),
      );
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      expect(await size(store)).toBe(2);
    });
  });

  describe('what the log knows of a command', () => {
    test('are its events in order, among others', async () => {
      const { store } = await suite.open();
      const given = drafts(3);
      await store.append(freshStream(), 'none', drafts(2));
      await store.append(freshStream(), 'none', given);
      await store.append(freshStream(), 'none', drafts(2));
      const recorded = await store.readCommand(given[0]?.commandId ?? '');
      expect(recorded?.events).toEqual((await gather(store.readAll())).slice(2, 5));
    });

    test('is nothing when it never came, or was refused', async () => {
      const { store } = await suite.open();
      await expect(store.append(freshStream(), 'exists', [draft({ commandId: 'refused' })])).rejects.toThrow();
      expect(await store.readCommand('refused')).toBeNull();
      expect(await store.readCommand('never')).toBeNull();
    });

    test('is whether the same was asked', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', drafts(2, { commandId: 'asked' }), '{"a":1}');
      await store.append(freshStream(), 'none', drafts(2, { commandId: 'unsaid' }));
      const asked = await store.readCommand('asked');
      expect([asked?.isSame('{"a":1}'), asked?.isSame('{"a":2}'), asked?.isSame('')]).toEqual([true, false, false]);
      expect((await store.readCommand('unsaid'))?.isSame('anything')).toBe(true);
    });
  });
}
