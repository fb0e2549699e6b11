import { z } from 'zod';
import { wholeNumber } from '../../kernel/values/fields.js';
import { endOfTime, lastDay, lastDayOf } from '../../kernel/time/partial-date.js';

/** How often a series meets: at least and at most so many months apart. */
export const Cadence = z
  .object({ least: wholeNumber(1, 60), most: wholeNumber(1, 60) })
  .refine(({ least, most }) => least <= most, { error: 'must not be less than least', path: ['most'] });
export const CadenceKept = z.strictObject({ least: wholeNumber(1, 60), most: wholeNumber(1, 60) });
export type Cadence = z.infer<typeof CadenceKept>;

/** The same day so many months later; in a shorter month, its last day. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(at / 12), (at % 12) + 1];
  const pad = (number: number, length: number): string => String(number).padStart(length, '0');
  return `${pad(newYear, 4)}-${pad(newMonth, 2)}-${pad(Math.min(date, lastDayOf(newYear, newMonth)), 2)}`;
}

/** By when a series has to meet again; null if it has no cadence, or nobody knows when it last met. */
export function nextMeetingBy(cadence: Cadence | null, last: string | null): string | null {
  const day = last === null ? endOfTime : lastDay(last);
  return cadence === null || day === endOfTime ? null : monthsLater(day, cadence.most);
}
