import type { Query } from '../platform/cqrs/queries.js';
import type { Basis } from '../platform/read-model/read-model.js';
import type { Rows } from '../platform/read-model/view.js';
import { ActionPlanByCode, actionPlans } from './action-plans.view.js';
import { ChampionBySlug, champions } from './champions.view.js';
import { charters, TheCharter } from './charter.view.js';
import { nameIn, nounIn } from './codes.js';
import { CommitmentByCode } from './commitment-lists.view.js';
import { commitments } from './commitments.view.js';
import { ProgressReportByCode } from './progress-reports.view.js';

/** A thing by its noun and its permanent name. */
export interface Named {
  readonly noun: string;
  readonly key: string;
}

/** The question that finds a named thing; one of an unknown noun is not found. */
export function questionFor({ noun, key }: Named, basis: Basis): Query<unknown, object | undefined> {
  switch (noun) {
    case 'charter':
      return new TheCharter({ name: key }, basis);
    case 'champion':
      return new ChampionBySlug({ slug: key }, basis);
    case 'actionPlan':
      return new ActionPlanByCode({ code: key }, basis);
    case 'commitment':
      return new CommitmentByCode({ code: key }, basis);
    default:
      return new ProgressReportByCode({ code: noun === 'progressReport' ? key : '' }, basis);
  }
}

/** The document of the thing of a stream. */
export function thingOf(rows: Rows, stream: string): object | undefined {
  const key = nameIn(stream);
  switch (nounIn(stream)) {
    case 'charter':
      return charters.get(rows, 'IDC');
    case 'champion':
      return champions.get(rows, key);
    case 'actionPlan':
      return actionPlans.get(rows, key);
    case 'commitment':
      return commitments.get(rows, key);
    default:
      return undefined;
  }
}
