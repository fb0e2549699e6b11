import { countriesLike, isCountry } from '../../kernel/values/countries.js';
import { isSdgIndicator, sdgIndicatorsLike } from '../../kernel/values/sdg.js';
import { closest } from '../../kernel/values/suggestion.js';
import type { Code, CodeList, CodeLists } from '../../platform/read-model/code-list.js';
import { revisionsOf } from '../../platform/read-model/past/timelines.js';
import type { Rows } from '../../platform/read-model/view.js';
import { actionPlanStream, championStream, commitmentStream } from './codes.js';
import { links } from '../commitment/commitments.view.js';
import { network, none } from './vocabulary.js';

/** How many codes of the register are looked through for one that is like another. */
const mostLookedAt = 1000;

const some = (codes: readonly Code[], isKnown: (code: Code) => boolean): ReadonlySet<Code> =>
  new Set(codes.filter(isKnown));

const column = (rows: Rows, sql: string, ...values: string[]): string[] =>
  rows.all<{ word: string }>(`${sql} LIMIT ${mostLookedAt}`, ...values).map(({ word }) => word);

/** Things that have streams of their own. One that holds only from a later day, or was taken back, is known all the same. */
const things = (
  what: string,
  streamOf: (code: string) => string,
  like: CodeList['like'],
  others: readonly string[] = [],
): CodeList => ({
  what,
  known: (rows, codes) => {
    const found = revisionsOf(
      rows,
      codes.map((code) => streamOf(String(code))),
    );
    return some(codes, (code) => others.includes(String(code)) || found.has(streamOf(String(code))));
  },
  like,
});

const numbers = (what: string, most: number): CodeList => ({
  what: `${what}, 1 to ${most}`,
  known: (_, codes) => some(codes, (code) => Number(code) >= 1 && Number(code) <= most),
  like: (_, code) => [Math.min(Math.max(1, Number(code)), most)],
});

/** Words that stand in the register and in no closed list. */
const words = (what: string, sql: string, others: readonly string[] = [], ...values: string[]): CodeList => ({
  what,
  known: (rows, codes) => {
    const found = rows.all<{ word: string }>(
      `SELECT word FROM (${sql}) WHERE word IN (SELECT value FROM json_each(?))`,
      ...values,
      JSON.stringify(codes),
    );
    return new Set<Code>([...others, ...found.map(({ word }) => word)]);
  },
  like: (rows, code) => closest(String(code), column(rows, sql, ...values)),
});

/** Slugs similar to what was given, including by the name of the champion. */
function championsLike(rows: Rows, code: Code): string[] {
  const all = rows.all<{ key: string; name: string }>(
    `SELECT key, document ->> '$.name' AS name FROM champions LIMIT ${mostLookedAt}`,
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
}

/** The lists of codes that arguments of the charter's context name with `@known`. */
export const charterCodes: CodeLists = {
  champions: things('the slug of a champion', championStream, championsLike, [network]),
  actionPlans: things('the code of an action plan', actionPlanStream, (rows, code) =>
    closest(String(code), column(rows, 'SELECT key AS word FROM action_plans')),
  ),
  commitments: things('the code of a commitment', commitmentStream, (rows, code) =>
    closest(String(code), column(rows, 'SELECT key AS word FROM commitments')),
  ),
  countries: {
    what: 'an ISO 3166-1 alpha-3 code',
    known: (_, codes) => some(codes, (code) => code === none || isCountry(String(code))),
    like: (_, code) => countriesLike(String(code)),
  },
  principles: numbers('a principle', 5),
  sdgGoals: numbers('a Sustainable Development Goal', 17),
  sdgIndicators: {
    what: 'an SDG indicator',
    known: (_, codes) => some(codes, (code) => isSdgIndicator(String(code))),
    like: (_, code) => sdgIndicatorsLike(String(code)),
  },
  populations: words(
    'a population group that a commitment names',
    `SELECT DISTINCT value AS word FROM ${links} WHERE kind = ?`,
    [none],
    'population',
  ),
  rounds: words(
    'a round that a report names',
    'SELECT DISTINCT round AS word FROM progress_reports WHERE round IS NOT NULL',
  ),
};
