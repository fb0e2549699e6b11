import { z } from 'zod';
import { maybe, oneOf } from '../../kernel/values/fields.js';
import { CommitmentCode, PlanCode } from '../vocabulary/codes.js';

/** What became of a commitment when its plan ended; `not_stated` says the same as leaving it out. */
export const SettledAs = oneOf(['carried_over', 'delivered', 'dropped', 'not_stated']);
export type SettledAs = z.infer<typeof SettledAs>;

/** One commitment of a plan that ends. `actionPlan` is the plan into which it is carried over. */
const Settlement = z.object({ commitment: CommitmentCode, as: SettledAs, actionPlan: maybe(PlanCode) });
export type Settlement = z.output<typeof Settlement>;

/** What is said of the commitments of a plan when it ends: of each once. */
export const Settlements = z
  .array(Settlement)
  .max(500, 'must have at most 500 items')
  .refine(
    (all) => new Set(all.map(({ commitment }) => commitment)).size === all.length,
    'must name each commitment once',
  )
  .nullish()
  .transform((all) => all ?? []);

/** The same, as an event keeps it; left out where nothing was said. */
export const settlementFacts = {
  settlements: z
    .array(z.strictObject({ commitment: CommitmentCode, as: SettledAs, actionPlan: PlanCode.nullable() }))
    .optional(),
};

/** What was said of a commitment when its plan ended, and when that was. */
export interface Settled extends Settlement {
  readonly ended: string | null;
}
export type SettledByCode = Readonly<Record<string, Settled>>;

/** What is known of the commitments of a plan after more was said of them. */
export const settledAfter = (
  known: SettledByCode,
  said: readonly Settlement[] | undefined,
  ended: string | null,
): SettledByCode =>
  said === undefined
    ? known
    : { ...known, ...Object.fromEntries(said.map((one) => [one.commitment, { ...one, ended }])) };

/** A plan, as far as it bears on its commitments. */
export interface PlanOfCommitments {
  readonly status: string;
  readonly settled: SettledByCode;
}

export const hasEnded = ({ status }: Pick<PlanOfCommitments, 'status'>): boolean =>
  status === 'superseded' || status === 'concluded';

/**
 * The plan into which a commitment was carried over when its plan ended; null if the plan still runs or says
 * something else.
 */
export const carriedInto = (plan: PlanOfCommitments, commitment: string): string | null =>
  hasEnded(plan) && plan.settled[commitment]?.as === 'carried_over' ? plan.settled[commitment].actionPlan : null;

/** How a commitment stands that neither ended by itself nor was said to have. */
export interface CommitmentPlace {
  /** The plan it belongs to, after all that carried it over. */
  readonly actionPlan: string;
  /** All plans it has belonged to, from the one its own events name to the present one. */
  readonly plans: readonly string[];
  /** Null if it continues; `unsettled` if its plan ended without a settlement. */
  readonly end: null | 'unsettled' | Settled;
}

/** Follows a commitment from the plan that its own events name through the plans that ended. `planOf` finds a plan by its code. */
export function standingOf(
  commitment: string,
  first: string,
  planOf: (code: string) => PlanOfCommitments | undefined,
): CommitmentPlace {
  const plans: string[] = [];
  for (let actionPlan = first; ;) {
    plans.push(actionPlan);
    const plan = planOf(actionPlan);
    if (plan === undefined || !hasEnded(plan)) return { actionPlan, plans, end: null };
    const said = plan.settled[commitment];
    if (said?.as === 'delivered' || said?.as === 'dropped') return { actionPlan, plans, end: said };
    const next = carriedInto(plan, commitment);
    if (next === null || plans.includes(next)) return { actionPlan, plans, end: 'unsettled' };
    actionPlan = next;
  }
}
