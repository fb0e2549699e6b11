import { expect, test } from '@jest/globals';
import {
  ActionPlanAmended,
  ActionPlanConcluded,
  ActionPlanPublished,
  ActionPlanSuperseded,
} from '../../../src/charter/action-plan/action-plan.js';
import {
  ActionPlanByCode,
  supersededBy,
  ListActionPlans,
  type ActionPlanFilter,
} from '../../../src/charter/action-plan/action-plans.view.js';
import { StatementRecorded } from '../../../src/charter/statement/statement.js';
import { announced, joined, published } from '../../support/cqrs/examples.js';
import { on, recordedAt, Views } from '../../support/register/views.js';

const code = 'IDC-KENYA-1';
const plan = announced(
  code,
  { period: { start: '2021', end: '2025' }, coSigners: ['Ministry'] },
  { title: 'Plan une', language: 'fr' },
);

test('a plan is shown as it was announced', async () => {
  const views = await Views.over(joined(), on('2020-05', plan, { sources: ['https://example.org/plan'] }));
  expect(await views.ask(ActionPlanByCode, { code })).toEqual({
    code,
    champion: 'kenya',
    label: '1',
    kind: 'idc_action_plan',
    title: { text: 'Plan une', language: 'fr' },
    period: { start: '2021', end: '2025' },
    coSigners: ['Ministry'],
    status: 'announced',
    announced: '2020-05',
    isPublished: false,
    published: null,
    document: null,
    ended: null,
    supersededBy: null,
    outcome: null,
    settled: {},
    own: { word: '2020-05-31' },
    possible: '2020-05-01',
    origin: 'live',
    sources: ['https://example.org/plan'],
    sourceDate: null,
    notes: [],
    statements: [],
    redactions: [],
    firstEntry: 1,
    lastEntry: 1,
    stream: `actionPlan-${code}`,
    recordedAt: recordedAt(1),
  });
});

test('publication, amendments and its end change what they name and nothing else', async () => {
  const views = await Views.over(
    plan,
    on('2021-02-01', ActionPlanPublished({ actionPlan: code, document: 'https://example.org/plan.pdf' })),
    ActionPlanAmended(
      { actionPlan: code, period: null, coSigners: [] },
      { language: 'en', note: 'Wider.', title: null },
    ),
    ActionPlanAmended(
      { actionPlan: code, period: { start: '2021', end: '2026' }, coSigners: null },
      { language: 'en', note: null, title: 'Plan one' },
    ),
    on('2026-03', ActionPlanConcluded({ actionPlan: code, outcome: 'partly_delivered' })),
    StatementRecorded({
      champion: null,
      actionPlan: code,
      commitment: null,
      field: 'end',
      value: '2025',
      source: null,
    }),
  );
  expect(await views.ask(ActionPlanByCode, { code })).toMatchObject({
    title: { text: 'Plan one', language: 'en' },
    period: { start: '2021', end: '2026' },
    coSigners: [],
    notes: [{ text: 'Wider.', language: 'en' }],
    status: 'concluded',
    isPublished: true,
    published: '2021-02-01',
    document: 'https://example.org/plan.pdf',
    ended: '2026-03',
    outcome: 'partly_delivered',
    statements: [{ field: 'end', value: '2025', source: null, note: null, entry: 5 }],
  });
});

test('two plans that follow one another name each other, and the newer keeps its own stamp', async () => {
  const views = await Views.over(
    plan,
    announced('IDC-KENYA-2'),
    on('2024', ActionPlanSuperseded({ actionPlan: code, by: 'IDC-KENYA-2' })),
  );
  expect(await views.ask(ActionPlanByCode, { code })).toMatchObject({
    status: 'superseded',
    supersededBy: 'IDC-KENYA-2',
    ended: '2024',
    isPublished: false,
  });
  expect(await views.ask(ActionPlanByCode, { code: 'IDC-KENYA-2' })).toMatchObject({
    status: 'announced',
    lastEntry: 1,
  });
  expect(supersededBy(views.model, ['IDC-KENYA-2', code]).map((plan) => plan.code)).toEqual([code]);
});

test('a plan that was concluded before it was superseded stays concluded, from the day it was', async () => {
  const views = await Views.over(
    plan,
    announced('IDC-KENYA-2'),
    on('2025', ActionPlanConcluded({ actionPlan: code, outcome: 'period_ended' })),
    on('2026', ActionPlanSuperseded({ actionPlan: code, by: 'IDC-KENYA-2' })),
  );
  expect(await views.ask(ActionPlanByCode, { code })).toMatchObject({
    status: 'concluded',
    ended: '2025',
    supersededBy: 'IDC-KENYA-2',
    outcome: 'period_ended',
  });
});

test.each<[ActionPlanFilter, string[]]>([
  [{}, ['IDC-KENYA-1', 'IDC-KENYA-C2D', 'IDC-NETWORK-2024']],
  [{ champions: ['kenya'] }, ['IDC-KENYA-1', 'IDC-KENYA-C2D']],
  [{ kinds: ['commit_to_data_pledge'] }, ['IDC-KENYA-C2D']],
  [{ statuses: ['published'] }, ['IDC-KENYA-1']],
  [{ champions: ['kenya'], statuses: ['announced'] }, ['IDC-KENYA-C2D']],
])('the list filtered by %j holds %j', async (filter, codes) => {
  const views = await Views.over(
    announced('IDC-NETWORK-2024'),
    plan,
    published(code),
    announced('IDC-KENYA-C2D', { kind: 'commit_to_data_pledge' }),
  );
  expect((await views.ask(ListActionPlans, { filter })).nodes.map((one) => one.code)).toEqual(codes);
});
