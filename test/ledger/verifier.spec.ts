import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gather } from '../../src/platform/event-store/reading.js';
import { eventTypes } from '../../src/contexts.js';
import { term } from '../../src/kernel/time/deadline.js';
import { span } from '../../src/kernel/time/partial-date.js';
import { checkpointText } from '../../src/ledger/checkpoint/checkpoint.js';
import { signNote } from '../../src/ledger/checkpoint/note.js';
import { Tree } from '../../src/ledger/tree/tree.js';
import {
  canonical,
  compiled,
  isDeadline,
  isPartialDate,
  report,
  verify,
  WrongUsage,
} from '../../src/ledger/bundle/verifier.mjs';
import { canonical as ourCanonical } from '../../src/platform/event-store/canonical.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import type { StoredEntry } from '../../src/platform/event-store/event-store.js';
import { testKey } from '../support/event-store/log-keys.js';
import {
  drafted,
  exportInto,
  firstSigner,
  forms,
  rules,
  origin,
  richLog,
  secondSigner,
  signedLog,
  type RichLog,
} from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';

let rich: RichLog;
beforeAll(async () => {
  rich = await richLog();
});

const freshBundle = (log = rich.log): Promise<string> => exportInto(join(temporaryFolder(), 'bundle'), log);
const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

/** A file kept from earlier. */
function kept(note: string): string {
  const file = join(temporaryFolder(), 'kept');
  writeFileSync(file, note);
  return file;
}

/** The log of some events, an entry each, of a stream. */
async function logOf(
  ...events: readonly { readonly type: string; readonly facts: object; readonly text?: object }[]
): Promise<StoredEntry[]> {
  const store = new MemoryEventStore(() => Date.parse('2026-01-01T00:00:00Z'));
  for (const { type, facts, text = null } of events)
    await store.append('ledger-log', 'any', [drafted({ type, facts, text })]);
  return gather(store.readEntries(0));
}

describe('A correct bundle', () => {
  test('holds, with the known key and with every checkpoint of it kept from earlier', async () => {
    const folder = await freshBundle();
    const checkpoints = rich.log.checkpoints.sizes.map((size) => kept(rich.log.checkpoints.read(size) ?? ''));
    const result = verify(folder, { forms, rules, key: firstSigner.key.vkey, checkpoints });
    expect(result).toMatchObject({
      holds: true,
      findings: [],
      counts: {},
      kept: 5,
      brought: 5,
      log: { origin, size: rich.entries.length },
      firstKey: { vkey: firstSigner.key.vkey, isPinned: true },
    });
    const told = report(result);
    expect(told).toMatch(/VERIFIED: everything that was checked is correct\.$/);
    expect(told.match(/^holds /gm)).toHaveLength(15);
    for (const one of ['V14', 'Witnesses: there are none yet']) expect(told).toContain(`—    ${one}`);
    expect(told).toContain('the log has adopted no rules, so only the operator');
    expect(told).not.toContain('--');
  });

  test('is told what an older checkpoint and a known key would add', async () => {
    const told = report(verify(await freshBundle(), { forms, rules }));
    expect(told).toContain('a history that was rewritten and signed again cannot be detected');
    expect(told).toContain('or give that with --key');
  });

  test('holds at every size, by roots that its own tree computes', async () => {
    const entries = await logOf(
      ...Array.from({ length: 70 }, (_, count) => ({
        type: 'ChampionCountStated',
        facts: { count, asOf: null, source: null },
      })),
    );
    const sizes = entries.map((_, index) => index + 1);
    expect(verify(await freshBundle(signedLog(entries, [0, ...sizes])), { forms, rules })).toMatchObject({
      holds: true,
      kept: 71,
    });
  });

  test('holds where lines are longer than what is read at a time', async () => {
    const long = (count: number) => ({ type: 'WordSaid', facts: { count }, text: { words: 'é'.repeat(700_000) } });
    const words = { WordSaid: { 1: { facts: { type: 'object' }, text: { type: 'object' } } } };
    const entries = await logOf(long(1), long(2), long(3));
    expect(verify(await freshBundle(signedLog(entries, [3])), { forms: words, rules })).toMatchObject({
      holds: true,
      findings: [],
    });
  });

  test('holds over several changes of keys', async () => {
    const keys = ['first', 'second', 'third'].map((seed) => testKey(origin, seed));
    const rotated = (index: number) => ({
      type: 'LogKeyRotated',
      facts: { retired: keys[index]?.key.vkey, introduced: keys[index + 1]?.key.vkey },
    });
    const entries = await logOf(rotated(0), rotated(1));
    const tree = new Tree();
    for (const { leaf } of entries) tree.append(leaf);
    const read = (size: number): string =>
      signNote(checkpointText({ origin, size, root: tree.rootAt(size) }), keys.slice(Math.max(0, size - 1), size + 1));
    const log = { ...signedLog(entries, []), checkpoints: { sizes: [0, 1, 2], read } };
    expect(verify(await freshBundle(log), { forms, rules, key: firstSigner.key.vkey })).toMatchObject({
      holds: true,
      findings: [],
    });
    expect(verify(await freshBundle(log), { forms, rules, key: secondSigner.key.vkey }).counts).toHaveProperty(
      'V1 STRANGE_KEY',
    );
  });
});

describe('What is found', () => {
  test('is listed up to a number, and counted beyond', async () => {
    const folder = await freshBundle();
    writeFileSync(join(folder, 'log/parts.jsonl'), '');
    const result = verify(folder, { forms, rules });
    expect(result.counts['V12 PART_MISSING']).toBeGreaterThan(59);
    expect(result.findings.filter(({ code }) => code === 'V12 PART_MISSING')).toHaveLength(10);
    expect(report(result)).toContain(
      `V12 PART_MISSING: ${(result.counts['V12 PART_MISSING'] ?? 0) - 10} more like these`,
    );
    expect(report(result)).toMatch(/^FAILS {2}V12/m);
    expect(report(result)).toMatch(/NOT VERIFIED: \d+ findings\.$/);
  });

  test('is told with its place', async () => {
    const folder = await freshBundle();
    const lines = read(folder, 'log/leaves.jsonl').split('\n');
    lines[12] = `${lines[12]} `;
    writeFileSync(join(folder, 'log/leaves.jsonl'), lines.join('\n'));
    expect(report(verify(folder, { forms, rules }))).toContain(
      'V4 NOT_CANONICAL entry 12: its line in log/leaves.jsonl is not canonical JSON',
    );
  });

  test.each([
    ['no line feed at the end', (bytes: Buffer) => bytes.subarray(0, -1), 'V4 NOT_CANONICAL'],
    ['an empty line', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('\n')]), 'V4 NOT_CANONICAL'],
    [
      'something deeply nested',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}\n`)]),
      'V4 NOT_CANONICAL',
    ],
    ['nothing', () => Buffer.alloc(0), 'V3 ENTRY_COUNT'],
  ])('%s is a finding', async (_, change, code) => {
    const folder = await freshBundle();
    for (const file of ['leaves', 'parts'])
      writeFileSync(join(folder, `log/${file}.jsonl`), change(readFileSync(join(folder, `log/${file}.jsonl`))));
    const { holds, counts } = verify(folder, { forms, rules });
    expect(holds).toBe(false);
    expect(counts).toHaveProperty([code]);
  });

  test.each([
    [
      'bytes that are no text',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, index) => (index === 12 ? 0xff : byte))),
      'it is not UTF-8',
    ],
    [
      'an endless line',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(17 * 1024 * 1024, 'a')]),
      'it is longer than 16777216 bytes; nothing after it was read',
    ],
  ])('%s is found as what it is', async (_, change, message) => {
    const folder = await freshBundle();
    const path = join(folder, 'log/leaves.jsonl');
    writeFileSync(path, change(readFileSync(path)));
    expect(verify(folder, { forms, rules }).findings).toContainEqual(
      expect.objectContaining({ code: 'V4 NOT_CANONICAL', message: expect.stringContaining(message) as unknown }),
    );
  });

  test('a bundle without checkpoints is signed by nobody', async () => {
    const folder = await freshBundle();
    for (const size of rich.log.checkpoints.sizes) rmSync(join(folder, 'checkpoints', String(size)));
    expect(Object.keys(verify(folder, { forms, rules }).counts)).toEqual(
      expect.arrayContaining(['V3 ENTRY_COUNT', 'V9 ROOT']),
    );
  });

  test('a file that is no key or no checkpoint', async () => {
    const folder = await freshBundle();
    writeFileSync(join(folder, 'keys/more.vkey'), 'example.org/test-register+00000000+AAAA\n');
    writeFileSync(join(folder, 'checkpoints/more'), 'more');
    writeFileSync(join(folder, 'checkpoints/12'), rich.log.checkpoints.read(7) ?? '');
    const places = verify(folder, { forms, rules }).findings.map(({ code, place }) => `${code} ${place}`);
    expect(places.sort()).toEqual([
      'V1 NOT_A_CHECKPOINT checkpoints/12',
      'V1 NOT_A_CHECKPOINT checkpoints/more',
      'V1 NOT_A_KEY keys/more.vkey',
    ]);
  });

  test('keys of another kind, of another length, or under another id', async () => {
    const folder = await freshBundle();
    const vkey = (bytes: Buffer): string =>
      `${origin}+${hash('sha256', Buffer.concat([Buffer.from(`${origin}\n`), bytes])).slice(0, 8)}+${bytes.toString('base64')}`;
    const right = Buffer.from(firstSigner.key.vkey.split('+').slice(2).join('+'), 'base64');
    expect(vkey(right)).toBe(firstSigner.key.vkey);
    const wrong = [
      vkey(Buffer.from([4, ...right.subarray(1)])),
      vkey(right.subarray(0, -1)),
      vkey(right).replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
    ];
    for (const [index, text] of wrong.entries()) writeFileSync(join(folder, `keys/wrong-${index}.vkey`), text);
    expect(verify(folder, { forms, rules }).counts).toEqual({ 'V1 NOT_A_KEY': 3 });
  });

  test('a key that comes back', async () => {
    const rotated = (retired: string, introduced: string) => ({
      type: 'LogKeyRotated',
      facts: { retired, introduced },
    });
    const [one, other] = [firstSigner.key.vkey, secondSigner.key.vkey];
    const folder = await freshBundle(signedLog(await logOf(rotated(one, other), rotated(other, one)), [0, 1, 2], 0));
    expect(verify(folder, { forms, rules, key: one }).counts).toEqual({ 'V1 BAD_ROTATION': 1 });
    expect(verify(folder, { forms, rules }).counts).toHaveProperty('V1 INITIAL_KEY');
  });

  test('a checkpoint that is no text of whole lines, or has a flood of signatures; more lines are let through', async () => {
    const text = `${(rich.log.checkpoints.read(20) ?? '').split('\n\n')[0] ?? ''}\n`;
    const folder = await freshBundle();
    const found = (note: string) => Object.keys(verify(folder, { forms, rules, checkpoints: [kept(note)] }).counts);
    expect(found(signNote(`${text}more\n`, [firstSigner]))).toEqual([]);
    expect(found(signNote(`${text}\nmore\n`, [firstSigner]))).toEqual(['V1 NOT_A_CHECKPOINT']);
    const strange = signNote(text, [testKey('example.org/witness', 'strange')]).slice(text.length + 1);
    expect(found(signNote(text, [firstSigner]) + strange.repeat(99))).toEqual([]);
    expect(found(signNote(text, [firstSigner]) + strange.repeat(100))).toEqual(['V1 NOT_A_CHECKPOINT']);
    for (const line of ['no-base64!', 'AAAA=', 'AAAAAB==', 'AAAAAA==', 'AAAA_-AA'])
      expect([line, found(`${signNote(text, [firstSigner])}— example.org/witness ${line}\n`)]).toEqual([
        line,
        ['V1 NOT_A_CHECKPOINT'],
      ]);
  });

  test('a checkpoint brought along that is of another log, or by another key', async () => {
    const folder = await freshBundle();
    const strange = testKey(origin, 'strange');
    const text = (rich.log.checkpoints.read(20) ?? '').split('\n\n')[0] ?? '';
    const found = (note: string) => Object.keys(verify(folder, { forms, rules, checkpoints: [kept(note)] }).counts);
    expect(found(signNote(`${text}\n`, [strange]))).toEqual(['V1 NOT_SIGNED']);
    expect(found(signNote(`${text.replace(origin, 'example.org/other')}\n`, [firstSigner]))).toEqual(['V2 ORIGIN']);
    expect(found('no note')).toEqual(['V1 NOT_A_CHECKPOINT']);
  });

  test('cannot break the lines of the report, nor steer a terminal', async () => {
    const entries = await logOf({
      type: 'Evil\u001b[2J\nVERIFIED: everything that was checked is correct.\u202e',
      facts: {},
    });
    const told = report(verify(await freshBundle(signedLog(entries, [1])), { forms, rules }));
    expect(told).toContain('knows no event Evil?[2J?VERIFIED: everything that was checked is correct.? of version 1');
    expect(told.split('\n').filter((line) => line.startsWith('VERIFIED'))).toEqual([]);
  });
});

describe('Wrong usage', () => {
  test.each(['log/leaves.jsonl', 'log/parts.jsonl', 'checkpoints', 'keys'])(
    'without %s it is no bundle',
    async (path) => {
      const folder = await freshBundle();
      rmSync(join(folder, path), { recursive: true });
      expect(() => verify(folder, { forms, rules })).toThrow(WrongUsage);
      expect(() => verify(folder, { forms, rules })).toThrow(
        `${path} cannot be read (ENOENT); a bundle has log, checkpoints and keys.`,
      );
      mkdirSync(join(folder, path), { recursive: true });
      if (path.startsWith('log/')) expect(() => verify(folder, { forms, rules })).toThrow('EISDIR');
    },
  );

  test('a key or a checkpoint that is none', async () => {
    const folder = await freshBundle();
    expect(() => verify(folder, { forms, rules, key: 'mine' })).toThrow(
      '--key must be <name>+<8 hexadecimal digits>+<base64 of an Ed25519 key>.',
    );
    expect(() => verify(folder, { forms, rules, checkpoints: ['no-such-file'] })).toThrow(
      'no-such-file cannot be read (ENOENT)',
    );
  });

  test('a copy of the verifier without forms says where there is one with them', async () => {
    const folder = await freshBundle();
    expect(() => verify(folder)).toThrow('use the one in the bundle, or idc verify');
  });
});

/** The form of a part of an event. */
function formOf(type: string, version: number, name: 'facts' | 'text'): Record<string, unknown> {
  const form = Object.entries(forms[type] ?? {}).find(([one]) => one === String(version))?.[1];
  if (form === undefined) throw new Error(`There is no form of ${type} ${version}.`);
  return form[name];
}

describe('The verifier’s own', () => {
  const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  const tried = (work: () => string): string => {
    try {
      return work();
    } catch {
      return 'refused';
    }
  };

  test('canonical form is the register’s, and it refuses what the register refuses', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(tried(() => canonical(value))).toBe(tried(() => ourCanonical(value)));
      }),
      { numRuns: 1000 },
    );
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 10: 4, 2: 5, '\ud83d\ude00': 5, ö: [{ b: 1, a: 2 }] };
    expect(canonical(keys)).toBe(ourCanonical(keys));
    for (const depth of [20, 21, 22]) {
      const nested = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
      expect(tried(() => canonical(nested))).toBe(tried(() => ourCanonical(nested)));
    }
    for (const text of ['"\\ud800"', '{"\\udc00":1}', '9007199254740992', '0.5', '1e300'])
      expect(() => canonical(JSON.parse(text))).toThrow(RangeError);
  });

  test('partial dates are the register’s', () => {
    const two = Array.from({ length: 45 }, (_, number) => String(number).padStart(2, '0'));
    const years = ['0000', '0001', '1900', '2023', '2024', '9999', '999', '10000'];
    const dates = years.flatMap((year) => [
      year,
      ...two.flatMap((part) => [`${year}-${part}`, ...two.map((day) => `${year}-${part}-${day}`)]),
    ]);
    const ends = [
      '..',
      '',
      '...',
      '0000',
      '9999',
      '9999-24',
      '2023',
      '2024',
      '2023-02',
      '2024-01',
      '2024-21',
      '2023-24',
      '2024-33',
      '2024-02-29',
      '2023-02-29',
    ];
    const bounds = ends.flatMap((start) => ends.flatMap((end) => [`${start}/${end}`, `${start}/${end}/2024`]));
    expect([...dates, ...bounds].filter((date) => isPartialDate(date) !== (span(date) !== null))).toEqual([]);
  });

  test('deadlines are the register’s', () => {
    const ends = ['', '/', '/2026', '/2029-12', '/2026-13', '/..', '/2026/2027', '/ongoing'];
    const recurring = ends.flatMap((start) =>
      ['P1Y', 'P18M', 'P2W', 'P0M', 'P1H', 'P100M'].flatMap((every) => ends.map((end) => `R${start}/${every}${end}`)),
    );
    const fiscal = ['0000', '2026', '9999', '26'].flatMap((year) =>
      ['', '-00', '-04', '-12', '-13', '-4'].map((month) => `FY${year}${month}`),
    );
    const others = [
      'ongoing',
      'Ongoing',
      '',
      'R',
      'R/',
      '2026',
      '2026-30',
      '2026-22',
      '2026-27',
      '2026/2028',
      '2026/..',
      '../2029',
      '../..',
      '2023-02-29',
    ];
    expect([...recurring, ...fiscal, ...others].filter((text) => isDeadline(text) !== (term(text) !== null))).toEqual(
      [],
    );
  });

  test('forms let through what was recorded of every type, and nothing that lacks a field, has one more or one of another kind', () => {
    for (const { type, schemaVersion } of eventTypes) {
      const sample = JSON.parse(read('test/events', `${type}.json`)) as Record<
        'facts' | 'text',
        Record<string, unknown> | null
      >;
      for (const name of ['facts', 'text'] as const) {
        const check = compiled(formOf(type, schemaVersion, name));
        const value = sample[name];
        expect([type, check(value)]).toEqual([type, null]);
        if (value === null) continue;
        expect(check({ ...value, more: null })).toBe('.more is not one of its fields');
        for (const field of Object.keys(value)) {
          expect(check(Object.fromEntries(Object.entries(value).filter(([name]) => name !== field)))).not.toBeNull();
          expect(check({ ...value, [field]: [[1]] })).not.toBeNull();
        }
      }
    }
  });

  test('forms know partial dates', () => {
    const check = compiled(formOf('ChampionCountStated', 1, 'facts'));
    expect(check({ count: 1, asOf: '2024-36', source: null })).toBeNull();
    expect(check({ count: 1, asOf: '2024-37', source: null })).toBe('.asOf violates format "partial-date"');
  });

  test.each([
    [{ type: 'string', minLength: 2, maxLength: 3 }, ['ab', '😀😀😀'], ['a', 'abcd', 1]],
    [{ type: 'integer', minimum: -1, maximum: 5 }, [-1, 0, 5], [-2, 6, '1', 1.5]],
    [{ type: ['boolean', 'null'] }, [true, null], [0, 'true']],
    [{ enum: ['a', 1] }, ['a', 1], ['1', null]],
    [{ type: 'array', items: { pattern: '^a' } }, [[], ['ab']], [['b'], {}]],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, ['', null], [0, []]],
    [
      { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'], additionalProperties: false },
      [{ a: 1 }],
      [{}, { a: 1, b: 1 }, [], null, { a: '1' }],
    ],
    [
      { type: 'object', properties: { a: {} }, additionalProperties: { type: 'null' } },
      [{ a: 1, b: null }],
      [{ b: 1 }],
    ],
    [{ type: 'object', propertyNames: { pattern: '^a' }, additionalProperties: {} }, [{ ab: 1 }], [{ b: 1 }]],
    [{ type: 'object', properties: { a: { type: 'integer' } } }, [{}, { b: 1 }], [{ a: null }]],
  ])('schema %j is kept to as the standard has it', (schema, right, wrong) => {
    const check = compiled(schema);
    expect(right.map(check)).toEqual(right.map(() => null));
    expect(wrong.map(check).filter((fault) => fault === null)).toEqual([]);
  });

  const unknown: readonly Record<string, unknown>[] = [
    { uniqueItems: true },
    { type: 'number' },
    { format: 'email' },
    { propertyNames: { const: 1 } },
    { items: { oneOf: [] } },
    { toString: 1 },
  ];
  test.each(unknown)('schema %j, which says more than it knows, is refused as a whole', (schema) => {
    expect(() => compiled(schema)).toThrow(WrongUsage);
  });
});
