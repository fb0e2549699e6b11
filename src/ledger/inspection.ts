import { canonical } from '../platform/event-store/canonical.js';
import { partHash } from '../platform/event-store/envelope.js';
import type { EventStore, StoredEntry } from '../platform/event-store/event-store.js';
import type { Finding } from '../platform/integrity.js';
import type { CheckpointFiles } from './checkpoint/checkpoint-files.js';
import { parseCheckpoint, type Checkpoint } from './checkpoint/checkpoint.js';
import type { LogKeys } from './keys/keys.js';
import { openNote } from './checkpoint/note.js';
import { Rotations, speaksOfKeys } from './keys/key-terms.js';
import { redactedBy } from './redacted-entries.js';
import { Tree } from './tree/tree.js';

/** What a check of the whole log came to. */
export interface Inspection {
  /** How many entries were read. */
  readonly size: number;
  /** The root over their leaves, as they are stored now. */
  readonly root: Buffer;
  /** How many signed checkpoints were compared with it. */
  readonly checkpoints: number;
  /** The first hundred of what was found; the log is sound when there is nothing. */
  readonly findings: readonly Finding[];
  readonly tree: Tree;
}

/** What belongs to one log. */
export interface LogParts {
  readonly store: EventStore;
  readonly keys: LogKeys;
  readonly checkpoints: CheckpointFiles;
}

export interface InspectionOptions {
  /** Looks at the engine's own indexes too, which may hold up others for seconds. */
  readonly thorough?: boolean;
  readonly progress?: (done: number, of: number) => void;
  /** Ends the check before its time; what it has found by then is no verdict. */
  readonly signal?: AbortSignal;
}

/** The log names a key, and nobody here can sign with it. */
export const keyIsMissing: Finding = {
  place: 'keys',
  message: 'The private key that must sign for this log is not in the keys folder; restore it from a backup.',
};

/** The maximum number of findings listed; in a rewritten log, each entry would be one. */
const mostFindings = 100;

/** Entries that are looked at before others get their turn. */
const slice = 100;

/**
 * Checks everything that is stored against everything that was signed: entries without a hole, each leaf canonical and each part with its hash
 * (docs/decisions/0003), columns as the leaves say, and every kept checkpoint a prefix of the log under a key of the log. Reads only.
 */
export async function inspect(
  { store, keys, checkpoints }: LogParts,
  options: InspectionOptions = {},
): Promise<Inspection> {
  const findings: Finding[] = [];
  const find = (place: string, message: string): void => {
    if (findings.length < mostFindings) findings.push({ place, message });
  };
  const signed = [...checkpoints.sizes];
  const tree = new Tree();
  const rotations = new Rotations(keys);
  const wordless: number[] = [];
  const redacted = new Set<number>();
  const entries = await store.head().then(
    ({ size }) => size,
    () => 0,
  );
  const total = entries + signed.length;
  try {
    for await (const stored of store.readEntries(0)) {
      if (stored.entry !== tree.size) {
        find(`entry ${tree.size}`, `It is missing: the next stored entry is ${stored.entry}.`);
        break;
      }
      for (const message of flawsOf(stored)) find(`entry ${stored.entry}`, message);
      if (lacksText(stored)) wordless.push(stored.entry);
      for (const entry of redactedBy(stored)) redacted.add(entry);
      tree.append(stored.leaf);
      if (stored.entry % slice === 0) await new Promise(setImmediate);
      options.progress?.(tree.size, total);
      if (options.signal?.aborted) break;
      // A rotation whose facts cannot be read is found by their hash.
      if (speaksOfKeys(stored.leaf)) await rotations.read(stored.entry, store).catch(() => undefined);
    }
    if (options.signal?.aborted !== true)
      for (const entry of wordless)
        if (!redacted.has(entry))
          find(`entry ${entry}`, 'Its text is missing, and no redaction in the log explains that.');
    for await (const { entry, message } of store.audit(options))
      find(entry === null ? 'log' : `entry ${entry}`, message);
  } catch (error) {
    find(`entry ${tree.size}`, `The log cannot be read from here on: ${(error as Error).message}`);
  }
  for (const [index, size] of signed.entries()) {
    const flaw = flawOfCheckpoint(checkpoints.read(size), size, tree, keys.origin, rotations);
    if (flaw !== null) find(`checkpoint ${size}`, flaw);
    if (options.signal?.aborted) break;
    if (index % slice === 0) await new Promise(setImmediate);
    options.progress?.(entries + index + 1, total);
  }
  if (rotations.signersAt(tree.size) === null) find(keyIsMissing.place, keyIsMissing.message);
  return { size: tree.size, root: tree.rootAt(tree.size), checkpoints: signed.length, findings, tree };
}

/** Whether an entry once had a text that is not here. */
const lacksText = ({ leaf, text, textSalt }: StoredEntry): boolean =>
  text === null && textSalt === null && typeof leaf === 'string' && !leaf.includes('"text":null');

/** What is wrong with one entry in itself; a text that is missing altogether may be explained by another. */
export function flawsOf({ entry, leaf, facts, factsSalt, text, textSalt }: StoredEntry): string[] {
  let envelope: {
    readonly entry?: unknown;
    readonly eventId?: unknown;
    readonly facts?: unknown;
    readonly text?: unknown;
  };
  try {
    if (typeof leaf !== 'string') return ['Its leaf is not text.'];
    envelope = JSON.parse(leaf) as typeof envelope;
    if (canonical(envelope) !== leaf) return ['Its leaf is not canonical JSON.'];
  } catch {
    return ['Its leaf is not canonical JSON.'];
  }
  const flaws: string[] = [];
  if (envelope.entry !== entry) flaws.push(`Its leaf says that it is entry ${String(envelope.entry)}.`);
  const isPart = (name: 'facts' | 'text', json: unknown, salt: unknown): boolean =>
    typeof json === 'string' &&
    salt instanceof Uint8Array &&
    salt.length === 32 &&
    partHash(name, String(envelope.eventId), { json, salt }) === envelope[name];
  if (!isPart('facts', facts, factsSalt)) flaws.push('Its facts do not match the hash in its leaf.');
  const isText = (text === null && textSalt === null) || isPart('text', text, textSalt);
  if (!isText) flaws.push('Its text does not match the hash in its leaf.');
  return flaws;
}

/** What is wrong with a signed checkpoint of a size, seen from the log; null when it is a prefix of the log and well signed. */
export function flawOfCheckpoint(
  note: string | null,
  size: number,
  tree: Tree,
  origin: string,
  rotations: Rotations,
): string | null {
  if (note === null) return 'Its file cannot be read.';
  let checkpoint: Checkpoint;
  try {
    checkpoint = parseCheckpoint(openNote(note, rotations.verifierKeys).text);
  } catch (error) {
    return (error as Error).message;
  }
  if (checkpoint.origin !== origin) return `It belongs to the log ${checkpoint.origin}, not ${origin}.`;
  if (checkpoint.size !== size) return `It is of size ${checkpoint.size}.`;
  if (size > tree.size)
    return `It covers ${size} entries, and the log has ${tree.size}: entries are missing at the end, as after restoring an older copy.`;
  if (!tree.rootAt(size).equals(checkpoint.root))
    return 'The entries that it covers differ from those that were signed.';
  return null;
}
