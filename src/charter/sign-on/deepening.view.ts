import { spanOf } from '../../kernel/time/partial-date.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import type { ActionPlanDocument } from '../action-plan/action-plans.view.js';
import { publishedPlans } from './path.view.js';

/** How far champions have gone beyond their first plan, by the plans that they published under the charter. */
export interface Deepening {
  /** Champions that have published a plan. */
  readonly champions: readonly string[];
  /** Those of them that have published another one since. */
  readonly renewed: readonly string[];
  /** Those whose later plans name dimensions of disaggregation that their first one does not. */
  readonly addedDimensions: readonly { readonly champion: string; readonly dimensions: readonly string[] }[];
  /** Those of which no source says which of their plans came first. */
  readonly undated: readonly string[];
}

/** The plan that certainly came before all others; null where the dates do not say. */
function firstOf(plans: readonly ActionPlanDocument[]): ActionPlanDocument | null {
  const dated = plans.map((plan) => ({ plan, span: plan.published === null ? null : spanOf(plan.published) }));
  const found = dated.find(({ span, plan }) =>
    dated.every(
      (other) => other.plan === plan || (span !== null && other.span !== null && span.last < other.span.first),
    ),
  );
  return found?.plan ?? null;
}

/** The dimensions that commitments name, by the plan in which they were made. */
function dimensionsByPlan({ rows }: Basis): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const sql = `SELECT DISTINCT c.made_in AS plan, l.value AS dimension FROM commitments AS c
    JOIN commitment_links AS l ON l.commitment = c.key WHERE l.kind = 'dimension' ORDER BY 1, 2`;
  for (const { plan, dimension } of rows.all<{ plan: string; dimension: string }>(sql))
    found.set(plan, (found.get(plan) ?? new Set()).add(dimension));
  return found;
}

export function deepeningOf(basis: Basis): Deepening {
  const slugs = basis.rows
    .all<{ key: string }>('SELECT key FROM champions ORDER BY sort_name, key')
    .map(({ key }) => key);
  const plans = publishedPlans(basis, slugs);
  const champions = slugs.filter((slug) => plans.has(slug));
  const renewed = champions.filter((slug) => (plans.get(slug)?.length ?? 0) > 1);
  const dimensions = dimensionsByPlan(basis);
  const undated: string[] = [];
  const addedDimensions: { champion: string; dimensions: string[] }[] = [];
  for (const champion of renewed) {
    const all = plans.get(champion) ?? [];
    const first = firstOf(all);
    if (first === null) {
      undated.push(champion);
      continue;
    }
    const before = dimensions.get(first.code) ?? new Set();
    const later = all.filter((plan) => plan !== first).flatMap(({ code }) => [...(dimensions.get(code) ?? [])]);
    const added = [...new Set(later)].filter((dimension) => !before.has(dimension)).toSorted();
    if (added.length > 0) addedDimensions.push({ champion, dimensions: added });
  }
  return { champions, renewed, addedDimensions, undated };
}

export class TheDeepening extends query<object, Deepening>() {}

export const deepeningQueries = [answers(TheDeepening, (_, basis) => deepeningOf(basis))];
