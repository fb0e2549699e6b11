import { createHash } from 'node:crypto';
import { Refused } from '../../kernel/refusal.js';
import { endOfTime } from '../../kernel/time/partial-date.js';
import type { Value } from '../sqlite.js';
import type { Basis, BasisKey } from './read-model.js';

export interface PageRequest {
  /** How many from the beginning, 0 to 100; left out, 20. */
  readonly first?: number | null;
  /** The cursor behind which the page begins. */
  readonly after?: string | null;
  /** How many from the end, instead of `first`. */
  readonly last?: number | null;
  /** The cursor before which the page ends. */
  readonly before?: string | null;
}

/** One page of a list. `totalCount` and `undated` count the whole list, and are only counted when they are asked for. */
export interface Page<D> {
  readonly nodes: readonly D[];
  readonly edges: readonly { readonly node: D; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
  /** How many more may belong to it on its day, of which is not known whether they were there by then; null for lists of what has no day. */
  readonly undated: number | null;
}

/** Conditions that are combined with AND, each with the values bound to its placeholders. */
export type Conditions = readonly (readonly [sql: string, ...values: Value[]])[];

/** "Any of these" over one column; no condition when the list was left out. */
export const anyOf = (column: string, wanted: readonly (string | number)[] | null | undefined): Conditions =>
  wanted === null || wanted === undefined
    ? []
    : [[`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(wanted)]];

/** A list of documents: which of a table, and in which order. `sort` is an SQL expression that is never null. */
export interface Listing {
  /** A table, or a query in parentheses that gives `key` and `document`. */
  readonly table: string;
  /** The values bound in such a query. */
  readonly bound?: readonly Value[];
  readonly where: Conditions;
  readonly sort: string;
  readonly descending?: boolean;
}

/** What a list is sorted by, for each direction. */
interface Sort {
  readonly asc: string;
  readonly desc: string;
}

/** Sorts by a column of days in which unknown ones, be they null or without an end, come last in either direction. */
export const unknownLast = (column: string): Sort => ({
  asc: `coalesce(${column}, '${endOfTime}')`,
  desc: `coalesce(nullif(${column}, '${endOfTime}'), '')`,
});

/** The order of a list: by an expression that is the same both ways, or by one for each. */
export function sortedBy(sort: string | Sort, direction: 'asc' | 'desc' = 'asc'): Pick<Listing, 'sort' | 'descending'> {
  return { sort: typeof sort === 'string' ? sort : sort[direction], descending: direction === 'desc' };
}

const defaultPageSize = 20;
export const largestPage = 100;

/** Checks the size of a page, wherever it came from: literal, variable or default. */
export function pageSize({ first, last }: Pick<PageRequest, 'first' | 'last'>): number {
  const name = typeof last === 'number' ? 'last' : 'first';
  if (typeof first === 'number' && name === 'last')
    throw new Refused('PAGE_SIZE', 'Give first or last, not both.', 'last');
  const size = last ?? first ?? defaultPageSize;
  if (!Number.isInteger(size) || size < 0 || size > largestPage)
    throw new Refused('PAGE_SIZE', `${name} must be 0 to ${largestPage}.`, name);
  return size;
}

/** A part of a list: so many behind one place and before another, counted from the end where it is read backwards. */
interface Extent {
  readonly size: number;
  readonly backwards: boolean;
  readonly after: CursorPlace | null;
  readonly before: CursorPlace | null;
}

const extentOf = (request: PageRequest, list: string): Extent => ({
  size: pageSize(request),
  backwards: typeof request.last === 'number',
  after: request.after == null ? null : decode(request.after, list, 'after'),
  before: request.before == null ? null : decode(request.before, list, 'before'),
});

/** What was read of an extent, up to one more than its size: in the order of the list, and whether more lies on either side. */
function cut<T>(found: readonly T[], { size, backwards, after, before }: Extent) {
  const rest = found.length > size;
  return {
    items: backwards ? found.slice(0, size).reverse() : found.slice(0, size),
    hasPreviousPage: after !== null || (backwards && rest),
    hasNextPage: before !== null || (!backwards && rest),
  };
}

/** A place in a list: the basis on which the list was read, the sort value and key of an item, and which list it was. */
type CursorPlace = readonly [size: number, effectiveOn: string, sort: string | number, key: string, list: string];

const marks = new Map<string, string>();

/** Identifies a list and its order, whatever its conditions. */
function markOf({ table, sort, descending = false }: Listing): string {
  const list = JSON.stringify([table, sort, descending]);
  const mark = marks.get(list) ?? createHash('sha256').update(list).digest('base64url').slice(0, 6);
  marks.set(list, mark);
  return mark;
}

const encode = (place: CursorPlace): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function read(cursor: string): CursorPlace | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPlace =
      Array.isArray(place) &&
      place.length === 5 &&
      Number.isSafeInteger(place[0]) &&
      Number(place[0]) >= 0 &&
      isDay.test(String(place[1])) &&
      ['string', 'number'].includes(typeof place[2]) &&
      place.slice(3).every((part) => typeof part === 'string');
    return isPlace ? (place as unknown as CursorPlace) : null;
  } catch {
    return null;
  }
}

const isDay = /^\d{4}-\d{2}-\d{2}$/;

function decode(cursor: string, list: string, argument: 'after' | 'before'): CursorPlace {
  const place = read(cursor);
  if (place?.[4] !== list) throw foreignCursor(argument);
  return place;
}

/** The basis on which a cursor was given; null when it is none of a list that was read from a basis, as the list that gets it will say. */
export function basisOfCursor(cursor: string): BasisKey | null {
  const place = read(cursor);
  return place === null || place[0] === 0 ? null : { size: place[0], effectiveOn: place[1] };
}

const foreignCursor = (argument: 'after' | 'before'): Refused =>
  new Refused('CURSOR', `${argument} must be an unchanged cursor from this list.`, argument);

interface PageRow {
  /** Which of several lists it stands in. */
  list: string;
  key: string;
  sort: string | number;
  document: string;
}

/** Reads one page of a list in one query. */
export function page<D>(basis: Basis, listing: Listing, request: PageRequest): Page<D> {
  const extent = extentOf(request, markOf(listing));
  const [sql, ...values] = select(listing, 'key', extent);
  return asPage(
    basis,
    listing,
    basis.rows.all<PageRow>(sql, ...values),
    extent,
    () => count(basis, listing),
    () => count(basis, undatedIn(basis, listing)),
  );
}

/** Lists that are read in one statement: SQLite takes up to 500 parts. */
const listsAtOnce = 250;

/**
 * Reads the same page of many lists, one for each key of `by`, in one SQL query (one for each 250 of them): a
 * nested list costs one more query, not one for each item. Every key gets a page, even if it is empty.
 */
export function pagesBy<D>(
  basis: Basis,
  by: string,
  keys: readonly string[],
  listing: Listing,
  request: PageRequest,
): Map<string, Page<D>> {
  const extent = extentOf(request, markOf(listing));
  const lists = new Map<string, PageRow[]>(keys.map((key) => [key, []]));
  const wanted = [...lists.keys()];
  for (let start = 0; start < wanted.length; start += listsAtOnce) {
    const parts = wanted
      .slice(start, start + listsAtOnce)
      .map((key) => select({ ...listing, where: [...listing.where, [`${by} = ?`, key]] }, by, extent));
    const sql = parts.map(([part]) => `SELECT * FROM (${part})`).join(' UNION ALL ');
    for (const row of basis.rows.all<PageRow>(sql, ...parts.flatMap(([, ...values]) => values)))
      lists.get(row.list)?.push(row);
  }
  const countOf = countsBy(basis, by, wanted, listing);
  const undatedOf = countsBy(basis, by, wanted, undatedIn(basis, listing));
  return new Map(
    [...lists].map(([key, found]) => [
      key,
      asPage<D>(
        basis,
        listing,
        found,
        extent,
        () => countOf(key),
        () => undatedOf(key),
      ),
    ]),
  );
}

const atHand = 'at hand';

/** A page of a list that is at hand as a whole. */
export function pageOfArray<D>(items: readonly D[], keyOf: (item: D) => string, request: PageRequest): Page<D> {
  const extent = extentOf(request, atHand);
  const placeOf = (place: CursorPlace | null, argument: 'after' | 'before', otherwise: number): number => {
    if (place === null) return otherwise;
    const index = items.findIndex((item) => keyOf(item) === place[3]);
    if (index === -1) throw foreignCursor(argument);
    return index;
  };
  const between = items.slice(placeOf(extent.after, 'after', -1) + 1, placeOf(extent.before, 'before', items.length));
  const { items: nodes, ...more } = cut(extent.backwards ? between.toReversed() : between, extent);
  return connection(
    nodes,
    (index) => encode([0, '0000-00-00', 0, keyOf(nodes[index] as D), atHand]),
    more,
    () => items.length,
  );
}

const theLog = 'the log';

/**
 * A page of the log as a basis knows it: which entries to read, and the page that results. One more than its
 * size means that more follow on that side.
 */
export function pageOfLog({ size, effectiveOn }: Basis, newestFirst: boolean, request: PageRequest) {
  const list = `${theLog}${newestFirst ? ', backwards' : ''}`;
  const extent = extentOf(request, list);
  const [after, before] = [extent.after, extent.before].map((place) => (place === null ? null : Number(place[2])));
  const [least, most] = newestFirst ? [before ?? -1, after ?? size] : [after ?? -1, before ?? size];
  const descending = newestFirst !== extent.backwards;
  return {
    range: { after: descending ? most : least, limit: extent.size + 1, backwards: descending },
    of: <D extends { readonly event: { readonly entry: number } }>(found: readonly D[]): Page<D> => {
      const within = found.filter(({ event: { entry } }) => entry > least && entry < most);
      const { items, ...more } = cut(within, extent);
      return connection(
        items,
        (index) => encode([size, effectiveOn, (items[index] as D).event.entry, '', list]),
        more,
        () => size,
      );
    },
  };
}

function select(listing: Listing, list: string, { size, backwards, after, before }: Extent): [string, ...Value[]] {
  const { table, sort, descending = false } = listing;
  const [behind, ahead] = descending ? ['<', '>'] : ['>', '<'];
  const direction = descending === backwards ? 'ASC' : 'DESC';
  const where: Conditions = [
    ...listing.where,
    ...(after === null ? [] : [[`(${sort}, key) ${behind} (?, ?)`, after[2], after[3]] as const]),
    ...(before === null ? [] : [[`(${sort}, key) ${ahead} (?, ?)`, before[2], before[3]] as const]),
  ];
  const order = `ORDER BY ${sort} ${direction}, key ${direction} LIMIT ${size + 1}`;
  return [
    `SELECT ${list} AS list, key, ${sort} AS sort, document FROM ${table} ${whereOf(where)} ${order}`,
    ...valuesOf({ ...listing, where }),
  ];
}

export const whereOf = (where: Conditions): string =>
  where.length === 0 ? '' : `WHERE ${where.map(([sql]) => `(${sql})`).join(' AND ')}`;
export const valuesOf = ({ bound = [], where }: Pick<Listing, 'bound' | 'where'>): Value[] => [
  ...bound,
  ...where.flatMap(([, ...values]) => values),
];

type CountedListing = Pick<Listing, 'table' | 'bound' | 'where'>;

/**
 * The same list of what is undated on its basis; its conditions consider all other records that may exist.
 */
export const undatedIn = <L extends CountedListing>({ names }: Basis, listing: L): L => ({
  ...listing,
  table: names.undated.in(listing.table),
  where: listing.where.map(([sql, ...values]) => [names.possible.in(sql), ...values] as const),
});

/** How many documents a list holds. */
export function count(basis: Basis, listing: CountedListing): number {
  return (
    basis.rows.one<{ n: number }>(
      `SELECT count(*) AS n FROM ${listing.table} ${whereOf(listing.where)}`,
      ...valuesOf(listing),
    )?.n ?? 0
  );
}

/** How many documents each of many lists holds, counted for all of them once the first is asked for. */
function countsBy(basis: Basis, by: string, keys: readonly string[], listing: CountedListing): (key: string) => number {
  let counts: Map<string, number> | null = null;
  const where: Conditions = [...listing.where, [`${by} IN (SELECT value FROM json_each(?))`, JSON.stringify(keys)]];
  const countAll = () =>
    basis.rows.all<{ list: string; n: number }>(
      `SELECT ${by} AS list, count(*) AS n FROM ${listing.table} ${whereOf(where)} GROUP BY 1`,
      ...valuesOf({ ...listing, where }),
    );
  return (key) => (counts ??= new Map(countAll().map(({ list, n }) => [list, n]))).get(key) ?? 0;
}

/** A page from what was found: one more than its size means that more follow on that side. */
function asPage<D>(
  basis: Basis,
  listing: Listing,
  found: readonly PageRow[],
  extent: Extent,
  total: () => number,
  undated: () => number,
): Page<D> {
  const mark = markOf(listing);
  const { items, ...more } = cut(found, extent);
  return connection(
    items.map(({ document }) => JSON.parse(document) as D),
    (index) => {
      const { sort, key } = items[index] as PageRow;
      return encode([basis.size, basis.effectiveOn, sort, key, mark]);
    },
    more,
    total,
    undated,
  );
}

interface More {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

function connection<D>(
  nodes: readonly D[],
  cursorOf: (index: number) => string,
  more: More,
  total: () => number,
  undated: () => number | null = () => null,
): Page<D> {
  const cursorAt = (index: number): string | null => (nodes.length === 0 ? null : cursorOf(index));
  return {
    nodes,
    get edges() {
      return nodes.map((node, index) => ({ node, cursor: cursorOf(index) }));
    },
    get pageInfo() {
      return { ...more, startCursor: cursorAt(0), endCursor: cursorAt(nodes.length - 1) };
    },
    get totalCount() {
      return total();
    },
    get undated() {
      return undated();
    },
  };
}
