import { describe, expect, test } from '@jest/globals';
import { ActionPlanConcluded, ActionPlanSuperseded } from '../../../src/charter/action-plan/action-plan.js';
import { CommitmentCarriedOver, CommitmentWithdrawn } from '../../../src/charter/commitment/commitment.js';
import { ConcludeActionPlan, planEnding, SupersedeActionPlan } from '../../../src/charter/action-plan/plan-ending.js';
import { announced, made, published } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const plan = 'IDC-KENYA-1';
const concluded = ActionPlanConcluded({ actionPlan: plan, outcome: 'delivered' });
const superseded = ActionPlanSuperseded({ actionPlan: plan, by: 'IDC-KENYA-2' });
const successor = announced('IDC-KENYA-2');

describe('one plan taking the place of another', () => {
  const supersede = (by = 'IDC-KENYA-2') => commandOf(SupersedeActionPlan, { actionPlan: plan, by });

  test('a renewed plan supersedes the one before, ended or not', () => {
    given(planEnding, announced(plan)).beside('actionPlan-IDC-KENYA-2', successor).when(supersede()).then(superseded);
    given(planEnding, announced(plan), concluded)
      .beside('actionPlan-IDC-KENYA-2', successor)
      .when(supersede())
      .then(superseded);
  });

  test('said again it adds nothing', () => {
    given(planEnding, announced(plan), superseded).when(supersede()).thenNothing();
    given(planEnding, announced(plan), concluded, superseded).when(supersede()).thenNothing();
  });

  test('a plan has one successor, which is there and is another plan', () => {
    given(planEnding, announced(plan), superseded)
      .when(supersede('IDC-KENYA-3'))
      .thenRefused('ACTION_PLAN_ENDED', 'actionPlan');
    given(planEnding, announced(plan)).when(supersede()).thenRefused('ACTION_PLAN_UNKNOWN', 'by');
    given(planEnding, announced(plan)).when(supersede(plan)).thenRefused('SUCCESSOR_IS_SELF', 'by');
    given(planEnding).when(supersede()).thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
  });

  test('two plans do not supersede each other', () => {
    const next = 'IDC-KENYA-2';
    given(planEnding, announced(plan))
      .beside('actionPlan-IDC-KENYA-2', announced(next), ActionPlanSuperseded({ actionPlan: next, by: plan }))
      .when(supersede(next))
      .thenRefused('SUCCESSOR_LOOP', 'by');
  });

  test('nor do more of them in a circle', () => {
    given(planEnding, announced(plan))
      .beside(
        'actionPlan-IDC-KENYA-2',
        announced('IDC-KENYA-2'),
        ActionPlanSuperseded({ actionPlan: 'IDC-KENYA-2', by: 'IDC-TOGO-1' }),
      )
      .beside(
        'actionPlan-IDC-TOGO-1',
        announced('IDC-TOGO-1'),
        ActionPlanSuperseded({ actionPlan: 'IDC-TOGO-1', by: plan }),
      )
      .when(supersede())
      .thenRefused('SUCCESSOR_LOOP', 'by');
  });
});

describe('concluding a plan', () => {
  const conclude = commandOf(ConcludeActionPlan, { actionPlan: plan, outcome: 'delivered' });

  test('a plan comes to its end, published or not', () => {
    given(planEnding, announced(plan)).when(conclude).then(concluded);
    given(planEnding, announced(plan), published(plan)).when(conclude).then(concluded);
  });

  test('it ends once', () => {
    given(planEnding, announced(plan), concluded).when(conclude).thenNothing();
    given(planEnding, announced(plan), concluded, superseded).when(conclude).thenNothing();
  });

  test('a plan that is not there, or that another replaced, is not concluded', () => {
    given(planEnding).when(conclude).thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
    given(planEnding, announced(plan), superseded).when(conclude).thenRefused('ACTION_PLAN_ENDED', 'actionPlan');
  });

  test('it is not concluded twice with different outcomes', () => {
    given(planEnding, announced(plan), concluded)
      .when(commandOf(ConcludeActionPlan, { actionPlan: plan, outcome: 'not_delivered' }))
      .thenRefused('ACTION_PLAN_ENDED', 'actionPlan');
  });
});

describe('what became of its commitments', () => {
  const [first, second] = [`${plan}-C01`, `${plan}-C02`];
  const conclude = (...settlements: readonly object[]) =>
    commandOf(ConcludeActionPlan, { actionPlan: plan, outcome: 'period_ended', settlements } as never);
  const supersede = (...settlements: readonly object[]) =>
    commandOf(SupersedeActionPlan, { actionPlan: plan, by: 'IDC-KENYA-2', settlements } as never);
  const withBoth = () =>
    given(planEnding, announced(plan), published(plan))
      .beside('actionPlan-IDC-KENYA-2', successor)
      .beside(`commitment-${first}`, made(first))
      .beside(`commitment-${second}`, made(second));
  test('is said with the end of the plan', () => {
    const said = [
      { commitment: first, as: 'delivered', actionPlan: null },
      { commitment: second, as: 'carried_over', actionPlan: 'IDC-KENYA-2' },
    ] as const;
    withBoth()
      .when(conclude(...said))
      .then(ActionPlanConcluded({ actionPlan: plan, outcome: 'period_ended', settlements: [...said] }));
    withBoth()
      .when(supersede({ commitment: first, as: 'delivered' }, { commitment: second, as: 'carried_over' }))
      .then(ActionPlanSuperseded({ actionPlan: plan, by: 'IDC-KENYA-2', settlements: [...said] }));
  });

  test('is asked of living commitments of the plan alone, each once, with the plan it is carried over into', () => {
    withBoth()
      .when(conclude({ commitment: `${plan}-C09`, as: 'dropped' }))
      .thenRefused('COMMITMENT_UNKNOWN', ['settlements', '0', 'commitment']);
    withBoth()
      .when(conclude({ commitment: first, as: 'carried_over' }))
      .thenRefused('PLAN_REQUIRED', ['settlements', '0', 'actionPlan']);
    withBoth()
      .when(conclude({ commitment: first, as: 'carried_over', actionPlan: plan }))
      .thenRefused('SUCCESSOR_IS_SELF', ['settlements', '0', 'actionPlan']);
    withBoth()
      .when(conclude({ commitment: first, as: 'carried_over', actionPlan: 'IDC-TOGO-1' }))
      .thenRefused('ACTION_PLAN_UNKNOWN', ['settlements', '0', 'actionPlan']);
    withBoth()
      .when(conclude({ commitment: first, as: 'dropped', actionPlan: 'IDC-KENYA-2' }))
      .thenRefused('NOT_CARRIED_OVER', ['settlements', '0', 'actionPlan']);
    expect(() => conclude({ commitment: first, as: 'dropped' }, { commitment: first, as: 'delivered' })).toThrow(
      'settlements must name each commitment once.',
    );
    const beside = (...events: Parameters<ReturnType<typeof given>['beside']>[1][]) =>
      given(planEnding, announced(plan)).beside(`commitment-${first}`, made(first), ...(events as never[]));
    beside(CommitmentWithdrawn({ commitment: first, reasonCode: 'other' }))
      .when(conclude({ commitment: first, as: 'delivered' }))
      .thenRefused('COMMITMENT_ENDED', ['settlements', '0', 'commitment']);
    const carried = CommitmentCarriedOver({ commitment: first, actionPlan: 'IDC-KENYA-2' });
    beside(carried)
      .when(conclude({ commitment: first, as: 'delivered' }))
      .thenRefused('COMMITMENT_ELSEWHERE', ['settlements', '0', 'commitment']);
  });

  test('can be said of one that an earlier plan carried over into this one', () => {
    const before = 'IDC-KENYA-0';
    const code = `${before}-C01`;
    const said = [{ commitment: code, as: 'carried_over' as const, actionPlan: plan }];
    given(planEnding, announced(plan))
      .beside(
        `actionPlan-${before}`,
        announced(before),
        ActionPlanConcluded({ actionPlan: before, outcome: 'period_ended', settlements: said }),
      )
      .beside(`commitment-${code}`, made(code))
      .when(conclude({ commitment: code, as: 'delivered' }))
      .then(
        ActionPlanConcluded({
          actionPlan: plan,
          outcome: 'period_ended',
          settlements: [{ commitment: code, as: 'delivered', actionPlan: null }],
        }),
      );
  });
});

everyRuleIsTested(planEnding);
