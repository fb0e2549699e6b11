import { expect, jest } from '@jest/globals';
import { ApiKeys } from '../../../src/identity/sign-in/api-keys.js';
import { IdentityDatabase } from '../../../src/identity/database/database.js';
import { Erasures } from '../../../src/identity/people/erasures.js';
import { People } from '../../../src/identity/people/people.js';
import { Mailer } from '../../../src/identity/mailer.js';
import { Sessions } from '../../../src/identity/sign-in/sessions.js';
import { SignIn } from '../../../src/identity/sign-in/sign-in.js';
import { Authenticator } from '../identity/authenticator.js';
import { story } from './story.js';
import { keyId, personId } from '../cqrs/issuer.js';
import { administratorOf, appoint, introduce } from '../identity/known-people.js';
import { TestRegister } from './register.js';

/** A word that stands in private things alone. */
export const secretWord = 'zanzibar4711';
export const addresses = {
  known: 'zuleika@kenya.example.org',
  written: 'wambui@kenya.example.org',
  approver: 'amina@kenya.example.org',
  keptOut: 'kito@kenya.example.org',
  unknown: 'nobody@kenya.example.org',
};
const holders = {
  reporter: personId(11),
  approver: personId(12),
  auditor: personId(13),
  erased: personId(14),
  keptOut: personId(15),
};
/** People of whom one register knows more than their ids, and one of whom neither does. */
export const persons = [...Object.values(holders), administratorOf.kenya, personId(999)];

const draftId = (number: number): string => `019b7700-0000-7000-9000-${String(number).padStart(12, '0')}`;
/** Drafts that stand in one register alone, and one that stands in neither. */
export const drafts = [1, 2, 3, 4, 999].map(draftId);

/** As many as one author may have: whoever has them is told so when beginning another. */
const mostDrafts = 200;

/** An answer, with all that is told beside it but the time. */
export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type Asked = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

/** Those who may not know what is private, by how they say who they are. */
export const askers = ['public', 'nobody', 'reporter', 'administrator', 'assessor', 'key'] as const;
export type Asker = (typeof askers)[number];

/** What only the fuller register knows, as far as somebody could guess or steal it. */
export interface Confided {
  /** Ids and words to look for. */
  readonly words: readonly string[];
  /** Secrets that open nothing: of a key without its role, and of a session whose owner is kept out. */
  readonly key: string;
  readonly session: string;
  readonly passkey: string;
  /** The names by which a session and a key of somebody are ended. */
  readonly sessionId: string;
  readonly keyId: string;
  /** How the author of drafts says who they are. */
  readonly author: Readonly<Record<string, string>>;
}

const bySession = (secret: string): Readonly<Record<string, string>> => ({
  cookie: `idc=${secret}`,
  'sec-fetch-site': 'same-origin',
});

/**
 * Two registers with one log, one set of keys and one clock that stands still: `full` has private things beside it, `plain` has not. Those who ask are known
 * to both.
 */
export class Twins {
  private constructor(
    readonly full: TestRegister,
    readonly plain: TestRegister,
    readonly credentials: Readonly<Record<Asker, Readonly<Record<string, string>>>>,
    readonly confided: Confided,
  ) {}

  static async open(): Promise<Twins> {
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-03-01T12:00:00Z'));
    const plain = await TestRegister.open({ IDC_DURABILITY: 'normal' });
    for (const [mutation, input] of story) await plain.mutate(mutation, input);
    await appoint(plain, holders.reporter, 'REPORTER', 'kenya');
    await appoint(plain, holders.approver, 'APPROVER', 'kenya');
    await appoint(plain, holders.auditor, 'AUDITOR');
    await appoint(plain, holders.erased, 'REPORTER', 'kenya');
    await appoint(plain, keyId(1), 'REPORTER', 'kenya');
    const credentials = await introduceAskers(plain);
    await plain.request(`/log/receipts/${(await plain.size()) - 1}`);
    const full = await plain.twin();
    const confided = await confide(full);
    for (const register of [plain, full]) await checked(register);
    return new Twins(full, plain, credentials, confided);
  }

  async stop(): Promise<void> {
    await this.full.stop();
    await this.plain.stop();
    jest.restoreAllMocks();
  }

  /** What one of them answers, told as the other would tell it: without what depends on the time taken, which the cost of a refused document does. */
  async ask(register: TestRegister, path: string, { headers = {}, ...init }: Asked = {}): Promise<Told> {
    const response = await fetch(new URL(path, register.url), {
      redirect: 'manual',
      ...init,
      headers: { 'x-request-id': 'the-same', 'accept-encoding': 'identity', ...headers },
    });
    const { date: _, ...told } = Object.fromEntries(response.headers);
    // The tag of a page is a hash of its bytes, which hold the port.
    if (told['content-type']?.startsWith('text/html') === true) delete told.etag;
    const text = JSON.stringify({ status: response.status, headers: told, text: await response.text() });
    const byTime = /(-cost\\";r=)\d+/g;
    return JSON.parse(text.replaceAll(`:${new URL(register.url).port}`, ':port').replace(byTime, '$1')) as Told;
  }

  /** Asks both the same, and expects the same answer, which it gives. */
  async same(name: string, path: string, asked: Asked = {}): Promise<Told> {
    const [full, plain] = [await this.ask(this.full, path, asked), await this.ask(this.plain, path, asked)];
    expect({ name, ...full }).toEqual({ name, ...plain });
    return plain;
  }

  /** A document of GraphQL, asked of both. */
  sameAnswer(asker: Asker, name: string, query: string, variables: object = {}): Promise<Told> {
    return this.same(name, '/graphql', this.document(asker, query, variables));
  }

  document(asker: Asker, query: string, variables: object = {}): Asked {
    const headers = { 'content-type': 'application/json', ...this.credentials[asker] };
    return { method: 'POST', headers, body: JSON.stringify({ query, variables }) };
  }
}

/** Once the check that follows a start is over, it is known when it was. */
async function checked(register: TestRegister): Promise<void> {
  await register.request('/health/integrity', {
    method: 'POST',
    headers: { authorization: `Bearer ${register.token}` },
  });
}

async function introduceAskers(register: TestRegister): Promise<Twins['credentials']> {
  const { app } = register.server;
  const nobody = await introduce(register, personId(1));
  const reporter = await introduce(register, await appoint(register, personId(2), 'REPORTER', 'togo'));
  const administrator = await introduce(register, administratorOf.togo);
  const assessor = await introduce(register, await appoint(register, personId(3), 'ASSESSOR'));
  const { id, key } = await app
    .get(ApiKeys)
    .make(administrator, { name: 'Nightly', days: 30, scope: { role: 'reporter', organisation: 'togo' } });
  await appoint(register, id, 'REPORTER', 'togo');
  const own = {
    author: nobody,
    organisation: null,
    kind: 'note',
    about: null,
    content: '',
    revision: 0,
    createdAt: 0,
    changedAt: 0,
  };
  await app
    .get(IdentityDatabase)
    .db.insertInto('drafts')
    .values(Array.from({ length: mostDrafts }, (_, number) => ({ id: draftId(1000 + number), ...own })))
    .execute();
  const session = async (person: string) => bySession(await app.get(Sessions).begin(person, 'link', 'A browser'));
  return {
    public: {},
    nobody: await session(nobody),
    reporter: await session(reporter),
    administrator: await session(administrator),
    assessor: await session(assessor),
    key: { authorization: `Bearer ${key}` },
  };
}

/** Puts private things of every kind into a register; nothing of it through HTTP, which is counted. */
async function confide(register: TestRegister): Promise<Confided> {
  const { app } = register.server;
  const { db } = app.get(IdentityDatabase);
  const name = `Zuleika ${secretWord}`;
  const { reporter, approver, erased, keptOut } = holders;
  await introduce(register, reporter, { email: addresses.known, name });
  await introduce(register, keptOut, { email: addresses.keptOut, name });
  await introduce(register, approver, { email: addresses.approver, name });
  await introduce(register, holders.auditor, { email: addresses.written, name });
  for (const person of [erased, administratorOf.kenya]) await introduce(register, person, { name });
  const author = await app.get(Sessions).begin(reporter, 'link', secretWord);
  const session = await app.get(Sessions).begin(keptOut, 'passkey', secretWord);
  const made = await app
    .get(ApiKeys)
    .make(reporter, { name: secretWord, days: 30, scope: { role: 'reporter', organisation: 'kenya' } });
  await db
    .updateTable('apiKeys')
    .set({ id: keyId(1) })
    .where('id', '=', made.id)
    .execute();
  const withoutRole = await app
    .get(ApiKeys)
    .make(reporter, { name: secretWord, days: 30, scope: { role: 'reporter', organisation: 'kenya' } });
  const device = new Authenticator('http://localhost');
  const passkey = {
    id: device.id,
    person: reporter,
    publicKey: 'pQEC',
    counter: 1,
    transports: 'internal',
    name: secretWord,
    createdAt: 0,
    usedAt: null,
  };
  await db.insertInto('passkeys').values(passkey).execute();
  await db
    .insertInto('identities')
    .values({ issuer: 'https://id.example.org', subject: secretWord, person: reporter })
    .execute();
  const draft = {
    kind: 'submitProgressReport',
    about: 'IDC-KENYA-1-C01',
    content: `Kenya: ${secretWord}`,
    revision: 0,
    createdAt: 0,
    changedAt: 0,
  };
  const written = [
    ['kenya', reporter],
    ['malta', approver],
    [null, approver],
    [null, administratorOf.kenya],
  ] as const;
  await db
    .insertInto('drafts')
    .values(
      written.map(([organisation, author], index) => ({ id: drafts[index] ?? '', author, organisation, ...draft })),
    )
    .execute();
  const asked = (email: string, network: number): Promise<void> =>
    app.get(SignIn).askForLink(
      email,
      {
        ip: `192.0.2.${network}`,
        agent: secretWord,
        requestId: 'private',
        answered: Promise.resolve(),
        secret: undefined,
      },
      'en',
    );
  for (const email of [addresses.known, addresses.keptOut, addresses.unknown]) await asked(email, 1);
  for (let times = 0; times < 20; times += 1) await asked(addresses.written, times);
  await app.get(People).setActive(keptOut, false);
  await app.get(Mailer).settled();
  await app.get(Erasures).erase(erased);
  const [found] = await app.get(Sessions).list(reporter);
  const sessionId = found?.id ?? '';
  return {
    words: [secretWord, addresses.known, 'Zuleika', reporter, drafts[0] ?? '', sessionId, made.id, device.id],
    key: withoutRole.key,
    session,
    passkey: device.id,
    sessionId,
    keyId: withoutRole.id,
    author: bySession(author),
  };
}
