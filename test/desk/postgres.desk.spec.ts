import { afterAll, beforeAll, describe } from '@jest/globals';
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
