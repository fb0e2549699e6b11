import { aggregate, defineContext } from '../platform/context.js';
import { collaborativeFields } from './collaborative.fields.js';
import { collaborativeMutations, CollaborativeResolver } from './collaborative.resolver.js';
import { collaborativeSentences } from './event-sentences.js';
import { collaborativeFindable } from './findable.js';
import { collaborativeCodes } from './known-codes.view.js';
import { isNaming } from './names.js';
import { collaborativeNouns } from './nouns.js';
import { collaborativePermissions } from './permissions.js';
import { output, outputCommands, outputEvents } from './task-team/output.js';
import { taskTeam, taskTeamCommands, taskTeamEvents } from './task-team/task-team.js';
import { taskTeamQueries, taskTeamsView } from './task-team/task-teams.view.js';

/** The Leave No One Behind Data Collaborative: its task teams. */
export const collaborativeContext = defineContext({
  name: 'collaborative',
  events: [...taskTeamEvents, ...outputEvents],
  aggregates: [aggregate(taskTeam, taskTeamCommands), aggregate(output, outputCommands)],
  views: [taskTeamsView],
  queries: taskTeamQueries,
  resolvers: [CollaborativeResolver, ...collaborativeMutations],
  fields: collaborativeFields,
  nouns: collaborativeNouns,
  sentences: collaborativeSentences,
  codes: collaborativeCodes,
  permissions: collaborativePermissions,
  correctable: { isNaming },
  findable: collaborativeFindable,
});
