import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IdentityDatabase } from '../../src/identity/database/database.js';
import { Browser } from '../support/processes/browser.js';
import { TestClock } from '../support/time/clock.js';
import { personId } from '../support/cqrs/issuer.js';
import { lastLink, emailsOf, tokenIn } from '../support/identity/emails.js';
import { administrator, askAs, invite, signedIn } from '../support/identity/signed-in.js';
import { TestRegister } from '../support/register/register.js';
import { securityLines } from '../support/identity/security-lines.js';

const clock = new TestClock();
let register: TestRegister;
let ada: Browser;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_TRUSTED_PROXIES: '127.0.0.1' }, { clock: clock.read });
  ada = new Browser(register);
});
afterAll(() => register.stop());

const me = (browser: Browser, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
  browser.ask('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ me { id email name language } }"}',
  });

const security = ({ dataDir } = register) => securityLines(dataDir);

describe('The first link', () => {
  test('makes whoever follows it the first of the secretariat, once', async () => {
    const old = await register.server.firstLink();
    const link = (await register.server.firstLink()) ?? '';
    const token = tokenIn(link);
    expect((await ada.get('/sign-in/first')).text).toMatch(/<div data-secret(="")?>\s*<label for="token">Code</);
    const valid = { email: 'ada@example.org', language: 'en' };
    expect((await ada.send('/sign-in/first', { token: tokenIn(old ?? ''), ...valid })).status).toBe(410);
    const faulty = await ada.send('/sign-in/first', { token, email: 'ada', name: 'x'.repeat(201), language: 'de' });
    expect([faulty.status, [...faulty.text.matchAll(/href="#(\w+)"/g)].map(([, field]) => field)]).toEqual([
      422,
      ['content', 'email', 'name', 'language'],
    ]);
    expect(faulty.text).toMatch(/<title>Error: /);
    const given = { token, email: 'ada@example.org', name: 'Ada', language: 'en' };
    expect(await ada.send('/sign-in/first', given)).toMatchObject({ status: 303, to: '/account' });
    expect((await ada.get('/account')).text).toMatch(/ada@example\.org[^]*Secretariat/);
    expect((await new Browser(register).send('/sign-in/first', given)).status).toBe(410);
    expect(await register.server.firstLink()).toBeNull();
  });
});

test('Of two instances with one identity database, one prints the first link; whoever follows an older one reads that a newer one exists', async () => {
  const [own, other] = [await TestRegister.open(), await TestRegister.open()];
  const { db } = own.server.app.get(IdentityDatabase);
  const older = tokenIn((await own.server.firstLink()) ?? '');
  await db.updateTable('tickets').set({ payload: 'another instance' }).execute();
  expect(await own.server.firstLink()).toBeNull();
  expect(await own.server.firstLinkElsewhere()).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  await db.updateTable('tickets').set({ hash: 'of a link that was printed later' }).execute();
  const answer = await new Browser(own).send('/sign-in/first', {
    token: older,
    email: 'ada@example.org',
    language: 'en',
  });
  expect([answer.status, answer.text]).toEqual([
    410,
    expect.stringMatching(/replaced by a newer one, printed at \d{4}-\d\d-\d\d \d\d:\d\d/),
  ]);
  expect(await other.server.firstLinkElsewhere()).toBeNull();
  await Promise.all([own.stop(), other.stop()]);
});

test('A code is taken with spaces in it and within its whole link; one that was copied in part is told apart from one that was used', async () => {
  const own = await TestRegister.open();
  const link = (await own.server.firstLink()) ?? '';
  const form = { email: 'ada@example.org', language: 'en' };
  const partly = await new Browser(own).send('/sign-in/first', { ...form, token: tokenIn(link).slice(0, 30) });
  expect([partly.status, partly.text]).toEqual([422, expect.stringContaining('This code is incomplete')]);
  const spaced = ` ${tokenIn(link).slice(0, 20)} \n\u200b${tokenIn(link).slice(20)} `;
  expect((await new Browser(own).send('/sign-in/first', { ...form, token: spaced })).to).toBe('/account');
  await new Browser(own).send('/sign-in', { email: 'ada@example.org' });
  const sent = await lastLink(own);
  expect((await new Browser(own).send('/sign-in/link', { token: `http://localhost${sent}` })).to).toBe('/account');
  expect((await new Browser(own).send('/sign-in/link', { token: `http://localhost${sent}` })).status).toBe(410);
  await own.stop();
});

test('There is no first link while a role in the secretariat has only expired: it must be withdrawn before there is a first one again', async () => {
  const own = await TestRegister.open();
  const secretariat = { holder: personId(1), role: 'SECRETARIAT' };
  const { receipt } = await own.mutate('grantRole', { ...secretariat, until: '2020-12-31' }, 'role');
  await own.mutate('acceptRole', { offer: receipt?.entry }, 'role', secretariat.holder);
  expect(await own.server.firstLink()).toBeNull();
  await own.mutate('withdrawRole', { ...secretariat, reasonCode: 'LEFT' }, 'role');
  const token = tokenIn((await own.server.firstLink()) ?? '');
  expect((await new Browser(own).send('/sign-in/first', { token, email: 'ada@example.org', language: 'en' })).to).toBe(
    '/account',
  );
  await own.stop();
});

describe('An invitation', () => {
  test('into the secretariat gives the role once, and proposes it when there are two: somebody else confirms it', async () => {
    expect((await invite(register, 'ben@example.org', 'SECRETARIAT', null)).data.told).toMatchObject({
      proposal: null,
      userErrors: [],
    });
    await new Browser(register).send('/sign-in/invitation', { token: tokenIn(await lastLink(register)) });
    const { proposal, invitation } = (await invite(register, 'cem@example.org', 'SECRETARIAT', null)).data.told;
    expect([proposal, invitation]).toEqual([expect.any(Number), expect.stringMatching(/^invitation-/)]);
    const cem = new Browser(register);
    const enter = async () => cem.send('/sign-in/invitation', { token: tokenIn(await lastLink(register)) });
    await enter();
    expect((await cem.get('/account')).text).not.toContain('Secretariat');
    const confirming =
      'mutation ($input: ConfirmRoleInput!) { confirmRole(input: $input) { grant { role } userErrors { code } } }';
    expect((await askAs(ada, confirming, { input: { commandId: 'confirm-1', proposal } })).data).toEqual({
      confirmRole: { grant: null, userErrors: [] },
    });
    const offered =
      /action="\/account\/roles\/accept"[^]*?name="id" value="(\d+)"/.exec((await cem.get('/account')).text)?.[1] ?? '';
    expect((await cem.send('/account/roles/accept', { id: offered })).to).toBe('/account?notice=saved');
    expect((await askAs(cem, '{ me { offers { entry } } }')).data).toEqual({ me: { offers: [] } });
    expect((await cem.get('/account')).text).toContain('Secretariat');
  });

  test('into a role that one may not give is refused, and so is one for a champion that there is not', async () => {
    const asking =
      'mutation ($input: InvitePersonInput!) { told: invitePerson(input: $input) { invitation userErrors { code field } } }';
    const input = { email: 'dan@example.org', role: 'REPORTER', organisation: 'nowhere' };
    expect(
      (await register.query(asking, { input }, register.token)).errors.map(({ extensions }) => extensions.code),
    ).toEqual(['FORBIDDEN']);
    expect((await register.query(asking, { input: { ...input, role: 'ADMINISTRATOR' } }, register.token)).data).toEqual(
      {
        told: { invitation: null, userErrors: [{ code: 'CHAMPION_UNKNOWN', field: ['organisation'] }] },
      },
    );
    expect(
      (await register.query(asking, { input: { ...input, role: 'ADMINISTRATOR', organisation: null } }, register.token))
        .data,
    ).toEqual({
      told: { invitation: null, userErrors: [{ code: 'ORGANISATION_REQUIRED', field: ['organisation'] }] },
    });
    const before = (await emailsOf(register)).length;
    await new Browser(register).send('/sign-in', { email: input.email });
    expect(await emailsOf(register)).toHaveLength(before);
  });
});

describe('A link by e-mail', () => {
  test('signs in by its button, not by being looked at, and once', async () => {
    const browser = new Browser(register, { 'user-agent': 'A browser' });
    expect((await browser.get('/sign-in')).text).toContain('<label for="email">E-mail address</label>');
    expect(await browser.send('/sign-in', { email: 'ADA@example.org' })).toMatchObject({
      status: 303,
      to: '/sign-in/sent?lang=en',
    });
    const link = await lastLink(register);
    for (let times = 0; times < 2; times += 1) expect(await browser.get(link)).toMatchObject({ status: 200, to: null });
    expect(browser.cookies.size).toBe(0);
    const token = tokenIn(link);
    const entered = await browser.send('/sign-in/link', { token });
    expect(entered).toMatchObject({ status: 303, to: '/account' });
    expect(entered.headers.get('set-cookie')).toMatch(/^idc=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await new Browser(register).send('/sign-in/link', { token })).status).toBe(410);
    expect((await new Browser(register).send('/sign-in/link', {})).status).toBe(422);
    expect(JSON.parse((await me(browser)).text)).toMatchObject({
      data: { me: { email: 'ada@example.org', name: 'Ada', language: 'EN' } },
    });
  });

  test('is no longer good after 15 minutes, nor for another purpose', async () => {
    await new Browser(register).send('/sign-in', { email: 'ada@example.org' });
    const token = tokenIn(await lastLink(register));
    for (const path of ['/sign-in/invitation', '/sign-in/first', '/account/email']) {
      const answer = await new Browser(register).send(path, { token, email: 'ada@example.org', language: 'en' });
      expect([path, answer.status]).toEqual([path, 410]);
    }
    clock.turn({ minutes: 15 });
    expect((await new Browser(register).send('/sign-in/link', { token })).status).toBe(410);
  });

  test('is answered in the same words, and as work, for an address that nobody has', async () => {
    const before = (await emailsOf(register)).length;
    const answers = await Promise.all(
      ['ada@example.org', 'nobody@example.org'].map((email) => new Browser(register).send('/sign-in', { email })),
    );
    const told = answers.map(({ status, to, headers, text }) => ({
      status,
      to,
      text,
      headers: [...headers].filter(([name]) => !/^(x-request-id|date|ratelimit)$/.test(name)),
    }));
    expect(told[0]).toEqual(told[1]);
    expect(await emailsOf(register)).toHaveLength(before + 1);
    expect(security().at(-1)).toMatchObject({ event: expect.stringMatching(/^authn_/) });
    expect(JSON.stringify(security())).toContain('n…@e….org');
    expect(JSON.stringify(security())).not.toMatch(/nobody@|ada@|#/);
  });

  test('speaks the language of its reader, goes to them alone, and never to where the request says it comes from', async () => {
    await invite(register, 'amina@example.org', 'APPROVER', 'kenya', 'AR');
    const email = (await emailsOf(register)).at(-1) ?? '';
    expect(email).toMatch(/^To: amina@example\.org$/m);
    expect(email).toMatch(/^Content-Language: ar$/m);
    await new Browser(register).send(
      '/sign-in',
      { email: 'amina@example.org' },
      { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    );
    const link = await lastLink(register);
    expect(link).toMatch(/^\/sign-in\/link\?lang=ar#[\w-]{43}$/);
    const page = await new Browser(register).get(link);
    expect(page.text).toContain('<html lang="ar" dir="rtl">');
  });

  test('goes to the first of two addresses in one form, and to no other', async () => {
    const before = (await emailsOf(register)).length;
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    await new Browser(register).ask('/sign-in', {
      method: 'POST',
      headers,
      body: 'email=ada@example.org&email=ben@example.org',
    });
    expect((await emailsOf(register)).slice(before)).toEqual([expect.stringMatching(/^To: ada@example\.org$/m)]);
  });

  test.each(['ada', 'ada@example.org,eve@example.org', 'ada@example.org\r\nBcc: eve@example.org', ''])(
    'to %j is refused at the field, with what was typed',
    async (email) => {
      const before = (await emailsOf(register)).length;
      const answer = await new Browser(register).send('/sign-in', { email });
      expect(answer.status).toBe(422);
      expect(answer.text).toMatch(
        /role="alert"[^]*href="#email"[^]*aria-describedby="email-hint email-fault" aria-invalid="true"/,
      );
      expect(await emailsOf(register)).toHaveLength(before);
    },
  );
});

describe('A session', () => {
  test('is another after each sign-in, and cannot be chosen from outside', async () => {
    const { browser } = await signedIn(register, 'fix@example.org');
    const first = browser.cookies.get('idc') ?? '';
    await browser.send('/sign-in', { email: 'fix@example.org' });
    await browser.send('/sign-in/link', { token: tokenIn(await lastLink(register)) });
    expect(browser.cookies.get('idc')).not.toBe(first);
    const thief = new Browser(register);
    thief.cookies.set('idc', first);
    expect((await me(thief)).status).toBe(401);
    expect((await thief.get('/account')).to).toBe('/sign-in?notice=mustSignIn');
    thief.cookies.set('idc', 'chosen');
    await thief.send('/sign-in', { email: 'fix@example.org' });
    await thief.send('/sign-in/link', { token: tokenIn(await lastLink(register)) });
    expect(thief.cookies.get('idc')).toMatch(/^[\w-]{43}$/);
  });

  test('goes on when its owner is offered a role, gains one, or loses one of several', async () => {
    const { browser, person } = await signedIn(register, 'several@example.org');
    const offer = await register.mutate(
      'grantRole',
      { holder: person, role: 'APPROVER', organisation: 'kenya' },
      'role',
      administrator,
    );
    expect((await me(browser)).status).toBe(200);
    const accepting =
      'mutation ($input: AcceptRoleInput!) { acceptRole(input: $input) { grant { role } userErrors { code } } }';
    const input = { commandId: 'accept-several', offer: offer.receipt?.entry };
    expect((await askAs(browser, accepting, { input })).data).toEqual({
      acceptRole: { grant: { role: 'APPROVER' }, userErrors: [] },
    });
    expect((await me(browser)).status).toBe(200);
    await register.mutate(
      'grantRole',
      { holder: person, role: 'ADMINISTRATOR', organisation: 'kenya' },
      'role',
      administrator,
    );
    await register.mutate(
      'withdrawRole',
      { holder: person, role: 'ADMINISTRATOR', organisation: 'kenya', reasonCode: 'LEFT' },
      'role',
      administrator,
    );
    await register.mutate(
      'withdrawRole',
      { holder: person, role: 'APPROVER', organisation: 'kenya', reasonCode: 'LEFT' },
      'role',
      administrator,
    );
    expect((await me(browser)).status).toBe(200);
  });

  test('is refused at the next request after signing out, deactivation and the end of the last role', async () => {
    const ended: [string, (browser: Browser, person: string) => Promise<unknown>][] = [
      ['signing out', (browser) => browser.send('/sign-out')],
      [
        'ending it from the list',
        async (browser) =>
          browser.send('/account/sessions/end', {
            id: /name="id" value="([^"]+)"/.exec((await browser.get('/account')).text)?.[1] ?? '',
          }),
      ],
      [
        'deactivation',
        (_, person) =>
          register.query(
            'mutation ($input: SetPersonActiveInput!) { setPersonActive(input: $input) { person } }',
            { input: { person, active: false } },
            register.token,
          ),
      ],
      [
        'the last role taken',
        (_, holder) =>
          register.mutate(
            'withdrawRole',
            { holder, role: 'REPORTER', organisation: 'kenya', reasonCode: 'LEFT' },
            'role',
            administrator,
          ),
      ],
    ];
    for (const [name, end] of ended) {
      const { browser, person } = await signedIn(register, `${name.replaceAll(' ', '-')}@example.org`);
      const secret = browser.cookies.get('idc') ?? '';
      expect([name, (await me(browser)).status]).toEqual([name, 200]);
      await end(browser, person);
      browser.cookies.set('idc', secret);
      expect([name, (await me(browser)).status]).toEqual([name, 401]);
      expect([name, (await browser.get('/account')).status]).toEqual([name, 303]);
    }
  });

  test('is forgotten by the browser as well, once somebody signs out', async () => {
    const { browser } = await signedIn(register, 'leaving@example.org');
    const left = await browser.send('/sign-out');
    expect([left.headers.get('clear-site-data'), left.headers.get('set-cookie')]).toEqual([
      '"cache", "storage"',
      expect.stringMatching(/^idc=; .*Max-Age=0$/),
    ]);
    expect(security().at(-1)).toMatchObject({
      event: expect.stringMatching(/^session_ended:person-/),
      sourceIp: expect.stringMatching(/^198\.51\.100\./),
      requestId: expect.any(String),
    });
  });

  test('acts only for pages of the register', async () => {
    const { browser } = await signedIn(register, 'shapes@example.org');
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', origin: register.url },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
      { origin: `${register.url}.evil.example` },
      { origin: register.url.replace('http:', 'https:') },
    ];
    for (const headers of foreign) {
      expect([headers, (await me(browser, headers)).status]).toEqual([headers, 403]);
      const form = await browser.ask('/account', {
        method: 'POST',
        headers,
        body: new URLSearchParams({ name: 'Eve', language: 'en', formToken: (await browser.formToken()) ?? '' }),
      });
      expect([headers, form.status]).toEqual([headers, 403]);
    }
    expect((await browser.send('/account', { name: 'Eve', language: 'en', formToken: 'x' })).status).toBe(403);
    expect((await browser.send('/sign-out', { formToken: '' })).status).toBe(403);
    for (const headers of [
      { origin: register.url },
      { origin: register.url.replace('127.0.0.1', 'localhost') },
      { 'sec-fetch-site': 'same-origin' },
    ]) {
      expect([headers, (await me(browser, headers as Record<string, string>)).status]).toEqual([headers, 200]);
    }
    expect((await browser.get('/account')).text).not.toContain('Eve');
  });

  test('and a token together are refused, and so is a token that is none', async () => {
    const { browser } = await signedIn(register, 'both@example.org');
    expect(
      (await me(browser, { 'sec-fetch-site': 'same-origin', authorization: `Bearer ${register.token}` })).status,
    ).toBe(401);
    for (const authorization of [
      'Bearer',
      'Bearer x',
      'Basic YTpi',
      `Bearer idck_${'0'.repeat(32)}_${'A'.repeat(43)}`,
      register.token,
    ]) {
      expect([authorization, (await me(new Browser(register), { authorization })).status]).toEqual([
        authorization,
        401,
      ]);
    }
  });

  test('gives answers that are kept for nobody', async () => {
    const { browser } = await signedIn(register, 'cache@example.org');
    const query = '/graphql?query=%7Bme%7Bemail%7D%7D';
    const headers = { 'apollo-require-preflight': 'yes' };
    expect((await browser.get(query, headers)).text).toContain('cache@example.org');
    expect((await new Browser(register).get(query, headers)).text).toContain('"me":null');
    expect((await browser.get(query, headers)).text).toContain('cache@example.org');
    expect((await browser.get('/account')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('Too many attempts', () => {
  test('from one place are answered with 429 and when to come again', async () => {
    const own = await TestRegister.open();
    const statuses: number[] = [];
    for (let times = 0; times < 31; times += 1)
      statuses.push((await new Browser(own).send('/sign-in/link', { token: `${times}`.padStart(43, 'x') })).status);
    expect(statuses).toEqual([...Array<number>(30).fill(410), 429]);
    const refused = await new Browser(own).send('/sign-in', { email: 'ada@example.org' });
    expect([refused.status, refused.text.includes('Too many attempts. Try again in 15 minutes.')]).toEqual([429, true]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(security(own).at(-1)).toMatchObject({ event: 'excess_rate_limit_exceeded', sourceIp: '127.0.0.1' });
    await own.stop();
  });
});

describe('Letters', () => {
  test('to one address are five an hour for each network that asks, so that nobody uses up those of another, and twenty at all, of which nobody is told', async () => {
    const own = await TestRegister.open({ IDC_TRUSTED_PROXIES: '127.0.0.1' });
    const asked = async (network: number) =>
      (
        await new Browser(own, { 'x-forwarded-for': `192.0.2.${network}` }).send('/sign-in', {
          email: 'Ada@example.org',
        })
      ).status;
    const statuses: number[][] = [];
    for (let network = 1; network <= 5; network += 1) {
      const answers: number[] = [];
      for (let times = 0; times < 6; times += 1) answers.push(await asked(network));
      statuses.push(answers);
    }
    const once = [303, 303, 303, 303, 303, 429];
    expect(statuses).toEqual([once, once, once, once, once]);
    expect(JSON.stringify(security(own))).not.toMatch(/ada@/i);
    await own.stop();
  });
});

describe('With a public address over TLS', () => {
  test('the cookie is kept to this host and to TLS, and links lead there', async () => {
    const own = await TestRegister.open({ IDC_PUBLIC_URL: 'https://register.example.org' });
    const link = (await own.server.firstLink()) ?? '';
    expect(link).toMatch(/^https:\/\/register\.example\.org\/sign-in\/first#[\w-]{43}$/);
    const browser = new Browser(own);
    const form = { token: tokenIn(link), email: 'ada@example.org', language: 'en' };
    expect(
      (await browser.send('/sign-in/first', form, { origin: own.url, 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(403);
    const entered = await browser.send('/sign-in/first', form, { origin: 'https://register.example.org' });
    expect(entered.headers.get('set-cookie')).toMatch(
      /^__Host-idc=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    browser.cookies.set('idc', browser.cookies.get('__Host-idc') ?? '');
    expect((await browser.get('/account')).status).toBe(200);
    browser.cookies.delete('__Host-idc');
    expect((await browser.get('/account')).status).toBe(303);
    await own.stop();
  });
});

describe('The operator’s token', () => {
  test('can be switched off; then there is no first link either', async () => {
    const own = await TestRegister.open({ IDC_OPERATOR: 'off' });
    expect((await own.query('{ basis { size } }', {}, own.token)).status).toBe(401);
    expect(await own.server.firstLink()).toBeNull();
    await own.stop();
  });
});
