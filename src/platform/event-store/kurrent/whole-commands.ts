import type { Position } from './driver.js';
import type { Meaning } from './records.js';

/** Something that was heard, and where it stands. */
export interface Heard {
  readonly meaning: Meaning | null;
  readonly position: Position;
}

/** Holds back what was heard of a command until all its entries have come: they may come in several pieces, and are taken in as one. */
export class WholeCommands {
  private halves: readonly Heard[] = [];

  /** Whether something is held back. */
  get isHolding(): boolean {
    return this.halves.length > 0;
  }

  /** All that is whole by now, in order. */
  with(heard: readonly Heard[]): readonly Heard[] {
    const all = [...this.halves, ...heard];
    const end = wholeUpTo(all);
    this.halves = all.slice(end);
    return all.slice(0, end);
  }

  /** Forgets what is held back, because it will be heard again. */
  forget(): void {
    this.halves = [];
  }
}

/** How many of what was heard come before the first command of which entries are still missing. */
function wholeUpTo(heard: readonly Heard[]): number {
  let [missing, first] = [0, 0];
  for (const [index, { meaning }] of heard.entries()) {
    if (meaning?.kind !== 'entry') continue;
    if (missing === 0) [missing, first] = [meaning.together, index];
    missing -= 1;
  }
  return missing === 0 ? heard.length : first;
}
