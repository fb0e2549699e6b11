import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { AppendKey } from '../../src/platform/event-store/sqlite/append-key.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { appendKeyPath, checkpointsFolder, logPath } from '../../src/platform/data-folder.js';
import { drafted } from '../support/event-store/sealed-log.js';
import { securityLines } from '../support/identity/security-lines.js';
import { temporaryFolder } from '../support/temporary.js';
import { bundledEntries } from '../support/register/bundled.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const folder = temporaryFolder();
const dataDir = join(folder, 'data');
const bundle = join(folder, 'bundle');

const run = (args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

/** Runs the built command as a person does. */
const idc = (...args: readonly string[]): Promise<Ran> =>
  run(['dist/idc.js', ...args], { ...process.env, IDC_DATA_DIR: dataDir });

/** Runs the verifier that the bundle brings along, in an empty environment. */
const carried = (...args: readonly string[]): Promise<Ran> => run([join(bundle, 'verify.mjs'), ...args], {});

beforeAll(async () => {
  expect((await idc('import', 'data/idc.json')).code).toBe(0);
});

test('export writes a bundle and shows how far it has come; both verifiers give the same verdict on it', async () => {
  const ran = await idc('export', '--bundle', bundle);
  expect(ran).toMatchObject({
    code: 0,
    out: `${bundledEntries} entries were written to ${bundle}. Verify them: node ${bundle}/verify.mjs ${bundle}\n`,
  });
  expect(ran.err).toMatch(new RegExp(`Exporting +100 % ${bundledEntries}/${bundledEntries}`));
  expect(securityLines(dataDir)).toEqual([
    expect.objectContaining({ event: 'sensitive_read', entries: bundledEntries, to: bundle }),
  ]);
  const [ours, theirs] = [await idc('verify', bundle), await carried(bundle)];
  expect([ours.code, theirs.code, theirs.err]).toEqual([0, 0, '']);
  expect(ours.out).toBe(theirs.out);
  expect(ours.out).toContain(`${bundledEntries} entries`);
  expect(ours.err).toMatch(new RegExp(`Verifying +100 % ${bundledEntries}/${bundledEntries}`));
});

test('with a checkpoint from before and the known key they hold as well; with another key both say what does not', async () => {
  const checkpoint = join(bundle, `checkpoints/${bundledEntries}`);
  const [file = ''] = readdirSync(join(bundle, 'keys'));
  const key = readFileSync(join(bundle, 'keys', file), 'utf8').trim();
  for (const verify of [(...args: string[]) => idc('verify', ...args), carried]) {
    expect((await verify(bundle, '--checkpoint', checkpoint, '--checkpoint', checkpoint, '--key', key)).code).toBe(0);
    const refused = await verify(bundle, '--key', 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect([refused.code, refused.out]).toEqual([1, expect.stringContaining('V1 INITIAL_KEY')]);
    const lost = await verify(bundle, '--checkpoint', join(folder, 'no-such-file'));
    expect([lost.code, lost.out, lost.err]).toEqual([
      2,
      '',
      expect.stringMatching(/^\S+no-such-file cannot be read \(ENOENT\).*\n$/),
    ]);
    expect(await verify(folder)).toMatchObject({ code: 2, out: '' });
  }
  expect((await carried()).err).toBe('Usage: node verify.mjs DIR [--checkpoint OLD]… [--key VKEY]\n');
  expect(await carried(bundle, '--strange')).toMatchObject({ code: 2 });
});

test('both find what was changed', async () => {
  const path = join(bundle, 'log/parts.jsonl');
  const parts = readFileSync(path, 'utf8');
  writeFileSync(path, parts.replace('"country":null', '"country":"KEN"'));
  const [ours, theirs] = [await idc('verify', bundle), await carried(bundle)];
  writeFileSync(path, parts);
  expect([ours.code, theirs.code]).toEqual([1, 1]);
  expect(ours.out).toBe(theirs.out);
  expect(ours.out).toMatch(/^V11 PART_HASH entry \d+: its facts part/m);
});

test('what a register that ended too soon has not signed is signed; while another process writes, it is left out and said', async () => {
  const writing = new SqliteEventStore(logPath(dataDir), Date.now, {
    authentication: { key: AppendKey.open(appendKeyPath(dataDir)), signed: bundledEntries },
  });
  await writing.append('charter-IDC', 'any', [
    drafted({ type: 'ChampionCountStated', facts: { count: 1, asOf: null, source: null }, text: null }),
  ]);
  expect((await idc('export', '--bundle', bundle)).out).toContain(
    `${bundledEntries} entries were written to ${bundle}. 1 more are not signed yet; export again in a moment.`,
  );
  await writing.close();
  expect((await idc('export', '--bundle', bundle)).out).toContain(
    `${bundledEntries + 1} entries were written to ${bundle}. Verify`,
  );
  expect(readdirSync(checkpointsFolder(dataDir))).toContain(`${bundledEntries + 1}`);
  expect((await carried(bundle)).code).toBe(0);
});

test('export tells in a line what it cannot do', async () => {
  const inUse = await idc('export', '--bundle', dataDir);
  expect([inUse.code, inUse.err.trim().split('\n')]).toEqual([2, [expect.stringContaining('is not empty')]]);
  const empty = await run(['dist/idc.js', 'export', '--bundle', join(folder, 'other')], {
    ...process.env,
    IDC_DATA_DIR: join(folder, 'nothing'),
  });
  expect(empty).toMatchObject({
    code: 2,
    out: '',
    err: `There is no log in ${join(folder, 'nothing')}; nothing was exported.\n`,
  });
  expect((await idc('export')).err).toContain("required option '--bundle <folder>' not specified");
});
