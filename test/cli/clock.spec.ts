import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { logPath } from '../../src/platform/data-folder.js';
import { SeenClock } from '../../src/platform/event-store/clock-guard.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Sqlite } from '../../src/platform/sqlite.js';
import { draft, freshStream } from '../support/event-store/drafts.js';
import { temporaryFolder } from '../support/temporary.js';

const day = 86_400_000;

function idc(dataDir: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/idc.js', ...args],
      { env: { ...process.env, IDC_DATA_DIR: dataDir } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

/** A data folder whose only entry was recorded so many milliseconds from now. */
async function folderWith(distance: number): Promise<string> {
  const dataDir = join(temporaryFolder(), 'data');
  const store = new SqliteEventStore(logPath(dataDir), () => Date.now() + distance);
  await store.append(freshStream(), 'none', [draft()]);
  await store.close();
  return dataDir;
}

function seenIn(dataDir: string): number {
  const file = new Sqlite(logPath(dataDir));
  const { seen } = new SeenClock(file);
  file.close();
  return seen;
}

test('clock shows what the register would compare, and confirms a clock after a long rest', async () => {
  const dataDir = await folderWith(-60 * day);
  expect(await idc(dataDir, 'clock')).toMatchObject({
    code: 1,
    err: expect.stringContaining('more than 31 days later'),
  });
  expect(seenIn(dataDir)).toBe(0);
  expect(await idc(dataDir, 'clock', '--confirm')).toMatchObject({
    code: 0,
    out: expect.stringContaining('Confirmed.'),
  });
  expect(Math.abs(seenIn(dataDir) - Date.now())).toBeLessThan(day);
  expect(await idc(dataDir, 'clock')).toMatchObject({ code: 0, err: '' });
}, 240_000);

test('clock confirms none that is behind the last entry', async () => {
  const dataDir = await folderWith(2 * day);
  expect(await idc(dataDir, 'clock', '--confirm')).toMatchObject({
    code: 1,
    err: expect.stringContaining('The clock is behind the last entry'),
  });
  expect(seenIn(dataDir)).toBe(0);
}, 240_000);

test('clock without a log says so', async () => {
  expect(await idc(temporaryFolder(), 'clock')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no log'),
  });
}, 240_000);
