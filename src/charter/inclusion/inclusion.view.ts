import { answers, query } from '../../platform/cqrs/queries.js';
import { count, undatedIn, whereOf, valuesOf, type Conditions } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { commitments, links, type CommitmentDocument, type MeasuredValue } from '../commitment/commitments.view.js';
import type { ProgressReportDocument } from '../progress-report/progress-reports.view.js';
import { breakdownsKey, partOf } from '../vocabulary/codes.js';
import { network } from '../vocabulary/vocabulary.js';
import { usualList } from './breakdown.js';
import { indicatorBreakdowns } from './breakdowns.view.js';
import {
  answerOf,
  codeOfPart,
  hasIntersections,
  isIntersection,
  keysOf,
  partsOfKey,
  publishedBy,
  rowKey,
  type Answer,
  type Published,
  type RowDimension,
} from './rows.js';
import type { BreakdownStatement } from './statement.js';

/** How a commitment comes to apply to an indicator. */
export type Relation = 'indicator' | 'goal' | 'general';

export interface InclusionPromise {
  readonly commitment: string;
  readonly relation: Relation;
  readonly dimensions: readonly string[];
}

/** What is known of one dimension, or of an intersection of several. */
export interface InclusionRow {
  readonly dimensions: readonly RowDimension[];
  readonly promised: Answer;
  readonly promisedBy: readonly string[];
  /** Whether the global framework has room for it, and in how many of its series. */
  readonly allowed: Answer;
  readonly allowedSeries: number;
  readonly expected: Answer;
  readonly collected: Answer;
  readonly published: Answer;
  readonly extent: Published | null;
  /** What the champion last claimed of it in a report on one of these commitments. */
  readonly claimed: string | null;
  readonly claimedIn: string | null;
  readonly measuredValues: number;
  readonly lastMeasured: string | null;
}

export interface Inclusion {
  readonly champion: string;
  readonly indicator: string;
  readonly promises: readonly InclusionPromise[];
  /** How many commitments apply to the indicator, and how many more may on the day of the basis. */
  readonly base: number;
  readonly undated: number;
  /** Of the base, how many name no dimension: what they promise is unknown. */
  readonly withoutDimensions: number;
  readonly rows: readonly InclusionRow[];
  readonly intersections: Answer;
  readonly series: number;
  readonly statements: readonly BreakdownStatement[];
  /** Of the dimensions that were promised. */
  readonly kept: {
    readonly promised: number;
    readonly published: number;
    readonly notPublished: number;
    readonly unknown: number;
  };
}

const isPart = (indicator: string): boolean => indicator.startsWith('IDC-');

/** The commitments of a champion that count as promises: neither drafts nor taken back, and about this indicator, its goal, or no goal at all. */
function applying(champion: string, indicator: string): Conditions {
  const own: Conditions = [
    [`coalesce(champion, '${network}') = ?`, champion],
    ["lifecycle NOT IN ('draft', 'withdrawn', 'superseded')"],
  ];
  if (isPart(indicator)) return [...own, ['key = ?', partOf(indicator).commitment]];
  const linked = (kind: string, value = '') =>
    `key IN (SELECT commitment FROM ${links} WHERE kind = '${kind}'${value})`;
  return [
    ...own,
    [
      `${linked('indicator', ' AND value = ?')} OR NOT ${linked('indicator')} AND (${linked('goal', ' AND value = ?')} OR NOT ${linked('goal')})`,
      indicator,
      Number(indicator.split('.')[0]),
    ],
  ];
}

const relationOf = ({ sdgIndicators, sdgGoals }: CommitmentDocument, indicator: string): Relation =>
  isPart(indicator) || sdgIndicators.includes(indicator) ? 'indicator' : sdgGoals.length > 0 ? 'goal' : 'general';

/** The values that were measured of the indicator itself, by a part of the population. */
const measuredOf = (promising: readonly CommitmentDocument[], indicator: string): readonly MeasuredValue[] =>
  promising
    .filter((one) => relationOf(one, indicator) === 'indicator')
    .flatMap(({ indicators }) => indicators)
    .filter(({ code }) => !isPart(indicator) || code === indicator)
    .flatMap(({ values }) => values)
    .filter(({ breakdown }) => breakdown !== null);

const keyOfMeasured = ({ breakdown }: MeasuredValue): string =>
  rowKey((breakdown?.categories ?? []).map(({ dimension }) => dimension));

/** The last claim for each dimension in the reports on some commitments. */
function claimsOn({ rows }: Basis, codes: readonly string[]): ReadonlyMap<string, { state: string; report: string }> {
  const found = rows.all<{ document: string }>(
    'SELECT document FROM progress_reports WHERE commitment IN (SELECT value FROM json_each(?)) ORDER BY reported',
    JSON.stringify(codes),
  );
  return new Map(
    found
      .map(({ document }) => JSON.parse(document) as ProgressReportDocument)
      .flatMap(({ code, disaggregation }) =>
        disaggregation.map(({ dimension, state }) => [dimension, { state, report: code }] as const),
      ),
  );
}

/** The champion's statements, and those on the data of everybody, which say what the framework has room for. */
function statementsOn({ rows }: Basis, champion: string, indicator: string): readonly BreakdownStatement[] {
  if (isPart(indicator)) return [];
  const keys = [...new Set([breakdownsKey(champion, indicator), breakdownsKey(null, indicator)])];
  const found = indicatorBreakdowns.getMany(rows, keys);
  return keys.flatMap((key) => {
    const stated = found.get(key)?.stated ?? [];
    return key === keys[0] ? stated : stated.filter(({ stage }) => stage === 'allowed');
  });
}

function inclusionOf(basis: Basis, champion: string, indicator: string): Inclusion {
  const listing = { table: 'commitments', where: applying(champion, indicator) };
  const keys = basis.rows
    .all<{ key: string }>(`SELECT key FROM commitments ${whereOf(listing.where)} ORDER BY key`, ...valuesOf(listing))
    .map(({ key }) => key);
  const found = commitments.getMany(basis.rows, keys);
  const promising = keys.map((key) => found.get(key)).filter((one) => one !== undefined);
  const promises = promising.map((one) => ({
    commitment: one.code,
    relation: relationOf(one, indicator),
    dimensions: one.dimensions,
  }));
  const withoutDimensions = promises.filter(({ dimensions }) => dimensions.length === 0).length;
  const undated = count(basis, undatedIn(basis, listing));
  const statements = statementsOn(basis, champion, indicator);
  const measured = measuredOf(promising, indicator);
  const claims = claimsOn(basis, keys);

  const rowOf = (key: string): InclusionRow => {
    const promisedBy = promises
      .filter(({ dimensions }) => dimensions.includes(key))
      .map(({ commitment }) => commitment);
    const isSilent =
      promises.length === 0 || undated > 0 || withoutDimensions > 0 || isIntersection(key) || codeOfPart(key) === null;
    const own = measured.filter((one) => keyOfMeasured(one) === key);
    const published = answerOf(statements, 'published', key);
    const collected = answerOf(statements, 'collected', key);
    const claim = claims.get(key);
    return {
      dimensions: partsOfKey(key).map((part) => dimensionOf(part, statements, measured)),
      promised: promisedBy.length > 0 ? 'yes' : isSilent ? 'unknown' : 'no',
      promisedBy,
      allowed: answerOf(statements, 'allowed', key),
      allowedSeries: statements.filter((one) => answerOf([one], 'allowed', key) === 'yes').length,
      expected: answerOf(statements, 'expected', key),
      // What is published or was measured has been collected.
      collected: published === 'yes' || own.length > 0 ? 'yes' : collected,
      published,
      extent: publishedBy(statements, key),
      claimed: claim?.state ?? null,
      claimedIn: claim?.report ?? null,
      measuredValues: own.length,
      lastMeasured: own.reduce<string | null>((last, { on }) => (on !== null && on > (last ?? '') ? on : last), null),
    };
  };
  const all = new Set([
    ...promises.flatMap(({ dimensions }) => dimensions),
    ...statements.flatMap(keysOf),
    ...measured.map(keyOfMeasured),
    ...claims.keys(),
  ]);
  const rows = [...all]
    .toSorted((one, other) => partsOfKey(one).length - partsOfKey(other).length || (one < other ? -1 : 1))
    .map(rowOf);
  const kept = rows.filter(({ promised }) => promised === 'yes');
  const keptAs = (answer: Answer): number => kept.filter(({ published }) => published === answer).length;
  return {
    champion,
    indicator,
    promises,
    base: promises.length,
    undated,
    withoutDimensions,
    rows,
    intersections: hasIntersections(statements, 'published'),
    series: statements.filter(({ stage }) => stage === 'allowed').length,
    statements,
    kept: {
      promised: kept.length,
      published: keptAs('yes'),
      notPublished: keptAs('no'),
      unknown: keptAs('unknown'),
    },
  };
}

/** A dimension with the names that sources give it, and the list that says what its code means. */
function dimensionOf(
  part: string,
  statements: readonly BreakdownStatement[],
  measured: readonly MeasuredValue[],
): RowDimension {
  const code = codeOfPart(part);
  const naming = statements.flatMap(({ dimensions, codeList, version }) =>
    dimensions
      .filter(({ name, dimension }) => (code === null ? `~${name.toLowerCase()}` === part : dimension === code))
      .map(({ name }) => ({ name, codeList, version })),
  );
  const list =
    naming[0] ??
    measured
      .map(({ breakdown }) => breakdown)
      .find((one) => one?.categories.some(({ dimension }) => dimension === code) === true) ??
    null;
  return {
    code,
    names: [...new Set(naming.map(({ name }) => name))],
    codeList: list?.codeList ?? (code === null ? null : usualList),
    version: list?.version ?? null,
  };
}

export class InclusionOf extends query<{ champion: string; indicator: string }, Inclusion>() {}

export const inclusionQueries = [
  answers(InclusionOf, ({ champion, indicator }, basis) => inclusionOf(basis, champion, indicator)),
];
