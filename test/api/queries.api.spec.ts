import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import type { Page } from '../../src/platform/read-model/page.js';
import { story } from '../support/register/story.js';
import { everythingOf, schema, TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
});
afterAll(() => register.stop());

type List = Page<Record<string, unknown>>;

const commitmentsWhere = async (filter: object): Promise<unknown[]> =>
  (
    await register.answer<{ commitments: List }>(
      'query ($filter: CommitmentFilter) { commitments(filter: $filter) { nodes { code } } }',
      { filter },
    )
  ).commitments.nodes.map(({ code }) => code);

describe('a root question', () => {
  test('tells the schema that the source files hold', async () => {
    const told = buildClientSchema(
      await register.answer<IntrospectionQuery>(getIntrospectionQuery({ oneOf: true, specifiedByUrl: true })),
    );
    expect(printSchema(lexicographicSortSchema(told))).toBe(printSchema(lexicographicSortSchema(schema)));
  });

  test('finds one thing by its name, and nothing by any other', async () => {
    const data = await register.answer(`{
      charter { host principles { number titles { language } } }
      champion(slug: "kenya") { name } actionPlan(code: "IDC-KENYA-1") { status } commitment(code: "IDC-KENYA-1-C01") { claimed latest: progressReports { totalCount } }
      progressReport(code: "IDC-KENYA-1-C01-R1") { round } noChampion: champion(slug: "KENYA") { name } noPlan: actionPlan(code: "") { code }
      noCommitment: commitment(code: "IDC-KENYA-1-C77") { code } noReport: progressReport(code: "IDC-R1") { code }
    }`);
    expect(data).toMatchObject({
      charter: {
        host: 'Global Partnership',
        principles: [{ number: 1 }, { number: 2, titles: [{ language: 'EN' }, { language: 'AR' }] }, {}, {}, {}],
      },
      champion: { name: 'Kenya National Bureau of Statistics' },
      actionPlan: { status: 'PUBLISHED' },
      commitment: { claimed: 'LIMITED', latest: { totalCount: 1 } },
      progressReport: { round: '2021' },
      ...{ noChampion: null, noPlan: null, noCommitment: null, noReport: null },
    });
  });

  test('lists things in their order, or in the one asked for', async () => {
    const data = await register.answer<Record<string, List>>(`{
      byName: champions { nodes { slug } totalCount } bySlug: champions(orderBy: { field: SLUG, direction: DESC }) { nodes { slug } }
      byJoining: champions(orderBy: { field: JOINED }, first: 1) { nodes { slug } } plans: actionPlans { nodes { code } }
      byCode: commitments { nodes { code } } byDue: commitments(orderBy: { field: DUE }, first: 2) { nodes { code due } } reports: progressReports { nodes { code } totalCount }
    }`);
    const names = (list: string, field: string) => data[list]?.nodes.map((node) => node[field]);
    expect(names('byName', 'slug')).toEqual(['ghana', 'togo', 'kenya', 'malta', 'lima', 'jordan']);
    expect(names('bySlug', 'slug')).toEqual(['togo', 'malta', 'lima', 'kenya', 'jordan', 'ghana']);
    expect(names('byJoining', 'slug')).toEqual(['kenya']);
    expect(names('plans', 'code')).toEqual([
      'IDC-GHANA-1',
      'IDC-GHANA-2',
      'IDC-KENYA-1',
      'IDC-KENYA-2',
      'IDC-NETWORK-2024',
    ]);
    expect(names('byCode', 'code')).toEqual([
      'IDC-GHANA-1-C01',
      ...[1, 2, 3, 4].map((number) => `IDC-KENYA-1-C0${number}`),
    ]);
    expect(names('byDue', 'code')).toEqual(['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02']);
    expect(data).toMatchObject({
      byName: { totalCount: 6 },
      reports: { nodes: [{ code: 'IDC-KENYA-1-C01-R1' }], totalCount: 1 },
    });
  });

  test('counts how commitments stand, with the base and how many did not report', async () => {
    const { all, byPrinciple, byKind } = await register.answer<
      Record<string, { group: string; base: number; notClaimed: number }[]>
    >(`{
      all: statusCounts(groupBy: ALL) { group base notClaimed claimed { claimed count } lifecycle { lifecycle count } }
      byPrinciple: statusCounts(groupBy: PRINCIPLE) { group base } byKind: statusCounts(groupBy: CHAMPION_KIND, filter: { champions: ["kenya"] }) { group base notClaimed }
    }`);
    expect(all).toMatchObject([{ group: 'all', base: 5, notClaimed: 4 }]);
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
      { group: '4', base: 0 },
      { group: '5', base: 0 },
      { group: 'none', base: 3 },
    ]);
    expect(byKind?.filter(({ base }) => base > 0)).toEqual([{ group: 'GOVERNMENT', base: 4, notClaimed: 3 }]);
  });

  test('covers every champion with every principle and dimension, zeros included', async () => {
    const { coverage } = await register.answer<{ coverage: Record<string, Record<string, unknown>[]> }>(
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
    const { search } = await register.answer<{ search: List }>(
      `query ($text: String!) { search(text: $text) { totalCount nodes { __typename ... on Champion { slug } ... on ActionPlan { code } ... on Commitment { code }
        ... on ProgressReport { code } } } }`,
      { text },
    );
    expect(search.nodes).toContainEqual({ __typename: type, [type === 'Champion' ? 'slug' : 'code']: name });
    expect(search.totalCount).toBe(search.nodes.length);
  });

  test.each(['', ' ', '"', '*', 'AND OR NOT', "'; DROP TABLE commitments; --", 'zzzz', '😀'])(
    'searches for %j without a fault',
    async (text) => {
      await register.answer(
        'query ($text: String!) { search(text: $text) { totalCount } commitments(filter: { text: $text }) { totalCount } }',
        { text },
      );
    },
  );

  test.each<[object, string[]]>([
    [{ champions: ['ghana'] }, ['IDC-GHANA-1-C01']],
    [{ actionPlans: ['IDC-KENYA-2'] }, ['IDC-KENYA-1-C02']],
    [{ countries: ['GHA', 'DEU'] }, ['IDC-GHANA-1-C01']],
    [{ kinds: ['MUNICIPALITY'] }, []],
    [{ principles: [2, 3] }, ['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02']],
    [{ dimensions: ['AGE'] }, ['IDC-KENYA-1-C01']],
    [{ populations: ['people with disabilities'] }, ['IDC-KENYA-1-C01']],
    [{ sdgGoals: [17] }, ['IDC-KENYA-1-C01']],
    [{ sdgIndicators: ['10.2.1'] }, ['IDC-KENYA-1-C01']],
    [{ lifecycle: ['WITHDRAWN', 'SUPERSEDED'] }, ['IDC-KENYA-1-C03', 'IDC-KENYA-1-C04']],
    [{ claimed: ['LIMITED'] }, ['IDC-KENYA-1-C01']],
    [{ notClaimed: true, champions: ['kenya'] }, ['IDC-KENYA-1-C02', 'IDC-KENYA-1-C03', 'IDC-KENYA-1-C04']],
    [{ dueBefore: '2024-01-01' }, ['IDC-KENYA-1-C01']],
    [{ dueAfter: '2024-01-01' }, ['IDC-KENYA-1-C02']],
    [{ changedSince: '2999-01-01T00:00:00Z' }, []],
    [{ text: 'nino' }, ['IDC-KENYA-1-C02']],
    [{ champions: [] }, []],
  ])('filters commitments by %j', async (filter, codes) => {
    expect(await commitmentsWhere(filter)).toEqual(codes);
  });

  test('filters champions, plans and reports', async () => {
    const data = await register.answer(`{
      champions(filter: { statuses: [MERGED, CEASED], countries: ["TGO"] }) { nodes { slug } } actionPlans(filter: { statuses: [SUPERSEDED] }) { nodes { code } }
      hit: progressReports(filter: { claimed: [LIMITED], rounds: ["2021"] }) { totalCount } miss: progressReports(filter: { champions: ["ghana"] }) { totalCount }
    }`);
    const champions = { nodes: [{ slug: 'togo' }] };
    expect(data).toEqual({
      champions,
      actionPlans: { nodes: [{ code: 'IDC-GHANA-1' }] },
      hit: { totalCount: 1 },
      miss: { totalCount: 0 },
    });
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
    const [thing] = Object.values(await register.answer<Record<string, { id: string }>>(query));
    const whole = await register.answer<{ node: object }>(
      `query ($id: ID!) { node(id: $id) { __typename ... on ${type} { ${everythingOf(schema.getType(type) as never)} } } }`,
      thing,
    );
    expect(whole.node).toMatchObject({ __typename: type, id: thing?.id });
  });

  const encoded = (text: string): string => Buffer.from(text).toString('base64url');
  test.each([
    ['', 'x', '0', 'null', '%00', '😀', 'x'.repeat(200), '../../etc/passwd'],
    [
      'champion:',
      ':kenya',
      'champion',
      'nothing:kenya',
      'charter:other',
      'champion:KENYA',
      'champion:kenya\n',
      '__proto__:x',
      'constructor:name',
    ].map(encoded),
    [
      `${encoded('champion:kenya')}=`,
      ` ${encoded('champion:kenya')}`,
      Buffer.from('champion:kenya').toString('base64').replace(/=*$/, '?'),
    ],
  ])('is nothing by rubbish: %j …', async (...ids) => {
    for (const id of ids)
      expect(await register.answer('query ($id: ID!) { node(id: $id) { __typename id } }', { id })).toEqual({
        node: null,
      });
  });

  test.each(['\u0000', 'x'.repeat(201), 'x'.repeat(200_000)])('is refused by what cannot be an id', async (id) => {
    const { errors } = await register.query('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
    expect(errors.map(({ extensions }) => [extensions.code, extensions.field])).toEqual([['BAD_USER_INPUT', ['id']]]);
  });

  test('comes with others in the order of their ids, null for what is not there', async () => {
    const { kenya, ghana } = await register.answer<Record<string, { id: string }>>(
      '{ kenya: champion(slug: "kenya") { id } ghana: champion(slug: "ghana") { id } }',
    );
    const { nodes } = await register.answer('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [ghana?.id, 'x', kenya?.id, ghana?.id],
    });
    expect(nodes).toEqual([ghana, null, kenya, ghana]);
  });
});
