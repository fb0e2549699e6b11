import { z } from 'zod';
import {
  beginningOfTime,
  endOfTime,
  lastDayOf,
  nextOfTwoYears,
  span,
  type Precision,
  type Span,
} from './partial-date.js';

/**
 * A deadline as a value in one line of text:
 * - a day, month, quarter, season or year, or bounds of one, as in partial dates: `2026-06`, `../2029`, and a
 *   period `2025/2028`;
 * - a fiscal year by the month in which it begins: `FY2026-04` is April 2026 to March 2027;
 * - recurring: `R/P6M` every six months, `R/P1Y/2029` every year until 2029, `R/2026-04/P1Y/2029` the same
 *   from April 2026 (ISO 8601 intervals, with an end as well as a start);
 * - ongoing: `ongoing`, or `2026/..` from 2026.
 *
 * The source's wording is stored as `dueText`.
 */
export type Deadline = string;

export type DeadlineKind = 'date' | 'fiscal_year' | 'recurring' | 'ongoing';

interface Interval {
  readonly months: number;
  readonly days: number;
}

/** A deadline taken apart. */
export interface Term {
  readonly kind: DeadlineKind;
  /** The first day it can mean, or on which it runs; null where it says nothing of its beginning. */
  readonly first: string | null;
  /** The day by which all of it is due, the last one it can mean; null where it has no end. */
  readonly last: string | null;
  /** After how long it is due again, an ISO 8601 duration such as `P6M`; null where it does not recur. */
  readonly every: string | null;
}

const fiscalYear = /^FY(\d{4})-(0[1-9]|1[0-2])$/;
const recurrence = /^R(?:\/([^/P][^/]*))?\/P([1-9]\d?)([DWMY])(?:\/([^/]+))?$/;
const lengths = {
  D: { months: 0, days: 1 },
  W: { months: 0, days: 7 },
  M: { months: 1, days: 0 },
  Y: { months: 12, days: 0 },
} as const;

/** Reads a deadline, or gives null when the text is none. */
export function term(text: string): Term | null {
  if (text === 'ongoing') return { kind: 'ongoing', first: null, last: null, every: null };
  if (text.startsWith('FY')) return fiscal(text);
  if (text.startsWith('R')) return recurring(text);
  const found = span(text);
  if (found === null) return null;
  const kind = found.last === endOfTime && found.precision === 'not_earlier_than' ? 'ongoing' : 'date';
  return {
    kind,
    first: found.first === beginningOfTime ? null : found.first,
    last: kind === 'ongoing' ? null : found.last,
    every: null,
  };
}

function fiscal(text: string): Term | null {
  const [, year = '', month = ''] = fiscalYear.exec(text) ?? [];
  if (year === '' || year === '0000' || year === '9999') return null;
  const first = `${year}-${month}-01`;
  return { kind: 'fiscal_year', first, last: dayBefore(later(first, { months: 12, days: 0 })), every: null };
}

function recurring(text: string): Term | null {
  const match = recurrence.exec(text);
  if (match === null) return null;
  const [, start, count, unit, end] = match;
  const [from, until] = [bound(start), bound(end)];
  if (from === undefined || until === undefined) return null;
  if (from !== null && until !== null && from.first > until.last) return null;
  return { kind: 'recurring', first: from?.first ?? null, last: until?.last ?? null, every: `P${count}${unit}` };
}

/** A start or end of something that recurs: null where none is given, undefined where what is given is no plain date. */
function bound(text: string | undefined): Span | null | undefined {
  if (text === undefined) return null;
  const found = span(text);
  return found === null || bounds.has(found.precision) ? undefined : found;
}

const bounds: ReadonlySet<Precision> = new Set(['not_later_than', 'not_earlier_than', 'between']);

/** The same, of what is known to be a deadline. Throws `RangeError` on what is none. */
export function termOf(deadline: Deadline): Term {
  const found = term(deadline);
  if (found === null) throw new RangeError(`${deadline} is not a deadline`);
  return found;
}

/** The day by which all of it is due: what deadlines compare and sort by. Null where there is none, or it has no end. */
export const dueBy = (deadline: Deadline | null): string | null => (deadline === null ? null : termOf(deadline).last);

/**
 * Whether a start is after a deadline whatever days the two mean. An ongoing or recurring deadline must not
 * begin before the start either.
 */
export function startsAfter(start: string, deadline: Deadline): boolean {
  const from = span(start)?.first;
  return from !== undefined && [dueBy(deadline), beginsBy(deadline)].some((last) => last !== null && from > last);
}

/** The last day on which an ongoing or recurring deadline can begin; null if it does not say. */
function beginsBy(deadline: Deadline): string | null {
  const { kind, first } = termOf(deadline);
  if (first === null || (kind !== 'ongoing' && kind !== 'recurring')) return null;
  const start = kind === 'ongoing' ? deadline.split('/')[0] : recurrence.exec(deadline)?.[1];
  return lastOf(start);
}

/** What is known of a promise when its deadline is judged. */
export interface Heard {
  /** The day from which the promise is known to stand. */
  readonly since: string;
  /** The day of the last word on it; null where nobody ever reported. */
  readonly heard: string | null;
}

/**
 * Whether a deadline has certainly passed by a day. A date, a period or a fiscal year has passed when its
 * last day has. A recurring deadline has passed when it ends; before that, it is missed when a whole
 * occurrence, from its first day to its last, passes without a report, which is how trackers of recurring
 * pledges judge them: a late report makes up for it, and the current occurrence is never missed. If the first
 * day of an occurrence is unknown, twice its length must pass without a report, because only then does a
 * whole one lie in that time. An ongoing deadline without an end is never overdue. `told` is called only for
 * recurring deadlines.
 */
export function hasPassed(deadline: Deadline, on: string, told: () => Heard): boolean {
  const { first, last, every: length } = termOf(deadline);
  if (last !== null && last < on) return true;
  if (length === null) return false;
  const every = intervalOf(length);
  const { since, heard } = told();
  const quietFrom = heard === null ? since : nextDay(heard);
  const [, start] = recurrence.exec(deadline) ?? [];
  const isAnchored = start !== undefined && anchors.has(span(start)?.precision);
  if (!isAnchored || first === null)
    return later(latest(quietFrom, first === null ? quietFrom : lastOf(start)), twice(every)) <= on;
  return missedOne(first, every, quietFrom, on);
}

const anchors: ReadonlySet<Precision | undefined> = new Set(['day', 'month', 'quarter']);

/** Whether an occurrence that began on or after a day ended before another. */
function missedOne(first: string, every: Interval, quietFrom: string, on: string): boolean {
  for (let number = occurrenceOf(first, every, quietFrom); ; number++) {
    const begins = later(first, times(every, number));
    const next = later(first, times(every, number + 1));
    if (next > on || next <= begins) return false;
    if (begins >= quietFrom) return true;
  }
}

function intervalOf(duration: string): Interval {
  const { months, days } = lengths[duration.slice(-1) as keyof typeof lengths];
  return times({ months, days }, Number(duration.slice(1, -1)));
}

/** The number of an occurrence shortly before a day, counted from 0. */
function occurrenceOf(first: string, { months, days }: Interval, day: string): number {
  const length = days > 0 ? days : months * 31;
  return Math.max(0, Math.floor((Date.parse(day) - Date.parse(first)) / dayLength / length) - 1);
}

const lastOf = (start: string | undefined): string => (start === undefined ? '' : (span(start)?.last ?? ''));
const latest = (one: string, other: string): string => (one > other ? one : other);
const times = ({ months, days }: Interval, number: number): Interval => ({
  months: months * number,
  days: days * number,
});
const twice = (every: Interval): Interval => times(every, 2);

/** The day so much later; in a shorter month its last day. Never after `endOfTime`. */
function later(day: string, { months, days }: Interval): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const total = year * 12 + month - 1 + months;
  const [inYear, inMonth] = [Math.floor(total / 12), (total % 12) + 1];
  if (inYear > 9999) return endOfTime;
  const dated = `${String(inYear).padStart(4, '0')}-${pad(inMonth)}-${pad(Math.min(date, lastDayOf(inYear, inMonth)))}`;
  const found = new Date(Date.parse(dated) + days * dayLength).toISOString();
  return found.startsWith('+') ? endOfTime : found.slice(0, 10);
}

const dayLength = 86_400_000;
const pad = (number: number): string => String(number).padStart(2, '0');
const nextDay = (day: string): string => later(day, { months: 0, days: 1 });
const dayBefore = (day: string): string => later(day, { months: 0, days: -1 });

const rightDeadline =
  'must be a deadline: a partial date such as 2026-06, a period 2025/2028, a fiscal year FY2026-04 by its first month, R/P6M or R/P1Y/2029 if it recurs, or ongoing';

export const Deadline = z.string().refine((text) => term(text) !== null, {
  error: ({ input }) => {
    const two = nextOfTwoYears(input);
    if (two === null) return rightDeadline;
    return `${rightDeadline}; write FY${two.year}-04 for the fiscal year that begins in April ${two.year}, or ${two.year}/${two.next} for both years`;
  },
});
