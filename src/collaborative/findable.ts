import { changed, findable } from '../platform/read-model/search/findables.js';
import { teamOf } from './names.js';
import type { OutputEvent } from './task-team/output.js';
import type { TaskTeamEvent } from './task-team/task-team.js';

/** The words by which task teams are found, their outputs and earlier names among them. */
export const collaborativeFindable = findable<TaskTeamEvent | OutputEvent>({
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
});
