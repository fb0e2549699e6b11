import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Operator } from '../../../src/access/operator.js';
import { BadConfig, readConfig } from '../../../src/config.js';
import { faultCodes } from '../../../src/platform/graphql/answers/errors.js';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';
import { Projector } from '../../../src/platform/read-model/projector.js';
import { EVENT_STORE } from '../../../src/platform/tokens.js';
import { mutationDocument, TestRegister, type Answer } from '../../support/register/register.js';
import { temporaryFolder } from '../../support/temporary.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
});
afterAll(() => register.stop());

const ready = async (asked: TestRegister) =>
  JSON.parse((await asked.request('/health/ready')).text) as Record<string, unknown>;
const codesOf = ({ errors }: Answer<unknown>) => errors.map(({ extensions }) => extensions.code);
const leak = /\bat .+:\d+:\d+|node_modules|\/src\/|\/tmp\/|\.sqlite|\.ts\b|SELECT|INSERT|no such|SQLITE|is not open/i;

describe('health', () => {
  test('is ready only once the views have caught up, and no longer while stopping', async () => {
    const own = await TestRegister.open({ IDC_DRAIN_MS: '400' }, { catchUp: false });
    expect(await own.request('/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
    expect((await own.request('/health/ready')).status).toBe(503);
    expect(await ready(own)).toEqual({ status: 'not ready', reason: 'starting', entries: 0, views: 0 });
    const early = await own.query('{ basis { size } }');
    expect({ status: early.status, codes: codesOf(early), again: early.headers.get('retry-after') }).toEqual({
      status: 503,
      codes: ['UNAVAILABLE'],
      again: '1',
    });
    await own.server.catchUp();
    expect((await own.request('/health/ready')).status).toBe(200);
    own.server.holdReady('an import is under way');
    expect(await ready(own)).toMatchObject({ status: 'not ready', reason: 'an import is under way' });
    own.server.holdReady(null);
    await own.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
    expect(await ready(own)).toEqual({ status: 'ready', reason: null, entries: 1, views: 1 });
    const { url } = own;
    const stopped = own.stop();
    const draining = await fetch(new URL('/health/ready', url));
    expect({ status: draining.status, connection: draining.headers.get('connection') }).toEqual({
      status: 503,
      connection: 'close',
    });
    expect(await draining.json()).toMatchObject({ reason: 'stopping' });
    await stopped;
    await expect(fetch(new URL('/health/live', url))).rejects.toThrow();
  });
});

describe('metrics', () => {
  test('count appends, entries, lag and the time that requests take, in the form that Prometheus reads', async () => {
    const value = (text: string, name: string): number =>
      Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
    const before = (await register.request('/metrics')).text;
    await register.mutate('renameChampion', { champion: 'kenya', name: `Kenya ${before.length}` });
    await register.request('/nowhere');
    const { text, headers } = await register.request('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of ['idc_log_appends_total', 'idc_log_entries_appended_total', 'idc_log_append_seconds_count'])
      expect(value(text, name)).toBe(value(before, name) + 1);
    expect(value(text, 'idc_log_entries')).toBe(await register.size());
    expect(value(text, 'idc_projection_lag_entries')).toBe(0);
    expect(value(text, 'idc_http_request_seconds_count{method="POST",route="/graphql",status="200"}')).toBeGreaterThan(
      1,
    );
    expect(text).not.toMatch(/nowhere|kenya/i);
    for (const line of text.split('\n').filter((line) => line !== ''))
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z]\w* .+|[a-z]\w*(\{(\w+="[^"]*",?)+\})? [\d.e+-]+|\S+ Nan)$/i);
  });
});

describe('an answer', () => {
  test('carries the request id it was given, or one made for it', async () => {
    const given = await register.request('/health/live', { headers: { 'x-request-id': 'given-by.caller_1' } });
    expect(given.headers.get('x-request-id')).toBe('given-by.caller_1');
    for (const strange of ['', 'a b', 'x'.repeat(65), '<script>']) {
      const made = await register.request('/health/live', { headers: { 'x-request-id': strange } });
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  test.each(['/health/live', '/metrics', '/nowhere', '/graphql'])(
    'from %s does not say what made it, and is not to be sniffed or framed',
    async (path) => {
      const { headers } = await register.request(path);
      expect([headers.get('x-powered-by'), headers.get('server')]).toEqual([null, null]);
      expect([
        headers.get('x-content-type-options'),
        headers.get('x-frame-options'),
        headers.get('referrer-policy'),
      ]).toEqual(['nosniff', 'DENY', 'no-referrer']);
    },
  );
});

describe('a request that cannot be understood', () => {
  const json = { 'content-type': 'application/json' };
  test.each<[string, number, RequestInit]>([
    ['malformed JSON', 400, { headers: json, body: '{"query":' }],
    [
      'JSON with a poisoned prototype',
      400,
      { headers: json, body: '{"query":"{ basis { size } }","__proto__":{"x":1}}' },
    ],
    ['no body', 400, { headers: json }],
    ['a list of questions', 400, { headers: json, body: '[{"query":"{ basis { size } }"}]' }],
    ['another content type', 415, { headers: { 'content-type': 'application/xml' }, body: '<query/>' }],
    [
      'a form of a foreign page',
      415,
      { headers: { 'content-type': 'text/plain' }, body: '{"query":"{ basis { size } }"}' },
    ],
    [
      'too large a body',
      413,
      {
        headers: json,
        body: JSON.stringify({ query: '{ basis { size } }', variables: { more: 'x'.repeat(256 * 1024) } }),
      },
    ],
    [
      'too long a document',
      400,
      { headers: json, body: JSON.stringify({ query: `{ ${'basis { size } '.repeat(1000)} }` }) },
    ],
    [
      'a document nested beyond all use',
      400,
      { headers: json, body: JSON.stringify({ query: '{ node(id: "") '.repeat(2000) }) },
    ],
    ['a document that is none', 400, { headers: json, body: '{"query":5}' }],
    ['variables that are none', 400, { headers: json, body: '{"query":"{ basis { size } }","variables":"no"}' }],
  ])('is refused: %s', async (_, status, init) => {
    const answer = await register.request('/graphql', { method: 'POST', ...init });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(leak);
    for (const code of codesOf(answer)) expect(faultCodes).toContain(code);
    expect(await register.request('/health/live')).toMatchObject({ status: 200 });
  });
});

describe('a fault of the register', () => {
  test('is told by a reference number alone, and logged whole', async () => {
    const own = await TestRegister.open();
    await own.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
    own.server.app.get(Projector).current.close();
    for (let times = 0; times < 3; times++) {
      const answer = await own.query('{ champions { nodes { name } } }');
      expect(codesOf(answer)).toEqual(['INTERNAL']);
      expect(answer.text).not.toMatch(leak);
      const reference = answer.errors[0]?.extensions.reference;
      expect(answer.errors[0]?.message).toContain(String(reference));
      expect(own.logged.find((line) => line.includes(String(reference)))).toMatch(/stack/);
    }
    await own.stop().catch(() => undefined);
  });

  test('of the log is told as such, and nothing is written', async () => {
    const own = await TestRegister.open();
    await own.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
    await own.server.app.get<EventStore>(EVENT_STORE).close();
    const input = { commandId: 'too-late', champion: 'kenya', name: 'Kenya at last' };
    for (let times = 0; times < 3; times++) {
      const answer = await own.query(mutationDocument('renameChampion'), { input }, own.token);
      expect(codesOf(answer)).toEqual(['UNAVAILABLE']);
      expect(answer.text).not.toMatch(leak);
    }
    expect((await own.request('/metrics')).text).not.toMatch(leak);
    expect(await own.request('/health/ready')).toMatchObject({ status: 503 });
    expect(await own.query('{ champion(slug: "kenya") { name } }')).toMatchObject({
      data: { champion: { name: 'Kenya' } },
    });
    await own.stop();
  });
});

describe('the token of the operator', () => {
  test('is readable to its owner alone, and stays the same', () => {
    const path = Operator.tokenPath(register.dataDir);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const { token } = register;
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(Operator.of(register.dataDir).actor).toBe(Operator.of(register.dataDir).actor);
    expect(register.token).toBe(token);
  });
});

describe('the settings', () => {
  test('have values that work without any being given', () => {
    expect(readConfig({})).toEqual({
      dataDir: './var',
      port: 3000,
      host: '127.0.0.1',
      eventStore: 'sqlite',
      eventStoreUrl: null,
      eventStoreDeadlineMs: 10_000,
      register: 'idc',
      secretsDir: './var',
      durability: 'full',
      logLevel: 'info',
      logOrigin: null,
      operator: true,
      seed: true,
      answerCacheMb: 32,
      drainMs: 500,
      publicUrl: null,
      identityPostgres: null,
      erasureList: join('var', 'erased'),
      smtp: null,
      mailFrom: 'register@localhost',
      provider: null,
      securityContacts: [],
      securityLog: 'file',
      origins: [],
      trustedProxies: [],
      requestsPerMinute: 600,
      entriesPerStreamAndDay: 500,
      costPerMinute: 1_000_000,
    });
    expect(readConfig({ PORT: '', IDC_DATA_DIR: join('a', 'b'), HOME: '/root', IDC_TEST_SLOW: 'yes' })).toMatchObject({
      port: 3000,
      dataDir: join('a', 'b'),
    });
  });

  test.each([
    [{ PORT: '70000' }, /^PORT must be a port from 0 to 65535.*"70000"/],
    [{ PORT: 'http' }, /^PORT must be a port/],
    [{ PORT: '1.5' }, /^PORT must be a port/],
    [{ IDC_EVENT_STORE: 'postgres' }, /^IDC_EVENT_STORE must be sqlite, a connection string such as .*"postgres"/],
    [{ IDC_EVENT_STORE_FILE: 'nowhere' }, /^IDC_EVENT_STORE_FILE must name a file .*; nowhere cannot be read/],
    [
      { IDC_EVENT_STORE_FILE: 'nowhere', IDC_EVENT_STORE: 'sqlite' },
      /^IDC_EVENT_STORE must not be set together with IDC_EVENT_STORE_FILE, which names/,
    ],
    [{ IDC_DURABILITY: 'none' }, /^IDC_DURABILITY must be full, or normal/],
    [{ IDC_LOG_LEVEL: 'loud' }, /^IDC_LOG_LEVEL must be fatal, error/],
    [{ IDC_LOG_ORIGIN: 'the register' }, /^IDC_LOG_ORIGIN must be a URL without its scheme, spaces and plus/],
    [{ IDC_LOG_ORIGIN: 'https://example.org/log' }, /^IDC_LOG_ORIGIN must be a URL without its scheme/],
    [{ IDC_LOG_ORIGIN: 'example.org/a+b' }, /^IDC_LOG_ORIGIN must be a URL without its scheme/],
    [{ IDC_LOG_ORIGIN: 'example.org/\u0001' }, /^IDC_LOG_ORIGIN must be a URL without its scheme/],
    [{ IDC_LOG_ORIGIN: 'example.org/' }, /^IDC_LOG_ORIGIN must be a URL without its scheme/],
    [{ IDC_SEED: 'true' }, /^IDC_SEED must be yes, or no/],
    [{ IDC_ANSWER_CACHE_MB: '-1' }, /^IDC_ANSWER_CACHE_MB must be a number of MB/],
    [{ IDC_ANSWER_CACHE_MB: 'much' }, /^IDC_ANSWER_CACHE_MB must be a number of MB/],
    [{ IDC_DRAIN_MS: '0.5' }, /^IDC_DRAIN_MS must be whole milliseconds/],
    [{ IDC_DRAIN_MS: '99999999' }, /^IDC_DRAIN_MS must be at most 60000 ms/],
    [
      { IDC_PUBLIC_URL: 'http://register.example.org' },
      /^IDC_PUBLIC_URL must be the public https:\/\/ address.*"http:/,
    ],
    [
      { IDC_PUBLIC_URL: 'https://register.example.org/pages' },
      /^IDC_PUBLIC_URL must be the public https:\/\/ address.*without a path/,
    ],
    [{ IDC_OPERATOR: 'no' }, /^IDC_OPERATOR must be on, or off/],
    [
      { IDC_IDENTITY: 'mysql://user:secret@host/identity' },
      /^IDC_IDENTITY must be sqlite, or the address of a PostgreSQL database(?!.*secret@)/,
    ],
    [{ IDC_SMTP: 'user:secret@mail.example.org' }, /^IDC_SMTP must be the address of a mail server(?!.*secret@)/],
    [{ IDC_MAIL_FROM: 'nobody' }, /^IDC_MAIL_FROM must be an address/],
    [{ IDC_OIDC_ISSUER: 'http://id.example.org' }, /^IDC_OIDC_ISSUER must be the address of an OpenID provider/],
    [{ IDC_OIDC_ISSUER: 'https://id.example.org' }, /^IDC_OIDC_ISSUER and IDC_OIDC_CLIENT_ID must be set together/],
    [
      { IDC_SECURITY_CONTACT: 'security@example.org' },
      /^IDC_SECURITY_CONTACT.* must be where to report vulnerabilities, such as mailto:/,
    ],
    [{ IDC_SECURITY_CONTACT: 'mailto:security@example.org http://example.org' }, /^IDC_SECURITY_CONTACT/],
    [{ IDC_SECURITY_LOG: 'no' }, /^IDC_SECURITY_LOG must be file, stdout or both/],
    [{ IDC_DATADIR: '/data' }, /^IDC_DATADIR is not a setting. The settings are .*IDC_DATA_DIR/],
  ])('are refused by name, with what would be right: %j', (given, message) => {
    expect(() => readConfig(given)).toThrow(BadConfig);
    expect(() => readConfig(given)).toThrow(message);
  });

  test.each([
    [
      'IDC_EVENT_STORE',
      'kurrentdb://admin:secret@kurrentdb-1:2113',
      { eventStore: 'kurrent', eventStoreUrl: 'kurrentdb://admin:secret@kurrentdb-1:2113' },
    ],
    [
      'IDC_IDENTITY',
      'postgres://register:secret@identity/identity',
      { identityPostgres: 'postgres://register:secret@identity/identity' },
    ],
    ['IDC_SMTP', 'smtps://register:secret@mail.example.org', { smtp: 'smtps://register:secret@mail.example.org' }],
  ])('take what holds a password out of a file: %s', (name, value, expected) => {
    const file = join(temporaryFolder(), 'held');
    writeFileSync(file, `${value}\n`);
    expect(readConfig({ [`${name}_FILE`]: file })).toMatchObject(expected);
    writeFileSync(file, 'mysql://admin:secret@host');
    expect(() => readConfig({ [`${name}_FILE`]: file })).toThrow(new RegExp(`^${name} must be (?!.*secret@)`));
  });

  test('are told all at once when several are wrong', () => {
    expect(() => readConfig({ PORT: 'x', IDC_SEED: 'x', IDC_NEW: 'x' })).toThrow(/^PORT .*\nIDC_SEED .*\nIDC_NEW .*$/);
  });
});
