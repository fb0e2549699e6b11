import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Operator } from '../../src/access/operator.js';
import { bundledDataSet, importFile } from '../../src/import.js';
import { registerOf } from '../../src/open-register.js';
import { TestRegister } from '../support/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({}, { clock: () => Date.parse('2026-11-27T12:00:00Z') });
  await importFile(bundledDataSet, registerOf(register.server.app), Operator.of(register.dataDir));
});
afterAll(() => register.stop());

const counts = `champions(first: 0) { totalCount undated } actionPlans(first: 0) { totalCount undated }
  commitments(first: 0) { totalCount undated } progressReports(first: 0) { totalCount undated }`;

type Counts = Readonly<Record<'champions' | 'actionPlans' | 'commitments' | 'progressReports', { totalCount: number; undated: number }>>;
const on = async (day: string): Promise<Counts> => (await register.query(`{ at(effectiveOn: "${day}") { ${counts} } }`)).data.at as Counts;
const sums = (all: Counts) => Object.fromEntries(Object.entries(all).map(([name, { totalCount, undated }]) => [name, totalCount + undated]));

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
  const [before, after] = [await on('2026-11-26'), await on('2026-11-27')];
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
    (await register.query(`{ at(effectiveOn: "${day}") { commitments(first: 0, filter: ${filter}) { totalCount undated } } }`)).data.at;
  for (const { base, undated, filter } of at.by.filter(({ undated }) => undated > 0).slice(0, 3))
    expect(await lists(`{ champions: ${JSON.stringify(filter.champions)} }`)).toEqual({ commitments: { totalCount: base, undated } });
  for (const { champion, principle, commitments, undated } of at.coverage.principles.filter(({ undated }) => undated > 0).slice(0, 3))
    expect(await lists(`{ champions: ["${champion}"], principles: [${principle}] }`)).toEqual({ commitments: { totalCount: commitments, undated } });
});

test('lists of what has no such day have none', async () => {
  const { errors } = await register.query('{ history(first: 0) { undated } }');
  expect(errors[0]?.message).toContain('Cannot query field "undated" on type "HistoryEntryConnection"');
});
