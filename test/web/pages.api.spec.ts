import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { languages } from '../../src/kernel/values/fields.js';
import { TestRegister, type Answer } from '../support/register/register.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

let register: TestRegister;
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  register.request(path, { headers, redirect: 'manual' });

beforeAll(async () => {
  register = await TestRegister.open();
  const source = { sources: ['https://example.org/plan'] };
  await register.mutate('joinCharter', {
    champion: 'kenya',
    name: 'Kenya <b>&',
    kind: 'GOVERNMENT',
    country: 'KEN',
    effective: '2018-07',
    ...source,
  });
  await register.mutate('joinCharter', {
    champion: 'togo',
    name: '=Togo',
    kind: 'GOVERNMENT',
    effective: '2018-07/..',
  });
  await register.mutate('announceActionPlan', {
    champion: 'kenya',
    label: '1',
    kind: 'IDC_ACTION_PLAN',
    title: 'Plan',
    effective: '2019',
  });
  for (const title of ['=1+1', 'Count, "everyone"', 'By age'])
    await register.mutate('makeCommitment', {
      actionPlan: 'IDC-KENYA-1',
      title,
      principles: [2],
      dimensions: ['AGE'],
      due: '2030',
      effective: '2019-05-01',
    });
}, 60_000);
afterAll(() => register.stop());

const pages = [
  '/',
  '/champions',
  '/champions/kenya',
  '/champions/kenya/brief',
  '/champions/kenya/history',
  '/plans/IDC-KENYA-1',
  '/commitments',
  '/commitments?principle=2&dimension=AGE',
  '/commitments/IDC-KENYA-1-C01',
  '/commitments/IDC-KENYA-1-C01/history',
  '/principles',
  '/changes',
  '/compare',
  '/compare?from=2018-12-31',
  '/compare?fromSize=3',
  '/search?text=age',
  '/data',
  '/help',
];

describe.each(languages)('in %s', (language) => {
  test.each(pages)(
    '%s is a page in that language, weighs little, and has no script or style of its own in its markup',
    async (path) => {
      const answer = await get(`/${language}${path}`, html);
      if (path === '/principles') expect(answer.status).toBe(200);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.text).toMatch(
        new RegExp(`^<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`),
      );
      expect(answer.text).not.toMatch(
        /\son\w+="|\sstyle="|<script(?![^>]*\ssrc="\/assets\/)|undefined|\[object Object\]/,
      );
      expect(brotliCompressSync(answer.text).length).toBeLessThan(30_000);
      for (const [, to = ''] of answer.text.matchAll(/href="(\/[^"#]*)"/g)) expect(to).not.toContain('//');
    },
  );
});

test('The script weighs at most 10 kB, and pages answered from memory may load what the first one could', async () => {
  const [first, second] = [await get('/en/champions', html), await get('/en/champions', html)];
  expect(second.headers.get('content-security-policy')).toBe(first.headers.get('content-security-policy'));
  expect(first.headers.get('content-security-policy')).toMatch(/style-src 'self' 'sha256-/);
  const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(first.text) ?? [];
  expect(gzipSync((await get(script)).text).length).toBeLessThan(10_000);
});

test('The root leads to the language of the browser', async () => {
  const to = async (accepted: string) => (await get('/', { 'accept-language': accepted })).headers.get('location');
  expect([await to('fr-CH, fr;q=0.9'), await to('ar'), await to('de'), await to('es-419;q=0.5, de')]).toEqual([
    '/fr/',
    '/ar/',
    '/en/',
    '/es/',
  ]);
  expect((await get('/')).headers.get('vary')).toContain('Accept-Language');
});

test('A permanent address is the same for ever, whatever is recorded later; the newest is asked for again', async () => {
  const [, permanent = ''] =
    /class="tool" href="[^"]*?(\/at\/[^"]+)"/.exec((await get('/en/champions', html)).text) ?? [];
  const before = await get(permanent, html);
  expect(before.headers.get('cache-control')).toBe('public, max-age=3600, must-revalidate');
  const newest = await get('/en/champions', html);
  expect(newest.headers.get('cache-control')).toBe('no-cache');
  await register.mutate('joinCharter', { champion: 'ghana', name: 'Ghana', kind: 'GOVERNMENT', effective: '2019' });
  expect((await get(permanent, html)).text).toBe(before.text);
  const tag = newest.headers.get('etag') ?? '';
  expect((await get('/en/champions', { ...html, 'if-none-match': tag })).status).toBe(200);
  const again = await get('/en/champions', html);
  expect((await get('/en/champions', { ...html, 'if-none-match': again.headers.get('etag') ?? '' })).status).toBe(304);
  expect([again.text.includes('Ghana'), before.text.includes('Ghana')]).toEqual([true, false]);
});

test('A day is chosen by its name or its numbers, in either of the two times; what is no day is said to be none', async () => {
  const to = async (query: string) => (await get(`/en/commitments?principle=2&${query}`, html)).headers.get('location');
  expect(await to('point=hlpf-2024&as=effective')).toBe('/en/commitments?principle=2&effectiveOn=2024-07-17');
  expect(await to('point=&day=1&month=2&year=2020&as=known')).toBe('/en/commitments?principle=2&knownAt=2020-02-01');
  const wrong = await get('/fr/commitments?point=&day=31&month=2&year=2020&as=effective', html);
  expect([wrong.status, wrong.text.includes('Ce jour n’existe pas')]).toEqual([400, true]);
});

test('A day before a champion had joined does not show it, and says who may have been there', async () => {
  const { text } = await get('/en/champions?effectiveOn=2018-01-01', html);
  expect(text).not.toContain('/champions/kenya"');
  expect(text).toContain('how things stood on');
});

test('What was written by people is text, never markup', async () => {
  const { text } = await get('/en/champions/kenya', html);
  expect(text).toContain('Kenya &lt;b>&amp;');
  expect(text).not.toContain('Kenya <b>');
});

test('A list is a CSV file at the same address with the same filters, quoted, and with formulas defused', async () => {
  const { headers, text } = await get('/en/commitments.csv?dimension=AGE');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  const lines = text.trimEnd().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^code,title,champion,/);
  expect(lines.slice(1).map((line) => line.split(',kenya,')[0])).toEqual([
    "IDC-KENYA-1-C01,'=1+1",
    'IDC-KENYA-1-C02,"Count, ""everyone"""',
    'IDC-KENYA-1-C03,By age',
  ]);
  expect((await get('/en/commitments.csv?principle=1')).text.trimEnd().split('\r\n')).toHaveLength(1);
});

test('The same list is JSON and a workbook', async () => {
  const { text } = await get('/ar/commitments.json?dimension=AGE');
  const { about, tables, queries } = JSON.parse(text) as {
    about: { licence: string };
    tables: { rows: { code: string }[] }[];
    queries: unknown[];
  };
  expect(about.licence).toContain('creativecommons.org/licenses/by/4.0');
  expect(tables[0]?.rows.map(({ code }) => code)).toEqual(['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02', 'IDC-KENYA-1-C03']);
  expect(queries.length).toBeGreaterThan(0);
  const workbook = await fetch(`${register.url}/ar/commitments.xlsx`);
  expect(workbook.headers.get('content-disposition')).toMatch(
    /^attachment; filename="commitments-\d{4}-\d{2}-\d{2}-\d+\.xlsx"$/,
  );
  expect(
    Buffer.from(await workbook.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
});

test('What is not there is a page for people and JSON for programs', async () => {
  for (const path of ['/ar/commitments/IDC-NOBODY-1-C01', '/ar/nowhere', '/nowhere']) {
    const [page, data] = [await get(path, html), await get(path)];
    expect([page.status, page.headers.get('content-type'), data.status, data.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
      404,
      'application/json; charset=utf-8',
    ]);
  }
  expect((await get('/ar/nowhere', html)).text).toContain('<html lang="ar" dir="rtl">');
  expect((await get('/en/help.csv')).status).toBe(404);
});

test.each([
  '/en/champions?kind=GOVERMENT',
  '/en/commitments?effectiveOn=2020-13-01',
  '/en/commitments?knownAt=soon',
  '/at/999999/en/champions',
  '/en/commitments?champion=kenja',
])('%s is refused with what is wrong about it', async (path) => {
  const { status, text } = await get(path);
  expect([status, (JSON.parse(text) as { error: { code: string } }).error.code]).toEqual([400, 'BAD_USER_INPUT']);
});

describe('/graphql in a browser', () => {
  const query = '{ champions(first: 2) { nodes { slug name } } }';

  test('is a form that runs a query and shows what it answers as a table, without a script', async () => {
    expect((await get('/graphql', html)).text).toContain('<textarea id="query"');
    const { status, text } = await get(`/graphql?${new URLSearchParams({ query, lang: 'fr' }).toString()}`, html);
    expect([status, text.includes('<html lang="fr"'), text.includes('<td>togo</td>')]).toEqual([200, true, true]);
  });

  test('says what is wrong with a query, and runs no mutation', async () => {
    const size = await register.size();
    expect(await get(`/graphql?${new URLSearchParams({ query: '{ nothing }' }).toString()}`, html)).toMatchObject({
      status: 400,
    });
    expect((await get(`/graphql?${new URLSearchParams({ query, variables: '[1' }).toString()}`, html)).text).toContain(
      'not a JSON object',
    );
    expect(
      (await get(`/graphql?${new URLSearchParams({ query: 'mutation { __typename }' }).toString()}`, html)).status,
    ).toBe(405);
    expect(await register.size()).toBe(size);
  });

  test('is for programs what it always was', async () => {
    const { headers } = await get(`/graphql?${new URLSearchParams({ query }).toString()}`, {
      accept: 'application/json',
    });
    expect(headers.get('content-type')).toContain('json');
  });
});

test('The query behind a page gives the same when it is run', async () => {
  const { text } = await get('/en/principles', html);
  const [, link = ''] = /href="(\/graphql\?query=[^"]+)"/.exec(text) ?? [];
  const { status, text: answer } = await get(link.replaceAll('&amp;', '&'), html);
  expect([status, answer.includes('statusCounts')]).toEqual([200, true]);
});
