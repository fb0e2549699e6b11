import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { limits } from '../../../src/platform/limits.js';
import { candidates, type Candidate } from '../../support/register/expensive-queries.js';
import { Instance } from '../../support/register/served-instance.js';
import { temporaryFolder } from '../../support/temporary.js';
import type { Examples } from '../../support/register/whole-schema.js';

const minutes = Number(process.env.IDC_TEST_SOAK_MINUTES ?? 10);
/** A container of the compose file has 1 GiB; docs/operations.md promises this much of it. */
const mostMegabytes = 600;
const day = '2021-06-30';
const days = [day];

/** What the bundled data set has of each argument; texts are as long as they may be. */
const examples: Examples = {
  first: [100],
  last: [100],
  after: [],
  before: [],
  id: [],
  ids: [],
  slug: ['kenya'],
  code: ['IDC-KENYA-1'],
  'commitment.code': ['IDC-KENYA-1-C02'],
  'progressReport.code': ['IDC-KENYA-1-C02-R1'],
  text: ['data', Array.from('abcdefghijklmnop').join(' '), 'e'.repeat(200)],
  organisation: ['kenya'],
  organisations: ['kenya'],
  champions: ['kenya'],
  champion: ['kenya'],
  actionPlans: ['IDC-KENYA-1'],
  commitments: ['IDC-KENYA-1-C02'],
  countries: ['KEN'],
  populations: ['children'],
  principles: [1],
  sdgGoals: [1],
  sdgIndicators: ['17.18.1'],
  rounds: ['2024'],
  teams: ['citizen-data'],
  partOf: ['kenya'],
  series: ['lnob'],
  year: [2018],
  years: [2018],
  meeting: ['MT-LNOB-1'],
  joinedAfter: days,
  vnr: ['hlpf-2018'],
  codeLists: ['citizen-data-taxonomy'],
  examples: ['ghana-marine-litter'],
  guidelines: ['quality'],
  'countryReadiness.code': ['KEN'],
  endorsedBy: ['kenya'],
  adoptedBy: ['kenya'],
  'experience.code': ['XP-KENYA-1'],
  participationSteps: [4],
  sectors: ['environment'],
  terms: ['collection'],
  version: ['2025-03'],
  group: ['method'],
  'meeting.code': [],
  until: days,
  entry: [0],
  entries: [],
  from: [0],
  to: [100],
  size: [100],
  instant: ['2026-03-01T12:00:00Z'],
  changedSince: ['2020-01-01T00:00:00Z'],
  effectiveOn: days,
  silentSince: days,
  dueAfter: days,
  dueBefore: days,
};

beforeAll(() => {
  execFileSync(process.execPath, ['tools/prepare.mjs', '--build'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
  });
});

/** Sends a query from an address, as a proxy does; gives the status and the milliseconds it took. A comment keeps it from being answered from a cache. */
let sent = 0;
async function ask(
  { url }: Instance,
  query: string,
  address: string,
): Promise<{ status: number; millis: number; retryAfter: number }> {
  const start = performance.now();
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ query: `${query} # ${(sent += 1)}` }),
  });
  await answer.arrayBuffer();
  return {
    status: answer.status,
    millis: performance.now() - start,
    retryAfter: Number(answer.headers.get('retry-after') ?? 0),
  };
}

/** Those of the candidates that are permitted and take longest, the longest first. */
async function mostExpensive(instance: Instance, most: number): Promise<(Candidate & { millis: number })[]> {
  const found: (Candidate & { millis: number })[] = [];
  const permitted = new Set<string>();
  for (const candidate of candidates(examples, day)) {
    const shape = candidate.name.replace(/ × \d+/, '');
    // Of one shape, the most repetitions that are permitted are enough.
    if (permitted.has(shape) || candidate.query.length > limits.bodyBytes / 2) continue;
    const { status, millis } = await ask(instance, candidate.query, '192.0.2.1');
    if (status >= 500) throw new Error(`${candidate.name}: ${status}`);
    if (status !== 200) continue;
    permitted.add(shape);
    found.push({ ...candidate, millis });
    found.sort((one, other) => other.millis - one.millis).splice(most);
  }
  return found;
}

const ordinary = [
  '{ commitments(first: 20) { totalCount nodes { code title { text } due claimed champion { shortName } } } }',
  '{ champion(slug: "kenya") { name actionPlans { nodes { code status } } commitments(first: 10) { nodes { code lifecycle } } } }',
  '{ statusCounts(groupBy: PRINCIPLE) { group base } }',
];

const percentile = (millis: readonly number[], share: number): number =>
  [...millis].sort((a, b) => a - b)[Math.floor(millis.length * share)] ?? NaN;

/** What ordinary users, each from an address of their own, wait for their answers while `isOver` is false. */
async function users(instance: Instance, isOver: () => boolean): Promise<number[]> {
  const waited: number[] = [];
  const user = async (number: number): Promise<void> => {
    for (let count = number; !isOver(); count += 1) {
      const { status, millis } = await ask(
        instance,
        ordinary[count % ordinary.length] ?? '',
        `198.51.100.${waited.length % 200}`,
      );
      expect(status).toBe(200);
      waited.push(millis);
      await setTimeout(100);
    }
  };
  await Promise.all([0, 1, 2, 3].map(user));
  return waited;
}

/** A stranger who sends the most expensive queries from one address over two connections, for as long as they are taken. */
async function stranger(
  instance: Instance,
  number: number,
  queries: readonly Candidate[],
  isOver: () => boolean,
): Promise<void> {
  const connection = async (at: number): Promise<void> => {
    for (let count = number * 7 + at; !isOver(); count += 1) {
      const { status, retryAfter } = await ask(
        instance,
        queries[count % queries.length]?.query ?? '',
        `203.0.113.${number}`,
      );
      // What takes longer than a request may is given up.
      expect([200, 429, 503]).toContain(status);
      if (status === 429) await setTimeout(Math.min(retryAfter, 5) * 1000);
    }
  };
  await Promise.all([connection(0), connection(1)]);
}

const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

test(`ten strangers who send the most expensive permitted queries for ${minutes} minutes slow ordinary users down ten times at most`, async () => {
  const settings = {
    IDC_DATA_DIR: temporaryFolder(),
    IDC_SECRETS_DIR: temporaryFolder(),
    IDC_TRUSTED_PROXIES: '127.0.0.1',
  };
  const instance = await Instance.start({
    ...settings,
    IDC_REQUESTS_PER_MINUTE: '1000000',
    IDC_COST_PER_MINUTE: '1000000000',
  });
  const queries = await mostExpensive(instance, 20);
  process.stderr.write(queries.map(({ name, millis }) => `${Math.round(millis)} ms  ${name}\n`).join(''));
  await instance.end('SIGTERM');

  const attacked = await Instance.start({
    ...settings,
    IDC_REQUESTS_PER_MINUTE: '600',
    IDC_COST_PER_MINUTE: '1000000',
  });
  const during = async (length: number, beside: (isOver: () => boolean) => Promise<unknown>): Promise<number[]> => {
    const end = performance.now() + length;
    const isOver = (): boolean => performance.now() > end;
    const [waited] = await Promise.all([users(attacked, isOver), beside(isOver)]);
    return waited;
  };
  const alone = percentile(await during(30_000, async () => undefined), 0.99);
  let most = 0;
  const beside = await during(minutes * 60_000, (isOver) =>
    Promise.all([
      ...Array.from({ length: 10 }, (_, number) => stranger(attacked, number, queries, isOver)),
      (async () => {
        for (; !isOver(); await setTimeout(1000)) most = Math.max(most, residentMegabytes(attacked.pid));
      })(),
    ]),
  );
  const p99 = percentile(beside, 0.99);
  process.stderr.write(
    `p99 of ordinary users: alone ${Math.round(alone)} ms, attacked ${Math.round(p99)} ms; at most ${Math.round(most)} MB\n`,
  );
  expect(p99).toBeLessThanOrEqual(10 * alone);
  expect(most).toBeLessThan(mostMegabytes);
  expect(await attacked.end('SIGTERM')).toBe(0);
});
