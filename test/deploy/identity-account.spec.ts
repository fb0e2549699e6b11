import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { IdentityDatabase } from '../../src/identity/database/database.js';
import { PostgresServer, postgresMissing } from '../support/identity/postgres.js';
import { testWhere } from '../support/event-store/store-fixture.js';
import { temporaryFolder } from '../support/temporary.js';

const script = fileURLToPath(new URL('../../deploy/identity-account.sh', import.meta.url));

testWhere(
  postgresMissing(),
  "The register's account in PostgreSQL keeps the identity database and can do nothing else",
  async () => {
    const server = await PostgresServer.start();
    const { hostname, port } = new URL(server.url);
    const password = join(temporaryFolder(), 'password');
    writeFileSync(password, "it's a secret\n");
    const given = {
      PGHOST: hostname,
      PGPORT: port,
      POSTGRES_USER: 'identity',
      POSTGRES_DB: 'postgres',
      IDENTITY_PASSWORD_FILE: password,
    };
    execFileSync(script, { env: { ...process.env, ...given }, stdio: 'ignore' });
    const account = new IdentityDatabase({ postgres: server.url.replace('identity@', 'register@') });
    await account.start();
    await account.clear();
    for (const statement of [
      'create database other',
      'create role other',
      'alter role register superuser',
      "copy drafts from '/etc/passwd'",
      'create table public.other (id int)',
    ])
      await expect(sql.raw(statement).execute(account.db)).rejects.toMatchObject({ code: '42501' });
    await account.close();
    server.stop();
  },
);
