import { hasPassed, type Deadline, type Heard } from '../../kernel/time/deadline.js';
import type { Lifecycle } from '../vocabulary/vocabulary.js';

/**
 * What nobody sets: it follows from dates, from what was reported and from the day on which one asks. The charter's champions report
 * around the UN's High-level Political Forum each July, so a round ends with every 31 July.
 */
const endOfRound = '-07-31';

/** What determines whether a report is owed on a commitment. */
export interface Owed {
  readonly due: Deadline | null;
  readonly lifecycle: Lifecycle;
  readonly claimed: string | null;
}

/** Whether a commitment is a draft or active, and not claimed to be complete: nobody owes a word on what rests, has ended or is unsettled. */
export const isOwed = ({ lifecycle, claimed }: Omit<Owed, 'due'>): boolean =>
  (lifecycle === 'draft' || lifecycle === 'active') && claimed !== 'complete';

/**
 * Whether the deadline of a commitment that owes a report has passed before a day. `heard` returns when a
 * recurring one was last heard of.
 */
export const isOverdue = ({ due, ...owed }: Owed, on: string, heard: () => Heard): boolean =>
  due !== null && isOwed(owed) && hasPassed(due, on, heard);

/** Rounds a promise may let pass before it is silent. */
const patience = 2;

/** How many rounds ended after one day and up to another. */
export function roundsBetween(after: string, upTo: string): number {
  const endedBy = (day: string): number => Number(day.slice(0, 4)) - (day.slice(5) < endOfRound.slice(1) ? 1 : 0);
  return Math.max(0, endedBy(upTo) - endedBy(after));
}

/**
 * Whether two rounds were missed. `heard` is the day of the last report, or else the day from which reports
 * were due.
 */
export const isSilent = (heard: string, on: string): boolean => roundsBetween(heard, on) >= patience;
