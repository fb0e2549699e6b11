import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { ApiKeys, prefixOf } from '../../src/identity/sign-in/api-keys.js';
import { credentials } from '../../src/identity/sign-in/credentials.js';
import { IdentityDatabase, type Place } from '../../src/identity/database/database.js';
import { Drafts } from '../../src/identity/people/drafts.js';
import { Erasures } from '../../src/identity/people/erasures.js';
import { EmailAddress } from '../../src/identity/people/email-address.js';
import { People } from '../../src/identity/people/people.js';
import { Mailer } from '../../src/identity/mailer.js';
import { Sessions } from '../../src/identity/sign-in/sessions.js';
import type { Tables } from '../../src/identity/database/tables.js';
import { Tickets } from '../../src/identity/sign-in/tickets.js';
import type { HeldRole } from '../../src/kernel/caller.js';
import { SecurityLog } from '../../src/platform/security-log.js';
import { TestClock } from '../support/time/clock.js';
import { temporaryFolder } from '../support/temporary.js';

const tables: readonly (keyof Tables)[] = [
  'people',
  'tickets',
  'sessions',
  'apiKeys',
  'passkeys',
  'identities',
  'drafts',
];

/** What the identity database promises, whichever database keeps it. `open` gives an empty place, and where it lies. */
export function identityContract(open: () => Promise<Place>): void {
  const clock = new TestClock();
  /** Who holds what, which the identity database is told by the log. */
  const held = new Map<string, HeldRole[]>();
  const grants = { heldBy: async (holder: string) => held.get(holder) ?? [] };
  const give = (holder: string, role: HeldRole) => held.set(holder, [...(held.get(holder) ?? []), role]);
  const take = (holder: string, { role, organisation }: HeldRole) =>
    held.set(
      holder,
      (held.get(holder) ?? []).filter((one) => one.role !== role || one.organisation !== organisation),
    );
  /** What the security log was told. */
  const told: object[] = [];
  let place: Place;
  let identity: IdentityDatabase;
  let people: People;
  let sessions: Sessions;
  let tickets: Tickets;
  let keys: ApiKeys;
  let drafts: Drafts;
  beforeAll(async () => {
    place = await open();
    identity = new IdentityDatabase(place);
    await identity.start();
    people = new People(identity, clock.read, uuidv7);
    sessions = new Sessions(identity, clock.read, uuidv7);
    tickets = new Tickets(identity, clock.read);
    keys = new ApiKeys(identity, clock.read, uuidv7);
    drafts = new Drafts(
      identity,
      grants,
      new SecurityLog(null, clock.read, (line) => told.push(JSON.parse(line) as object)),
      clock.read,
      uuidv7,
    );
  });
  afterAll(() => identity.close());

  let number = 0;
  const somebody = async (): Promise<string> =>
    (await people.withEmail(`n${(number += 1)}@example.org`, { language: 'en' })).id;
  const everything = async (): Promise<string> =>
    JSON.stringify(await Promise.all(tables.map((table) => identity.db.selectFrom(table).selectAll().execute())));

  describe('the tables', () => {
    test('are made once, however many instances start at a time', async () => {
      const others = [new IdentityDatabase(place), new IdentityDatabase(place)];
      if ('file' in place) for (const other of others) await other.start();
      else await Promise.all(others.map((other) => other.start()));
      const version = (await others[0]?.db
        .selectFrom('identityVersion' as never)
        .selectAll()
        .execute()) as unknown as object[];
      expect(version).toEqual([{ version: 1 }, { version: 2 }, { version: 3 }]);
      for (const other of others) await other.close();
    });
  });

  describe('people', () => {
    test('have a random id, and one address each, however it is written', async () => {
      const ada = await people.withEmail('Ada@Example.org', { name: 'Ada', language: 'fr' });
      expect(ada).toEqual({
        id: ada.id,
        email: 'Ada@Example.org',
        name: 'Ada',
        language: 'fr',
        createdAt: clock.read(),
        deactivatedAt: null,
      });
      expect(ada.id).toMatch(/^person-[0-9a-f-]{36}$/);
      expect(await people.withEmail('ada@example.ORG', { name: 'Other', language: 'en' })).toEqual(ada);
      expect(
        (await Promise.all([1, 2, 3].map(() => people.withEmail('same@example.org', { language: 'en' })))).map(
          ({ id }) => id,
        ),
      ).toHaveLength(3);
      await expect(people.moveTo(await somebody(), 'ADA@example.org')).rejects.toMatchObject({ code: 'EMAIL_IN_USE' });
    });
  });

  describe('a ticket', () => {
    test('is kept as its hash, and good once, for its purpose, for its time', async () => {
      const person = await somebody();
      const secret = await tickets.issue('sign-in', { person });
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(await everything()).not.toContain(secret);
      expect(await tickets.use('invitation', secret)).toBeNull();
      expect(await tickets.use('sign-in', `${secret}x`)).toBeNull();
      clock.turn({ minutes: 14 });
      expect(
        await Promise.all([1, 2, 3, 4].map(() => tickets.use('sign-in', secret))).then((used) =>
          used.filter((one) => one !== null),
        ),
      ).toEqual([{ person, payload: null }]);
      expect(await tickets.use('sign-in', secret)).toBeNull();
      const late = await tickets.issue('sign-in', { person });
      clock.turn({ minutes: 15 });
      expect(await tickets.use('sign-in', late)).toBeNull();
      await tickets.issue('sign-in');
      expect(
        await identity.db.selectFrom('tickets').select('hash').where('expiresAt', '<=', clock.read()).execute(),
      ).toEqual([]);
    });
  });

  describe('a session', () => {
    test('lasts 30 minutes without a request, and 12 hours at all', async () => {
      const person = await somebody();
      const idle = await sessions.begin(person, 'link', 'A browser');
      clock.turn({ minutes: 29 });
      expect(await sessions.of(idle)).toMatchObject({ person, language: 'en', agent: 'A browser', isFresh: false });
      clock.turn({ minutes: 29 });
      expect(await sessions.of(idle)).not.toBeNull();
      clock.turn({ minutes: 30 });
      expect(await sessions.of(idle)).toBeNull();
      const busy = await sessions.begin(person, 'passkey', '');
      for (let spent = 0; spent < 12 * 60 - 20; spent += 20) {
        clock.turn({ minutes: 20 });
        expect(await sessions.of(busy)).not.toBeNull();
      }
      clock.turn({ minutes: 20 });
      expect(await sessions.of(busy)).toBeNull();
      expect(await everything()).not.toContain(busy);
    });

    test('ends with its owner’s word, with the next sign-in of the same browser, and when the owner may no longer sign in', async () => {
      const person = await somebody();
      const first = await sessions.begin(person, 'link', '');
      const second = await sessions.begin(person, 'link', '', first);
      expect([await sessions.of(first), (await sessions.of(second))?.isFresh]).toEqual([null, true]);
      const third = await sessions.begin(person, 'link', '');
      const other = await sessions.begin(await somebody(), 'link', '');
      const [, listed] = await sessions.list(person);
      await sessions.endOne(await somebody(), listed?.id ?? '');
      expect(await sessions.list(person)).toHaveLength(2);
      await sessions.endOne(person, listed?.id ?? '');
      expect(await sessions.list(person)).toHaveLength(1);
      await sessions.endAll(person);
      expect([await sessions.of(second), await sessions.of(third)]).toEqual([null, null]);
      const fourth = await sessions.begin(person, 'link', '');
      await people.setActive(person, false);
      expect(await sessions.of(fourth)).toBeNull();
      expect(await sessions.of(other)).not.toBeNull();
    });
  });

  describe('an API key', () => {
    const scope = { role: 'reporter', organisation: 'kenya' } as const;
    test('is kept as its hash, and good in its scope until it expires or is revoked', async () => {
      const person = await somebody();
      const { id, key } = await keys.make(person, { name: 'Nightly', days: 30, scope });
      expect(key).toMatch(/^idck_[0-9a-f]{32}_[\w-]{43}$/);
      expect(key.startsWith(prefixOf(id))).toBe(true);
      expect(await everything()).not.toContain(key.slice(-43));
      expect(await keys.of(key)).toEqual({ id, person, scope });
      expect(await keys.list(person)).toMatchObject([{ id, name: 'Nightly', usedAt: clock.read() }]);
      for (const wrong of [
        `${key}x`,
        key.slice(0, -1),
        key.replace(/.$/, key.endsWith('A') ? 'B' : 'A'),
        key.replace('idck_', 'idck-'),
        `idck_${'0'.repeat(32)}_${key.slice(-43)}`,
        '',
      ]) {
        expect(await keys.of(wrong)).toBeNull();
      }
      await keys.revoke(await somebody(), id);
      expect(await keys.of(key)).not.toBeNull();
      clock.turn({ days: 30 });
      expect(await keys.of(key)).toBeNull();
      const other = await keys.make(person, { name: 'Other', days: 365, scope });
      await keys.revoke(person, other.id);
      expect(await keys.of(other.key)).toBeNull();
      for (const days of [0, 366, 1.5])
        await expect(keys.make(person, { name: 'No', days, scope: null })).rejects.toThrow(RangeError);
    });

    test('does nothing in a role that it was not given, or no longer holds, nor once its owner may no longer sign in', async () => {
      const person = await somebody();
      const { id, key } = await keys.make(person, { name: 'Nightly', days: 30, scope });
      const told = (given: string) => credentials(sessions, keys, grants).key(given);
      expect(await told(key)).toBeNull();
      give(person, { role: 'reporter', organisation: 'kenya' });
      give(id, { role: 'reporter', organisation: 'togo' });
      expect(await told(key)).toBeNull();
      give(id, { role: 'reporter', organisation: 'kenya' });
      expect(await told(key)).toMatchObject({ scope });
      take(id, { role: 'reporter', organisation: 'kenya' });
      expect(await told(key)).toBeNull();
      give(id, { role: 'reporter', organisation: 'kenya' });
      await people.setActive(person, false);
      expect(await told(key)).toBeNull();
    });

    test('that only reads is good without a role, as long as it is there; nobody has more than five', async () => {
      const person = await somebody();
      const reading = { name: 'Dashboard', days: 1, scope: null };
      const made = [];
      for (let times = 0; times < 5; times += 1) made.push(await keys.make(person, reading));
      const [first = { id: '', key: '' }] = made;
      const told = (given: string) => credentials(sessions, keys, { heldBy: () => Promise.resolve([]) }).key(given);
      expect(await told(first.key)).toEqual({ id: first.id, person, scope: null });
      await expect(keys.make(person, reading)).rejects.toMatchObject({
        code: 'TOO_MANY_KEYS',
        faults: [{ field: ['keys'] }],
      });
      await keys.make(person, { ...reading, scope });
      await keys.revoke(person, first.id);
      expect(await told(first.key)).toBeNull();
      const next = await keys.make(person, reading);
      clock.turn({ hours: 25 });
      expect(await told(next.key)).toBeNull();
      // What has expired takes nobody's place.
      await keys.make(person, reading);
    });
  });

  describe('a draft', () => {
    test('is there for its author and its readers, and for nobody else; only its author changes it', async () => {
      const [author, colleague, approver, administrator, auditor, elsewhere] = [
        await somebody(),
        await somebody(),
        await somebody(),
        await somebody(),
        await somebody(),
        await somebody(),
      ];
      for (const person of [author, colleague]) give(person, { role: 'reporter', organisation: 'kenya' });
      give(approver, { role: 'approver', organisation: 'kenya' });
      give(administrator, { role: 'administrator', organisation: 'kenya' });
      give(auditor, { role: 'auditor', organisation: null });
      for (const role of ['approver', 'administrator'] as const) give(elsewhere, { role, organisation: 'togo' });
      const given = {
        organisation: 'kenya',
        kind: 'submitProgressReport',
        about: 'IDC-KENYA-1-C01',
        content: '{"narrative":"…"}',
      };
      const draft = await drafts.save(author, given);
      const own = await drafts.save(author, { kind: 'assess', content: '' });
      expect(draft).toEqual({
        id: draft.id,
        author,
        ...given,
        revision: 0,
        createdAt: clock.read(),
        changedAt: clock.read(),
      });
      clock.turn({ minutes: 1 });
      const changed = await drafts.save(author, { ...given, id: draft.id, content: 'More', revision: 0 });
      expect(changed).toEqual({ ...draft, content: 'More', revision: 1, changedAt: clock.read() });
      const late = drafts.save(author, { ...given, id: draft.id, content: 'From another tab', revision: 0 });
      await expect(late).rejects.toMatchObject({ code: 'DRAFT_CHANGED', present: changed });
      const seen = async (person: string) => [
        (await drafts.list(person)).map(({ id }) => id),
        (await drafts.find(person, draft.id))?.id,
        (await drafts.find(person, own.id))?.id,
      ];
      expect(await seen(author)).toEqual([[draft.id, own.id], draft.id, own.id]);
      for (const person of [colleague, approver, administrator, auditor])
        expect(await seen(person)).toEqual([[draft.id], draft.id, undefined]);
      for (const person of [elsewhere, 'public']) expect(await seen(person)).toEqual([[], undefined, undefined]);
      expect(await drafts.list(author, 'togo')).toEqual([]);
      for (const person of [colleague, approver, administrator, auditor, elsewhere]) {
        const refusals = await Promise.all(
          [draft.id, 'there-is-none'].map((id) => drafts.delete(person, id).catch((error: unknown) => error)),
        );
        expect(String(refusals[0])).toBe(String(refusals[1]));
        await expect(
          drafts.save(person, { ...given, organisation: undefined, id: draft.id, revision: 1 }),
        ).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
      for (const person of [administrator, auditor, elsewhere])
        await expect(drafts.save(person, given)).rejects.toMatchObject({
          code: 'NOT_YOURS',
          faults: [{ field: ['organisation'] }],
        });
      await drafts.delete(author, draft.id);
      expect(await seen(approver)).toEqual([[], undefined, undefined]);
    });

    test('that an auditor reads is told to the security log, by its id or its organisation; what is their own is not', async () => {
      const [author, auditor] = [await somebody(), await somebody()];
      give(author, { role: 'reporter', organisation: 'ghana' });
      for (const role of [
        { role: 'auditor', organisation: null },
        { role: 'reporter', organisation: 'malta' },
      ] as const)
        give(auditor, role);
      const { id } = await drafts.save(author, { organisation: 'ghana', kind: 'makeCommitment', content: 'Words' });
      const own = [
        await drafts.save(auditor, { organisation: 'malta', kind: 'makeCommitment', content: '' }),
        await drafts.save(auditor, { kind: 'note', content: '' }),
      ];
      told.splice(0);
      for (const one of own) await drafts.find(auditor, one.id);
      for (const organisation of ['malta', 'nowhere']) await drafts.list(auditor, organisation);
      for (const person of [author, 'public']) await drafts.list(person);
      expect(told).toEqual([]);
      await drafts.find(auditor, id);
      await drafts.list(auditor, 'ghana');
      const line = {
        event: `sensitive_read:${auditor}`,
        level: 'WARN',
        organisation: 'ghana',
        datetime: expect.any(String),
        appid: expect.any(String),
      };
      expect(told).toEqual([
        { ...line, description: 'a draft was read', draft: id },
        { ...line, description: 'the drafts of an organisation were read' },
      ]);
    });
  });

  describe('somebody who is deleted', () => {
    test('leaves nothing behind, and is deleted again when a backup brings them back', async () => {
      const marker = 'zanzibar4711';
      const list = join(temporaryFolder(), 'erased');
      const post = new Mailer(
        { smtp: null, outbox: null, from: 'a@example.org', print: () => undefined },
        uuidv7,
        pino({ level: 'silent' }),
      );
      const erasures = new Erasures(identity, post, new SecurityLog(null, clock.read), list);
      const { id } = await people.withEmail(`${marker}@${marker}.org`, { name: marker, language: 'en' });
      give(id, { role: 'reporter', organisation: 'kenya' });
      await sessions.begin(id, 'link', marker);
      await tickets.issue('new-email', { person: id, payload: `${marker}@example.org` });
      await keys.make(id, { name: marker, days: 1, scope: { role: 'reporter', organisation: marker } });
      await drafts.save(id, { organisation: 'kenya', kind: 'submitProgressReport', about: marker, content: marker });
      await identity.db
        .insertInto('identities')
        .values({ issuer: 'https://id.example.org', subject: marker, person: id })
        .execute();
      await identity.db
        .insertInto('passkeys')
        .values({
          id: marker,
          person: id,
          publicKey: '',
          counter: 0,
          transports: '',
          name: marker,
          createdAt: 0,
          usedAt: null,
        })
        .execute();
      const before = await identity.db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      for (const table of tables)
        expect([
          table,
          JSON.stringify(await identity.db.selectFrom(table).selectAll().execute()).includes(marker),
        ]).toEqual([table, true]);
      await erasures.erase(id);
      expect(await everything()).not.toMatch(new RegExp(`${marker}|${id}`));
      expect(await erasures.reapply()).toBe(0);
      await identity.db.insertInto('people').values(before).execute();
      expect(await erasures.reapply()).toBe(1);
      expect(await everything()).not.toMatch(new RegExp(`${marker}|${id}`));
    });
  });

  test('One address is one person, whichever way its domain is written', async () => {
    const lea = await people.withEmail('lea@bücher.example', { language: 'en' });
    for (const same of [
      'lea@xn--bcher-kva.example',
      'LEA@BÜCHER.example',
      'lea@bu\u0308cher.example',
      'lea@XN--BCHER-KVA.EXAMPLE',
    ])
      expect([same, (await people.withEmail(same, { language: 'fr' })).id]).toEqual([same, lea.id]);
    const other = await people.withEmail('lea@bucher.example', { language: 'en' });
    expect(other.id).not.toBe(lea.id);
    await expect(people.moveTo(other.id, 'lea@xn--bcher-kva.example')).rejects.toThrow('This address cannot be used');
  });

  test('An address that an e-mail could not safely go to is refused', () => {
    for (const right of ['ada@example.org', 'a.b+c@sub.example.org', "o'neil@exämple.org", 'x@example.co.ke'])
      expect(EmailAddress.safeParse(right).data).toBe(right);
    for (const wrong of [
      '',
      'ada',
      '@example.org',
      'ada@',
      'ada@example',
      'a b@example.org',
      'ada@example.org,eve@example.org',
      'ada@example.org\r\nBcc: eve@example.org',
      '<ada@example.org>',
      '"ada"@example.org',
      'ada@[127.0.0.1]',
      '.ada@example.org',
      'a..b@example.org',
      `${'a'.repeat(65)}@example.org`,
      'ada@exa\u202emple.org',
      'ada\0@example.org',
      'ada@-example.org',
      'a\u200bda@example.org',
      'a\u2800da@example.org',
      'ada\ufe0f@example.org',
      'ada@xn--zzzzzzzz--.example',
    ]) {
      expect([wrong, EmailAddress.safeParse(wrong).success]).toEqual([wrong, false]);
    }
  });
}
