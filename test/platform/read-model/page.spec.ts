import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowNames } from '../../../src/platform/read-model/names.js';
import {
  count,
  page,
  pageOfArray,
  pageOfLog,
  pagesBy,
  pageSize,
  type Listing,
  type Page,
  type PageRequest,
} from '../../../src/platform/read-model/page.js';
import type { Basis } from '../../../src/platform/read-model/read-model.js';
import { Refused } from '../../../src/kernel/refusal.js';
import { Sqlite } from '../../../src/platform/sqlite.js';

interface Plan {
  readonly key: string;
  readonly champion: string;
  readonly opened: number;
  readonly title: string;
}

/** A basis with a table of these plans. */
function basisOf(plans: readonly Plan[]): Basis & { rows: Sqlite } {
  const rows = new Sqlite(':memory:');
  rows.exec('CREATE TABLE plans (key TEXT PRIMARY KEY, champion, opened, title, document TEXT NOT NULL) WITHOUT ROWID');
  for (const plan of plans) {
    rows.run(
      'INSERT INTO plans VALUES (?, ?, ?, ?, ?)',
      plan.key,
      plan.champion,
      plan.opened,
      plan.title,
      JSON.stringify(plan),
    );
  }
  return { rows, size: plans.length, knownAt: null, effectiveOn: '2026-01-01', names: rowNames(['plans'], []) };
}

const plansOf = fc.uniqueArray(
  fc.record({
    key: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }).filter((key) => !key.includes('\0')),
    champion: fc.constantFrom('ghana', 'kenya', 'unfpa'),
    opened: fc.oneof(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: -50, max: 50 }).map((number) => number / 7),
    ),
    title: fc.constantFrom('', 'a', 'A', 'é', 'é'.normalize('NFD'), '﷽', '👩', '"', "'"),
  }),
  { selector: ({ key }) => key, maxLength: 60 },
);
const sizes = fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 100 }));
const listing = (given: Partial<Listing> = {}): Listing => ({ table: 'plans', where: [], sort: 'opened', ...given });

/** All pages of a list, one after the other by the cursor at each one's end. */
function walk<D>(read: (request: PageRequest) => Page<D>, first: number): Page<D>[] {
  const pages: Page<D>[] = [];
  for (let after: string | null = null; ;) {
    const next: Page<D> = read({ first, after });
    pages.push(next);
    if (!next.pageInfo.hasNextPage) return pages;
    after = next.pageInfo.endCursor;
    if (pages.length > 100) throw new Error('The list has no end.');
  }
}

function expectWhole<D>(pages: readonly Page<D>[], items: readonly D[], first: number): void {
  expect(pages.flatMap(({ nodes }) => nodes)).toEqual(items);
  expect(pages).toHaveLength(Math.max(1, Math.ceil(items.length / first)));
  for (const [index, { nodes, edges, pageInfo, totalCount }] of pages.entries()) {
    expect(edges.map(({ node }) => node)).toEqual(nodes);
    expect(totalCount).toBe(items.length);
    expect(pageInfo).toMatchObject({
      hasPreviousPage: index > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    });
  }
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
const order = {
  opened: (one: Plan, other: Plan) => one.opened - other.opened,
  title: (one: Plan, other: Plan) => byBytes(one.title, other.title),
};

/** The order of a list: by the value, then by the key, both in the same direction. */
function inOrder(plans: readonly Plan[], sort: keyof typeof order, descending: boolean): Plan[] {
  const sorted = [...plans].sort((one, other) => order[sort](one, other) || byBytes(one.key, other.key));
  return descending ? sorted.reverse() : sorted;
}

describe('Walking a list page by page', () => {
  test('gives everything once and in order, whatever the size of the page, the order and the ties', () => {
    fc.assert(
      fc.property(
        plansOf,
        sizes,
        fc.constantFrom('opened' as const, 'title' as const),
        fc.boolean(),
        (plans, first, sort, descending) => {
          const basis = basisOf(plans);
          const pages = walk((request) => page<Plan>(basis, listing({ sort, descending }), request), first);
          expectWhole(pages, inOrder(plans, sort, descending), first);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('gives for each of many lists what that list gives alone', () => {
    fc.assert(
      fc.property(plansOf, sizes, fc.boolean(), (plans, first, descending) => {
        const basis = basisOf(plans);
        const champions = ['unfpa', 'ghana', 'nobody'];
        const listed = listing({ descending, where: [['opened >= ?', 0]] });
        for (const champion of champions) {
          const pages = walk(
            (request) => pagesBy<Plan>(basis, 'champion', champions, listed, request).get(champion) as Page<Plan>,
            first,
          );
          expectWhole(
            pages,
            inOrder(
              plans.filter((plan) => plan.champion === champion && plan.opened >= 0),
              'opened',
              descending,
            ),
            first,
          );
        }
        expect([...pagesBy(basis, 'champion', champions, listed, { first }).keys()]).toEqual(champions);
      }),
      { numRuns: 60 },
    );
  });

  test('gives everything once of a list at hand', () => {
    fc.assert(
      fc.property(plansOf, sizes, (plans, first) => {
        expectWhole(
          walk((request) => pageOfArray(plans, ({ key }) => key, request), first),
          plans,
          first,
        );
      }),
    );
  });

  test('goes on behind an item that is gone, or has been joined by others', () => {
    const plans = [1, 2, 3, 4, 5].map((opened) => ({ key: `p${opened}`, champion: 'ghana', opened, title: '' }));
    const basis = basisOf(plans);
    const after = page(basis, listing(), { first: 3 }).pageInfo.endCursor;
    basis.rows.run("DELETE FROM plans WHERE key = 'p3'");
    basis.rows.run("INSERT INTO plans SELECT 'p0', champion, 0, title, document FROM plans WHERE key = 'p1'");
    expect(page(basis, listing(), { after }).nodes).toEqual(plans.slice(3));
  });
});

describe('A part of a list', () => {
  const readersOf = (plans: readonly Plan[], descending: boolean) => {
    const basis = { ...basisOf(plans), size: plans.length };
    const items = inOrder(plans, 'opened', descending);
    const log = items.map((plan, entry) => ({ event: { entry }, plan }));
    const fromLog = (newestFirst: boolean) => (request: PageRequest) => {
      const { range, of } = pageOfLog(basis, newestFirst, request);
      const inReach = log.filter(({ event: { entry } }) =>
        range.backwards ? entry < range.after : entry > range.after,
      );
      return of((range.backwards ? inReach.reverse() : inReach).slice(0, range.limit)) as Page<unknown>;
    };
    return [
      { items, read: (request: PageRequest) => page<Plan>(basis, listing({ descending }), request) },
      { items, read: (request: PageRequest) => pageOfArray(items, ({ key }) => key, request) },
      { items: log, read: fromLog(false) },
      { items: log.toReversed(), read: fromLog(true) },
    ] as readonly { items: readonly unknown[]; read: (request: PageRequest) => Page<unknown> }[];
  };

  test('is what Relay says it is, behind and before any places, counted from either end', () => {
    fc.assert(
      fc.property(
        plansOf,
        fc.nat(8),
        fc.boolean(),
        fc.boolean(),
        fc.nat(60),
        fc.nat(60),
        fc.boolean(),
        (plans, size, descending, backwards, from, to, open) => {
          for (const { items, read } of readersOf(plans, descending)) {
            const cursors = read({ first: 100 }).edges.map(({ cursor }) => cursor);
            const [start, end] = [from < items.length ? from : -1, to < items.length && !open ? to : items.length];
            const part = <T>(all: readonly T[]): T[] => {
              const between = all.slice(start + 1, end);
              return backwards ? between.slice(Math.max(0, between.length - size)) : between.slice(0, size);
            };
            const rest = end - start - 1 > size;
            const request = {
              ...(start >= 0 && { after: cursors[start] }),
              ...(end < items.length && { before: cursors[end] }),
            };
            const found = read({ ...request, ...(backwards ? { last: size } : { first: size }) });
            expect(found.nodes).toEqual(part(items));
            expect(found.edges.map(({ cursor }) => cursor)).toEqual(part(cursors));
            expect(found.totalCount).toBe(items.length);
            expect(found.pageInfo.hasPreviousPage).toBe(start >= 0 || (backwards && rest));
            expect(found.pageInfo.hasNextPage).toBe(end < items.length || (!backwards && rest));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('cannot be asked for from both ends', () => {
    for (const { read } of readersOf([], false))
      expect(() => read({ first: 1, last: 1 })).toThrow('Give first or last, not both.');
  });

  test('of no things tells how many the whole list has', () => {
    const plans = [1, 2, 3].map((opened) => ({ key: `p${opened}`, champion: 'ghana', opened, title: '' }));
    for (const { read } of readersOf(plans, false))
      expect(read({ first: 0 })).toMatchObject({
        nodes: [],
        edges: [],
        totalCount: 3,
        pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
      });
  });
});

describe('A list', () => {
  const plans = Array.from({ length: 30 }, (_, n) => ({
    key: `p${n}`,
    champion: n % 2 === 0 ? 'ghana' : 'kenya',
    opened: n % 5,
    title: `t${n % 3}`,
  }));
  const basis = basisOf(plans);
  const readers: readonly (readonly [name: string, read: (request: PageRequest, basis: Basis) => Page<Plan>])[] = [
    ['read from a table', (request, from) => page(from, listing(), request)],
    [
      'within a list',
      (request, from) => pagesBy<Plan>(from, 'champion', ['ghana'], listing(), request).get('ghana') as Page<Plan>,
    ],
    ['at hand', (request, from) => pageOfArray(from.size === 0 ? [] : plans, ({ key }) => key, request)],
  ];

  test('gives 20 when nobody says how many, and at most 100', () => {
    expect([{}, { first: null }, { first: 0 }, { first: 1 }, { last: 100 }].map(pageSize)).toEqual([20, 20, 0, 1, 100]);
    expect(page(basis, listing(), {}).nodes).toHaveLength(20);
  });

  test.each(readers)('%s refuses sizes that are none', (_, read) => {
    for (const first of [-1, 101, 2 ** 31, -(2 ** 31), 1.5, NaN, Infinity]) {
      expect(() => read({ first }, basis)).toThrow(Refused);
      expect(() => read({ first }, basis)).toThrow('first must be 0 to 100.');
      expect(() => read({ last: first }, basis)).toThrow('last must be 0 to 100.');
    }
  });

  const encoded = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');
  const foreign = [
    '',
    'x',
    '%%%',
    'p3',
    '5',
    encoded(null),
    encoded({}),
    encoded([0, 1]),
    encoded([0, null, 'p1']),
    encoded([1.5, 1, 'p1']),
    encoded('p1'),
  ];
  test.each(readers)('%s refuses a cursor that no list has given, be the list empty', (_, read) => {
    for (const after of foreign) {
      for (const from of [basis, basisOf([])])
        expect(() => read({ after }, from)).toThrow('after must be an unchanged cursor from this list.');
    }
  });

  test('refuses a cursor of another order, and of another list', () => {
    const { endCursor: after } = page(basis, listing(), { first: 3 }).pageInfo;
    for (const other of [
      listing({ sort: 'title' }),
      listing({ descending: true }),
      listing({ table: '(SELECT * FROM plans)' }),
    ]) {
      expect(() => page(basis, other, { after })).toThrow('after must be an unchanged cursor from this list');
    }
    expect(() => pageOfArray(plans, ({ title }) => title, { after })).toThrow(
      'after must be an unchanged cursor from this list',
    );
    const { endCursor: gone } = pageOfArray(plans, ({ key }) => key, { first: 3 }).pageInfo;
    expect(() => pageOfArray(plans.slice(5), ({ key }) => key, { after: gone })).toThrow(
      'after must be an unchanged cursor from this list',
    );
    expect(() => page(basis, listing(), { after: gone })).toThrow('after must be an unchanged cursor from this list');
  });

  test('takes a cursor on with another size or another filter', () => {
    const { endCursor: after } = page(basis, listing(), { first: 3 }).pageInfo;
    expect(
      page<Plan>(basis, listing({ where: [['champion = ?', 'kenya']] }), { first: 2, after }).nodes.map(
        ({ key }) => key,
      ),
    ).toEqual(['p25', 'p5']);
  });

  test('is counted as a whole, with its conditions and bound values', () => {
    const bound = {
      table: '(SELECT * FROM plans WHERE opened > ?)',
      bound: [2],
      where: [['champion = ?', 'ghana']] as const,
    };
    expect(count(basis, bound)).toBe(plans.filter(({ opened, champion }) => opened > 2 && champion === 'ghana').length);
    expect(page(basis, { ...bound, sort: 'opened' }, { first: 1 }).totalCount).toBe(count(basis, bound));
    expect(
      pagesBy(basis, 'champion', ['ghana'], { ...bound, sort: 'opened' }, { first: 1 }).get('ghana')?.totalCount,
    ).toBe(count(basis, bound));
  });

  test('may be sorted by an expression with any characters in it', () => {
    const sort = "coalesce(json_extract(document, '$' || '.title'), '$''$&')";
    expect(page<Plan>(basis, listing({ sort }), { first: 1 }).nodes).toMatchObject([{ key: 'p0' }]);
    expect(
      pagesBy<Plan>(basis, 'champion', ['kenya'], listing({ sort }), { first: 1 }).get('kenya')?.nodes,
    ).toMatchObject([{ key: 'p15' }]);
  });
});
