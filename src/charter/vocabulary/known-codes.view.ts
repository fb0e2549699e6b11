import { countriesLike, isCountry } from '../../kernel/values/countries.js';
import { isSdgIndicator, sdgIndicatorsLike } from '../../kernel/values/sdg.js';
import { closest } from '../../kernel/values/suggestion.js';
import {
  codesOfNumbers,
  codesOfRecords,
  mostLookedAt,
  type Code,
  type CodeList,
  type CodeLists,
} from '../../platform/read-model/code-list.js';
import type { Rows } from '../../platform/read-model/view.js';
import { actionPlanStream, championStream, commitmentStream, partOf } from './codes.js';
import { commitments, links } from '../commitment/commitments.view.js';
import { network, none } from './vocabulary.js';

const some = (codes: readonly Code[], isKnown: (code: Code) => boolean): ReadonlySet<Code> =>
  new Set(codes.filter(isKnown));

const column = (rows: Rows, sql: string, ...values: string[]): string[] =>
  rows.all<{ word: string }>(`${sql} LIMIT ${mostLookedAt}`, ...values).map(({ word }) => word);

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

/** The codes of the indicators of a commitment. */
const indicatorsOf = (rows: Rows, code: string): readonly string[] =>
  (commitments.get(rows, partOf(code).commitment)?.indicators ?? []).map((one) => one.code);
const hasIndicator = (rows: Rows, code: string): boolean =>
  code.startsWith('IDC-') && indicatorsOf(rows, code).includes(code);
const indicatorsLike = (rows: Rows, code: string): string[] => closest(code, indicatorsOf(rows, code));

/** The lists of codes that arguments of the charter's context name with `@known`. */
export const charterCodes: CodeLists = {
  champions: codesOfRecords('the slug of a champion', 'champions', championStream, { named: true, others: [network] }),
  actionPlans: codesOfRecords('the code of an action plan', 'action_plans', actionPlanStream),
  commitments: codesOfRecords('the code of a commitment', 'commitments', commitmentStream),
  countries: {
    what: 'an ISO 3166-1 alpha-3 code',
    known: (_, codes) => some(codes, (code) => code === none || isCountry(String(code))),
    like: (_, code) => countriesLike(String(code)),
  },
  principles: codesOfNumbers('a principle', 5),
  sdgGoals: codesOfNumbers('a Sustainable Development Goal', 17),
  sdgIndicators: {
    what: 'an SDG indicator',
    known: (_, codes) => some(codes, (code) => isSdgIndicator(String(code))),
    like: (_, code) => sdgIndicatorsLike(String(code)),
  },
  indicators: {
    what: 'an SDG indicator, or the code of an indicator of a commitment',
    known: (rows, codes) => some(codes, (code) => isSdgIndicator(String(code)) || hasIndicator(rows, String(code))),
    like: (rows, code) =>
      String(code).startsWith('IDC-') ? indicatorsLike(rows, String(code)) : sdgIndicatorsLike(String(code)),
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
