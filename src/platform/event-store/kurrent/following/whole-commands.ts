import type { Position } from '../client/driver.js';
import type { Meaning } from '../records.js';

/** Something received, and its position. */
export interface ReceivedRecord {
  readonly meaning: Meaning | null;
  readonly position: Position;
}

/** What stands apart may be held back so long. */
const most = 500;

/**
 * Holds back what was received of a command until all its entries have arrived: they may arrive in several
 * pieces, and are processed as one. Separate parts are held back until something else arrives, usually their
 * entries.
 */
export class WholeCommands {
  private halves: readonly ReceivedRecord[] = [];

  /** Whether something is held back. */
  get isHolding(): boolean {
    return this.halves.length > 0;
  }

  /** All that is whole by now, in order; `size` is how many entries are known already, of which none is waited for. */
  with(heard: readonly ReceivedRecord[], size: number): readonly ReceivedRecord[] {
    const all = [...this.halves, ...heard];
    const end = wholeUpTo(all, size);
    this.halves = all.slice(end);
    return all.slice(0, end);
  }

  /**
   * Drops what is held back of a command, because it will be received again; returns the separate parts,
   * which can be processed.
   */
  forget(): readonly ReceivedRecord[] {
    const { halves } = this;
    this.halves = [];
    return halves.every(({ meaning }) => meaning?.kind === 'apart') ? halves : [];
  }
}

/**
 * How many received records come before the first command with missing entries, and before separate parts at
 * the end.
 */
function wholeUpTo(heard: readonly ReceivedRecord[], size: number): number {
  let [missing, first] = [0, 0];
  for (const [index, { meaning }] of heard.entries()) {
    if (meaning?.kind !== 'entry' || meaning.entry.entry < size) continue;
    if (missing === 0) [missing, first] = [meaning.together, index];
    missing -= 1;
  }
  if (missing > 0) return first;
  const apart = heard.length - 1 - heard.findLastIndex(({ meaning }) => meaning?.kind !== 'apart');
  return apart < most ? heard.length - apart : heard.length;
}
