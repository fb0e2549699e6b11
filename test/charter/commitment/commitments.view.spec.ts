import { describe, expect, test } from '@jest/globals';
import { ActionPlanSuperseded } from '../../../src/charter/action-plan/action-plan.js';
import {
  CommitmentAmended,
  CommitmentCarriedOver,
  CommitmentConcluded,
  CommitmentDueDateRevised,
  CommitmentResumed,
  CommitmentSuperseded,
  CommitmentSuspended,
  CommitmentWithdrawn,
} from '../../../src/charter/commitment/commitment.js';
import { CommitmentByCode } from '../../../src/charter/commitment/commitment-lists.view.js';
import { type CommitmentDocument } from '../../../src/charter/commitment/commitments.view.js';
import { IndicatorMeasured, IndicatorRevised } from '../../../src/charter/commitment/indicator.js';
import { MilestoneDropped, MilestoneReached, MilestoneRescheduled } from '../../../src/charter/commitment/milestone.js';
import { StatementRecorded } from '../../../src/charter/statement/statement.js';
import { announced, indicator, joined, made, milestone, published, reported } from '../../support/cqrs/examples.js';
import { on, recordedAt, Views, type Told } from '../../support/register/views.js';

const code = 'IDC-KENYA-1-C01';
const start = [joined(), announced()] as const;
const suspended = CommitmentSuspended({ commitment: code });
const resumed = CommitmentResumed({ commitment: code });
const carriedTo = (actionPlan: string) => CommitmentCarriedOver({ commitment: code, actionPlan });

async function after(...told: readonly Told[]): Promise<CommitmentDocument | undefined> {
  return (await Views.over(...start, ...told)).ask(CommitmentByCode, { code });
}

test('a commitment is shown as it was made', async () => {
  const facts = {
    kind: 'pledge',
    principles: [2, 3],
    principlesBasis: 'source',
    frameworkPrinciple: 'Seven',
    dimensions: ['disability'],
    dimensionsBasis: 'source_order',
    populations: ['Older persons'],
    sdgGoals: [17],
    sdgIndicators: ['17.18.1'],
    sdgBasis: 'compiler_inference',
    responsible: 'KNBS',
    start: '2021',
    due: '2024-33',
  } as const;
  const words = {
    title: 'Preguntar',
    description: 'En todas.',
    dueText: 'a principios de 2024',
    language: 'es',
  } as const;
  const mutable = {
    ...facts,
    principles: [2, 3],
    dimensions: ['disability' as const],
    populations: ['Older persons'],
    sdgGoals: [17],
    sdgIndicators: ['17.18.1'],
  };
  const title = { text: 'Preguntar', language: 'es' };
  const description = { text: 'En todas.', language: 'es' };
  expect(await after(on('2021-02', made(code, mutable, words), { sources: ['https://example.org/plan'] }))).toEqual({
    ...facts,
    code,
    champion: 'kenya',
    actionPlan: 'IDC-KENYA-1',
    madeIn: 'IDC-KENYA-1',
    title,
    description,
    originalTitle: null,
    originalDescription: null,
    originalDue: '2024-33',
    dueText: 'a principios de 2024',
    rewordings: 0,
    dueRevisions: 0,
    lifecycle: 'draft',
    own: {
      actionPlan: 'IDC-KENYA-1',
      lifecycle: 'active',
      ended: null,
      outcome: null,
      word: null,
      plans: ['IDC-KENYA-1'],
    },
    possible: '2021-02-01',
    made: '2021-02',
    ended: null,
    outcome: null,
    withdrawalReason: null,
    supersededBy: null,
    claimed: null,
    claimedOn: null,
    reasonCode: null,
    latestReport: null,
    found: null,
    foundOn: null,
    latestAssessment: null,
    milestones: [],
    indicators: [],
    citations: [],
    origin: 'live',
    sources: ['https://example.org/plan'],
    sourceDate: null,
    notes: [],
    statements: [],
    redactions: [],
    firstEntry: 2,
    lastEntry: 2,
    stream: `commitment-${code}`,
    recordedAt: recordedAt(2),
  });
});

describe('its life', () => {
  test('it is a draft until its plan is published, and keeps its own stamp then', async () => {
    expect(await after(made())).toMatchObject({ lifecycle: 'draft' });
    expect(await after(made(), published())).toMatchObject({ lifecycle: 'active', lastEntry: 2 });
    expect(await after(published(), made())).toMatchObject({ lifecycle: 'active' });
    expect(await after(made(), announced('IDC-KENYA-2'), published('IDC-KENYA-2'))).toMatchObject({
      lifecycle: 'draft',
    });
  });

  test('a pause ends where it began: a draft is a draft again', async () => {
    expect(await after(published(), made(), suspended)).toMatchObject({ lifecycle: 'suspended' });
    expect(await after(published(), made(), suspended, resumed)).toMatchObject({ lifecycle: 'active' });
    expect(await after(made(), suspended, published())).toMatchObject({ lifecycle: 'suspended' });
    expect(await after(made(), suspended, resumed)).toMatchObject({ lifecycle: 'draft' });
    expect(await after(made(), suspended, published(), resumed)).toMatchObject({ lifecycle: 'active' });
  });

  test.each([
    [
      CommitmentWithdrawn({ commitment: code, reasonCode: 'done_elsewhere' }),
      { lifecycle: 'withdrawn', withdrawalReason: 'done_elsewhere' },
    ],
    [
      CommitmentSuperseded({ commitment: code, by: 'IDC-KENYA-2-C01' }),
      { lifecycle: 'superseded', supersededBy: 'IDC-KENYA-2-C01' },
    ],
    [CommitmentConcluded({ commitment: code, outcome: 'delivered' }), { lifecycle: 'concluded', outcome: 'delivered' }],
  ])('$type says how it ended and when, and publication does not wake it', async (end, expected) => {
    expect(await after(made(), on('2025-03', end), published())).toMatchObject({ ...expected, ended: '2025-03' });
  });
});

describe('carried over into another plan', () => {
  const second = announced('IDC-KENYA-2');

  test('it keeps its code and the plan it was made in', async () => {
    expect(await after(published(), made(), second, published('IDC-KENYA-2'), carriedTo('IDC-KENYA-2'))).toMatchObject({
      code,
      actionPlan: 'IDC-KENYA-2',
      madeIn: 'IDC-KENYA-1',
      champion: 'kenya',
      lifecycle: 'active',
    });
  });

  test('it goes to the champion of that plan: to another, or to the charter initiative', async () => {
    expect(await after(made(), joined('fcdo'), announced('IDC-FCDO-1'), carriedTo('IDC-FCDO-1'))).toMatchObject({
      champion: 'fcdo',
    });
    expect(await after(made(), announced('IDC-NETWORK-1'), carriedTo('IDC-NETWORK-1'))).toMatchObject({
      champion: null,
    });
  });

  test('a draft is a draft no longer once the plan it was made in or the one it was carried into is published', async () => {
    expect(await after(made(), second, published('IDC-KENYA-2'), carriedTo('IDC-KENYA-2'))).toMatchObject({
      lifecycle: 'active',
    });
    expect(await after(made(), second, carriedTo('IDC-KENYA-2'))).toMatchObject({ lifecycle: 'draft' });
    expect(await after(made(), second, carriedTo('IDC-KENYA-2'), published('IDC-KENYA-2'))).toMatchObject({
      lifecycle: 'active',
    });
    expect(await after(made(), second, carriedTo('IDC-KENYA-2'), published())).toMatchObject({ lifecycle: 'active' });
  });

  test('it is not carried over by the end of its plan alone', async () => {
    const ended = ActionPlanSuperseded({ actionPlan: 'IDC-KENYA-1', by: 'IDC-KENYA-2' });
    expect(await after(published(), made(), second, ended)).toMatchObject({
      lifecycle: 'unsettled',
      actionPlan: 'IDC-KENYA-1',
    });
  });
});

test('an amendment changes what it names, keeps the first wording, and says why', async () => {
  const amended = CommitmentAmended(
    {
      commitment: code,
      principles: [1, 1],
      dimensions: [],
      populations: null,
      sdgGoals: null,
      sdgIndicators: null,
      responsible: 'NCPWD',
    },
    { language: 'fr', note: 'Élargi.', title: 'Un contrat social', description: null },
  );
  const before = made(
    code,
    { dimensions: ['age'], populations: ['Children'], responsible: 'KNBS' },
    { description: 'Everywhere.' },
  );
  expect(await after(before, amended)).toMatchObject({
    title: { text: 'Un contrat social', language: 'fr' },
    originalTitle: { text: 'Ask the disability questions', language: 'en' },
    description: { text: 'Everywhere.', language: 'en' },
    originalDescription: null,
    principles: [1, 1],
    dimensions: [],
    populations: ['Children'],
    responsible: 'NCPWD',
    notes: [{ text: 'Élargi.', language: 'fr' }],
  });
});

test('the first due date stays beside the present one, whose words go with it', async () => {
  const revised = (due: string, dueText: string | null) =>
    CommitmentDueDateRevised(
      { commitment: code, due },
      dueText === null ? null : { language: 'en', note: null, dueText },
    );
  const first = made(code, { due: '2022' }, { dueText: 'by 2022' });
  expect(await after(first)).toMatchObject({ originalDue: '2022', due: '2022', dueText: 'by 2022' });
  expect(await after(first, revised('2023-21', 'spring 2023'))).toMatchObject({
    originalDue: '2022',
    due: '2023-21',
    dueText: 'spring 2023',
  });
  expect(await after(first, revised('2023-21', 'spring 2023'), revised('2024', null))).toMatchObject({
    originalDue: '2022',
    due: '2024',
    dueText: null,
  });
});

test('each milestone has its dates and how it was settled', async () => {
  const document = await after(
    made(),
    ...[1, 2, 3].map((number) => milestone(`${code}-M${number}`)),
    MilestoneRescheduled(
      { milestone: `${code}-M1`, due: '2027' },
      { language: 'en', note: 'Late.', dueText: 'after the census' },
    ),
    on('2027-02', MilestoneReached({ milestone: `${code}-M1` })),
    on('2026', MilestoneDropped({ milestone: `${code}-M2` })),
  );
  expect(document?.milestones).toEqual([
    {
      code: `${code}-M1`,
      title: { text: 'Questionnaire tested', language: 'en' },
      originalDue: '2026',
      due: '2027',
      dueText: 'after the census',
      status: 'reached',
      settled: '2027-02',
    },
    {
      code: `${code}-M2`,
      title: { text: 'Questionnaire tested', language: 'en' },
      originalDue: '2026',
      due: '2026',
      dueText: null,
      status: 'dropped',
      settled: '2026',
    },
    {
      code: `${code}-M3`,
      title: { text: 'Questionnaire tested', language: 'en' },
      originalDue: '2026',
      due: '2026',
      dueText: null,
      status: 'open',
      settled: null,
    },
  ]);
  expect(document?.notes).toEqual([{ text: 'Late.', language: 'en' }]);
});

test('each indicator has its first and present target, and its values from measurements and reports', async () => {
  const one = `${code}-I1`;
  const document = await after(
    made(),
    indicator(one),
    indicator(`${code}-I2`),
    IndicatorRevised({ indicator: one, baseline: null, target: { value: '80', on: '2028' } }),
    on('2025', IndicatorMeasured({ indicator: one, value: '20', on: null })),
    on(
      '2026',
      reported(`${code}-R1`, {
        commitment: code,
        measurements: [
          { indicator: one, value: '30', on: '2025-12' },
          { indicator: one, value: '31', on: null },
        ],
      }),
    ),
  );
  expect(document?.indicators).toMatchObject([
    {
      code: one,
      baseline: { value: '10', on: '2024' },
      originalTarget: { value: '90', on: '2027' },
      target: { value: '80', on: '2028' },
      values: [
        { value: '20', on: '2025', report: null, entry: 6 },
        { value: '30', on: '2025-12', report: `${code}-R1`, entry: 7 },
        { value: '31', on: '2026', report: `${code}-R1`, entry: 7 },
      ],
    },
    { code: `${code}-I2`, target: { value: '90', on: '2027' }, values: [] },
  ]);
});

test('the last claim stands, and a report without one leaves it', async () => {
  const claim = (number: number, claimed: 'limited' | 'complete' | null, reasonCode: 'other' | null = null) =>
    reported(`${code}-R${number}`, { commitment: code, claimed, reasonCode });
  expect(await after(made(), on('2024', claim(1, 'limited', 'other')))).toMatchObject({
    claimed: 'limited',
    reasonCode: 'other',
    claimedOn: '2024',
    latestReport: `${code}-R1`,
  });
  expect(
    await after(
      made(),
      on('2024', claim(1, 'limited', 'other')),
      on('2025', claim(2, 'complete')),
      on('2026', claim(3, null)),
    ),
  ).toMatchObject({
    claimed: 'complete',
    reasonCode: null,
    claimedOn: '2025',
    latestReport: `${code}-R3`,
  });
});

test('a report on the plan leaves the claims of its commitments alone, a statement stands beside', async () => {
  const report = reported('IDC-KENYA-1-R1', { actionPlan: 'IDC-KENYA-1', concerns: [code] });
  const statement = StatementRecorded({
    champion: null,
    actionPlan: null,
    commitment: code,
    field: 'due',
    value: '2023',
    source: null,
  });
  expect(await after(made(), report, statement)).toMatchObject({
    claimed: null,
    latestReport: null,
    statements: [{ field: 'due', value: '2023', entry: 4 }],
  });
});
