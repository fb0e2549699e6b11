import { aggregate, defineContext } from '../platform/context.js';
import { collaborativeFields } from './collaborative.fields.js';
import { collaborativeMutations, CollaborativeResolver } from './collaborative.resolver.js';
import { collaborativeSentences } from './event-sentences.js';
import { collaborativeFindable } from './findable.js';
import { collaborativeCodes } from './known-codes.view.js';
import { meeting, meetingCommands, meetingEvents } from './meeting/meeting.js';
import { meetingQueries, meetingsView } from './meeting/meetings.view.js';
import { outcome, outcomeCommands, outcomeEvents } from './meeting/outcome.js';
import { series, seriesCommands, seriesEvents } from './meeting/series.js';
import { isNaming } from './names.js';
import { collaborativeNouns } from './nouns.js';
import { collaborativePermissions } from './permissions.js';
import { output, outputCommands, outputEvents } from './task-team/output.js';
import { taskTeam, taskTeamCommands, taskTeamEvents } from './task-team/task-team.js';
import { taskTeamQueries, taskTeamsView } from './task-team/task-teams.view.js';

/** The Leave No One Behind Data Collaborative: its task teams and its meetings. */
export const collaborativeContext = defineContext({
  name: 'collaborative',
  events: [...taskTeamEvents, ...outputEvents, ...seriesEvents, ...meetingEvents, ...outcomeEvents],
  aggregates: [
    aggregate(taskTeam, taskTeamCommands),
    aggregate(output, outputCommands),
    aggregate(series, seriesCommands),
    aggregate(meeting, meetingCommands),
    aggregate(outcome, outcomeCommands),
  ],
  views: [taskTeamsView, meetingsView],
  queries: [...taskTeamQueries, ...meetingQueries],
  resolvers: [CollaborativeResolver, ...collaborativeMutations],
  fields: collaborativeFields,
  nouns: collaborativeNouns,
  sentences: collaborativeSentences,
  codes: collaborativeCodes,
  permissions: collaborativePermissions,
  correctable: { isNaming },
  findable: collaborativeFindable,
});
