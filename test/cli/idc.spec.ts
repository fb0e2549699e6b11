import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Sqlite } from '../../src/platform/sqlite.js';
import { logPath, viewsFolder } from '../../src/platform/data-folder.js';
import { bundledEntries } from '../support/register/bundled.js';

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
    execFile(
      process.execPath,
      ['dist/idc.js', ...args],
      { env: { ...process.env, IDC_DATA_DIR: dataDir, ...settings } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
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
  expect(rehearsed.out).toContain(`${bundledEntries} entries would be written`);
  expect(await logSize()).toBe(0);
  first = await idc(['import', 'data/idc.json', '--json']);
}, 240_000);

test('import tells what became of every record, and shows how far it has come', async () => {
  expect(first.code).toBe(0);
  const report = JSON.parse(first.out) as {
    before: number;
    after: number;
    records: readonly { record: string; entries: readonly number[] }[];
  };
  expect(report).toMatchObject({ before: 0, after: bundledEntries });
  expect(report.records.find(({ record }) => record === 'champions/kenya')?.entries.length).toBeGreaterThan(0);
  expect(first.err).toMatch(/Importing +100 %/);
  expect(await logSize()).toBe(bundledEntries);
});

test('import of the same file writes nothing more', async () => {
  expect((await idc(['import', 'data/idc.json'])).out).toContain('0 entries were written');
  expect(await logSize()).toBe(bundledEntries);
});

test('a faulty file is refused with every fault and its place, and nothing is written', async () => {
  const path = join(dataDir, 'faulty.json');
  const [before = '', champions = ''] = readFileSync('data/idc.json', 'utf8').split('"champions":');
  const faulty = champions
    .replace(/"joinedOn": "[\d-]+"/, '"joinedOn": "2019-11-31"')
    .replace('"kind": "civil_society"', '"kind": "club"');
  writeFileSync(path, `${before}"champions":${faulty}`);
  const ran = await idc(['import', path]);
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(
    /^champions\[\d+\]\.joinedOn: must be a date as precise as it is known.*; line \d+, column \d+ \(found "2019-11-31"\)$/m,
  );
  expect(ran.err).toContain('nothing was imported');
  expect(await logSize()).toBe(bundledEntries);
});

test('a corrected file is reported with both values, and amended on demand; what it says cannot pass for a line of the program', async () => {
  const path = join(dataDir, 'corrected.json');
  const name = 'Sensored\\nentry 9  2026-01-01\\u001b[2J';
  const data = readFileSync('data/idc.json', 'utf8');
  const responsible = /"responsible": "([^"]+)"/.exec(data)?.[1] ?? '';
  writeFileSync(path, data.replace(`"responsible": "${responsible}"`, '"responsible": "Bureau of corrections"'));
  const told = await idc(['import', path, '--dry-run']);
  expect(told.out).toContain(`responsible: the register holds "${responsible}"; the file says "Bureau of corrections"`);
  expect(told.out).toContain(
    '1 field differs from the register and was not changed; --amend applies what the file says.',
  );
  const amended = await idc(['import', path, '--amend', '--dry-run']);
  expect(amended.out).toContain('1 entry would be written');
  expect(amended.out).toMatch(/^ {2}amended {2}actionPlans\/.*responsible/m);
  writeFileSync(path, data.replace(`"responsible": "${responsible}"`, `"responsible": "${name}"`));
  const refused = await idc(['import', path]);
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringContaining('must be one line: remove the line breaks; line '),
  ]);
  // eslint-disable-next-line no-control-regex -- it is the character that must not be there
  expect(refused.err).not.toMatch(/\u001b|^entry 9/m);
  expect(await logSize()).toBe(bundledEntries);
});

test('a verb that needs the log alone says in one line that it is held; rebuild goes on beside', async () => {
  const holder = new SqliteEventStore(logPath(dataDir), Date.now);
  const held = await idc(['import', 'data/idc.json']);
  expect(held).toMatchObject({ code: 2, out: '' });
  expect(held.err.trim().split('\n')).toEqual([expect.stringContaining('Another process has locked the log')]);
  const before = readdirSync(viewsFolder(dataDir));
  expect((await idc(['rebuild'])).out).toContain(`rebuilt from ${bundledEntries} entries`);
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

describe('replay', () => {
  test('walks through a stream entry by entry, with what each changed and the state after it', async () => {
    const { code, out } = await idc(['replay', '--stream', 'champion-fcdo']);
    expect(code).toBe(0);
    const [joined, renamed] = out.split('\n\n');
    expect(joined).toMatch(
      /^entry \d+ {2}\S+Z {2}ChampionJoined {2}champion-fcdo\n.* joined the charter\. \(operator, imported, holds 2018-07\)\n/,
    );
    expect(joined).toMatch(/\n {2}joined: – → 2018-07\n[^]*\n {2}state: .*joined=2018-07/);
    expect(renamed).toMatch(/ChampionRenamed[^]*\n {2}name: .+ → .+\n/);
    expect(out).toMatch(new RegExp(`\\d of ${bundledEntries} entries\\.\\n$`));
  });

  test('ends with a day, and says so when nothing was recorded', async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect((await idc(['replay', '--until', today])).out).toContain(`${bundledEntries} of ${bundledEntries} entries.`);
    expect(await idc(['replay', '--until', '2020-01-01'])).toMatchObject({
      code: 1,
      err: 'Nothing was recorded until then.\n',
    });
    expect((await idc(['replay', '--stream', 'champion-nobody'])).err).toContain(
      'Nothing was recorded on champion-nobody',
    );
    expect(await idc(['replay', '--until', '2020'])).toMatchObject({
      code: 2,
      err: '--until must be a day such as 2026-07-14, not 2020.\n',
    });
  });
});

describe('rebuild --check', () => {
  test('finds the views as the log gives them, and every row that is not', async () => {
    expect(await idc(['rebuild', '--check'])).toMatchObject({
      code: 0,
      out: `The views match the log of ${bundledEntries} entries, row by row.\n`,
    });
    const folder = viewsFolder(dataDir);
    const file =
      readdirSync(folder)
        .filter((name) => name.endsWith('.sqlite'))
        .sort()
        .at(-1) ?? '';
    const views = new Sqlite(join(folder, file));
    views.run("UPDATE champions_versions SET country = 'XXX' WHERE key = 'fcdo'");
    views.run("DELETE FROM commitment_links_versions WHERE commitment = 'IDC-KENYA-1-C01'");
    views.close();
    const { code, out } = await idc(['rebuild', '--check']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /champions_versions, only from the log: .*fcdo[^]*champions_versions, only in the views: .*XXX/,
    );
    expect(out).toMatch(/commitment_links_versions, only from the log: /);
    expect(out).toMatch(new RegExp(`differ from the log of ${bundledEntries} entries in \\d+ rows`));
    await idc(['rebuild']);
    expect((await idc(['rebuild', '--check'])).code).toBe(0);
  });
});
