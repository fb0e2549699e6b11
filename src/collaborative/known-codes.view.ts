import { closest } from '../kernel/values/suggestion.js';
import type { CodeList, CodeLists } from '../platform/read-model/code-list.js';
import type { NamedDays } from '../platform/read-model/named-days.js';
import { revisionsOf } from '../platform/read-model/past/timelines.js';
import { momentStream, seriesStream, teamStream } from './names.js';

/** How many codes of the register are looked through for one that is like another. */
const mostLookedAt = 1000;

/** Records with streams of their own. One that holds only from a later day, or was retracted, is known all the same. */
const records = (what: string, table: string, streamOf: (key: string) => string): CodeList => ({
  what,
  known: (rows, codes) => {
    const streams = new Map(codes.map((code) => [code, streamOf(String(code))]));
    const found = revisionsOf(rows, [...streams.values()]);
    return new Set(codes.filter((code) => found.has(streams.get(code) ?? '')));
  },
  like: (rows, code) => {
    const keys = rows.all<{ key: string }>(`SELECT key FROM ${table} LIMIT ${mostLookedAt}`);
    return closest(
      String(code),
      keys.map(({ key }) => key),
    );
  },
});

/** The lists of codes that arguments of this context name with `@known`. */
export const collaborativeCodes: CodeLists = {
  taskTeams: records('the slug of a task team', 'task_teams', teamStream),
  advocacyMoments: records('the slug of an advocacy moment', 'advocacy_moments', momentStream),
  meetingSeries: records('the slug of a series of meetings', 'meeting_series', seriesStream),
};

/** Advocacy moments stand for the first day on which they can begin. */
export const advocacyDays: NamedDays = {
  what: 'the slug of an advocacy moment',
  dayOf: (rows, name) =>
    rows.one<{ day: string }>('SELECT first_day AS day FROM advocacy_moments WHERE key = ?', name)?.day,
  like: (rows, name) => collaborativeCodes.advocacyMoments?.like(rows, name).map(String) ?? [],
};
