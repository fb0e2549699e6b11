import { chain, relatedAll, type Decider, type RelatedState, type Link } from '../../kernel/decider.js';
import { command, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { noteFields, noteOf } from '../../kernel/values/words.js';
import {
  actionPlan,
  ActionPlanConcluded,
  ActionPlanSuperseded,
  mustBeOpen,
  mustExist,
  type ActionPlan,
} from './action-plan.js';
import { actionPlanStream, commitmentStream, PlanCode } from '../vocabulary/codes.js';
import { commitment, isLive, mustBeMade, plansOf, standing, type Commitment } from '../commitment/commitment.js';
import { Settlements, type Settlement } from '../commitment/settlement.js';
import { mustNotBeGivenUp, mustNotLeadBack, mustNotSucceedItself } from '../../kernel/succession.js';
import { Outcome } from '../vocabulary/vocabulary.js';

const ends = { actionPlan: PlanCode, settlements: Settlements, ...noteFields };

export class SupersedeActionPlan extends command('SupersedeActionPlan', { ...ends, by: PlanCode }) {}
export class ConcludeActionPlan extends command('ConcludeActionPlan', { ...ends, outcome: Outcome }) {}

export const planEndingCommands = [SupersedeActionPlan, ConcludeActionPlan] as const;
export type PlanEndingCommand = InstanceType<(typeof planEndingCommands)[number]>;

const stated = [ActionPlanSuperseded, ActionPlanConcluded] as const;

interface Others {
  /** The plan that takes its place, and those that took the place of that one in turn. */
  readonly successors: readonly Link<ActionPlan>[];
  /** The commitments of which something is said, as they stand. */
  readonly commitments: ReadonlyMap<string, Commitment>;
  /** The plans into which they are carried over. */
  readonly targets: ReadonlyMap<string, readonly Link<ActionPlan>[]>;
}

/** How a commitment stands by its own events and by its plans. */
const asItStands = (code: string): RelatedState<Commitment> => ({
  *reads() {
    const known = (yield { stream: commitmentStream(code), fold: commitment }) as Commitment;
    return standing(code, known, yield* plansOf(code, known).reads());
  },
});

/** A plan and those that took its place, one after another. */
export const successorsOfPlan = (plan: string): RelatedState<readonly Link<ActionPlan>[]> =>
  chain(actionPlanStream(plan), actionPlan, ({ by }) => (by === null ? null : actionPlanStream(by)));

/** What is said of each commitment, those left out that go on as before; a commitment carried over names its plan. */
function settlementsOf({ data }: PlanEndingCommand): readonly Settlement[] {
  const by = 'by' in data ? data.by : null;
  return data.settlements.map((one) =>
    one.as === 'carried_over' && one.actionPlan === null ? { ...one, actionPlan: by } : one,
  );
}

/** Refuses what cannot be said of commitments when a plan ends. */
function mustBeSettleable(
  plan: string,
  said: readonly Settlement[],
  { commitments, targets }: { readonly [K in keyof Others]: Others[K] | null },
): void {
  for (const [index, { commitment: code, as, actionPlan: target }] of said.entries()) {
    const field = ['settlements', String(index), 'commitment'] as const;
    const known = commitments?.get(code) ?? null;
    mustBeMade(known, code, field);
    if (known.actionPlan !== plan)
      throw new Refused(
        'COMMITMENT_ELSEWHERE',
        `The commitment ${code} belongs to ${String(known.actionPlan)}, not to ${plan}.`,
        field,
      );
    if (!isLive(known))
      throw new Refused('COMMITMENT_ENDED', `The commitment ${code} is already ${known.status}; leave it out.`, field);
    const into = ['settlements', String(index), 'actionPlan'] as const;
    if (as !== 'carried_over') {
      if (target !== null)
        throw new Refused('NOT_CARRIED_OVER', 'Give actionPlan only for a commitment that is carried over.', into);
      continue;
    }
    if (target === null)
      throw new Refused('PLAN_REQUIRED', 'Give the plan that the commitment is carried over into.', into);
    mustNotSucceedItself(plan, target, 'A plan', into);
    const successors = targets?.get(target) ?? [];
    const successor = successors[0]?.state ?? null;
    mustExist(successor, target, into);
    mustNotBeGivenUp(successor, target, 'The action plan', into);
    mustNotLeadBack(actionPlanStream(plan), plan, successors, into);
  }
}

const kept = (said: readonly Settlement[]): { settlements?: Settlement[] } =>
  said.length === 0 ? {} : { settlements: [...said] };

/** Whether the register holds already what is said of commitments. */
const isKnown = (plan: ActionPlan, said: readonly Settlement[]): boolean =>
  said.every((one) => {
    const { ended: _, ...known } = plan.settled[one.commitment] ?? { ended: null };
    return isSame(known, one) || (one.as === 'not_stated' && plan.settled[one.commitment] === undefined);
  });

/** A plan ends. It asks what became of each of its commitments that still live: of those it leaves out, nothing is said. */
export const planEnding: Decider<PlanEndingCommand, ActionPlan, EventOf<(typeof stated)[number]>, Others> = {
  events: stated,
  stream: ({ data }) => actionPlanStream(data.actionPlan),
  lane: ({ type }) => (type === 'SupersedeActionPlan' ? 'succession' : null),
  initial: actionPlan.initial,
  evolve: (plan, event) => actionPlan.evolve(plan, event),
  reads: (command) => {
    const said = settlementsOf(command);
    return {
      successors: 'by' in command.data ? successorsOfPlan(command.data.by) : null,
      commitments: relatedAll(new Map(said.map(({ commitment: code }) => [code, asItStands(code)]))),
      targets: relatedAll(
        new Map(
          said.flatMap(({ actionPlan: target }) =>
            target === null ? [] : [[target, successorsOfPlan(target)] as const],
          ),
        ),
      ),
    };
  },
  decide: {
    SupersedeActionPlan: (plan, command, others) => {
      const { actionPlan: code, by } = command.data;
      const said = settlementsOf(command);
      mustNotSucceedItself(code, by, 'A plan', 'by');
      if (plan.by === by && isKnown(plan, said)) return [];
      mustExist(plan, code);
      if (plan.by !== null)
        throw new Refused('ACTION_PLAN_ENDED', `The action plan ${code} is superseded by ${plan.by}.`, 'actionPlan');
      const successor = others.successors?.[0]?.state ?? null;
      mustExist(successor, by, 'by');
      mustNotBeGivenUp(successor, by, 'The action plan', 'by');
      mustNotLeadBack(actionPlanStream(code), code, others.successors, 'by');
      mustBeSettleable(code, said, others);
      return [ActionPlanSuperseded({ actionPlan: code, by, ...kept(said) }, noteOf(command.data))];
    },
    ConcludeActionPlan: (plan, command, others) => {
      const { actionPlan: code, outcome } = command.data;
      const said = settlementsOf(command);
      if (plan.status === 'concluded' && plan.outcome === outcome && isKnown(plan, said)) return [];
      mustBeOpen(plan, code);
      mustBeSettleable(code, said, others);
      return [ActionPlanConcluded({ actionPlan: code, outcome, ...kept(said) }, noteOf(command.data))];
    },
  },
};
