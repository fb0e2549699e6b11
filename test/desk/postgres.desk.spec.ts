import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DeskDatabase, DeskUnavailable } from '../../src/desk/database.js';
import { PostgresServer, postgresMissing } from '../support/postgres.js';
import { testWhere } from '../support/store-fixture.js';
import { deskContract } from './desk.contract.js';

const missing = postgresMissing();

if (missing !== null) testWhere(missing, 'The desk in PostgreSQL', async () => undefined);
else {
  describe('The desk in PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start();
    }, 60_000);
    afterAll(() => server.stop());
    deskContract(async () => ({ postgres: server.url }));
  });
}

test('A database that is not there is told with the setting that names it, and without its password', async () => {
  const desk = new DeskDatabase({ postgres: 'postgres://desk:secret@127.0.0.1:1/desk' });
  const refusal = (await desk.start().catch((error: unknown) => error)) as Error;
  expect(refusal).toBeInstanceOf(DeskUnavailable);
  expect(refusal.message).toMatch(/^The desk’s database, which IDC_DESK names, cannot be opened: (?!.*secret)/);
  await desk.close();
});
