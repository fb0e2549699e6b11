import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from '../../src/platform/read-model/page.js';
import { story } from '../support/register/story.js';
import { TestRegister, type Answer } from '../support/register/register.js';
import { statementsDuring } from '../support/event-store/statements.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
});
afterAll(() => register.stop());

type List = Page<Record<string, unknown>>;

const codesOf = ({ errors }: Answer<unknown>) => errors.map(({ extensions }) => extensions.code);

describe('a list', () => {
  const page =
    '{ nodes { slug } edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';

  test('comes page by page, each thing once, with the same things as nodes and as edges', async () => {
    const seen: unknown[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { champions }: { champions: List } = await register.answer<{ champions: List }>(
        `query ($after: String) { champions(first: 4, after: $after) ${page} }`,
        {
          after,
        },
      );
      const { pageInfo, edges, nodes, totalCount }: List = champions;
      expect(edges.map(({ node }) => node)).toEqual(nodes);
      expect(totalCount).toBe(6);
      expect(pageInfo).toMatchObject({
        hasPreviousPage: after !== null,
        startCursor: edges[0]?.cursor,
        endCursor: edges.at(-1)?.cursor,
      });
      seen.push(...nodes.map(({ slug }) => slug));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(seen).toEqual(['ghana', 'togo', 'kenya', 'malta', 'lima', 'jordan']);
  });

  test('without anything in it has no cursors', async () => {
    const { champions } = await register.answer<{ champions: List }>(
      `{ champions(filter: { champions: [] }) ${page} }`,
    );
    const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
    expect(champions).toEqual({ nodes: [], edges: [], totalCount: 0, pageInfo });
  });

  test.each([
    'x',
    '',
    'bnVsbA',
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('{}').toString('base64url'),
    '😀',
  ])('refuses the cursor %j', async (after) => {
    for (const list of ['champions', 'search(text: "kenya")'].map((list) =>
      list.endsWith(')') ? list.replace(')', ', after: $after)') : `${list}(after: $after)`,
    )) {
      expect(codesOf(await register.query(`query ($after: String) { ${list} { totalCount } }`, { after }))).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
    expect(
      codesOf(
        await register.query(
          'query ($after: String) { commitments { nodes { milestones(after: $after) { totalCount } } } }',
          { after },
        ),
      )[0],
    ).toBe('BAD_USER_INPUT');
  });

  const many = 130;
  test('has at most a hundred things a page, however its size is given', async () => {
    await register.mutate('announceActionPlan', { label: 'MANY', kind: 'IDC_ACTION_PLAN', title: 'Many' });
    await Promise.all(
      Array.from({ length: many }, (_, index) =>
        register.mutate('makeCommitment', {
          actionPlan: 'IDC-NETWORK-MANY',
          number: index + 1,
          title: `Promise ${index}`,
        }),
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
      [0, 0],
      [-1, null],
      [101, null],
      [2 ** 31 - 1, null],
      [2 ** 31, null],
      [-(2 ** 31), null],
      [1e100, null],
    ] as const) {
      const literal = size === undefined ? '' : `first: ${size}`;
      const answers = [
        await register.query(root(literal === '' ? '' : `, ${literal}`), plan),
        await register.query(root(', first: $size'), { ...plan, ...(size !== undefined && { size }) }),
        await register.query(nested(literal === '' ? '' : `(${literal})`)),
        await register.query(
          `query ($size: Int) { actionPlan(code: "IDC-NETWORK-MANY") { commitments(first: $size) { nodes { code } } } }`,
          size === undefined ? {} : { size },
        ),
      ];
      for (const { data, errors } of answers) {
        if (count === null) expect(errors[0]?.extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
        else
          expect((data.commitments ?? (data.actionPlan as { commitments: List }).commitments) as List).toMatchObject({
            nodes: { length: count },
          });
      }
    }
    const byDefault = await register.query('query ($size: Int = 101) { champions(first: $size) { totalCount } }');
    expect(codesOf(byDefault)).toEqual(['BAD_USER_INPUT']);
  }, 60_000);

  test('does not shift when entries are added between two pages', async () => {
    const query = `query ($after: String) { commitments(first: 60, after: $after, filter: { actionPlans: ["IDC-NETWORK-MANY"] }) ${page.replaceAll('slug', 'code')} }`;
    const first = (await register.answer<{ commitments: List }>(query)).commitments;
    await register.mutate('makeCommitment', {
      actionPlan: 'IDC-NETWORK-MANY',
      number: 9000,
      title: 'Added at the end',
    });
    await register.mutate('withdrawCommitment', { commitment: 'IDC-NETWORK-MANY-C01', reasonCode: 'OTHER' });
    const second = (await register.answer<{ commitments: List }>(query, { after: first.pageInfo.endCursor }))
      .commitments;
    const codes = [...first.nodes, ...second.nodes].map(({ code }) => code);
    const inOrder = Array.from(
      { length: many },
      (_, index) => `IDC-NETWORK-MANY-C${String(index + 1).padStart(2, '0')}`,
    ).sort();
    expect(codes).toEqual(inOrder.slice(0, 120));
  });

  test('within a list costs as many queries for forty things as for twelve', async () => {
    const query = `query ($first: Int) { commitments(first: $first) { totalCount nodes { code champion { name actionPlans(first: 4) { totalCount nodes { title { text } supersededBy { code } commitments(first: 3) {
            totalCount nodes { code progressReports(first: 4) { totalCount nodes { code commitment { title { text } } } } } } } } } supersededBy { champion { slug } } } } }`;
    const counted = async (first: number): Promise<number> => {
      const statements = await statementsDuring(async () => {
        const { commitments } = await register.answer<{ commitments: List }>(query, { first });
        expect(commitments.nodes).toHaveLength(first);
      });
      return statements.length;
    };
    // What the ledger reads by itself it has read once all is signed.
    await register.request(`/log/receipts/${(await register.size()) - 1}`);
    await counted(3);
    expect(await counted(40)).toBe(await counted(12));
    expect(await counted(12)).toBeLessThan(20);
  });
});
