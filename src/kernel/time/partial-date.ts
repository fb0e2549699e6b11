import { z } from 'zod';

/**
 * A date as precise as its source: a subset of EDTF (ISO 8601-2:2019): `2024`, `2024-05`, `2024-05-28`, a quarter
 * (`2024-33` to `2024-36`) or a season (`2024-21` spring to `2024-24` winter). EDTF's seasons of one hemisphere (`-25` to
 * `-32`) are refused: people who write `2026-27` mean two years. Where only bounds are known it is an interval of two of
 * these: `../2019-11` (not later than November 2019), `2018-07/..` (not earlier than July 2018), `2018-07/2019-11` (some day
 * between the two).
 *
 * It is kept and shown as it was written. Dates are compared and sorted by the last day they can mean, so that none claims
 * more than its source; what has no last day sorts behind all that has, and two that mean the same last day are in no order.
 */
export type PartialDate = string;

/** How precisely a date is known; the last three are bounds, named after what they say. */
export type Precision =
  'day' | 'month' | 'quarter' | 'season' | 'year' | 'not_later_than' | 'not_earlier_than' | 'between';

/** A partial date taken apart: the days (`YYYY-MM-DD`, both inclusive) between which it lies. */
export interface Span {
  /** The earliest day it can mean; `beginningOfTime` where nothing bounds it. */
  readonly first: string;
  /** The last day it can mean; `endOfTime` where nothing bounds it. */
  readonly last: string;
  readonly precision: Precision;
}

/** No day of any register lies before this one. */
export const beginningOfTime = '0001-01-01';

/** No day of any register lies behind this one. */
export const endOfTime = '9999-12-31';

const pattern = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;

/**
 * First months and number of months of the codes 21 to 24 and 33 to 36. A season does not say its hemisphere and spans both
 * readings, so that it never claims more than its source; seasons are the meteorological ones, and a winter belongs to the
 * year in which it begins.
 */
const parts: Readonly<Record<number, readonly [from: number, months: number]>> = {
  21: [3, 9],
  22: [6, 9],
  23: [3, 9],
  24: [6, 9],
  33: [1, 3],
  34: [4, 3],
  35: [7, 3],
  36: [10, 3],
};

/** How many days a month of the calendar has. */
export const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const pad = (number: number, width = 2): string => String(number).padStart(width, '0');

/** Null when the last of the months lies beyond the year 9999, where days no longer sort as text. */
function months(year: number, from: number, count: number, precision: Precision): Span | null {
  const end = from - 1 + count - 1;
  const endYear = year + Math.floor(end / 12);
  const endMonth = (end % 12) + 1;
  if (endYear > 9999) return null;
  return {
    first: `${pad(year, 4)}-${pad(from)}-01`,
    last: `${pad(endYear, 4)}-${pad(endMonth)}-${pad(lastDayOf(endYear, endMonth))}`,
    precision,
  };
}

/** Reads a partial date, or gives null when the text is none. */
export function span(text: string): Span | null {
  const [start = '', end, ...more] = text.split('/');
  if (end === undefined) return unbounded(text);
  const first = start === '..' ? null : unbounded(start);
  const last = end === '..' ? null : unbounded(end);
  if (more.length > 0 || (start !== '..' && first === null) || (end !== '..' && last === null)) return null;
  if (first === null) return last && { first: beginningOfTime, last: last.last, precision: 'not_later_than' };
  if (last === null) return { first: first.first, last: endOfTime, precision: 'not_earlier_than' };
  return first.first > last.last ? null : { first: first.first, last: last.last, precision: 'between' };
}

function unbounded(text: string): Span | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  if (year === 0) return null;
  if (match[2] === undefined) return months(year, 1, 12, 'year');
  const month = Number(match[2]);
  if (match[3] !== undefined) {
    const day = Number(match[3]);
    const isDay = month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month);
    return isDay ? { first: text, last: text, precision: 'day' } : null;
  }
  if (month >= 1 && month <= 12) return months(year, month, 1, 'month');
  const part = parts[month];
  return part === undefined ? null : months(year, ...part, month >= 33 ? 'quarter' : 'season');
}

/** The same, of what is known to be a partial date. Throws `RangeError` on what is none. */
export function spanOf(date: PartialDate): Span {
  const found = span(date);
  if (found === null) throw new RangeError(`${date} is not a partial date`);
  return found;
}

/** The last day a partial date can mean: the day from which what is so dated counts; `endOfTime` where it has no end. */
export const lastDay = (date: PartialDate): string => spanOf(date).last;

/** Whether one date lies behind another whatever days the two mean; where they may overlap it does not. */
export const isCertainlyAfter = (date: PartialDate, other: PartialDate): boolean =>
  spanOf(date).first > spanOf(other).last;

/** The civil date in UTC of an instant. */
export const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** The year after the first, where a text is two years in a row such as `2026-27`, `2026/27` or `2026-2027`; null where it is not. */
export function nextOfTwoYears(text: unknown): { readonly year: string; readonly next: string } | null {
  const [, year = '', other = ''] = /^(\d{4})[-/\u2013](\d{2}|\d{4})$/.exec(typeof text === 'string' ? text : '') ?? [];
  const next = pad(Number(year) + 1, 4);
  return year !== '' && (other === next || other === next.slice(2)) && span(`${year}/${next}`) !== null
    ? { year, next }
    : null;
}

const rightDate =
  'must be a date as precise as it is known: 2024, 2024-05, 2024-05-28, a quarter 2024-33 to 2024-36, a season 2024-21 to 2024-24, or bounds such as ../2019-11';

export const PartialDate = z.string().refine((text) => span(text) !== null, {
  error: ({ input }) => {
    const two = nextOfTwoYears(input);
    return two === null ? rightDate : `${rightDate}; for the two years write ${two.year}/${two.next}`;
  },
});
