import type { Conditions } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { undatedName } from '../../platform/read-model/past/version-tables.js';
import { isSilent } from './reporting.js';

/**
 * When a record was last heard of. A champion is heard of through its reports, plans, commitments, changes
 * and measurements; a plan and a commitment also through reports on what they belong to. Each of these SQL
 * queries returns, for a `key`, the day it was last heard of (`heard`, null if never) and the day since which
 * it has been silent (`since`): that day, or the day it came into existence.
 */
interface Words {
  /** The last of some days on which something was said; null where there is none. */
  readonly last: (day: string) => string;
  /** The day from which a thing of the alias `of` is there; `day` where every one is shown. */
  readonly there: (of: string, day: string) => string;
}

/** What is shown on a basis: all of its words lie before its end. */
const shown: Words = { last: (day) => `max(${day})`, there: (_, day) => day };

/**
 * What is undated may have been there from its earliest day on. Words that count only after the basis, since nobody knows when they were
 * said, are no certain ones.
 */
const perhaps: Words = {
  last: (day) => `max(CASE WHEN ${day} <= (SELECT day FROM basis_day) THEN ${day} END)`,
  there: (of) => `${of}.possible`,
};

const dayOf = (place: string): string => `substr(${place}, 1, 10)`;
const orNone = (day: string): string => `coalesce(${day}, '')`;
const lastOf = ({ last }: Words, day: string, from: string): string => orNone(`(SELECT ${last(day)} FROM ${from})`);

/** The last report on each plan as a whole, and on each champion as a whole. */
const reports = ({ last }: Words): string => `
  plan_reports AS (SELECT action_plan, ${last(dayOf('reported'))} AS day FROM progress_reports WHERE commitment IS NULL AND action_plan IS NOT NULL GROUP BY 1),
  champion_reports AS (SELECT champion, ${last(dayOf('reported'))} AS day FROM progress_reports
    WHERE commitment IS NULL AND action_plan IS NULL AND champion IS NOT NULL GROUP BY 1)`;

/** Commitments with the last word, whichever it was, before it is asked whether they were there. */
const spoken = (words: Words): string => `
  spoken AS (SELECT c.key AS key, c.champion AS champion, c.action_plan AS action_plan, c.lifecycle AS lifecycle, c.claimed AS claimed, c.made AS made,
    ${words.there('c', 't.own_first')} AS there, t.own_first AS counts_from,
    max(${lastOf(words, 'one.word', '(SELECT c.word AS word) AS one')}, ${lastOf(words, dayOf('reported'), 'report_touches WHERE touched = c.key')}) AS own,
    max(coalesce((SELECT day FROM plan_reports AS p WHERE p.action_plan = c.action_plan), ''),
        coalesce((SELECT day FROM plan_reports AS p WHERE p.action_plan = c.made_in), ''),
        coalesce((SELECT day FROM champion_reports AS h WHERE h.champion = c.champion), '')) AS beyond
    FROM commitments AS c JOIN timelines AS t ON t.stream = c.stream)`;

/** What was said before a commitment was made says nothing of it; where nobody knows when that was, all counts. */
const ofCommitments = (words: Words): string => `WITH ${reports(words)}, ${spoken(words)}
  SELECT key, lifecycle, claimed, nullif(max(own, CASE WHEN made IS NULL OR beyond >= there THEN beyond ELSE '' END), '') AS heard,
    max(there, own, beyond) AS since FROM spoken`;

/** Making a commitment counts as hearing from the champion. */
const lastPromise = (words: Words, whose: string): string =>
  lastOf(
    words,
    'said.day',
    `(SELECT max(s.own, CASE WHEN s.made IS NULL THEN '' ELSE s.counts_from END) AS day FROM spoken AS s WHERE ${whose}) AS said`,
  );

const ofPlans = `WITH ${reports(shown)}, ${spoken(shown)}
  SELECT p.key AS key, nullif(max(coalesce(p.word, ''), ${lastOf(shown, dayOf('r.reported'), 'progress_reports AS r WHERE r.action_plan = p.key')},
    ${lastPromise(shown, 's.action_plan = p.key')},
    coalesce((SELECT day FROM champion_reports AS h WHERE h.champion = p.champion AND h.day >= t.first), '')), '') AS heard
  FROM action_plans AS p JOIN timelines AS t ON t.stream = p.stream`;

const ofChampions = (words: Words): string => `WITH ${reports(words)}, ${spoken(words)},
  heard AS (SELECT ch.key AS key, ch.status AS status, ${words.there('ch', 't.first')} AS there,
    max(${lastOf(words, dayOf('r.reported'), 'progress_reports AS r WHERE r.champion = ch.key')},
        ${lastOf(words, 'p.word', 'action_plans AS p WHERE p.champion = ch.key')},
        ${lastPromise(words, 's.champion = ch.key')}) AS day
    FROM champions AS ch JOIN timelines AS t ON t.stream = ch.stream)
  SELECT key, status, nullif(day, '') AS heard, max(there, day) AS since FROM heard`;

const sources = { commitments: ofCommitments(shown), action_plans: ofPlans, champions: ofChampions(shown) } as const;

/** The day of the last word on each of these things, by key; null where there was none. */
export function lastHeardOf(
  { rows }: Basis,
  table: keyof typeof sources,
  keys: readonly string[],
): ReadonlyMap<string, string | null> {
  const sql = `SELECT key, heard FROM (${sources[table]}) WHERE key IN (SELECT value FROM json_each(?))`;
  return new Map(
    rows.all<{ key: string; heard: string | null }>(sql, JSON.stringify(keys)).map(({ key, heard }) => [key, heard]),
  );
}

/** Commitments that a word is owed on. */
const owed = "lifecycle IN ('draft', 'active') AND claimed IS NOT 'complete'";
const still = "status = 'active'";

const silentSince = (basis: Basis, source: string, who: string): ReadonlySet<string> =>
  new Set(
    basis.rows
      .all<{ key: string; since: string }>(`SELECT key, since FROM (${source}) WHERE ${who}`)
      .filter(({ since }) => isSilent(since, basis.effectiveOn))
      .map(({ key }) => key),
  );

/** The commitments and the champions that have missed two rounds on a basis. */
export const silentCommitments = (basis: Basis): ReadonlySet<string> => silentSince(basis, sources.commitments, owed);
export const silentChampions = (basis: Basis): ReadonlySet<string> => silentSince(basis, sources.champions, still);

const mayBeSilent = { commitments: ofCommitments(perhaps), champions: ofChampions(perhaps) } as const;

/**
 * Those that owe a report and were not heard of after a day; of undated ones, those for which that may be so.
 */
function silentAfter(table: keyof typeof mayBeSilent, who: string, day: string | null | undefined): Conditions {
  if (day === null || day === undefined) return [];
  const silent = (source: string): string => `key IN (SELECT key FROM (${source}) WHERE ${who} AND since <= ?)`;
  const isUndated = `key IN (SELECT key FROM ${undatedName(table)})`;
  return [[`CASE WHEN ${isUndated} THEN ${silent(mayBeSilent[table])} ELSE ${silent(sources[table])} END`, day, day]];
}

export const silentCommitmentsSince = (day: string | null | undefined): Conditions =>
  silentAfter('commitments', owed, day);
export const silentChampionsSince = (day: string | null | undefined): Conditions =>
  silentAfter('champions', still, day);
