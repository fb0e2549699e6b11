import { closest } from '../../kernel/values/suggestion.js';
import type { Code, CodeLists } from '../../platform/read-model/code-list.js';
import { revisionsOf } from '../../platform/read-model/past/timelines.js';
import { organisationStream } from './organisation.js';

/** How many organisations are looked through for one that is like another. */
const mostLookedAt = 1000;

/** The list of codes that arguments name with `@known`. One that holds only from a later day, or was retracted, is known all the same. */
export const organisationCodes: CodeLists = {
  organisations: {
    what: 'the slug of an organisation',
    known: (rows, codes) => {
      const found = revisionsOf(
        rows,
        codes.map((code) => organisationStream(String(code))),
      );
      return new Set<Code>(codes.filter((code) => found.has(organisationStream(String(code)))));
    },
    like: (rows, code) => {
      const all = rows.all<{ key: string; name: string }>(
        `SELECT key, document ->> '$.name' AS name FROM organisations LIMIT ${mostLookedAt}`,
      );
      const slugs = closest(
        String(code),
        all.map(({ key }) => key),
      );
      const names = closest(
        String(code),
        all.map(({ name }) => name),
      );
      return slugs.length > 0 ? slugs : all.filter(({ name }) => names.includes(name)).map(({ key }) => key);
    },
  },
};
