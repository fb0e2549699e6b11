import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Sqlite } from '../../src/platform/sqlite.js';
import { Instance } from '../support/register/served-instance.js';
import { temporaryFolder } from '../support/temporary.js';
import { Persistence } from './persistence.js';

/**
 * `npm run test:cluster`: two instances over three real nodes, under load, while the nodes meet what nodes meet. Two variables name them:
 *
 * - `IDC_TEST_NODES`: the connection string of all three.
 * - `IDC_TEST_CONTROL`: a command that is run with one of `leader` (prints the number of the node that leads, fails while there is none), `stop N`, `kill N`,
 *   `freeze N`, `thaw N`, `start N`; and, where it can, `renew N` (the node gets another certificate of the same authority, and is restarted), `fill N` and
 *   `free N` (its disk is full; there is room again, and the node runs, if that has ended it), `password NEW` (the account that `IDC_TEST_NODES` names gets
 *   another password). A command that it does not know it fails, and what needs that is not played, which is said.
 *
 * Where they are missing nothing is tested, and that is said; with `IDC_TEST_NODES=required` it fails.
 */
const { IDC_TEST_NODES: url = '', IDC_TEST_CONTROL: command = '' } = process.env;
const missing = url === '' || url === 'required' || command === '';

const run = promisify(execFile);
const control = async (...args: string[]): Promise<string> =>
  (await run('sh', ['-c', `${command} "$@"`, 'sh', ...args], { timeout: 120_000 })).stdout.trim();

/** Milliseconds. */
const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

async function leader(): Promise<string> {
  for (;;) {
    const found = await control('leader').catch(() => '');
    if (/^\d$/.test(found)) return found;
    await seconds(0.2);
  }
}

/** The node that leads once it is another than before. */
async function nextLeader(before: string): Promise<string> {
  for (;;) {
    const found = await leader();
    if (found !== before) return found;
    await seconds(0.2);
  }
}

if (missing) {
  const told =
    'NOT TESTED over three real nodes: name them with IDC_TEST_NODES and IDC_TEST_CONTROL (see test/deploy/nodes.cluster.ts).';
  process.stderr.write(`${told}\n`);
  if (url === 'required')
    test('three real nodes are named', () => {
      throw new Error(told);
    });
  else test.skip(told, () => undefined);
} else
  describe('Two instances over three nodes, under load', () => {
    let instances: readonly [Instance, Instance];
    let load: readonly [Persistence, Persistence];
    beforeAll(async () => {
      const shared = {
        IDC_EVENT_STORE: url,
        IDC_SECRETS_DIR: temporaryFolder(),
        IDC_REGISTER: `cluster-${Date.now()}`,
        IDC_SEED: 'no',
      };
      const first = await Instance.start({ ...shared, IDC_DATA_DIR: temporaryFolder() });
      instances = [first, await Instance.start({ ...shared, IDC_DATA_DIR: temporaryFolder() })];
      load = [new Persistence(first.url, first.token, 'one'), new Persistence(instances[1].url, first.token, 'two')];
    }, 600_000);
    afterAll(async () => {
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may not have begun
      for (const one of load ?? []) await one.stop();
    });

    /** Plays something; both instances must outlive it, answer reads all the while, and record commands within `most` milliseconds of the time it gives. */
    async function survives(what: string, hardship: () => Promise<number>): Promise<void> {
      for (const one of load) one.forget();
      const since = await hardship();
      const took = await Promise.all(load.map((one) => one.recordedAfter(since)));
      process.stderr.write(
        `${what}: recorded again after ${took.map((ms) => `${ms} ms`).join(', ')}; reads ${load.map(({ reads }) => reads).join(', ')}\n`,
      );
      expect(instances.map(({ hasEnded }) => hasEnded)).toEqual([false, false]);
      expect(load.map(({ failedReads }) => failedReads)).toEqual([[], []]);
      expect(Math.max(...took)).toBeLessThan(5000);
      expect(load.every(({ reads }) => reads > 0)).toBe(true);
    }

    for (const signal of ['kill', 'stop', 'freeze'] as const)
      test(`the leader: ${signal}`, async () => {
        await survives(`leader ${signal}`, async () => {
          const before = await leader();
          await control(signal, before);
          await nextLeader(before);
          const since = performance.now();
          await Promise.all(load.map((one) => one.recordedAfter(since)));
          await control(signal === 'freeze' ? 'thaw' : 'start', before);
          return since;
        });
      });

    test('each node is restarted in turn', async () => {
      for (const node of ['1', '2', '3'])
        await survives(`node ${node} restarted`, async () => {
          await control('stop', node);
          await control('start', node);
          await leader();
          await seconds(10);
          await leader();
          return performance.now();
        });
    });

    test('most nodes are gone for a minute', async () => {
      await survives('quorum lost', async () => {
        const before = await leader();
        const others = ['1', '2', '3'].filter((node) => node !== before);
        await Promise.all(others.map((node) => control('stop', node)));
        await seconds(60);
        await Promise.all(others.map((node) => control('start', node)));
        await leader();
        return performance.now();
      });
    });

    /** Plays something that the control command may not know; false where it does not. */
    async function begins(name: string, ...args: string[]): Promise<boolean> {
      try {
        await control(...args);
        return true;
      } catch (error) {
        process.stderr.write(
          `NOT PLAYED: ${name}, for the control command fails “${args[0] ?? ''}”: ${(error as Error).message.split('\n').join(' ')}\n`,
        );
        return false;
      }
    }

    test('the certificate of each node is renewed', async () => {
      for (const node of ['1', '2', '3']) {
        const name = `certificate of node ${node} renewed`;
        await survives(name, async () => {
          if (!(await begins(name, 'renew', node))) return performance.now();
          await seconds(10);
          await leader();
          return performance.now();
        });
      }
    });

    test('the disk of the leader is full, then that of each other node', async () => {
      const first = await leader();
      for (const node of [first, ...['1', '2', '3'].filter((one) => one !== first)]) {
        const name = `disk of node ${node} full`;
        await survives(name, async () => {
          if (!(await begins(name, 'fill', node))) return performance.now();
          await seconds(20);
          await control('free', node);
          await leader();
          return performance.now();
        });
      }
    });

    test('the password of the account is changed', async () => {
      const [, account = '', old = ''] = /^[^:]+:\/\/([^:]+):([^@]+)@/.exec(url) ?? [];
      const changed = `another-${Date.now()}`;
      for (const one of load) one.forget();
      if (!(await begins('password changed', 'password', changed))) return;
      try {
        const states = async (): Promise<string[]> =>
          Promise.all(
            instances.map(
              async ({ url: at }) => ((await (await fetch(`${at}/health/ready`)).json()) as { status: string }).status,
            ),
          );
        while ((await states()).includes('ready')) await seconds(0.2);
        expect(load.map(({ failedReads }) => failedReads)).toEqual([[], []]);
        const since = performance.now();
        for (const instance of instances) {
          expect(await instance.end('SIGTERM')).toBe(0);
          await instance.again({ IDC_EVENT_STORE: url.replace(`${account}:${old}@`, `${account}:${changed}@`) });
        }
        await Promise.all(load.map((one) => one.recordedAfter(since)));
        expect(await states()).toEqual(['ready', 'ready']);
        process.stderr.write(
          'password changed: both said read only, answered every read until they were restarted with it, and recorded again\n',
        );
      } finally {
        await control('password', decodeURIComponent(old));
      }
      for (const instance of instances) {
        await instance.end('SIGTERM');
        await instance.again({ IDC_EVENT_STORE: url });
      }
    });

    test('in the end each acknowledged command stands in the log once, and both hold the same', async () => {
      for (const one of load) await one.stop();
      for (const instance of instances) expect(await instance.end('SIGTERM')).toBe(0);
      const logs = instances.map(({ logPath }) => {
        const file = new Sqlite(logPath, { readOnly: true });
        const rows = file.all<{ command_id: string; leaf: string }>(
          'SELECT command_id, leaf FROM entries ORDER BY position',
        );
        file.close();
        return rows;
      });
      const [one = [], other = []] = logs;
      const shorter = Math.min(one.length, other.length);
      expect(one.slice(0, shorter)).toEqual(other.slice(0, shorter));
      const longest = one.length > other.length ? one : other;
      const entries = longest.map(({ leaf }) => leaf);
      for (const { acknowledged } of load)
        for (const [commandId, entry] of acknowledged) {
          expect([commandId, longest.filter(({ command_id: id }) => id.endsWith(commandId)).length]).toEqual([
            commandId,
            1,
          ]);
          expect(JSON.parse(entries[entry] ?? '{}')).toMatchObject({
            entry,
            commandId: expect.stringContaining(commandId),
          });
        }
      process.stderr.write(
        `${load.map(({ acknowledged }) => acknowledged.size).join(' + ')} commands acknowledged, 0 lost, 0 doubled\n`,
      );
    });
  });
