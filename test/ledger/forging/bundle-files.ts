import { canonical } from '../../../src/platform/event-store/canonical.js';
import { partHash } from '../../../src/platform/event-store/envelope.js';
import { checkpointText, parseCheckpoint } from '../../../src/ledger/checkpoint/checkpoint.js';
import { signNote } from '../../../src/ledger/checkpoint/note.js';
import { Tree } from '../../../src/ledger/tree/tree.js';
import { origin, signersAt } from '../../support/event-store/sealed-log.js';

export type Fields = Record<string, unknown>;
/** A part of an entry, with its salt in hexadecimal. */
export interface Part {
  salt: string;
  value: Fields;
}

/** An entry of a bundle, to be changed. */
export interface Entry {
  leaf: Fields & { type: string; stream: string; eventId: string; revision: number; recordedAt: string };
  facts: Part | null;
  text: Part | null;
}

/** The files of a bundle that can be tampered with, by their paths. */
export type Files = Map<string, string>;

export const leavesFile = 'log/leaves.jsonl';
export const partsFile = 'log/parts.jsonl';

export const linesOf = (files: Files, path: string): string[] => (files.get(path) as string).split('\n').slice(0, -1);
export const setLines = (files: Files, path: string, lines: readonly string[]): void =>
  void files.set(path, lines.map((line) => `${line}\n`).join(''));

/** What a note says, without its signatures. */
export const textOf = (note: string): string => note.slice(0, note.indexOf('\n\n') + 1);

export const isCheckpoint = (path: string): boolean => path.startsWith('checkpoints/');

/** Hashes all parts anew, and signs every checkpoint again over the entries as they now are, as only the holder of the log's keys can. */
export function seal(files: Files, lines: readonly string[], rotatedIn: number): void {
  setLines(files, leavesFile, lines);
  const tree = new Tree();
  for (const line of lines) tree.append(line);
  for (const path of [...files.keys()].filter(isCheckpoint)) {
    const { size } = parseCheckpoint(textOf(files.get(path) as string));
    files.delete(path);
    if (size <= lines.length) files.set(path, signed(tree, size, rotatedIn));
  }
  const size = lines.length;
  files.set(`checkpoints/${size}`, signed(tree, size, rotatedIn));
}

/** A checkpoint of a tree, signed as the log would sign it. */
export const signed = (tree: Tree, size: number, rotatedIn: number): string =>
  signNote(checkpointText({ origin, size, root: tree.rootAt(size) }), signersAt(size, rotatedIn));

/** The leaf of an entry with its parts hashed anew; words that are not there keep the hash they had. */
const sealedLine = ({ leaf, facts, text }: Entry): string =>
  canonical({
    ...leaf,
    facts: hashOf('facts', leaf, facts),
    text: text === null ? leaf.text : hashOf('text', leaf, text),
  });

const hashOf = (name: 'facts' | 'text', { eventId }: Entry['leaf'], part: Part | null): string | null =>
  part === null ? null : partHash(name, eventId, { json: canonical(part.value), salt: Buffer.from(part.salt, 'hex') });

/** The entries of a bundle, to be changed. */
export function entriesOf(files: Files): Entry[] {
  const parts = linesOf(files, partsFile).map((line) => JSON.parse(line) as Entry);
  return linesOf(files, leavesFile).map((line, index) => ({
    leaf: JSON.parse(line) as Entry['leaf'],
    facts: parts[index]?.facts ?? null,
    text: parts[index]?.text ?? null,
  }));
}

/** Changes entries, then makes everything fit again: hashes, roots, signatures. */
export function changeAndSeal(files: Files, change: (entries: Entry[]) => void, rotatedIn: number): void {
  const entries = entriesOf(files);
  const [before, lines] = [entries.map((entry) => JSON.stringify(entry)), linesOf(files, leavesFile)];
  change(entries);
  setLines(
    files,
    partsFile,
    entries.map(({ leaf: { entry }, facts, text }) => canonical({ entry, facts, text })),
  );
  seal(
    files,
    entries.map((entry, index) =>
      JSON.stringify(entry) === before[index] ? (lines[index] as string) : sealedLine(entry),
    ),
    rotatedIn,
  );
}
