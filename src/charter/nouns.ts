import { nameIn, nounIn } from '../kernel/stream.js';
import type { Noun } from '../platform/context.js';
import type { Query } from '../platform/cqrs/queries.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { AssessmentByCode, assessments } from './assessment/assessments.view.js';
import { ActionPlanByCode, actionPlans } from './action-plan/action-plans.view.js';
import { ChampionBySlug, champions } from './champion/champions.view.js';
import { charters, TheCharter } from './charter/charter.view.js';
import { CharterVersionBySlug, charterVersions } from './charter/charter-versions.view.js';
import { CommitmentByCode } from './commitment/commitment-lists.view.js';
import { commitments } from './commitment/commitments.view.js';
import {
  comparedBreakdowns,
  comparedAssessment,
  comparedChampion,
  comparedCharter,
  comparedCommitment,
  comparedPlan,
  comparedReport,
  comparedRound,
  comparedSignOn,
  comparedVersion,
} from './compared.js';
import { MonitoringRoundBySlug, monitoringRounds } from './monitoring-round/monitoring-rounds.view.js';
import { BreakdownsByKey, indicatorBreakdowns } from './inclusion/breakdowns.view.js';
import { ProgressReportByCode, progressReports } from './progress-report/progress-reports.view.js';
import { SignOnBySlug, signOns } from './sign-on/sign-ons.view.js';
import { actionPlanStream, championOf, championStream, partOf } from './vocabulary/codes.js';
import { network } from './vocabulary/vocabulary.js';

const championOfPlan = (plan: string): string | null => {
  const champion = championOf(plan);
  return champion === null ? null : championStream(champion);
};

const championOfBreakdowns = (key: string): string | null => {
  const champion = key.slice(0, key.indexOf('.'));
  return champion === network ? null : championStream(champion);
};

/** Codes name the champion in capitals behind `IDC-`; `NETWORK` is the charter itself. */
const code = (end: string): RegExp => new RegExp(`^IDC-(?:NETWORK|(.+))-[A-Z0-9]+${end}$`);

/** The things of the charter that have a name of their own. */
export const charterNouns: readonly Noun[] = [
  {
    noun: 'charter',
    organisation: null,
    document: () => ({ documents: charters, key: 'IDC' }),
    found: charters,
    find: (name, basis) => new TheCharter({ name }, basis),
    compared: comparedCharter,
  },
  {
    noun: 'charterVersion',
    organisation: null,
    document: (key) => ({ documents: charterVersions, key }),
    found: charterVersions,
    find: (slug, basis) => new CharterVersionBySlug({ slug }, basis),
    compared: comparedVersion,
  },
  {
    noun: 'signOn',
    organisation: null,
    document: (key) => ({ documents: signOns, key }),
    found: signOns,
    find: (slug, basis) => new SignOnBySlug({ slug }, basis),
    compared: comparedSignOn,
  },
  {
    noun: 'champion',
    organisation: /^(?:network|([a-z0-9]+(?:-[a-z0-9]+)*))$/,
    document: (key) => ({ documents: champions, key }),
    found: champions,
    find: (slug, basis) => new ChampionBySlug({ slug }, basis),
    compared: comparedChampion,
  },
  {
    noun: 'actionPlan',
    organisation: code(''),
    document: (key) => ({ documents: actionPlans, key }),
    found: actionPlans,
    find: (plan, basis) => new ActionPlanByCode({ code: plan }, basis),
    parentOf: championOfPlan,
    compared: comparedPlan,
  },
  {
    noun: 'commitment',
    organisation: code('-C\\d{2,4}'),
    document: (key) => ({ documents: commitments, key }),
    found: commitments,
    find: (commitment, basis) => new CommitmentByCode({ code: commitment }, basis),
    parentOf: (commitment) => actionPlanStream(partOf(commitment).commitment),
    compared: comparedCommitment,
  },
  { noun: 'milestone', organisation: code('-C\\d{2,4}-M\\d{1,4}') },
  { noun: 'indicator', organisation: code('-C\\d{2,4}-I\\d{1,4}') },
  {
    noun: 'monitoringRound',
    organisation: null,
    document: (key) => ({ documents: monitoringRounds, key }),
    found: monitoringRounds,
    find: (slug, basis) => new MonitoringRoundBySlug({ slug }, basis),
    compared: comparedRound,
  },
  {
    noun: 'commitmentAssessment',
    organisation: code('-C\\d{2,4}-A\\d{1,4}'),
    found: assessments,
    find: (assessment, basis) => new AssessmentByCode({ code: assessment }, basis),
    compared: comparedAssessment,
  },
  {
    noun: 'progressReport',
    organisation: null,
    found: progressReports,
    find: (report, basis) => new ProgressReportByCode({ code: report }, basis),
    compared: comparedReport,
  },
  {
    noun: 'breakdowns',
    organisation: /^(?:network|([a-z0-9]+(?:-[a-z0-9]+)*))\./,
    document: (key) => ({ documents: indicatorBreakdowns, key }),
    found: indicatorBreakdowns,
    find: (key, basis) => new BreakdownsByKey({ key }, basis),
    parentOf: championOfBreakdowns,
    compared: comparedBreakdowns,
  },
];

/** The query that finds the thing of a stream of the charter; null for other streams. */
export function charterQueryFor(stream: string, basis: Basis): Query<unknown, object | undefined> | null {
  const noun = charterNouns.find((one) => one.noun === nounIn(stream));
  return noun?.find?.(noun.document?.(nameIn(stream)).key ?? '', basis) ?? null;
}
