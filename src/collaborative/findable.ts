import { changed, findable } from '../platform/read-model/search/findables.js';
import type { MomentEvent } from './advocacy/moment.js';
import type { GapEvent } from './gap/gap.js';
import type { InitiativeEvent } from './initiative/initiative.js';
import type { MeetingEvent } from './meeting/meeting.js';
import type { OutcomeEvent } from './meeting/outcome.js';
import type { SeriesEvent } from './meeting/series.js';
import { teamOf } from './names.js';
import type { OutputEvent } from './task-team/output.js';
import type { TaskTeamEvent } from './task-team/task-team.js';

/** The words by which task teams, meetings and advocacy moments are found: outputs, earlier names, decisions and messages among them. */
export const collaborativeFindable = findable<
  TaskTeamEvent | OutputEvent | SeriesEvent | MeetingEvent | OutcomeEvent | MomentEvent | GapEvent | InitiativeEvent
>({
  InitiativeProposed: ({ facts: { initiative }, text }) => ({
    noun: 'initiative',
    key: initiative,
    parts: { title: [text?.title], description: [text?.description] },
  }),
  DataGapIdentified: ({ facts: { gap, population }, text }) => ({
    noun: 'dataGap',
    key: gap,
    parts: { title: [text?.title], population: [population] },
  }),
  GapMethodPiloted: ({ facts: { gap }, text }) => ({
    noun: 'dataGap',
    key: gap,
    parts: { method: [text?.method], lesson: changed(text?.lesson) },
  }),
  DataGapSettled: ({ facts: { gap }, text }) => ({
    noun: 'dataGap',
    key: gap,
    parts: { lesson: changed(text?.lesson) },
  }),
  AdvocacyMomentAnnounced: ({ entry, facts: { moment }, text }) => ({
    noun: 'advocacyMoment',
    key: moment,
    parts: {
      title: [text?.title],
      [`title of ${entry}`]: [text?.title],
      theme: [text?.theme],
      place: [text?.place, text?.auspices],
    },
  }),
  AdvocacyMomentAmended: ({ entry, facts: { moment }, text }) => ({
    noun: 'advocacyMoment',
    key: moment,
    parts: {
      title: changed(text?.title),
      [`title of ${entry}`]: changed(text?.title),
      theme: changed(text?.theme),
      [`place of ${entry}`]: changed(text?.place),
    },
  }),
  AdvocacyMessageRecorded: ({ facts: { moment, message }, text }) => ({
    noun: 'advocacyMoment',
    key: moment,
    parts: { [message]: [text?.text] },
  }),
  TaskTeamFormed: ({ entry, facts: { team, name }, text }) => ({
    noun: 'taskTeam',
    key: team,
    parts: { names: [name], [`name of ${entry}`]: [name], goals: text?.goals ?? [] },
  }),
  TaskTeamAmended: ({ entry, facts: { team, name }, text }) => ({
    noun: 'taskTeam',
    key: team,
    parts: { names: changed(name), [`name of ${entry}`]: changed(name), goals: text?.goals ?? null },
  }),
  OutputPlanned: ({ facts: { output, team }, text }) => ({
    noun: 'taskTeam',
    key: team,
    parts: { [output]: [text?.title, text?.description] },
  }),
  OutputProgressReported: ({ entry, facts: { output }, text }) => ({
    noun: 'taskTeam',
    key: teamOf(output),
    parts: { [`report ${entry}`]: changed(text?.note) },
  }),
  MeetingSeriesStarted: ({ facts: { series, name } }) => ({
    noun: 'meetingSeries',
    key: series,
    parts: { names: [name] },
  }),
  MeetingScheduled: ({ facts: { meeting }, text }) => ({
    noun: 'meeting',
    key: meeting,
    parts: { title: [text?.title], place: [text?.place] },
  }),
  MeetingAgendaCirculated: ({ facts: { meeting }, text }) => ({
    noun: 'meeting',
    key: meeting,
    parts: { agenda: [text?.agenda] },
  }),
  DecisionRecorded: ({ facts: { meeting, decision }, text }) => ({
    noun: 'meeting',
    key: meeting,
    parts: { [decision]: [text?.decision] },
  }),
  ActionPointAgreed: ({ facts: { meeting, actionPoint }, text }) => ({
    noun: 'meeting',
    key: meeting,
    parts: { [actionPoint]: [text?.title] },
  }),
});
