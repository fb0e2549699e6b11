import { answers, query } from '../../platform/cqrs/queries.js';
import {
  anyOf,
  count,
  page,
  sortedBy,
  undatedIn,
  valuesOf,
  whereOf,
  type Conditions,
  type Listing,
  type Page,
  type PageRequest,
} from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { matchingOf } from '../../platform/read-model/search/findables.js';
import { DataKind, GovernmentUse, ValueChainStage, Verdict } from './classes.js';
import { exampleLinks, examples, type ExampleDocument } from './examples.view.js';

/** Lists mean "any of these"; the fields hold together. */
export interface ExampleFilter {
  readonly examples?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly participationSteps?: readonly number[] | null;
  readonly stages?: readonly string[] | null;
  readonly sectors?: readonly string[] | null;
  readonly countries?: readonly string[] | null;
  readonly sdgGoals?: readonly number[] | null;
  readonly sdgIndicators?: readonly string[] | null;
  readonly populations?: readonly string[] | null;
  readonly organisations?: readonly string[] | null;
  readonly governmentUses?: readonly string[] | null;
  readonly terms?: readonly string[] | null;
  readonly verdicts?: readonly string[] | null;
  readonly text?: string | null;
}

const linked = (kind: string, wanted: readonly (string | number)[] | null | undefined): Conditions =>
  wanted == null
    ? []
    : [
        [
          `key IN (SELECT example FROM ${exampleLinks} WHERE kind = ? AND value IN (SELECT value FROM json_each(?)))`,
          kind,
          JSON.stringify(wanted),
        ],
      ];

/** Those of some countries; `none` finds those that name no country. */
const inCountries = (wanted: readonly string[] | null | undefined): Conditions =>
  linked('country', wanted).map(([sql, ...values]) => [
    wanted?.includes('none') === true
      ? `(${sql} OR key NOT IN (SELECT example FROM ${exampleLinks} WHERE kind = 'country'))`
      : sql,
    ...values,
  ]);

export const exampleConditions = (filter: ExampleFilter | null | undefined): Conditions => [
  ...anyOf('key', filter?.examples),
  ...anyOf('status', filter?.statuses),
  ...anyOf('kind', filter?.kinds),
  ...anyOf('step', filter?.participationSteps),
  ...linked('stage', filter?.stages),
  ...anyOf('sector', filter?.sectors),
  ...inCountries(filter?.countries),
  ...linked('goal', filter?.sdgGoals),
  ...linked('indicator', filter?.sdgIndicators),
  ...linked('population', filter?.populations),
  ...linked('organisation', filter?.organisations),
  ...anyOf('government_use', filter?.governmentUses),
  ...linked('term', filter?.terms),
  ...anyOf('verdict', filter?.verdicts),
  ...(filter?.text ? [matchingOf('example', filter.text)] : []),
];

const sorts = { slug: 'key', changed: 'recorded_at' } as const;

export interface ExampleOrder {
  readonly field: keyof typeof sorts;
  readonly direction: 'asc' | 'desc';
}

export const exampleListing = (filter: ExampleFilter | null | undefined, order?: ExampleOrder | null): Listing => ({
  table: 'examples',
  where: exampleConditions(filter),
  ...sortedBy(sorts[order?.field ?? 'slug'], order?.direction),
});

/** Examples of which an assessment recommends a guideline. */
export const recommendedFor: Listing = {
  table: `(SELECT e.*, l.value AS guideline FROM examples AS e JOIN ${exampleLinks} AS l ON l.example = e.key AND l.kind = 'guideline')`,
  where: [],
  sort: 'key',
};

/** What a facet counts: a column of the examples, or the rows of one kind beside them; `words` are those of a closed list. */
const facets = {
  kind: { column: 'kind', link: null, field: 'kinds', words: DataKind.options },
  government_use: { column: 'government_use', link: null, field: 'governmentUses', words: GovernmentUse.options },
  participation_step: { column: 'step', link: null, field: 'participationSteps', words: ['1', '2', '3', '4', '5'] },
  sector: { column: 'sector', link: null, field: 'sectors', words: [] },
  verdict: { column: 'verdict', link: null, field: 'verdicts', words: Verdict.options },
  stage: { column: null, link: 'stage', field: 'stages', words: ValueChainStage.options },
  country: { column: null, link: 'country', field: 'countries', words: [] },
  sdg_goal: { column: null, link: 'goal', field: 'sdgGoals', words: [] },
  population: { column: null, link: 'population', field: 'populations', words: [] },
  organisation: { column: null, link: 'organisation', field: 'organisations', words: [] },
  method: { column: null, link: 'group/method', field: 'terms', words: [] },
  task: { column: null, link: 'group/task', field: 'terms', words: [] },
  term: { column: null, link: 'term', field: 'terms', words: [] },
} as const;
export type Facet = keyof typeof facets;

const isEnumerated = (by: Facet): boolean => ['kind', 'government_use', 'verdict', 'stage'].includes(by);
const isNumbered = (by: Facet): boolean => by === 'participation_step' || by === 'sdg_goal';

export interface FacetCounts {
  readonly by: Facet;
  /** How many examples were looked at: the base of all counts. */
  readonly base: number;
  /** How many more may match on the day of the basis. */
  readonly undated: number;
  /** Of the base, how many say nothing of the kind. */
  readonly notStated: number;
  readonly counts: readonly { readonly value: string; readonly count: number; readonly filter: object }[];
}

/** How many examples have which value. One with two values counts in both; those without any are not counted as zero but apart. */
function countFacet(basis: Basis, by: Facet, filter: ExampleFilter | null | undefined): FacetCounts {
  const where = exampleConditions(filter);
  const { column, link, field, words } = facets[by];
  const all = `(SELECT * FROM examples ${whereOf(where)})`;
  const sql =
    column === null
      ? `SELECT l.value AS value, count(*) AS n FROM ${all} AS e JOIN ${exampleLinks} AS l ON l.example = e.key AND l.kind = '${link}' GROUP BY 1`
      : `SELECT ${column} AS value, count(*) AS n FROM ${all} WHERE ${column} IS NOT NULL GROUP BY 1`;
  const found = basis.rows.all<{ value: string | number; n: number }>(sql, ...valuesOf({ where }));
  const has =
    column === null ? `key IN (SELECT example FROM ${exampleLinks} WHERE kind = '${link}')` : `${column} IS NOT NULL`;
  const listing = { table: 'examples', where };
  const [base, stated] = [count(basis, listing), count(basis, { table: 'examples', where: [...where, [has]] })];
  const known = new Map<string, number>([
    ...words.map((word) => [word, 0] as const),
    ...found.map(({ value, n }) => [String(value), n] as const),
  ]);
  const rank = (value: string): number => (words as readonly string[]).indexOf(value);
  return {
    by,
    base,
    undated: count(basis, undatedIn(basis, listing)),
    notStated: base - stated,
    counts: [...known]
      .map(([value, n]) => ({ value: isEnumerated(by) ? value.toUpperCase() : value, count: n, raw: value }))
      .sort(
        (one, other) => other.count - one.count || rank(one.raw) - rank(other.raw) || one.raw.localeCompare(other.raw),
      )
      .map(({ value, count, raw }) => ({
        value,
        count,
        filter: { [field]: [isNumbered(by) ? Number(raw) : isEnumerated(by) ? raw : value] },
      })),
  };
}

export class ExampleBySlug extends query<{ slug: string }, ExampleDocument | undefined>() {}
export class ListExamples extends query<
  PageRequest & { filter?: ExampleFilter | null; orderBy?: ExampleOrder | null },
  Page<ExampleDocument>
>() {}
export class CountExamples extends query<{ by: Facet; filter?: ExampleFilter | null }, FacetCounts>() {}

export const exampleQueries = [
  answers(ExampleBySlug, ({ slug }, { rows }) => examples.get(rows, slug)),
  answers(ListExamples, ({ filter, orderBy, ...request }, basis) =>
    page(basis, exampleListing(filter, orderBy), request),
  ),
  answers(CountExamples, ({ by, filter }, basis) => countFacet(basis, by, filter)),
];
