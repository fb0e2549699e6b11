import { lastDay } from '../kernel/partial-date.js';
import type { Lifecycle } from './vocabulary.js';

/**
 * What nobody sets: it follows from dates, from what was reported and from the day on which one asks. The charter's champions report
 * around the UN's High-level Political Forum each July, so a round ends with every 31 July.
 */
const endOfRound = '-07-31';

/** Whether a promise that still lives was due before a day: an imprecise date is over with its last day. */
export const isOverdue = (due: string | null, lifecycle: Lifecycle, on: string): boolean =>
  due !== null && ['draft', 'active', 'suspended'].includes(lifecycle) && lastDay(due) < on;

/** Rounds a promise may let pass before it is silent. */
const patience = 2;

/** How many rounds ended after one day and up to another. */
export function roundsBetween(after: string, upTo: string): number {
  const endedBy = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < endOfRound.slice(1) ? 1 : 0);
  return Math.max(0, endedBy(upTo) - endedBy(after));
}

/** Whether nothing was heard for so long that two rounds were missed. `heard` is the day of the last word: a report, else the promise itself. */
export const isSilent = (heard: string, on: string): boolean => roundsBetween(heard, on) >= patience;
