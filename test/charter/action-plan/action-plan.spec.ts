import { describe, test } from '@jest/globals';
import {
  actionPlan,
  ActionPlanAmended,
  ActionPlanConcluded,
  ActionPlanPublished,
  ActionPlanSuperseded,
  AmendActionPlan,
  AnnounceActionPlan,
  PublishActionPlan,
} from '../../../src/charter/action-plan/action-plan.js';
import { ChampionCeased } from '../../../src/charter/champion/champion.js';
import { announced, joined, published } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const plan = 'IDC-KENYA-1';
const concluded = ActionPlanConcluded({ actionPlan: plan, outcome: 'delivered' });
const superseded = ActionPlanSuperseded({ actionPlan: plan, by: 'IDC-KENYA-2' });

describe('announcing a plan', () => {
  const announce = (more: object = {}) =>
    commandOf(AnnounceActionPlan, { champion: 'kenya', label: '1', kind: 'idc_action_plan', title: 'Plan 1', ...more });

  test('a plan of a champion is announced under a code of its own', () => {
    given(actionPlan)
      .beside('champion-kenya', joined())
      .when(announce({ period: { start: '2021', end: '2025' }, coSigners: ['Ministry of Labour'] }))
      .then(announced(plan, { period: { start: '2021', end: '2025' }, coSigners: ['Ministry of Labour'] }));
  });

  test('a plan of the charter initiative itself needs no champion', () => {
    given(actionPlan)
      .when(announce({ champion: null, label: '2024' }))
      .then(announced('IDC-NETWORK-2024', {}, { title: 'Plan 1' }));
  });

  test('the same title and period again add nothing, whatever became of the plan', () => {
    given(actionPlan, announced(plan), published(plan), concluded).when(announce()).thenNothing();
    given(actionPlan, announced(plan, { period: { start: '2021', end: null } }))
      .when(announce({ period: { start: '2021' } }))
      .thenNothing();
  });

  test('a code is never given twice', () => {
    given(actionPlan, announced(plan))
      .when(announce({ title: 'Another plan' }))
      .thenRefused('ACTION_PLAN_CODE_TAKEN', 'label');
    given(actionPlan, announced(plan))
      .when(announce({ period: { start: '2021' } }))
      .thenRefused('ACTION_PLAN_CODE_TAKEN', 'label');
  });

  test('a code that looks like the slug of a champion is refused, so that no two reports get one code', () => {
    given(actionPlan)
      .beside('champion-kenya', joined())
      .beside('champion-kenya-1', joined('kenya-1'))
      .when(announce())
      .thenRefused('ACTION_PLAN_CODE_TAKEN', 'label');
  });

  test('its champion must be there, and act', () => {
    given(actionPlan).when(announce()).thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(actionPlan)
      .beside('champion-kenya', joined(), ChampionCeased({ champion: 'kenya' }))
      .when(announce())
      .thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
  });
});

describe('publishing a plan', () => {
  const publish = commandOf(PublishActionPlan, { actionPlan: plan, document: 'https://example.org/plan.pdf' });

  test('its text becomes public', () => {
    given(actionPlan, announced(plan))
      .when(publish)
      .then(ActionPlanPublished({ actionPlan: plan, document: 'https://example.org/plan.pdf' }));
  });

  test('it is published once', () => {
    given(actionPlan, announced(plan), published(plan)).when(publish).thenNothing();
  });

  test('a plan that is not there or has ended is not published', () => {
    given(actionPlan).when(publish).thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
    for (const end of [concluded, superseded])
      given(actionPlan, announced(plan), end).when(publish).thenRefused('ACTION_PLAN_ENDED', 'actionPlan');
  });
});

describe('amending a plan', () => {
  const amend = (more: object) => commandOf(AmendActionPlan, { actionPlan: plan, ...more });
  const unchanged = { actionPlan: plan, period: null, coSigners: null };

  test('only what changed is written down', () => {
    given(actionPlan, announced(plan, { coSigners: ['A'] }))
      .when(amend({ title: 'Plan 1', period: { start: '2021', end: '2025' }, coSigners: ['A'] }))
      .then(ActionPlanAmended({ ...unchanged, period: { start: '2021', end: '2025' } }));
    given(actionPlan, announced(plan, { coSigners: ['A'] }))
      .when(amend({ title: 'Plan one', coSigners: [] }))
      .then(ActionPlanAmended({ ...unchanged, coSigners: [] }, { language: 'en', note: null, title: 'Plan one' }));
  });

  test('an ended plan may still be put right, and a note alone is enough', () => {
    given(actionPlan, announced(plan), concluded)
      .when(amend({ note: 'Gender and ageing were added.' }))
      .then(ActionPlanAmended(unchanged, { language: 'en', note: 'Gender and ageing were added.', title: null }));
  });

  test('what the plan says already adds nothing, the last note included', () => {
    const noted = ActionPlanAmended(unchanged, { language: 'en', note: 'Widened.', title: null });
    given(actionPlan, announced(plan))
      .when(amend({ title: 'Plan 1' }))
      .thenNothing();
    given(actionPlan, announced(plan)).when(amend({})).thenNothing();
    given(actionPlan, announced(plan), noted)
      .when(amend({ note: 'Widened.' }))
      .thenNothing();
  });

  test('a plan that is not there is not amended', () => {
    given(actionPlan)
      .when(amend({ title: 'Plan one' }))
      .thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
  });
});

everyRuleIsTested(actionPlan);
