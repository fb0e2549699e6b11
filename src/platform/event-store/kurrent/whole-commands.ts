import type { Position } from './driver.js';
import type { Meaning } from './records.js';

/** Something that was heard, and where it stands. */
export interface ReceivedRecord {
  readonly meaning: Meaning | null;
  readonly position: Position;
}

/** What stands apart may be held back so long. */
const most = 500;

/**
 * Holds back what was heard of a command until all its entries have come: they may come in several pieces, and are taken in as one. What stands apart from
 * entries is held back until something else comes, which are its entries as a rule.
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

  /** Forgets what is held back of a command, because it will be heard again; gives what stands apart, which can be taken in as well. */
  forget(): readonly ReceivedRecord[] {
    const { halves } = this;
    this.halves = [];
    return halves.every(({ meaning }) => meaning?.kind === 'apart') ? halves : [];
  }
}

/** How many of what was heard come before the first command of which entries are still missing, and before what stands apart at the end. */
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
