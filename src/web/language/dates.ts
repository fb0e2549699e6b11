import type { Language } from '../../kernel/values/fields.js';
import { term } from '../../kernel/time/deadline.js';
import { span } from '../../kernel/time/partial-date.js';
import type { Say } from './translations.js';
import { localeOf } from './translations.js';
import type { SiteWords } from '../messages/messages.js';

type SaySite = Say<SiteWords>;

const formats = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
  instant: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const;

const made = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, kind: keyof typeof formats, date: string): string {
  const name = `${language} ${kind}`;
  const known = made.get(name) ?? new Intl.DateTimeFormat(localeOf(language), { ...formats[kind], timeZone: 'UTC' });
  made.set(name, known);
  return known.format(new Date(date));
}

/** An instant in words, in UTC. */
export const instantInWords = (instant: string, language: Language): string =>
  `${format(language, 'instant', instant)} UTC`;

/** A day (`YYYY-MM-DD`) in words. */
export const dayInWords = (day: string, language: Language): string => format(language, 'day', day);

/** A partial date in words, no more precise than it is. */
export function dateInWords(date: string, language: Language, say: SaySite): string {
  const [start = '', end] = date.split('/');
  if (end !== undefined) {
    if (start === '..') return say('date.notLater', { date: dateInWords(end, language, say) });
    if (end === '..') return say('date.notEarlier', { date: dateInWords(start, language, say) });
    return say('date.between', { from: dateInWords(start, language, say), to: dateInWords(end, language, say) });
  }
  const found = span(date);
  if (found === null) return date;
  if (found.precision === 'day') return dayInWords(date, language);
  if (found.precision === 'month') return format(language, 'month', found.first);
  if (found.precision === 'year') return format(language, 'year', found.first);
  const [year = '', part = ''] = date.split('-');
  if (found.precision === 'quarter') return say('date.quarter', { quarter: String(Number(part) - 32), year });
  const seasons = ['date.spring', 'date.summer', 'date.autumn', 'date.winter'] as const;
  return say(seasons[Number(part) - 21] ?? 'date.winter', { year });
}

/** A deadline in words: a date, a fiscal year, something that recurs, or something that goes on. */
export function deadlineInWords(deadline: string, language: Language, say: SaySite): string {
  const found = term(deadline);
  if (found === null) return deadline;
  const { kind, first, last, every } = found;
  if (kind === 'date') return dateInWords(deadline, language, say);
  if (kind === 'fiscal_year')
    return say('date.fiscalYear', {
      from: format(language, 'month', first ?? ''),
      to: format(language, 'month', last ?? ''),
    });
  if (kind === 'ongoing')
    return first === null ? say('date.ongoing') : say('date.ongoingFrom', { date: dayInWords(first, language) });
  const [, count = '1', unit = 'Y'] = /^P(\d+)([DWMY])$/.exec(every ?? '') ?? [];
  const units = { D: 'date.everyDays', W: 'date.everyWeeks', M: 'date.everyMonths', Y: 'date.everyYears' } as const;
  const words = say(units[unit as keyof typeof units], { count: Number(count) });
  return last === null ? words : say('date.until', { what: words, date: dayInWords(last, language) });
}
