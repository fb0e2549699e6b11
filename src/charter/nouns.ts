import type { Noun } from '../platform/context.js';
import type { Query } from '../platform/cqrs/queries.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { ActionPlanByCode, actionPlans } from './action-plan/action-plans.view.js';
import { ChampionBySlug, champions } from './champion/champions.view.js';
import { charters, TheCharter } from './charter/charter.view.js';
import { actionPlanStream, championOf, championStream, charterStream, nameIn, nounIn, partOf } from './vocabulary/codes.js';
import { CommitmentByCode } from './commitment/commitment-lists.view.js';
import { commitments } from './commitment/commitments.view.js';
import { ProgressReportByCode } from './progress-report/progress-reports.view.js';

const championOfPlan = (plan: string): string | null => {
  const champion = championOf(plan);
  return champion === null ? null : championStream(champion);
};

/** The things of the charter that have a name of their own. */
export const charterNouns: readonly Noun[] = [
  {
    noun: 'charter',
    document: () => ({ documents: charters, key: 'IDC' }),
    find: (name, basis) => new TheCharter({ name }, basis),
    parentOf: () => null,
  },
  {
    noun: 'champion',
    document: (key) => ({ documents: champions, key }),
    find: (slug, basis) => new ChampionBySlug({ slug }, basis),
    parentOf: () => null,
  },
  {
    noun: 'actionPlan',
    document: (key) => ({ documents: actionPlans, key }),
    find: (code, basis) => new ActionPlanByCode({ code }, basis),
    parentOf: championOfPlan,
  },
  {
    noun: 'commitment',
    document: (key) => ({ documents: commitments, key }),
    find: (code, basis) => new CommitmentByCode({ code }, basis),
    parentOf: (code) => actionPlanStream(partOf(code).commitment),
  },
  {
    noun: 'progressReport',
    document: null,
    find: (code, basis) => new ProgressReportByCode({ code }, basis),
    parentOf: () => null,
  },
];

/** The query that finds the thing of a stream; that of no stream of the charter finds nothing. */
export function charterQueryFor(stream: string, basis: Basis): Query<unknown, object | undefined> {
  const noun = charterNouns.find((one) => one.noun === nounIn(stream));
  return noun?.find?.(stream === charterStream ? 'IDC' : nameIn(stream), basis) ?? new ProgressReportByCode({ code: '' }, basis);
}
