import { describe, expect, test } from '@jest/globals';
import { fingerprint } from '../../../../src/platform/event-store/envelope.js';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { copyLog } from '../../../../src/platform/event-store/copying.js';
import { MemoryEventStore } from '../../../../src/platform/event-store/memory.event-store.js';
import { draft, freshStream } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

const outcome = (commandId: string, text: string) => ({
  commandId,
  outcome: text,
  request: fingerprint(`asked for ${text}`),
});

/** Cases 67–69: what commands came to that wrote nothing, beside the log. */
export function describeOutcomes(suite: Suite): void {
  describe('the outcome of a command that wrote nothing', () => {
    test('is kept once: the first one stands and is given to whoever keeps another', async () => {
      const { store } = await suite.open();
      const first = outcome('person-1/a', 'first');
      expect(await store.readOutcome('person-1/a')).toBeNull();
      expect(await store.keepOutcome(first)).toMatchObject({ outcome: 'first' });
      expect(await store.keepOutcome(outcome('person-1/a', 'second'))).toMatchObject({ outcome: 'first' });
      const { request, ...kept } = (await store.readOutcome('person-1/a')) ?? first;
      expect([kept, Buffer.from(request)]).toEqual([
        { commandId: 'person-1/a', outcome: 'first' },
        Buffer.from(first.request),
      ]);
      expect(await store.readOutcome('person-1/A')).toBeNull();
    });

    test('takes no entry of the log, and outlives the instance', async () => {
      const { store, reopen } = await suite.open();
      await store.append(freshStream(), 'none', [draft()]);
      await store.keepOutcome(outcome('b', 'kept'));
      expect((await store.head()).size).toBe(1);
      if (!suite.keeps) return;
      await store.close();
      const again = await reopen();
      expect(await again.readOutcome('b')).toMatchObject({ outcome: 'kept' });
      expect((await again.head()).size).toBe(1);
    });

    test('is known to a second instance as soon as it is acknowledged', async () => {
      if (suite.second !== 'shared') return;
      const { store, second } = await suite.open();
      const other = await second();
      await store.keepOutcome(outcome('c', 'kept at the first'));
      expect(await other.readOutcome('c')).toMatchObject({ outcome: 'kept at the first' });
      expect(await other.keepOutcome(outcome('c', 'late'))).toMatchObject({ outcome: 'kept at the first' });
    });

    test('is carried over with the log', async () => {
      const { store } = await suite.open();
      for (const id of ['e', 'd']) await store.keepOutcome(outcome(id, `of ${id}`));
      const target = new MemoryEventStore(() => 0);
      await copyLog(store, target);
      expect((await gather(target.readOutcomes())).map(({ commandId, outcome: text }) => [commandId, text])).toEqual([
        ['d', 'of d'],
        ['e', 'of e'],
      ]);
    });
  });
}
