import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect } from '@jest/globals';
import { Sqlite } from '../../src/platform/sqlite.js';
import { upTo } from '../support/event-store/drafts.js';
import { Instance } from '../support/register/served-instance.js';
import { KurrentChild } from '../support/kurrent/kurrent-child.js';
import { noProxy, startProxy } from '../support/processes/proxy.js';
import { realServer, usedScheme } from '../support/kurrent/real-server.js';
import { testWhere } from '../support/event-store/store-fixture.js';
import { temporaryFolder } from '../support/temporary.js';
import { Load } from './load.js';

const champions = (what: string): string[] => upTo(4).map((number) => `${what}-${number}`);
const restarts = Number(process.env.IDC_TEST_RESTARTS ?? 100);
const kills = Math.ceil(restarts / 10);

beforeAll(() => {
  execFileSync(process.execPath, ['tools/prepare.mjs', '--build'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
});

/** What it came to, for whoever reads the output. */
const report = (what: string, load: Load, start: number): boolean =>
  process.stderr.write(
    `${what} in ${Math.round((performance.now() - start) / 1000)} s: ${load.mutations.size} commands, ${load.questions} questions, ${load.failures.length} failed, the slowest took ${load.slowest} ms\n`,
  );

/** Commands with the entries of each, as an instance has them after its end; and the leaves. */
function logOf(instance: Instance): { entries: Map<string, number[]>; leaves: string[] } {
  const file = new Sqlite(instance.logPath, { readOnly: true });
  const rows = file.all<{ position: number; command_id: string; leaf: string }>(
    'SELECT position, command_id, leaf FROM entries ORDER BY position',
  );
  file.close();
  const entries = new Map<string, number[]>();
  // In the log, the id of a command begins with whoever sent it.
  for (const [entry, { command_id: scoped }] of rows.entries()) {
    const command = scoped.replace(/^[^/]*\//, '');
    entries.set(command, [...(entries.get(command) ?? []), entry]);
  }
  return { entries, leaves: rows.map(({ leaf }) => leaf) };
}

/** Size and root that an instance has signed, once it has seen an entry. */
async function rootAt({ url }: Instance, entry: number): Promise<string[]> {
  const answer = await fetch(`${url}/log/checkpoint`, { headers: { 'x-idc-entry': String(entry) } });
  return (await answer.text()).split('\n').slice(0, 3);
}

testWhere(
  noProxy,
  `${restarts} rolling restarts of two instances under load fail no request, lose no command and double none`,
  async () => {
    const real = realServer(usedScheme);
    const double = real === null ? await KurrentChild.start() : null;
    const shared = {
      IDC_EVENT_STORE: real ?? double?.url('kurrentdb') ?? '',
      IDC_REGISTER: `rolling-${Date.now()}`,
      IDC_SECRETS_DIR: temporaryFolder(),
      IDC_DRAIN_MS: '100',
    };
    const first = await Instance.start({ ...shared, IDC_DATA_DIR: temporaryFolder() });
    const second = await Instance.start({ ...shared, IDC_DATA_DIR: temporaryFolder(), IDC_SEED: 'no' });
    const instances = [first, second];
    const url = await startProxy([first.port, second.port]);

    const start = performance.now();
    const load = new Load(url, first.token, champions('rolling'));
    for (const number of upTo(restarts)) {
      const instance = instances[number % 2] as Instance;
      expect(await instance.end('SIGTERM')).toBe(0);
      await instance.again();
    }
    await load.stop();
    report(`${restarts} restarts`, load, start);

    const since = performance.now();
    const harsh = new Load(url, first.token, champions('killed'));
    for (const number of upTo(kills)) {
      const instance = instances[number % 2] as Instance;
      await instance.end('SIGKILL');
      await instance.again();
    }
    await harsh.stop();
    report(`${kills} kills`, harsh, since);

    const last = Math.max(...load.mutations.values(), ...harsh.mutations.values());
    const roots = await Promise.all(instances.map((instance) => rootAt(instance, last)));
    for (const instance of instances) await instance.end('SIGTERM');
    const [one, other] = instances.map(logOf) as [ReturnType<typeof logOf>, ReturnType<typeof logOf>];
    expect({ load: load.failures.slice(0, 3), harsh: harsh.failures.slice(0, 3) }).toEqual({ load: [], harsh: [] });
    expect(load.mutations.size).toBeGreaterThan(10 * restarts);
    for (const { mutations } of [load, harsh])
      for (const [command, entry] of mutations) expect([command, one.entries.get(command)]).toEqual([command, [entry]]);
    expect(one.leaves).toEqual(other.leaves);
    expect(roots[0]).toEqual(roots[1]);
    expect(instances.map(({ said }) => /"level":60.*/.exec(said)?.[0])).toEqual([undefined, undefined]);
    await double?.stop();
  },
);
