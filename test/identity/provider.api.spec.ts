import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CompactEncrypt, exportJWK, type JWTPayload } from 'jose';
import { saysTwice } from '../../src/identity/sign-in/id-token.js';
import { Browser, type Page } from '../support/processes/browser.js';
import { OpenIdTestProvider } from '../support/identity/openid-provider.js';
import { askAs, invite } from '../support/identity/signed-in.js';
import { TestRegister } from '../support/register/register.js';

let provider: OpenIdTestProvider;
let register: TestRegister;
/** A server of a forger, which publishes the forger's key and counts who comes for it. */
let forgersServer: Server;
let visits = 0;
const forger = generateKeyPairSync('rsa', { modulusLength: 2048 });
beforeAll(async () => {
  provider = await OpenIdTestProvider.start();
  forgersServer = createServer((_, response) => {
    visits += 1;
    void exportJWK(forger.publicKey).then((key) => response.end(JSON.stringify({ keys: [{ ...key, kid: 'one' }] })));
  });
  await new Promise<void>((resolve) => forgersServer.listen(0, '127.0.0.1', resolve));
  register = await TestRegister.open({
    IDC_OIDC_ISSUER: provider.issuer,
    IDC_OIDC_CLIENT_ID: 'register',
    IDC_OIDC_CLIENT_SECRET: 'shared',
    IDC_OIDC_NAME: 'Ministry',
    IDC_TRUSTED_PROXIES: '127.0.0.1',
  });
  await invite(register, 'grace@ministry.example');
});
afterAll(async () => {
  await register.stop();
  await provider.stop();
  await new Promise((resolve) => forgersServer.close(resolve));
});

const now = (): number => Math.floor(Date.now() / 1000);
const claimsFor = (nonce: string): JWTPayload & { exp: number } => ({
  iss: provider.issuer,
  sub: 'grace-1',
  aud: 'register',
  iat: now(),
  exp: now() + 300,
  nonce,
  email: 'grace@ministry.example',
  email_verified: true,
});

let places = 0;
/** A browser in a place of its own: how many attempts may come from one is not what is tried here. */
const elsewhere = (): Browser => new Browser(register, { 'x-forwarded-for': `198.51.100.${(places += 1)}` });

/** Goes to the provider and comes back with the token that is made for the nonce that was asked with. */
async function comeBack(
  browser: Browser,
  tokenFor: (claims: JWTPayload & { exp: number }) => string | Promise<string>,
  change: (callback: URLSearchParams) => void = () => undefined,
): Promise<Page & { readonly sentTo: URL }> {
  const sentTo = new URL((await browser.get('/sign-in/provider')).to ?? '');
  provider.idToken = await tokenFor(claimsFor(sentTo.searchParams.get('nonce') ?? ''));
  const callback = new URLSearchParams({ code: 'a-code', state: sentTo.searchParams.get('state') ?? '' });
  change(callback);
  return {
    ...(await browser.get(`/sign-in/provider/callback?${callback.toString()}`, { 'sec-fetch-site': 'cross-site' })),
    sentTo,
  };
}

describe('Signing in with a provider', () => {
  test('works once a provider that was down at first is back', async () => {
    provider.isDown = true;
    expect((await elsewhere().get('/sign-in/provider')).to).toBe('/sign-in?notice=providerFailed');
    provider.isDown = false;
    expect((await elsewhere().get('/sign-in/provider')).to).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/authorize\?/);
  });

  test('begins by the button on our page, or by its address, and not because another page has sent somebody there', async () => {
    for (const from of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ] as Record<string, string>[]) {
      const sent = await elsewhere().get('/sign-in/provider', from);
      expect([from, sent.to, sent.headers.get('set-cookie')]).toEqual([from, '/sign-in', null]);
    }
    for (const site of ['same-origin', 'none'])
      expect((await elsewhere().get('/sign-in/provider', { 'sec-fetch-site': site })).to).toMatch(/\/authorize\?/);
  });

  test('goes nowhere when the provider calls itself by another name than the settings do, or sends us on', async () => {
    const other = await OpenIdTestProvider.start();
    other.calledItself = 'https://id.example.org';
    const own = await TestRegister.open({ IDC_OIDC_ISSUER: other.issuer, IDC_OIDC_CLIENT_ID: 'register' });
    const asked = async () => (await new Browser(own).get('/sign-in/provider')).to;
    expect(await asked()).toBe('/sign-in?notice=providerFailed');
    other.calledItself = null;
    other.sendsOn = true;
    expect(await asked()).toBe('/sign-in?notice=providerFailed');
    other.sendsOn = false;
    expect(await asked()).toMatch(/\/authorize\?/);
    await own.stop();
    await other.stop();
  });

  test('lets in whoever was invited under an address that the provider has verified, and knows them again by their subject', async () => {
    expect((await elsewhere().get('/sign-in')).text).toContain('<a href="/sign-in/provider">Sign in with Ministry</a>');
    const browser = elsewhere();
    const { sentTo, to } = await comeBack(browser, (claims) => provider.sign(claims));
    expect(to).toBe('/account');
    expect(Object.fromEntries(sentTo.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'register',
      scope: 'openid email',
      code_challenge_method: 'S256',
    });
    expect(sentTo.searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\/sign-in\/provider\/callback$/);
    expect(provider.asked.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect((await askAs(browser, '{ me { email } }')).data).toEqual({ me: { email: 'grace@ministry.example' } });
    const again = elsewhere();
    expect(
      (
        await comeBack(again, ({ email: _, ...claims }) =>
          provider.sign({ ...claims, email: 'other@ministry.example' }),
        )
      ).to,
    ).toBe('/account');
    expect((await askAs(again, '{ me { email } }')).data).toEqual({ me: { email: 'grace@ministry.example' } });
  });

  test('works in two tabs of one browser, whichever comes back first', async () => {
    const browser = elsewhere();
    const tabs = [await browser.get('/sign-in/provider'), await browser.get('/sign-in/provider')].map(
      ({ to }) => new URL(to ?? '').searchParams,
    );
    for (const tab of tabs) {
      provider.idToken = await provider.sign(claimsFor(tab.get('nonce') ?? ''));
      const callback = new URLSearchParams({ code: 'a-code', state: tab.get('state') ?? '' });
      expect(
        (await browser.get(`/sign-in/provider/callback?${callback.toString()}`, { 'sec-fetch-site': 'cross-site' })).to,
      ).toBe('/account');
    }
  });

  test('does not let in somebody else to whom the provider has given the address of somebody that it knows', async () => {
    await comeBack(elsewhere(), (claims) => provider.sign(claims));
    expect((await comeBack(elsewhere(), (claims) => provider.sign({ ...claims, sub: 'grace-2' }))).to).toBe(
      '/sign-in?notice=providerUnknown',
    );
  });

  test('lets nobody in whom nobody has invited, or whose address is only claimed', async () => {
    for (const other of [
      { email: 'stranger@ministry.example' },
      { email_verified: false },
      { email_verified: 'true' },
      { email: undefined },
    ]) {
      const { to } = await comeBack(elsewhere(), (claims) =>
        provider.sign({ ...claims, sub: 'somebody-else', ...other }),
      );
      expect([other, to]).toEqual([other, '/sign-in?notice=providerUnknown']);
    }
  });

  test('ends in the browser in which it has begun, once, with the state it began with', async () => {
    const right = (claims: JWTPayload) => provider.sign(claims);
    expect((await comeBack(elsewhere(), right, (callback) => callback.set('state', 'another'))).to).toBe(
      '/sign-in?notice=providerFailed',
    );
    expect((await comeBack(elsewhere(), right, (callback) => callback.delete('state'))).to).toBe(
      '/sign-in?notice=providerFailed',
    );
    expect((await comeBack(elsewhere(), right, (callback) => callback.set('error', 'access_denied'))).to).toBe(
      '/sign-in?notice=providerFailed',
    );
    const victim = elsewhere();
    const begun = new URL((await elsewhere().get('/sign-in/provider')).to ?? '');
    expect((await victim.get(`/sign-in/provider/callback?code=a&state=${begun.searchParams.get('state')}`)).to).toBe(
      '/sign-in?notice=providerFailed',
    );
    const browser = elsewhere();
    const first = await comeBack(browser, right);
    expect(
      (await browser.get(`/sign-in/provider/callback?code=a-code&state=${first.sentTo.searchParams.get('state')}`)).to,
    ).toBe('/sign-in?notice=providerFailed');
  });
});

describe('A forged token', () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const rs256 = (header: string, payload: string, key = provider.keys.privateKey): string => {
    const signed = `${header}.${payload}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  };
  const header = { alg: 'RS256', kid: 'one', typ: 'JWT' };
  const forgersUrl = (): string => `http://127.0.0.1:${(forgersServer.address() as AddressInfo).port}/keys`;
  const doubled = (claims: JWTPayload, extra: string): string =>
    Buffer.from(`${JSON.stringify(claims).slice(0, -1)},${extra}}`).toString('base64url');
  const hs256 = (claims: JWTPayload, secret: string): string => {
    const signed = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };

  type Forgery = [string, (claims: JWTPayload & { exp: number }) => string | Promise<string>];
  const forgeries: Forgery[] = [
    ...['none', 'None', 'NONE', 'nOnE'].map((alg): Forgery => [
      `signed by ${alg}`,
      (claims) => `${encode({ alg, kid: 'one' })}.${encode(claims)}.`,
    ]),
    [
      'signed with the public key as a shared secret',
      (claims) => hs256(claims, provider.keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ],
    ['signed with the client’s secret', (claims) => hs256(claims, 'shared')],
    [
      'with a key of the forger’s at jku',
      (claims) => rs256(encode({ ...header, jku: forgersUrl() }), encode(claims), forger.privateKey),
    ],
    [
      'with a certificate of the forger’s at x5u',
      (claims) => rs256(encode({ ...header, x5u: forgersUrl() }), encode(claims), forger.privateKey),
    ],
    [
      'that brings its own key along',
      async (claims) =>
        rs256(encode({ ...header, jwk: await exportJWK(forger.publicKey) }), encode(claims), forger.privateKey),
    ],
    [
      'whose kid is a path',
      (claims) => rs256(encode({ ...header, kid: '../../../dev/null' }), encode(claims), forger.privateKey),
    ],
    [
      'whose kid is SQL',
      (claims) => rs256(encode({ ...header, kid: "x' UNION SELECT 'one" }), encode(claims), forger.privateKey),
    ],
    ['signed by another', (claims) => rs256(encode(header), encode(claims), forger.privateKey)],
    ['that never expires', ({ exp: _, ...claims }) => provider.sign(claims)],
    ['that expires at a text', (claims) => rs256(encode(header), encode({ ...claims, exp: String(claims.exp) }))],
    ['that has expired', (claims) => provider.sign({ ...claims, exp: now() - 60 })],
    ['that is not good yet', (claims) => provider.sign({ ...claims, nbf: now() + 600 })],
    ['for another', (claims) => provider.sign({ ...claims, aud: 'another' })],
    ['for others too', (claims) => provider.sign({ ...claims, aud: ['register', 'another'] })],
    ['by another provider', (claims) => provider.sign({ ...claims, iss: 'https://evil.example' })],
    ['of another type', (claims) => provider.sign(claims, { typ: 'at+jwt' })],
    ['with an empty signature', (claims) => `${encode(header)}.${encode(claims)}.`],
    ['that says whom it means twice', (claims) => rs256(encode(header), doubled(claims, '"sub":"grace-1"'))],
    [
      'whose header says its algorithm twice',
      (claims) => rs256(Buffer.from('{"alg":"none","kid":"one","alg":"RS256"}').toString('base64url'), encode(claims)),
    ],
    [
      'that is encrypted',
      async (claims) =>
        new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
          .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
          .encrypt(provider.keys.publicKey),
    ],
    ['for another visit', (claims) => provider.sign({ ...claims, nonce: 'another' })],
    ['without a nonce', ({ nonce: _, ...claims }) => provider.sign(claims)],
    [
      'with a changed claim',
      async (claims) => (await provider.sign(claims)).replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'admin' })}.`),
    ],
  ];

  test.each(forgeries)('is refused: %s', async (_, forge) => {
    const browser = elsewhere();
    expect((await comeBack(browser, forge)).to).toBe('/sign-in?notice=providerFailed');
    expect(browser.cookies.has('idc')).toBe(false);
  });

  test('is told to the security log with the reason, and no key of a forger was fetched', () => {
    const lines = readdirSync(join(register.dataDir, 'security'))
      .map((file) => readFileSync(join(register.dataDir, 'security', file), 'utf8'))
      .join('');
    expect(lines.match(/"signing in with a provider failed"/g)?.length).toBeGreaterThanOrEqual(forgeries.length);
    expect(lines).not.toMatch(/eyJ|a-code/);
    expect(visits).toBe(0);
  });
});

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a":1,"b":{"a":2}}', false],
  ['{"b":[{"a":1},{"a":2}],"a":{}}', false],
  ['{"b":{"a":1,"c":[],"\\u0061":2}}', true],
  ['{"a":"\\"a\\":1,{","b":"a"}', false],
  ['["a","a",{"a":["a"]}]', false],
])('%s says something twice: %s', (json, isTwice) => expect(saysTwice(json)).toBe(isTwice));
