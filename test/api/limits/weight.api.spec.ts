import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../../support/register/story.js';
import { personId } from '../../support/cqrs/issuer.js';
import { appoint } from '../../support/identity/known-people.js';
import { TestRegister, type Input } from '../../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
});
afterAll(() => register.stop());

interface Sent {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: Input;
}

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** A GraphQL request with these headers and no others, and the bytes of its answer as they came. */
function send(query: string, { method = 'GET', headers = {}, variables = {} }: Sent = {}): Promise<Received> {
  const body = method === 'POST' ? JSON.stringify({ query, variables }) : undefined;
  const search =
    body === undefined
      ? `?query=${encodeURIComponent(query)}&variables=${encodeURIComponent(JSON.stringify(variables))}`
      : '';
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(`/graphql${search}`, register.url),
      { method, headers: { ...json, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers as never, bytes: Buffer.concat(chunks) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const long =
  '{ commitments(first: 50) { nodes { code title { text } champion { slug name } lifecycle due } } __schema { types { name description } } }';
const decoded = ({ headers, bytes }: Received): string => {
  if (headers['content-encoding'] === 'br') return brotliDecompressSync(bytes).toString();
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
};

describe('what counts against an allowance', () => {
  const left = ({ headers }: Received): number =>
    Number(/"address-requests";r=(\d+)/.exec(headers.ratelimit ?? '')?.[1]);
  const costLeft = ({ headers }: Received): number =>
    Number(/"address-cost";r=(\d+)/.exec(headers.ratelimit ?? '')?.[1]);
  /** What is left before the next request, seen by one that is answered anew. */
  const measured = (): Promise<Received> => send(`{ basis { size } } # ${Math.random()}`);

  test('is neither a preflight, nor an answer from memory, nor a 304', async () => {
    const query = `{ champions { totalCount } } # ${Math.random()}`;
    const first = await send(query);
    const before = await measured();
    expect(left(before)).toBe(left(first) - 1);
    for (let times = 0; times < 5; times += 1) {
      for (const origin of [register.url, 'https://dashboard.example']) {
        const preflight = await send(query, {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        });
        expect(preflight.status).toBe(204);
      }
      const again = await send(query);
      expect([again.status, left(again)]).toEqual([200, left(before)]);
      expect((await send(query, { method: 'HEAD' })).status).toBe(200);
      expect((await send(query, { headers: { 'if-none-match': first.headers.etag ?? '' } })).status).toBe(304);
    }
    const after = await measured();
    expect([left(after), costLeft(after)]).toEqual([
      left(before) - 1,
      costLeft(before) - (costLeft(first) - costLeft(before)),
    ]);
  });

  test('is what has to be found anew, also where it is answered with 304', async () => {
    const query = `{ champions { nodes { slug } } } # ${Math.random()}`;
    const { etag = '' } = (await send(query)).headers;
    await register.mutate('renameChampion', { champion: 'ghana', name: `Ghana ${Math.random()}` });
    const before = await measured();
    // What it costs to find out is charged; the request itself is not.
    const again = await send(query, { headers: { 'if-none-match': etag } });
    const after = await measured();
    expect([again.status, left(after), costLeft(before) - costLeft(after) > 1]).toEqual([304, left(before) - 1, true]);
  });
});

describe('a long answer', () => {
  const accepted = [
    ['br, gzip', 'br'],
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=1, br;q=0', 'gzip'],
    ['identity', undefined],
    ['', undefined],
    ['zstd', undefined],
  ] as const;

  test.each(['GET', 'POST'] as const)(
    'is written as its client takes it, by %s, and has a tag for each writing',
    async (method) => {
      const plain = await send(long, { method });
      expect([plain.status, plain.headers['content-encoding'], plain.bytes.length > 10_000]).toEqual([
        200,
        undefined,
        true,
      ]);
      const tags = new Map<string, string | undefined>();
      for (const [accept, encoding] of accepted) {
        // Made anew, and from memory.
        for (const query of [`${long} # ${method} ${accept}`, `${long} # ${method} ${accept}`, long]) {
          const answer = await send(query, { method, headers: { 'accept-encoding': accept } });
          expect([accept, answer.status, answer.headers['content-encoding']]).toEqual([accept, 200, encoding]);
          expect(decoded(answer)).toBe(plain.bytes.toString());
          expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
          expect(answer.headers.vary).toMatch(/\bAccept-Encoding\b/);
          if (encoding !== undefined) expect(answer.bytes.length).toBeLessThan(plain.bytes.length / 3);
          const tag = answer.headers.etag;
          expect(tag).toMatch(/^"[\w-]+"$/);
          expect(tags.get(encoding ?? 'identity') ?? tag).toBe(tag);
          tags.set(encoding ?? 'identity', tag);
        }
      }
      expect(new Set(tags.values()).size).toBe(3);
    },
  );

  test('is not sent again to whoever has it in any writing, and HEAD has the headers alone', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding };
      const whole = await send(long, { headers });
      const head = await send(long, { method: 'HEAD', headers });
      expect([head.status, head.bytes.length]).toEqual([200, 0]);
      for (const name of ['etag', 'content-encoding', 'content-type', 'cache-control', 'vary'])
        expect(head.headers[name]).toBe(whole.headers[name]);
      for (const method of ['GET', 'HEAD'] as const) {
        const again = await send(long, {
          method,
          headers: { ...headers, 'if-none-match': `"other", W/${whole.headers.etag}` },
        });
        expect([again.status, again.bytes.length, again.headers.etag, again.headers['content-encoding']]).toEqual([
          304,
          0,
          whole.headers.etag,
          undefined,
        ]);
      }
      const posted = await send(long, {
        method: 'POST',
        headers: { ...headers, 'if-none-match': whole.headers.etag ?? '' },
      });
      expect(posted.status).toBe(200);
    }
  });

  test('is not compressed where a cookie comes along, nor is a short one', async () => {
    const headers = { 'accept-encoding': 'br, gzip' };
    for (const method of ['GET', 'POST'] as const) {
      const withCookie = await send(long, { method, headers: { ...headers, cookie: 'theme=dark' } });
      expect([withCookie.status, withCookie.headers['content-encoding'], withCookie.bytes.length > 10_000]).toEqual([
        200,
        undefined,
        true,
      ]);
      expect((await send('{ basis { size } }', { method, headers })).headers['content-encoding']).toBeUndefined();
    }
    const withToken = await send(long, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${register.token}` },
    });
    expect([withToken.headers['content-encoding'], withToken.headers['cache-control']]).toEqual(['br', 'no-store']);
  });
});

describe('what caches may do with an answer', () => {
  const fixed = 'public, max-age=3600, must-revalidate';
  const names = 'champions { nodes { slug name } }';
  const both = 'knownAt: { size: 5 }, effectiveOn: "2024-01-01"';

  test.each<[string, string, Input, string]>([
    ['both coordinates', `{ at(${both}) { ${names} } }`, {}, fixed],
    ['both, twice', `{ a: at(${both}) { ${names} } b: at(${both}) { basis { size } } __typename }`, {}, fixed],
    ['both, in a fragment', `{ ...f } fragment f on Query { at(${both}) { ${names} } }`, {}, fixed],
    [
      'variables',
      `query ($k: KnownAt, $d: Date) { at(knownAt: $k, effectiveOn: $d) { ${names} } }`,
      { k: { size: 5 }, d: '2024-01-01' },
      fixed,
    ],
    [
      'a default',
      `query ($d: Date = "2024-01-01") { at(knownAt: { size: 5 }, effectiveOn: $d) { ${names} } }`,
      {},
      fixed,
    ],
    [
      'a variable left out',
      `query ($k: KnownAt, $d: Date) { at(knownAt: $k, effectiveOn: $d) { ${names} } }`,
      { k: { size: 5 } },
      'no-cache',
    ],
    [
      'a variable that is null',
      `query ($d: Date = "2024-01-01") { at(knownAt: { size: 5 }, effectiveOn: $d) { ${names} } }`,
      { d: null },
      'no-cache',
    ],
    ['the entries alone', `{ at(knownAt: { size: 5 }) { ${names} } }`, {}, 'no-cache'],
    ['the day alone', `{ at(effectiveOn: "2024-01-01") { ${names} } }`, {}, 'no-cache'],
    ['the present beside it', `{ at(${both}) { ${names} } champions { totalCount } }`, {}, 'no-cache'],
    [
      'the present in a fragment beside it',
      `{ at(${both}) { ${names} } ...f } fragment f on Query { basis { size } }`,
      {},
      'no-cache',
    ],
    [
      'one fixed and one not',
      `{ a: at(${both}) { ${names} } b: at(knownAt: { size: 5 }) { ${names} } }`,
      {},
      'no-cache',
    ],
    ['the present alone', `{ ${names} }`, {}, 'no-cache'],
  ])('with %s', async (_, query, variables, control) => {
    for (const method of ['GET', 'POST'] as const) {
      const first = await send(query, { method, variables });
      expect([first.status, first.headers['cache-control'], first.bytes.includes('"errors"')]).toEqual([
        200,
        control,
        false,
      ]);
      expect((await send(query, { method, variables })).headers['cache-control']).toBe(control);
    }
    const head = await send(query, { method: 'HEAD', variables });
    const again = await send(query, { variables, headers: { 'if-none-match': head.headers.etag ?? '' } });
    expect([head.headers['cache-control'], again.status, again.headers['cache-control']]).toEqual([
      control,
      304,
      control,
    ]);
  });

  test('is the same for an instant that has passed, and nothing for one to come', async () => {
    const at = (instant: string) =>
      send(`{ at(knownAt: { instant: "${instant}" }, effectiveOn: "2024-01-01") { ${names} } }`);
    const { receipt } = await register.mutate('renameChampion', { champion: 'ghana', name: 'Ghana again' });
    const past = await at(receipt?.recordedAt ?? '');
    expect([past.bytes.includes('"errors"'), past.headers['cache-control']]).toEqual([false, fixed]);
    const future = await at(new Date(Date.now() + 60_000).toISOString());
    expect([future.bytes.includes('"errors"'), future.headers['cache-control']]).toEqual([true, 'no-store']);
  });

  test('of a fixed basis with an error is nothing', async () => {
    const answer = await send(`{ at(${both}) { champions(first: -1) { totalCount } } }`);
    expect(answer.headers['cache-control']).not.toBe(fixed);
    expect(answer.headers.etag).toBeUndefined();
  });

  test('never outlasts a redaction here: the next answer has lost the words, whatever tag comes along', async () => {
    const secret = 'Quixotrine';
    const slug = 'republic-of-togo';
    await register.mutate('joinCharter', { champion: slug, name: 'Togo', kind: 'GOVERNMENT' });
    await register.mutate('announceActionPlan', { champion: slug, label: '1', kind: 'IDC_ACTION_PLAN', title: 'Plan' });
    const made = await register.mutate(
      'makeCommitment',
      { actionPlan: `IDC-${slug.toUpperCase()}-1`, title: 'Ask' },
      'code',
    );
    const commitment = made.thing?.code as string;
    const told = await register.mutate('submitProgressReport', {
      commitment,
      language: 'EN',
      claimed: 'SUBSTANTIAL',
      narrative: `It was ${secret}.`,
    });
    expect(told.userErrors).toEqual([]);
    const entry = told.receipt?.entry as number;
    const day = (told.receipt?.recordedAt ?? '').slice(0, 10);
    const basis = `knownAt: { size: ${entry + 1} }, effectiveOn: "${day}"`;
    const query = `{ at(${basis}) { commitment(code: "${commitment}") { progressReports { nodes { narrative { text } } } } } }`;
    const headers = { 'accept-encoding': 'br' };
    const before = [await send(query), await send(query, { headers }), await send(query, { method: 'POST' })];
    for (const answer of before)
      expect([decoded(answer), answer.headers['cache-control']]).toEqual([expect.stringContaining(secret), fixed]);
    const [ana, ben] = [personId(1), personId(2)];
    for (const holder of [ana, ben]) await appoint(register, holder, 'SECRETARIAT');
    const because = { reasonCode: 'PERSONAL_DATA', legalBasis: 'Regulation (EU) 2016/679, article 17' };
    const proposed = await register.mutate('proposeRedaction', { entry, ...because }, 'id', ana);
    expect(
      (await register.mutate('confirmRedaction', { proposal: proposed.receipt?.entry }, 'id', ben)).userErrors,
    ).toEqual([]);
    for (const [index, sent] of ([{}, { headers }, { method: 'POST' }] as const).entries()) {
      const known = {
        ...sent,
        headers: { ...('headers' in sent ? sent.headers : {}), 'if-none-match': before[index]?.headers.etag ?? '' },
      };
      const after = await send(query, known);
      expect([after.status, after.headers['cache-control'], decoded(after).includes(secret)]).toEqual([
        200,
        fixed,
        false,
      ]);
      expect(after.headers.etag).not.toBe(before[index]?.headers.etag);
    }
  });
});
