import { beginningOfTime, endOfTime, spanOf } from '../../kernel/time/partial-date.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import type { ActionPlanDocument } from '../action-plan/action-plans.view.js';
import type { ChampionDocument } from '../champion/champions.view.js';
import type { SignOnStage } from './sign-on.js';
import type { SignOnDocument } from './sign-ons.view.js';

/** What an organisation comes through, from the invitation to the renewal of its plan. */
export type PathStage = SignOnStage | 'endorsed' | 'plan_due' | 'plan_published' | 'plan_renewed';

/** A step of a path, and how many days after the one that it follows from; negative where it came before it. */
export interface PathStep {
  readonly stage: PathStage;
  readonly on: string | null;
  /** The plan that was published. */
  readonly actionPlan: string | null;
  /** The least and the most that it can have been; null where one of the two dates has no such bound. */
  readonly atLeastDays: number | null;
  readonly atMostDays: number | null;
}

interface Step extends Pick<PathStep, 'stage' | 'on'> {
  readonly actionPlan?: string | null;
  /** The date of the step that it follows from. */
  readonly after: string | null;
}

const days = (from: string, to: string): number | null =>
  from === beginningOfTime || from === endOfTime || to === beginningOfTime || to === endOfTime
    ? null
    : (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** How long a step took, by dates that may be known to the month, the year, or between bounds. */
function timed({ stage, on, after, actionPlan = null }: Step): PathStep {
  if (on === null || after === null) return { stage, on, actionPlan, atLeastDays: null, atMostDays: null };
  const [from, to] = [spanOf(after), spanOf(on)];
  return { stage, on, actionPlan, atLeastDays: days(from.last, to.first), atMostDays: days(from.first, to.last) };
}

const firstOf = (date: string | null): string => (date === null ? endOfTime : spanOf(date).first);

/** Plans in the order in which they were published, those without a date last. */
const inOrder = (plans: readonly ActionPlanDocument[]): readonly ActionPlanDocument[] =>
  plans.toSorted(
    (one, other) =>
      firstOf(one.published).localeCompare(firstOf(other.published)) || one.code.localeCompare(other.code),
  );

/** The way of an organisation to the charter and on it. Each step is timed from the one that it follows from. */
export function pathOf(
  signOn: SignOnDocument | undefined,
  champion: ChampionDocument | undefined,
  published: readonly ActionPlanDocument[],
): readonly PathStep[] {
  const steps: Step[] = (signOn?.steps ?? []).map(({ stage, on }, index, all) => ({
    stage,
    on,
    after: all[index - 1]?.on ?? null,
  }));
  if (champion === undefined) return steps.map(timed);
  const { joined, planDue } = champion;
  steps.push({ stage: 'endorsed', on: joined, after: steps.at(-1)?.on ?? null });
  if (planDue !== null) steps.push({ stage: 'plan_due', on: planDue, after: joined });
  for (const [index, { code, published: on }] of inOrder(published).entries())
    steps.push(
      index === 0
        ? { stage: 'plan_published', on, actionPlan: code, after: joined }
        : { stage: 'plan_renewed', on, actionPlan: code, after: inOrder(published)[index - 1]?.published ?? null },
    );
  return steps.map(timed);
}

const documentsOf = <D>({ rows }: Basis, sql: string, slugs: readonly string[]): D[] =>
  rows.all<{ document: string }>(sql, JSON.stringify(slugs)).map(({ document }) => JSON.parse(document) as D);

const named = 'IN (SELECT value FROM json_each(?))';

/** The plans under the charter that these champions have published. */
export function publishedPlans(basis: Basis, slugs: readonly string[]): ReadonlyMap<string, ActionPlanDocument[]> {
  const found = new Map<string, ActionPlanDocument[]>();
  const sql = `SELECT document FROM action_plans WHERE champion ${named} AND kind = 'idc_action_plan'`;
  for (const plan of documentsOf<ActionPlanDocument>(basis, sql, slugs)) {
    const { champion, isPublished } = plan;
    if (isPublished && champion !== null) found.set(champion, [...(found.get(champion) ?? []), plan]);
  }
  return found;
}

/** The paths of several organisations, by their slugs: three SQL queries for all of them. */
export function pathsOf(basis: Basis, slugs: readonly string[]): ReadonlyMap<string, readonly PathStep[]> {
  const bySlug = <D extends { readonly slug: string }>(table: string): ReadonlyMap<string, D> =>
    new Map(
      documentsOf<D>(basis, `SELECT document FROM ${table} WHERE key ${named}`, slugs).map((one) => [one.slug, one]),
    );
  const signOns = bySlug<SignOnDocument>('sign_ons');
  const champions = bySlug<ChampionDocument>('champions');
  const plans = publishedPlans(basis, slugs);
  return new Map(slugs.map((slug) => [slug, pathOf(signOns.get(slug), champions.get(slug), plans.get(slug) ?? [])]));
}
