import { Args, Query, Resolver } from '@nestjs/graphql';
import { nameIn } from '../kernel/stream.js';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { meetingCommands } from './meeting/meeting.js';
import {
  ListMeetings,
  ListMeetingSeries,
  MeetingByCode,
  MeetingSeriesBySlug,
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
  mutations(
    'meeting',
    [...meetingCommands, ...outcomeCommands],
    ({ stream }, basis) => new MeetingByCode({ code: nameIn(stream) }, basis),
  ),
];
