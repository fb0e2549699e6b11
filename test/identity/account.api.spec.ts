import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { Allowances } from '../../src/platform/http/allowances.js';
import { Authenticator, type Lies } from '../support/identity/authenticator.js';
import { Browser, type Page } from '../support/processes/browser.js';
import { TestClock } from '../support/time/clock.js';
import { lastLink, emailsOf, tokenIn } from '../support/identity/emails.js';
import { leastOf } from '../support/cqrs/least-input.js';
import { administrator, askAs, invite, signedIn } from '../support/identity/signed-in.js';
import { schema, TestRegister } from '../support/register/register.js';
import { securityLines } from '../support/identity/security-lines.js';

const clock = new TestClock();
let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({ IDC_TRUSTED_PROXIES: '127.0.0.1' }, { clock: clock.read });
});
afterAll(() => register.stop());

const linked = ({ text }: Page): (string | undefined)[] =>
  [...text.matchAll(/<li><a href="#(\w+)"/g)].map(([, field]) => field);

describe('One’s own account', () => {
  test('is shown to nobody who has not signed in, and no form of it is taken', async () => {
    const stranger = new Browser(register);
    for (const path of ['/account', '/account/delete'])
      expect(await stranger.get(path)).toMatchObject({ status: 303, to: '/sign-in?notice=mustSignIn' });
    for (const path of [
      '',
      '/email/ask',
      '/sessions/end',
      '/passkeys/options',
      '/passkeys',
      '/passkeys/remove',
      '/keys',
      '/keys/revoke',
      '/delete',
    ]) {
      expect(await stranger.send(`/account${path}`)).toMatchObject({ status: 303, to: '/sign-in?notice=mustSignIn' });
    }
  });

  test('takes a name and a language, and refuses what is none', async () => {
    const { browser } = await signedIn(register, 'details@example.org');
    expect(await browser.send('/account', { name: 'Bo <b>', language: 'fr' })).toMatchObject({
      status: 303,
      to: '/account?notice=saved',
    });
    const page = await browser.get('/account?notice=saved');
    expect(page.text).toMatch(/lang="fr"[^]*Enregistré\.[^]*value="Bo &lt;b>"/);
    const faulty = await browser.send('/account', { name: '\u202e\u200b', language: 'xx' });
    expect([faulty.status, linked(faulty)]).toEqual([422, ['name', 'language']]);
  });

  test('moves to another address once the link that was sent there is confirmed', async () => {
    const { browser, person } = await signedIn(register, 'before@example.org');
    await signedIn(register, 'taken@example.org');
    expect(await browser.send('/account/email/ask', { email: 'after@example.org' })).toMatchObject({
      status: 303,
      to: '/account?notice=emailSent',
    });
    expect((await emailsOf(register)).at(-1)).toMatch(/^To: after@example\.org$/m);
    const link = await lastLink(register);
    expect((await browser.get(link)).status).toBe(200);
    expect((await askAs(browser, '{ me { email } }')).data).toEqual({ me: { email: 'before@example.org' } });
    expect(await browser.send('/account/email', { token: tokenIn(link) })).toMatchObject({ status: 303 });
    expect((await askAs(browser, '{ me { id email } }')).data).toEqual({
      me: { id: person, email: 'after@example.org' },
    });
    expect((await emailsOf(register)).at(-1)).toMatch(/^To: before@example\.org$[^]*was changed on 2026-03-01/m);
    await browser.send('/account/email/ask', { email: 'Taken@example.org' });
    expect((await browser.send('/account/email', { token: tokenIn(await lastLink(register)) })).status).toBe(410);
    expect((await browser.send('/account/email/ask', { email: 'no' })).status).toBe(422);
  });

  test('asks for a new sign-in before what a thief would change first', async () => {
    const { browser } = await signedIn(register, 'late@example.org');
    clock.turn({ minutes: 16 });
    for (const path of [
      '/email/ask',
      '/sessions/end',
      '/passkeys/options',
      '/passkeys',
      '/passkeys/remove',
      '/keys',
      '/delete',
    ]) {
      expect([path, (await browser.send(`/account${path}`)).to]).toEqual([path, '/sign-in?notice=mustSignInAgain']);
    }
    expect((await browser.get('/account/delete')).to).toBe('/sign-in?notice=mustSignInAgain');
    expect((await browser.send('/account', { language: 'en' })).to).toBe('/account?notice=saved');
  });
});

describe('What is under way', () => {
  let own: TestRegister;
  beforeAll(async () => {
    own = await TestRegister.open();
  });
  afterAll(() => own.stop());

  test('to the address of a thief goes no further once all sessions are ended, or their owner was kept out', async () => {
    const setActive = (person: string, active: boolean) =>
      own.query(
        'mutation ($input: SetPersonActiveInput!) { setPersonActive(input: $input) { person } }',
        { input: { person, active } },
        own.token,
      );
    const ends: [string, (browser: Browser, person: string) => Promise<unknown>][] = [
      ['all-sessions', (browser) => browser.send('/account/sessions/end')],
      ['kept-out', (_, person) => setActive(person, false).then(() => setActive(person, true))],
    ];
    for (const [name, end] of ends) {
      const { browser, person } = await signedIn(own, `${name}@example.org`);
      await browser.send('/account/email/ask', { email: `thief-of-${name}@example.org` });
      const link = await lastLink(own);
      await end(browser, person);
      expect([name, (await browser.send('/account/email', { token: tokenIn(link) })).status]).toEqual([name, 410]);
    }
  });

  test('in a mailbox opens nothing any more once its owner has moved to another', async () => {
    const { browser } = await signedIn(own, 'old-mailbox@example.org');
    await invite(own, 'old-mailbox@example.org', 'APPROVER');
    const left = await lastLink(own);
    await browser.send('/sign-in', { email: 'old-mailbox@example.org' });
    await browser.send('/sign-in/link', { token: tokenIn(await lastLink(own)) });
    await browser.send('/account/email/ask', { email: 'new-mailbox@example.org' });
    expect(await browser.send('/account/email', { token: tokenIn(await lastLink(own)) })).toMatchObject({
      status: 303,
    });
    expect((await new Browser(own).send('/sign-in/invitation', { token: tokenIn(left) })).status).toBe(410);
  });
});

describe('A key for a program', () => {
  const make = async (browser: Browser, form: Record<string, string> = {}) => {
    const page = await browser.send('/account/keys', {
      keyName: 'Nightly',
      role: 'reporter kenya',
      days: '30',
      ...form,
    });
    return { page, key: /id="key">([^<]+)</.exec(page.text)?.[1] ?? '' };
  };

  test('is shown once, works in one role for one organisation, and ends when it is revoked', async () => {
    const { browser } = await signedIn(register, 'keys@example.org', 'ADMINISTRATOR');
    const { page, key } = await make(browser);
    expect([page.status, key]).toEqual([200, expect.stringMatching(/^idck_/)]);
    const account = (await browser.get('/account')).text;
    expect(account).toContain(key.slice(0, 37));
    expect(account).not.toContain(key);
    // In a text from right to left, names and codes stand apart from it.
    expect((await browser.get('/account?lang=ar')).text).toMatch(
      /\u2068Nightly\u2069: \u2068idck_[0-9a-f]{32}…\u2069، .* \u2068kenya\u2069، /,
    );
    expect((await register.query('{ basis { size } me { id } drafts { id } }', {}, key)).data).toEqual({
      basis: { size: expect.any(Number) },
      me: null,
      drafts: [],
    });
    const joining =
      'mutation { joinCharter(input: { commandId: "k-1", champion: "kenya", name: "Kenya", kind: GOVERNMENT }) { receipt { entry } } }';
    expect((await register.query(joining, {}, key)).errors.map(({ extensions }) => extensions.code)).toEqual([
      'FORBIDDEN',
    ]);
    expect(
      (await register.request('/health/integrity', { method: 'POST', headers: { authorization: `Bearer ${key}` } }))
        .status,
    ).toBe(403);
    const id = /action="\/account\/keys\/revoke"[^]*?name="id" value="([^"]+)"/.exec(account)?.[1] ?? '';
    await browser.send('/account/keys/revoke', { id });
    expect((await register.query('{ basis { size } }', {}, key)).status).toBe(401);
  });

  test('can be ended by whoever made it, also when they administer nothing any more', async () => {
    const own = await TestRegister.open();
    const { browser, person } = await signedIn(own, 'former@example.org', 'ADMINISTRATOR');
    const { key } = await make(browser);
    await own.mutate(
      'withdrawRole',
      { holder: person, role: 'ADMINISTRATOR', organisation: 'kenya', reasonCode: 'LEFT' },
      'role',
    );
    await browser.send('/sign-in', { email: 'former@example.org' });
    await browser.send('/sign-in/link', { token: tokenIn(await lastLink(own)) });
    expect((await own.query('{ basis { size } }', {}, key)).status).toBe(200);
    const [, id = ''] =
      /action="\/account\/keys\/revoke"[^]*?name="id" value="([^"]+)"/.exec((await browser.get('/account')).text) ?? [];
    expect(await browser.send('/account/keys/revoke', { id })).toMatchObject({
      status: 303,
      to: '/account?notice=saved',
    });
    expect((await own.query('{ basis { size } }', {}, key)).status).toBe(401);
    const { history } = await own.answer<{ history: { nodes: { record: object }[] } }>(
      '{ history(first: 100) { nodes { record { type role } } } }',
    );
    expect(history.nodes.at(-1)?.record).toEqual({ type: 'RoleWithdrawn', role: 'operator' });
    await own.stop();
  });

  test('is made only in roles that its maker may give, with a name, for at most a year', async () => {
    const { browser } = await signedIn(register, 'keymaker@example.org', 'ADMINISTRATOR');
    for (const [form, field] of [
      [{ role: 'secretariat' }, 'role'],
      [{ role: 'reporter togo' }, 'role'],
      [{ days: '366' }, 'days'],
      [{ days: 'x' }, 'days'],
      [{ keyName: '' }, 'keyName'],
    ] as const) {
      const { page, key } = await make(browser, form);
      expect([page.status, linked(page), key]).toEqual([422, [field], '']);
    }
    const idle = await signedIn(register, 'noroles@example.org');
    expect(
      [...(await idle.browser.get('/account')).text.matchAll(/<option value="(reader|[a-z]+ kenya)"/g)].map(
        ([, role]) => role,
      ),
    ).toEqual(['reader']);
    expect((await make(idle.browser)).page.status).toBe(422);
  });

  test('that only reads is made by whoever is signed in, five at a time, and can do nothing else, whatever role it is given', async () => {
    const { browser, person } = await signedIn(register, 'dashboard@example.org');
    const { page, key } = await make(browser, { role: 'reader' });
    expect([page.status, key]).toEqual([200, expect.stringMatching(/^idck_/)]);
    for (const [language, words] of Object.entries({
      en: 'read-only',
      fr: 'lecture seule',
      es: 'solo lectura',
      ar: 'للقراءة فقط',
    }))
      expect((await browser.get(`/account?lang=${language}`)).text).toMatch(
        new RegExp(`${key.slice(0, 37)}…\u2069[^<]*${words}`),
      );

    const read = await register.query('{ basis { size } me { id } drafts { id } }', {}, key);
    expect(read.data).toEqual({ basis: { size: expect.any(Number) }, me: null, drafts: [] });
    const policy = (await register.query('{ basis { size } }')).headers.get('ratelimit-policy') ?? '';
    const [, requests = ''] = /"address-requests";q=(\d+)/.exec(policy) ?? [];
    expect(read.headers.get('ratelimit-policy')).toContain(`"reader-requests";q=${50 * Number(requests)};w=60`);

    const id = `key-${key.slice(5, 37).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
    const granted = await register.mutate(
      'grantRole',
      { holder: id, role: 'REPORTER', organisation: 'kenya' },
      'role',
      administrator,
    );
    expect(granted.userErrors).toEqual([]);
    for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const [input] = mutation.args;
      const asked = `mutation ($input: ${String(input?.type)}) { ${mutation.name}(input: $input) { __typename } }`;
      const { errors } = await register.query(asked, { input: leastOf(input?.type) }, key);
      expect([mutation.name, errors.map(({ extensions }) => extensions.code)]).toEqual([mutation.name, ['FORBIDDEN']]);
    }
    expect(
      (await register.request('/health/integrity', { method: 'POST', headers: { authorization: `Bearer ${key}` } }))
        .status,
    ).toBe(403);

    const left = ({ headers }: { headers: Headers }) =>
      Number(/"reader-requests";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    const second = (await make(browser, { role: 'reader' })).key;
    const before = left(await register.query('{ basis { size } }', {}, key));
    // All keys of a person are counted together.
    expect(left(await register.query('{ basis { size } }', {}, second))).toBe(before - 1);
    for (let times = 2; times < 5; times += 1) expect((await make(browser, { role: 'reader' })).page.status).toBe(200);
    const sixth = await make(browser, { role: 'reader' });
    expect([sixth.page.status, linked(sixth.page), sixth.key]).toEqual([422, ['keys'], '']);
    expect(sixth.page.text).toContain('Revoke one first');

    await browser.send('/account/keys/revoke', { id });
    expect((await register.query('{ basis { size } }', {}, key)).status).toBe(401);
    await register.query(
      'mutation ($input: ErasePersonInput!) { erasePerson(input: $input) { person } }',
      { input: { person } },
      register.token,
    );
    expect((await register.query('{ basis { size } }', {}, second)).status).toBe(401);
  });
});

test('Keys, invitations and the like are made a hundred and twenty times an hour', async () => {
  const { browser, person } = await signedIn(register, 'busy@example.org', 'ADMINISTRATOR');
  const allowances = register.server.app.get(Allowances);
  for (let times = 0; times < 119; times += 1) await allowances.take('making', person);
  const form = { keyName: 'Nightly', role: 'reporter kenya', days: '30' };
  expect((await browser.send('/account/keys', form)).status).toBe(200);
  const refused = await browser.send('/account/keys', form);
  expect([refused.status, Number(refused.headers.get('retry-after')) > 3000]).toEqual([429, true]);
  const { data } = await askAs(
    browser,
    'mutation { told: invitePerson(input: { email: "x@example.org", role: REPORTER, organisation: "kenya" }) { userErrors { code } } }',
  );
  expect(data).toEqual({ told: { userErrors: [{ code: 'RATE_LIMITED' }] } });
});

describe('A passkey', () => {
  const post = async (browser: Browser, path: string, body: object, formToken?: string) => {
    const headers = {
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
      ...(formToken !== undefined && { 'x-form-token': formToken }),
    };
    const { status, text } = await browser.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status, body: (text.startsWith('{') ? JSON.parse(text) : {}) as { challenge: string; next?: string } };
  };
  const origin = () => register.url.replace('127.0.0.1', 'localhost');

  /** Somebody with a passkey. */
  async function withPasskey(email: string, lies: Lies = {}) {
    const { browser } = await signedIn(register, email);
    const token = await browser.formToken();
    const device = new Authenticator(origin());
    const { body } = await post(browser, '/account/passkeys/options', {}, token);
    const added = await post(
      browser,
      '/account/passkeys',
      { name: 'Phone', credential: device.create(body, lies) },
      token,
    );
    return { browser, device, added, challenge: body, token };
  }
  const signInWith = async (device: Authenticator, lies: Lies = {}, browser = new Browser(register)) => {
    const { body } = await post(browser, '/sign-in/passkey/options', {});
    const answer = device.get(body, lies);
    return { browser, answer, ...(await post(browser, '/sign-in/passkey', answer)) };
  };

  test('is added by somebody who is signed in, signs in without an address, and can be removed', async () => {
    const { browser, device, added } = await withPasskey('passkey@example.org');
    expect(added).toEqual({ status: 200, body: { next: '/account?notice=saved' } });
    const entered = await signInWith(device);
    expect([entered.status, entered.body.next]).toEqual([200, '/account']);
    expect((await askAs(entered.browser, '{ me { email } }')).data).toEqual({ me: { email: 'passkey@example.org' } });
    expect((await post(new Browser(register), '/sign-in/passkey', entered.answer)).status).toBe(403);
    await browser.send('/account/passkeys/remove', { id: device.id });
    expect((await signInWith(device)).status).toBe(403);
  });

  test('that lies is refused, and so is one that a copy was made of', async () => {
    const { device } = await withPasskey('liar@example.org');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const lies: Lies[] = [
      { origin: 'https://evil.example' },
      { host: 'evil.example' },
      { type: 'webauthn.create' },
      { isVerified: false },
      { key: other },
    ];
    for (const lie of lies) expect([lie, (await signInWith(device, lie)).status]).toEqual([lie, 403]);
    expect((await signInWith(device, { counter: 50 })).status).toBe(200);
    expect((await signInWith(device, { counter: 50 })).status).toBe(403);
    for (const lie of [...lies.slice(0, 2), { type: 'webauthn.get' }, { isVerified: false }])
      expect([lie, (await withPasskey('liar@example.org', lie)).added.status]).toEqual([lie, 422]);
  });

  test('answers its own challenge, within five minutes, for whoever asked', async () => {
    const { browser, device, challenge, token } = await withPasskey('challenge@example.org');
    const again = new Authenticator(origin());
    expect(
      (await post(browser, '/account/passkeys', { name: 'Again', credential: again.create(challenge) }, token)).status,
    ).toBe(422);
    const thief = (await signedIn(register, 'thief@example.org')).browser;
    const ofThief = await thief.formToken();
    const asked = await post(thief, '/account/passkeys/options', {}, ofThief);
    expect(
      (await post(thief, '/account/passkeys', { name: 'Theirs', credential: device.create(asked.body) }, ofThief))
        .status,
    ).toBe(422);
    const others = await post(
      (await signedIn(register, 'other@example.org')).browser,
      '/account/passkeys/options',
      {},
      undefined,
    );
    expect(others.status).toBe(403);
    const { body } = await post(new Browser(register), '/sign-in/passkey/options', {});
    clock.turn({ minutes: 5 });
    expect((await post(new Browser(register), '/sign-in/passkey', device.get(body))).status).toBe(403);
    expect((await post(new Browser(register), '/sign-in/passkey', device.get({ challenge: 'invented' }))).status).toBe(
      403,
    );
    expect((await post(new Browser(register), '/sign-in/passkey', { id: 'x' })).status).toBe(403);
  });
});

describe('Somebody who asks to be deleted', () => {
  test('is deleted by whoever keeps people in order, with their roles and those of their keys, and is signed out at once', async () => {
    const roles = () => register.answer('{ grants { totalCount } }');
    const before = await roles();
    const { browser, person } = await signedIn(register, 'leaver@example.org', 'ADMINISTRATOR');
    const erasing =
      'mutation ($input: ErasePersonInput!) { told: erasePerson(input: $input) { person userErrors { code } } }';
    const longer = await register.query(erasing, { input: { person: `${person}\0x` } }, register.token);
    expect(longer.data).toEqual({ told: { person: null, userErrors: [{ code: 'INVALID' }] } });
    expect((await askAs(browser, '{ me { id } }')).data).toEqual({ me: { id: person } });
    const key =
      /id="key">([^<]+)</.exec(
        (await browser.send('/account/keys', { keyName: 'Nightly', role: 'reporter kenya', days: '30' })).text,
      )?.[1] ?? '';
    expect((await register.query(erasing, { input: { person } }, register.token)).data).toEqual({
      told: { person, userErrors: [] },
    });
    expect((await askAs(browser, '{ me { id } }')).status).toBe(401);
    expect((await register.query('{ basis { size } }', {}, key)).status).toBe(401);
    expect(await roles()).toEqual(before);
    expect((await register.query(erasing, { input: { person } }, register.token)).data).toEqual({
      told: { person: null, userErrors: [{ code: 'NOT_FOUND' }] },
    });
  });
});

test('Whoever deletes somebody else stands behind it, in the log and in the security log', async () => {
  const own = await TestRegister.open();
  const { browser, person: holder } = await signedIn(own, 'holder@example.org', 'SECRETARIAT', null);
  const { person } = await signedIn(own, 'gone@example.org');
  await askAs(browser, 'mutation ($input: ErasePersonInput!) { erasePerson(input: $input) { person } }', {
    input: { person },
  });
  const { history } = await own.answer<{ history: { nodes: { record: object }[] } }>(
    '{ history(first: 1, newestFirst: true) { nodes { record { type actor role } } } }',
  );
  expect(history.nodes[0]?.record).toEqual({ type: 'RoleWithdrawn', actor: holder, role: 'secretariat' });
  expect(securityLines(own.dataDir).filter(({ event }) => event === `user_deleted:${person}`)).toMatchObject([
    { by: holder },
  ]);
  await own.stop();
});

describe('Somebody who deletes their account', () => {
  test('is found nowhere in the data folder but as a random id, also after a backup was put back', async () => {
    const own = await TestRegister.open();
    const marker = 'zanzibar4711';
    for (const role of ['REPORTER', 'APPROVER']) await invite(own, `${marker}@${marker}.example`, role, 'kenya');
    const { browser, person } = await signedIn(own, `${marker}@${marker}.example`, 'ADMINISTRATOR', 'kenya');
    await browser.send('/account', { name: `${marker} Name`, language: 'en' });
    await browser.send('/account/keys', { keyName: marker, role: 'reporter kenya', days: '30' });
    await browser.send('/account/email/ask', { email: `${marker}@other.example` });
    const { errors } = await askAs(
      browser,
      'mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { draft { id } userErrors { message } } }',
      {
        input: {
          organisation: 'kenya',
          kind: 'submitProgressReport',
          about: marker,
          content: `${marker} `.repeat(2000),
        },
      },
    );
    expect(errors).toEqual([]);
    await new Browser(own, { 'user-agent': marker }).send('/sign-in', { email: `${marker}@nowhere.example` });
    await emailsOf(own);
    const holds = (text: string): string[] =>
      readdirSync(own.dataDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
        .map(({ name }) => name.replace(/^.*\.eml$/, 'an e-mail'));
    expect(new Set(holds(marker))).toEqual(new Set(['identity.sqlite-wal', 'an e-mail']));
    const backup = readdirSync(own.dataDir)
      .filter((file) => file.startsWith('identity.sqlite'))
      .map((file) => [file, readFileSync(join(own.dataDir, file))] as const);
    expect(await browser.get('/account/delete')).toMatchObject({ status: 200 });
    expect(await browser.send('/account/delete')).toMatchObject({ status: 303, to: '/sign-in?notice=deleted&lang=en' });
    expect(holds(marker)).toEqual([]);
    const log = /^log\.sqlite|^\w+\.\d+\.sqlite/;
    expect(new Set(holds(person).filter((file) => !log.test(file)))).toEqual(
      new Set(['erased', expect.stringMatching(/^\d{4}-\d\d-\d\d\.log$/)]),
    );
    expect(readFileSync(join(own.dataDir, 'erased'), 'utf8')).toBe(`${person}\n`);
    expect(own.logged.join('\n')).not.toContain(marker);
    await own.reopen({
      meanwhile: (folder) => backup.forEach(([file, bytes]) => writeFileSync(join(folder, file), bytes)),
    });
    expect(holds(marker)).toEqual([]);
    await own.stop();
  });
});
