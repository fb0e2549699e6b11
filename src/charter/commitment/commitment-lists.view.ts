import { answers, query } from '../../platform/cqrs/queries.js';
import {
  anyOf,
  page,
  sortedBy,
  unknownLast,
  type Conditions,
  type Listing,
  type Page,
  type PageRequest,
} from '../../platform/read-model/page.js';
import { reviewedAt } from '../champion/champions.view.js';
import { commitments, links, type CommitmentDocument } from './commitments.view.js';
import { silentCommitmentsSince } from '../progress-report/silence.view.js';
import { network, none } from '../vocabulary/vocabulary.js';
import { matching } from '../../platform/read-model/search/findables.js';

/** Lists mean "any of these"; the fields hold together. */
export interface CommitmentFilter {
  readonly champions?: readonly string[] | null;
  readonly actionPlans?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly principles?: readonly number[] | null;
  readonly dimensions?: readonly string[] | null;
  readonly populations?: readonly string[] | null;
  readonly sdgGoals?: readonly number[] | null;
  readonly sdgIndicators?: readonly string[] | null;
  readonly examples?: readonly string[] | null;
  readonly lifecycle?: readonly string[] | null;
  readonly claimed?: readonly string[] | null;
  readonly notClaimed?: boolean | null;
  readonly withReports?: boolean | null;
  readonly silentSince?: string | null;
  readonly dueBefore?: string | null;
  readonly dueAfter?: string | null;
  readonly hasTarget?: boolean | null;
  readonly joinedAfter?: string | null;
  readonly vnr?: string | null;
  readonly changedSince?: string | null;
  readonly text?: string | null;
}

function linked(kind: string, wanted: readonly (string | number)[] | null | undefined): Conditions {
  if (wanted === null || wanted === undefined) return [];
  return [
    [
      `key IN (SELECT commitment FROM ${links} WHERE kind = ? AND value IN (SELECT value FROM json_each(?)))`,
      kind,
      JSON.stringify(wanted),
    ],
  ];
}

function ofChampions(column: string, wanted: readonly string[] | null | undefined): Conditions {
  return anyOf(column, wanted).map(ofChampion);
}

const ofChampion = ([sql, ...values]: Conditions[number]): Conditions[number] => [
  `champion IN (SELECT key FROM champions WHERE ${sql})`,
  ...values,
];

const isSo = (condition: string, wanted: boolean | null | undefined): Conditions =>
  wanted === null || wanted === undefined ? [] : [[wanted ? condition : `NOT (${condition})`]];
const anyNone = (conditions: Conditions, where: string): Conditions =>
  conditions.map(([sql, ...values]) => [`(${sql}) OR ${where}`, ...values]);

function inCountries(wanted: readonly string[] | null | undefined): Conditions {
  const found = ofChampions('country', wanted);
  return wanted?.includes(none) === true
    ? anyNone(found, 'champion IS NULL OR champion IN (SELECT key FROM champions WHERE country IS NULL)')
    : found;
}

function withPopulations(wanted: readonly string[] | null | undefined): Conditions {
  const found = linked('population', wanted);
  return wanted?.includes(none) === true
    ? anyNone(found, `key NOT IN (SELECT commitment FROM ${links} WHERE kind = 'population')`)
    : found;
}

export const commitmentConditions = (filter: CommitmentFilter | null | undefined): Conditions => [
  ...anyOf(
    filter?.champions?.includes(network) === true ? `coalesce(champion, '${network}')` : 'champion',
    filter?.champions,
  ),
  ...anyOf('action_plan', filter?.actionPlans),
  ...ofChampions('kind', filter?.kinds),
  ...inCountries(filter?.countries),
  ...linked('principle', filter?.principles),
  ...linked('dimension', filter?.dimensions),
  ...withPopulations(filter?.populations),
  ...linked('goal', filter?.sdgGoals),
  ...linked('indicator', filter?.sdgIndicators),
  ...linked('example', filter?.examples),
  ...anyOf('lifecycle', filter?.lifecycle),
  ...anyOf('claimed', filter?.claimed),
  ...isSo('claimed IS NULL', filter?.notClaimed),
  ...isSo('EXISTS (SELECT 1 FROM report_touches WHERE touched = key)', filter?.withReports),
  ...silentCommitmentsSince(filter?.silentSince),
  ...(filter?.dueBefore ? [['due < ?', filter.dueBefore] as const] : []),
  ...(filter?.dueAfter ? [['due > ?', filter.dueAfter] as const] : []),
  ...isSo('has_target = 1', filter?.hasTarget),
  ...(filter?.joinedAfter ? [ofChampion(['joined_first > ?', filter.joinedAfter])] : []),
  ...(filter?.vnr ? [ofChampion(reviewedAt(filter.vnr))] : []),
  ...(filter?.changedSince ? [['recorded_at >= ?', filter.changedSince] as const] : []),
  ...(filter?.text ? [matching(filter.text)] : []),
];

const sorts = {
  code: 'key',
  due: unknownLast('due'),
  changed: 'recorded_at',
} as const;

export interface CommitmentOrder {
  readonly field: keyof typeof sorts;
  readonly direction: 'asc' | 'desc';
}

export const commitmentListing = (
  filter: CommitmentFilter | null | undefined,
  order?: CommitmentOrder | null,
): Listing => ({
  table: 'commitments',
  where: commitmentConditions(filter),
  ...sortedBy(sorts[order?.field ?? 'code'], order?.direction),
});

/** Commitments by the examples that they cite. */
export const citingCommitments: Listing = {
  table: `(SELECT c.*, l.value AS cited FROM commitments AS c JOIN ${links} AS l ON l.commitment = c.key AND l.kind = 'example')`,
  where: [],
  sort: 'key',
};

export class CommitmentByCode extends query<{ code: string }, CommitmentDocument | undefined>() {}
export class ListCommitments extends query<
  PageRequest & { filter?: CommitmentFilter | null; orderBy?: CommitmentOrder | null },
  Page<CommitmentDocument>
>() {}

export const commitmentQueries = [
  answers(CommitmentByCode, ({ code }, { rows }) => commitments.get(rows, code)),
  answers(ListCommitments, ({ filter, orderBy, ...request }, basis) =>
    page(basis, commitmentListing(filter, orderBy), request),
  ),
];
