import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ListActionPlans } from '../../../src/charter/action-plan/action-plans.view.js';
import { ListChampions } from '../../../src/charter/champion/champions.view.js';
import { commitmentListing, type CommitmentFilter } from '../../../src/charter/commitment/commitment-lists.view.js';
import { CountStatuses, CoverageOf } from '../../../src/charter/status/status.view.js';
import { endOfTime } from '../../../src/kernel/time/partial-date.js';
import { timeline } from '../../../src/kernel/time/timeline.js';
import { fill } from '../../../src/platform/read-model/fill.js';
import { count, page, pagesBy, undatedIn, type Listing } from '../../../src/platform/read-model/page.js';
import { ReadModel, type Basis } from '../../../src/platform/read-model/read-model.js';
import { projection } from '../../../src/contexts.js';
import { announced, joined, made, reported } from '../../support/cqrs/examples.js';
import { logOf, recordedIn, type Dated } from '../../support/time/past.js';
import { day, register } from '../../support/random/random-registers.js';
import { on, Views } from '../../support/register/views.js';

/** How many a list has on a day, and how many more it may have. */
const counted = (basis: Basis, listing: Listing): [total: number, undated: number] => {
  const { totalCount, undated } = page(basis, listing, { first: 0 });
  return [totalCount, undated ?? -1];
};
const listOf = (table: string): Listing => ({ table, where: [], sort: 'key' });

test.each([
  [
    '../2019-11',
    [
      ['2017-01-01', 0, 1],
      ['2019-11-29', 0, 1],
      ['2019-11-30', 1, 0],
      ['2026-11-01', 1, 0],
    ],
  ],
  [
    '2018-07/2019-11',
    [
      ['2018-06-30', 0, 0],
      ['2018-07-01', 0, 1],
      ['2019-11-29', 0, 1],
      ['2019-11-30', 1, 0],
    ],
  ],
  [
    '2018-07',
    [
      ['2018-06-30', 0, 0],
      ['2018-07-15', 0, 1],
      ['2018-07-31', 1, 0],
    ],
  ],
  [
    '2018-07/..',
    [
      ['2018-06-30', 0, 0],
      ['2018-07-01', 0, 1],
      ['2025-12-31', 0, 1],
      ['2026-01-02', 1, 0],
    ],
  ],
  [
    null,
    [
      ['1900-01-01', 0, 1],
      ['2025-12-31', 0, 1],
      ['2026-01-01', 1, 0],
    ],
  ],
] as [string | null, [string, number, number][]][])(
  'a champion that joined %s is undated until it counts, and not before it can have joined',
  async (date, expected) => {
    const { model } = await Views.over(on(date, joined()));
    const found = expected.map(([effectiveOn]) => [
      effectiveOn,
      ...counted(model.at({ size: 1, effectiveOn }), listOf('champions')),
    ]);
    expect(found).toEqual(expected);
  },
);

const history = [
  on(null, joined('kenya', { country: 'KEN' })),
  on('2019-03-01', joined('togo', { country: 'TGO' })),
  on(null, announced('IDC-KENYA-1')),
  on(null, announced('IDC-TOGO-1')),
  on(null, made('IDC-KENYA-1-C01', { principles: [1, 2], dimensions: ['sex'] })),
  on(null, made('IDC-TOGO-1-C01', { principles: [2] })),
  on('2021', made('IDC-TOGO-1-C02', { principles: [2], dimensions: ['sex'] })),
  on(null, reported('IDC-TOGO-1-C02-R1', { commitment: 'IDC-TOGO-1-C02' })),
];
const at = async (effectiveOn: string): Promise<Basis> =>
  (await Views.over(...history)).model.at({ size: history.length, effectiveOn });

test.each<[CommitmentFilter, number, number]>([
  [{}, 1, 2],
  [{ champions: ['kenya'] }, 0, 1],
  [{ countries: ['KEN'] }, 0, 1],
  [{ countries: ['TGO'] }, 1, 1],
  [{ principles: [2] }, 1, 2],
  [{ principles: [1] }, 0, 1],
  [{ dimensions: ['sex'] }, 1, 1],
  [{ lifecycle: ['concluded'] }, 0, 0],
  [{ notClaimed: true }, 1, 2],
  [{ text: 'disability' }, 1, 2],
])('conditions hold for the undated as well: %j', async (filter, total, undated) => {
  expect(counted(await at('2022-06-01'), commitmentListing(filter))).toEqual([total, undated]);
});

test('nothing is undated before the thing it belongs to can have been there', async () => {
  expect(counted(await at('2019-02-28'), commitmentListing({}))).toEqual([0, 1]);
});

test('lists within things count what is undated for each of them', async () => {
  const lists = pagesBy(await at('2022-06-01'), 'champion', ['kenya', 'togo'], commitmentListing({}), { first: 0 });
  expect([...lists].map(([key, { totalCount, undated }]) => [key, totalCount, undated])).toEqual([
    ['kenya', 0, 1],
    ['togo', 1, 1],
  ]);
});

test('counts of statuses and the coverage have it beside each figure', async () => {
  const views = await Views.over(...history);
  const basis = views.model.at({ size: history.length, effectiveOn: '2022-06-01' });
  const groups = await views.ask(CountStatuses, { groupBy: 'champion' }, basis);
  expect(
    groups.map(({ group, base, undated, lifecycle }) => [
      group,
      base,
      undated,
      lifecycle.reduce((sum, { count }) => sum + count, 0),
    ]),
  ).toEqual([
    ['kenya', 0, 1, 0],
    ['togo', 1, 1, 1],
  ]);
  const { principles } = await views.ask(CoverageOf, {}, basis);
  expect(principles.filter(({ principle }) => principle === 2)).toEqual([
    { champion: 'togo', principle: 2, dimension: null, commitments: 1, undated: 1 },
    { champion: 'kenya', principle: 2, dimension: null, commitments: 0, undated: 1 },
  ]);
});

test('what came later is no longer undated, and an earlier register still says so', async () => {
  const views = await Views.over(on('../2019-11', joined()));
  await views.tell(on('2018-07-05', announced('IDC-KENYA-1')));
  const onDay = (size: number) => counted(views.model.at({ size, effectiveOn: '2018-08-01' }), listOf('champions'));
  expect([onDay(1), onDay(2)]).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

/** What may be there on a day, by the timelines of all streams: opened, and neither it nor what it belongs to can only be later. */
async function possibleOn(events: readonly Dated[], size: number, date: string): Promise<Record<string, number>> {
  const recorded = (await recordedIn(await logOf(events))).slice(0, size);
  const ofStream = (stream: string) => recorded.filter((event) => event.stream === stream);
  const streams = [...new Set(recorded.map(({ stream }) => stream))];
  const { opens, parentOf } = projection.relations;
  const timelines = new Map(
    streams.map((stream) => [stream, timeline(ofStream(stream), projection.relations, endOfTime)]),
  );
  const held = (stream: string) => timelines.get(stream) ?? { held: [], first: null, possible: null };
  const isThere = (stream: string): boolean =>
    (held(stream).first ?? endOfTime) <= date || streams.some((one) => parentOf(one) === stream && isThere(one));
  const mayBe = (stream: string | null): boolean =>
    stream === null || isThere(stream) || ((held(stream).possible ?? '') <= date && mayBe(parentOf(stream)));
  const counts: Record<string, number> = {};
  for (const [table, type] of [
    ['champions', 'ChampionJoined'],
    ['action_plans', 'ActionPlanAnnounced'],
    ['commitments', 'CommitmentMade'],
  ] as const) {
    expect(opens[type]).toBe('stream');
    counts[table] = streams.filter(
      (stream) => held(stream).held.some(({ event }) => event.type === type) && mayBe(stream),
    ).length;
  }
  return counts;
}

test('what is shown and what is undated are together what the timelines of the register allow for', () =>
  fc.assert(
    fc.asyncProperty(register, fc.nat(), day, async (events, cut, effectiveOn) => {
      const size = 1 + (cut % events.length);
      const store = await logOf(events);
      const model = new ReadModel(':memory:', projection);
      await fill(model, store, events.length);
      const basis = model.at({ size, effectiveOn });
      const expected = await possibleOn(events, size, effectiveOn);
      for (const [table, possible] of Object.entries(expected)) {
        const [total, undated] = counted(basis, listOf(table));
        expect([table, total + undated]).toEqual([table, possible]);
      }
      const now = new ReadModel(':memory:', projection, effectiveOn);
      await fill(now, store, size);
      for (const table of Object.keys(expected))
        expect(counted(now, listOf(table))).toEqual(counted(basis, listOf(table)));
      for (const table of ['commitment_links', 'report_touches'])
        expect(count(now, undatedIn(now, listOf(table)))).toBe(count(basis, undatedIn(basis, listOf(table))));
      now.close();
      model.close();
    }),
    { numRuns: 25, seed: 2018 },
  ));

test('the queries of lists give it with their page', async () => {
  const views = await Views.over(...history);
  const basis = views.model.at({ size: history.length, effectiveOn: '2018-01-01' });
  expect(await views.ask(ListChampions, { first: 0 }, basis)).toMatchObject({ totalCount: 0, undated: 1 });
  expect(await views.ask(ListActionPlans, { first: 0, filter: { champions: ['kenya'] } }, basis)).toMatchObject({
    totalCount: 0,
    undated: 1,
  });
});
