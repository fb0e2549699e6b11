import { closest } from '../kernel/values/suggestion.js';
import type { CodeList, CodeLists } from '../platform/read-model/code-list.js';
import { revisionsOf } from '../platform/read-model/past/timelines.js';
import { exampleStream, guidelineStream, listStream } from './names.js';

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
export const citizenDataCodes: CodeLists = {
  codeLists: records('the slug of a list of codes', 'code_lists', listStream),
  examples: records('the slug of an example', 'examples', exampleStream),
  guidelines: records('the slug of a guideline', 'guidelines', guidelineStream),
  participationSteps: {
    what: 'a step of the participation ladder, 1 to 5',
    known: (_, codes) => new Set(codes.filter((code) => Number(code) >= 1 && Number(code) <= 5)),
    like: (_, code) => [Math.min(Math.max(1, Number(code)), 5)],
  },
};
