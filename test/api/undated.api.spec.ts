import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Operator } from '../../src/access/operator.js';
import { bundledDataSet, importFile } from '../../src/import-file.js';
import { registerOf } from '../../src/open-register.js';
import { TestRegister } from '../support/register/register.js';
import { bundledEntries } from '../support/register/bundled.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open(
    { IDC_EVENT_STORE: 'memory' },
    { clock: () => Date.parse('2026-11-27T12:00:00Z') },
  );
  await importFile(bundledDataSet, registerOf(register.server.app), Operator.of(register.dataDir));
}, 240_000);
afterAll(() => register.stop());

const counts = `champions(first: 0) { totalCount undated } actionPlans(first: 0) { totalCount undated }
  commitments(first: 0) { totalCount undated } progressReports(first: 0) { totalCount undated }`;

type Counts = Readonly<
  Record<'champions' | 'actionPlans' | 'commitments' | 'progressReports', { totalCount: number; undated: number }>
>;
const on = async (day: string): Promise<Counts> =>
  (await register.query(`{ at(effectiveOn: "${day}") { ${counts} } }`)).data.at as Counts;
const sums = (all: Counts) =>
  Object.fromEntries(Object.entries(all).map(([name, { totalCount, undated }]) => [name, totalCount + undated]));

test('what is known and what may be bracket what sources counted', async () => {
  const { data } = await register.query('{ charter { championCounts { count on } } }');
  const stated = (data.charter as { championCounts: { count: number; on: string | null }[] }).championCounts;
  expect(stated.slice(0, 3)).toEqual([
    { count: 10, on: '2018-07' },
    { count: 15, on: '2019-07' },
    { count: 19, on: '2020-07' },
  ]);
  for (const { count, on: month } of stated.slice(0, 3)) {
    const { champions } = await on(`${month}-31`);
    expect(champions.totalCount).toBeLessThanOrEqual(count);
    expect(champions.totalCount + champions.undated).toBeGreaterThanOrEqual(count);
  }
  expect((await on('2018-07-31')).champions).toEqual({ totalCount: 4, undated: 10 });
});

test('no figure moves on the day of an import, what is undated counted', async () => {
  const { basis } = (await register.query('{ at(knownAt: { size: 1 }) { basis { effectiveOn } } }')).data.at as {
    basis: { effectiveOn: string };
  };
  const today = basis.effectiveOn;
  const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);
  const [before, after] = [await on(yesterday), await on(today)];
  expect(sums(before)).toEqual(sums(after));
  expect([before.champions, after.champions]).toEqual([
    { totalCount: 22, undated: 1 },
    { totalCount: 23, undated: 0 },
  ]);
  expect((await register.query(`{ ${counts} }`)).data).toEqual(after);
});

test('groups of statuses add up to the list with what is undated', async () => {
  const day = '2019-12-31';
  const { data } = await register.query(`{ at(effectiveOn: "${day}") { all: statusCounts(groupBy: ALL) { base undated }
    by: statusCounts(groupBy: CHAMPION) { base undated filter { champions } }
    coverage { principles { champion principle commitments undated } } } }`);
  const at = data.at as {
    all: { base: number; undated: number }[];
    by: { base: number; undated: number; filter: { champions: string[] } }[];
    coverage: { principles: { champion: string; principle: number; commitments: number; undated: number }[] };
  };
  const { commitments } = await on(day);
  expect(at.all).toEqual([{ base: commitments.totalCount, undated: commitments.undated }]);
  const sum = (name: 'base' | 'undated') => at.by.reduce((total, group) => total + group[name], 0);
  expect([sum('base'), sum('undated')]).toEqual([commitments.totalCount, commitments.undated]);
  const lists = async (filter: string): Promise<unknown> =>
    (
      await register.query(
        `{ at(effectiveOn: "${day}") { commitments(first: 0, filter: ${filter}) { totalCount undated } } }`,
      )
    ).data.at;
  for (const { base, undated, filter } of at.by.filter(({ undated }) => undated > 0).slice(0, 3))
    expect(await lists(`{ champions: ${JSON.stringify(filter.champions)} }`)).toEqual({
      commitments: { totalCount: base, undated },
    });
  for (const { champion, principle, commitments, undated } of at.coverage.principles
    .filter(({ undated }) => undated > 0)
    .slice(0, 3))
    expect(await lists(`{ champions: ["${champion}"], principles: [${principle}] }`)).toEqual({
      commitments: { totalCount: commitments, undated },
    });
});

type Counted = { readonly totalCount: number; readonly undated: number };
const counted = async (day: string, lists: Readonly<Record<string, string>>): Promise<Record<string, Counted>> => {
  const fields = Object.entries(lists).map(([name, list]) => `${name}: ${list} { totalCount undated }`);
  return (
    await register.query(`{ at(knownAt: { size: ${bundledEntries} }, effectiveOn: "${day}") { ${fields.join(' ')} } }`)
  ).data.at as Record<string, Counted>;
};
const silent = (list: string, day: string): string => `${list}(first: 0, filter: { silentSince: "${day}" })`;

test.each([
  ['2018-12-31', null, null],
  ['2020-12-31', [28, 24], [13, 5]],
  ['2022-12-31', null, null],
  ['2026-11-26', null, null],
])(
  'on %s all who owe a word are silent since a later day, what is undated counted',
  async (day, commitments, champions) => {
    const found = await counted(day, {
      commitments: silent('commitments', '2027-01-01'),
      champions: silent('champions', '2027-01-01'),
      onTheDay: silent('commitments', day),
      owed: 'commitments(first: 0, filter: { lifecycle: [ACTIVE, DRAFT] })',
      complete: 'commitments(first: 0, filter: { lifecycle: [ACTIVE, DRAFT], claimed: [COMPLETE] })',
      active: 'champions(first: 0, filter: { statuses: [ACTIVE] })',
    });
    const less = (one: Counted | undefined, other: Counted | undefined) => ({
      totalCount: (one?.totalCount ?? 0) - (other?.totalCount ?? 0),
      undated: (one?.undated ?? 0) - (other?.undated ?? 0),
    });
    expect([found.commitments, found.onTheDay]).toEqual(Array(2).fill(less(found.owed, found.complete)));
    expect(found.champions).toEqual(found.active);
    if (commitments !== null) expect(Object.values(found.commitments ?? {})).toEqual(commitments);
    if (champions !== null) expect(Object.values(found.champions ?? {})).toEqual(champions);
  },
);

test('the later the day, the more have been silent since', async () => {
  const days = ['2017-01-01', '2019-01-01', '2020-01-01', '2021-06-30', '2022-12-31', '2024-01-01', '2026-11-26'];
  for (const list of ['commitments', 'champions']) {
    const found = Object.values(
      await counted('2024-12-31', Object.fromEntries(days.map((day, index) => [`since${index}`, silent(list, day)]))),
    );
    for (const counts of [
      found.map(({ totalCount }) => totalCount),
      found.map(({ totalCount, undated }) => totalCount + undated),
    ])
      expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  }
});

type Group = { group: string; base: number; undated: number; filter: object | null };
type Cell = { champion: string; value: number | string; commitments: number; undated: number };

test.each(['2018-06-30', '2018-12-31', '2019-12-31', '2021-06-30', '2023-12-31', '2026-11-26', '2030-01-01'])(
  'on %s the coverage adds up to the counts of statuses, base and undated',
  async (day) => {
    const { data } = await register.query(`{ at(effectiveOn: "${day}") {
      champions(first: 0) { totalCount undated }
      principle: statusCounts(groupBy: PRINCIPLE) { group base undated } dimension: statusCounts(groupBy: DIMENSION) { group base undated }
      coverage { undated champions { slug } principles { champion value: principle commitments undated } dimensions { champion value: dimension commitments undated } } } }`);
    const at = data.at as Record<'principle' | 'dimension', Group[]> & {
      champions: Counted;
      coverage: { undated: number; champions: unknown[]; principles: Cell[]; dimensions: Cell[] };
    };
    const { coverage } = at;
    const sums = (cells: Cell[], group: string) => {
      const own = cells.filter(({ value }) => String(value) === group);
      return {
        group,
        base: own.reduce((all, { commitments }) => all + commitments, 0),
        undated: own.reduce((all, { undated }) => all + undated, 0),
      };
    };
    const named = (groups: Group[]) => groups.filter(({ group }) => group !== 'none');
    expect(named(at.principle)).toEqual(named(at.principle).map(({ group }) => sums(coverage.principles, group)));
    expect(named(at.dimension)).toEqual(named(at.dimension).map(({ group }) => sums(coverage.dimensions, group)));
    expect({ totalCount: coverage.champions.length, undated: coverage.undated }).toEqual(at.champions);
  },
);

test('every group of kinds of champions has a filter that finds it', async () => {
  const { data } = await register.query(
    '{ statusCounts(groupBy: CHAMPION_KIND) { group base filter { kinds champions } } }',
  );
  const groups = data.statusCounts as Group[];
  expect(groups.find(({ group }) => group === 'network')?.filter).toEqual({ kinds: null, champions: ['network'] });
  for (const { base, filter } of groups) {
    const given = Object.fromEntries(Object.entries(filter ?? {}).filter(([, value]) => value !== null));
    const found = await register.query(
      'query ($filter: CommitmentFilter) { commitments(first: 0, filter: $filter) { totalCount } }',
      { filter: given },
    );
    expect(found.data.commitments).toEqual({ totalCount: base });
  }
});

test('lists of what has no such day have none', async () => {
  const { errors } = await register.query('{ history(first: 0) { undated } }');
  expect(errors[0]?.message).toContain('Cannot query field "undated" on type "HistoryEntryConnection"');
});
