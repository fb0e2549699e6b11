import { answers, query } from '../../platform/cqrs/queries.js';
import { valuesOf, whereOf } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import { undatedName } from '../../platform/read-model/past/version-tables.js';
import { commitmentConditions, type CommitmentFilter } from '../commitment/commitment-lists.view.js';
import { closedGroups } from './status-groups.view.js';
import { Claimed, Dimension, lifecycles, network, type Lifecycle } from '../vocabulary/vocabulary.js';

/** What a group is made by: SQL over the commitments `c`, their champion `ch`, and, for links, their rows `l` of one kind. */
const groupings = {
  all: { by: "'all'", link: null },
  champion: { by: "coalesce(c.champion, 'network')", link: null },
  champion_kind: { by: "coalesce(ch.kind, 'network')", link: null },
  country: { by: "coalesce(ch.country, 'none')", link: null },
  action_plan: { by: 'c.action_plan', link: null },
  lifecycle: { by: 'c.lifecycle', link: null },
  principle: { by: "coalesce(l.value, 'none')", link: 'principle' },
  dimension: { by: "coalesce(l.value, 'none')", link: 'dimension' },
  population: { by: "coalesce(l.value, 'none')", link: 'population' },
  sdg_goal: { by: "coalesce(l.value, 'none')", link: 'goal' },
} as const;
export type Grouping = keyof typeof groupings;

export interface StatusCount {
  readonly groupBy: Grouping;
  readonly group: string;
  /** The name of the champion, or the title of the plan. */
  readonly name?: string | undefined;
  /** How many commitments the group has: the base of all its figures. */
  readonly base: number;
  /** How many more may belong to it on the day of the basis. */
  readonly undated: number;
  /** On how many of them nothing was claimed, reported on or not. */
  readonly notClaimed: number;
  /** How many of them a report is about, or names among others, whatever it claims. */
  readonly withReports: number;
  readonly claimed: readonly { readonly claimed: Claimed; readonly count: number }[];
  readonly lifecycle: readonly { readonly lifecycle: Lifecycle; readonly count: number }[];
}

/** Commitments of a group that stand alike. */
interface Cell {
  readonly grp: string | number;
  readonly claimed: Claimed | null;
  readonly lifecycle: Lifecycle;
  readonly reported: 0 | 1;
  readonly undated: 0 | 1;
  readonly n: number;
}

function countStatuses(
  { rows, names: { possible } }: Basis,
  groupBy: Grouping,
  filter: CommitmentFilter | null | undefined,
): StatusCount[] {
  const { by, link } = groupings[groupBy];
  const where = commitmentConditions(filter);
  const cellsOf = (of: string): string => `SELECT ${by} AS grp, c.claimed AS claimed, c.lifecycle AS lifecycle,
       EXISTS (SELECT 1 FROM report_touches WHERE touched = c.key) AS reported, ${of === 'commitments' ? 0 : 1} AS undated, count(*) AS n
     FROM (SELECT * FROM ${of} ${whereOf(where)}) AS c
     LEFT JOIN champions AS ch ON ch.key = c.champion
     ${link === null ? '' : `LEFT JOIN commitment_links AS l ON l.commitment = c.key AND l.kind = '${link}'`}
     GROUP BY 1, 2, 3, 4`;
  const found = rows.all<Cell>(
    `${cellsOf('commitments')} UNION ALL ${possible.in(cellsOf(undatedName('commitments')))} ORDER BY 1`,
    ...valuesOf({ where }),
    ...valuesOf({ where }),
  );
  const groups = new Map<string, Cell[]>();
  const undated = new Map<string, number>();
  for (const cell of found) {
    const group = String(cell.grp);
    if (!groups.has(group)) groups.set(group, []);
    if (cell.undated === 1) undated.set(group, (undated.get(group) ?? 0) + cell.n);
    else groups.get(group)?.push(cell);
  }
  const sum = (some: readonly Cell[]): number => some.reduce((total, { n }) => total + n, 0);
  if (groupBy === 'all' && groups.size === 0) groups.set('all', []);
  const closed = (closedGroups[groupBy] ?? []).map((group) => [group, groups.get(group) ?? []] as const);
  const others = [...groups].filter(([group]) => closedGroups[groupBy]?.includes(group) !== true);
  const names = namesOf(rows, groupBy, possible);
  return [...closed, ...others].map(([group, own]) => ({
    groupBy,
    group,
    name: names.get(group),
    base: sum(own),
    undated: undated.get(group) ?? 0,
    notClaimed: sum(own.filter(({ claimed }) => claimed === null)),
    withReports: sum(own.filter(({ reported }) => reported === 1)),
    claimed: Claimed.options.map((word) => ({
      claimed: word,
      count: sum(own.filter(({ claimed }) => claimed === word)),
    })),
    lifecycle: lifecycles.map((word) => ({
      lifecycle: word,
      count: sum(own.filter(({ lifecycle }) => lifecycle === word)),
    })),
  }));
}

const namedBy: Partial<Record<Grouping, string>> = {
  champion: "SELECT key, document ->> '$.name' AS name FROM champions",
  action_plan: "SELECT key, document ->> '$.title.text' AS name FROM action_plans",
};

function namesOf(
  rows: Basis['rows'],
  groupBy: Grouping,
  possible: Basis['names']['possible'],
): ReadonlyMap<string, string | undefined> {
  const sql = namedBy[groupBy];
  return new Map(
    (sql === undefined ? [] : rows.all<{ key: string; name: string | null }>(possible.in(sql))).map(({ key, name }) => [
      key,
      name ?? undefined,
    ]),
  );
}

/** One cell of the coverage matrix: how many commitments of a champion, or of the charter initiative itself, touch a principle or a dimension. */
export interface CoverageCell {
  readonly champion: string;
  readonly principle: number | null;
  readonly dimension: string | null;
  readonly commitments: number;
  /** How many more it may be on the day of the basis. */
  readonly undated: number;
}

export interface Coverage {
  /** Champions in the order of the matrix, those without any commitment included. Rows of undated ones and of the charter initiative follow theirs. */
  readonly champions: readonly string[];
  /** How many more champions there may be on the day of the basis. */
  readonly undated: number;
  readonly principles: readonly CoverageCell[];
  readonly dimensions: readonly CoverageCell[];
}

/** The whole matrix, a zero where a champion touches nothing; its columns add up to the counts of statuses. */
function cover({ rows, names }: Basis, filter: CommitmentFilter | null | undefined): Coverage {
  const where = commitmentConditions(filter);
  const keysOf = (table: string): string[] =>
    rows.all<{ key: string }>(`SELECT key FROM ${table} ORDER BY sort_name, key`).map(({ key }) => key);
  const [champions, undatedChampions] = [keysOf('champions'), keysOf(undatedName('champions'))];
  const linksOf = (
    of: string,
  ): string => `SELECT coalesce(c.champion, '${network}') AS champion, l.kind AS kind, l.value AS value, count(*) AS n
     FROM (SELECT * FROM ${of} ${whereOf(where)}) AS c JOIN commitment_links AS l ON l.commitment = c.key
     WHERE l.kind IN ('principle', 'dimension') GROUP BY 1, 2, 3`;
  const counted = (sql: string): ReadonlyMap<string, number> => {
    const found = rows.all<{ champion: string; kind: string; value: string | number; n: number }>(
      sql,
      ...valuesOf({ where }),
    );
    return new Map(found.map(({ champion, kind, value, n }) => [`${champion}/${kind}/${value}`, n]));
  };
  const counts = counted(linksOf('commitments'));
  const undated = counted(names.possible.in(linksOf(undatedName('commitments'))));
  const touching = [...counts.keys(), ...undated.keys()].map((place) => place.slice(0, place.indexOf('/'))).toSorted();
  const inRows = [...new Set([...champions, ...undatedChampions, ...touching])];
  const cells = <T>(
    kind: string,
    all: readonly T[],
    cell: (value: T) => Pick<CoverageCell, 'principle' | 'dimension'>,
  ): CoverageCell[] =>
    inRows.flatMap((champion) =>
      all.map((value) => {
        const place = `${champion}/${kind}/${String(value)}`;
        return { champion, ...cell(value), commitments: counts.get(place) ?? 0, undated: undated.get(place) ?? 0 };
      }),
    );
  return {
    champions,
    undated: undatedChampions.length,
    principles: cells('principle', [1, 2, 3, 4, 5], (principle) => ({ principle, dimension: null })),
    dimensions: cells('dimension', Dimension.options, (dimension) => ({ principle: null, dimension })),
  };
}

export class CountStatuses extends query<{ groupBy: Grouping; filter?: CommitmentFilter | null }, StatusCount[]>() {}
export class CoverageOf extends query<{ filter?: CommitmentFilter | null }, Coverage>() {}

export const statusQueries = [
  answers(CountStatuses, ({ groupBy, filter }, basis) => countStatuses(basis, groupBy, filter)),
  answers(CoverageOf, ({ filter }, basis) => cover(basis, filter)),
];
