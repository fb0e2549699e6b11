import type { Basis } from '../../platform/read-model/read-model.js';
import type { Claimed, Found } from '../vocabulary/vocabulary.js';
import type { ProgressReportDocument } from '../progress-report/progress-reports.view.js';
import type { AssessmentDocument } from './assessments.view.js';

/** What was claimed, or what was found, of a commitment at a time. */
export interface ProgressPoint {
  readonly on: string | null;
  readonly countsFrom: string;
  readonly claimed: Claimed | null;
  readonly report: string | null;
  readonly found: Found | null;
  readonly assessment: string | null;
}

/** Claims and findings of several commitments by their codes, oldest first: two SQL queries for all of them. */
export function progressSeriesOf(
  { rows }: Basis,
  codes: readonly string[],
): ReadonlyMap<string, readonly ProgressPoint[]> {
  const documents = <D>(table: string, what: string): D[] =>
    rows
      .all<{ document: string }>(
        `SELECT document FROM ${table} WHERE commitment IN (SELECT value FROM json_each(?)) AND ${what} IS NOT NULL`,
        JSON.stringify(codes),
      )
      .map(({ document }) => JSON.parse(document) as D);
  const claims = documents<ProgressReportDocument>('progress_reports', 'claimed').map((one) => ({
    of: one.commitment,
    entry: one.firstEntry,
    point: {
      on: one.reported,
      countsFrom: one.countsFrom,
      claimed: one.claimed,
      report: one.code,
      found: null,
      assessment: null,
    },
  }));
  const findings = documents<AssessmentDocument>('assessments', 'found').map((one) => ({
    of: one.commitment,
    entry: one.firstEntry,
    point: {
      on: one.assessed,
      countsFrom: one.countsFrom,
      claimed: null,
      report: null,
      found: one.found,
      assessment: one.code,
    },
  }));
  const found = new Map<string, ProgressPoint[]>();
  const inOrder = [...claims, ...findings].toSorted(
    (one, other) => one.point.countsFrom.localeCompare(other.point.countsFrom) || one.entry - other.entry,
  );
  for (const { of, point } of inOrder) if (of !== null) found.set(of, [...(found.get(of) ?? []), point]);
  return found;
}
