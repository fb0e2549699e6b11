import type { Basis } from './read-model.js';

/** Something on known days, as a calendar shows it. */
export interface CalendarEntry {
  /** What identifies it for ever: its stream, or its stream and a part of it. */
  readonly id: string;
  /** Its first and its last day; both are known to the day. */
  readonly first: string;
  readonly last: string;
  readonly summary: string;
  readonly description: string | null;
  readonly place: string | null;
  /** Where people read about it: a path without a language. */
  readonly path: string | null;
  readonly isCancelled: boolean;
  /** How often it was changed. */
  readonly sequence: number;
  /** When it was last changed in the register. */
  readonly changedAt: string;
}

/** What a calendar is restricted to: an entry is shown if it belongs to the series or the champion that is named. */
export interface CalendarFilter {
  readonly series: string | null;
  readonly champion: string | null;
}

/** Gives the entries of a context. A date that is not known to the day is no entry. */
export type CalendarSource = (basis: Basis, filter: CalendarFilter) => readonly CalendarEntry[];
