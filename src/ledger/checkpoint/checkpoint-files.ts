import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../platform/integrity.js';
import { writeWhole } from '../files.js';

/** Every checkpoint that was ever signed, a file each, by the size of the log that it is of. None is changed or removed. */
export class CheckpointFiles {
  private readonly inMemory = new Map<number, string>();
  private readonly known: number[];

  /** `folder` null keeps them in memory. */
  constructor(private readonly folder: string | null) {
    this.known = folder === null ? [] : sizesIn(folder);
  }

  /** The sizes of which there is a checkpoint, ascending. */
  get sizes(): readonly number[] {
    return this.known;
  }

  get latest(): number | null {
    return this.known.at(-1) ?? null;
  }

  /** The signed checkpoint of a size as it was written; null when there is none, or none that can be read. */
  read(size: number): string | null {
    if (this.folder === null) return this.inMemory.get(size) ?? null;
    if (this.covering(size - 1) !== size) return null;
    try {
      return readFileSync(join(this.folder, String(size)), 'utf8');
    } catch {
      return null;
    }
  }

  /** The smallest size with a checkpoint that covers an entry; null when none does yet. */
  covering(entry: number): number | null {
    return this.known[this.countUpTo(entry)] ?? null;
  }

  /** The largest size up to another of which there is a checkpoint; null when there is none. */
  upTo(size: number): number | null {
    return this.known[this.countUpTo(size) - 1] ?? null;
  }

  /** Keeps a checkpoint of a larger log than the last, unless another instance was quicker: then false. It is on disk when this resolves. */
  async publish(size: number, note: string): Promise<boolean> {
    this.write(size, note);
    return true;
  }

  /** How many checkpoints there are by now, those of other instances included that this one has not taken in. */
  get signedByAll(): number {
    return this.known.length;
  }

  /** Takes in what other instances have signed, up to so many checkpoints in all, as long as `flawOf` finds nothing wrong; gives the first flaw. */
  takeIn(_count: number, _flawOf: (size: number, note: string) => string | null): Finding | null {
    return null;
  }

  /** Resolves when another instance may have signed; on one that is alone, when the signal is aborted. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** Keeps a checkpoint of a larger log than the last. It is on disk when this returns. */
  protected write(size: number, note: string): void {
    if (this.latest !== null && size <= this.latest)
      throw new RangeError(`There is a checkpoint of size ${this.latest}; ${size} cannot follow.`);
    if (this.folder === null) this.inMemory.set(size, note);
    else {
      mkdirSync(this.folder, { recursive: true });
      writeWhole(join(this.folder, String(size)), note);
    }
    this.known.push(size);
  }

  private countUpTo(size: number): number {
    let [from, to] = [0, this.known.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.known[middle] as number) > size) to = middle;
      else from = middle + 1;
    }
    return from;
  }
}

/** What an interrupted write has left bears another name, and was never published. */
function sizesIn(folder: string): number[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => /^(0|[1-9]\d*)$/.test(file))
    .map(Number)
    .sort((one, other) => one - other);
}
