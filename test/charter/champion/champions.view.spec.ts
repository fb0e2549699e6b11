import { describe, expect, test } from '@jest/globals';
import {
  ChampionCeased,
  ChampionInstitutionsNamed,
  ChampionMerged,
  ChampionRenamed,
  ChampionSucceeded,
  ChampionWithdrawn,
} from '../../../src/charter/champion/champion.js';
import {
  ChampionBySlug,
  ListChampions,
  type ChampionFilter,
  type ChampionOrder,
} from '../../../src/charter/champion/champions.view.js';
import { StatementRecorded } from '../../../src/charter/statement/statement.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { joined } from '../../support/cqrs/examples.js';
import { on, recordedAt, Views } from '../../support/register/views.js';

const kenya = joined('kenya', { name: 'Kenya', shortName: 'KE', country: 'KEN', institutions: ['KNBS'] });

test('a champion is shown as it joined', async () => {
  const views = await Views.over(on('2018-07', kenya, { sources: ['https://example.org/join'], sourceDate: '2018' }));
  expect(await views.ask(ChampionBySlug, { slug: 'kenya' })).toEqual({
    slug: 'kenya',
    name: 'Kenya',
    shortName: 'KE',
    kind: 'government',
    country: 'KEN',
    institutions: ['KNBS'],
    isFounding: null,
    planDue: null,
    status: 'active',
    joined: '2018-07',
    ended: null,
    intoChampion: null,
    intoOrganisation: null,
    withdrawalReason: null,
    names: [{ name: 'Kenya', shortName: 'KE', since: '2018-07', cause: null, entry: 0 }],
    origin: 'live',
    sources: ['https://example.org/join'],
    sourceDate: '2018',
    notes: [],
    statements: [],
    redactions: [],
    firstEntry: 0,
    lastEntry: 0,
    possible: '2018-07-01',
    stream: 'champion-kenya',
    recordedAt: recordedAt(0),
  });
  expect(await views.ask(ChampionBySlug, { slug: 'malawi' })).toBeUndefined();
});

test('all its names are kept in order, with what stood behind each', async () => {
  const renamed = (name: string, cause: 'renamed' | 'reorganised') =>
    ChampionRenamed({ champion: 'kenya', name, shortName: null, cause });
  const views = await Views.over(
    on('2018', kenya),
    on('2021', renamed('Public Service', 'reorganised'), { sources: ['https://example.org/2021'] }),
    on(null, renamed('Kenya', 'renamed'), { sources: ['https://example.org/2021', 'https://example.org/2026'] }),
  );
  expect(await views.ask(ChampionBySlug, { slug: 'kenya' })).toMatchObject({
    name: 'Kenya',
    shortName: null,
    names: [
      { name: 'Kenya', since: '2018', cause: null },
      { name: 'Public Service', since: '2021', cause: 'reorganised' },
      { name: 'Kenya', since: null, cause: 'renamed' },
    ],
    sources: ['https://example.org/2021', 'https://example.org/2026'],
    lastEntry: 2,
    firstEntry: 0,
  });
});

describe('the end of a champion', () => {
  const ended = async (event: DomainEvent) => {
    const views = await Views.over(joined('fcdo'), kenya, on('2020-09-02', event));
    return views.ask(ChampionBySlug, { slug: 'kenya' });
  };

  test.each([
    [
      ChampionMerged({ champion: 'kenya', intoChampion: 'fcdo', intoOrganisation: null }),
      { status: 'merged', intoChampion: 'fcdo' },
    ],
    [
      ChampionSucceeded({ champion: 'kenya', intoChampion: null, intoOrganisation: 'ODW' }),
      { status: 'succeeded', intoOrganisation: 'ODW' },
    ],
    [ChampionCeased({ champion: 'kenya' }), { status: 'ceased', intoChampion: null, intoOrganisation: null }],
    [ChampionWithdrawn({ champion: 'kenya', reasonCode: 'other' }), { status: 'withdrawn', withdrawalReason: 'other' }],
  ])('$type says how and when', async (event, expected) => {
    expect(await ended(event)).toMatchObject({ ...expected, ended: '2020-09-02', name: 'Kenya' });
  });

  test('who comes back is active again, under one more name', async () => {
    const views = await Views.over(
      on('2018', kenya),
      on('2020', ChampionWithdrawn({ champion: 'kenya', reasonCode: 'other' })),
      on('2024', joined('kenya', { name: 'New Kenya' })),
    );
    expect(await views.ask(ChampionBySlug, { slug: 'kenya' })).toMatchObject({
      status: 'active',
      joined: '2024',
      ended: null,
      withdrawalReason: null,
      name: 'New Kenya',
      names: [{ name: 'Kenya' }, { name: 'New Kenya' }],
    });
  });
});

test('institutions are replaced, notes and statements gather beside what the register says', async () => {
  const views = await Views.over(
    kenya,
    ChampionInstitutionsNamed({ champion: 'kenya', institutions: ['A', 'B'] }, { language: 'fr', note: 'Deux.' }),
    on(
      null,
      StatementRecorded(
        {
          champion: 'kenya',
          actionPlan: null,
          commitment: null,
          field: 'joined',
          value: '2019',
          source: 'https://example.org/s',
        },
        { language: 'en', note: 'Page 3.' },
      ),
      { sources: ['https://example.org/s'], sourceDate: '2020' },
    ),
  );
  expect(await views.ask(ChampionBySlug, { slug: 'kenya' })).toMatchObject({
    institutions: ['A', 'B'],
    notes: [{ language: 'fr', text: 'Deux.' }],
    sources: ['https://example.org/s'],
    statements: [
      {
        field: 'joined',
        value: '2019',
        source: 'https://example.org/s',
        sourceDate: '2020',
        note: { language: 'en', text: 'Page 3.' },
        entry: 2,
      },
    ],
  });
});

describe('the list of champions', () => {
  const register = Views.over(
    on('2018-07', joined('kenya', { name: 'Zenith', country: 'KEN' })),
    on('2019', joined('csc', { name: 'Consortium', kind: 'civil_society' })),
    joined('malawi', { name: 'Malawi', country: 'MWI' }),
    ChampionCeased({ champion: 'csc' }),
  );
  const list = async (filter?: ChampionFilter, orderBy?: ChampionOrder) =>
    (await (await register).ask(ListChampions, { filter: filter ?? null, orderBy: orderBy ?? null })).nodes.map(
      ({ slug }) => slug,
    );

  test.each<[ChampionFilter, string[]]>([
    [{}, ['csc', 'malawi', 'kenya']],
    [{ champions: ['kenya', 'nobody'] }, ['kenya']],
    [{ kinds: ['civil_society', 'foundation'] }, ['csc']],
    [{ countries: ['KEN', 'MWI'] }, ['malawi', 'kenya']],
    [{ statuses: ['active'] }, ['malawi', 'kenya']],
    [{ statuses: ['active'], countries: ['KEN'] }, ['kenya']],
    [{ statuses: [] }, []],
    [{ kinds: null }, ['csc', 'malawi', 'kenya']],
  ])('filtered by %j holds %j', async (filter, slugs) => {
    expect(await list(filter)).toEqual(slugs);
  });

  test.each<[ChampionOrder['field'], string[]]>([
    ['slug', ['csc', 'kenya', 'malawi']],
    ['name', ['csc', 'malawi', 'kenya']],
    ['joined', ['kenya', 'csc', 'malawi']],
  ])('is ordered by %s, both ways', async (field, slugs) => {
    expect(await list({}, { field, direction: 'asc' })).toEqual(slugs);
    const unknown = field === 'joined' ? ['malawi'] : [];
    const known = slugs.filter((slug) => !unknown.includes(slug));
    expect(await list({}, { field, direction: 'desc' })).toEqual([...known.toReversed(), ...unknown]);
  });
});
