import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emailsOf } from '../support/identity/emails.js';
import { TestRegister } from '../support/register/register.js';
import { signedIn } from '../support/identity/signed-in.js';

/** Requests for each kind of address. */
const times = 500;
/** Addresses of each kind: one mailbox is sent only so many links an hour. */
const people = 50;
const warmUp = 100;

const known = Array.from({ length: people }, (_, number) => `person-${number}@example.org`);
const unknown = Array.from({ length: people }, (_, number) => `nobody-${number}@example.org`);

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_TRUSTED_PROXIES: '127.0.0.1' });
  for (const email of known) await signedIn(register, email);
  await emailsOf(register);
}, 300_000);
afterAll(() => register.stop());

/** Milliseconds until the answer to somebody who asks for a link, each from a network of their own. */
let asked = 0;
async function millisFor(email: string): Promise<number> {
  asked += 1;
  const headers = {
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': `198.18.${Math.floor(asked / 250)}.${asked % 250}`,
  };
  const start = performance.now();
  const answer = await fetch(new URL('/sign-in', register.url), {
    method: 'POST',
    body: new URLSearchParams({ email }),
    headers,
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  const millis = performance.now() - start;
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/sent?lang=en']);
  return millis;
}

/** How often one of the first is larger than one of the others: 0.5 where neither tells anything of the other. */
function aucOf(first: readonly number[], others: readonly number[]): number {
  const larger = first.flatMap((one) => others.map((other): number => (one > other ? 1 : one === other ? 0.5 : 0)));
  return larger.reduce((sum, one) => sum + one, 0) / larger.length;
}

test('how long an answer takes does not tell whether somebody has an address', async () => {
  const took: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] };
  for (let number = 0; number < warmUp; number += 1) await millisFor(`warm-${number}@example.org`);
  while (took.known.length < times || took.unknown.length < times) {
    // In an order that nothing follows: what is done after one answer would otherwise always meet a request of the other kind.
    const isKnown = took.known.length === times ? false : took.unknown.length === times ? true : randomInt(2) === 0;
    const millis = isKnown ? took.known : took.unknown;
    millis.push(await millisFor((isKnown ? known : unknown)[millis.length % people] ?? ''));
  }
  const before = (await emailsOf(register)).length;
  expect(before).toBeGreaterThanOrEqual(times);
  const auc = aucOf(took.known, took.unknown);
  process.stderr.write(`AUC of known addresses against unknown ones: ${auc.toFixed(3)}\n`);
  expect(auc).toBeGreaterThan(0.42);
  expect(auc).toBeLessThan(0.58);
});
