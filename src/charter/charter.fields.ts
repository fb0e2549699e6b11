import type { Language } from '../kernel/values/fields.js';
import type { Recorded } from '../kernel/message.js';
import { termOf, type Heard } from '../kernel/time/deadline.js';
import { endOfTime, lastDay } from '../kernel/time/partial-date.js';
import { asBatch, basisOf, batchLoad } from '../platform/graphql/resolvers/batching.js';
import type { RequestContext } from '../platform/graphql/context.js';
import {
  history,
  idOf,
  lists,
  refersTo,
  refersToMany,
  revision,
  thingFields,
} from '../platform/graphql/resolvers/thing-fields.js';
import { pageOfArray, type Listing, type PageRequest } from '../platform/read-model/page.js';
import { assessments, newestAssessments, type AssessmentDocument } from './assessment/assessments.view.js';
import { progressSeriesOf } from './assessment/progress-series.view.js';
import { actionPlans, supersededBy, type ActionPlanDocument } from './action-plan/action-plans.view.js';
import { champions, type ChampionDocument } from './champion/champions.view.js';
import type { CharterDocument } from './charter/charter.view.js';
import type { CharterVersionDocument } from './charter/charter-versions.view.js';
import { commitmentListing, type CommitmentFilter } from './commitment/commitment-lists.view.js';
import { commitments, type CommitmentDocument, type IndicatorDocument } from './commitment/commitments.view.js';
import { checkabilityOf } from './commitment/checkability.view.js';
import { driftOf } from './commitment/drift.view.js';
import type { MonitoringRoundDocument } from './monitoring-round/monitoring-rounds.view.js';
import {
  countsOf,
  noRounds,
  punctualityOf,
  roundProgress,
  undatedInRound,
  type ChampionProgress,
} from './monitoring-round/round-progress.view.js';
import {
  concernsReport,
  newestFirst,
  progressReports,
  touchingCommitments,
  type ProgressReportDocument,
} from './progress-report/progress-reports.view.js';
import { isOverdue } from './progress-report/reporting.js';
import { lastHeardOf, silentChampions, silentCommitments } from './progress-report/silence.view.js';
import { reportingStatesOf } from './progress-report/reporting-state.view.js';
import type { Deepening } from './sign-on/deepening.view.js';
import { pathsOf, type PathStep } from './sign-on/path.view.js';
import type { SignOnDocument } from './sign-on/sign-ons.view.js';
import { filterOf, labelOf, nameOf } from './status/status-groups.view.js';
import type { Coverage, StatusCount } from './status/status.view.js';

/** The plans that others took the place of, by those. */
function superseded(plan: ActionPlanDocument): readonly ActionPlanDocument[] {
  const found = batchLoad(plan, 'supersedes', (plans: readonly ActionPlanDocument[], basis) => {
    const before = supersededBy(basis, plans.map(code));
    asBatch(basis, before);
    return before;
  });
  return found.filter(({ supersededBy }) => supersededBy === plan.code);
}

/** A deadline taken apart. */
const termIn = ({ due }: { readonly due: string | null }) => (due === null ? null : termOf(due));

/** Since when a commitment is known to stand, and the day of the last word on it. */
function heardOf(document: CommitmentDocument): Heard {
  const [made, recorded] = [
    document.made === null ? endOfTime : lastDay(document.made),
    document.recordedAt.slice(0, 10),
  ];
  return { since: made === endOfTime ? recorded : made, heard: lastHeardOfCommitment(document) };
}

type Filtered = PageRequest & { readonly filter?: CommitmentFilter | null };
const concerns = (event: Recorded, { code }: ProgressReportDocument): boolean => concernsReport(event, code);
const concernsAssessment = ({ facts }: Recorded, { code }: AssessmentDocument): boolean => {
  const { assessment, part } = facts as { readonly assessment?: string; readonly part?: string | null };
  return assessment === code || part === code;
};
const slug = ({ slug }: { readonly slug: string }): string => slug;
/** The way of an organisation to the charter: three SQL queries for the whole batch. */
const path = (thing: ChampionDocument | SignOnDocument): readonly PathStep[] =>
  batchLoad(thing, 'path', (all, basis) => pathsOf(basis, all.map(slug))).get(thing.slug) ?? [];
/** What champions have reported in a round, computed once for each round of an answer. */
const progressIn = (round: MonitoringRoundDocument): readonly ChampionProgress[] =>
  batchLoad(round, `progress of ${round.slug}`, (_, basis) => roundProgress(basis, round));
const namesChampions = (name: string, slugsOf: (deepening: Deepening) => readonly string[]) =>
  refersToMany<Deepening, ChampionDocument>(champions, name, slugsOf);
const code = ({ code }: { readonly code: string }): string => code;
/** When a record was last heard of: one SQL query for the whole batch. */
const lastHeard =
  <D extends object>(table: 'commitments' | 'action_plans' | 'champions', keyOf: (document: D) => string) =>
  (document: D): string | null =>
    batchLoad(document, 'lastHeard', (all: readonly D[], basis) => lastHeardOf(basis, table, all.map(keyOf))).get(
      keyOf(document),
    ) ?? null;

const lastHeardOfCommitment = lastHeard<CommitmentDocument>('commitments', code);

const ofCommitments = ({ filter }: Filtered): Listing => commitmentListing(filter);
const reports = (): Listing => newestFirst;

/** The fields that are more than a property of a document. Plain functions: they run for every thing of a list. */
export const charterFields = {
  RoleGrant: {
    organisation: refersTo<{ readonly organisation: string | null }, ChampionDocument>(
      champions,
      'champion',
      ({ organisation }) => organisation,
    ),
  },
  Charter: {
    ...thingFields<CharterDocument>('charter', () => 'IDC'),
  },
  CharterVersion: {
    ...thingFields<CharterVersionDocument>('charterVersion', slug),
  },
  SignOn: {
    ...thingFields<SignOnDocument>('signOn', slug),
    champion: refersTo<SignOnDocument, ChampionDocument>(champions, 'champion', slug),
    path,
  },
  Deepening: {
    champions: namesChampions('champions', ({ champions }) => champions),
    renewed: namesChampions('renewed', ({ renewed }) => renewed),
    undated: namesChampions('undated', ({ undated }) => undated),
  },
  Champion: {
    ...thingFields<ChampionDocument>('champion', slug),
    path,
    punctuality: (document: ChampionDocument) =>
      batchLoad(document, 'punctuality', (_, basis) => punctualityOf(basis)).get(document.slug) ?? noRounds,
    intoChampion: refersTo<ChampionDocument, ChampionDocument>(
      champions,
      'intoChampion',
      ({ intoChampion }) => intoChampion,
    ),
    lastHeard: lastHeard<ChampionDocument>('champions', slug),
    isSilent: (document: ChampionDocument) =>
      batchLoad(document, 'silent', (_, basis) => silentChampions(basis)).has(document.slug),
    actionPlans: lists<ChampionDocument>('actionPlans', 'champion', slug, () => ({
      table: 'action_plans',
      where: [],
      sort: 'key',
    })),
    commitments: lists<ChampionDocument, Filtered>('commitments', 'champion', slug, ofCommitments),
    progressReports: lists<ChampionDocument>('progressReports', 'champion', slug, reports),
  },
  ActionPlan: {
    ...thingFields<ActionPlanDocument>('actionPlan', code),
    champion: refersTo<ActionPlanDocument, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
    supersededBy: refersTo<ActionPlanDocument, ActionPlanDocument>(
      actionPlans,
      'supersededBy',
      ({ supersededBy }) => supersededBy,
    ),
    supersedes: superseded,
    lastHeard: lastHeard<ActionPlanDocument>('action_plans', code),
    settlements: ({ settled }: ActionPlanDocument) =>
      Object.values(settled).sort((one, other) => (one.commitment < other.commitment ? -1 : 1)),
    commitments: lists<ActionPlanDocument, Filtered>('commitments', 'action_plan', code, ofCommitments),
    progressReports: lists<ActionPlanDocument>('progressReports', 'action_plan', code, reports),
  },
  Commitment: {
    ...thingFields<CommitmentDocument>('commitment', code),
    drift: driftOf,
    isOverdue: (document: CommitmentDocument) =>
      isOverdue(document, basisOf(document).effectiveOn, () => heardOf(document)),
    reporting: (document: CommitmentDocument) =>
      batchLoad(document, 'reporting', (all: readonly CommitmentDocument[], basis) =>
        reportingStatesOf(basis, all),
      ).get(document.code),
    checkability: (document: CommitmentDocument, { method }: { readonly method?: number | null }) =>
      checkabilityOf(document, method ?? undefined) ?? null,
    term: termIn,
    lastHeard: lastHeardOfCommitment,
    isSilent: (document: CommitmentDocument) =>
      batchLoad(document, 'silent', (_, basis) => silentCommitments(basis)).has(document.code),
    originalTitle: ({ originalTitle, title }: CommitmentDocument) => originalTitle ?? title,
    originalDescription: ({ originalDescription, description }: CommitmentDocument) =>
      originalDescription ?? description,
    champion: refersTo<CommitmentDocument, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
    actionPlan: refersTo<CommitmentDocument, ActionPlanDocument>(
      actionPlans,
      'actionPlan',
      ({ actionPlan }) => actionPlan,
    ),
    madeIn: refersTo<CommitmentDocument, ActionPlanDocument>(actionPlans, 'madeIn', ({ madeIn }) => madeIn),
    supersededBy: refersTo<CommitmentDocument, CommitmentDocument>(
      commitments,
      'supersededBy',
      ({ supersededBy }) => supersededBy,
    ),
    milestones: ({ milestones }: CommitmentDocument, args: PageRequest) => pageOfArray(milestones, code, args),
    indicators: ({ indicators }: CommitmentDocument, args: PageRequest) => pageOfArray(indicators, code, args),
    progressReports: lists<CommitmentDocument>('progressReports', 'touched', code, () => touchingCommitments),
    latestAssessment: refersTo<CommitmentDocument, AssessmentDocument>(
      assessments,
      'latestAssessment',
      ({ latestAssessment }) => latestAssessment,
    ),
    assessments: lists<CommitmentDocument>('assessments', 'commitment', code, () => newestAssessments),
    progressSeries: (document: CommitmentDocument) =>
      batchLoad(document, 'progressSeries', (all: readonly CommitmentDocument[], basis) =>
        progressSeriesOf(basis, all.map(code)),
      ).get(document.code) ?? [],
  },
  Milestone: { term: termIn },
  Indicator: {
    values: ({ values }: IndicatorDocument, args: PageRequest) =>
      pageOfArray(values, ({ entry, on, value }) => `${entry}/${on}/${value}`, args),
  },
  MonitoringRound: {
    ...thingFields<MonitoringRoundDocument>('monitoringRound', slug),
    progress: (round: MonitoringRoundDocument) => asBatch(basisOf(round), progressIn(round)),
    counts: (round: MonitoringRoundDocument) => countsOf(progressIn(round), undatedInRound(basisOf(round), round)),
  },
  RoundProgress: {
    champion: refersTo<ChampionProgress, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
  },
  Assessment: {
    id: idOf<AssessmentDocument>('commitmentAssessment', code),
    revision,
    history: (document: AssessmentDocument, args: PageRequest, context: RequestContext) =>
      history(document, args, context, concernsAssessment),
    commitment: refersTo<AssessmentDocument, CommitmentDocument>(
      commitments,
      'commitment',
      ({ commitment }) => commitment,
    ),
    report: refersTo<AssessmentDocument, ProgressReportDocument>(progressReports, 'report', ({ report }) => report),
    disputes: refersTo<AssessmentDocument, AssessmentDocument>(assessments, 'disputes', ({ disputes }) => disputes),
    disputedBy: refersTo<AssessmentDocument, AssessmentDocument>(
      assessments,
      'disputedBy',
      ({ disputedBy }) => disputedBy,
    ),
  },
  ProgressReport: {
    id: idOf<ProgressReportDocument>('progressReport', code),
    revision,
    history: (document: ProgressReportDocument, args: PageRequest, context: RequestContext) =>
      history(document, args, context, concerns),
    champion: refersTo<ProgressReportDocument, ChampionDocument>(champions, 'champion', ({ champion }) => champion),
    actionPlan: refersTo<ProgressReportDocument, ActionPlanDocument>(
      actionPlans,
      'actionPlan',
      ({ actionPlan }) => actionPlan,
    ),
    commitment: refersTo<ProgressReportDocument, CommitmentDocument>(
      commitments,
      'commitment',
      ({ commitment }) => commitment,
    ),
    concerns: refersToMany<ProgressReportDocument, CommitmentDocument>(
      commitments,
      'concerns',
      ({ concerns }) => concerns,
    ),
  },
  StatusCount: {
    group: nameOf,
    label: (count: StatusCount, { language }: { readonly language: Language }) => labelOf(count, language),
    filter: filterOf,
  },
  Coverage: {
    champions: refersToMany<Coverage & object, ChampionDocument>(champions, 'champions', ({ champions }) => champions),
  },
};
