import { codesOfRecords, type CodeLists } from '../platform/read-model/code-list.js';
import type { NamedDays } from '../platform/read-model/named-days.js';
import { gapStream, momentStream, seriesStream, teamStream } from './names.js';

/** The lists of codes that arguments of this context name with `@known`. */
export const collaborativeCodes: CodeLists = {
  taskTeams: codesOfRecords('the slug of a task team', 'task_teams', teamStream),
  advocacyMoments: codesOfRecords('the slug of an advocacy moment', 'advocacy_moments', momentStream),
  dataGaps: codesOfRecords('the slug of a data gap', 'data_gaps', gapStream),
  meetingSeries: codesOfRecords('the slug of a series of meetings', 'meeting_series', seriesStream),
};

/** Advocacy moments stand for the first day on which they can begin. */
export const advocacyDays: NamedDays = {
  what: 'the slug of an advocacy moment',
  dayOf: (rows, name) =>
    rows.one<{ day: string }>('SELECT first_day AS day FROM advocacy_moments WHERE key = ?', name)?.day,
  like: (rows, name) => collaborativeCodes.advocacyMoments?.like(rows, name).map(String) ?? [],
};
