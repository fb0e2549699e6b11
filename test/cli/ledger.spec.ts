import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseCheckpoint } from '../../src/ledger/checkpoint/checkpoint.js';
import { openNote, parseVkey } from '../../src/ledger/checkpoint/note.js';
import { checkProof } from '../../src/ledger/tree/proof.js';
import { verifyConsistency } from '../../src/ledger/tree/tree.js';
import { AppendKey } from '../../src/platform/event-store/sqlite/append-key.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { appendKeyPath, logPath } from '../../src/platform/data-folder.js';
import { Sqlite } from '../../src/platform/sqlite.js';
import { drafted } from '../support/event-store/sealed-log.js';
import { personId } from '../support/cqrs/issuer.js';
import { temporaryFolder } from '../support/temporary.js';
import { bundledEntries } from '../support/register/bundled.js';

/** The log holds what was imported, and one entry more. */
const size = bundledEntries + 1;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const dataDir = temporaryFolder();
const origin = 'register.example.org/log';

/** Runs the built command as a person does; its progress is left out of what it says. */
function idc(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/idc.js', ...args],
      { env: { ...process.env, IDC_DATA_DIR: dataDir, ...settings } },
      (error, out, err) =>
        resolve({
          code: typeof error?.code === 'number' ? error.code : 0,
          out,
          err: err.replace(/^\w+ +\d+ % \d+\/\d+\n/gm, ''),
        }),
    );
  });
}

const keys = () =>
  readdirSync(join(dataDir, 'keys'))
    .filter((file) => file.endsWith('.vkey'))
    .map((file) => parseVkey(readFileSync(join(dataDir, 'keys', file), 'utf8').trim()));

beforeAll(async () => {
  expect(await idc(['rotate-key'], { IDC_LOG_ORIGIN: origin })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^The log has a new key/),
  });
  expect(await idc(['import', 'data/idc.json'])).toMatchObject({
    code: 0,
    out: expect.stringContaining(`${bundledEntries} entries were written`),
  });
}, 240_000);

test('check says in one line that all fits together, also while a server holds the log', async () => {
  const holder = new SqliteEventStore(logPath(dataDir), Date.now);
  const checked = await idc(['check']);
  expect(checked).toMatchObject({ code: 0, err: '' });
  expect(checked.out).toMatch(
    new RegExp(
      `^${size} entries and \\d+ signed checkpoints of register\\.example\\.org/log are consistent\\. Root [\\w+/]{43}=\\.\\n$`,
    ),
  );
  expect((await idc(['rotate-key'])).err).toMatch(/^Another process has locked the log/);
  await holder.close();
});

test('both keys have signed what follows a rotation', () => {
  expect(keys()).toHaveLength(2);
  const note = readFileSync(join(dataDir, `ledger/checkpoints/${size}`), 'utf8');
  expect(openNote(note, keys()).signedBy).toHaveLength(2);
});

describe('proof', () => {
  test('of an entry is a file that anybody can check', async () => {
    const { code, out } = await idc(['proof', '--entry', '17', '--size', `${size}`]);
    const store = new SqliteEventStore(logPath(dataDir), Date.now, { readOnly: true });
    for await (const { leaf } of store.readLeaves(17)) {
      expect([code, checkProof(out, leaf, origin, keys()).size]).toEqual([0, size]);
      break;
    }
    await store.close();
  });

  test('of two sizes is what a witness takes', async () => {
    const { code, out } = await idc(['proof', '--from', '1']);
    expect(code).toBe(0);
    const [head, note] = [out.slice(0, out.indexOf('\n\n')), out.slice(out.indexOf('\n\n') + 2)];
    const [old, ...hashes] = head.split('\n');
    expect(old).toBe('old 1');
    const first = parseCheckpoint(openNote(readFileSync(join(dataDir, 'ledger/checkpoints/1'), 'utf8'), keys()).text);
    const last = parseCheckpoint(openNote(note, keys()).text);
    expect(
      verifyConsistency(
        1,
        last.size,
        first.root,
        last.root,
        hashes.map((hash) => Buffer.from(hash, 'base64')),
      ),
    ).toBe(true);
  });

  test.each([
    [['proof'], 'Say either --entry, or --from and --to.'],
    [['proof', '--entry', '1', '--from', '1'], 'Say either --entry, or --from and --to.'],
    [['proof', '--entry', 'x'], '--entry must be a whole number from 0, not "x".'],
    [['proof', '--entry', `${size}`], `No checkpoint covers entry ${size}: the newest is of size ${size}.`],
    [
      ['proof', '--entry', '5', '--size', '3'],
      '--size must be larger than the entry: at size 3 the log has no entry 5 yet.',
    ],
    [['proof', '--entry', '5', '--size', `${size + 1}`], `No checkpoint of size ${size + 1} was signed.`],
    [['proof', '--from', '0'], `--from must be a size from 1 to ${size}.`],
    [['proof', '--from', '5', '--to', '4'], '--from must be a size from 1 to 4.'],
    [
      ['check'],
      'IDC_LOG_ORIGIN is other.example.org, but this log was begun as register.example.org/log, which is in everything that was signed; remove the setting.',
    ],
  ])('says in one line what is wrong: %j', async (args, message) => {
    expect(await idc(args, args[0] === 'check' ? { IDC_LOG_ORIGIN: 'other.example.org' } : {})).toEqual({
      code: 2,
      out: '',
      err: `${message}\n`,
    });
  });
});

test('check judges each signed command by the roles that the log grants', async () => {
  const other = join(temporaryFolder(), 'data');
  cpSync(dataDir, other, { recursive: true });
  const store = new SqliteEventStore(logPath(other), Date.now, {
    authentication: { key: AppendKey.open(appendKeyPath(other)), signed: size },
  });
  const facts = { count: 1, asOf: null, source: null };
  const nobody = { actor: personId(1), role: 'approver', onBehalfOf: 'kenya' } as const;
  await store.append('charter-IDC', 'any', [
    { ...drafted({ type: 'ChampionCountStated', facts, text: null }), ...nobody },
  ]);
  await store.close();
  expect((await idc(['export', '--bundle', join(other, '../bundle')], { IDC_DATA_DIR: other })).code).toBe(0);
  const { code, err } = await idc(['check'], { IDC_DATA_DIR: other });
  expect([code, err.trim().split('\n')]).toEqual([
    1,
    [
      `entry ${size}: V13 BEFORE_RULES: before the log adopts its rules, only the operator acts, nobody holds a role, and no text is redacted.`,
      'The log does not match what was written and signed: 1 finding.',
    ],
  ]);
}, 240_000);

test('check tells each finding with its place, and no command is done on a log that has one', async () => {
  const file = new Sqlite(logPath(dataDir));
  file.exec(
    `UPDATE entries SET type = 'Nothing' WHERE position = 9; UPDATE entries SET facts = replace(facts, '"', '''') WHERE position = 12`,
  );
  const checked = await idc(['check']);
  expect(checked.code).toBe(1);
  expect(checked.err.trim().split('\n')).toEqual([
    'entry 11: Its facts do not match the hash in its leaf.',
    expect.stringMatching(/^entry 8: Its type is stored as Nothing; the leaf says \w+\.$/),
    'The log does not match what was written and signed: 2 findings.',
  ]);
  file.exec(`UPDATE entries SET leaf = replace(leaf, '"operator"', '"reporter"') WHERE position = 9`);
  expect((await idc(['check'])).err).toContain(
    `checkpoint ${size}: The entries that it covers differ from those that were signed.`,
  );
  expect(await idc(['proof', '--entry', '3'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('The log does not match what was signed at size'),
  });
  expect((await idc(['rotate-key'])).err).toContain('The register is read-only');
  file.close();
});

test('check of a folder without a log says so', async () => {
  expect(await idc(['check'], { IDC_DATA_DIR: temporaryFolder() })).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no log'),
  });
});
