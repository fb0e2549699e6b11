import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { mutations } from '../platform/graphql/mutations.js';
import { OnBasis } from '../platform/graphql/on-basis.js';
import { batchOfOne, asBatch } from '../platform/graphql/batching.js';
import { correctionCommands } from '../kernel/correcting.js';
import { redactionCommands } from '../kernel/redacting.js';
import type { Query as Question } from '../platform/cqrs/queries.js';
import type { Page, PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { actionPlanCommands } from './action-plan/action-plan.js';
import { ActionPlanByCode, ListActionPlans, type ActionPlanFilter } from './action-plan/action-plans.view.js';
import { championCommands } from './champion/champion.js';
import { ChampionBySlug, ListChampions, type ChampionFilter, type ChampionOrder } from './champion/champions.view.js';
import { charterCommands } from './charter/charter.js';
import { TheCharter } from './charter/charter.view.js';
import { nameIn } from './vocabulary/codes.js';
import { commitmentCommands } from './commitment/commitment.js';
import { CommitmentByCode, ListCommitments, type CommitmentFilter, type CommitmentOrder } from './commitment/commitment-lists.view.js';
import { indicatorCommands } from './commitment/indicator.js';
import { milestoneCommands } from './commitment/milestone.js';
import { planEndingCommands } from './action-plan/plan-ending.js';
import { progressReportCommands } from './progress-report/progress-report.js';
import { LatestReportOn, ListProgressReports, ProgressReportByCode, type ProgressReportFilter } from './progress-report/progress-reports.view.js';
import { Search } from './search.view.js';
import { statementCommands } from './statement/statement.js';
import { CountStatuses, CoverageOf, type Grouping } from './status/status.view.js';
import { charterQueryFor } from './nouns.js';

/** The queries of the charter: each is passed to the query bus. */
@Resolver()
export class CharterResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query()
  charter(@OnBasis() basis: Basis) {
    return this.one(new TheCharter({}, basis));
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
  commitments(@Args() args: PageRequest & { filter?: CommitmentFilter; orderBy?: CommitmentOrder }, @OnBasis() basis: Basis) {
    return this.page(new ListCommitments(args, basis));
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

  @Query()
  search(@Args() args: PageRequest & { text: string }, @OnBasis() basis: Basis) {
    return this.page(new Search(args, basis));
  }

  private async one<D extends object | undefined>(query: Question<unknown, D>): Promise<D | null> {
    return batchOfOne(query.basis, await this.queries.execute<Question<unknown, D>, D>(query)) ?? null;
  }

  private async page<D extends object>(query: Question<unknown, Page<D>>): Promise<Page<D>> {
    const page = await this.queries.execute<Question<unknown, Page<D>>, Page<D>>(query);
    asBatch(query.basis, page.nodes);
    return page;
  }
}

export const charterMutations = [
  mutations('charter', charterCommands, (_, basis) => new TheCharter({}, basis)),
  mutations('champion', championCommands, ({ stream }, basis) => new ChampionBySlug({ slug: nameIn(stream) }, basis)),
  mutations('actionPlan', [...actionPlanCommands, ...planEndingCommands], ({ stream }, basis) => new ActionPlanByCode({ code: nameIn(stream) }, basis)),
  mutations(
    'commitment',
    [...commitmentCommands, ...milestoneCommands, ...indicatorCommands],
    ({ stream }, basis) => new CommitmentByCode({ code: nameIn(stream) }, basis),
  ),
  mutations('progressReport', progressReportCommands, ({ stream, receipt, events }, basis) =>
    events[0] === undefined
      ? new LatestReportOn({ stream, upTo: receipt.entry }, basis)
      : new ProgressReportByCode({ code: (events[0].facts as { report: string }).report }, basis),
  ),
  mutations('subject', [...statementCommands, ...correctionCommands, ...redactionCommands], ({ stream }, basis) => charterQueryFor(stream, basis)),
];
