import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, type IntrospectionQuery } from 'graphql';
import { Sqlite } from '../../src/platform/sqlite.js';
import { story } from '../support/deeds.js';
import { everythingOf, schema, TestRegister, type Answer } from '../support/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [deed, input] of story) await register.tell(deed, input);
});
afterAll(() => register.stop());

interface List {
  readonly nodes: readonly Record<string, unknown>[];
  readonly edges: readonly { readonly node: Record<string, unknown>; readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** Asks and expects no error; the answer's data. */
async function asked<D = Record<string, never>>(query: string, variables = {}): Promise<D> {
  const { data, errors } = await register.ask<D>(query, variables);
  expect(errors).toEqual([]);
  return data;
}

const codesOf = ({ errors }: Answer<unknown>) => errors.map(({ extensions }) => extensions.code);
const commitmentsWhere = async (filter: object): Promise<unknown[]> =>
  (
    await asked<{ commitments: List }>('query ($filter: CommitmentFilter) { commitments(filter: $filter) { nodes { code } } }', { filter })
  ).commitments.nodes.map(({ code }) => code);

describe('a root question', () => {
  test('tells the schema that the source files hold', async () => {
    const told = buildClientSchema(await asked<IntrospectionQuery>(getIntrospectionQuery()));
    expect(printSchema(lexicographicSortSchema(told))).toBe(printSchema(lexicographicSortSchema(schema)));
  });

  test('finds one thing by its name, and nothing by any other', async () => {
    const data = await asked(`{
      charter { host principles { number titles { language } } }
      champion(slug: "kenya") { name } actionPlan(code: "IDC-KENYA-1") { status } commitment(code: "IDC-KENYA-1-C01") { claimed latest: progressReports { totalCount } }
      progressReport(code: "IDC-KENYA-1-C01-R1") { round } noChampion: champion(slug: "KENYA") { name } noPlan: actionPlan(code: "") { code }
      noCommitment: commitment(code: "IDC-KENYA-1-C77") { code } noReport: progressReport(code: "IDC-R1") { code }
    }`);
    expect(data).toMatchObject({
      charter: { host: 'Global Partnership', principles: [{ number: 1 }, { number: 2, titles: [{ language: 'EN' }, { language: 'AR' }] }, {}, {}, {}] },
      champion: { name: 'Kenya National Bureau of Statistics' },
      actionPlan: { status: 'PUBLISHED' },
      commitment: { claimed: 'LIMITED', latest: { totalCount: 1 } },
      progressReport: { round: '2021' },
      ...{ noChampion: null, noPlan: null, noCommitment: null, noReport: null },
    });
  });

  test('lists things in their order, or in the one asked for', async () => {
    const data = await asked<Record<string, List>>(`{
      byName: champions { nodes { slug } totalCount } bySlug: champions(orderBy: { field: SLUG, direction: DESC }) { nodes { slug } }
      byJoining: champions(orderBy: { field: JOINED }, first: 1) { nodes { slug } } plans: actionPlans { nodes { code } }
      byCode: commitments { nodes { code } } byDue: commitments(orderBy: { field: DUE }, first: 2) { nodes { code due } } reports: progressReports { nodes { code } totalCount }
    }`);
    const names = (list: string, field: string) => data[list]?.nodes.map((node) => node[field]);
    expect(names('byName', 'slug')).toEqual(['ghana', 'togo', 'kenya', 'malta', 'lima', 'jordan']);
    expect(names('bySlug', 'slug')).toEqual(['togo', 'malta', 'lima', 'kenya', 'jordan', 'ghana']);
    expect(names('byJoining', 'slug')).toEqual(['kenya']);
    expect(names('plans', 'code')).toEqual(['IDC-GHANA-1', 'IDC-GHANA-2', 'IDC-KENYA-1', 'IDC-KENYA-2', 'IDC-NETWORK-2024']);
    expect(names('byCode', 'code')).toEqual(['IDC-GHANA-1-C01', ...[1, 2, 3, 4].map((number) => `IDC-KENYA-1-C0${number}`)]);
    expect(names('byDue', 'code')).toEqual(['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02']);
    expect(data).toMatchObject({ byName: { totalCount: 6 }, reports: { nodes: [{ code: 'IDC-KENYA-1-C01-R1' }], totalCount: 1 } });
  });

  test('counts how commitments stand, with the base and how many did not report', async () => {
    const { all, byPrinciple, byKind } = await asked<Record<string, { group: string; base: number; notReported: number }[]>>(`{
      all: statusCounts(groupBy: ALL) { group base notReported claimed { claimed count } lifecycle { lifecycle count } }
      byPrinciple: statusCounts(groupBy: PRINCIPLE) { group base } byKind: statusCounts(groupBy: CHAMPION_KIND, filter: { champions: ["kenya"] }) { group base notReported }
    }`);
    expect(all).toMatchObject([{ group: 'all', base: 5, notReported: 4 }]);
    expect(all?.[0]).toMatchObject({
      claimed: expect.arrayContaining([
        { claimed: 'LIMITED', count: 1 },
        { claimed: 'COMPLETE', count: 0 },
      ]),
    });
    expect(all?.[0]).toMatchObject({
      lifecycle: expect.arrayContaining([
        { lifecycle: 'ACTIVE', count: 2 },
        { lifecycle: 'DRAFT', count: 0 },
      ]),
    });
    expect(byPrinciple).toEqual([
      { group: '1', base: 1 },
      { group: '2', base: 1 },
      { group: '3', base: 1 },
      { group: 'none', base: 3 },
    ]);
    expect(byKind).toEqual([{ group: 'government', base: 4, notReported: 3 }]);
  });

  test('covers every champion with every principle and dimension, zeros included', async () => {
    const { coverage } = await asked<{ coverage: Record<string, Record<string, unknown>[]> }>(
      '{ coverage { champions { slug } principles { champion principle commitments } dimensions { champion dimension commitments } } }',
    );
    expect([coverage.champions?.length, coverage.principles?.length, coverage.dimensions?.length]).toEqual([6, 30, 72]);
    expect(coverage.principles).toContainEqual({ champion: 'kenya', principle: 3, commitments: 1 });
    expect(coverage.principles).toContainEqual({ champion: 'malta', principle: 3, commitments: 0 });
    expect(coverage.dimensions).toContainEqual({ champion: 'kenya', dimension: 'AGE', commitments: 1 });
  });

  test.each([
    ['English', 'CENSUS disab', 'Commitment', 'IDC-KENYA-1-C01'],
    ['French without accents', 'recensement avance', 'ProgressReport', 'IDC-KENYA-1-C01-R1'],
    ['Spanish without tildes', 'ninas indigenas', 'Commitment', 'IDC-KENYA-1-C02'],
    ['Arabic in other letter forms', 'احصاءات الاعاقه', 'Commitment', 'IDC-GHANA-1-C01'],
    ['a name no longer borne', 'kenya', 'Champion', 'kenya'],
  ])('searches in %s', async (_, text, type, name) => {
    const { search } = await asked<{ search: List }>(
      `query ($text: String!) { search(text: $text) { totalCount nodes { __typename ... on Champion { slug } ... on ActionPlan { code } ... on Commitment { code }
        ... on ProgressReport { code } } } }`,
      { text },
    );
    expect(search.nodes).toContainEqual({ __typename: type, [type === 'Champion' ? 'slug' : 'code']: name });
    expect(search.totalCount).toBe(search.nodes.length);
  });

  test.each(['', ' ', '"', '*', 'AND OR NOT', '\u0000', "'; DROP TABLE commitments; --", 'zzzz', '😀'])('searches for %j without a fault', async (text) => {
    await asked('query ($text: String!) { search(text: $text) { totalCount } commitments(filter: { text: $text }) { totalCount } }', { text });
  });

  test.each<[object, string[]]>([
    [{ champions: ['ghana'] }, ['IDC-GHANA-1-C01']],
    [{ actionPlans: ['IDC-KENYA-2'] }, ['IDC-KENYA-1-C02']],
    [{ countries: ['GHA', 'XXX'] }, ['IDC-GHANA-1-C01']],
    [{ kinds: ['MUNICIPALITY'] }, []],
    [{ principles: [2, 3] }, ['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02']],
    [{ dimensions: ['AGE'] }, ['IDC-KENYA-1-C01']],
    [{ populations: ['people with disabilities'] }, ['IDC-KENYA-1-C01']],
    [{ sdgGoals: [17] }, ['IDC-KENYA-1-C01']],
    [{ sdgIndicators: ['10.2.1'] }, ['IDC-KENYA-1-C01']],
    [{ lifecycle: ['WITHDRAWN', 'SUPERSEDED'] }, ['IDC-KENYA-1-C03', 'IDC-KENYA-1-C04']],
    [{ claimed: ['LIMITED'] }, ['IDC-KENYA-1-C01']],
    [{ notReported: true, champions: ['kenya'] }, ['IDC-KENYA-1-C02', 'IDC-KENYA-1-C03', 'IDC-KENYA-1-C04']],
    [{ dueBefore: '2024-01-01' }, ['IDC-KENYA-1-C01']],
    [{ dueAfter: '2024-01-01' }, ['IDC-KENYA-1-C02']],
    [{ changedSince: '2999-01-01T00:00:00Z' }, []],
    [{ text: 'nino' }, ['IDC-KENYA-1-C02']],
    [{ champions: [] }, []],
  ])('filters commitments by %j', async (filter, codes) => {
    expect(await commitmentsWhere(filter)).toEqual(codes);
  });

  test('filters champions, plans and reports', async () => {
    const data = await asked(`{
      champions(filter: { statuses: [MERGED, CEASED], countries: ["TGO"] }) { nodes { slug } } actionPlans(filter: { statuses: [SUPERSEDED] }) { nodes { code } }
      hit: progressReports(filter: { claimed: [LIMITED], rounds: ["2021"] }) { totalCount } miss: progressReports(filter: { champions: ["ghana"] }) { totalCount }
    }`);
    const champions = { nodes: [{ slug: 'togo' }] };
    expect(data).toEqual({ champions, actionPlans: { nodes: [{ code: 'IDC-GHANA-1' }] }, hit: { totalCount: 1 }, miss: { totalCount: 0 } });
  });
});

describe('a thing by its id', () => {
  test.each([
    ['Charter', '{ charter { id } }'],
    ['Champion', '{ champion(slug: "kenya") { id } }'],
    ['ActionPlan', '{ actionPlan(code: "IDC-KENYA-1") { id } }'],
    ['Commitment', '{ commitment(code: "IDC-KENYA-1-C01") { id } }'],
    ['ProgressReport', '{ progressReport(code: "IDC-KENYA-1-C01-R1") { id } }'],
  ])('is a %s again, whole', async (type, query) => {
    const [thing] = Object.values(await asked<Record<string, { id: string }>>(query));
    const whole = await asked<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { __typename ... on ${type} { ${everythingOf(schema.getType(type) as never)} } } }`,
      thing,
    );
    expect(whole.node).toMatchObject({ __typename: type, id: thing?.id });
  });

  const encoded = (text: string): string => Buffer.from(text).toString('base64url');
  test.each([
    ['', 'x', '0', 'null', '%00', '\u0000', '😀', 'x'.repeat(10_000), '../../etc/passwd'],
    ['champion:', ':kenya', 'champion', 'nothing:kenya', 'charter:other', 'champion:KENYA', 'champion:kenya\n', '__proto__:x', 'constructor:name'].map(encoded),
    [`${encoded('champion:kenya')}=`, ` ${encoded('champion:kenya')}`, Buffer.from('champion:kenya').toString('base64').replace(/=*$/, '?')],
  ])('is nothing by rubbish: %j …', async (...ids) => {
    for (const id of ids) expect(await asked('query ($id: ID!) { node(id: $id) { __typename id } }', { id })).toEqual({ node: null });
  });
});

describe('a list', () => {
  const page = '{ nodes { slug } edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';

  test('comes page by page, each thing once, with the same things as nodes and as edges', async () => {
    const seen: unknown[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { champions }: { champions: List } = await asked<{ champions: List }>(`query ($after: String) { champions(first: 4, after: $after) ${page} }`, {
        after,
      });
      const { pageInfo, edges, nodes, totalCount }: List = champions;
      expect(edges.map(({ node }) => node)).toEqual(nodes);
      expect(totalCount).toBe(6);
      expect(pageInfo).toMatchObject({ hasPreviousPage: after !== null, startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor });
      seen.push(...nodes.map(({ slug }) => slug));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(seen).toEqual(['ghana', 'togo', 'kenya', 'malta', 'lima', 'jordan']);
  });

  test('without anything in it has no cursors', async () => {
    const { champions } = await asked<{ champions: List }>(`{ champions(filter: { champions: [] }) ${page} }`);
    const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
    expect(champions).toEqual({ nodes: [], edges: [], totalCount: 0, pageInfo });
  });

  test.each(['x', '', 'bnVsbA', Buffer.from('[1,2]').toString('base64url'), Buffer.from('{}').toString('base64url'), '😀'])(
    'refuses the cursor %j',
    async (after) => {
      for (const list of ['champions', 'search(text: "kenya")'].map((list) =>
        list.endsWith(')') ? list.replace(')', ', after: $after)') : `${list}(after: $after)`,
      )) {
        expect(codesOf(await register.ask(`query ($after: String) { ${list} { totalCount } }`, { after }))).toEqual(['BAD_USER_INPUT']);
      }
      expect(codesOf(await register.ask('query ($after: String) { commitments { nodes { milestones(after: $after) { totalCount } } } }', { after }))[0]).toBe(
        'BAD_USER_INPUT',
      );
    },
  );

  const many = 130;
  test('has at most a hundred things a page, however its size is given', async () => {
    await register.tell('announceActionPlan', { label: 'MANY', kind: 'IDC_ACTION_PLAN', title: 'Many' });
    await Promise.all(
      Array.from({ length: many }, (_, index) =>
        register.tell('makeCommitment', { actionPlan: 'IDC-NETWORK-MANY', number: index + 1, title: `Promise ${index}` }),
      ),
    );
    const plan = { filter: { actionPlans: ['IDC-NETWORK-MANY'] } };
    const root = (first: string) =>
      `query ($filter: CommitmentFilter, $size: Int) { commitments(filter: $filter${first}) { nodes { code } } size: basis { size } c: commitments(first: $size) { totalCount } }`;
    const nested = (first: string) =>
      `query ($size: Int = 7) { actionPlan(code: "IDC-NETWORK-MANY") { commitments${first} { nodes { code } } } c: commitments(first: $size) { totalCount } }`;
    for (const [size, count] of [
      [1, 1],
      [100, 100],
      [null, 20],
      [undefined, 20],
      [0, null],
      [-1, null],
      [101, null],
      [2 ** 31 - 1, null],
      [2 ** 31, null],
      [-(2 ** 31), null],
      [1e100, null],
    ] as const) {
      const literal = size === undefined ? '' : `first: ${size}`;
      const answers = [
        await register.ask(root(literal === '' ? '' : `, ${literal}`), plan),
        await register.ask(root(', first: $size'), { ...plan, ...(size !== undefined && { size }) }),
        await register.ask(nested(literal === '' ? '' : `(${literal})`)),
        await register.ask(
          `query ($size: Int) { actionPlan(code: "IDC-NETWORK-MANY") { commitments(first: $size) { nodes { code } } } }`,
          size === undefined ? {} : { size },
        ),
      ];
      for (const { data, errors } of answers) {
        if (count === null) expect(errors[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
        else expect((data.commitments ?? (data.actionPlan as { commitments: List }).commitments) as List).toMatchObject({ nodes: { length: count } });
      }
    }
    const byDefault = await register.ask('query ($size: Int = 101) { champions(first: $size) { totalCount } }');
    expect(codesOf(byDefault)).toEqual(['BAD_USER_INPUT']);
  }, 60_000);

  test('does not shift when entries are added between two pages', async () => {
    const query = `query ($after: String) { commitments(first: 60, after: $after, filter: { actionPlans: ["IDC-NETWORK-MANY"] }) ${page.replaceAll('slug', 'code')} }`;
    const first = (await asked<{ commitments: List }>(query)).commitments;
    await register.tell('makeCommitment', { actionPlan: 'IDC-NETWORK-MANY', number: 9000, title: 'Added at the end' });
    await register.tell('withdrawCommitment', { commitment: 'IDC-NETWORK-MANY-C01', reasonCode: 'OTHER' });
    const second = (await asked<{ commitments: List }>(query, { after: first.pageInfo.endCursor })).commitments;
    const codes = [...first.nodes, ...second.nodes].map(({ code }) => code);
    const inOrder = Array.from({ length: many }, (_, index) => `IDC-NETWORK-MANY-C${String(index + 1).padStart(2, '0')}`).sort();
    expect(codes).toEqual(inOrder.slice(0, 120));
  });

  test('within a list costs as many queries for forty things as for two', async () => {
    const { all, one } = Object.getOwnPropertyDescriptors(Sqlite.prototype);
    const counted = async (first: number): Promise<number> => {
      let statements = 0;
      for (const [name, { value }] of Object.entries({ all, one })) {
        Object.defineProperty(Sqlite.prototype, name, {
          configurable: true,
          value(this: Sqlite, ...args: unknown[]) {
            statements += 1;
            return (value as (...args: unknown[]) => unknown).apply(this, args);
          },
        });
      }
      try {
        const { commitments } = await asked<{ commitments: List }>(
          `query ($first: Int) { commitments(first: $first) { totalCount nodes { code champion { name actionPlans { totalCount nodes { title { text } supersededBy { code } commitments(first: 3) {
            totalCount nodes { code progressReports { totalCount nodes { code commitment { title { text } } } } } } } } } supersededBy { champion { slug } } } } }`,
          { first },
        );
        expect(commitments.nodes).toHaveLength(first);
        return statements;
      } finally {
        Object.defineProperties(Sqlite.prototype, { all, one });
      }
    };
    await counted(3);
    expect(await counted(40)).toBe(await counted(5));
    expect(await counted(5)).toBeLessThan(20);
  });
});
