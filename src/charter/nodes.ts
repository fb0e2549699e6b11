import type { Query } from '../platform/cqrs/queries.js';
import type { AnyDocuments } from '../platform/read-model/documents.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { ActionPlanByCode, actionPlans } from './action-plans.view.js';
import { ChampionBySlug, champions } from './champions.view.js';
import { charters, TheCharter } from './charter.view.js';
import { nameIn, nounIn } from './codes.js';
import { CommitmentByCode } from './commitment-lists.view.js';
import { commitments } from './commitments.view.js';
import { ProgressReportByCode } from './progress-reports.view.js';

/** A thing by its noun and its permanent name. */
export interface NodeRef {
  readonly noun: string;
  readonly key: string;
}

/** The question that finds a named thing; one of an unknown noun is not found. */
export function queryFor({ noun, key }: NodeRef, basis: Basis): Query<unknown, object | undefined> {
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

/** The table and the key of the document of the thing of a stream. */
export function thingOf(stream: string): { readonly documents: AnyDocuments; readonly key: string } | null {
  const key = nameIn(stream);
  switch (nounIn(stream)) {
    case 'charter':
      return { documents: charters, key: 'IDC' };
    case 'champion':
      return { documents: champions, key };
    case 'actionPlan':
      return { documents: actionPlans, key };
    case 'commitment':
      return { documents: commitments, key };
    default:
      return null;
  }
}
