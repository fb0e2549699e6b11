import { BadNote, fromBase64 } from './note.js';
import { hashLength } from '../tree/tree.js';

/** The head of a log at a size: what is signed. */
export interface Checkpoint {
  /** Which log this is: a URL without its scheme. */
  readonly origin: string;
  /** How many entries the log then held. */
  readonly size: number;
  /** The root of the tree over them. */
  readonly root: Buffer;
}

/** A checkpoint as the text that is signed: three lines (C2SP tlog-checkpoint). */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/**
 * Reads the text of a checkpoint. Further lines are ignored. Throws `BadNote` naming the line that is wrong.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...others] = text.split('\n');
  const bytes = fromBase64(root);
  if (origin === '') throw new BadNote('The first line of a checkpoint must name the log.');
  if (!/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw new BadNote('The second line of a checkpoint must be a size.');
  if (bytes?.length !== hashLength)
    throw new BadNote('The third line of a checkpoint must be a root: 32 bytes in base64.');
  if (others.pop() !== '' || others.includes(''))
    throw new BadNote('A checkpoint must be whole lines, none of them empty.');
  return { origin, size: Number(size), root: bytes };
}
