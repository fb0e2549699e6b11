import { aggregate, defineContext } from '../platform/context.js';
import { hlpfQueries, type StandingOf } from './advocacy/hlpf.view.js';
import { moment, momentCommands, momentEvents } from './advocacy/moment.js';
import { momentQueries, momentsView } from './advocacy/moments.view.js';
import { advocacyFields, collaborativeFields } from './collaborative.fields.js';
import { collaborativeCalendar } from './calendar.view.js';
import { collaborativeMutations, CollaborativeResolver } from './collaborative.resolver.js';
import { collaborativeCorrectionRules } from './correction-rules.js';
import { collaborativeSentences } from './event-sentences.js';
import { collaborativeFindable } from './findable.js';
import { advocacyDays, collaborativeCodes } from './known-codes.view.js';
import { gap, gapCommands, gapEvents } from './gap/gap.js';
import { gapQueries, gapsView } from './gap/gaps.view.js';
import { initiative, initiativeCommands, initiativeEvents } from './initiative/initiative.js';
import { initiativeQueries, initiativesView } from './initiative/initiatives.view.js';
import { meeting, meetingCommands, meetingEvents } from './meeting/meeting.js';
import { meetingQueries, meetingsView } from './meeting/meetings.view.js';
import { outcome, outcomeCommands, outcomeEvents } from './meeting/outcome.js';
import { collaborativeImport } from './import/collaborative-import.js';
import { series, seriesCommands, seriesEvents } from './meeting/series.js';
import { isNaming } from './names.js';
import { collaborativeNouns } from './nouns.js';
import { collaborativePermissions } from './permissions.js';
import { output, outputCommands, outputEvents } from './task-team/output.js';
import { taskTeam, taskTeamCommands, taskTeamEvents } from './task-team/task-team.js';
import { taskTeamQueries, taskTeamsView } from './task-team/task-teams.view.js';

/** The Leave No One Behind Data Collaborative: its task teams, its meetings and where it speaks up. */
export const collaborativeContext = defineContext({
  name: 'collaborative',
  events: [
    ...taskTeamEvents,
    ...outputEvents,
    ...seriesEvents,
    ...meetingEvents,
    ...outcomeEvents,
    ...momentEvents,
    ...gapEvents,
    ...initiativeEvents,
  ],
  aggregates: [
    aggregate(taskTeam, taskTeamCommands),
    aggregate(output, outputCommands),
    aggregate(series, seriesCommands),
    aggregate(meeting, meetingCommands),
    aggregate(outcome, outcomeCommands),
    aggregate(moment, momentCommands),
    aggregate(gap, gapCommands),
    aggregate(initiative, initiativeCommands),
  ],
  views: [taskTeamsView, meetingsView, momentsView, gapsView, initiativesView],
  queries: [...taskTeamQueries, ...meetingQueries, ...momentQueries, ...gapQueries, ...initiativeQueries],
  resolvers: [CollaborativeResolver, ...collaborativeMutations],
  fields: collaborativeFields,
  nouns: collaborativeNouns,
  sentences: collaborativeSentences,
  codes: collaborativeCodes,
  calendars: [collaborativeCalendar],
  namedDays: [advocacyDays],
  permissions: collaborativePermissions,
  correctable: { isNaming, rules: collaborativeCorrectionRules },
  findable: collaborativeFindable,
  imports: [collaborativeImport],
  across: (all) => ({
    fields: advocacyFields(all),
    queries: hlpfQueries(all.reads.standingOfCountries as StandingOf | undefined),
  }),
});
