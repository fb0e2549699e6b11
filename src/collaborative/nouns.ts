import type { Noun } from '../platform/context.js';
import { comparedTaskTeam } from './compared.js';
import { TaskTeamBySlug, taskTeams } from './task-team/task-teams.view.js';

/** The things of the collaborative that have a name of their own. */
export const collaborativeNouns: readonly Noun[] = [
  {
    noun: 'taskTeam',
    organisation: null,
    document: (key) => ({ documents: taskTeams, key }),
    found: taskTeams,
    find: (slug, basis) => new TaskTeamBySlug({ slug }, basis),
    compared: comparedTaskTeam,
  },
  { noun: 'output', organisation: null },
];
