import { describe, expect, test } from '@jest/globals';
import { CommitmentCarriedOver } from '../../../src/charter/commitment/commitment.js';
import {
  LatestReportOn,
  ListProgressReports,
  ProgressReportByCode,
  touchingCommitments,
  type ProgressReportDocument,
  type ProgressReportFilter,
} from '../../../src/charter/progress-report/progress-reports.view.js';
import { pagesBy } from '../../../src/platform/read-model/page.js';
import { announced, joined, launched, made, reported } from '../../support/cqrs/examples.js';
import { on, recordedAt, Views } from '../../support/register/views.js';

const c1 = 'IDC-KENYA-1-C01';
const c2 = 'IDC-KENYA-1-C02';
const start = [launched(), joined(), announced(), made(c1), made(c2)] as const;
const own = reported(
  `${c1}-R1`,
  { commitment: c1, claimed: 'complete', round: '2024' },
  { narrative: 'Fini.', language: 'fr' },
);
const group = reported('IDC-KENYA-1-R1', {
  actionPlan: 'IDC-KENYA-1',
  concerns: [c1, c2],
  relation: 'aggregate',
  round: '2025',
});
const all = reported('IDC-KENYA-R1', { champion: 'kenya', round: '2025' });
const network = reported('IDC-R1');

test('a report is shown with the plan and the champion of what it is about', async () => {
  const evidence = [
    { url: 'https://example.org/a', kind: 'law' as const, language: 'fr' as const },
    { url: 'https://example.org/b', kind: 'web_page' as const, language: null },
  ];
  const full = reported(
    `${c1}-R1`,
    {
      commitment: c1,
      claimed: 'limited',
      reasonCode: 'other',
      evidence,
      barriers: ['skills'],
      disaggregation: [{ dimension: 'age', state: 'planned' }],
    },
    { narrative: 'Peu.', sourceStatus: 'amber', language: 'fr', evidenceTitles: ['La loi', null] },
  );
  const views = await Views.over(...start, on('2025-05', full));
  expect(await views.ask(ProgressReportByCode, { code: `${c1}-R1` })).toEqual({
    code: `${c1}-R1`,
    champion: 'kenya',
    actionPlan: 'IDC-KENYA-1',
    commitment: c1,
    round: null,
    period: null,
    claimed: 'limited',
    reasonCode: 'other',
    measurements: [],
    barriers: ['skills'],
    disaggregation: [{ dimension: 'age', state: 'planned' }],
    concerns: [],
    relation: null,
    statusCounts: null,
    reported: '2025-05',
    sourceStatus: 'amber',
    narrative: { text: 'Peu.', language: 'fr' },
    evidence: [
      { ...evidence[0], title: 'La loi' },
      { ...evidence[1], title: null },
    ],
    origin: 'live',
    sources: [],
    sourceDate: null,
    notes: [],
    statements: [],
    redactions: [],
    firstEntry: 5,
    lastEntry: 5,
    stream: 'commitment-IDC-KENYA-1-C01',
    countsFrom: '2025-05-31',
    recordedAt: recordedAt(5),
    possible: '2025-05-01',
  });
});

test('a report stays with the plan and champion of its day, wherever the commitment went later', async () => {
  const views = await Views.over(
    ...start,
    own,
    joined('fcdo'),
    announced('IDC-FCDO-1'),
    CommitmentCarriedOver({ commitment: c1, actionPlan: 'IDC-FCDO-1' }),
  );
  expect(await views.ask(ProgressReportByCode, { code: `${c1}-R1` })).toMatchObject({
    champion: 'kenya',
    actionPlan: 'IDC-KENYA-1',
  });
});

describe('the list of reports, newest first', () => {
  test.each<[ProgressReportFilter, string[]]>([
    [{}, ['IDC-R1', 'IDC-KENYA-R1', 'IDC-KENYA-1-R1', `${c1}-R1`]],
    [{ champions: ['kenya'] }, ['IDC-KENYA-R1', 'IDC-KENYA-1-R1', `${c1}-R1`]],
    [{ actionPlans: ['IDC-KENYA-1'] }, ['IDC-KENYA-1-R1', `${c1}-R1`]],
    [{ commitments: [c1, c2] }, [`${c1}-R1`]],
    [{ claimed: ['complete'] }, [`${c1}-R1`]],
    [{ rounds: ['2025'] }, ['IDC-KENYA-R1', 'IDC-KENYA-1-R1']],
    [{ rounds: ['2025'], actionPlans: ['IDC-KENYA-1'] }, ['IDC-KENYA-1-R1']],
  ])('filtered by %j holds %j', async (filter, codes) => {
    const views = await Views.over(...start, own, group, all, network);
    expect((await views.ask(ListProgressReports, { filter })).nodes.map(({ code }) => code)).toEqual(codes);
  });
});

test('the newest report is the one that speaks of the latest day, not the one recorded last; undated it speaks of the day it was recorded', async () => {
  const views = await Views.over(
    ...start,
    on('2025-12-31', reported('IDC-KENYA-R1', { champion: 'kenya' })),
    on('2025', reported('IDC-KENYA-R2', { champion: 'kenya' })),
    reported('IDC-KENYA-R3', { champion: 'kenya' }),
    on('2024', reported('IDC-KENYA-R4', { champion: 'kenya' })),
  );
  const codes = (await views.ask(ListProgressReports, {})).nodes.map(({ code }) => code);
  expect(codes).toEqual(['IDC-KENYA-R3', 'IDC-KENYA-R2', 'IDC-KENYA-R1', 'IDC-KENYA-R4']);
  expect(await views.ask(LatestReportOn, { stream: 'champion-kenya', upTo: 8 })).toMatchObject({
    code: 'IDC-KENYA-R4',
  });
});

test('a commitment has its own reports and those that name it among others', async () => {
  const twice = reported(`${c2}-R1`, { commitment: c2, concerns: [c2, c1] });
  const told = await Views.over(...start, own, group, all, twice);
  const { model } = told;
  const pages = pagesBy<ProgressReportDocument>(model, 'touched', [c1, c2, 'IDC-KENYA-1-C03'], touchingCommitments, {
    first: 10,
  });
  const codes = [...pages].map(([code, { nodes, totalCount }]) => [code, nodes.map((one) => one.code), totalCount]);
  expect(codes).toEqual([
    [c1, [`${c2}-R1`, 'IDC-KENYA-1-R1', `${c1}-R1`], 3],
    [c2, [`${c2}-R1`, 'IDC-KENYA-1-R1'], 2],
    ['IDC-KENYA-1-C03', [], 0],
  ]);
});

test('the last report of a subject is the last one up to an entry', async () => {
  const views = await Views.over(...start, own, group, reported(`${c1}-R2`, { commitment: c1 }));
  const latest = async (upTo: number) => (await views.ask(LatestReportOn, { stream: `commitment-${c1}`, upTo }))?.code;
  expect([await latest(4), await latest(5), await latest(6), await latest(7)]).toEqual([
    undefined,
    `${c1}-R1`,
    `${c1}-R1`,
    `${c1}-R2`,
  ]);
});
