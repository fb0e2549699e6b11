import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { eventTypes } from '../../src/contexts.js';
import { programFolder } from '../../src/program-folder.js';
import {
  carriedBy,
  FolderInUse,
  NothingToExport,
  writeBundle,
  type SignedLog,
} from '../../src/ledger/bundle/bundle.js';
import { parseCheckpoint } from '../../src/ledger/checkpoint/checkpoint.js';
import { formsOf } from '../../src/ledger/bundle/event-forms.js';
import { openNote, parseVkey } from '../../src/ledger/checkpoint/note.js';
import { verify } from '../../src/ledger/bundle/verifier.mjs';
import { canonical } from '../../src/platform/event-store/canonical.js';
import type { StoredEntry } from '../../src/platform/event-store/event-store.js';
import {
  exportInto,
  firstSigner,
  forms,
  rules,
  origin,
  richLog,
  secondSigner,
  signedLog,
} from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const linesOf = (...path: string[]): string[] =>
  read(...path)
    .split('\n')
    .slice(0, -1);

/** All files of a folder with what they hold. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => [join(one.parentPath, one.name).slice(folder.length + 1), read(one.parentPath, one.name)]),
  );

describe('A bundle', () => {
  test('holds the leaves as they are, the parts in canonical lines, every checkpoint and every key', async () => {
    const { log, entries } = await richLog();
    const folder = await exportInto(join(temporaryFolder(), 'new', 'bundle'), log);
    expect(linesOf(folder, 'log/leaves.jsonl')).toEqual(entries.map(({ leaf }) => leaf));
    const parts = linesOf(folder, 'log/parts.jsonl').map(
      (line) => JSON.parse(line) as { entry: number; facts: unknown; text: unknown },
    );
    expect(parts.map(canonical)).toEqual(linesOf(folder, 'log/parts.jsonl'));
    const hex = (salt: Uint8Array | null): string => Buffer.from(salt ?? []).toString('hex');
    expect(parts).toEqual(
      entries.map(({ entry, facts, factsSalt, text, textSalt }) => ({
        entry,
        facts: { salt: hex(factsSalt), value: JSON.parse(facts) as unknown },
        text: text === null ? null : { salt: hex(textSalt), value: JSON.parse(text) as unknown },
      })),
    );
    const keys = [firstSigner.key, secondSigner.key];
    const sizes = readdirSync(join(folder, 'checkpoints')).map((name) => {
      const { text } = openNote(read(folder, 'checkpoints', name), keys);
      expect(parseCheckpoint(text)).toMatchObject({ origin, size: Number(name) });
      return Number(name);
    });
    expect(sizes.sort((one, other) => one - other)).toEqual(log.checkpoints.sizes);
    const files = readdirSync(join(folder, 'keys'));
    expect(files.map((file) => parseVkey(read(folder, 'keys', file).trim()).vkey).sort()).toEqual(
      keys.map(({ vkey }) => vkey).sort(),
    );
    expect(files.every((file) => /^example\.org_test-register-[0-9a-f]{8}\.vkey$/.test(file))).toBe(true);
    expect(read(folder, 'README.md')).toBe(read('src/ledger/bundle/auditors.md'));
  });

  test('brings its verifier along, which has the forms of all events and the rules in a line each', async () => {
    const folder = await exportInto(join(temporaryFolder(), 'bundle'), (await richLog()).log);
    const own = read('src/ledger/bundle/verifier.mjs').split('\n');
    const carried = read(folder, 'verify.mjs').split('\n');
    const changed = carried.filter((line, index) => line !== own[index]);
    expect(changed).toEqual([
      `const embeddedForms = ${JSON.stringify(forms)};`,
      `const embeddedRules = ${JSON.stringify(rules)};`,
    ]);
    expect(Object.keys(forms)).toEqual(expect.arrayContaining(eventTypes.map(({ type }) => type)));
    const module = (await import(pathToFileURL(join(folder, 'verify.mjs')).href)) as { verify: typeof verify };
    expect(module.verify(folder)).toEqual(verify(folder, { forms, rules }));
  });

  test('ends where the last checkpoint does', async () => {
    const { entries } = await richLog();
    const folder = await exportInto(join(temporaryFolder(), 'bundle'), signedLog(entries, [5, 17]));
    expect(linesOf(folder, 'log/leaves.jsonl')).toHaveLength(17);
    expect(verify(folder, { forms, rules })).toMatchObject({ holds: true, log: { size: 17 } });
  });

  test('of an empty log holds', async () => {
    const folder = await exportInto(join(temporaryFolder(), 'bundle'), signedLog([], [0]));
    expect(verify(folder, { forms, rules })).toMatchObject({ holds: true, findings: [], log: { size: 0 } });
  });
});

describe('Writing a bundle', () => {
  const inside = (folder: string): string[] => readdirSync(folder).sort();

  test('fills an empty folder, and replaces an older bundle as a whole', async () => {
    const { entries } = await richLog();
    const folder = temporaryFolder();
    const bundle = join(folder, 'bundle');
    mkdirSync(bundle);
    await exportInto(bundle, signedLog(entries, [5, 17]));
    await exportInto(bundle, signedLog(entries, [20]));
    expect(readdirSync(join(bundle, 'checkpoints'))).toEqual(['20']);
    expect(verify(bundle, { forms, rules }).holds).toBe(true);
    expect(inside(folder)).toEqual(['bundle']);
    mkdirSync(join(folder, 'beside'));
    expect(statSync(bundle).mode).toBe(statSync(join(folder, 'beside')).mode);
  });

  test.each([
    [
      'something else in it',
      (folder: string) => writeFileSync(join(folder, 'thesis.txt'), 'mine'),
      'thesis.txt is not part of a bundle',
    ],
    [
      'a part of a bundle in it',
      (folder: string) => writeFileSync(join(folder, 'README.md'), 'mine'),
      'not a complete bundle',
    ],
  ])('leaves a folder with %s as it is', async (_, fill, message) => {
    const folder = temporaryFolder();
    fill(folder);
    const before = filesOf(folder);
    const writing = exportInto(folder, (await richLog()).log);
    await expect(writing).rejects.toThrow(FolderInUse);
    await expect(writing).rejects.toThrow(message);
    expect(filesOf(folder)).toEqual(before);
  });

  test('leaves a file of that name as it is', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'mine');
    await expect(exportInto(file, (await richLog()).log)).rejects.toThrow('is a file; give a new or an empty folder');
    expect(read(file)).toBe('mine');
  });

  test('that breaks off leaves nothing, and an older bundle as it was', async () => {
    const { log, entries } = await richLog();
    const folder = temporaryFolder();
    const bundle = await exportInto(join(folder, 'bundle'), log);
    const before = filesOf(bundle);
    const breaking: SignedLog = {
      ...log,
      store: {
        ...log.store,
        readEntries: async function* () {
          yield* entries.slice(0, 3);
          throw new Error('the disk is gone');
        },
      },
    };
    await expect(exportInto(bundle, breaking)).rejects.toThrow('the disk is gone');
    await expect(exportInto(join(folder, 'other'), breaking)).rejects.toThrow('the disk is gone');
    expect(inside(folder)).toEqual(['bundle']);
    expect(filesOf(bundle)).toEqual(before);
  });

  test('of a log that nobody has signed, or that has lost entries, is refused', async () => {
    const { log, entries } = await richLog();
    const folder = temporaryFolder();
    await expect(exportInto(join(folder, 'bundle'), signedLog(entries, []))).rejects.toThrow(NothingToExport);
    const shortened: SignedLog = {
      ...log,
      store: {
        ...log.store,
        readEntries: async function* () {
          yield* entries.slice(0, -2);
        },
      },
    };
    await expect(exportInto(join(folder, 'bundle'), shortened)).rejects.toThrow(
      `A checkpoint of ${entries.length} entries is signed, and the log has ${entries.length - 2}`,
    );
    expect(inside(folder)).toEqual([]);
  });
});

/**
 * A bundle of the first format, written once with keys that anybody can make (test/support/event-store/log-keys.ts), and never changed again: it must
 * verify for ever. Where there is none yet, `IDC_ADD_GOLDEN_BUNDLE=yes` writes it.
 */
describe('The bundle that was kept', () => {
  const golden = 'test/ledger/bundle-1';

  test('verifies still', async () => {
    if (process.env.IDC_ADD_GOLDEN_BUNDLE === 'yes' && !existsSync(golden)) {
      const bundle = await exportInto(join(temporaryFolder(), 'bundle'), (await richLog()).log);
      for (const name of ['log', 'checkpoints', 'keys'])
        cpSync(join(bundle, name), join(golden, name), { recursive: true });
    }
    const result = verify(golden, {
      forms: formsOf(eventTypes),
      rules,
      key: firstSigner.key.vkey,
      checkpoints: [join(golden, 'checkpoints/20')],
    });
    expect(result).toMatchObject({
      holds: true,
      findings: [],
      log: { origin, size: 59, root: 'zkpKpfMQ4hdmlEYQr+DJhUkDDErs8K63xIUMrWA6QdY=' },
    });
  });

  test('is what would be written today, byte for byte', async () => {
    const parts = linesOf(golden, 'log/parts.jsonl').map(
      (line) =>
        JSON.parse(line) as Record<'facts' | 'text', { salt: string; value: object } | null> & {
          facts: { salt: string; value: object };
        },
    );
    const entries = linesOf(golden, 'log/leaves.jsonl').map((leaf, entry): StoredEntry => {
      const { facts, text } = parts[entry] as (typeof parts)[number];
      return {
        entry,
        leaf,
        facts: canonical(facts.value),
        factsSalt: Buffer.from(facts.salt, 'hex'),
        text: text === null ? null : canonical(text.value),
        textSalt: text === null ? null : Buffer.from(text.salt, 'hex'),
        request: null,
        code: null,
      };
    });
    const sizes = readdirSync(join(golden, 'checkpoints'))
      .map(Number)
      .sort((one, other) => one - other);
    const rotatedIn = entries.findIndex(({ leaf }) => leaf.includes('"type":"LogKeyRotated"'));
    const folder = join(temporaryFolder(), 'bundle');
    await writeBundle(folder, {
      log: signedLog(entries, sizes, rotatedIn),
      forms,
      rules,
      carried: await carriedBy(programFolder),
    });
    for (const name of ['README.md', 'verify.mjs']) rmSync(join(folder, name));
    expect(filesOf(folder)).toEqual(filesOf(golden));
  });
});
