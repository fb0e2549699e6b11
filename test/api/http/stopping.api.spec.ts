import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { Operator } from '../../../src/access/operator.js';
import { SqliteEventStore } from '../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { logPath } from '../../../src/platform/data-folder.js';
import { mutationDocument, TestRegister } from '../../support/register/register.js';
import { speaking } from '../../support/register/web-socket.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('a server asked to stop under load answers all that it has taken, writes nothing it has not answered, and ends with 0', async () => {
  execFileSync(process.execPath, ['tools/prepare.mjs', '--build'], { cwd: root });
  const dataDir = mkdtempSync(join(tmpdir(), 'idc-stopping-'));
  const env = {
    PATH: process.env.PATH,
    IDC_DATA_DIR: dataDir,
    PORT: '0',
    IDC_SEED: 'no',
    IDC_LOG_LEVEL: 'warn',
    IDC_DRAIN_MS: '0',
  };
  const server = spawn(process.execPath, ['--no-warnings', join(root, 'dist/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  server.stderr.on('data', (text: Buffer) => said.push(String(text)));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      server.stdout.on('data', (more: Buffer) => {
        text += String(more);
        const found = /http:\/\/[\d.]+:\d+\/graphql/.exec(text);
        if (found !== null) resolve(found[0]);
      });
      server.once('exit', () => reject(new Error(said.join(''))));
    });
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${readFileSync(Operator.tokenPath(dataDir), 'utf8')}`,
    };
    const answered: string[] = [];
    const outcomes = new Map<string, string>();
    const exited = once(server, 'exit');

    const tell = async (mutation: string, input: { commandId: string }): Promise<boolean> => {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers,
          body: JSON.stringify({ query: mutationDocument(mutation), variables: { input } }),
        });
        const text = await response.text();
        if (response.status === 200 && text.includes('"userErrors":[]')) answered.push(input.commandId);
        else outcomes.set(input.commandId, `${response.status} ${text}`);
        return true;
      } catch (error) {
        outcomes.set(input.commandId, String((error as Error).cause));
        return false;
      }
    };
    const keepTelling = async (champion: string): Promise<void> => {
      await tell('joinCharter', {
        commandId: `${champion}-joins`,
        champion,
        name: champion,
        kind: 'FOUNDATION',
      } as never);
      for (let number = 0; ; number++) {
        if (
          !(await tell('renameChampion', {
            commandId: `${champion}-${number}`,
            champion,
            name: `${champion} ${number}`,
          } as never))
        )
          return;
        if (answered.length === 200) server.kill('SIGTERM');
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, index) => keepTelling(`champion-${index}`)));

    expect(await exited).toEqual([0, null]);
    expect(said.join('')).toBe('');
    const log = new SqliteEventStore(logPath(dataDir), Date.now);
    const written: string[] = [];
    // The log has the id of a command behind its actor's.
    for await (const { commandId } of log.readAll()) written.push(commandId.slice(commandId.indexOf('/') + 1));
    await log.close();
    expect(answered.length).toBeGreaterThan(200);
    expect(written.filter((id) => !answered.includes(id)).map((id) => [id, outcomes.get(id)])).toEqual([]);
    expect(answered.filter((id) => !written.includes(id))).toEqual([]);
    for (const outcome of outcomes.values()) expect(outcome).toMatch(/^503 |ECONNREFUSED|ECONNRESET|other side closed/);
  } finally {
    server.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 120_000);

test('a request that is under way when a server is asked to stop gets its answer, and then no other over that connection', async () => {
  const register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'one', name: 'One', kind: 'FOUNDATION' });
  const headers = { 'content-type': 'application/json', 'x-idc-entry': '7' };
  const waiting = register.request('/graphql', { method: 'POST', headers, body: '{"query":"{ basis { size } }"}' });
  await register.answer('{ basis { size } }');
  const stopped = register.stop();
  const answer = await waiting;
  expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'BEHIND' } }] });
  expect(answer.headers.get('connection')).toBe('close');
  await stopped;
});

test('subscribers are told with 1001 that a stopping server goes away, and who does not answer is cut off', async () => {
  const register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'one', name: 'One', kind: 'FOUNDATION' });
  const [one, silent] = [await speaking(register), await speaking(register)];
  for (const { say, next } of [one, silent]) {
    expect(await next()).toEqual({ type: 'connection_ack' });
    say({ id: '1', type: 'subscribe', payload: { query: 'subscription { logAppended(afterEntry: -1) { entry } }' } });
    expect(await next()).toMatchObject({ type: 'next' });
  }
  silent.socket.pause();
  const stopped = register.stop();
  expect(await one.closed).toBe(1001);
  await stopped;
  silent.socket.terminate();
});
