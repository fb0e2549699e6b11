import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredEntry } from '../../src/platform/event-store/event-store.js';
import { KurrentEventStore } from '../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { gather } from '../../src/platform/event-store/reading.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { checkpointsFolder, logPath } from '../../src/platform/data-folder.js';
import { importedFolder } from '../support/register/imported-folder.js';
import { KurrentDouble } from '../support/kurrent/kurrent-double.js';
import { TestRegister } from '../support/register/register.js';
import { securityLines } from '../support/identity/security-lines.js';
import { temporaryFolder } from '../support/temporary.js';
import { bundledEntries } from '../support/register/bundled.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let double: KurrentDouble;
let dataDir: string;
beforeAll(async () => {
  double = await KurrentDouble.start();
  dataDir = await importedFolder();
}, 60_000);
afterAll(() => double.stop());

/** Runs the built command as a person does. */
function idc(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/idc.js', ...args],
      { env: { ...process.env, IDC_DATA_DIR: dataDir, ...settings } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

async function entriesIn(folder: string): Promise<StoredEntry[]> {
  const store = new SqliteEventStore(logPath(folder), Date.now, { readOnly: true });
  const entries = await gather(store.readEntries(0));
  await store.close();
  return entries;
}

const checkpointsIn = (folder: string): [string, string][] =>
  readdirSync(checkpointsFolder(folder))
    .sort()
    .map((file) => [file, readFileSync(join(checkpointsFolder(folder), file), 'utf8')]);

describe('copy', () => {
  test('carries a register over to an event store and back, goes on where it broke off, and each time both roots are the same', async () => {
    const entries = await entriesIn(dataDir);
    const begun = await KurrentEventStore.open({
      url: double.url(),
      register: 'idc',
      path: join(temporaryFolder(), 'log.sqlite'),
      clock: Date.now,
    });
    await begun.copyIn(entries.slice(0, 100));
    await begun.close();

    await double.loseAcknowledgements(2);
    await double.refuseAsNotLeader(1, double.port);
    await double.dropSubscriptionAfter(120);
    const there = await idc(['copy', '--from', `sqlite:${dataDir}`, '--to', double.url()]);
    expect(there).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        new RegExp(
          `^Complete: the target has ${bundledEntries} entries and \\d+ signed checkpoints. Both logs have the root [\\w+/]{43}=\\.\\n$`,
        ),
      ),
    });
    expect(there.err).toMatch(new RegExp(`Copying +100 % ${bundledEntries}/${bundledEntries}`));
    const again = await idc(['copy', '--from', `sqlite:${dataDir}`, '--to', double.url()]);
    expect(again).toMatchObject({
      code: 0,
      out: there.out,
      err: expect.stringContaining(`already has all ${bundledEntries} entries`),
    });

    await double.calm();
    const back = temporaryFolder();
    expect(await idc(['copy', '--from', double.url(), '--to', `sqlite:${back}`])).toMatchObject({
      code: 0,
      out: there.out,
    });
    expect(await entriesIn(back)).toEqual(entries);
    expect(checkpointsIn(back)).toEqual(checkpointsIn(dataDir));
    expect(await idc(['check'], { IDC_DATA_DIR: back, IDC_SECRETS_DIR: dataDir })).toMatchObject({ code: 0 });
    const told = securityLines(dataDir).map(({ event, to }) => [event, to]);
    expect(told).toEqual(['esdb:', 'esdb:', 'sqlite:'].map((to) => ['sensitive_read', to]));
  }, 60_000);

  test('leaves a target that holds another log as it is, and says what a place looks like', async () => {
    const other = await KurrentEventStore.open({
      url: double.url(),
      register: 'another',
      path: join(temporaryFolder(), 'log.sqlite'),
      clock: Date.now,
    });
    const [first] = await entriesIn(dataDir);
    const strange = {
      ...(first as StoredEntry),
      leaf: (first as StoredEntry).leaf.replace('"client":"', '"client":"another-'),
    };
    await other.copyIn([strange]);
    await other.close();
    const refused = await idc(['copy', '--from', `sqlite:${dataDir}`, '--to', double.url()], {
      IDC_REGISTER: 'another',
    });
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('it is another log') });
    expect(await idc(['copy', '--from', 'here', '--to', double.url()])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--from must be sqlite:<data folder>'),
    });
  }, 60_000);
});

describe('backup', () => {
  test('of a running register is a folder that fits together, from which a register or a further instance starts', async () => {
    const register = await TestRegister.open();
    for (const champion of ['one', 'two'])
      await register.mutate('joinCharter', { champion, name: champion, kind: 'FOUNDATION' });
    await register.request('/log/receipts/1');
    const copy = join(temporaryFolder(), 'copy');
    const own = { IDC_DATA_DIR: register.dataDir };
    expect(await idc(['backup', copy], own)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 entries were copied to /),
    });
    expect(await idc(['check'], { IDC_DATA_DIR: copy, IDC_SECRETS_DIR: register.dataDir })).toMatchObject({ code: 0 });
    expect(await idc(['rebuild', '--check'], { IDC_DATA_DIR: copy })).toMatchObject({ code: 0 });
    expect((await entriesIn(copy)).length).toBe(2);
    expect(securityLines(register.dataDir).at(-1)).toMatchObject({ event: 'sensitive_read', entries: 2, to: copy });
    await register.stop();

    const strange = temporaryFolder();
    mkdirSync(strange, { recursive: true });
    writeFileSync(join(strange, 'mine'), '');
    expect(await idc(['backup', strange])).toMatchObject({ code: 2, err: expect.stringContaining('is not empty') });
    expect(await idc(['backup', copy], { IDC_DATA_DIR: temporaryFolder() })).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no log'),
    });
  }, 60_000);
});
