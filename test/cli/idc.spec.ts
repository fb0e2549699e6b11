import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite.event-store.js';
import { logPath, viewsFolder } from '../../src/platform/platform.module.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'idc-cli-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs the built command as a person does. */
function idc(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/idc.js', ...args], { env: { ...process.env, IDC_DATA_DIR: dataDir, ...settings } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

async function logSize(): Promise<number> {
  const store = new SqliteEventStore(logPath(dataDir), Date.now, { readOnly: true });
  const { size } = await store.head();
  await store.close();
  return size;
}

let first: Ran;
beforeAll(async () => {
  const rehearsed = await idc(['import', 'data/idc.json', '--dry-run']);
  expect(rehearsed.code).toBe(0);
  expect(rehearsed.out).toContain('249 entries would be written');
  expect(await logSize()).toBe(0);
  first = await idc(['import', 'data/idc.json', '--json']);
}, 60_000);

test('import tells what became of every record, and shows how far it has come', async () => {
  expect(first.code).toBe(0);
  const report = JSON.parse(first.out) as { before: number; after: number; records: readonly { record: string; entries: readonly number[] }[] };
  expect(report).toMatchObject({ before: 0, after: 249 });
  expect(report.records.find(({ record }) => record === 'champions/kenya')?.entries.length).toBeGreaterThan(0);
  expect(first.err).toMatch(/Importing +100 %/);
  expect(await logSize()).toBe(249);
});

test('import of the same file writes nothing more', async () => {
  expect((await idc(['import', 'data/idc.json'])).out).toContain('0 entries were written');
  expect(await logSize()).toBe(249);
});

test('a faulty file is refused with every fault and its place, and nothing is written', async () => {
  const path = join(dataDir, 'faulty.json');
  writeFileSync(path, readFileSync('data/idc.json', 'utf8').replace('"2019-11-11"', '"2019-11-31"').replace('"civil_society"', '"club"'));
  const ran = await idc(['import', path]);
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(/^champions\[\d+\]\.joinedOn: must be a date as precise as it is known.*\(found "2019-11-31"\)$/m);
  expect(ran.err).toContain('nothing was imported');
  expect(await logSize()).toBe(249);
});

test('a verb that needs the log alone says in one line that it is held; rebuild goes on beside', async () => {
  const holder = new SqliteEventStore(logPath(dataDir), Date.now);
  const held = await idc(['import', 'data/idc.json']);
  expect(held).toMatchObject({ code: 2, out: '' });
  expect(held.err.trim().split('\n')).toEqual([expect.stringContaining('Another process holds the log')]);
  const before = readdirSync(viewsFolder(dataDir));
  expect((await idc(['rebuild'])).out).toContain('built anew from 249 entries');
  expect(readdirSync(viewsFolder(dataDir)).length).toBeGreaterThan(before.length);
  await holder.close();
});

test('a wrong setting stops it with a line that says what would be right', async () => {
  const ran = await idc(['rebuild'], { PORT: 'many', IDC_DATADIR: 'x' });
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('PORT must be a port from 0 to 65535');
  expect(ran.err).toContain('IDC_DATADIR is not a setting');
});

test('a file that is not there is told in one line', async () => {
  const ran = await idc(['import', 'no-such-file.json']);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('no-such-file.json');
  expect(ran.err).not.toContain('    at ');
});
