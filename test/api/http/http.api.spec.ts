import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { addressOf, networkOf, proxies } from '../../../src/platform/http/addresses.js';
import { graphqlPath } from '../../../src/platform/http/paths.js';
import { TestRegister, type Answer } from '../../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(() => register.stop());

const json = { 'content-type': 'application/json' };
const body = JSON.stringify({ query: '{ basis { size } }' });
const header = ({ headers }: Answer<unknown>, name: string) => headers.get(name);

/** What comes back for bytes that no client of HTTP would send. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(register.url).port), '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (data: Buffer) => (text += data.toString())).on('close', () => resolve(text));
    socket.on('error', reject);
  });

describe('every answer', () => {
  test.each(['/', '/schema.graphql', '/health/live', '/metrics', '/nowhere', graphqlPath, '/log/keys'])(
    'from %s forbids what data needs not',
    async (path) => {
      const answer = await register.request(path);
      expect(header(answer, 'content-security-policy')).toMatch(
        /default-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/,
      );
      expect(
        ['x-content-type-options', 'x-frame-options', 'referrer-policy'].map((name) => header(answer, name)),
      ).toEqual(['nosniff', 'DENY', 'no-referrer']);
      if (path !== graphqlPath) expect(header(answer, 'permissions-policy')).toContain('camera=()');
      expect(['x-powered-by', 'server', 'strict-transport-security'].map((name) => header(answer, name))).toEqual([
        null,
        null,
        null,
      ]);
    },
  );

  test('says what it is, and in which characters its text is', async () => {
    const typed = async (path: string, init: RequestInit = {}) => [
      path,
      header(await register.request(path, init), 'content-type'),
    ];
    const asked = { method: 'POST', headers: json, body };
    const [text, page, data] = [
      'text/plain; charset=utf-8',
      'text/html; charset=utf-8',
      'application/json; charset=utf-8',
    ];
    for (const path of ['/schema.graphql', '/log/checkpoint', '/log/keys'])
      expect(await typed(path)).toEqual([path, text]);
    for (const path of ['/', '/sign-in', '/sign-in/sent']) expect(await typed(path)).toEqual([path, page]);
    for (const path of ['/health/live', '/health/ready', '/nowhere', '/%zz'])
      expect(await typed(path)).toEqual([path, data]);
    expect(await typed(graphqlPath, asked)).toEqual([graphqlPath, data]);
    expect(await typed('/metrics')).toEqual(['/metrics', 'text/plain; version=0.0.4; charset=utf-8']);
    const [, style = ''] = /href="(\/assets\/[^"]+)"/.exec((await register.request('/sign-in')).text) ?? [];
    expect(await typed(style)).toEqual([style, 'text/css; charset=utf-8']);
    const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec((await register.request('/en/')).text) ?? [];
    expect(await typed(script)).toEqual([script, 'text/javascript; charset=utf-8']);
  });

  test('forbids the same where there is no request to answer', async () => {
    const unroutable = await register.request('/%zz');
    expect(
      ['x-content-type-options', 'x-frame-options', 'referrer-policy'].map((name) => header(unroutable, name)),
    ).toEqual(['nosniff', 'DENY', 'no-referrer']);
    expect([header(unroutable, 'content-security-policy'), header(unroutable, 'x-request-id')]).toEqual([
      expect.stringContaining("base-uri 'none'"),
      expect.any(String),
    ]);
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
    for (const bytes of ['nonsense\r\n\r\n', `GET /nowhere HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`]) {
      expect(await raw(bytes)).toMatch(
        /^HTTP\/1\.1 40[04] [^]*content-security-policy: default-src 'none'; base-uri 'none'; [^]*x-content-type-options: nosniff\r\n/,
      );
    }
  });

  test('to whom a proxy speaks over TLS asks for TLS from then on; who only says so is not believed', async () => {
    const overTls = { 'x-forwarded-proto': 'https' };
    expect(header(await register.request('/health/live', { headers: overTls }), 'strict-transport-security')).toMatch(
      /^max-age=31536000/,
    );
    const open = await TestRegister.open();
    expect(header(await open.request('/health/live', { headers: overTls }), 'strict-transport-security')).toBeNull();
    await open.stop();
  });

  test('to whoever has said who it is is kept by nobody', async () => {
    expect(header(await register.request('/health/live', { headers: { cookie: 'a=b' } }), 'cache-control')).toBe(
      'no-store',
    );
    const own = await register.request(graphqlPath, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${register.token}` },
      body,
    });
    expect(header(own, 'cache-control')).toBe('no-store');
  });
});

describe('a fault', () => {
  test.each<[string, string, RequestInit, number, string]>([
    ['an address where nothing is', '/nowhere', {}, 404, 'NOT_FOUND'],
    ['an address that is none', '/%zz', {}, 400, 'BAD_REQUEST'],
    ['a method that is not taken', '/health/live', { method: 'DELETE' }, 405, 'BAD_REQUEST'],
    ['a check without a token', '/health/integrity', { method: 'POST' }, 401, 'UNAUTHENTICATED'],
    ['a tile that is not there', '/log/tile/0/x000', {}, 404, 'NOT_FOUND'],
    [
      'JSON that is none, beside GraphQL',
      '/health/integrity',
      { method: 'POST', headers: json, body: '{' },
      400,
      'BAD_REQUEST',
    ],
  ])('is told in one form: %s', async (_, path, init, status, code) => {
    const answer = await register.request(path, init);
    const { error } = JSON.parse(answer.text) as { error: Record<string, unknown> };
    expect([answer.status, error.code, error.requestId]).toEqual([status, code, expect.stringMatching(/^[\w-]{8,}$/)]);
    expect(answer.text).not.toMatch(/zz|nowhere|SyntaxError|JSON at|FST_|Unexpected|Exception/);
    expect(header(answer, 'content-type')).toMatch(/^application\/json/);
  });

  test.each<[string, RequestInit, number, string]>([
    ['malformed JSON', { method: 'POST', headers: json, body: '{"query":' }, 400, 'BAD_REQUEST'],
    [
      'a form',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={basis{size}}' },
      415,
      'BAD_REQUEST',
    ],
    [
      'a form that says it was asked for',
      {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'apollo-require-preflight': 'x' },
        body: '--x--',
      },
      415,
      'BAD_REQUEST',
    ],
    ['a method that is not taken', { method: 'PUT', headers: json, body }, 405, 'BAD_REQUEST'],
    ['too large a body', { method: 'POST', headers: json, body: ' '.repeat(262_145) }, 413, 'LIMIT_EXCEEDED'],
  ])('over GraphQL is told as GraphQL does: %s', async (_, init, status, code) => {
    const answer = await register.request(graphqlPath, init);
    expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([status, code]);
    expect(answer.errors[0]?.extensions.requestId).toBe(header(answer, 'x-request-id'));
    expect(answer.text).not.toMatch(/SyntaxError|JSON at|FST_|Unexpected|Exception|not valid JSON/);
  });

  test.each(['/%67raphql', '/graphq%6C', '/%67raphql?x=%2f'])(
    'over GraphQL is the same however the router lets its address be written: %s',
    async (path) => {
      const asText = { 'content-type': 'text/plain', 'apollo-require-preflight': 'x' };
      const answer = await register.request(path, { method: 'POST', headers: asText, body });
      expect([answer.status, answer.errors[0]?.extensions.code]).toEqual([415, 'BAD_REQUEST']);
      expect(
        await raw(
          `POST /graphql#x HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        ),
      ).toMatch(/^HTTP\/1\.1 415 /);
    },
  );

  test('of a host that is none, or of bytes that are no request, is the caller’s', async () => {
    const post = (host: string) =>
      raw(
        `POST /graphql HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    for (const host of ['a b', '[', 'x@y', 'a/b', '']) expect(await post(host)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await post('localhost')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*{"error":{"code":"BAD_REQUEST"/);
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('of a request that ends in two places, or that asks to be sent back, is the caller’s', async () => {
    const twice = [
      'Content-Length: 5\r\nTransfer-Encoding: chunked',
      'Content-Length: 5\r\nContent-Length: 6',
      'Transfer-Encoding: chunked, identity',
      'Content-Length: +5',
    ];
    for (const length of twice)
      expect([length, await raw(`POST /graphql HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n0\r\n\r\n`)]).toEqual([
        length,
        expect.stringMatching(/^HTTP\/1\.1 400 /),
      ]);
    const traced = await raw('TRACE / HTTP/1.1\r\nHost: localhost\r\nX-Marker: zanzibar\r\nConnection: close\r\n\r\n');
    expect(traced).toMatch(/^HTTP\/1\.1 40[045] /);
    expect(traced).not.toContain('zanzibar');
  });

  test('a command by GET is none, and a query by its hash is not known', async () => {
    const query = encodeURIComponent(
      'mutation { ceaseChampion(input: { commandId: "1", champion: "kenya" }) { receipt { entry } } }',
    );
    const headers = { 'apollo-require-preflight': 'yes', authorization: `Bearer ${register.token}` };
    expect(await register.request(`${graphqlPath}?query=${query}`, { headers })).toMatchObject({ status: 405 });
    const hashed = JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } });
    const answer = await register.request(graphqlPath, { method: 'POST', headers: json, body: hashed });
    expect(answer.errors[0]?.extensions.code).toBe('BAD_REQUEST');
  });
});

describe('a page of another origin', () => {
  const from = (origin: string | undefined, more: object = {}) =>
    register.request(graphqlPath, {
      method: 'POST',
      headers: { ...json, ...(origin !== undefined && { origin }), ...more },
      body,
    });
  const foreign = (): readonly string[] => {
    const { host } = new URL(register.url);
    return [
      'https://evil.example',
      'null',
      `http://${host}.evil.example`,
      `http://evil${host}`,
      `http://${host}@evil.example`,
      `http://${host}0`,
      `HTTP://${host}`,
    ];
  };

  test('may read without credentials, and send none', async () => {
    for (const origin of foreign()) {
      const read = await from(origin);
      expect([
        read.status,
        header(read, 'access-control-allow-origin'),
        header(read, 'access-control-allow-credentials'),
      ]).toEqual([200, '*', null]);
      for (const credentials of [{ cookie: 'session=x' }, { authorization: `Bearer ${register.token}` }]) {
        const refused = await from(origin, credentials);
        expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([403, 'FORBIDDEN']);
      }
    }
    const { url } = register;
    const own = await from(url, { authorization: `Bearer ${register.token}` });
    expect([
      own.status,
      header(own, 'access-control-allow-origin'),
      header(own, 'access-control-allow-credentials'),
    ]).toEqual([200, url, 'true']);
    expect((await from(undefined, { cookie: 'session=x', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const told = readdirSync(join(register.dataDir, 'security')).map((file) =>
      readFileSync(join(register.dataDir, 'security', file), 'utf8'),
    );
    expect(
      told
        .join('')
        .match(
          /"event":"malicious_csrf","level":"CRITICAL","description":"a request with credentials from a page of another origin/g,
        ),
    ).toHaveLength(15);
  });

  test('is told before it asks what it may send', async () => {
    const asked = (origin: string) =>
      register.request(graphqlPath, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
    const told = await asked('https://evil.example');
    expect([
      told.status,
      header(told, 'access-control-allow-headers'),
      header(told, 'access-control-allow-credentials'),
    ]).toEqual([204, expect.not.stringContaining('Authorization'), null]);
    expect(header(await asked(register.url), 'access-control-allow-headers')).toContain('Authorization');
    for (const name of ['access-control-allow-headers', 'access-control-expose-headers'])
      expect(header(told, name)).toContain('x-idc-entry');
  });

  test('is any that the settings do not name', async () => {
    const named = await TestRegister.open({
      IDC_PUBLIC_URL: 'https://register.example.org',
      IDC_ORIGINS: 'https://desk.example.org',
    });
    const allowed = async (origin: string) =>
      header(await named.request('/health/live', { headers: { origin } }), 'access-control-allow-origin');
    for (const origin of ['https://register.example.org', 'https://desk.example.org'])
      expect(await allowed(origin)).toBe(origin);
    for (const origin of [named.url, 'http://desk.example.org', 'https://desk.example.org.evil.example'])
      expect(await allowed(origin)).toBe('*');
    await named.stop();
  });
});

describe('what a caller may ask in a minute', () => {
  test('is told with every answer, by address, and 429 says when there is more', async () => {
    const own = await TestRegister.open({ IDC_REQUESTS_PER_MINUTE: '60', IDC_COST_PER_MINUTE: '1000' });
    const first = await own.query('{ basis { size } }');
    expect(header(first, 'ratelimit-policy')).toBe('"address-requests";q=60;w=60, "address-cost";q=1000;w=60');
    expect(header(first, 'ratelimit')).toMatch(/^"address-requests";r=59;t=\d+, "address-cost";r=998;t=\d+$/);
    const answers = await Promise.all(
      Array.from({ length: 99 }, (_, number) => own.query(`{ basis { size } } # ${number}`)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(40);
    expect(refused[0]?.errors).toMatchObject([
      { extensions: { code: 'RATE_LIMITED', limit: 'address-requests', retryAfter: expect.any(Number) } },
    ]);
    expect(Number(header(refused[0] as Answer, 'retry-after'))).toBeGreaterThan(0);
    // Health is asked for whatever happens, and the operator has an allowance of its own.
    expect((await own.request('/health/live')).status).toBe(200);
    const operator = await own.query('{ basis { size } }', {}, own.token);
    expect([operator.status, header(operator, 'ratelimit-policy')]).toEqual([
      200,
      '"operator-requests";q=6000;w=60, "operator-cost";q=100000;w=60',
    ]);
    await own.stop();
  });

  test('is bounded by what it costs, and an answer from memory costs nothing', async () => {
    const own = await TestRegister.open({ IDC_COST_PER_MINUTE: '100' });
    const ask = () => own.query('{ champions(first: 20) { nodes { slug } } }');
    for (let times = 0; times < 5; times++) expect((await ask()).status).toBe(200);
    const other = () => own.query('{ champions(first: 30) { nodes { slug } } }');
    const refused = await other();
    expect([refused.status, refused.errors[0]?.extensions]).toMatchObject([
      429,
      { code: 'RATE_LIMITED', limit: 'address-cost' },
    ]);
    expect(header(refused, 'retry-after')).not.toBeNull();
    await own.stop();
  });

  test('is counted by account for whoever has said who it is', async () => {
    const person = `person-${uuidv7()}`;
    const left = async () =>
      /"account-requests";r=(\d+)/.exec(
        header(await register.query('{ basis { size } }', {}, person), 'ratelimit') ?? '',
      )?.[1];
    expect([await left(), await left()]).toEqual(['4999999', '4999998']);
  });

  test('counts a token that is not right by address', async () => {
    const answer = await register.query('{ basis { size } }', {}, 'not-the-token-not-the-token-not-the-token');
    expect([answer.status, header(answer, 'ratelimit-policy')]).toEqual([
      401,
      expect.stringContaining('"address-requests"'),
    ]);
  });
});

describe('where a request comes from', () => {
  const said = (remoteAddress: string, forwarded: string) =>
    ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as never;

  test('is what a trusted proxy says, and no further', () => {
    const isProxy = proxies(['10.0.0.0/8', '::1']);
    expect(addressOf(said('10.1.2.3', '192.0.2.7'), isProxy)).toBe('192.0.2.7');
    expect(addressOf(said('10.1.2.3', '1.1.1.1, 192.0.2.7, 10.9.9.9'), isProxy)).toBe('192.0.2.7');
    expect(addressOf(said('192.0.2.9', '1.1.1.1'), isProxy)).toBe('192.0.2.9');
    expect(addressOf(said('10.1.2.3', '1.1.1.1'), proxies([]))).toBe('10.1.2.3');
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is counted as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test('is counted each for itself behind a proxy', async () => {
    const left = async (address: string) =>
      Number(
        /"address-requests";r=(\d+)/.exec(
          header(await register.request('/metrics', { headers: { 'x-forwarded-for': address } }), 'ratelimit') ?? '',
        )?.[1],
      );
    const [one, other] = [await left('192.0.2.10'), await left('192.0.2.11')];
    expect([one, other]).toEqual([999_999, 999_999]);
    expect(await left('192.0.2.10')).toBe(one - 1);
  });
});
