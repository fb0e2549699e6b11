import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actionPlan } from '../../../src/charter/action-plan/action-plan.js';
import { champion } from '../../../src/charter/champion/champion.js';
import { commitment } from '../../../src/charter/commitment/commitment.js';
import { projection } from '../../../src/contexts.js';
import type { Reducer } from '../../../src/kernel/decider.js';
import { dayOf } from '../../../src/kernel/time/partial-date.js';
import { FoldedStreams } from '../../../src/platform/cqrs/folded-streams.js';
import type { StreamRange } from '../../../src/platform/event-store/event-store.js';
import { gather } from '../../../src/platform/event-store/reading.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { correcting, register } from '../../support/random/random-registers.js';
import { takenAt, tell } from '../../support/time/past.js';

const { relations } = projection;
const asRecorded: Reducer<readonly string[]> = {
  asRecorded: true,
  initial: [],
  evolve: (types, { type }) => [...types, type],
};
const folds: readonly Reducer<unknown>[] = [champion, actionPlan, commitment, asRecorded] as Reducer<unknown>[];

/** A store that counts the events it was asked for. */
class CountingStore extends MemoryEventStore {
  read = 0;

  override async *readStream(stream: string, range?: StreamRange) {
    for await (const event of super.readStream(stream, range)) {
      this.read += 1;
      yield event;
    }
  }
}

describe('folded streams', () => {
  test('give what folding the whole stream gives, whatever comes in whatever order', () =>
    fc.assert(
      fc.asyncProperty(
        register,
        fc.array(fc.nat(), { maxLength: 4 }),
        fc.integer({ min: 0, max: 4000 }),
        async (told, places, room) => {
          let entry = 0;
          const store = new MemoryEventStore(() => takenAt(entry));
          const folded = new FoldedStreams(store, relations, room * 10);
          const events = [...told];
          for (const place of places)
            events.push(correcting(events, { place, effective: null, isRetraction: place % 2 === 0, title: 'census' }));
          for (const event of events) {
            await tell(store, event, entry);
            const today = dayOf(takenAt(entry));
            const [last] = await gather(store.readAll({ backwards: true, limit: 1 }));
            for (const fold of folds)
              expect(await folded.load(last?.stream ?? '', fold, today)).toEqual(
                await new FoldedStreams(store, relations).load(last?.stream ?? '', fold, today),
              );
            entry += 1;
          }
        },
      ),
      { numRuns: 60, seed: 2018 },
    ));

  const renamed = {
    type: 'ChampionRenamed',
    facts: { champion: 'kenya', name: 'Kenya', shortName: null, cause: 'renamed' },
    text: null,
  };
  const rename = (effective: string) => ({ event: renamed, effective, stream: 'champion-kenya' });

  test('read only what was added, unless the past has changed', async () => {
    const store = new CountingStore(() => takenAt(0));
    const folded = new FoldedStreams(store, relations);
    const load = async () => {
      store.read = 0;
      const { revision } = await folded.load('champion-kenya', champion, '2026-03-01');
      return { revision, read: store.read };
    };
    expect(await load()).toEqual({ revision: -1, read: 0 });
    for (let number = 0; number < 30; number++) await tell(store, rename('2020'), number);
    expect(await load()).toEqual({ revision: 29, read: 30 });
    expect(await load()).toEqual({ revision: 29, read: 0 });
    await tell(store, rename('2021'), 30);
    expect(await load()).toEqual({ revision: 30, read: 1 });
    await tell(store, rename('2019'), 31);
    expect(await load()).toEqual({ revision: 31, read: 1 + 32 });
    expect(await load()).toEqual({ revision: 31, read: 0 });
    folded.forget('champion-kenya');
    expect(await load()).toEqual({ revision: 31, read: 32 });
  });

  test('drop what was not used for longest when there is no room', async () => {
    const store = new CountingStore(() => takenAt(0));
    const folded = new FoldedStreams(store, relations, 1000);
    const load = async (stream: string) => {
      store.read = 0;
      await folded.load(stream, champion, '2026-03-01');
      return store.read;
    };
    for (const [number, stream] of ['champion-a', 'champion-b', 'champion-c', 'champion-d'].entries())
      await tell(store, { ...rename('2020'), stream }, number);
    for (const stream of ['champion-a', 'champion-b', 'champion-c']) expect(await load(stream)).toBe(1);
    expect(await load('champion-a')).toBe(0);
    expect(await load('champion-d')).toBe(1);
    expect(await load('champion-a')).toBe(0);
    expect(await load('champion-b')).toBe(1);
  });
});
