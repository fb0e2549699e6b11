import { spanOf } from '../../kernel/time/partial-date.js';
import type { Heard } from '../../kernel/time/deadline.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { valuesOf, whereOf } from '../../platform/read-model/page.js';
import { undatedName } from '../../platform/read-model/past/version-tables.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { commitmentConditions, type CommitmentFilter } from '../commitment/commitment-lists.view.js';
import type { CommitmentDocument } from '../commitment/commitments.view.js';
import type { MonitoringRoundDocument } from '../monitoring-round/monitoring-rounds.view.js';
import { isOverdue, isOwed } from './reporting.js';
import { lastHeardOf, silentCommitments } from './silence.view.js';

/** Where reporting on a commitment stands on a basis: nobody sets it. */
export const reportingStates = ['not_due', 'due', 'overdue', 'long_silent', 'reported_late', 'up_to_date'] as const;
export type ReportingState = (typeof reportingStates)[number];

/** What the rounds and the reports of a basis say of a commitment. */
interface Known {
  readonly heard: Heard;
  readonly isSilent: boolean;
  /** The last round that asked for it: the day by which it was due, and the day from which the first report in it counts. */
  readonly round: { readonly due: string; readonly reported: string | null } | null;
}

/**
 * Nothing is due on what rests, has ended or is unsettled. On what stands, two rounds without a word are a long silence; a deadline of its
 * own that has passed, or a round that is over without a report, is overdue; an open round is due; a report that came in after the last
 * round was due is late. What nobody has asked for yet, and nobody has reported on, is not due.
 */
export function reportingOf(
  commitment: CommitmentDocument,
  { heard, isSilent, round }: Known,
  day: string,
): ReportingState {
  const { claimed, lifecycle } = commitment;
  const isDone = claimed === 'complete' && (lifecycle === 'draft' || lifecycle === 'active');
  if (!isOwed(commitment)) return isDone ? 'up_to_date' : 'not_due';
  if (isSilent) return 'long_silent';
  if (isOverdue(commitment, day, () => heard)) return 'overdue';
  if (round === null) return heard.heard === null ? 'not_due' : 'up_to_date';
  if (round.reported === null) return day > round.due ? 'overdue' : 'due';
  return round.reported > round.due ? 'reported_late' : 'up_to_date';
}

/** The days from which the first report on each commitment counts, by round and commitment. */
function firstReports({ rows }: Basis): ReadonlyMap<string, string> {
  const sql = `WITH reports AS (SELECT key, champion, action_plan, commitment, round, substr(reported, 1, 10) AS day
      FROM progress_reports WHERE round IN (SELECT key FROM monitoring_rounds))
    SELECT round, commitment, min(day) AS day FROM (
      SELECT r.round, t.touched AS commitment, r.day FROM reports AS r JOIN report_touches AS t ON t.report = r.key
      UNION ALL SELECT r.round, c.key, r.day FROM reports AS r JOIN commitments AS c ON r.commitment IS NULL
        AND (r.action_plan = c.action_plan OR (r.action_plan IS NULL AND r.champion = c.champion)))
    GROUP BY 1, 2`;
  return new Map(
    rows
      .all<{ round: string; commitment: string; day: string }>(sql)
      .map(({ round, commitment, day }) => [`${round}/${commitment}`, day]),
  );
}

/** The reporting states of commitments, by their codes: a handful of SQL queries for all of them. */
export function reportingStatesOf(
  basis: Basis,
  commitments: readonly CommitmentDocument[],
): ReadonlyMap<string, ReportingState> {
  const { rows, effectiveOn } = basis;
  const rounds = rows
    .all<{ document: string }>('SELECT document FROM monitoring_rounds ORDER BY due DESC, key DESC')
    .map(({ document }) => JSON.parse(document) as MonitoringRoundDocument);
  const codes = commitments.map(({ code }) => code);
  const heard = lastHeardOf(basis, 'commitments', codes);
  const silent = silentCommitments(basis);
  const reports = rounds.length === 0 ? new Map<string, string>() : firstReports(basis);
  const since = new Map(
    rows
      .all<{ stream: string; own_first: string }>(
        `SELECT t.stream AS stream, own_first FROM timelines AS t JOIN commitments AS c ON c.stream = t.stream
         WHERE c.key IN (SELECT value FROM json_each(?))`,
        JSON.stringify(codes),
      )
      .map(({ stream, own_first }) => [stream, own_first]),
  );
  const stateOf = (commitment: CommitmentDocument): ReportingState => {
    const { code, champion, stream } = commitment;
    const there = since.get(stream) ?? effectiveOn;
    const round = rounds.find(
      ({ asked, due, asksFrom }) =>
        champion !== null &&
        (asked.length === 0 || asked.includes(champion)) &&
        asksFrom <= effectiveOn &&
        there <= spanOf(due).last,
    );
    const known = round && { due: spanOf(round.due).last, reported: reports.get(`${round.slug}/${code}`) ?? null };
    const said = { since: there, heard: heard.get(code) ?? null };
    return reportingOf(commitment, { heard: said, isSilent: silent.has(code), round: known ?? null }, effectiveOn);
  };
  return new Map(commitments.map((commitment) => [commitment.code, stateOf(commitment)]));
}

/** How many commitments stand in each reporting state. */
export interface ReportingCounts {
  readonly base: number;
  /** How many more there may be on the day of the basis. */
  readonly undated: number;
  readonly counts: readonly { readonly state: ReportingState; readonly count: number }[];
}

export function countReporting(basis: Basis, filter: CommitmentFilter | null | undefined): ReportingCounts {
  const { rows, names } = basis;
  const where = commitmentConditions(filter);
  const values = valuesOf({ where });
  const all = rows
    .all<{ document: string }>(`SELECT document FROM commitments ${whereOf(where)}`, ...values)
    .map(({ document }) => JSON.parse(document) as CommitmentDocument);
  const states = [...reportingStatesOf(basis, all).values()];
  const undated = rows.one<{ n: number }>(
    names.possible.in(`SELECT count(*) AS n FROM ${undatedName('commitments')} ${whereOf(where)}`),
    ...values,
  );
  return {
    base: all.length,
    undated: undated?.n ?? 0,
    counts: reportingStates.map((state) => ({ state, count: states.filter((one) => one === state).length })),
  };
}

export class CountReporting extends query<{ filter?: CommitmentFilter | null }, ReportingCounts>() {}

export const reportingQueries = [answers(CountReporting, ({ filter }, basis) => countReporting(basis, filter))];
