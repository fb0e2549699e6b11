import { WrongRevision, type SharedList } from '../../platform/event-store/event-store.js';
import type { Finding } from '../../platform/integrity.js';
import { CheckpointFiles } from './checkpoint-files.js';
import { parseCheckpoint } from './checkpoint.js';

/** The name of the list of checkpoints, each at the place that its number in their order gives. */
export const checkpointList = 'checkpoints';

/**
 * The checkpoints of a log that several instances serve: one sequence for all, so that none is ever signed that does not continue the last, and a
 * receipt is the same wherever it is asked for. Each instance keeps the files of all of them.
 */
export class SharedCheckpoints extends CheckpointFiles {
  constructor(
    folder: string,
    private readonly list: SharedList,
  ) {
    super(folder);
  }

  override async publish(size: number, note: string): Promise<boolean> {
    try {
      await this.list.add(note, this.sizes.length);
    } catch (error) {
      if (error instanceof WrongRevision) return false;
      throw error;
    }
    if ((this.latest ?? -1) < size) this.write(size, note);
    return true;
  }

  override get signedByAll(): number {
    return this.sizes.length + this.list.from(this.sizes.length).length;
  }

  override takeIn(count: number, flawOf: (size: number, note: string) => string | null): Finding | null {
    for (const note of this.list.from(this.sizes.length).slice(0, Math.max(0, count - this.sizes.length))) {
      const size = sizeIn(note);
      const flaw =
        size === null || size <= (this.latest ?? -1) ? 'It does not continue the previous one.' : flawOf(size, note);
      if (size === null || flaw !== null)
        return { place: `checkpoint ${size ?? 'of another instance'}`, message: flaw ?? 'It is not a checkpoint.' };
      this.write(size, note);
    }
    return null;
  }

  override next(signal: AbortSignal): Promise<void> {
    return this.list.next(signal);
  }
}

/** The size that a signed checkpoint says it is of; null when it is none. */
function sizeIn(note: string): number | null {
  try {
    return parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1)).size;
  } catch {
    return null;
  }
}
