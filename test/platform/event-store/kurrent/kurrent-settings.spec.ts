import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseConnectionString } from '../../../../src/platform/event-store/kurrent/client/connection-string.js';
import { openDriver } from '../../../../src/platform/event-store/kurrent/client/driver.js';
import { selfSigned } from '../../../support/processes/certificate.js';
import { KurrentDouble } from '../../../support/kurrent/kurrent-double.js';
import { temporaryFolder } from '../../../support/temporary.js';

const other = join(temporaryFolder(), 'ca.pem');
let plain: KurrentDouble;
let secure: KurrentDouble;
beforeAll(async () => {
  writeFileSync(other, selfSigned().cert);
  [plain, secure] = [await KurrentDouble.start(), await KurrentDouble.start({ tls: selfSigned() })];
});
afterAll(() => Promise.all([plain.stop(), secure.stop()]));

/** What is said of a connection string. */
async function told(url: string): Promise<string> {
  let name = 'reached';
  try {
    const driver = await openDriver(url);
    await driver.reach().finally(() => driver.close());
  } catch (error) {
    name = `${(error as Error).name}: ${(error as Error).message}`;
  }
  return name;
}

test('a setting that waiting cannot mend is named with the reason and what would be right', async () => {
  const [open, closed] = [`127.0.0.1:${plain.port}`, `127.0.0.1:${secure.port}`];
  expect(await told(`esdb://${open}?tls=false`)).toBe('reached');
  expect(await told(`esdb://${open}`)).toMatch(/^WrongSetting: .*OpenSSL: .*wrong version number.*add \?tls=false/s);
  expect(await told(`esdb://${closed}?tls=false`)).toMatch(/^WrongSetting: .*it accepts only TLS.*remove tls=false/);
  expect(await told(`esdb://${closed}`)).toMatch(/^WrongSetting: .*OpenSSL: .*name the authority with \?tlsCAFile/);
  expect(await told(`esdb://${closed}?tlsCAFile=${other}`)).toMatch(
    /^WrongSetting: .*the authority in tlsCAFile \(OpenSSL/,
  );
  expect(await told(`esdb://${closed}?tlsCAFile=/nowhere/ca.crt`)).toMatch(
    /^WrongSetting: .*\/nowhere\/ca\.crt cannot be read \(ENOENT\)/,
  );
  expect(await told(`esdb://admin:a%zz@${closed}`)).toMatch(/^WrongSetting: .*not percent-encoded/);
  expect(await told(`esdb://${closed}?tlsCaFiles=x`)).toMatch(/^WrongSetting: .*"tlsCaFiles" is not an option/);
  expect(await told('esdb://127.0.0.1:1?tls=false')).toMatch(/^StoreUnavailable: .*ECONNREFUSED/);
});

test('a client is given one node, and told to try again at once where it could not connect', () => {
  const settings = parseConnectionString(
    'kurrentdb://one:1,two:2?tls=false&discoveryInterval=500&maxDiscoverAttempts=3&connectionName=idc',
  );
  expect(settings.to({ host: 'two', port: 2 }, 10_000)).toBe(
    'kurrentdb://two:2?tls=false&connectionName=idc&discoveryInterval=10&keepAliveInterval=10000',
  );
});
