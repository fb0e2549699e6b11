import { describe, expect, test } from '@jest/globals';
import { ActionPlanConcluded, ActionPlanSuperseded } from '../../../src/charter/action-plan/action-plan.js';
import {
  CommitmentCarriedOver,
  CommitmentConcluded,
  CommitmentResumed,
  CommitmentSuspended,
  CommitmentWithdrawn,
} from '../../../src/charter/commitment/commitment.js';
import { commitments } from '../../../src/charter/commitment/commitments.view.js';
import { CountStatuses } from '../../../src/charter/status/status.view.js';
import { EntryCorrected, EntryRetracted } from '../../../src/kernel/correction/correction.js';
import { announced, joined, made, published } from '../../support/cqrs/examples.js';
import { on, Views, type Told } from '../../support/register/views.js';

const [one, two, three] = ['IDC-KENYA-1', 'IDC-KENYA-2', 'IDC-KENYA-3'] as const;
const [first, second] = [`${one}-C01`, `${one}-C02`] as const;
const start: readonly Told[] = [
  joined(),
  ...[one, two, three].flatMap((plan) => [announced(plan), published(plan)]),
  made(first),
  made(second),
];
const concluded = (
  plan: string,
  ...settlements: NonNullable<Parameters<typeof ActionPlanConcluded>[0]['settlements']>
) =>
  on(
    '2025-06',
    ActionPlanConcluded({
      actionPlan: plan,
      outcome: 'period_ended',
      ...(settlements.length === 0 ? {} : { settlements }),
    }),
  );
const said = (commitment: string, as: 'delivered' | 'dropped' | 'not_stated') => ({ commitment, as, actionPlan: null });
const carried = (commitment: string, actionPlan: string) => ({ commitment, as: 'carried_over' as const, actionPlan });

/** How commitments stand after all that. */
async function standing(...told: readonly Told[]): Promise<(code: string) => object> {
  const { model } = await Views.over(...start, ...told);
  return (code) => {
    const { lifecycle, actionPlan, outcome, ended } = commitments.get(model.rows, code) ?? {};
    return { lifecycle, actionPlan, outcome, ended };
  };
}
const open = { lifecycle: 'active', actionPlan: one, outcome: null, ended: null };

describe('a commitment whose plan ended', () => {
  test('is unsettled until somebody says what became of it, and no count calls it active', async () => {
    const views = await Views.over(...start, concluded(one, said(second, 'not_stated')));
    expect([first, second].map((code) => commitments.get(views.model.rows, code)?.lifecycle)).toEqual([
      'unsettled',
      'unsettled',
    ]);
    const [{ lifecycle } = { lifecycle: [] }] = await views.ask(CountStatuses, { groupBy: 'all' });
    expect(lifecycle.filter(({ count }) => count > 0)).toEqual([{ lifecycle: 'unsettled', count: 2 }]);
    const replaced = await standing(ActionPlanSuperseded({ actionPlan: one, by: two }));
    expect(replaced(first)).toEqual({ ...open, lifecycle: 'unsettled' });
  });

  test('stands as was said with the end of the plan', async () => {
    const all = await standing(concluded(one, said(first, 'delivered'), carried(second, two)));
    expect(all(first)).toEqual({ lifecycle: 'concluded', actionPlan: one, outcome: 'delivered', ended: '2025-06' });
    expect(all(second)).toEqual({ ...open, actionPlan: two });
    expect((await standing(concluded(one, said(first, 'dropped'))))(first)).toEqual({
      lifecycle: 'concluded',
      actionPlan: one,
      outcome: 'dropped',
      ended: '2025-06',
    });
  });

  test('is settled by what is said later, of itself or of the plan', async () => {
    const later = [
      CommitmentConcluded({ commitment: first, outcome: 'partly_delivered' }),
      CommitmentCarriedOver({ commitment: second, actionPlan: three }),
    ];
    const all = await standing(concluded(one), ...later.map((event) => on('2026', event)));
    expect(all(first)).toEqual({ lifecycle: 'concluded', actionPlan: one, outcome: 'partly_delivered', ended: '2026' });
    expect(all(second)).toEqual({ ...open, actionPlan: three });
    const replaced = await standing(
      concluded(one),
      ActionPlanSuperseded({ actionPlan: one, by: two, settlements: [carried(first, two)] }),
    );
    expect([replaced(first), replaced(second)]).toEqual([
      { ...open, actionPlan: two },
      { ...open, lifecycle: 'unsettled' },
    ]);
  });

  test('follows every plan that it was carried over into, and is unsettled where the last of them ended without a word', async () => {
    const far = [concluded(one, carried(first, two)), concluded(two, carried(first, three))];
    expect((await standing(...far))(first)).toEqual({ ...open, actionPlan: three });
    expect((await standing(...far.toReversed()))(first)).toEqual({ ...open, actionPlan: three });
    expect((await standing(...far, concluded(three)))(first)).toEqual({
      ...open,
      lifecycle: 'unsettled',
      actionPlan: three,
    });
    const [end, before] = [
      await standing(...far, concluded(three, said(first, 'delivered'))),
      await standing(concluded(three, said(first, 'delivered')), ...far),
    ];
    expect([end(first), before(first)]).toEqual(
      Array(2).fill({ lifecycle: 'concluded', actionPlan: three, outcome: 'delivered', ended: '2025-06' }),
    );
    const circle = await standing(concluded(one, carried(first, two)), concluded(two, carried(first, one)));
    expect(circle(first)).toMatchObject({ lifecycle: 'unsettled' });
  });

  test('keeps how it ended by itself, whatever is said of it with the plan', async () => {
    const all = await standing(
      CommitmentWithdrawn({ commitment: first, reasonCode: 'other' }),
      concluded(one, said(first, 'delivered')),
    );
    expect(all(first)).toMatchObject({ lifecycle: 'withdrawn', outcome: null });
  });

  test('does not rest, and goes on where it stood when the end was recorded by mistake', async () => {
    const end = start.length + 1;
    const rest = CommitmentSuspended({ commitment: first });
    const retraction = EntryRetracted(
      { entry: end, type: 'ActionPlanConcluded', part: null },
      { language: 'en', note: 'Another plan was meant.' },
    );
    expect((await standing(rest, concluded(one)))(first)).toMatchObject({ lifecycle: 'unsettled' });
    const all = await standing(rest, concluded(one), retraction);
    expect([all(first), all(second)]).toEqual([{ ...open, lifecycle: 'suspended' }, open]);
  });

  test('stands as a correction of the end says', async () => {
    const facts = { actionPlan: one, outcome: 'period_ended', settlements: [said(first, 'dropped')] };
    const correction = EntryCorrected(
      { entry: start.length, type: 'ActionPlanConcluded', schemaVersion: 1, part: null, facts },
      { language: 'en', note: 'It was not delivered.', text: null },
    );
    const all = await standing(concluded(one, said(first, 'delivered')), on('2025-06', correction));
    expect(all(first)).toMatchObject({ lifecycle: 'concluded', outcome: 'dropped' });
  });

  test('is not revived by what it did before it ended, in whatever order that was recorded', async () => {
    const all = await standing(
      on('2024', CommitmentConcluded({ commitment: first, outcome: 'delivered' })),
      on('2025', CommitmentResumed({ commitment: first })),
    );
    expect(all(first)).toMatchObject({ lifecycle: 'concluded' });
  });
});
