import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { TestRegister, type Answer } from '../../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT', effective: '2019' });
});
afterAll(() => register.stop());

const graphqlResponse = 'application/graphql-response+json';
const ofUrql = `${graphqlResponse}, application/graphql+json, application/json, text/event-stream, multipart/mixed`;
const get = (query: string, headers: Record<string, string> = {}, more: Record<string, string> = {}, method = 'GET') =>
  register.request(`/graphql?${new URLSearchParams({ query, ...more }).toString()}`, { method, headers });
const post = (body: object, headers: Record<string, string> = {}) =>
  register.request('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const typeOf = ({ headers }: Answer<unknown>) => headers.get('content-type');
const codes = ({ errors }: Answer<unknown>) => errors.map(({ extensions }) => extensions.code);

test('All audits of GraphQL over HTTP are passed', async () => {
  const audits = serverAudits({ url: `${register.url}/graphql`, fetchFn: fetch });
  const results = [];
  for (const audit of audits) results.push(await audit.fn());
  expect(results.filter(({ status }) => status !== 'ok').map(({ name, status }) => [name, status])).toEqual([]);
  expect(results).toHaveLength(61);
});

test.each(['iso-8859-1', 'utf-16', 'us-ascii'])(
  'A body in %s is refused, for it would be read as UTF-8',
  async (charset) => {
    const answer = await post(
      { query: '{ basis { size } }' },
      { 'content-type': `application/json; charset=${charset}` },
    );
    expect([charset, answer.status]).toEqual([charset, 415]);
  },
);

describe('A query by GET', () => {
  const query = '{ champion(slug: "kenya") { name } }';

  test('needs no header, be it answered for the first time or from memory, or without any memory', async () => {
    const without = await TestRegister.open({ IDC_ANSWER_CACHE_MB: '0' });
    for (const one of [register, without, register, without]) {
      const answer = await one.request(`/graphql?query=${encodeURIComponent('{ basis { size } }')}`, {
        headers: { accept: ofUrql },
      });
      expect([answer.status, typeOf(answer), answer.errors]).toEqual([200, `${graphqlResponse}; charset=utf-8`, []]);
    }
    await without.stop();
  });

  test('may be asked about by HEAD: the same headers without a body', async () => {
    const unique = `${query} # by HEAD`;
    for (const method of ['HEAD', 'GET', 'HEAD']) {
      const answer = await get(unique, { 'accept-encoding': 'identity' }, {}, method);
      expect([answer.status, typeOf(answer), answer.headers.get('etag')]).toEqual([
        200,
        'application/json; charset=utf-8',
        expect.any(String),
      ]);
      expect(answer.headers.get('content-length')).toBe(String('{"data":{"champion":{"name":"Kenya"}}}\n'.length));
      expect(answer.text === '').toBe(method === 'HEAD');
    }
    expect((await get('mutation { a: __typename }', {}, {}, 'HEAD')).status).toBe(405);
  });

  test.each([
    [
      'a mutation',
      'mutation { ceaseChampion(input: { commandId: "1", champion: "kenya" }) { receipt { entry } } }',
      {},
    ],
    ['a mutation among queries', 'query A { basis { size } } mutation B { __typename }', { operationName: 'B' }],
    ['a subscription', 'subscription { logAppended { entry } }', {}],
    ['a mutation that breaks every rule', 'mutation { nothing(of: $this) { kind } }', {}],
  ])('is never %s', async (_, document, more) => {
    for (const headers of [
      {},
      { authorization: `Bearer ${register.token}` },
      { 'apollo-require-preflight': 'yes', accept: graphqlResponse },
    ]) {
      const answer = await get(document, headers, more);
      expect([answer.status, answer.headers.get('allow'), codes(answer), answer.data]).toEqual([
        405,
        'POST',
        ['BAD_REQUEST'],
        {},
      ]);
    }
  });

  test('is not answered from memory where it would be refused without', async () => {
    expect((await get(query)).status).toBe(200);
    expect((await get(query, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await get(query, { accept: 'image/png' })).status).toBe(406);
    expect((await get(query, { authorization: 'Bearer nothing' })).status).toBe(401);
    expect((await get(query, { 'x-idc-entry': 'x' })).status).toBe(400);
  });
});

test('A query by GET with a cookie comes from our own pages, from an address that somebody typed, or not from a browser', async () => {
  const asked = (more: Record<string, string>) => get('{ basis { size } }', { cookie: 'another=x', ...more });
  const from = async (more: Record<string, string>) => (await asked(more)).status;
  expect([
    await from({}),
    await from({ 'sec-fetch-site': 'none' }),
    await from({ 'sec-fetch-site': 'same-origin' }),
  ]).toEqual([200, 200, 200]);
  for (const foreign of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    expect(await from(foreign as Record<string, string>)).toBe(403);
  }
});

describe('A request that cannot be executed', () => {
  const wrong: readonly (readonly [string, object, string])[] = [
    ['no document', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['one that is not valid', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['one that is too long', { query: `{ ${'a '.repeat(1001)} }` }, 'LIMIT_EXCEEDED'],
    [
      'one that asks too much',
      { query: '{ coverage { champions { commitments(first: 100) { nodes { code title { text } } } } } }' },
      'LIMIT_EXCEEDED',
    ],
    [
      'a variable that does not fit',
      { query: 'query ($s: ID!) { champion(slug: $s) { name } }', variables: { s: {} } },
      'BAD_USER_INPUT',
    ],
    ['an operation that is not there', { query: 'query A { basis { size } }', operationName: 'x' }, 'BAD_REQUEST'],
    ['a subscription', { query: 'subscription { logAppended { entry } }' }, 'BAD_REQUEST'],
  ];

  test.each(wrong)('is answered by the media type: %s', async (_, body, code) => {
    const answers = [
      await post(body, { accept: 'application/json' }),
      await post(body, { accept: graphqlResponse }),
      await post(body, { accept: ofUrql }),
      await post(body),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400]);
    for (const answer of answers) expect([codes(answer)[0], answer.text.includes('"data"')]).toEqual([code, false]);
  });

  test('is kept by nobody, and says that the answer depends on the media type', async () => {
    for (const accept of ['application/json', graphqlResponse, '*/*']) {
      for (const { headers } of [await get('{ nothing }', { accept }), await get('{', { accept })]) {
        expect([headers.get('vary')?.split(', '), headers.get('cache-control')]).toEqual([
          expect.arrayContaining(['Accept']),
          'no-store',
        ]);
      }
    }
  });

  test('for want of an operation names those there are, records nothing, and costs what it is', async () => {
    const join =
      'joinCharter(input: { commandId: "x", champion: "malta", name: "Malta", kind: GOVERNMENT }) { receipt { entry } }';
    const size = await register.size();
    const headers = { authorization: `Bearer ${register.token}` };
    for (const operationName of ['x', 'a', 'A ']) {
      const answer = await post({ query: `mutation A { ${join} } query B { basis { size } }`, operationName }, headers);
      expect([answer.status, answer.errors[0]?.message]).toEqual([
        400,
        'operationName must name an operation of the document, which has A, B.',
      ]);
    }
    const unnamed = await post({ query: `mutation A { ${join} } query B { basis { size } }` }, headers);
    expect([unnamed.status, unnamed.errors[0]?.message]).toEqual([
      400,
      'operationName must say which operation to execute: the document has A, B.',
    ]);
    expect(await register.size()).toBe(size);
    expect((await post({ query: 'query A { basis { size } }', operationName: '' })).data).toEqual({ basis: { size } });
    expect(
      (await post({ query: 'query A { a: basis { size } } query B { b: basis { size } }', operationName: 'B' })).data,
    ).toEqual({ b: { size } });
  });
});

test('An error of a variable names it, the argument that takes it, and where it is declared', async () => {
  const query = 'query ($f: CommitmentFilter, $n: Int) { list: commitments(first: $n, filter: $f) { totalCount } }';
  const answer = await post({ query, variables: { f: { lifecycle: ['ACTIVE', 'nonsense'], unknown: 1 }, n: '7' } });
  expect(answer.errors).toMatchObject([
    {
      locations: [{ line: 1, column: 8 }],
      extensions: {
        code: 'BAD_USER_INPUT',
        variable: 'f',
        field: ['lifecycle', 1],
        argument: ['list', 'filter', 'lifecycle', 1],
      },
    },
    { extensions: { variable: 'f', field: [], argument: ['list', 'filter'] } },
    { locations: [{ line: 1, column: 30 }], extensions: { variable: 'n', field: [], argument: ['list', 'first'] } },
  ]);
  const literal = await post({ query: '{ commitments(filter: { dueBefore: "2024-13-01" }) { totalCount } }' });
  expect(literal.errors).toMatchObject([{ locations: [{ line: 1, column: 36 }] }]);
  const long = await post({
    query: 'query ($n: Int) { champions(first: $n) { totalCount } }',
    variables: { n: 'x'.repeat(200_000) },
  });
  expect(long.text.length).toBeLessThan(1000);
});

test('Apollo’s clients may say who they are from pages of other origins', async () => {
  const named = [
    'apollographql-client-name',
    'apollographql-client-version',
    'x-apollo-operation-name',
    'x-apollo-operation-id',
    'apollo-require-preflight',
  ];
  const preflight = await register.request('/graphql', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://dashboard.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': named.join(','),
    },
  });
  const allowed = (preflight.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(', ');
  expect([preflight.status, allowed]).toEqual([204, expect.arrayContaining(named)]);
  expect(preflight.headers.get('ratelimit')).toBeNull();
});
