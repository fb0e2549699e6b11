import { Args, Query, Resolver } from '@nestjs/graphql';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { batchOfOne } from '../platform/graphql/resolvers/batching.js';
import { QueryResolver } from '../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { assessmentCommands, type AssessmentCommand } from './assessment/assessment.js';
import {
  AssessmentByCode,
  LatestAssessmentOn,
  ListAssessments,
  type AssessmentFilter,
} from './assessment/assessments.view.js';
import { actionPlanCommands } from './action-plan/action-plan.js';
import { ActionPlanByCode, ListActionPlans, type ActionPlanFilter } from './action-plan/action-plans.view.js';
import { championCommands } from './champion/champion.js';
import { ChampionBySlug, ListChampions, type ChampionFilter, type ChampionOrder } from './champion/champions.view.js';
import { charterCommands } from './charter/charter.js';
import { TheCharter } from './charter/charter.view.js';
import { charterVersionCommands } from './charter/charter-version.js';
import { CharterVersionBySlug, ListCharterVersions } from './charter/charter-versions.view.js';
import { nameIn } from '../kernel/stream.js';
import { citationCommands } from './commitment/citation.js';
import { commitmentCommands } from './commitment/commitment.js';
import {
  CommitmentByCode,
  ListCommitments,
  type CommitmentFilter,
  type CommitmentOrder,
} from './commitment/commitment-lists.view.js';
import { indicatorCommands } from './commitment/indicator.js';
import { milestoneCommands } from './commitment/milestone.js';
import { planEndingCommands } from './action-plan/plan-ending.js';
import { monitoringRoundCommands } from './monitoring-round/monitoring-round.js';
import {
  ListMonitoringRounds,
  MonitoringRoundBySlug,
  type MonitoringRoundFilter,
} from './monitoring-round/monitoring-rounds.view.js';
import { CountReporting } from './progress-report/reporting-state.view.js';
import { progressReportCommands } from './progress-report/progress-report.js';
import {
  LatestReportOn,
  ListProgressReports,
  ProgressReportByCode,
  type ProgressReportFilter,
} from './progress-report/progress-reports.view.js';
import { TheDeepening } from './sign-on/deepening.view.js';
import { signOnCommands } from './sign-on/sign-on.js';
import { ListSignOns, SignOnBySlug, type SignOnFilter } from './sign-on/sign-ons.view.js';
import { statementCommands } from './statement/statement.js';
import { CountStatuses, CoverageOf, type Grouping } from './status/status.view.js';
import { charterQueryFor } from './nouns.js';

/** The queries of the charter: each is passed to the query bus. */
@Resolver()
export class CharterResolver extends QueryResolver {
  @Query()
  charter(@OnBasis() basis: Basis) {
    return this.one(new TheCharter({}, basis));
  }

  @Query()
  charterVersion(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new CharterVersionBySlug({ slug }, basis));
  }

  @Query()
  charterVersions(@Args() args: PageRequest, @OnBasis() basis: Basis) {
    return this.page(new ListCharterVersions(args, basis));
  }

  @Query()
  signOn(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new SignOnBySlug({ slug }, basis));
  }

  @Query()
  signOns(@Args() args: PageRequest & { filter?: SignOnFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListSignOns(args, basis));
  }

  @Query()
  async deepening(@OnBasis() basis: Basis) {
    return batchOfOne(basis, await this.queries.execute<TheDeepening, object>(new TheDeepening({}, basis)));
  }

  @Query()
  champion(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new ChampionBySlug({ slug }, basis));
  }

  @Query()
  champions(@Args() args: PageRequest & { filter?: ChampionFilter; orderBy?: ChampionOrder }, @OnBasis() basis: Basis) {
    return this.page(new ListChampions(args, basis));
  }

  @Query()
  actionPlan(@Args('code') code: string, @OnBasis() basis: Basis) {
    return this.one(new ActionPlanByCode({ code }, basis));
  }

  @Query()
  actionPlans(@Args() args: PageRequest & { filter?: ActionPlanFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListActionPlans(args, basis));
  }

  @Query()
  commitment(@Args('code') code: string, @OnBasis() basis: Basis) {
    return this.one(new CommitmentByCode({ code }, basis));
  }

  @Query()
  commitments(
    @Args() args: PageRequest & { filter?: CommitmentFilter; orderBy?: CommitmentOrder },
    @OnBasis() basis: Basis,
  ) {
    return this.page(new ListCommitments(args, basis));
  }

  @Query()
  monitoringRound(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new MonitoringRoundBySlug({ slug }, basis));
  }

  @Query()
  monitoringRounds(@Args() args: PageRequest & { filter?: MonitoringRoundFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListMonitoringRounds(args, basis));
  }

  @Query()
  reportingCounts(@Args() args: { filter?: CommitmentFilter }, @OnBasis() basis: Basis) {
    return this.queries.execute(new CountReporting(args, basis));
  }

  @Query()
  assessment(@Args('code') code: string, @OnBasis() basis: Basis) {
    return this.one(new AssessmentByCode({ code }, basis));
  }

  @Query()
  assessments(@Args() args: PageRequest & { filter?: AssessmentFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListAssessments(args, basis));
  }

  @Query()
  progressReport(@Args('code') code: string, @OnBasis() basis: Basis) {
    return this.one(new ProgressReportByCode({ code }, basis));
  }

  @Query()
  progressReports(@Args() args: PageRequest & { filter?: ProgressReportFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListProgressReports(args, basis));
  }

  @Query()
  statusCounts(@Args() args: { groupBy: Grouping; filter?: CommitmentFilter }, @OnBasis() basis: Basis) {
    return this.queries.execute(new CountStatuses(args, basis));
  }

  @Query()
  async coverage(@Args() args: { filter?: CommitmentFilter }, @OnBasis() basis: Basis) {
    return batchOfOne(basis, await this.queries.execute<CoverageOf, object>(new CoverageOf(args, basis)));
  }
}

export const charterMutations = [
  mutations('charter', charterCommands, (_, basis) => new TheCharter({}, basis)),
  mutations(
    'charterVersion',
    charterVersionCommands,
    ({ stream }, basis) => new CharterVersionBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations('signOn', signOnCommands, ({ stream }, basis) => new SignOnBySlug({ slug: nameIn(stream) }, basis)),
  mutations('champion', championCommands, ({ stream }, basis) => new ChampionBySlug({ slug: nameIn(stream) }, basis)),
  mutations(
    'actionPlan',
    [...actionPlanCommands, ...planEndingCommands],
    ({ stream }, basis) => new ActionPlanByCode({ code: nameIn(stream) }, basis),
  ),
  mutations(
    'commitment',
    [...commitmentCommands, ...milestoneCommands, ...indicatorCommands, ...citationCommands],
    ({ stream }, basis) => new CommitmentByCode({ code: nameIn(stream) }, basis),
  ),
  mutations(
    'monitoringRound',
    monitoringRoundCommands,
    ({ stream }, basis) => new MonitoringRoundBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations('progressReport', progressReportCommands, ({ stream, receipt, events }, basis) =>
    events[0] === undefined
      ? new LatestReportOn({ stream, upTo: receipt.entry }, basis)
      : new ProgressReportByCode({ code: (events[0].facts as { report: string }).report }, basis),
  ),
  mutations<AssessmentCommand>('assessment', assessmentCommands, ({ stream, receipt, events }, basis, { data }) => {
    const named = 'assessment' in data ? data.assessment : (events[0]?.facts as { assessment?: string }).assessment;
    return named === undefined
      ? new LatestAssessmentOn({ stream, upTo: receipt.entry }, basis)
      : new AssessmentByCode({ code: named }, basis);
  }),
  mutations('subject', statementCommands, ({ stream }, basis) => charterQueryFor(stream, basis)),
];
