import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery, parse, type OperationDefinitionNode } from 'graphql';
import { coerceVariables } from '../../../src/platform/graphql/admission/variables.js';
import { limits } from '../../../src/platform/limits.js';
import { story } from '../../support/register/story.js';
import { schema, TestRegister, type Answer, type Input } from '../../support/register/register.js';
import { statementsDuring } from '../../support/event-store/statements.js';
import { hostileDocuments } from './hostile-documents.mjs';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
  // What the ledger reads by itself it has read once all is signed and the check that follows the start is over.
  await register.request(`/log/receipts/${(await register.size()) - 1}`);
  await register.request('/health/integrity', {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
  });
});
afterAll(() => register.stop());

const extensionsOf = ({ errors }: Answer<unknown>): Record<string, unknown> => errors[0]?.extensions ?? {};

describe('a document that asks too much', () => {
  test.each(hostileDocuments.map((document) => [document.name, document] as const))(
    'is refused before anything is read: %s',
    async (_, { query, variables, code, limit }) => {
      let size = 0;
      const statements = await statementsDuring(async () => {
        // The second time its document is known.
        for (const token of [undefined, undefined, register.token]) {
          const answer = await register.query(query, variables, token);
          expect([answer.status, answer.text.includes('"data"')]).toEqual([400, false]);
          expect(extensionsOf(answer)).toMatchObject({
            code,
            ...(limit !== undefined && { limit, allowed: limits[limit as keyof typeof limits] }),
          });
          size = Math.max(size, answer.text.length);
        }
      });
      expect(statements).toEqual([]);
      expect(size).toBeLessThan(110_000);
    },
  );

  test('is told which limit, what it has and what is allowed', async () => {
    const answer = await register.query(
      '{ champions(first: 100) { nodes { commitments(first: 100) { nodes { code progressReports(first: 10) { nodes { code } } } } } } }',
    );
    expect(answer.errors).toEqual([
      {
        message: 'This query may cost 240302; at most 50000 are allowed. The query limits returns all limits.',
        extensions: { code: 'LIMIT_EXCEEDED', limit: 'cost', has: 240302, allowed: 50000 },
      },
    ]);
  });

  test('is the same whatever is skipped, and whoever asks', async () => {
    const query =
      'query ($no: Boolean = true) { champions(first: 100) @skip(if: $no) { nodes { commitments(first: 100) { nodes { code due start claimed } } } } }';
    for (const token of [undefined, register.token])
      expect(extensionsOf(await register.query(query, {}, token))).toMatchObject({ limit: 'cost' });
  });
});

describe('the cost of a question', () => {
  const costOf = async (query: string, variables = {}): Promise<number> => {
    const left = ({ headers }: Answer<unknown>): number =>
      Number(/"address-cost";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    // Another request id makes no other question, but another comment does: no answer comes from memory.
    const before = left(await register.query(`{ limits { cost } } # ${Math.random()}`));
    return before - left(await register.query(`${query} # ${Math.random()}`, variables));
  };

  test('counts each field once for every thing it may be asked of, wherever the page size comes from', async () => {
    const sizes: readonly (readonly [string, string, object])[] = [
      ['', '(first: 7)', {}],
      ['($n: Int)', '(first: $n)', { n: 7 }],
      ['($n: Int = 7)', '(first: $n)', {}],
      ['($n: Int! = 7)', '(first: $n)', {}],
    ];
    for (const [variables, first, values] of sizes) {
      // champions, nodes; 7 × (the thing, slug, commitments, nodes, totalCount; 7 × (the thing, code))
      const asked = `query ${variables} { champions${first} { nodes { slug ...c } } } fragment c on Champion { commitments${first} { totalCount nodes { code } } }`;
      expect(await costOf(asked, values)).toBe(2 + 7 * (5 + 7 * 2));
    }
    for (const values of [{}, { n: null }])
      expect(await costOf('query ($n: Int) { champions(first: $n) { nodes { slug } } }', values)).toBe(2 + 20 * 2);
    expect(await costOf('query ($n: Int = null) { champions(first: $n) { nodes { slug } } }')).toBe(2 + 20 * 2);
  });

  test('counts lists without pages as ten, and what is expensive as its description says', async () => {
    expect(await costOf('{ charter { names { name } } }')).toBe(1 + 1 + 10);
    expect(await costOf('{ champion(slug: "kenya") { blame { field } } }')).toBe(1 + 500 + 10);
    expect(await costOf('{ coverage { champions { slug } } }')).toBe(2000 + 1 + 200);
  });

  test('counts the basis that a cursor opens as one that at opens, wherever the cursor comes from, and the present one not at all', async () => {
    const { champions } = await register.answer<{ champions: { edges: { cursor: string }[] } }>(
      '{ champions(first: 1) { edges { cursor } } }',
    );
    const present = champions.edges[0]?.cursor ?? '';
    const [size, , ...rest] = JSON.parse(Buffer.from(present, 'base64url').toString()) as [
      number,
      string,
      ...unknown[],
    ];
    const forged = Buffer.from(JSON.stringify([size, '2020-02-02', ...rest])).toString('base64url');
    const costs = async (after: string) => [
      await costOf(`{ champions(first: 1, after: "${after}") { nodes { slug } } }`),
      await costOf('query ($after: String) { champions(first: 1, after: $after) { nodes { slug } } }', { after }),
      await costOf(`query ($after: String = "${after}") { champions(first: 1, after: $after) { nodes { slug } } }`),
    ];
    // A long argument costs by its length.
    const ofLength = (cursor: string): number => Math.floor(cursor.length / 100);
    expect(await costs(present)).toEqual(Array(3).fill(4 + ofLength(present)));
    expect(await costs(forged)).toEqual(Array(3).fill(54 + ofLength(forged)));
  });

  test('leaves room for the whole schema, and for a page in full', async () => {
    for (const query of [
      getIntrospectionQuery({ oneOf: true }),
      '{ commitments(first: 100) { nodes { code due title { text } champion { slug } milestones { nodes { code due } } progressReports(first: 5) { nodes { code claimed } } } } }',
    ]) {
      expect((await register.query(query)).errors).toEqual([]);
    }
  });
});

describe('variables with very many values', () => {
  const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);
  const counts = 'query ($f: CommitmentFilter) { commitments(filter: $f) { totalCount } }';
  const report = 'mutation ($i: SubmitProgressReportInput!) { submitProgressReport(input: $i) { receipt { entry } } }';
  test.each<[string, string, object, object]>([
    [
      'ids that are null',
      'query ($i: [ID!]!) { nodes(ids: $i) { id } }',
      { i: times(50_000, null) },
      { refusal: 'TOO_LONG', field: ['ids'] },
    ],
    [
      'ids that are objects',
      'query ($i: [ID!]!) { nodes(ids: $i) { id } }',
      { i: times(80_000, {}) },
      { refusal: 'TOO_LONG', field: ['ids'] },
    ],
    [
      'words of no closed list',
      counts,
      { f: { claimed: times(60_000, 'X') } },
      { refusal: 'TOO_LONG', field: ['filter', 'claimed'] },
    ],
    [
      'unknown fields',
      counts,
      { f: Object.fromEntries(times(20_000, 0).map((_, n) => [`f${n}`, 1])) },
      { variable: 'f' },
    ],
    [
      'things without what they need',
      report,
      { i: { commandId: 'x', language: 'EN', evidence: times(80_000, {}) } },
      { refusal: 'TOO_LONG', field: ['input', 'evidence'] },
    ],
    [
      'a document in one field',
      'mutation ($i: CorrectEntryInput!) { correctEntry(input: $i) { receipt { entry } } }',
      { i: { commandId: 'x', entry: 0, reasonCode: 'TYPO', facts: { a: times(80_000, {}) } } },
      { variable: 'i' },
    ],
  ])('are refused without looking at each: %s', async (_, query, variables, extensions) => {
    for (const token of [undefined, register.token]) {
      const { status, errors } = await register.query(query, variables as Input, token);
      expect([status, errors.length <= 50]).toEqual([400, true]);
      expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', ...extensions });
    }
  });

  test('are not even read beyond the errors that are told', () => {
    let read = 0;
    const item = { toJSON: () => `item ${(read += 1)}` };
    const document = parse('query ($i: [ID!]!) { nodes(ids: $i) { id } }');
    const operation = document.definitions[0] as OperationDefinitionNode;
    expect(coerceVariables(schema, document, operation, { i: times(10_000, item) }).errors).toHaveLength(50);
    expect(read).toBe(50);
  });
});

test('what a query takes beyond its cost is taken from the allowance afterwards, and the next is refused where nothing is left', async () => {
  const own = await TestRegister.open({ IDC_COST_PER_MINUTE: '51000' });
  try {
    await own.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
    for (let number = 0; number < 150; number += 1)
      await own.mutate('renameChampion', { champion: 'kenya', name: `Kenya ${number}`, note: 'As it calls itself.' });
    const query =
      '{ champion(slug: "kenya") { history(first: 80) { nodes { correctedBy retractedBy changes { field } } } } }';
    expect((await own.query('{ limits { cost } }')).status).toBe(200);
    const answer = await own.query(`${query} # 1`);
    // It is answered all the same: what it takes is not known before.
    expect([answer.status, answer.errors]).toEqual([200, []]);
    expect([(await own.query(`${query} # 2`)).status, (await own.query('{ basis { size } }')).status]).toEqual([
      429, 429,
    ]);
    expect((await own.query('{ basis { size } }', {}, own.token)).status).toBe(200);
  } finally {
    await own.stop();
  }
});

test('long bodies cost by their length, whatever comes of them', async () => {
  const left = async (): Promise<number> => {
    const { headers } = await register.query(`{ limits { cost } } # ${Math.random()}`);
    return Number(/"address-cost";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  };
  const costOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await left();
    await work();
    return before - (await left());
  };
  const alone = await costOf(() => Promise.resolve());
  for (const query of [
    `{ ${' '.repeat(200_000)} `,
    `{ nothing } #${' '.repeat(200_000)}`,
    `{ basis { size } } #${' '.repeat(200_000)}`,
  ])
    expect(await costOf(() => register.query(query))).toBeGreaterThan(alone + 19_000);
  expect(await costOf(() => register.query(`{ basis { size } } #${' '.repeat(4000)}`))).toBe(alone + 2);
});

test('an answer that is too long is told as such', async () => {
  for (let number = 0; number < 12; number++) {
    const { userErrors } = await register.mutate('submitProgressReport', {
      commitment: 'IDC-KENYA-1-C02',
      claimed: 'COMPLETE',
      language: 'EN',
      narrative: `${number}${'字'.repeat(19_990)}`,
      effective: `2025-${String(number + 1).padStart(2, '0')}`,
    });
    expect(userErrors).toEqual([]);
  }
  const text =
    'a: narrative { text } b: narrative { text } c: narrative { text } d: narrative { text } e: narrative { text } f: narrative { text } g: narrative { text } h: narrative { text }';
  const answer = await register.query(
    `{ commitment(code: "IDC-KENYA-1-C02") { progressReports(first: 12) { nodes { ${text} } } } }`,
  );
  expect(extensionsOf(answer)).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'answerBytes', allowed: 5_000_000 });
  expect(Number(extensionsOf(answer).has)).toBeGreaterThan(5_000_000);
  expect(answer.text.length).toBeLessThan(1000);
});

test('the register tells its limits', async () => {
  const { limits: told } = await register.answer<{ limits: object }>(
    '{ limits { bodyBytes tokens depth introspectionDepth aliases directives rootFields cost pageSize textCharacters textWords listItems answerBytes seconds } }',
  );
  expect(told).toEqual(limits);
});
