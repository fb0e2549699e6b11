import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KurrentDouble } from '../support/kurrent/kurrent-double.js';
import { freePort } from '../support/register/served-instance.js';
import { temporaryFolder } from '../support/temporary.js';
import { makeCertificates } from './making.js';

const program = fileURLToPath(new URL('../../dist/register.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: readonly string[];
}

/** Starts the built program with a connection string, as an operator does, and waits for its end, or `endedAfter` milliseconds to end it by SIGTERM. */
async function start(connection: string, endedAfter = Infinity): Promise<Ended> {
  const { PATH } = process.env;
  const env = {
    PATH,
    IDC_EVENT_STORE: connection,
    IDC_DATA_DIR: temporaryFolder(),
    IDC_SEED: 'no',
    PORT: '0',
    HOST: '127.0.0.1',
    IDC_LOG_LEVEL: 'warn',
  };
  const deadline = { IDC_EVENT_STORE_DEADLINE_MS: '1000', IDC_DRAIN_MS: '0' };
  const child = spawn(process.execPath, ['--no-warnings', program], {
    env: { ...env, ...deadline },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      // From its first word on: how long it takes to that is the machine's affair.
      if (said === '' && endedAfter < Infinity) setTimeout(() => child.kill('SIGTERM'), endedAfter);
      said += String(text);
    });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, said: said.split('\n').filter((line) => line !== '') };
}

describe('A start over an event store with TLS', () => {
  let double: KurrentDouble;
  const [folder, other] = [temporaryFolder(), temporaryFolder()];
  let password = '';
  beforeAll(async () => {
    makeCertificates(folder, 'kurrentdb-1');
    makeCertificates(other, 'kurrentdb-1');
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    password = read('password').trim();
    double = await KurrentDouble.start({
      tls: { cert: read('kurrentdb-1/node.crt'), key: read('kurrentdb-1/node.key') },
      credentials: { username: 'admin', password },
    });
  }, 60_000);
  afterAll(() => double.stop());

  const url = (more: string, secret = password): string => `esdb://admin:${secret}@127.0.0.1:${double.port}${more}`;
  const authority = (of: string): string => `?tlsCAFile=${join(of, 'ca/ca.crt')}`;

  test.each<[string, () => string, RegExp]>([
    [
      'without its authority',
      () => url(''),
      /was not issued by an authority that this machine trusts \(OpenSSL: .+\)\. To fix it: name the authority/,
    ],
    [
      'with another authority',
      () => url(authority(other)),
      /was not issued by the authority in tlsCAFile \(OpenSSL: .+\)\. To fix it: set tlsCAFile/,
    ],
    ['without TLS', () => url('?tls=false'), /it accepts only TLS\. To fix it: remove tls=false/],
    [
      'with a file that is not there',
      () => url('?tlsCAFile=/nowhere/ca.crt'),
      /tlsCAFile must name a file; \/nowhere\/ca\.crt cannot be read \(ENOENT\)/,
    ],
    [
      'with another password',
      () => url(authority(folder), 'guessed'),
      /does not know the account in the connection string, or its password is wrong/,
    ],
  ])(
    '%s ends with one line that names the setting, the reason and what would be right',
    async (_, connection, told) => {
      const { code, said: lines } = await start(connection());
      // A double that responds too late on a busy machine is logged, as JSON, before the line that ends the start.
      const said = lines.filter((line) => !line.startsWith('{'));
      expect(said).toEqual([expect.stringMatching(told)]);
      expect([code, said[0]?.startsWith('IDC_EVENT_STORE: ')]).toEqual([1, true]);
    },
    180_000,
  );

  test('where a node speaks no TLS ends with one line too', async () => {
    const plain = await KurrentDouble.start();
    const { code, said } = await start(`esdb://127.0.0.1:${plain.port}`);
    expect(said).toEqual([
      expect.stringMatching(/^IDC_EVENT_STORE: .*OpenSSL: .*To fix it: it does not support TLS: add \?tls=false/),
    ]);
    expect(code).toBe(1);
    await plain.stop();
  }, 180_000);

  test('that waits for a node which is not there says so in one line, and ends without a stack when it is told to', async () => {
    // Longer than what is asked of the event store may take: a node that may come back is waited for all the same.
    const { code, signal, said } = await start(`esdb://127.0.0.1:${await freePort()}?tls=false`, 4000);
    expect(said).toEqual([expect.stringContaining('connect ECONNREFUSED')]);
    expect(signal === 'SIGTERM' || code === 0).toBe(true);
  }, 180_000);
});
