import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { nameIn } from '../kernel/stream.js';
import type { RequestContext } from '../platform/graphql/context.js';
import { asBatch, batchOfOne } from '../platform/graphql/resolvers/batching.js';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import type { Standing } from '../charter/status/standing.view.js';
import { cellsOf, HlpfOfYear, StandingOfCountries, type HlpfSession } from './advocacy/hlpf.view.js';
import { momentCommands } from './advocacy/moment.js';
import { AdvocacyMomentBySlug, ListAdvocacyMoments, type MomentFilter } from './advocacy/moments.view.js';
import { gapCommands } from './gap/gap.js';
import { DataGapBySlug, ListDataGaps, type GapFilter } from './gap/gaps.view.js';
import { initiativeCommands } from './initiative/initiative.js';
import { InitiativeBySlug, ListInitiatives, type InitiativeFilter } from './initiative/initiatives.view.js';
import { meetingCommands } from './meeting/meeting.js';
import {
  ListMeetings,
  ListMeetingSeries,
  LookBackFrom,
  MeetingByCode,
  MeetingSeriesBySlug,
  type LookBack,
  type MeetingFilter,
} from './meeting/meetings.view.js';
import { outcomeCommands } from './meeting/outcome.js';
import { seriesCommands } from './meeting/series.js';
import { outputCommands } from './task-team/output.js';
import { taskTeamCommands } from './task-team/task-team.js';
import { ListTaskTeams, TaskTeamBySlug, type TaskTeamFilter, type TaskTeamOrder } from './task-team/task-teams.view.js';

/** The queries of the collaborative: each is passed to the query bus. */
@Resolver()
export class CollaborativeResolver extends QueryResolver {
  @Query()
  taskTeam(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new TaskTeamBySlug({ slug }, basis));
  }

  @Query()
  taskTeams(@Args() args: PageRequest & { filter?: TaskTeamFilter; orderBy?: TaskTeamOrder }, @OnBasis() basis: Basis) {
    return this.page(new ListTaskTeams(args, basis));
  }

  @Query()
  meetingSeries(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new MeetingSeriesBySlug({ slug }, basis));
  }

  @Query()
  allMeetingSeries(@Args() args: PageRequest, @OnBasis() basis: Basis) {
    return this.page(new ListMeetingSeries(args, basis));
  }

  @Query()
  meeting(@Args('code') code: string, @OnBasis() basis: Basis) {
    return this.one(new MeetingByCode({ code }, basis));
  }

  @Query()
  meetings(@Args() args: PageRequest & { filter?: MeetingFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListMeetings(args, basis));
  }

  /** A comparison as `changes` gives it: of the two days, both as the basis knows them. */
  @Query()
  async sinceLastMeeting(@Args('meeting') code: string, @OnBasis() basis: Basis, @Context() context: RequestContext) {
    const days = await this.queries.execute<LookBackFrom, LookBack | null>(new LookBackFrom({ code }, basis));
    if (days === null) return null;
    const { size } = basis;
    const from = await context.at({ size }, days.from);
    return { form: 'progress', from, between: from, to: await context.at({ size }, days.to) };
  }

  @Query()
  dataGap(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new DataGapBySlug({ slug }, basis));
  }

  @Query()
  dataGaps(@Args() args: PageRequest & { filter?: GapFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListDataGaps(args, basis));
  }

  @Query()
  initiative(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new InitiativeBySlug({ slug }, basis));
  }

  @Query()
  initiatives(@Args() args: PageRequest & { filter?: InitiativeFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListInitiatives(args, basis));
  }

  @Query()
  advocacyMoment(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new AdvocacyMomentBySlug({ slug }, basis));
  }

  @Query()
  advocacyMoments(@Args() args: PageRequest & { filter?: MomentFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListAdvocacyMoments(args, basis));
  }

  /** Compares two days of one log: that of the basis, and the last day of the session before. */
  @Query()
  async hlpf(@Args('year') year: number, @OnBasis() basis: Basis, @Context() context: RequestContext) {
    const found = await this.queries.execute<HlpfOfYear, HlpfSession | undefined>(new HlpfOfYear({ year }, basis));
    if (found === undefined) return null;
    const { session, previous, previousDay } = found;
    const standingOn = (on: Basis): Promise<Standing> => {
      const countries = session.reviews.filter(({ state }) => state !== 'withdrawn').map(({ country }) => country);
      return this.queries.execute<StandingOfCountries, Standing>(new StandingOfCountries({ countries }, on));
    };
    const isOver = previousDay !== null && previousDay <= basis.effectiveOn;
    const then = isOver ? await standingOn(await context.at({ size: basis.size }, previousDay)) : null;
    return {
      session: batchOfOne(basis, session),
      previous: previous === null ? null : batchOfOne(basis, previous),
      comparedWith: previousDay,
      rows: asBatch(basis, cellsOf(found, await standingOn(basis), then)),
    };
  }
}

export const collaborativeMutations = [
  mutations(
    'taskTeam',
    [...taskTeamCommands, ...outputCommands],
    ({ stream }, basis) => new TaskTeamBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations(
    'meetingSeries',
    seriesCommands,
    ({ stream }, basis) => new MeetingSeriesBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations('dataGap', gapCommands, ({ stream }, basis) => new DataGapBySlug({ slug: nameIn(stream) }, basis)),
  mutations(
    'initiative',
    initiativeCommands,
    ({ stream }, basis) => new InitiativeBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations(
    'advocacyMoment',
    momentCommands,
    ({ stream }, basis) => new AdvocacyMomentBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations(
    'meeting',
    [...meetingCommands, ...outcomeCommands],
    ({ stream }, basis) => new MeetingByCode({ code: nameIn(stream) }, basis),
  ),
];
