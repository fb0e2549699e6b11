import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../../support/register/story.js';
import { TestRegister, type Answer, type Input } from '../../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
});
afterAll(() => register.stop());

const etag = ({ headers }: Answer<unknown>) => headers.get('etag');
const get = (query: string, headers: Record<string, string> = {}) =>
  register.request(`/graphql?query=${encodeURIComponent(query)}`, {
    headers: { 'apollo-require-preflight': 'yes', ...headers },
  });
const cachedAnswers = async (): Promise<number> =>
  Number(/^idc_graphql_cached_answers_total (\d+)$/m.exec((await register.request('/metrics')).text)?.[1]);
const rename = (name: string) => register.mutate('renameChampion', { champion: 'ghana', name });

test('all questions of one request rest on one basis, which a command in it moves on', async () => {
  const { data } = await register.query<Record<string, { size: number }>>(
    '{ a: basis { size knownAt } champions { totalCount } b: basis { size knownAt } }',
  );
  expect(data.a).toEqual(data.b);
  const size = data.a?.size ?? 0;
  const asked = Array.from({ length: 20 }, () =>
    register.query<Record<string, { size: number; lastEntry: number }>>(
      '{ basis { size } champion(slug: "ghana") { lastEntry } }',
    ),
  );
  await Promise.all([...asked, ...Array.from({ length: 20 }, (_, index) => rename(`Ghana ${index}`))]);
  for (const { data } of await Promise.all(asked)) {
    expect(data.basis?.size).toBeGreaterThanOrEqual(size);
    expect(data.champion?.lastEntry).toBeLessThan(data.basis?.size ?? 0);
  }
});

describe('an answer that was given before', () => {
  const query = '{ champion(slug: "ghana") { name } }';

  test('is given again with the same bytes and tag, from memory', async () => {
    const first = await register.query(query);
    const hits = await cachedAnswers();
    const again = await register.query(query);
    expect(again.text).toBe(first.text);
    expect(etag(again)).toBe(etag(first));
    expect(etag(again)).toMatch(/^"[\w-]{20,}"$/);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await cachedAnswers()).toBe(hits + 1);
  });

  test('is not sent again to who has it', async () => {
    const first = await get(query);
    const again = await get(query, { 'if-none-match': etag(first) ?? '' });
    expect({ status: again.status, text: again.text, tag: etag(again) }).toEqual({
      status: 304,
      text: '',
      tag: etag(first),
    });
    expect(await get(query, { 'if-none-match': '"another"' })).toMatchObject({ status: 200, text: first.text });
  });

  test('gives way to a new one after every command', async () => {
    for (const name of ['Ghana I', 'Ghana II', 'Ghana III']) {
      const before = await get(query);
      await rename(name);
      const after = await get(query, { 'if-none-match': etag(before) ?? '' });
      expect(after).toMatchObject({ status: 200, data: { champion: { name } } });
      expect(etag(after)).not.toBe(etag(before));
    }
  });

  test('is never kept of, nor given to, who sent a token', async () => {
    const unique = '{ champion(slug: "ghana") { onlyWithToken: name } }';
    const own = await register.query(unique, {}, register.token);
    expect(etag(own)).toBeNull();
    const hits = await cachedAnswers();
    await register.query(unique);
    await register.query(unique, {}, register.token);
    expect(await cachedAnswers()).toBe(hits);
  });

  test('is never kept when it holds an error', async () => {
    const hits = await cachedAnswers();
    for (const wrong of [
      '{ champions(first: -1) { totalCount } }',
      '{ nonsense }',
      '{',
      '{ a: basis { size } champions(first: 101) { totalCount } }',
    ]) {
      for (let times = 0; times < 3; times++) expect(etag(await register.query(wrong))).toBeNull();
    }
    expect(await cachedAnswers()).toBe(hits);
  });

  test('is another one for other variables and another form', async () => {
    const withVariable = 'query ($slug: ID!) { champion(slug: $slug) { name } }';
    const [ghana, kenya] = [
      await register.query(withVariable, { slug: 'ghana' }),
      await register.query(withVariable, { slug: 'kenya' }),
    ];
    expect(ghana.text).not.toBe(kenya.text);
    const plain = await get(query, { accept: 'application/json' });
    const typed = await get(query, { accept: 'application/graphql-response+json' });
    expect(typed.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(plain.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('the first and every later execution answer alike', () => {
  const fragments = `fragment name on Champion { slug ...kind } fragment kind on Champion { kind __typename }`;
  const deep = `query ($code: ID!, $more: Boolean!, $less: Boolean = false, $first: Int = 3) {
    commitment(code: $code) {
      __typename promised: title { text language } champion { ...name } due @include(if: $more) start @skip(if: $more) made @include(if: $less)
      ... @include(if: $more) { lifecycle } ... on Node { id } milestones(first: $first) { edges { cursor node { status } } }
    }
  } ${fragments}`;
  const found = `query ($text: String!, $id: ID!) {
    search(text: $text, first: 50) { totalCount nodes { __typename ... on Node { id } ... on Champion { ...name } ... on Commitment { code title { text } } ... on ProgressReport { code } } }
    node(id: $id) { __typename id ... on Champion { ...name country } ... on Charter { host } }
  } ${fragments}`;
  const filtered = `query ($filter: CommitmentFilter, $order: CommitmentOrder, $words: [Lifecycle!]) {
    commitments(filter: $filter, orderBy: $order) { nodes { code lifecycle } } counts: statusCounts(groupBy: DIMENSION, filter: { lifecycle: $words }) { group base }
  }`;
  const id = Buffer.from('champion:kenya').toString('base64url');

  test.each<[string, string, Input]>([
    ['the deep question', deep, { code: 'IDC-KENYA-1-C01', more: true }],
    ['the deep question', deep, { code: 'IDC-KENYA-1-C01', more: false, less: true, first: 1 }],
    ['the deep question', deep, { code: 'IDC-KENYA-1-C01', more: null }],
    ['the deep question', deep, { code: 5, more: 'yes' }],
    ['the deep question', deep, { code: 'IDC-KENYA-1-C01', more: true, first: 0 }],
    ['the deep question', deep, { code: 'IDC-KENYA-1-C01', more: true, first: null }],
    ['the deep question', deep, { code: 'none', more: true }],
    ['the deep question', deep, {}],
    ['the found question', found, { text: 'kenya', id }],
    ['the found question', found, { text: '', id: 'x' }],
    ['the found question', found, { text: null, id }],
    [
      'the filtered question',
      filtered,
      {
        filter: { lifecycle: ['ACTIVE'], dueBefore: '2024-01-01' },
        order: { field: 'DUE', direction: 'DESC' },
        words: ['ACTIVE', 'WITHDRAWN'],
      },
    ],
    [
      'the filtered question',
      filtered,
      { filter: { champions: 'kenya', lifecycle: 'ACTIVE' }, order: { field: 'CODE' }, words: 'ACTIVE' },
    ],
    ['the filtered question', filtered, { filter: null, order: null, words: [] }],
    ['the filtered question', filtered, { filter: [], order: [] }],
    ['the filtered question', filtered, { filter: { lifecycle: ['active'] } }],
    ['the filtered question', filtered, { filter: { lifecycle: [null] } }],
    ['the filtered question', filtered, { filter: { dueBefore: '2024-13-01' } }],
    ['the filtered question', filtered, { filter: { nonsense: 1 } }],
    ['the filtered question', filtered, { order: { field: 'CODE', direction: null } }],
    ['the filtered question', filtered, { filter: 'text', words: [['ACTIVE']] }],
    [
      'a question of time',
      'query ($since: DateTime) { commitments(filter: { changedSince: $since }) { totalCount } }',
      { since: '2020-01-01T00:00:00+02:00' },
    ],
    [
      'a question of time',
      'query ($since: DateTime) { commitments(filter: { changedSince: $since }) { totalCount } }',
      { since: 'yesterday' },
    ],
    ['too large a page', '{ champions(first: 500) { totalCount } basis { size } }', {}],
    ['one of two questions', 'query A { basis { size } } query B { champions { totalCount } }', {}],
    [
      'a question about the schema',
      '{ __schema { queryType { name } } __type(name: "Champion") { fields { name type { kind } } } }',
      {},
    ],
  ])('to %s, row %#', async (_, query, variables) => {
    const fresh = `${query} # ${JSON.stringify(variables)}`;
    const answers: { readonly status: number; readonly text: string }[] = [];
    for (let times = 0; times < 4; times++) {
      const { status, text } = await register.query(fresh, variables, register.token);
      answers.push({ status, text });
    }
    expect(answers[0]?.text).not.toMatch(/INTERNAL/);
    for (const again of answers) expect(again).toEqual(answers[0]);
  });
});
