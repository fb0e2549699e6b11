import type { Conditions } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { isSilent } from './reporting.js';

/**
 * When something was last heard of whom. A champion is heard by what it reports, plans, promises, changes and measures; a plan and a commitment also by
 * reports on what they belong to. Each of these queries gives, for a `key`, the day of the last word (`heard`, null where there was none) and the day
 * since which it has been silent (`since`): that of the last word, or the one on which it was there.
 */
const dayOf = (place: string): string => `substr(${place}, 1, 10)`;

/** The last report on each plan as a whole, and on each champion as a whole. */
const reports = `
  plan_reports AS (SELECT action_plan, max(${dayOf('reported')}) AS day FROM progress_reports WHERE commitment IS NULL AND action_plan IS NOT NULL GROUP BY 1),
  champion_reports AS (SELECT champion, max(${dayOf('reported')}) AS day FROM progress_reports
    WHERE commitment IS NULL AND action_plan IS NULL AND champion IS NOT NULL GROUP BY 1)`;

/** Commitments with the last word, whichever it was, before it is asked whether they were there. */
const spoken = `
  spoken AS (SELECT c.key AS key, c.champion AS champion, c.action_plan AS action_plan, c.lifecycle AS lifecycle, c.claimed AS claimed, c.made AS made, t.own_first AS there,
    max(coalesce(c.word, ''), coalesce((SELECT max(${dayOf('reported')}) FROM report_touches WHERE touched = c.key), '')) AS own,
    max(coalesce((SELECT day FROM plan_reports AS p WHERE p.action_plan = c.action_plan), ''),
        coalesce((SELECT day FROM plan_reports AS p WHERE p.action_plan = c.made_in), ''),
        coalesce((SELECT day FROM champion_reports AS h WHERE h.champion = c.champion), '')) AS beyond
    FROM commitments AS c JOIN timelines AS t ON t.stream = c.stream)`;

/** What was said before a commitment was made says nothing of it; where nobody knows when that was, all counts. */
const ofCommitments = `WITH ${reports}, ${spoken}
  SELECT key, lifecycle, claimed, nullif(max(own, CASE WHEN made IS NULL OR beyond >= there THEN beyond ELSE '' END), '') AS heard,
    max(there, own, beyond) AS since FROM spoken`;

const ofPlans = `WITH ${reports}, ${spoken}
  SELECT p.key AS key, nullif(max(coalesce(p.word, ''), coalesce((SELECT max(${dayOf('r.reported')}) FROM progress_reports AS r WHERE r.action_plan = p.key), ''),
    coalesce((SELECT max(max(s.own, CASE WHEN s.made IS NULL THEN '' ELSE s.there END)) FROM spoken AS s WHERE s.action_plan = p.key), ''),
    coalesce((SELECT day FROM champion_reports AS h WHERE h.champion = p.champion AND h.day >= t.first), '')), '') AS heard
  FROM action_plans AS p JOIN timelines AS t ON t.stream = p.stream`;

const ofChampions = `WITH ${reports}, ${spoken},
  heard AS (SELECT ch.key AS key, ch.status AS status, t.first AS there,
    max(coalesce((SELECT max(${dayOf('r.reported')}) FROM progress_reports AS r WHERE r.champion = ch.key), ''),
        coalesce((SELECT max(p.word) FROM action_plans AS p WHERE p.champion = ch.key), ''),
        coalesce((SELECT max(max(s.own, CASE WHEN s.made IS NULL THEN '' ELSE s.there END)) FROM spoken AS s WHERE s.champion = ch.key), '')) AS day
    FROM champions AS ch JOIN timelines AS t ON t.stream = ch.stream)
  SELECT key, status, nullif(day, '') AS heard, max(there, day) AS since FROM heard`;

const sources = { commitments: ofCommitments, action_plans: ofPlans, champions: ofChampions } as const;

/** The day of the last word on each of these things, by key; null where there was none. */
export function lastHeardOf({ rows }: Basis, table: keyof typeof sources, keys: readonly string[]): ReadonlyMap<string, string | null> {
  const sql = `SELECT key, heard FROM (${sources[table]}) WHERE key IN (SELECT value FROM json_each(?))`;
  return new Map(rows.all<{ key: string; heard: string | null }>(sql, JSON.stringify(keys)).map(({ key, heard }) => [key, heard]));
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
export const silentCommitments = (basis: Basis): ReadonlySet<string> => silentSince(basis, ofCommitments, owed);
export const silentChampions = (basis: Basis): ReadonlySet<string> => silentSince(basis, ofChampions, still);

/** Those of whom nothing was heard after a day, and who owe a word. */
const silentAfter = (source: string, who: string, day: string | null | undefined): Conditions =>
  day === null || day === undefined ? [] : [[`key IN (SELECT key FROM (${source}) WHERE ${who} AND since <= ?)`, day]];

export const silentCommitmentsSince = (day: string | null | undefined): Conditions => silentAfter(ofCommitments, owed, day);
export const silentChampionsSince = (day: string | null | undefined): Conditions => silentAfter(ofChampions, still, day);
