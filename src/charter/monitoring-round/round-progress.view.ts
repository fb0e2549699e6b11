import { spanOf } from '../../kernel/time/partial-date.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { undatedName } from '../../platform/read-model/past/version-tables.js';
import type { MonitoringRoundDocument } from './monitoring-rounds.view.js';

/** How far a champion has come in a round. */
export type RoundState = 'nothing_due' | 'not_started' | 'in_progress' | 'signed';

/** What a champion has reported in a round, of what it is asked for: its commitments that stand and are not complete. */
export interface ChampionProgress {
  readonly champion: string;
  readonly state: RoundState;
  /** Whether the date had passed before all was reported, or has passed and something is missing. */
  readonly isLate: boolean;
  /** On how many commitments it is asked to report. */
  readonly asked: number;
  readonly reported: number;
  /** The day from which its last report in the round counts. */
  readonly lastReported: string | null;
}

/** A commitment that a champion is asked about, and the days from which the first report on it in the round counts. */
interface Asked {
  readonly champion: string;
  readonly commitment: string | null;
  readonly first: string | null;
  readonly last: string | null;
}

/**
 * Who is asked, and what was reported. A report for a plan, or for a champion, as a whole is one on each of its commitments. Who joined,
 * and what was made, after the round was due is not asked for.
 */
const sql = `WITH this AS (SELECT ? AS round, ? AS asked, ? AS due),
  reports AS (SELECT key, champion, action_plan, commitment, substr(reported, 1, 10) AS day
    FROM progress_reports WHERE round = (SELECT round FROM this)),
  covered AS (SELECT t.touched AS commitment, r.day AS day FROM report_touches AS t JOIN reports AS r ON r.key = t.report
    UNION ALL SELECT c.key, r.day FROM commitments AS c JOIN reports AS r ON r.commitment IS NULL
      AND (r.action_plan = c.action_plan OR (r.action_plan IS NULL AND r.champion = c.champion)))
  SELECT ch.key AS champion, c.key AS commitment,
    (SELECT min(day) FROM covered WHERE commitment = c.key) AS first,
    coalesce((SELECT max(day) FROM covered WHERE commitment = c.key),
      (SELECT max(day) FROM reports WHERE champion = ch.key)) AS last
  FROM this, champions AS ch JOIN timelines AS joined ON joined.stream = ch.stream
  LEFT JOIN (commitments AS c JOIN timelines AS made ON made.stream = c.stream) ON c.champion = ch.key
    AND (c.key IN (SELECT commitment FROM covered)
      OR (c.lifecycle IN ('draft', 'active') AND c.claimed IS NOT 'complete' AND made.own_first <= this.due))
  WHERE ch.status = 'active' AND CASE WHEN this.asked = '[]' THEN joined.first <= this.due
    ELSE ch.key IN (SELECT value FROM json_each(this.asked)) END
  ORDER BY ch.sort_name, ch.key`;

const latest = (days: readonly (string | null)[]): string | null =>
  days.reduce((one, other) => (one === null || (other !== null && other > one) ? other : one), null);

function progressOf(champion: string, rows: readonly Asked[], due: string, today: string): ChampionProgress {
  const asked = rows.filter(({ commitment }) => commitment !== null);
  const reported = asked.filter(({ first }) => first !== null);
  const lastReported = latest(rows.map(({ last }) => last));
  const isDone = asked.length > 0 && reported.length === asked.length;
  const state =
    asked.length === 0 ? 'nothing_due' : isDone ? 'signed' : lastReported === null ? 'not_started' : 'in_progress';
  const isLate =
    state === 'signed' ? reported.some(({ first }) => first !== null && first > due) : asked.length > 0 && today > due;
  return { champion, state, isLate, asked: asked.length, reported: reported.length, lastReported };
}

/** What every champion that a round asks has reported in it, in the order of their names. */
export function roundProgress(
  { rows, effectiveOn }: Basis,
  { slug, asked, due }: MonitoringRoundDocument,
): readonly ChampionProgress[] {
  const byChampion = new Map<string, Asked[]>();
  const last = spanOf(due).last;
  for (const row of rows.all<Asked>(sql, slug, JSON.stringify(asked), last))
    byChampion.set(row.champion, [...(byChampion.get(row.champion) ?? []), row]);
  return [...byChampion].map(([champion, own]) => progressOf(champion, own, last, effectiveOn));
}

/** How many more champions a round may ask: those that may have joined by the day of the basis. */
export function undatedInRound({ rows, names }: Basis, { asked }: MonitoringRoundDocument): number {
  const isAsked = asked.length === 0 ? '' : 'AND key IN (SELECT value FROM json_each(?))';
  const count = `SELECT count(*) AS n FROM ${undatedName('champions')} WHERE status = 'active' ${isAsked}`;
  return (
    rows.one<{ n: number }>(names.possible.in(count), ...(asked.length === 0 ? [] : [JSON.stringify(asked)]))?.n ?? 0
  );
}

/** How many champions have come how far. */
export function countsOf(progress: readonly ChampionProgress[], undated: number) {
  const count = (is: (one: ChampionProgress) => boolean): number => progress.filter(is).length;
  return {
    base: progress.length,
    undated,
    nothingDue: count(({ state }) => state === 'nothing_due'),
    notStarted: count(({ state }) => state === 'not_started'),
    inProgress: count(({ state }) => state === 'in_progress'),
    signed: count(({ state }) => state === 'signed'),
    late: count(({ isLate }) => isLate),
  };
}

/** How punctually a champion reported in the rounds that asked it and are due. */
export interface Punctuality {
  readonly rounds: number;
  readonly inTime: number;
  readonly late: number;
  readonly missed: number;
}

export const noRounds: Punctuality = { rounds: 0, inTime: 0, late: 0, missed: 0 };

/** The punctuality of every champion that a round has asked, by slug. */
export function punctualityOf(basis: Basis): ReadonlyMap<string, Punctuality> {
  const due = basis.rows
    .all<{ document: string }>('SELECT document FROM monitoring_rounds WHERE due < ? ORDER BY due', basis.effectiveOn)
    .map(({ document }) => JSON.parse(document) as MonitoringRoundDocument);
  const found = new Map<string, Punctuality>();
  for (const { champion, state, isLate } of due.flatMap((round) => roundProgress(basis, round))) {
    if (state === 'nothing_due') continue;
    const known = found.get(champion) ?? noRounds;
    const how = state !== 'signed' ? 'missed' : isLate ? 'late' : 'inTime';
    found.set(champion, { ...known, rounds: known.rounds + 1, [how]: known[how] + 1 });
  }
  return found;
}
