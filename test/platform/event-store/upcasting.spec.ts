import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../src/platform/event-store/reading.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { UpcastingEventStore, type Upcasts } from '../../../src/platform/event-store/upcasting.js';
import { draft } from '../../support/event-store/drafts.js';
import { inSqlite, upcasted } from '../../support/event-store/engines.js';
import { describeEventStore } from './contract/event-store.contract.js';

/** A name that was one text became a list of names, and later names with their language; each step reads what was stored. */
const upcasts: Upcasts = {
  ChampionRenamed: {
    becomes: 'ChampionRenamedV2',
    schemaVersion: 1,
    saying: ({ facts, text }) => ({ facts: { names: (facts as { name: string }).name.split('/') }, text }),
  },
  ChampionRenamedV2: {
    becomes: 'ChampionRenamedV3',
    schemaVersion: 1,
    saying: ({ facts, text }) => ({
      facts: { names: (facts as { names: string[] }).names.map((name) => ({ language: 'en', name })) },
      text,
    }),
  },
};

describeEventStore('The log in SQLite, behind upcasts', upcasted(inSqlite, upcasts));

describe('An event of an older type', () => {
  const filled = async () => {
    const stored = new MemoryEventStore(Date.now);
    const store = new UpcastingEventStore(stored, upcasts);
    await stored.append('champion-1', 'none', [
      draft({ type: 'ChampionRenamed', facts: { name: 'Ghana/Gaana' }, commandId: 'first' }),
    ]);
    await stored.append('champion-1', 0, [draft({ type: 'ChampionRenamedV2', facts: { names: ['Kenya'] } })]);
    await stored.append('champion-1', 1, [
      draft({ type: 'ChampionRenamedV3', facts: { names: [{ language: 'fr', name: 'Tchad' }] } }),
    ]);
    await stored.append('champion-1', 2, [draft({ type: 'ChampionWithdrawn', facts: { reason: 'other' } })]);
    return { stored, store };
  };
  const renamed = [
    {
      type: 'ChampionRenamedV3',
      entry: 0,
      facts: {
        names: [
          { language: 'en', name: 'Ghana' },
          { language: 'en', name: 'Gaana' },
        ],
      },
    },
    { type: 'ChampionRenamedV3', entry: 1, facts: { names: [{ language: 'en', name: 'Kenya' }] } },
    { type: 'ChampionRenamedV3', entry: 2, facts: { names: [{ language: 'fr', name: 'Tchad' }] } },
  ];

  test('is of the newest type to whoever reads its stream, the log, its command, or follows', async () => {
    const { store } = await filled();
    const followed = async () => {
      const events: unknown[] = [];
      for await (const heard of store.follow({ after: -1 })) {
        if (heard.kind === 'caughtUp') break;
        events.push(heard.event);
      }
      return events;
    };
    for (const events of [
      await gather(store.readStream('champion-1')),
      await gather(store.readAll()),
      await followed(),
    ]) {
      expect(events).toMatchObject([...renamed, { type: 'ChampionWithdrawn' }]);
    }
    expect((await store.readCommand('first'))?.events).toMatchObject(renamed.slice(0, 1));
  });

  test('is found by its newest type, and no longer by its own', async () => {
    const { store } = await filled();
    const found = async (...types: string[]) => gather(store.readAll({ filter: { types } }));
    expect(await found('ChampionRenamedV3')).toMatchObject(renamed);
    expect(await found('ChampionWithdrawn')).toMatchObject([{ entry: 3 }]);
    expect(
      await gather(
        store.readAll({ filter: { types: ['ChampionRenamedV3', 'ChampionWithdrawn'] }, backwards: true, limit: 2 }),
      ),
    ).toMatchObject([{ entry: 3 }, { entry: 2 }]);
    for await (const heard of store.follow({ after: 0, filter: { types: ['ChampionRenamedV3'] } })) {
      expect(heard).toMatchObject({ kind: 'event', event: renamed[1] });
      break;
    }
    expect(await found('ChampionRenamed')).toEqual([]);
    expect(await found('ChampionRenamedV2')).toEqual([]);
  });

  test('stays in the log as it was written', async () => {
    const { stored, store } = await filled();
    expect(await gather(store.readEntries(0))).toEqual(await gather(stored.readEntries(0)));
    expect((await gather(store.readEntries(0)))[0]).toMatchObject({ facts: '{"name":"Ghana/Gaana"}' });
    expect(await gather(stored.readAll({ limit: 1 }))).toMatchObject([
      { type: 'ChampionRenamed', facts: { name: 'Ghana/Gaana' } },
    ]);
  });
});
