import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { DeskDatabase } from '../../src/desk/database.js';
import { temporaryFolder } from '../support/temporary.js';
import { deskContract } from './desk.contract.js';

describe('The desk in SQLite', () => {
  deskContract(async () => ({ file: join(temporaryFolder(), 'desk.sqlite') }));
});

test('The file is readable to its owner alone, and holds nothing of what was deleted', async () => {
  const folder = temporaryFolder();
  const desk = new DeskDatabase({ file: join(folder, 'desk.sqlite') });
  await desk.start();
  const marker = 'zanzibar4711'.repeat(20);
  for (let number = 0; number < 50; number += 1) {
    await desk.db
      .insertInto('people')
      .values({ id: `${marker}${number}`, email: marker, emailKey: `${number}`, name: marker, language: 'en', createdAt: 0, deactivatedAt: null })
      .execute();
  }
  const bytes = (): string =>
    readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'latin1'))
      .join('');
  expect(bytes()).toContain(marker);
  await desk.db.deleteFrom('people').execute();
  await desk.clear();
  expect(bytes()).not.toContain('zanzibar');
  for (const file of readdirSync(folder)) expect([file, statSync(join(folder, file)).mode & 0o777]).toEqual([file, 0o600]);
  await desk.close();
});

test('A desk of a newer version is not touched', async () => {
  const file = join(temporaryFolder(), 'desk.sqlite');
  const newer = new DeskDatabase({ file });
  await newer.start();
  await sql`insert into desk_version values (99)`.execute(newer.db);
  await newer.close();
  const desk = new DeskDatabase({ file });
  await expect(desk.start()).rejects.toThrow('The desk is of version 99, and this program knows versions up to 1: use the newer program.');
  await desk.close();
});
