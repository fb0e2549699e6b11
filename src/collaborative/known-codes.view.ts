import { closest } from '../kernel/suggestion.js';
import type { CodeLists } from '../platform/read-model/code-list.js';
import { revisionsOf } from '../platform/read-model/past/timelines.js';
import { teamStream } from './names.js';

/** How many codes of the register are looked through for one that is like another. */
const mostLookedAt = 1000;

/** The lists of codes that arguments of this context name with `@known`. A team that holds only from a later day, or was retracted, is known all the same. */
export const collaborativeCodes: CodeLists = {
  taskTeams: {
    what: 'the slug of a task team',
    known: (rows, codes) => {
      const found = revisionsOf(rows, codes.map((code) => teamStream(String(code)))); // prettier-ignore
      return new Set(codes.filter((code) => found.has(teamStream(String(code)))));
    },
    like: (rows, code) =>
      closest(
        String(code),
        rows.all<{ key: string }>(`SELECT key FROM task_teams LIMIT ${mostLookedAt}`).map(({ key }) => key),
      ),
  },
};
