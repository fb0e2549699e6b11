import { canonical } from '../../../src/platform/event-store/canonical.js';
import { signNote } from '../../../src/ledger/checkpoint/note.js';
import { Tree } from '../../../src/ledger/tree/tree.js';
import { testKey } from '../../support/event-store/log-keys.js';
import { pick, type Random } from '../../support/random/random.js';
import { firstSigner, origin, signersAt } from '../../support/event-store/sealed-log.js';
import {
  changeAndSeal,
  isCheckpoint,
  leavesFile,
  linesOf,
  partsFile,
  seal,
  setLines,
  signed,
  textOf,
  type Entry,
  type Fields,
  type Files,
  type Part,
} from './bundle-files.js';

/** One way to tamper with a bundle. */
export interface Kind {
  readonly name: string;
  /** The codes of which each must be found, or the checks: `V13` stands for all of its codes. Where everything is signed anew (`isSealed`) no other may be: it is that check alone that finds it. */
  readonly codes: readonly string[];
  readonly isSealed?: boolean;
  /** Whether a checkpoint from before is needed to find it: without one, everything holds. */
  readonly needsOld?: boolean;
  readonly pinsKey?: boolean;
  /** Changes the files; one of the changes it can make, as the random numbers will have it. */
  readonly tamper: (files: Files, random: Random, rotatedIn: number) => void;
}

/** Changes some lines of a file. */
const inLines =
  (path: string, change: (lines: string[], at: number, random: Random) => void): Kind['tamper'] =>
  (files, random) => {
    const lines = linesOf(files, path);
    change(lines, random(lines.length), random);
    setLines(files, path, lines);
  };

/** Changes one part somewhere, in the file of the parts alone. */
const inPart = (name: 'facts' | 'text', change: (part: Part, random: Random) => void): Kind['tamper'] =>
  inLines(partsFile, (lines, _, random) => {
    const parts = lines.map((line) => JSON.parse(line) as { facts: Part; text: Part | null });
    const at = pick(
      lines
        .map((_, index) => index)
        .filter((index) => parts[index]?.[name] !== null && canonical(parts[index]?.[name]?.value) !== '{}'),
      random,
    );
    change(parts[at]?.[name] as Part, random);
    lines[at] = canonical(parts[at]);
  });

/** Changes the text of one checkpoint. */
const inCheckpoint =
  (change: (note: string, random: Random) => string): Kind['tamper'] =>
  (files, random) => {
    const path = pick([...files.keys()].filter(isCheckpoint), random);
    files.set(path, change(files.get(path) as string, random));
  };

const otherDigit = (digit: string, random: Random): string =>
  pick(
    Array.from('0123456789abcdef').filter((one) => one !== digit),
    random,
  );
const replaceAt = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + by.length);

/** Another value of the same kind, somewhere within a value. */
function bent(value: unknown, random: Random): unknown {
  if (typeof value === 'string') return `${value}${pick(['x', '1', ' '], random)}`;
  if (typeof value === 'number') return value + 1 + random(5);
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'something';
  if (Array.isArray(value)) return value.length === 0 ? ['something'] : value.slice(1);
  const key = pick(Object.keys(value as Fields), random);
  return { ...(value as Fields), [key]: bent((value as Fields)[key], random) };
}

/** Changes entries, with everything made to fit again. */
const sealed =
  (change: (entries: Entry[], random: Random) => void): Kind['tamper'] =>
  (files, random, rotatedIn) =>
    changeAndSeal(files, (entries) => change(entries, random), rotatedIn);

/** Entries that no other looks into: neither corrections nor changes of keys. */
const plain = (entries: readonly Entry[]): Entry[] => entries.filter(({ leaf }) => !/^Entry|^LogKey/.test(leaf.type));
const corrections = (entries: readonly Entry[]): Entry[] => entries.filter(({ leaf }) => leaf.type.startsWith('Entry'));
const at = (entries: readonly Entry[], index: number): Entry => entries[index] as Entry;

/** The same data in a line, not canonical. */
function rewritten(line: string, random: Random): string {
  const value = JSON.parse(line) as Fields;
  return pick(
    [
      () => JSON.stringify(Object.fromEntries(Object.entries(value).reverse())),
      () => line.replaceAll('":', '": '),
      () => ` ${line}`,
      () => `${line}\r`,
      () => line.replace('"entry"', '"\\u0065ntry"'),
      () => line.replace(/"entry":(\d+)/, '"entry":$1.0'),
      () => line.replace(/"entry":(\d+)/, '"entry":$1e0'),
      () => line.replace(/^\{/, '{"entry":0,'),
    ],
    random,
  )();
}

/** Every way that is tried: plain ones first, then those of somebody who can sign anew. */
export const kinds: readonly Kind[] = [
  {
    name: 'a byte of an entry changed',
    codes: ['V9 ROOT'],
    tamper: inLines(leavesFile, (lines, at, random) => {
      const line = lines[at] as string;
      const place = random(line.length);
      lines[at] = replaceAt(line, place, line[place] === 'e' ? 'f' : 'e');
    }),
  },
  {
    name: 'an entry removed',
    codes: ['V3 ENTRY_COUNT', 'V9 ROOT'],
    tamper: inLines(leavesFile, (lines, at) => void lines.splice(at, 1)),
  },
  {
    name: 'an entry inserted',
    codes: ['V3 ENTRY_COUNT', 'V9 ROOT'],
    tamper: inLines(leavesFile, (lines, at, random) => {
      const strange = JSON.parse(pick(lines, random)) as Fields;
      lines.splice(
        at,
        0,
        canonical({
          ...strange,
          entry: at,
          eventId: '019b7700-0000-7000-8000-ffffffffffff',
          commandId: 'a-strange-one',
        }),
      );
    }),
  },
  {
    name: 'two entries exchanged',
    codes: ['V5 ENTRY_NUMBER', 'V9 ROOT'],
    tamper: inLines(leavesFile, (lines, at, random) => {
      const other = (at + 1 + random(lines.length - 1)) % lines.length;
      [lines[at], lines[other]] = [lines[other] as string, lines[at] as string];
    }),
  },
  {
    name: 'an entry doubled',
    codes: ['V3 ENTRY_COUNT', 'V8 EVENT_ID_REUSED'],
    tamper: inLines(leavesFile, (lines, at) => void lines.splice(at, 0, lines[at] as string)),
  },
  {
    name: 'the last entries cut off',
    codes: ['V3 ENTRY_COUNT', 'V9 ROOT'],
    tamper: inLines(leavesFile, (lines, at) => void lines.splice(at)),
  },
  {
    name: 'the last entries and their parts cut off',
    codes: ['V3 ENTRY_COUNT'],
    tamper: (files, random) => {
      const kept = random(linesOf(files, leavesFile).length);
      for (const path of [leavesFile, partsFile]) setLines(files, path, linesOf(files, path).slice(0, kept));
    },
  },
  {
    name: 'facts changed',
    codes: ['V11 PART_HASH'],
    tamper: inPart('facts', (part, random) => void (part.value = bent(part.value, random) as Fields)),
  },
  {
    name: 'text changed',
    codes: ['V11 PART_HASH'],
    tamper: inPart('text', (part, random) => void (part.value = bent(part.value, random) as Fields)),
  },
  {
    name: 'a salt changed',
    codes: ['V11 PART_HASH'],
    tamper: (files, random) =>
      inPart(pick(['facts', 'text'] as const, random), (part) => {
        const place = random(part.salt.length);
        part.salt = replaceAt(part.salt, place, otherDigit(part.salt[place] as string, random));
      })(files, random, 0),
  },
  {
    name: 'a part removed',
    codes: ['V12 PART_MISSING'],
    tamper: (files, random) =>
      inLines(partsFile, (lines) => {
        const told = lines.map((line) => JSON.parse(line) as Entry);
        const one = pick(
          told.filter(({ text }) => text !== null),
          random,
        );
        one[pick(['facts', 'text'] as const, random)] = null;
        lines.splice(0, lines.length, ...told.map(canonical));
      })(files, random, 0),
  },
  {
    name: 'all parts of an entry removed',
    codes: ['V12 PART_MISSING'],
    tamper: inLines(partsFile, (lines, at) => void lines.splice(at, 1)),
  },
  {
    name: 'a part added',
    codes: ['V12 PART_SURPLUS'],
    tamper: inLines(partsFile, (lines, _, random) => {
      const told = lines.map((line) => JSON.parse(line) as Entry);
      pick(
        told.filter(({ text }) => text === null),
        random,
      ).text = pick(told, random).facts;
      lines.splice(0, lines.length, ...told.map(canonical));
    }),
  },
  {
    name: 'parts of an entry doubled',
    codes: ['V12 PART_SURPLUS'],
    tamper: inLines(partsFile, (lines, at) => void lines.splice(at, 0, lines[at] as string)),
  },
  {
    name: 'parts written in another way',
    codes: ['V4 NOT_CANONICAL'],
    isSealed: true,
    tamper: inLines(partsFile, (lines, at, random) => void (lines[at] = rewritten(lines[at] as string, random))),
  },
  {
    name: 'the root of a checkpoint changed',
    codes: ['V1 BAD_SIGNATURE', 'V1 NOT_SIGNED'],
    tamper: inCheckpoint((note, random) => {
      const [name, size, root = '', ...others] = note.split('\n');
      const place = random(root.length - 2);
      return [name, size, replaceAt(root, place, root[place] === 'A' ? 'B' : 'A'), ...others].join('\n');
    }),
  },
  {
    name: 'a signature changed',
    codes: ['V1 BAD_SIGNATURE'],
    isSealed: false,
    tamper: inCheckpoint((note, random) => {
      const line = note.trimEnd().lastIndexOf(' ') + 1;
      const place = line + 8 + random(70);
      return replaceAt(note, place, note[place] === 'A' ? 'B' : 'A');
    }),
  },
  {
    name: 'all signatures taken away',
    codes: ['V1 NOT_A_CHECKPOINT'],
    tamper: inCheckpoint((note) => `${textOf(note)}\n`),
  },
  {
    name: 'a checkpoint signed by another key of the same name',
    codes: ['V1 NOT_SIGNED'],
    tamper: inCheckpoint((note) => signNote(textOf(note), [testKey(origin, 'strange')])),
  },
  {
    name: 'the key exchanged, and all checkpoints signed by the new one',
    codes: ['V1 INITIAL_KEY', 'V1 NOT_SIGNED'],
    pinsKey: true,
    tamper: (files) => {
      const strange = testKey(origin, 'strange');
      const key = [...files.keys()].find((path) => files.get(path) === `${firstSigner.key.vkey}\n`) as string;
      files.set(key, `${strange.key.vkey}\n`);
      for (const path of [...files.keys()].filter(isCheckpoint))
        files.set(path, signNote(textOf(files.get(path) as string), [strange]));
    },
  },
  {
    name: 'a key added',
    codes: ['V1 INITIAL_KEY', 'V1 NOT_SIGNED'],
    tamper: (files, random) =>
      void files.set('keys/another.vkey', `${testKey(origin, `strange ${random(1000)}`).key.vkey}\n`),
  },
  {
    name: 'a key added beside the one that is known',
    codes: ['V1 STRANGE_KEY'],
    isSealed: true,
    pinsKey: true,
    tamper: (files, random) =>
      void files.set('keys/another.vkey', `${testKey(origin, `strange ${random(1000)}`).key.vkey}\n`),
  },
  {
    name: 'no checkpoint by the retired key over the change of keys',
    codes: ['V1 BAD_ROTATION', 'V1 STRANGE_KEY', 'V1 NOT_SIGNED'],
    tamper: (files, _, rotatedIn) => {
      for (const path of [...files.keys()].filter((one) => isCheckpoint(one) && Number(one.slice(12)) > rotatedIn))
        files.set(path, signNote(textOf(files.get(path) as string), signersAt(Infinity, 0).slice(1)));
    },
  },
  {
    name: 'a late checkpoint signed by the retired key alone',
    codes: ['V1 NOT_SIGNED'],
    isSealed: true,
    tamper: (files) => {
      const path = [...files.keys()]
        .filter(isCheckpoint)
        .sort((one, other) => Number(other.slice(12)) - Number(one.slice(12)))[0] as string;
      files.set(path, signNote(textOf(files.get(path) as string), [firstSigner]));
    },
  },
  {
    name: 'a checkpoint of another log',
    codes: ['V2 ORIGIN'],
    isSealed: true,
    tamper: (files, random, rotatedIn) => {
      const path = pick(
        [...files.keys()].filter((one) => isCheckpoint(one) && Number(one.slice(12)) < rotatedIn),
        random,
      );
      files.set(path, signNote(textOf(files.get(path) as string).replace(origin, 'example.org/other'), [firstSigner]));
    },
  },
  {
    name: 'an early checkpoint signed by the later key alone',
    codes: ['V1 NOT_SIGNED'],
    isSealed: true,
    tamper: (files, random, rotatedIn) => {
      const path = pick(
        [...files.keys()].filter((one) => isCheckpoint(one) && Number(one.slice(12)) <= rotatedIn),
        random,
      );
      files.set(path, signNote(textOf(files.get(path) as string), signersAt(Infinity, 0).slice(1)));
    },
  },
  {
    name: 'a change of keys on another stream, all signed anew',
    codes: ['V1 STRANGE_KEY'],
    isSealed: true,
    pinsKey: true,
    tamper: sealed((entries, random) => {
      for (const { leaf } of entries) if (leaf.type === 'LogKeyRotated') leaf.stream = `ledger-log-${random(1000)}`;
    }),
  },
  {
    name: 'all checkpoints under another name than the key’s',
    codes: ['V2 ORIGIN'],
    isSealed: true,
    tamper: (files, random, rotatedIn) => {
      const other = `example.org/other-${random(1000)}`;
      for (const path of [...files.keys()].filter(isCheckpoint))
        files.set(
          path,
          signNote(
            textOf(files.get(path) as string).replace(origin, other),
            signersAt(Number(path.slice(12)), rotatedIn),
          ),
        );
    },
  },
  {
    name: 'a change of keys that retires another key, all signed anew',
    codes: ['V1 BAD_ROTATION', 'V1 STRANGE_KEY'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const rotation = entries.find(({ leaf }) => leaf.type === 'LogKeyRotated') as Entry;
      (rotation.facts as Part).value.retired = testKey(origin, `strange ${random(1000)}`).key.vkey;
    }),
  },
  {
    name: 'an older checkpoint with another root, signed anew',
    codes: ['V10 REWRITTEN'],
    isSealed: true,
    tamper: (files, random, rotatedIn) => {
      const path = pick(
        [...files.keys()].filter((one) => isCheckpoint(one) && Number(one.slice(12)) < rotatedIn),
        random,
      );
      const tree = new Tree();
      for (let leaf = 0; leaf < Number(path.slice(12)); leaf++) tree.append(String(random(1000)));
      files.set(path, signed(tree, tree.size, rotatedIn));
    },
  },
  {
    name: 'an entry written in another way, all signed anew',
    codes: ['V4 NOT_CANONICAL'],
    isSealed: true,
    tamper: (files, random, rotatedIn) => {
      const lines = linesOf(files, leavesFile);
      const place = random(lines.length);
      lines[place] = rewritten(lines[place] as string, random);
      seal(files, lines, rotatedIn);
    },
  },
  {
    name: 'an entry with another number, all signed anew',
    codes: ['V5 ENTRY_NUMBER'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const { leaf } = pick(entries, random);
      leaf.entry = Number(leaf.entry) + 1 + random(5);
    }),
  },
  {
    name: 'a revision changed, all signed anew',
    codes: ['V6 REVISION'],
    isSealed: true,
    tamper: sealed((entries, random) => void (pick(entries, random).leaf.revision += 1 + random(5))),
  },
  {
    name: 'a time moved back, all signed anew',
    codes: ['V7 RECORDED_AT'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const place = 1 + random(entries.length - 1);
      at(entries, place).leaf.recordedAt = new Date(
        Date.parse(at(entries, place - 1).leaf.recordedAt) - 1 - random(1e9),
      ).toISOString();
    }),
  },
  {
    name: 'the last time in the future, all signed anew',
    codes: ['V7 IN_THE_FUTURE'],
    isSealed: true,
    tamper: sealed(
      (entries, random) =>
        void (at(entries, entries.length - 1).leaf.recordedAt = new Date(
          Date.now() + (48 + random(1e5)) * 3_600_000,
        ).toISOString()),
    ),
  },
  {
    name: 'an event id used twice, all signed anew',
    codes: ['V8 EVENT_ID_REUSED'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const place = 1 + random(entries.length - 1);
      at(entries, place).leaf.eventId = at(entries, random(place)).leaf.eventId;
    }),
  },
  {
    name: 'a command id used for two commands, all signed anew',
    codes: ['V8 COMMAND_ID_REUSED'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const one = 2 + random(entries.length - 2);
      const { stream } = at(entries, one).leaf;
      const earlier = entries
        .slice(0, one - 1)
        .filter(({ leaf }) => leaf.commandId !== at(entries, one - 1).leaf.commandId || leaf.stream !== stream);
      at(entries, one).leaf.commandId = pick(earlier, random).leaf.commandId;
    }),
  },
  {
    name: 'a command id of the entry before on another stream, all signed anew',
    codes: ['V8 COMMAND_ID_REUSED'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const borders = entries
        .map((_, index) => index)
        .filter((index) => index > 0 && at(entries, index).leaf.stream !== at(entries, index - 1).leaf.stream);
      const border = pick(borders, random);
      at(entries, border).leaf.commandId = at(entries, border - 1).leaf.commandId;
    }),
  },
  {
    name: 'an envelope of another form, all signed anew',
    codes: ['V15 ENVELOPE'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const { leaf } = pick(plain(entries), random);
      pick<() => unknown>(
        [
          () => (leaf.format = 2),
          () => (leaf.role = 'king'),
          () => (leaf.effective = pick(['2024-13', '2023-02-29', '24', '0000', '2024-37'], random)),
          () => delete leaf.client,
          () => (leaf.more = null),
          () => (leaf.actor = null),
          () => (leaf.eventId = replaceAt(leaf.eventId, 14, '4')),
          () => (leaf.origin = { kind: 'live', record: null, sources: [] }),
          () => (leaf.causationId = 7),
          () => (leaf.recordedAt = pick(['soon', '2026-02-30T00:00:00.000Z', '9999'], random)),
          () => (leaf.correlationId = ''),
        ],
        random,
      )();
    }),
  },
  {
    name: 'a type or version that is not known, all signed anew',
    codes: ['V15 UNKNOWN_TYPE'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const { leaf } = pick(plain(entries), random);
      if (random(2) === 0) leaf.type = `${leaf.type}ed`;
      else leaf.schemaVersion = 2 + random(5);
    }),
  },
  {
    name: 'facts or text of another form, all signed anew',
    codes: ['V15 EVENT_FORM'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const { facts, text } = pick(plain(entries), random);
      const part = pick(
        [facts, text].filter((one) => one !== null),
        random,
      );
      const [name = 'more'] = Object.keys(part.value);
      if (random(2) === 0) part.value.more = 'something';
      else part.value[name] = { strange: true };
    }),
  },
  {
    name: 'a correction with content of another form, all signed anew',
    codes: ['V15 EVENT_FORM'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const { facts, text } = pick(
        entries.filter(({ leaf }) => leaf.type === 'EntryCorrected'),
        random,
      ) as { facts: Part; text: Part };
      pick<() => unknown>(
        [
          () => delete (facts.value.facts as Fields).count,
          () => ((facts.value.facts as Fields).asOf = '2024-13'),
          () => ((facts.value.facts as Fields).more = null),
          () => (facts.value.schemaVersion = 2 + random(5)),
          () => (text.value.text = { language: 'en' }),
        ],
        random,
      )();
    }),
  },
  {
    name: 'a correction of what is not there before it, all signed anew',
    codes: ['V16 NO_EARLIER_ENTRY'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const one = pick(corrections(entries), random);
      (one.facts as Part).value.entry = Number(one.leaf.entry) + pick([0, 1, random(1000)], random);
    }),
  },
  {
    name: 'a correction of another stream, all signed anew',
    codes: ['V16 OTHER_STREAM'],
    isSealed: true,
    tamper: sealed((entries, random) => {
      const one = pick(corrections(entries), random);
      const others = entries.slice(0, Number(one.leaf.entry)).filter(({ leaf }) => leaf.stream !== one.leaf.stream);
      (one.facts as Part).value.entry = pick(others, random).leaf.entry;
    }),
  },
  {
    name: 'history rewritten, all signed anew',
    codes: ['V10 REWRITTEN'],
    isSealed: true,
    needsOld: true,
    tamper: sealed((entries, random) => {
      const [first] = entries as [Entry];
      if (random(2) === 0) first.leaf.client = `idc-api/${random(1e6)}`;
      else (first.facts as Part).salt = Buffer.alloc(32, `${random(1e6)}`).toString('hex');
    }),
  },
  {
    name: 'history rolled back, all signed anew',
    codes: ['V10 ROLLED_BACK'],
    isSealed: true,
    needsOld: true,
    tamper: (files, random, rotatedIn) => {
      const kept = rotatedIn + 1 + random(linesOf(files, leavesFile).length - rotatedIn - 2);
      setLines(files, partsFile, linesOf(files, partsFile).slice(0, kept));
      seal(files, linesOf(files, leavesFile).slice(0, kept), rotatedIn);
    },
  },
];
