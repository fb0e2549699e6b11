import { parseCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.js';
import { BadNote, fromBase64, openNote, type VerifierKey } from '../checkpoint/note.js';
import { hashLength, leafHash, verifyInclusion } from './tree.js';

const firstLine = 'c2sp.org/tlog-proof@v1';

/** That an entry is in a log: its number, its path to the root, and the signed checkpoint with that root. */
export interface Proof {
  readonly index: number;
  readonly hashes: readonly Buffer[];
  /** The checkpoint with its signatures, as it was published. */
  readonly note: string;
}

/** A proof as the text of a file (C2SP tlog-proof), to be kept with the ending `.tlog-proof`. */
export function proofText({ index, hashes, note }: Proof): string {
  return [firstLine, `index ${index}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n');
}

/** That a signed log has the one of size `old` as its beginning, as witnesses take it (C2SP tlog-witness, add-checkpoint). */
export function witnessText({
  old,
  hashes,
  note,
}: {
  readonly old: number;
  readonly hashes: readonly Buffer[];
  readonly note: string;
}): string {
  return [`old ${old}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n');
}

/**
 * Reads the text of a proof; an `extra` line is ignored. Throws `BadNote` if it is not one. It does not check
 * the proof.
 */
export function parseProof(text: string): Proof {
  const end = text.indexOf('\n\n');
  const [format, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (format !== firstLine) throw new BadNote(`A proof must begin with the line ${firstLine}.`);
  if (/^extra [A-Za-z0-9+/]+={0,2}$/.test(lines[0] ?? '')) lines.shift();
  const [, index] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '') ?? [];
  if (index === undefined || !Number.isSafeInteger(Number(index)))
    throw new BadNote('A proof must give the number of its entry: index N.');
  const hashes = lines.map(fromBase64);
  if (!hashes.every((hash) => hash?.length === hashLength))
    throw new BadNote('The path of a proof must be hashes: 32 bytes in base64, one a line.');
  return { index: Number(index), hashes: hashes as Buffer[], note: text.slice(end + 2) };
}

/**
 * Checks a proof file against the leaf it is said to be of and the keys of the log: gives the checkpoint that covers the entry. Throws
 * `BadNote` when the file is not one, the checkpoint is of another log or not signed by any of the keys, or the leaf is not in it.
 */
export function checkProof(
  text: string,
  leaf: string | Uint8Array,
  origin: string,
  keys: readonly VerifierKey[],
): Checkpoint {
  const { index, hashes, note } = parseProof(text);
  const checkpoint = parseCheckpoint(openNote(note, keys).text);
  if (checkpoint.origin !== origin)
    throw new BadNote(`The checkpoint belongs to the log ${checkpoint.origin}, not ${origin}.`);
  if (!verifyInclusion(leafHash(leaf), index, checkpoint.size, hashes, checkpoint.root)) {
    throw new BadNote(
      `The proof does not lead from the leaf of entry ${index} to the root at size ${checkpoint.size}.`,
    );
  }
  return checkpoint;
}
