import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { IdentityDatabase } from '../../src/identity/database/database.js';
import { People } from '../../src/identity/people/people.js';
import { temporaryFolder } from '../support/temporary.js';
import { identityContract } from './identity.contract.js';

describe('The identity database in SQLite', () => {
  identityContract(async () => ({ file: join(temporaryFolder(), 'identity.sqlite') }));
});

test('The file is readable to its owner alone, and holds nothing of what was deleted', async () => {
  const folder = temporaryFolder();
  const identity = new IdentityDatabase({ file: join(folder, 'identity.sqlite') });
  await identity.start();
  const marker = 'zanzibar4711'.repeat(20);
  for (let number = 0; number < 50; number += 1) {
    await identity.db
      .insertInto('people')
      .values({
        id: `${marker}${number}`,
        email: marker,
        emailKey: `${number}`,
        name: marker,
        language: 'en',
        createdAt: 0,
        deactivatedAt: null,
      })
      .execute();
  }
  const bytes = (): string =>
    readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'latin1'))
      .join('');
  expect(bytes()).toContain(marker);
  await identity.db.deleteFrom('people').execute();
  await identity.clear();
  expect(bytes()).not.toContain('zanzibar');
  for (const file of readdirSync(folder))
    expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
  await identity.close();
});

test('an identity database whose addresses were compared as they were typed is brought up to date, and nobody is lost', async () => {
  const file = join(temporaryFolder(), 'identity.sqlite');
  const older = new IdentityDatabase({ file });
  await older.start();
  const person = { name: null, language: 'en' as const, deactivatedAt: null };
  await older.db
    .insertInto('people')
    .values([
      { ...person, id: 'person-1', email: 'lea@bücher.example', emailKey: 'lea@bücher.example', createdAt: 1 },
      {
        ...person,
        id: 'person-2',
        email: 'lea@xn--bcher-kva.example',
        emailKey: 'lea@xn--bcher-kva.example',
        createdAt: 2,
      },
      { ...person, id: 'person-3', email: 'Zoë@données.example', emailKey: 'zoë@données.example', createdAt: 3 },
    ])
    .execute();
  await sql`drop table invitations`.execute(older.db);
  await sql`delete from identity_version where version > 1`.execute(older.db);
  await older.close();
  const identity = new IdentityDatabase({ file });
  await identity.start();
  const people = new People(
    identity,
    () => 0,
    () => 'x',
  );
  expect(await people.byEmail('zoë@xn--donnes-eva.example')).toMatchObject({ id: 'person-3' });
  expect(await people.byEmail('lea@bücher.example')).toBeDefined();
  expect(await identity.db.selectFrom('people').select('id').orderBy('id').execute()).toHaveLength(3);
  await identity.close();
});

test('an identity database of a newer version is not touched', async () => {
  const file = join(temporaryFolder(), 'identity.sqlite');
  const newer = new IdentityDatabase({ file });
  await newer.start();
  await sql`insert into identity_version values (99)`.execute(newer.db);
  await newer.close();
  const identity = new IdentityDatabase({ file });
  await expect(identity.start()).rejects.toThrow(
    'The identity database has version 99, and this program supports versions up to 3: use a newer program.',
  );
  await identity.close();
});
