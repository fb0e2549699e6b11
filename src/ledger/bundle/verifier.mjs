// @ts-check
/**
 * Verifies an exported bundle of the register's log, offline. It is written to be read: one file, nothing but what Node brings along
 * (version 20.12 or later), and none of the register's own code. Each check has its number and a reason code of its own; README.md beside
 * it says what they mean.
 *
 *     node verify.mjs DIR [--checkpoint OLD]… [--key VKEY]
 *
 * Exit code 0: everything holds. 1: something does not. 2: wrong usage, or not a bundle.
 */
import { isUtf8 } from 'node:buffer';
import crypto from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {Record<string, unknown>} Fields an object of JSON
 * @typedef {Record<string, Record<string, { facts: Fields, text: Fields }>>} Forms by event type and version, JSON Schemas of its two parts
 * @typedef {{ code: string, place: string, message: string }} Finding what is wrong, and in which entry or file
 * @typedef {(code: string, where: string | number, message: string) => void} Find notes a finding; a number is that of an entry
 * @typedef {{ name: string, id: string, vkey: string, public: crypto.KeyObject, place: string }} Key
 * @typedef {{ place: string, origin: string, size: number, root: string, signers: Set<string>, isKept: boolean }} Checkpoint
 * @typedef {{ entry: number, retired: unknown, introduced: unknown }} Rotation
 * @typedef {{ states: readonly string[], roles: Partial<Record<string, readonly string[]>>, second: string | null, persons?: true, over?: Partial<Record<string, readonly string[]>> }} Permission
 * @typedef {Readonly<Record<string, { version: number, grace: number, permissions: Readonly<Record<string, Permission>>, lapse?: number, unsealed?: Readonly<Record<string, readonly string[]>>, naming?: Naming }>>} Rules who may do what, by version
 * @typedef {Readonly<Record<string, string | null>>} Naming by noun, the expression that captures the organisation's slug in a name; null where there is none
 * @typedef {{ noun: string, name: unknown }} Named what a value names, by the marks in its form
 * @typedef {{ entry: number, leaf: Fields, facts: Fields, text: unknown, named: readonly Named[] }} ReadEntry an entry, its parts, and all that its facts name; text undefined where it was redacted
 * @typedef {{ checkpoints?: readonly string[], key?: string | undefined, forms?: Forms | null, rules?: Rules | null, now?: number, onProgress?: (done: number, of: number) => void }} Options
 */

/** The forms of all event types; the export puts them here.
 *  @type {Forms | null} */
const embeddedForms = null;

/** The rules of who may do what, in every version that a log may have adopted; the export puts them here.
 *  @type {Rules | null} */
const embeddedRules = null;

/** How many findings of one code are listed; all are counted. */
const listed = 10;

/** Bytes of the longest line and of the largest note that are read. */
const longestLine = 16 * 1024 * 1024;
const largestNote = 1024 * 1024;
const dayInMs = 24 * 3600 * 1000;

const checks = {
  V1: 'every checkpoint is signed by a key that was valid',
  V2: 'one origin everywhere, the name of the key',
  V3: 'as many entries as the last checkpoint says',
  V4: 'every line is canonical JSON',
  V5: 'entries are numbered consecutively from 0',
  V6: 'each stream is numbered consecutively from 0',
  V7: 'recorded times never decrease, and none is in the future',
  V8: 'event ids and command ids are used once',
  V9: 'the entries produce the signed root',
  V10: 'every older checkpoint is a prefix of this log',
  V11: 'facts and text match the hashes in the entries',
  V12: 'no part is missing or surplus, except text that the log says was redacted',
  V13: 'each command was allowed, from the entry that adopts the rules',
  V15: 'each entry matches the schema of its format, type and version',
  V16: 'corrections and redactions name an earlier entry of the same stream',
};

const notMade = [
  'V14: published figures are not computed again.',
  'Witnesses: there are none yet; no one but the log itself has signed these checkpoints.',
];

/** What was asked for cannot be done: not a bundle, a file that cannot be read, a key that is none. */
export class WrongUsage extends Error {}

/** SHA-256; Node's one-shot call is some times faster where it is there.
 *  @type {(bytes: Uint8Array) => Buffer} */
const sha256 = crypto.hash
  ? (bytes) => crypto.hash('sha256', bytes, 'buffer')
  : (bytes) => crypto.createHash('sha256').update(bytes).digest();

const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);

/** The tree of RFC 6962 (section 2.1), grown leaf by leaf; of all nodes only the roots of full subtrees are kept, the largest first. */
class Tree {
  size = 0;
  peaks = /** @type {Buffer[]} */ ([]);

  /** @param {Uint8Array} leaf */
  add(leaf) {
    let node = sha256(Buffer.concat([leafMark, leaf]));
    for (let filled = this.size; filled % 2 === 1; filled = (filled - 1) / 2)
      node = joined(/** @type {Buffer} */ (this.peaks.pop()), node);
    this.peaks.push(node);
    this.size += 1;
  }

  root() {
    const root =
      this.size === 0 ? sha256(Buffer.alloc(0)) : this.peaks.reduceRight((right, left) => joined(left, right));
    return root.toString('base64');
  }
}

/** @param {Buffer} left @param {Buffer} right */
const joined = (left, right) => sha256(Buffer.concat([nodeMark, left, right]));

/** The canonical form (RFC 8785) of a parsed value. Throws on what the log never holds: numbers that are no safe integers, halves of
 *  characters, and more levels than `depth`.
 *  @param {unknown} value @param {number} [depth] @returns {string} */
export function canonical(value, depth = 20) {
  return isSorted(value, depth) ? JSON.stringify(value) : sortedText(value);
}

/** Whether all keys stand in their order already: then JSON.stringify, which is fast, writes the canonical form. JavaScript compares text by
 *  UTF-16 code units, as RFC 8785 asks. @param {unknown} value @param {number} depth @returns {boolean} */
function isSorted(value, depth) {
  if (depth < 0) throw new RangeError('it is nested too deeply');
  if (typeof value === 'string' && !value.isWellFormed()) throw new RangeError('it contains half a character');
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${value} is not a safe integer`);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.map((item) => isSorted(item, depth - 1)).every((sorted) => sorted);
  let [sorted, last] = [true, ''];
  for (const name in value) {
    sorted =
      isSorted(name, depth) && isSorted(/** @type {Fields} */ (value)[name], depth - 1) && sorted && last <= name;
    last = name;
  }
  return sorted;
}

/** @param {unknown} value @returns {string} */
function sortedText(value) {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${sortedText(value[name])}`);
  return `{${fields.join(',')}}`;
}

/** @param {unknown} value @returns {value is Fields} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lines of a file without their line feeds, read piece by piece; `fault` says what is wrong with one as a line of text.
 *  @param {string} path @returns {Generator<{ bytes: Buffer, fault: string | null }>} */
function* linesOf(path) {
  const file = reading(path, () => openSync(path, 'r'));
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(1024 * 1024);
      const read = reading(path, () => readSync(file, chunk));
      if (read === 0) break;
      const bytes = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        const line = bytes.subarray(start, end);
        yield { bytes: line, fault: isUtf8(line) ? null : 'it is not UTF-8' };
        start = end + 1;
      }
      rest = bytes.subarray(start);
      if (rest.length > longestLine)
        return yield { bytes: rest, fault: `it is longer than ${longestLine} bytes; nothing after it was read` };
    }
    if (rest.length > 0) yield { bytes: rest, fault: 'it does not end with a line feed' };
  } finally {
    closeSync(file);
  }
}

/** @template T @param {string} path @param {() => T} read @returns {T} */
function reading(path, read) {
  try {
    return read();
  } catch (error) {
    throw new WrongUsage(
      `${path} cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code}); a bundle has log, checkpoints and keys.`,
    );
  }
}

/** The object that stands in a line; null where there is none. Whatever is not canonical is found.
 *  @param {{ bytes: Buffer, fault: string | null }} line @param {number} entry @param {string} file @param {number} depth @param {Find} find */
function parsed({ bytes, fault }, entry, file, depth, find) {
  const not = (/** @type {string} */ why) =>
    find('V4 NOT_CANONICAL', entry, `its line in ${file} is not canonical JSON: ${why}.`);
  const text = bytes.toString('utf8');
  try {
    /** @type {unknown} */
    const value = JSON.parse(text);
    const isCanonical = canonical(value, depth) === text;
    if (fault !== null || !isCanonical)
      not(
        fault ?? 'it is not written as RFC 8785 requires: keys sorted, no spaces, shortest escapes, no duplicate keys',
      );
    if (isObject(value)) return value;
    not('it is not an object');
  } catch (error) {
    not(fault ?? /** @type {Error} */ (error).message);
  }
  return null;
}

/** @typedef {(value: unknown) => string | null} Check says what is wrong, and where within the value, or null */

/** @type {Record<string, (value: unknown) => boolean>} */
const kinds = {
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: isObject,
};

/** Of the keywords of JSON Schema those that event types use: some hold or do not, the others lead further into the value. As the standard
 *  has it, each speaks of its own kind of value and lets all others pass.
 *  @type {Record<string, (says: any) => (value: any) => boolean>} */
const simple = {
  $schema: () => () => true,
  // It names a thing of an organisation: see `namedIn`.
  thing: () => () => true,
  type: (says, [one, ...others] = [says].flat().map((kind) => known(kinds, kind))) =>
    others.length === 0 && one !== undefined ? one : (value) => [one, ...others].some((holds) => holds?.(value)),
  enum: (says) => (value) => says.includes(value),
  minimum: (says) => (value) => typeof value !== 'number' || value >= says,
  maximum: (says) => (value) => typeof value !== 'number' || value <= says,
  minLength: (says) => (value) => typeof value !== 'string' || value.length >= 2 * says || [...value].length >= says,
  maxLength: (says) => (value) => typeof value !== 'string' || value.length <= says || [...value].length <= says,
  pattern:
    (says, pattern = new RegExp(says, 'u')) =>
    (value) =>
      typeof value !== 'string' || pattern.test(value),
  format:
    (says, holds = known({ 'partial-date': isPartialDate, deadline: isDeadline, instant: isInstant }, says)) =>
    (value) =>
      typeof value !== 'string' || holds(value),
  required: (says) => (value) =>
    !isObject(value) || says.every((/** @type {string} */ name) => Object.hasOwn(value, name)),
};

/** @type {Record<string, (says: any, schema: Fields) => Check>} */
const leading = {
  items:
    (says, _, check = compiled(says)) =>
    (value) =>
      Array.isArray(value) ? firstOf(value, (item, index) => within(index, check(item))) : null,
  properties:
    (says, _, fields = Object.entries(says).map(([name, schema]) => /** @type {const} */ ([name, compiled(schema)]))) =>
    (value) =>
      isObject(value)
        ? firstOf(fields, ([name, check]) => (Object.hasOwn(value, name) ? within(name, check(value[name])) : null))
        : null,
  propertyNames:
    (says, _, check = compiled(says)) =>
    (value) =>
      isObject(value) ? firstOf(Object.keys(value), check) : null,
  additionalProperties: (says, { properties }, names = new Set(Object.keys(properties ?? {}))) => {
    const others = says === false ? () => ' is not one of its fields' : compiled(says);
    return (value) =>
      isObject(value)
        ? firstOf(Object.keys(value), (name) => (names.has(name) ? null : within(name, others(value[name]))))
        : null;
  },
  anyOf:
    (says, _, ways = says.map(compiled)) =>
    (value) => {
      const fault = ways[0](value);
      return fault === null || ways.some((/** @type {Check} */ check) => check(value) === null) ? null : fault;
    },
};

/** @param {string | number} name @param {string | null} fault */
const within = (name, fault) =>
  fault === null ? null : `${typeof name === 'number' ? `[${name}]` : `.${name}`}${fault}`;

/** What a form names, in a table. A form with a word that is in none is refused as a whole, so that nothing is silently unchecked.
 *  @template T @param {Record<string, T>} table @param {string} word @returns {T} */
function known(table, word) {
  if (!Object.hasOwn(table, word))
    throw new WrongUsage(`The schemas use ${JSON.stringify(word)}, which this verifier does not support.`);
  return /** @type {T} */ (table[word]);
}

/** @template T @param {readonly T[]} items @param {(item: T, index: number) => string | null} fault */
function firstOf(items, fault) {
  for (let index = 0; index < items.length; index++) {
    const found = fault(/** @type {T} */ (items[index]), index);
    if (found !== null) return found;
  }
  return null;
}

/** Makes a check of a JSON Schema. @param {Fields} schema @returns {Check} */
export function compiled(schema) {
  const all = Object.entries(schema).map(([keyword, says]) => {
    if (Object.hasOwn(leading, keyword)) return known(leading, keyword)(says, schema);
    const holds = known(simple, keyword)(says);
    return /** @type {Check} */ ((value) => (holds(value) ? null : ` violates ${keyword} ${JSON.stringify(says)}`));
  });
  return (value) => firstOf(all, (check) => check(value));
}

/** A day, month, quarter, season or year, or bounds made of two of them: the subset of EDTF that decision 4 of the register gives. @param {string} text */
export function isPartialDate(text) {
  const [start = '', end, ...more] = text.split('/');
  if (end === undefined) return daysOf(text) !== null;
  if (more.length > 0 || text === '../..') return false;
  const first = start === '..' ? ['0000'] : daysOf(start);
  const last = end === '..' ? ['9999-99'] : daysOf(end)?.reverse();
  return first?.[0] !== undefined && last?.[0] !== undefined && first[0] <= last[0];
}

/** A partial date, a fiscal year by its first month, something that recurs, or what goes on (decision 4). @param {string} text */
export function isDeadline(text) {
  if (text === 'ongoing') return true;
  if (text.startsWith('FY')) return /^FY(?!0000|9999)\d{4}-(0[1-9]|1[0-2])$/.test(text);
  if (!text.startsWith('R')) return isPartialDate(text);
  const [, start = null, end = null] = /^R(?:\/([^/P][^/]*))?\/P[1-9]\d?[DWMY](?:\/([^/]+))?$/.exec(text) ?? ['', '?'];
  return (
    [start, end].every((one) => one === null || daysOf(one) !== null) &&
    (start === null || end === null || isPartialDate(`${start}/${end}`))
  );
}

/** The first month or day of a date and its last, as text that sorts; null where it is no date. @param {string} text */
function daysOf(text) {
  const match = /^(?!0000)(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  if (match === null) return null;
  const [, year, part, day] = match;
  const isMonth = part !== undefined && part >= '01' && part <= '12';
  if (day !== undefined) {
    const isDay =
      isMonth && day >= '01' && Number(day) <= new Date(Date.UTC(Number(year), Number(part), 0)).getUTCDate();
    return isDay ? [text, text] : null;
  }
  if (part === undefined) return [`${year}-01-01`, `${year}-12-31`];
  if (isMonth) return [`${text}-01`, `${text}-31`];
  const [from, to] = partsOfYear[Number(part)] ?? [];
  if (from === undefined || to === undefined) return null;
  // Some seasons reach into the next year, and years end with 9999.
  if (to > 12 && year === '9999') return null;
  const last = to > 12 ? String(Number(year) + 1).padStart(4, '0') : year;
  return [`${year}-${pad2(from)}-01`, `${last}-${pad2(to > 12 ? to - 12 : to)}-31`];
}

const pad2 = (/** @type {number} */ number) => String(number).padStart(2, '0');

/** First and last month of the seasons 21 to 24 and the quarters 33 to 36; the thirteenth is January of the next year. */
const partsOfYear = /** @type {Record<number, [number, number]>} */ ({
  21: [3, 11],
  22: [6, 14],
  23: [3, 11],
  24: [6, 14],
  33: [1, 3],
  34: [4, 6],
  35: [7, 9],
  36: [10, 12],
});

/** @param {string} text */
function isInstant(text) {
  return /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(text) && isPartialDate(text.slice(0, 10));
}

const text = { type: 'string', minLength: 1 };
const count = { type: 'integer', minimum: 0 };
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const perhaps = (/** @type {Fields} */ form) => ({ anyOf: [form, { type: 'null' }] });
const exactly = (/** @type {Fields} */ properties) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** The envelope of an entry, format 1 (decision 3 of the register). */
const isEnvelope = compiled(
  exactly({
    format: { enum: [1] },
    entry: count,
    stream: { type: 'string', pattern: '^(?!\\$)[^\\u0000-\\u001f\\u007f]{1,250}$' },
    revision: count,
    type: text,
    schemaVersion: { type: 'integer', minimum: 1 },
    eventId: { type: 'string', pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' },
    recordedAt: { type: 'string', format: 'instant' },
    effective: perhaps({ type: 'string', format: 'partial-date' }),
    actor: text,
    role: {
      enum: [
        'public',
        'reporter',
        'approver',
        'administrator',
        'secretariat',
        'assessor',
        'auditor',
        'operator',
        'policy',
      ],
    },
    onBehalfOf: perhaps(text),
    commandId: { type: 'string', pattern: '^[\\w.:\\/~\\-]{1,200}$' },
    correlationId: text,
    causationId: perhaps(text),
    client: text,
    origin: exactly({
      kind: { enum: ['live', 'import'] },
      record: perhaps(text),
      sources: { type: 'array', items: text },
      sourceDate: perhaps({ type: 'string', format: 'partial-date' }),
    }),
    facts: hash,
    text: perhaps(hash),
  }),
);

/** The parts of an entry, and one of them. */
const isParts = compiled(exactly({ entry: count, facts: {}, text: {} }));
const isPart = compiled(exactly({ salt: hash, value: { type: 'object' } }));

/** The bytes of base64 in its one right spelling; null for all else. @param {string} encoded */
function fromBase64(encoded) {
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes : null;
}

/** Reads a published key (C2SP signed-note, Ed25519); null when it is none. @param {string} vkey @param {string} place @returns {Key | null} */
function keyOf(vkey, place) {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey) ?? [];
  const bytes = fromBase64(encoded);
  if (
    bytes?.length !== 33 ||
    bytes[0] !== 1 ||
    sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes])).toString('hex', 0, 4) !== id
  )
    return null;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url', 1) };
  return { name, id, vkey, public: crypto.createPublicKey({ key: jwk, format: 'jwk' }), place };
}

/** The names in a folder, those of checkpoints by their size. @param {string} path */
const namesIn = (path) =>
  reading(path, () => readdirSync(path).sort((one, other) => Number(one) - Number(other) || (one < other ? -1 : 1)));

/** What a small file holds. @param {string} path */
const textOf = (path) => reading(path, () => (statSync(path).size > largestNote ? '' : readFileSync(path, 'utf8')));

/** The keys of a bundle. @param {string} dir @param {Find} find @returns {Key[]} */
const keysIn = (dir, find) =>
  namesIn(join(dir, 'keys')).flatMap((name) => {
    const key = keyOf(textOf(join(dir, 'keys', name)).trimEnd(), `keys/${name}`);
    if (key === null)
      find('V1 NOT_A_KEY', `keys/${name}`, 'it must be <name>+<8 hexadecimal digits>+<base64 of an Ed25519 key>.');
    return key ?? [];
  });

/** Reads a signed checkpoint (C2SP tlog-checkpoint) and finds which of the keys have signed it; null when it is none.
 *  @param {string} path @param {string} place @param {boolean} isKept whether it stands in the bundle
 *  @param {readonly Key[]} keys @param {Find} find @returns {Checkpoint | null} */
function checkpointOf(path, place, isKept, keys, find) {
  const note = textOf(path);
  const end = note.lastIndexOf('\n\n');
  const signed = note.slice(0, end + 1);
  const [origin = '', size = '', root = '', ...others] = signed.split('\n');
  const lines = note
    .slice(end + 2, -1)
    .split('\n')
    .map((line) => /^— ([^\s+]+) (\S+)$/u.exec(line));
  // A signature is that of an unknown key only if it is one: the id of a key, and at least a byte behind it.
  const areSignatures = lines.every((line) => (fromBase64(line?.[2] ?? '')?.length ?? 0) > 4);
  // eslint-disable-next-line no-control-regex -- these are the characters to keep out
  const hasControls = /[\u0000-\u0009\u000b-\u001f]/.test(note);
  const isNote =
    end !== -1 && note.endsWith('\n') && areSignatures && !hasControls && !lines.includes(null) && lines.length <= 100;
  const isBody =
    origin !== '' &&
    /^(0|[1-9]\d{0,14})$/.test(size) &&
    fromBase64(root)?.length === 32 &&
    others.pop() === '' &&
    !others.includes('');
  if (!isNote || !isBody || (isKept && place !== `checkpoints/${size}`)) {
    find(
      'V1 NOT_A_CHECKPOINT',
      place,
      'it must be a signed note over three lines: log, size and root. Its name in the bundle is the size.',
    );
    return null;
  }
  const signers = /** @type {Set<string>} */ (new Set());
  for (const line of lines) {
    const bytes = fromBase64(line?.[2] ?? '');
    const key = keys.find(({ name, id }) => name === line?.[1] && id === bytes?.toString('hex', 0, 4));
    if (key === undefined || bytes === null) continue;
    if (crypto.verify(null, Buffer.from(signed), key.public, bytes.subarray(4))) signers.add(key.vkey);
    else find('V1 BAD_SIGNATURE', place, `the signature of ${key.name}+${key.id} is invalid.`);
  }
  return { place, origin, size: Number(size), root, signers, isKept };
}

/** From which size of the log to which each key was in force. One key has been there from the beginning; every other is brought in by a
 *  rotation that a checkpoint signed by the key before it covers. That one checkpoint is the last that the retired key can sign alone.
 *  @param {readonly Key[]} keys @param {readonly Rotation[]} rotations @param {readonly Checkpoint[]} checkpoints @param {string | undefined} pinned
 *  @param {Find} find */
function keysInForce(keys, rotations, checkpoints, pinned, find) {
  const introduced = new Set(rotations.map((rotation) => rotation.introduced));
  const initial = keys.filter(({ vkey }) => (pinned === undefined ? !introduced.has(vkey) : vkey === pinned));
  const told = initial.map(({ place }) => place).join(', ') || 'none';
  if (initial.length !== 1)
    find(
      'V1 INITIAL_KEY',
      'keys',
      `exactly one must be there from the beginning, that of --key if it is given; there is ${told}.`,
    );
  /** @type {Map<unknown, { from: number, to: number }>} */
  const inForce = new Map(initial.length === 1 ? initial.map(({ vkey }) => [vkey, { from: 0, to: Infinity }]) : []);
  for (const { entry, retired, introduced } of rotations) {
    const before = inForce.get(retired);
    const covering = checkpoints.find(({ size, signers }) => size > entry && signers.has(String(retired)));
    if (before?.to !== Infinity || inForce.has(introduced))
      find('V1 BAD_ROTATION', entry, 'it retires a key that is not valid, or introduces one that was used before.');
    else if (covering === undefined)
      find('V1 BAD_ROTATION', entry, 'no checkpoint in the bundle with a signature of the retired key covers it.');
    else {
      before.to = covering.size;
      inForce.set(introduced, { from: entry + 1, to: Infinity });
    }
  }
  for (const { vkey, place } of initial.length === 1 ? keys : [])
    if (!inForce.has(vkey)) find('V1 STRANGE_KEY', place, 'nothing in the log introduces it.');
  return inForce;
}

/** What must hold from entry to entry. */
class Sequence {
  revisions = new Map();
  eventIds = new Set();
  commandIds = new Set();
  /** The stream of each entry. */
  streams = /** @type {unknown[]} */ ([]);
  rotations = /** @type {Rotation[]} */ ([]);
  /** The entries whose words are redacted, and those whose words are not there. */
  redacted = new Set();
  wordless = /** @type {number[]} */ ([]);
  /** The entry before. */
  last = /** @type {Fields} */ ({});
  latest = '';

  /** @param {number} entry @param {Fields} leaf @param {boolean} isWhole whether it has the form of an envelope @param {Find} find */
  take(entry, leaf, isWhole, find) {
    const { stream, revision, eventId, commandId, recordedAt } = leaf;
    const due = this.revisions.get(stream) ?? 0;
    const continues = commandId === this.last.commandId && stream === this.last.stream;
    const isBack = typeof recordedAt === 'string' && recordedAt < this.latest;
    if (leaf.entry !== entry) find('V5 ENTRY_NUMBER', entry, `it says it is entry ${leaf.entry}.`);
    if (revision !== due) find('V6 REVISION', entry, `it is revision ${revision} of ${stream}; it must be ${due}.`);
    if (isBack) find('V7 RECORDED_AT', entry, `it was recorded ${recordedAt}, and an earlier entry ${this.latest}.`);
    if (this.eventIds.has(eventId)) find('V8 EVENT_ID_REUSED', entry, `the event id ${eventId} was used before.`);
    if (this.commandIds.has(commandId) && !continues)
      find('V8 COMMAND_ID_REUSED', entry, `the command id ${commandId} belongs to another command.`);
    this.revisions.set(stream, (Number.isSafeInteger(revision) ? Number(revision) : due) + 1);
    if (!isBack && isWhole) this.latest = String(recordedAt);
    this.eventIds.add(eventId);
    this.commandIds.add(commandId);
    this.streams[entry] = stream;
    this.last = leaf;
  }

  /** What an entry says of others and of keys, by its type. @param {number} entry @param {Fields} leaf @param {Fields} facts @param {Find} find */
  refer(entry, { type, stream }, facts, find) {
    if (type === 'LogKeyRotated' && stream === 'ledger-log')
      this.rotations.push({ entry, retired: facts.retired, introduced: facts.introduced });
    const isRedaction = type === 'PartRedacted' || type === 'RedactionProposed';
    if (type !== 'EntryCorrected' && type !== 'EntryRetracted' && !isRedaction) return;
    for (const about of isRedaction ? [facts.entries].flat() : [facts.entry]) {
      const named = Number.isSafeInteger(about) ? Number(about) : -1;
      if (named < 0 || named >= entry)
        find('V16 NO_EARLIER_ENTRY', entry, `it names entry ${about}, which is not an earlier one.`);
      else if (this.streams[named] !== stream && !(isRedaction && /^preparation-/.test(String(this.streams[named]))))
        find('V16 OTHER_STREAM', entry, `it names entry ${named}, which is in another stream.`);
      if (type === 'PartRedacted') this.redacted.add(about);
    }
  }
}

/** How names name their organisation where the rules do not say so, by noun. @type {Naming} */
const firstNaming = {
  champion: '^(?:network|([a-z0-9]+(?:-[a-z0-9]+)*))$',
  actionPlan: '^IDC-(?:NETWORK|(.+))-[A-Z0-9]+$',
  commitment: '^IDC-(?:NETWORK|(.+))-[A-Z0-9]+-C\\d{2,4}$',
  milestone: '^IDC-(?:NETWORK|(.+))-[A-Z0-9]+-C\\d{2,4}-M\\d{1,4}$',
  indicator: '^IDC-(?:NETWORK|(.+))-[A-Z0-9]+-C\\d{2,4}-I\\d{1,4}$',
  charter: null,
  access: null,
  preparation: null,
  ledger: null,
};
/** Compiled expressions, by their source. @type {Map<string, RegExp>} */
const patterns = new Map();

/** All that a value names, wherever in it, by the marks in its form. @param {unknown} form @param {unknown} value @returns {Named[]} */
function namedIn(form, value) {
  if (!isObject(form) || value === null || value === undefined) return [];
  if (form.thing !== undefined) return [{ noun: String(form.thing), name: value }];
  const ways = Array.isArray(form.anyOf) ? form.anyOf.flatMap((way) => namedIn(way, value)) : [];
  if (Array.isArray(value)) return [...ways, ...value.flatMap((item) => namedIn(form.items, item))];
  if (!isObject(value)) return ways;
  const fields = isObject(form.properties) ? form.properties : {};
  return [
    ...ways,
    ...Object.keys(value).flatMap((name) => namedIn(fields[name] ?? form.additionalProperties, value[name])),
  ];
}

/** The organisation that a name belongs to: null where to none, undefined where it cannot be read. @param {Naming} naming @param {Named} named */
function organisationNamed(naming, { noun, name }) {
  const source = Object.hasOwn(naming, noun) ? naming[noun] : undefined;
  if (source === null) return null;
  if (source === undefined || typeof name !== 'string') return undefined;
  const pattern = patterns.get(source) ?? new RegExp(source);
  patterns.set(source, pattern);
  const found = pattern.exec(name);
  return found === null ? undefined : (found[1]?.toLowerCase() ?? null);
}

/** A name as it is compared and shown. @param {Named} named */
const shown = ({ noun, name }) => `${noun}-${name}`;

/** Whether a name stands in one of the facts that say what an entry is about. @param {Fields} facts @param {Named} named */
const isAbout = (facts, { noun, name }) => facts[noun] === name || (noun === 'champion' && facts.organisation === name);

/** Replays who held which role when, and judges each entry by the rules that the log had adopted by then. */
class Authority {
  version = 0;
  /** The entry that adopted the first rules. */
  from = /** @type {number | null} */ (null);
  /** When each role began, and when it ended or will end, by holder, role and organisation: instants by the clock of the log. */
  begins = /** @type {Map<string, number>} */ (new Map());
  ends = /** @type {Map<string, number>} */ (new Map());
  /** Who has ever been an approver, by organisation. */
  approvers = /** @type {Map<unknown, Set<unknown>>} */ (new Map());
  /** What was proposed, by its entry, in which role; and when each role was last withdrawn. */
  proposals = /** @type {Map<unknown, { leaf: Fields, said: string }>} */ (new Map());
  lost = /** @type {Map<string, { entry: number, at: number }>} */ (new Map());
  /**
   * Offers neither accepted nor withdrawn, by their entry, with the person responsible; and that entry by the
   * role.
   */
  offers = /** @type {Map<unknown, { facts: Fields, by: unknown[] }>} */ (new Map());
  offered = /** @type {Map<string, number>} */ (new Map());
  /** What was prepared, by its entry; `signed` is when it was first signed. */
  preparations = /** @type {Map<unknown, { leaf: Fields, facts: Fields, text: unknown, signed: number }>} */ (
    new Map()
  );
  /** The rows of the table that were looked up, by version, type, and whether a proposal is confirmed. */
  rows = /** @type {Record<string, Permission | undefined>} */ ({});
  /**
   * References to other organisations in an entry: a correction may keep what another person was allowed to
   * say.
   */
  spoken = /** @type {Map<unknown, string[]>} */ (new Map());
  /** Members of the secretariat, including expired ones, by holder, role and organisation. */
  secretariat = new Set();
  hadTwo = false;

  /** @param {Rules} known */
  constructor(known) {
    this.known = known;
  }

  /** The organisation that a name belongs to, under the rules in force. @param {Named} named */
  organisationOf(named) {
    return organisationNamed(this.known[String(this.version)]?.naming ?? firstNaming, named);
  }

  /** The organisation that a stream belongs to. @param {string} stream */
  organisationOfStream(stream) {
    const noun = stream.slice(0, stream.indexOf('-'));
    return this.organisationOf({ noun, name: stream.slice(noun.length + 1) });
  }

  /** @param {ReadEntry} read @param {Find} find */
  take(read, find) {
    const { entry, leaf, facts } = read;
    if (leaf.type === 'AuthorisationRulesAdopted') {
      const adopted = this.known[String(facts.version)];
      const isKnown = adopted !== undefined && sha256(Buffer.from(canonical(adopted))).toString('hex') === facts.digest;
      if (!isKnown || Number(facts.version) <= this.version)
        find(
          'V13 RULES',
          entry,
          `it adopts rules ${facts.version}, which this verifier does not know, or which are older than those in force.`,
        );
      this.version = Number(facts.version);
      this.from ??= entry;
    }
    const isOfOperator =
      ['operator', 'secretariat'].includes(String(leaf.role)) &&
      !/^(Role|Redaction|PartRedacted|Preparation)/.test(String(leaf.type));
    if (this.version === 0 && !isOfOperator)
      find(
        'V13 BEFORE_RULES',
        entry,
        'before the log adopts its rules, only the operator acts, nobody holds a role, and no text is redacted.',
      );
    const rules = this.known[String(this.version)];
    if (rules !== undefined) this.judge(read, rules, (code, message) => find(code, entry, message));
    this.note(read);
  }

  /** @param {unknown} holder @param {string} role @param {unknown} organisation @param {Fields} leaf @param {number} grace */
  held(holder, role, organisation, { recordedAt }, grace) {
    return (
      Date.parse(String(recordedAt)) <= (this.ends.get(heldIn({ holder, role, organisation })) ?? -Infinity) + grace
    );
  }

  /** @param {ReadEntry} read @param {Rules[string]} rules @param {(code: string, message: string) => void} find */
  judge(read, rules, find) {
    const { leaf, facts } = read;
    const [type, actor, role] = /** @type {const} */ ([String(leaf.type), String(leaf.actor), String(leaf.role)]);
    const isConfirming = (facts.proposal ?? null) !== null;
    const permission = (this.rows[`${this.version} ${type} ${isConfirming}`] ??= Object.values(rules.permissions).find(
      ({ states, second }) => states.includes(type) && (second === 'proposed') === isConfirming,
    ));
    const organisation = this.concerned(read);
    const isOf = typeof organisation === 'string';
    const fits = { own: isOf, behalf: isOf, others: isOf, none: organisation === null, any: true };
    const speaks = (/** @type {string} */ scope) => (scope === 'own' || scope === 'behalf' ? organisation : null);
    const scope = permission?.roles[role]?.find(
      (one) => fits[/** @type {'own'} */ (one)] && leaf.onBehalfOf === speaks(one),
    );
    if (
      permission === undefined ||
      scope === undefined ||
      (permission.persons === true && !actor.startsWith('person-'))
    )
      return find(
        'V13 NOT_ALLOWED',
        `the rules do not let ${role}, on behalf of ${leaf.onBehalfOf}, record ${type} for ${organisation}.`,
      );
    if (permission.over !== undefined && !permission.over[role]?.includes(String(facts.role)))
      find('V13 NOT_ALLOWED', `${role} may not grant or withdraw the role ${facts.role}.`);
    const strays = this.strays(read, organisation);
    if ((speaks(scope) !== null || (scope === 'none' && this.version > 2)) && strays.length > 0)
      find('V13 NOT_ALLOWED', `${organisation} does not speak of ${strays.join(', ')}.`);
    const isHeld =
      role === 'operator'
        ? actor.startsWith('operator-')
        : role === 'public' || this.held(actor, role, scope === 'own' ? organisation : null, leaf, rules.grace);
    if (!isHeld)
      find(
        'V13 NOT_HELD',
        `${actor} did not hold the role ${role}${scope === 'own' ? ` of ${organisation}` : ''} at that time.`,
      );
    if (scope === 'others' && rolesOfOrganisations.some((one) => this.held(actor, one, organisation, leaf, 0)))
      find('V13 NOT_ALLOWED', `${actor} belongs to ${organisation}, and may not act as ${role} there.`);
    this.judgeRole(leaf, facts, find);
    const isPrepared = rolesOfOrganisations.some((one) =>
      this.held(facts.preparedBy, one, organisation, leaf, rules.grace),
    );
    if (permission.second === 'prepared' && speaks(scope) !== null && (!isPrepared || facts.preparedBy === actor))
      find('V13 SECOND_PERSON', 'there is no second person, or not of the right kind.');
    const fault =
      permission.second === 'sealed' && role !== 'operator' && scope !== 'none'
        ? this.sealFault(read, organisation, scope, rules)
        : null;
    if (fault !== null) find('V13 SECOND_PERSON', fault);
    if (
      permission.second === 'sealed' &&
      scope === 'behalf' &&
      this.hasOwnApprover(leaf, facts, organisation, rules.grace)
    )
      find('V13 NOT_ALLOWED', `the secretariat signs for ${organisation}, which has its own approver.`);
    if (permission.second === 'proposed' && !this.isProposed(leaf, facts, rules))
      find(
        'V13 SECOND_PERSON',
        'no other person proposed it, or it was proposed too long ago, differently, or in a role that the proposer no longer holds.',
      );
  }

  /** The one organisation that an entry concerns, by its stream and the names of what it is about; undefined where they cannot be read or do not agree.
   *  @param {ReadEntry} read */
  concerned({ leaf, facts, named }) {
    const stream = String(leaf.stream);
    const names =
      leaf.type === 'EntryCorrected'
        ? []
        : named.filter((one) => isAbout(facts, one)).map((one) => this.organisationOf(one));
    // What stands on the streams of roles and of preparations concerns whatever it names.
    const all =
      /^(access|preparation)-/.test(stream) && names.length > 0 ? names : [this.organisationOfStream(stream), ...names];
    return all.every((one) => one === all[0]) ? all[0] : undefined;
  }

  /** What an entry names of other organisations, unless it corrects one that did so before. @param {ReadEntry} read @param {unknown} organisation */
  strays({ facts, named }, organisation) {
    const before = this.spoken.get(facts.entry);
    const { concerns, settlements, actionPlan } = isObject(facts.facts) ? facts.facts : facts;
    const settled = (Array.isArray(settlements) ? settlements.filter(isObject) : []).flatMap((one) => [
      one.commitment,
      one.actionPlan,
    ]);
    // Until version 2 these alone were looked at.
    const early = (/** @type {unknown} */ name) =>
      (Array.isArray(concerns) && concerns.includes(name)) || settled.includes(name) || name === actionPlan;
    const others = named.filter(
      (one) => this.organisationOf(one) !== organisation && (this.version > 2 || early(one.name)),
    );
    return others.map(shown).filter((name) => !before?.includes(name));
  }

  /** Whether a role is taken on by whoever it was offered to, and given and taken by as many as that needs. @param {Fields} leaf @param {Fields} facts
   *  @param {(code: string, message: string) => void} find */
  judgeRole({ type, actor, role }, facts, find) {
    if (!/^Role(Granted|Offered|Accepted|Proposed|Withdrawn)$/.test(String(type))) return;
    const isSecond = (facts.proposal ?? null) !== null;
    const needsTwo = facts.role === 'secretariat' && this.hadTwo && this.secretariat.size > 0;
    const byOne = () => find('V13 SECOND_PERSON', 'the secretariat was changed by one person alone.');
    if (type === 'RoleWithdrawn') {
      if (!this.ends.has(heldIn(facts)))
        find('V13 NOT_HELD', `${facts.holder} was never granted the role that is withdrawn.`);
      if (
        this.version > 2 &&
        facts.role === 'secretariat' &&
        facts.holder !== actor &&
        role !== 'operator' &&
        !isSecond
      )
        byOne();
      return;
    }
    if (!isRole(facts))
      find(
        'V13 NOT_ALLOWED',
        `no ${facts.holder} can be ${facts.role}${facts.organisation === null ? '' : ` of ${facts.organisation}`}.`,
      );
    if (type !== 'RoleAccepted') {
      if (facts.holder === actor) find('V13 SELF_GRANT', `${actor} grants a role to themselves.`);
      if (type !== 'RoleProposed' && needsTwo && !isSecond) byOne();
      const isGiven = type === 'RoleGranted' && this.version > 2;
      if (isGiven && !String(facts.holder).startsWith('key-') && !this.begins.has(heldIn(facts)))
        find('V13 NOT_OFFERED', `${facts.holder} has not accepted the role.`);
      return;
    }
    const offer = this.offers.get(facts.offer);
    const isMeant =
      facts.holder === actor &&
      (offer?.facts.holder === actor || String(offer?.facts.holder).startsWith('invitation-'));
    if (!isMeant || ['role', 'organisation', 'until'].some((field) => offer?.facts[field] !== facts[field]))
      find('V13 NOT_OFFERED', `${facts.holder} was not offered what they accept.`);
    if (offer?.by.includes(actor)) find('V13 SELF_GRANT', `${actor} accepts what they offered or proposed.`);
    if (needsTwo && (offer?.facts.proposal ?? null) === null) byOne();
  }

  /** Whether somebody else proposed the same, in a role that was not withdrawn since, and not too long ago.
   *  @param {Fields} leaf @param {Fields} facts @param {Rules[string]} rules */
  isProposed(leaf, facts, { grace, lapse }) {
    const proposal = this.proposals.get(facts.proposal);
    if (proposal === undefined || proposal.leaf.actor === leaf.actor || proposal.said !== saidIn(facts)) return false;
    if ((facts.proposedBy ?? proposal.leaf.actor) !== proposal.leaf.actor) return false;
    if (lapse === undefined) return true;
    const { actor, role, onBehalfOf, recordedAt, type } = proposal.leaf;
    const now = Date.parse(String(leaf.recordedAt));
    const lost = this.lost.get(heldIn({ holder: actor, role, organisation: onBehalfOf }));
    const isStanding =
      role === 'operator' ||
      (this.held(actor, String(role), onBehalfOf, leaf, grace) &&
        !(lost !== undefined && lost.entry > Number(facts.proposal) && now > lost.at + grace));
    return proposed[String(type)] === leaf.type && isStanding && now - Date.parse(String(recordedAt)) <= lapse + grace;
  }

  /** Why what is signed is not exactly what somebody else of the right kind has confirmed, once, a short while ago; null where it is.
   *  @param {ReadEntry} read @param {unknown} organisation @param {string} scope @param {Rules[string]} rules @returns {string | null} */
  sealFault({ leaf, facts, text }, organisation, scope, { permissions, grace, lapse = 0, unsealed = {} }) {
    const [type, now, who] = [String(leaf.type), Date.parse(String(leaf.recordedAt)), facts.preparedBy];
    const prepared = this.preparations.get(facts.preparation);
    const isOf = rolesOfOrganisations.some((one) => this.held(who, one, organisation, leaf, grace));
    const isRight = isOf || (scope === 'any' && this.held(who, 'secretariat', null, leaf, grace));
    if (prepared === undefined || prepared.leaf.actor !== who || who === leaf.actor || !isRight)
      return 'no other person of the right kind confirmed it.';
    const isMeant =
      permissions[String(prepared.facts.command)]?.states.includes(type) &&
      prepared.facts.organisation === (organisation ?? null);
    if (!isMeant) return 'the confirmation is of another kind, or for another person.';
    if (now - Date.parse(String(prepared.leaf.recordedAt)) > lapse + grace) return 'it was confirmed too long ago.';
    if (now > prepared.signed + grace) return 'the confirmation was already signed.';
    // Once text is redacted, this can no longer be checked.
    if (!isObject(prepared.text) || text === undefined) return null;
    const [salt, left] = [
      String(prepared.text.salt),
      new Set(['preparedBy', 'preparation', ...(unsealed[type] ?? [])]),
    ];
    const said = Object.fromEntries(Object.entries(facts).filter(([field]) => !left.has(field)));
    const { sources, sourceDate } = /** @type {Fields} */ (leaf.origin);
    // Without a date of its own, an entry holds from the day of its recording, by the clock of the recorder.
    const hashes = [leaf.effective, null].map((effective) => {
      const content = canonical({ type, facts: said, text, effective, sources, sourceDate });
      return sha256(
        Buffer.concat([Buffer.from('idc:content:1'), Buffer.from(salt, 'hex'), Buffer.from(content)]),
      ).toString('hex');
    });
    const at = [-1, 0, 1].map((days) => new Date(now + days * 1000).toISOString().slice(0, 10));
    const isSame =
      hashes[0] === prepared.facts.hash || (hashes[1] === prepared.facts.hash && at.includes(String(leaf.effective)));
    return isSame ? null : 'what is signed differs from what was confirmed.';
  }

  /** Whether somebody but the one who prepared it could have signed for an organisation. @param {Fields} leaf @param {Fields} facts
   *  @param {unknown} organisation @param {number} grace */
  hasOwnApprover({ recordedAt }, { preparedBy }, organisation, grace) {
    const now = Date.parse(String(recordedAt));
    return [...(this.approvers.get(organisation) ?? [])].some((holder) => {
      const held = heldIn({ holder, role: 'approver', organisation });
      return (
        holder !== preparedBy &&
        now > (this.begins.get(held) ?? Infinity) + grace &&
        now < (this.ends.get(held) ?? -Infinity)
      );
    });
  }

  /** @param {ReadEntry} read */
  note(read) {
    const { entry, leaf, facts, text } = read;
    const { type, actor, recordedAt } = leaf;
    const [held, now] = [heldIn(facts), Date.parse(String(recordedAt))];
    const others = read.named
      .filter((one) => this.organisationOf(one) !== this.organisationOfStream(String(leaf.stream)))
      .map(shown);
    if (others.length > 0) this.spoken.set(entry, others);
    const signed = this.preparations.get(facts.preparation);
    if (signed !== undefined) signed.signed = Math.min(signed.signed, now);
    if (type === 'PreparationConfirmed') this.preparations.set(entry, { leaf, facts, text, signed: Infinity });
    const proposal = this.proposals.get(facts.proposal);
    if (String(type).endsWith('Proposed')) this.proposals.set(entry, { leaf, said: saidIn(facts) });
    else this.proposals.delete(facts.proposal);
    if (/^Role(Offered|OfferWithdrawn|Withdrawn)$/.test(String(type))) this.offers.delete(this.offered.get(held));
    if (type === 'RoleAccepted') this.offers.delete(facts.offer);
    if (type === 'RoleOffered') {
      this.offers.set(entry, { facts, by: [actor, proposal?.leaf.actor] });
      this.offered.set(held, entry);
    }
    if (type === 'RoleGranted' || type === 'RoleAccepted' || type === 'RoleWithdrawn')
      this.hold(entry, type, facts, now);
  }

  /** @param {number} entry @param {string} type @param {Fields} facts @param {number} now */
  hold(entry, type, facts, now) {
    const { holder, role, organisation, until } = facts;
    const [held, isGone] = [heldIn(facts), type === 'RoleWithdrawn'];
    // A held role that is withdrawn, or granted again until a day that is over, ends with that entry; a role
    // that was not held does not begin.
    const soFar = Math.min(this.ends.get(held) ?? -Infinity, now);
    const end = typeof until === 'string' ? Date.parse(until) + dayInMs : Infinity;
    this.ends.set(held, isGone ? soFar : Math.max(end, soFar));
    if (isGone) this.begins.delete(held);
    else if (!this.begins.has(held)) this.begins.set(held, now);
    if (isGone) this.lost.set(held, { entry, at: now });
    if (role === 'approver')
      this.approvers.set(organisation, (this.approvers.get(organisation) ?? new Set()).add(holder));
    if (role === 'secretariat') this.secretariat[isGone ? 'delete' : 'add'](held);
    this.hadTwo ||= this.secretariat.size > 1;
  }
}

/** What each kind of proposal comes to when somebody else confirms it. @type {Record<string, string>} */
const proposed = {
  RoleProposed: 'RoleOffered',
  RoleWithdrawalProposed: 'RoleWithdrawn',
  RedactionProposed: 'PartRedacted',
};

const rolesOfOrganisations = ['reporter', 'approver', 'administrator'];

/** Whether there is such a role: for an organisation or not, and for a machine none in which it would sign, or give roles.
 *  @param {Fields} facts */
const isRole = ({ holder, role, organisation }) =>
  rolesOfOrganisations.includes(String(role)) === (organisation !== null) &&
  (!String(holder).startsWith('key-') || ['reporter', 'assessor', 'auditor'].includes(String(role)));

/** A role by whoever holds it, as roles are told apart. @param {Fields} facts */
const heldIn = ({ holder, role, organisation }) => `${holder} ${role} ${organisation}`;

/** What a proposal says, be it said by the first person or by the second. @param {Fields} facts */
const saidIn = (facts) => canonical({ ...facts, proposal: null, proposedBy: null });

/** The parts, line by line, matched with the entries by the number that stands in both. */
class Parts {
  /** @param {string} path @param {Find} find */
  constructor(path, find) {
    this.lines = linesOf(path);
    this.find = find;
    this.read = 0;
    this.held = this.next();
  }

  /** @returns {Fields | null} */
  next() {
    for (let line = this.lines.next(); !line.done; line = this.lines.next()) {
      const fields = parsed(line.value, this.read++, 'log/parts.jsonl', 22, this.find);
      if (fields !== null && isParts(fields) === null) return fields;
      this.find(
        'V12 PART_SURPLUS',
        `log/parts.jsonl line ${this.read}`,
        'it is not the entry, the facts and the text of one entry.',
      );
    }
    return null;
  }

  /** The parts of an entry; none when they are missing. @param {number} entry @returns {Fields} */
  of(entry) {
    for (; this.held !== null && Number(this.held.entry) < entry; this.held = this.next())
      this.find(
        'V12 PART_SURPLUS',
        `log/parts.jsonl line ${this.read}`,
        `entry ${this.held.entry} already has its parts, or does not exist.`,
      );
    if (this.held?.entry !== entry) return {};
    const found = this.held;
    this.held = this.next();
    return found;
  }
}

/** The value of a part when it is there and matches its hash, null when there is none to be; undefined when something is wrong with it.
 *  @param {'facts' | 'text'} name @param {number} entry @param {Fields} leaf @param {Fields} parts @param {Find} find @returns {unknown} */
function valueOf(name, entry, leaf, parts, find) {
  const part = parts[name] ?? null;
  if (part === null && leaf[name] === null) return null;
  if (part === null && name === 'facts') return find('V12 PART_MISSING', entry, 'its facts are missing.');
  if (part === null) return undefined;
  if (leaf[name] === null) return find('V12 PART_SURPLUS', entry, `there is a ${name} part, and the entry has none.`);
  if (isPart(part) === null) {
    const { salt, value } = /** @type {{ salt: string, value: unknown }} */ (part);
    const hashed = Buffer.concat([
      Buffer.from(`idc:${name}:1${leaf.eventId}`),
      Buffer.from(salt, 'hex'),
      Buffer.from(canonical(value)),
    ]);
    if (sha256(hashed).toString('hex') === leaf[name]) return value;
  }
  find('V11 PART_HASH', entry, `its ${name} part, or the salt, differs from what was recorded.`);
}

/** Verifies the bundle in a folder. Options: `checkpoints`, files kept from earlier; `key`, the log's first key as it is published; `forms`
 *  of the event types, when the file does not bring them along. Throws `WrongUsage` when the folder is no bundle.
 *  @param {string} dir @param {Options} [options] */
export function verify(
  dir,
  {
    checkpoints: brought = [],
    key: pinned,
    forms = embeddedForms,
    rules = embeddedRules,
    now = Date.now(),
    onProgress,
  } = {},
) {
  if (forms === null || rules === null)
    throw new WrongUsage(
      'This copy of the verifier has neither event schemas nor rules: use the one in the bundle, or idc verify.',
    );
  if (pinned !== undefined && keyOf(pinned, '') === null)
    throw new WrongUsage('--key must be <name>+<8 hexadecimal digits>+<base64 of an Ed25519 key>.');
  const formsOf = new Map(
    Object.entries(forms).flatMap(([type, versions]) =>
      Object.entries(versions).map(([version, { facts, text }]) => [
        `${type} ${version}`,
        { facts: compiled(facts), text: compiled(text) },
      ]),
    ),
  );

  const markedForms = new Map(
    Object.entries(forms).flatMap(([type, versions]) =>
      Object.entries(versions).map(([version, { facts }]) => [`${type} ${version}`, facts]),
    ),
  );

  const findings = /** @type {Finding[]} */ ([]);
  const counts = /** @type {Record<string, number>} */ ({});
  /** @type {Find} */
  const find = (code, where, message) => {
    counts[code] = (counts[code] ?? 0) + 1;
    if (counts[code] <= listed)
      findings.push({ code, place: typeof where === 'number' ? `entry ${where}` : where, message });
  };

  const keys = keysIn(dir, find);
  const checkpoints = [
    ...namesIn(join(dir, 'checkpoints')).map((name) =>
      checkpointOf(join(dir, 'checkpoints', name), `checkpoints/${name}`, true, keys, find),
    ),
    ...brought.map((path) => checkpointOf(path, path, false, keys, find)),
  ].filter((checkpoint) => checkpoint !== null);
  const kept = checkpoints.filter(({ isKept }) => isKept);
  const head = kept.at(-1);

  const [tree, sequence, authority, parts] = [
    new Tree(),
    new Sequence(),
    new Authority(rules),
    new Parts(join(dir, 'log', 'parts.jsonl'), find),
  ];
  const sizes = new Set(checkpoints.map(({ size }) => size));
  const roots = new Map([[0, tree.root()]]);
  for (const line of linesOf(join(dir, 'log', 'leaves.jsonl'))) {
    const entry = tree.size;
    tree.add(line.bytes);
    if (sizes.has(tree.size)) roots.set(tree.size, tree.root());
    if (tree.size % 1000 === 0) onProgress?.(tree.size, head?.size ?? 0);
    const leaf = parsed(line, entry, 'log/leaves.jsonl', 20, find);
    const part = parts.of(Number.isSafeInteger(leaf?.entry) ? Number(leaf?.entry) : entry);
    if (leaf === null) continue;
    const fault = isEnvelope(leaf);
    if (fault !== null) find('V15 ENVELOPE', entry, `it${fault}.`);
    sequence.take(entry, leaf, fault === null, find);
    const form = formsOf.get(`${leaf.type} ${leaf.schemaVersion}`);
    if (form === undefined)
      find('V15 UNKNOWN_TYPE', entry, `this verifier knows no event ${leaf.type} of version ${leaf.schemaVersion}.`);
    let [isWhole, facts, text] = [
      fault === null && form !== undefined,
      /** @type {Fields} */ ({}),
      /** @type {unknown} */ (undefined),
    ];
    let named = /** @type {Named[]} */ ([]);
    for (const name of /** @type {const} */ (['facts', 'text'])) {
      const value = valueOf(name, entry, leaf, part, find);
      let misfit = value === undefined ? null : (form?.[name](value) ?? null);
      if (name === 'text' && value !== null && (part.text ?? null) === null) sequence.wordless.push(entry);
      if (name === 'text') text = value;
      if (name === 'facts') named = namedIn(markedForms.get(`${leaf.type} ${leaf.schemaVersion}`), value);
      if (name === 'facts' && isObject(value)) sequence.refer(entry, leaf, (facts = value), find);
      // A correction holds the whole content of what it corrects, in the form of that.
      if (leaf.type === 'EntryCorrected' && 'type' in facts && isObject(value) && misfit === null) {
        const content = formsOf.get(`${facts.type} ${facts.schemaVersion}`);
        if (name === 'facts') named = namedIn(markedForms.get(`${facts.type} ${facts.schemaVersion}`), value.facts);
        misfit =
          content === undefined
            ? `.type ${facts.type} ${facts.schemaVersion} is not known`
            : within(name, content[name](value[name]));
      }
      if (misfit !== null) find('V15 EVENT_FORM', entry, `${name}${misfit}.`);
      isWhole &&= misfit === null && (name === 'text' || isObject(value));
    }
    if (isWhole) authority.take({ entry, leaf, facts, text, named }, find);
  }
  parts.of(Infinity);
  const gone = new Set(sequence.wordless);
  for (const entry of gone)
    if (!sequence.redacted.has(entry))
      find('V12 PART_MISSING', entry, 'its text is missing, and no redaction in the log explains that.');
  for (const entry of sequence.redacted)
    if (!gone.has(entry))
      find(
        'V12 PART_NOT_ERASED',
        entry,
        'the log says that its text was redacted, but the text is here, or never existed.',
      );
  onProgress?.(tree.size, tree.size);

  const inForce = keysInForce(keys, sequence.rotations, kept, pinned, find);
  for (const { place, origin, size, signers } of checkpoints) {
    const isSigned = [...signers].some(
      (vkey) => size >= (inForce.get(vkey)?.from ?? Infinity) && size <= (inForce.get(vkey)?.to ?? 0),
    );
    if (!isSigned) find('V1 NOT_SIGNED', place, 'no key that was valid at this size has signed it.');
    if (origin !== head?.origin) find('V2 ORIGIN', place, `it belongs to the log ${origin}, not ${head?.origin}.`);
  }
  for (const { name, place } of keys)
    if (name !== head?.origin) find('V2 ORIGIN', place, `the key belongs to ${name}, not ${head?.origin}.`);
  if (tree.size !== head?.size)
    find(
      'V3 ENTRY_COUNT',
      head?.place ?? 'checkpoints',
      `${head?.size ?? 'no'} entries are signed; there are ${tree.size}.`,
    );
  const [here, latest] = [new Date(now).toISOString(), sequence.latest];
  if (latest > new Date(now + dayInMs).toISOString())
    find('V7 IN_THE_FUTURE', 'log/leaves.jsonl', `${latest} was recorded; the clock of this machine says ${here}.`);
  if (head === undefined) find('V9 ROOT', 'checkpoints', 'there is no checkpoint, so no root is signed.');
  for (const one of checkpoints) {
    const root = roots.get(one.size) ?? 'none';
    if (one === head && root !== one.root)
      find('V9 ROOT', one.place, `${one.root} was signed; the entries produce the root ${root}.`);
    if (one === head || root === one.root) continue;
    if (one.size > tree.size)
      find('V10 ROLLED_BACK', one.place, `it covers ${one.size} entries; there are only ${tree.size}.`);
    else
      find(
        'V10 REWRITTEN',
        one.place,
        `${one.root} was signed; the first ${one.size} entries produce the root ${root}.`,
      );
  }
  const log = {
    origin: head?.origin ?? 'without a name',
    size: tree.size,
    root: tree.root(),
    recordedAt: latest || 'never',
  };
  const firstKey = { vkey: [...inForce.keys()][0] ?? 'unknown', isPinned: pinned !== undefined };
  return {
    holds: findings.length === 0,
    findings,
    counts,
    log,
    judgedFrom: authority.from,
    firstKey,
    kept: kept.length,
    brought: brought.length,
  };
}

/** A line that can be shown: what a bundle says of itself must neither break lines nor steer a terminal. @param {string} line */
const printable = (line) => line.replace(/\p{C}/gu, '?').slice(0, 500);

/** The result of `verify` as lines for people. @param {ReturnType<typeof verify>} result @returns {string} */
export function report({ holds, findings, counts, log, judgedFrom, firstKey, kept, brought }) {
  const told = (/** @type {Finding} */ { code, place, message }) => `${code} ${place}: ${message}`;
  const failed = new Set(findings.map(({ code }) => code.split(' ')[0]));
  return [
    `Log ${log.origin}: ${log.size} entries, the last recorded ${log.recordedAt}.`,
    `Root ${log.root}, ${kept} checkpoints in the bundle, ${brought} of your own.`,
    `First key ${firstKey.vkey}${firstKey.isPinned ? '' : ', according to the bundle itself: compare it with one from another source, or give that with --key'}.`,
    `Authorisation is judged ${judgedFrom === null ? 'nowhere: the log has adopted no rules, so only the operator could write.' : `from entry ${judgedFrom} on; before it, only the operator could write.`}`,
    ...(brought > 0
      ? []
      : [
          'No checkpoint of your own was given (--checkpoint): a history that was rewritten and signed again cannot be detected.',
        ]),
    '',
    ...Object.entries(checks).map(
      ([check, says]) => `${failed.has(check) ? 'FAILS' : 'holds'}  ${check.padEnd(3)}  ${says}`,
    ),
    ...notMade.map((says) => `  —    ${says}`),
    '',
    ...Object.keys(checks).flatMap((check) => findings.filter(({ code }) => code.startsWith(`${check} `)).map(told)),
    ...Object.entries(counts).flatMap(([code, count]) =>
      count > listed ? `${code}: ${count - listed} more like these` : [],
    ),
    holds
      ? 'VERIFIED: everything that was checked is correct.'
      : `NOT VERIFIED: ${Object.values(counts).reduce((sum, count) => sum + count, 0)} findings.`,
  ]
    .map(printable)
    .join('\n');
}

/** @param {string[]} args */
function main(args) {
  const options = /** @type {const} */ ({ checkpoint: { type: 'string', multiple: true }, key: { type: 'string' } });
  try {
    const {
      values,
      positionals: [dir, ...others],
    } = parseArgs({ args, allowPositionals: true, options });
    if (dir === undefined || others.length > 0)
      throw new WrongUsage('Usage: node verify.mjs DIR [--checkpoint OLD]… [--key VKEY]');
    const result = verify(dir, { checkpoints: values.checkpoint ?? [], key: values.key });
    console.log(report(result));
    process.exitCode = result.holds ? 0 : 1;
  } catch (error) {
    if (
      !(error instanceof WrongUsage) &&
      !String(/** @type {NodeJS.ErrnoException} */ (error).code).startsWith('ERR_PARSE_ARGS')
    )
      throw error;
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 2;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main(process.argv.slice(2));
