import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IdentityDatabase, IdentityUnavailable } from '../../src/identity/database/database.js';
import { PostgresServer, postgresMissing } from '../support/identity/postgres.js';
import { testWhere } from '../support/event-store/store-fixture.js';
import { identityContract } from './identity.contract.js';

const missing = postgresMissing();

if (missing !== null) testWhere(missing, 'The identity database in PostgreSQL', async () => undefined);
else {
  describe('The identity database in PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start();
    }, 60_000);
    afterAll(() => server.stop());
    identityContract(async () => ({ postgres: server.url }));
  });
}

test('A database that is not there is told with the setting that names it, and without its password', async () => {
  const identity = new IdentityDatabase({ postgres: 'postgres://identity:secret@127.0.0.1:1/identity' });
  const refusal = (await identity.start().catch((error: unknown) => error)) as Error;
  expect(refusal).toBeInstanceOf(IdentityUnavailable);
  expect(refusal.message).toMatch(/^The identity database in IDC_IDENTITY cannot be opened: (?!.*secret)/);
  await identity.close();
});
