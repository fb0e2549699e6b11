import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { freePort } from '../register/served-instance.js';
import { until } from '../time/until.js';

const template = readFileSync(fileURLToPath(new URL('../../../deploy/proxy.conf.template', import.meta.url)), 'utf8');

/** What this machine lacks to run the proxy, or null. */
export const noProxy = ((): string | null => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'nginx is not installed.';
  }
})();

/**
 * Runs nginx with the configuration of `deploy/`, before two instances at these ports, and gives where it listens. `given` takes the place of what
 * is filled in otherwise, such as ACCESS_LOG, the file in which it writes down who asked.
 */
export async function startProxy(
  [first, second]: readonly [number, number],
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'idc-proxy-'))];
  const values: Record<string, string> = {
    ...{
      PORT: `127.0.0.1:${port}`,
      DNS_SERVER: '127.0.0.1',
      REQUESTS_PER_SECOND: '10000',
      FOLLOW_DNS: '',
      ACCESS_LOG: join(folder, 'access.log'),
    },
    ...{ FIRST_INSTANCE: `127.0.0.1:${first}`, SECOND_INSTANCE: `127.0.0.1:${second}` },
    ...given,
  };
  writeFileSync(
    join(folder, 'proxy.conf'),
    template.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? `no value for ${name}`),
  );
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (what) => `${what}_temp_path ${join(folder, what)};`,
  );
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {} http { access_log off; ${places.join(' ')} include ${folder}/proxy.conf; }`,
  );
  mkdirSync(join(folder, 'logs'));
  const nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  ends.push(async () => {
    if (nginx.exitCode === null) {
      const exited = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await exited;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  await until('nginx listens or has ended', async () => nginx.exitCode !== null || (await listens(port)));
  if (nginx.exitCode !== null) throw new Error(`nginx ended with ${nginx.exitCode}.`);
  return `http://127.0.0.1:${port}`;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

const ends: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ends.splice(0)) await end();
});
