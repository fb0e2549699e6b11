import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { draft, drafts, freshStream } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

/** Cases 61–63: what is erased, and that nothing else is. */
export function describeErasing(suite: Suite): void {
  describe('erasing a text', () => {
    test('takes it and its salt out of every reading, and leaves leaf, facts and order', async () => {
      const { store, reopen } = await suite.open();
      const stream = freshStream();
      await store.append(stream, 'none', drafts(3, { text: { narrative: 'Everybody counts.' } }));
      const before = await gather(store.readEntries(0));
      await store.eraseText(1);
      const gone = { text: null, textSalt: null };
      const erased = async (from: typeof store): Promise<void> => {
        expect(await gather(from.readEntries(0))).toMatchObject(
          before.map((entry, index) => (index === 1 ? { ...entry, ...gone } : entry)),
        );
        const texts = [{ narrative: 'Everybody counts.' }, null, { narrative: 'Everybody counts.' }];
        for (const events of [gather(from.readAll()), gather(from.readStream(stream))])
          expect((await events).map(({ text }) => text)).toEqual(texts);
      };
      await erased(store);
      if (!suite.keeps) return;
      await store.close();
      await erased(await reopen());
    });

    test('can be done again, and where there is none, without harm', async () => {
      const { store } = await suite.open();
      await store.append(freshStream(), 'none', [draft(), draft({ text: null })]);
      for (const entry of [0, 0, 1]) await store.eraseText(entry);
      expect((await gather(store.readAll())).map(({ text }) => text)).toEqual([null, null]);
      expect(await store.head()).toMatchObject({ size: 2 });
    });

    test('lets go of what tells a repetition from another command: the words could be guessed at by it', async () => {
      const { store } = await suite.open();
      const [first, other] = [draft(), draft()];
      await store.append(freshStream(), 'none', [first], 'Amina said so.');
      await store.append(freshStream(), 'none', [other], 'Bela said so.');
      await store.eraseText(0);
      expect((await store.readCommand(first.commandId))?.isSame('anything')).toBe(true);
      expect((await store.readCommand(other.commandId))?.isSame('anything')).toBe(false);
    });
  });
}
