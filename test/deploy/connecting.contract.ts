import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { StoreUnavailable } from '../../src/platform/event-store/event-store.js';
import { openDriver } from '../../src/platform/event-store/kurrent/client/driver.js';
import type { Double, DoubleOptions } from '../support/kurrent/kurrent-double.js';
import { temporaryFolder } from '../support/temporary.js';
import { makeCertificates } from './making.js';

/** Instances connect with what `deploy/certificates.sh` has made, and with nothing else. */
export function describeConnecting(
  scheme: 'esdb' | 'kurrentdb',
  start: (options: DoubleOptions) => Promise<Double>,
): void {
  describe(`Over ${scheme}://`, () => {
    let double: Double;
    let password: string;
    const [folder, other] = [temporaryFolder(), temporaryFolder()];
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    beforeAll(async () => {
      makeCertificates(folder, 'kurrentdb-1');
      makeCertificates(other, 'kurrentdb-1');
      password = read('password').trim();
      const tls = { cert: read('kurrentdb-1/node.crt'), key: read('kurrentdb-1/node.key') };
      double = await start({ tls, credentials: { username: 'admin', password } });
    });
    afterAll(() => double.stop());

    const connect = async (authority: string, secret: string): Promise<void> => {
      const driver = await openDriver(
        `${double.url(scheme).replace('://', `://admin:${secret}@`)}&tlsCAFile=${join(authority, 'ca/ca.crt')}`,
      );
      try {
        await driver.append('proof:log', 'no_stream', [{ id: crypto.randomUUID(), type: 'Proof', data: {} }], 3000);
        expect(await driver.read('proof:log', 'last', 3000)).toMatchObject({ revision: 0, type: 'Proof' });
      } finally {
        await driver.close();
      }
    };

    test('an instance does not connect to a server of another authority', async () => {
      await expect(connect(other, password)).rejects.toThrow(StoreUnavailable);
    });

    test('an instance with another password is refused', async () => {
      await expect(connect(folder, `${password}0`)).rejects.toThrow(StoreUnavailable);
      expect(await double.appends()).toBe(0);
    });

    test('an instance with the file of the authority and the account appends and reads', async () => {
      await connect(folder, password);
    });
  });
}
