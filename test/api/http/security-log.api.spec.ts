import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestClock } from '../../support/time/clock.js';
import { personId } from '../../support/cqrs/issuer.js';
import { mutationDocument, TestRegister } from '../../support/register/register.js';
import { securityLines } from '../../support/identity/security-lines.js';
import { signedIn } from '../../support/identity/signed-in.js';

const clock = new TestClock();
const person = personId(7);
let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_REQUESTS_PER_MINUTE: '50' }, { clock: clock.read });
});
afterAll(() => register.stop());

/** What the security log was told while something was done. */
async function toldOf(mutation: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = securityLines(register.dataDir).length;
  await mutation();
  return securityLines(register.dataDir).slice(before);
}

const joining = { input: { commandId: 'join', champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' } };
const withToken = (token?: string) => ({
  'x-request-id': 'asked-1',
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
});
const refusal = (event: string, level: string, description: string) => ({
  event,
  level,
  description,
  sourceIp: '127.0.0.1',
  requestId: 'asked-1',
  appid: expect.any(String),
  datetime: expect.any(String),
});

test.each([
  ['a command', { query: mutationDocument('joinCharter'), variables: joining }, 'joinCharter'],
  [
    'what is asked of the identity database',
    { query: 'mutation { erasePerson(input: { person: "person-00000000-0000-7000-8000-000000000000" }) { person } }' },
    'erasePerson',
  ],
])(
  'Whoever is refused %s for want of a role is told of: by their random id, and as nobody where they have not signed in',
  async (_, body, name) => {
    const ask = (token?: string) => () =>
      register.request('/graphql', {
        method: 'POST',
        headers: { ...withToken(token), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await toldOf(ask(person))).toEqual([
      refusal(
        `authz_fail:${person}`,
        'CRITICAL',
        `${name} needs a role that you do not hold there: secretariat or operator.`,
      ),
    ]);
    expect(await toldOf(ask())).toEqual([
      refusal('authz_fail', 'WARN', expect.stringMatching(`^${name} needs a signed-in person`) as never),
    ]);
  },
);

test('So is whoever may not have the log checked', async () => {
  const ask = (token?: string) => () =>
    register.request('/health/integrity', { method: 'POST', headers: withToken(token) });
  expect(await toldOf(ask(person))).toEqual([
    refusal(`authz_fail:${person}`, 'CRITICAL', 'Checking the log needs a role that you do not hold there.'),
  ]);
  expect(await toldOf(ask())).toEqual([
    refusal('authz_fail', 'WARN', expect.stringMatching('^Checking the log needs a signed-in person') as never),
  ]);
  expect((await toldOf(ask(register.token))).filter(({ event }) => String(event).startsWith('authz_fail'))).toEqual([]);
});

test('Whoever is allowed, or refused for what they wrote, is not told of', async () => {
  expect(await toldOf(() => register.query('{ basis { size } }'))).toEqual([]);
  await register.mutate('joinCharter', { champion: 'togo', name: 'Togo', kind: 'GOVERNMENT' });
  expect(
    await toldOf(() => register.mutate('joinCharter', { champion: '', name: 'Kenya', kind: 'GOVERNMENT' })),
  ).toEqual([]);
});

test('Whoever asks too much is told of once, until their allowance begins anew', async () => {
  const told = await toldOf(async () => {
    for (let times = 0; times < 120; times += 1) await register.request('/schema.graphql');
  });
  const limited = {
    event: 'excess_rate_limit_exceeded',
    level: 'WARN',
    policy: 'address-requests',
    sourceIp: '127.0.0.1',
  };
  expect(told).toEqual([expect.objectContaining(limited)]);
});

test('What opens much is told of once an hour for each network: the operator’s token, and the key of a program', async () => {
  const own = await TestRegister.open({}, { clock: clock.read });
  const told = (event: string) => securityLines(own.dataDir).filter((line) => String(line.event).startsWith(event));
  for (let times = 0; times < 3; times += 1) await own.query('{ basis { size } }', {}, own.token);
  expect(told('authz_admin:operator-')).toEqual([expect.objectContaining({ level: 'WARN', sourceIp: '127.0.0.1' })]);
  clock.turn({ minutes: 60 });
  await own.query('{ basis { size } }', {}, own.token);
  expect(told('authz_admin:operator-')).toHaveLength(2);
  const { browser } = await signedIn(own, 'program@example.org', 'ADMINISTRATOR');
  const page = await browser.send('/account/keys', { keyName: 'Nightly', role: 'reporter kenya', days: '30' });
  const key = /id="key">([^<]+)</.exec(page.text)?.[1] ?? '';
  for (let times = 0; times < 3; times += 1) await own.query('{ basis { size } }', {}, key);
  expect(told('authn_login_success:key-')).toHaveLength(1);
  expect(JSON.stringify(securityLines(own.dataDir))).not.toContain(key.slice(-43));
  await own.stop();
});
