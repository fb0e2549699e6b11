import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { prefixOf } from '../../src/identity/sign-in/api-keys.js';
import { emailsOf } from '../support/identity/emails.js';
import type { TestRegister } from '../support/register/register.js';
import { statementsDuring } from '../support/event-store/statements.js';
import { addresses, drafts, persons, Twins, type Asker, type Told } from '../support/register/twins.js';

let twins: Twins;
beforeAll(async () => {
  twins = await Twins.open();
});
afterAll(() => twins.stop());

type Form = Readonly<Record<string, string>>;

/** What strangers and the signed in send to each route of the identity database: of forms, every one that names what may be somebody else’s. */
const routes: Readonly<Record<string, () => readonly Form[]>> = {
  'GET /sign-in': () => [{}, { told: 'mustSignIn' }],
  'POST /sign-in': () =>
    [...Object.values(addresses), addresses.known.toUpperCase(), 'no address'].map((email) => ({ email })),
  'GET /sign-in/sent': () => [{}],
  'GET /sign-in/link': () => [{}, { token: 'w'.repeat(43) }],
  'POST /sign-in/link': () => [{ token: 'w'.repeat(43) }],
  'GET /sign-in/invitation': () => [{ token: 'w'.repeat(43) }],
  'POST /sign-in/invitation': () => [{ token: 'w'.repeat(43) }],
  'GET /sign-in/first': () => [{ token: 'w'.repeat(43) }],
  'POST /sign-in/first': () => [{ token: 'w'.repeat(43), email: addresses.known, language: 'en' }],
  'POST /sign-in/passkey/options': () => [{}],
  'POST /sign-in/passkey': () => [{ id: twins.confided.passkey }],
  'POST /sign-out': () => [{ formToken: 'wrong' }],
  'GET /account': () => [{}],
  'POST /account': () => [{ name: 'Zuleika', language: 'en' }],
  'POST /account/email/ask': () => [{ email: addresses.known }],
  'GET /account/email': () => [{ token: 'w'.repeat(43) }],
  'POST /account/email': () => [{ token: 'w'.repeat(43) }],
  'POST /account/sessions/end': () => [{ id: twins.confided.sessionId }],
  'POST /account/passkeys/options': () => [{}],
  'POST /account/passkeys': () => [{}],
  'POST /account/passkeys/remove': () => [{ id: twins.confided.passkey }],
  'POST /account/keys': () => [{ keyName: 'Nightly', role: 'reporter kenya', days: '30' }],
  'POST /account/roles/accept': () => [{ id: '0' }],
  'POST /account/keys/revoke': () => [{ id: twins.confided.keyId }],
  'GET /account/delete': () => [{}],
  'POST /account/delete': () => [{ formToken: 'wrong' }],
};

/** All routes of the controllers of the identity database, as they declare them. */
function declared({ server }: TestRegister): string[] {
  const of = (key: string, target: object): unknown => Reflect.getMetadata(key, target);
  const controllers = [...server.app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as { prototype: object }),
  );
  return controllers.flatMap((controller) =>
    Object.values(Object.getOwnPropertyDescriptors(controller.prototype)).flatMap(({ value }) => {
      const method =
        typeof value === 'function' ? (of('method', value as object) as RequestMethod | undefined) : undefined;
      if (method === undefined) return [];
      const paths = [of('path', value as object)].flat() as string[];
      return paths.map(
        (path) =>
          `${RequestMethod[method]} /${[of('path', controller) as string, path].filter((part) => !['', '/'].includes(part)).join('/')}`,
      );
    }),
  );
}

test('Every route of the identity database is tried', () => {
  const all = declared(twins.full).filter((route) => /^\w+ \/(sign-in|sign-out|account)/.test(route));
  expect(all.sort()).toEqual(Object.keys(routes).sort());
});

/** A challenge is new each time: as long as another, and nothing else. */
const withoutChance = ({ text, ...told }: Told): Told => ({
  ...told,
  text: text.replace(
    /("challenge":")([\w-]+)"/,
    (_, name: string, chance: string) => `${name}${'x'.repeat(chance.length)}"`,
  ),
});

const ownPage = { 'sec-fetch-site': 'same-origin' };

async function send(register: TestRegister, asker: Asker, route: string, form: Form): Promise<Told> {
  const [method = 'GET', path = ''] = route.split(' ');
  const credentials = twins.credentials[asker];
  if (method === 'GET')
    return twins.ask(register, `${path}?${new URLSearchParams(form).toString()}`, { headers: credentials });
  const page = 'cookie' in credentials ? (await twins.ask(register, '/account', { headers: credentials })).text : '';
  const [, formToken = ''] = /name="formToken" value="([^"]+)"/.exec(page) ?? [];
  const body = new URLSearchParams({ formToken, ...form });
  return withoutChance(await twins.ask(register, path, { method, headers: { ...ownPage, ...credentials }, body }));
}

/** Attempts to sign in are counted, and others than these ask no differently. */
const visitors = (route: string): readonly Asker[] =>
  route.includes('/sign-in') ? ['public', 'nobody'] : ['public', 'nobody', 'reporter', 'administrator'];

test.each(Object.keys(routes))('%s answers alike, whatever the identity database holds of others', async (route) => {
  for (const asker of visitors(route)) {
    for (const form of routes[route]?.() ?? []) {
      const [full, plain] = [await send(twins.full, asker, route, form), await send(twins.plain, asker, route, form)];
      expect({ asker, form, ...full }).toEqual({ asker, form, ...plain });
      expect(full.status).not.toBe(429);
      expect(full.headers).not.toHaveProperty('set-cookie');
    }
  }
});

test('An address that has had all its e-mails is told so to nobody, and gets no more', async () => {
  const before = (await emailsOf(twins.full)).length;
  const form = { email: addresses.written };
  const [full, plain] = [
    await send(twins.full, 'public', 'POST /sign-in', form),
    await send(twins.plain, 'public', 'POST /sign-in', form),
  ];
  expect(full).toEqual(plain);
  expect(full).toMatchObject({ status: 303, headers: { location: '/sign-in/sent?lang=en' } });
  expect(await emailsOf(twins.full)).toHaveLength(before);
});

test('A key without its role, and the session of somebody who is kept out, open what nothing opens', async () => {
  for (const headers of [
    { authorization: `Bearer ${twins.confided.key}` },
    { cookie: `idc=${twins.confided.session}`, ...ownPage },
  ]) {
    const asked = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ me { id } }"}',
    };
    expect((await twins.same('a secret', '/graphql', asked)).status).toBe(401);
  }
});

const theirs = (asker: Asker, mutation: string, input: (named: string) => object) => (named: string) => {
  const query = `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message field } } }`;
  return twins.ask(twins.full, '/graphql', twins.document(asker, query, { input: input(named) }));
};
const form = (asker: Asker, route: string, field: string) => (named: string) =>
  send(twins.full, asker, route, { [field]: named });

async function passkey(id: string): Promise<Told> {
  const { text } = await twins.ask(twins.full, '/sign-in/passkey/options', { method: 'POST', headers: ownPage });
  const { challenge } = JSON.parse(text) as { challenge: string };
  const clientDataJSON = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge, origin: twins.full.url }),
  ).toString('base64url');
  const body = JSON.stringify({
    id,
    rawId: id,
    type: 'public-key',
    response: { clientDataJSON, authenticatorData: 'AAAA', signature: 'AAAA' },
  });
  return twins.ask(twins.full, '/sign-in/passkey', {
    method: 'POST',
    headers: { ...ownPage, 'content-type': 'application/json' },
    body,
  });
}

const [draft = '', nowhere = ''] = [drafts[0], drafts.at(-1)];
const [person = '', nobody = ''] = [persons[0], persons.at(-1)];
const secret = 'x'.repeat(43);

/** What is asked of something that is there and somebody else’s, and of something that is not there. */
const pairs: readonly (readonly [string, (named: string) => Promise<Told>, there: () => string, none: string])[] = [
  ...(['nobody', 'reporter', 'administrator', 'assessor'] as const).flatMap((asker) => [
    [
      `a draft, by ${asker}`,
      (id: string) =>
        twins.ask(twins.full, '/graphql', twins.document(asker, 'query ($id: ID!) { draft(id: $id) { id } }', { id })),
      () => draft,
      nowhere,
    ] as const,
    [
      `a draft to change, by ${asker}`,
      theirs(asker, 'saveDraft', (id) => ({ id, kind: 'note', content: '' })),
      () => draft,
      nowhere,
    ] as const,
    [
      `a draft to throw away, by ${asker}`,
      theirs(asker, 'deleteDraft', (id) => ({ id })),
      () => draft,
      nowhere,
    ] as const,
    [
      `a person to delete, by ${asker}`,
      theirs(asker, 'erasePerson', (person) => ({ person })),
      () => person,
      nobody,
    ] as const,
    [
      `a person to keep out, by ${asker}`,
      theirs(asker, 'setPersonActive', (person) => ({ person, active: false })),
      () => person,
      nobody,
    ] as const,
    [
      `an address to invite, by ${asker}`,
      theirs(asker, 'invitePerson', (email) => ({ email, role: 'REPORTER', organisation: 'kenya' })),
      () => addresses.known,
      addresses.unknown,
    ] as const,
  ]),
  ['an address to sign in with', form('public', 'POST /sign-in', 'email'), () => addresses.approver, addresses.unknown],
  [
    'the address of somebody who is kept out',
    form('public', 'POST /sign-in', 'email'),
    () => addresses.keptOut,
    addresses.unknown,
  ],
  [
    'an address to move to',
    form('nobody', 'POST /account/email/ask', 'email'),
    () => addresses.known,
    addresses.unknown,
  ],
  ['a session to end', form('nobody', 'POST /account/sessions/end', 'id'), () => twins.confided.sessionId, nowhere],
  ['a key to revoke', form('nobody', 'POST /account/keys/revoke', 'id'), () => twins.confided.keyId, `key-${nowhere}`],
  ['a passkey to remove', form('nobody', 'POST /account/passkeys/remove', 'id'), () => twins.confided.passkey, secret],
  ['a passkey that signs wrongly', passkey, () => twins.confided.passkey, secret],
  [
    'a key by half of it',
    (id) =>
      twins.ask(twins.full, '/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${prefixOf(id)}_${secret}` },
        body: '{"query":"{ me { id } }"}',
      }),
    () => twins.confided.keyId,
    `key-${nowhere}`,
  ],
];

test.each(pairs)(
  '%s: what is somebody else’s gets the answer of what is not there, by the same statements',
  async (_, ask, there, none) => {
    const asked = async (named: string) => {
      const answers: Told[] = [];
      const statements = await statementsDuring(async () => answers.push(await ask(named)));
      return {
        statements,
        answers: answers.map((told) => ({ ...told, headers: { ...told.headers, ratelimit: 'one less' } })),
      };
    };
    expect(await asked(there())).toEqual(await asked(none));
  },
);
