import type { Deadline } from '../../kernel/time/deadline.js';
import { lastDayOf, span } from '../../kernel/time/partial-date.js';
import { vocabularies } from './deadline-words.js';

/** A deadline in a source's wording, converted to a value; null unless the reader is sure of all words. */
export type Reading = Deadline | null;

/** From when to when something runs; a side is null where the words say nothing of it. */
interface Run {
  readonly start: string | null;
  readonly end: string | null;
}

/**
 * Reads deadlines as plans word them: "By fall 2027", "2026-27", "Biannually until 2029", "d'ici la fin de
 * 2028", "cada tres años", "سنويا" (English, French, Spanish, Arabic). It never claims more than the words,
 * and reads all of them or none: the beginning or the end of a year is the year, and a season without a
 * hemisphere covers both. `fiscalStart` is the month, 1 to 12, in which the source's fiscal year begins;
 * without it a fiscal year is the two years that contain it.
 */
export function readDeadline(wording: string, fiscalStart: number | null = null): Reading {
  const [first = '', ...rest] = plain(wording).split(';');
  let marks = marked(first);
  for (const clause of rest) {
    const more = marked(clause);
    // What follows says more of the time, or is a remark that says nothing of it; else the words are not understood.
    if (more !== null && marks !== null) marks = `${marks} ${more}`.trim();
    else if (!isRemark(clause)) return null;
  }
  if (marks === null || marks === '') return null;
  return recurring(marks) ?? ongoing(marks) ?? fiscal(marks, fiscalStart) ?? dated(marks);
}

/** Words of time or of a condition: a clause with one of them is no mere remark. */
const matters = new RegExp(
  '\\d|\\p{Script=Arabic}|\\b(?:until|from|since|after|before|then|if|when|subject|depend\\w*|unless|end|years?|months?|weeks?|quarters?|' +
    "jusqu'\\w+|partir|apres|avant|puis|si|sous reserve|selon|hasta|desde|despues|antes|luego|sujeto)\\b",
  'u',
);
const isRemark = (clause: string): boolean => !matters.test(clause);

/** Lower case without accents, with plain hyphens, apostrophes, digits and spaces. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u060c,()]/g, ' ')
    .replace(/\u061b/g, ';')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');

const markOf = new Map(
  vocabularies.flatMap((words) =>
    Object.entries(words).flatMap(([mark, phrases]) =>
      phrases.split('|').map((phrase) => [plain(phrase), mark] as const),
    ),
  ),
);
const phrases = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[...markOf.keys()].toSorted((one, other) => other.length - one.length).join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
);

/** A clause as marks, or null when there is a word in it that is none of those known. */
function marked(clause: string): string | null {
  const text = clause
    .replace(/\b[ld]'(?!ici)/g, '')
    .replace(/(?<!\p{L})و ?(?=\d)/gu, ' و ')
    .replace(/\bfy ?(?=\d)/g, 'fy ')
    .replace(phrases, (phrase) => ` ${markOf.get(phrase) ?? ''} `)
    .replace(/(\d)(?:er|st|nd|rd|th)\b/g, '$1')
    .replace(/(M\d\d) \./g, '$1 ')
    .replace(/ +/g, ' ')
    .trim();
  if (/[^A-Z0-9#/. -]/.test(text)) return null;
  return text
    .replace(/PART ?-? ?/g, 'PART ')
    .replace(/ONGOING ?\/ ?(?=ONGOING)/g, '')
    .replace(/#(\d) (?=M\d\d)|(?<=M\d\d )#(\d)/g, (_, one: string | undefined, other: string | undefined) =>
      one === undefined ? (other ?? '') : `${one} `,
    )
    .replace(/#(\d) (?:TO|-|AND) #(\d) QUARTER/g, 'Q$1 TO Q$2')
    .replace(
      /(?:#(\d) QUARTER|QUARTER #?(\d))(?!\d)/g,
      (_, one: string | undefined, other: string | undefined) => `Q${one ?? other ?? ''}`,
    )
    .replace(/LAST QUARTER|QUARTER LAST/g, 'Q4')
    .replace(
      /#([12]) HALF|HALF #([12])/g,
      (_, one: string | undefined, other: string | undefined) => `H${one ?? other ?? ''}`,
    )
    .replace(/([QHMS]\d+) ?(?:[-/ ]|OF) ?(?=\d{4}\b)/g, '$1 ')
    .replace(/(?<![QHMS]\d+ )\b(\d{4}) ?[-/ ] ?([QH]\d)\b/g, '$2 $1')
    .replace(/(?<=[QHMS]\d+|\d{4}) ?- ?(?=[QHMS])/g, ' TO ')
    .replace(/(?<=\d{4}) - (?=\d)/g, ' TO ')
    .replace(/^OF (?=.* (?:TO|UNTIL) )|(?<=(?:EP\d+\w|ONGOING) )OF /g, 'FROM ')
    .replace(/(?<!^)\bOF\b|(?<!\d )YEARS (?=\d{4})/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

const frequency =
  /\b(?:E(P\d+[YMW])|EVERY (?:#?(\d{1,2}) )?(YEARS|MONTHS|WEEKS|QUARTER|HALF)|EVERY(?= (?:\d{1,2} )?M\d\d))(?: |$)/;
const lengths: Readonly<Record<string, readonly [number: number, unit: string]>> = {
  YEARS: [1, 'Y'],
  MONTHS: [1, 'M'],
  WEEKS: [1, 'W'],
  QUARTER: [3, 'M'],
  HALF: [6, 'M'],
};
/** A day of each year: no more than that it recurs each year, since no year is named. */
const dayOfYear = /^(?:(?:BY|BEFORE) )?(?:PART )?(?:\d{1,2} )?M\d\d(?: \d{1,2})?$/;

/** What recurs: the words have to end there, or say until when, from when, or by which day of the year. */
function recurring(text: string): Reading {
  const found = frequency.exec(text);
  if (found === null) return null;
  const [all, known, count = '1', unit = 'YEARS'] = found;
  const [factor, letter] = lengths[unit] ?? [1, 'Y'];
  const every = known ?? `P${Number(count) * factor}${letter}`;
  const before = without(text.slice(0, found.index), 'ONGOING');
  const after = without(text.slice(found.index + all.length), 'ONGOING');
  if (frequency.test(after) || Number(count) === 0) return null;
  if (before !== '' && after !== '') return null;
  const rest = before || after;
  if (rest === '' || (every.endsWith('Y') && dayOfYear.test(rest))) return `R/${every}`;
  // "2029, annually" ends in 2029; "annually, 2029" may as well begin then.
  const run = running(rest) ?? (before === '' ? null : ends(point(rest)));
  if (run === null || (run.start !== null && run.end !== null && span(`${run.start}/${run.end}`) === null)) return null;
  return `R${run.start === null ? '' : `/${run.start}`}/${every}${run.end === null ? '' : `/${run.end}`}`;
}

const without = (text: string, mark: string): string =>
  text
    .replace(new RegExp(`\\b${mark}\\b`), ' ')
    .replace(/ +/g, ' ')
    .trim();

/** An ongoing deadline, with its start and end. */
function ongoing(text: string): Reading {
  if (!text.includes('ONGOING')) return null;
  const rest = without(text, 'ONGOING');
  if (rest === '') return 'ongoing';
  const run = running(rest);
  if (run === null) return null;
  return inOrder(`${run.start ?? '..'}/${run.end ?? '..'}`);
}

const inOrder = (period: string): Reading => (span(period) === null ? null : period);
const ends = (at: Run | null): Run | null => (at === null ? null : { start: null, end: at.end });

/** From, until, or both; null where the words do not say which. */
function running(text: string): Run | null {
  const [, from, to] = /^(?:FROM |BETWEEN )?(.+?) (?:TO|UNTIL|(?<=^BETWEEN .*)AND) (?:UNTIL )?(.+)$/.exec(text) ?? [];
  if (from !== undefined && to !== undefined) {
    const end = point(to);
    const start = point(from) ?? point(`${from} ${/(?:^| )(\d{4})$/.exec(to)?.[1] ?? ''}`);
    return start === null || end === null ? null : { start: start.start, end: end.end };
  }
  const [, year, until] = /^(?:FROM )?(\d{4})[-/](\d{4})$/.exec(text) ?? [];
  if (year !== undefined && until !== undefined) return year < until ? { start: year, end: until } : null;
  const [, last] = /^(?:UNTIL|TO) (.+)$/.exec(text) ?? [];
  if (last !== undefined) return ends(point(last));
  const [, one, other] = /^(?:FROM (.+?)(?: ONWARDS)?|(.+) ONWARDS)$/.exec(text) ?? [];
  const start = point(one ?? other ?? '');
  return start === null ? null : { start: start.start, end: null };
}

/** A fiscal year, by one year or two in a row. */
function fiscal(text: string, fiscalStart: number | null): Reading {
  const short = text.replace(/^(?:BY |UNTIL |PART |FROM )*(?=FISCAL|\d)/, '');
  const [, mark, written = '', other] = /^(FISCAL )?(\d{2}|\d{4})(?: ?[-/] ?(\d{2}|\d{4}))?$/.exec(short) ?? [];
  if (written === '' || (mark === undefined && (other === undefined || written.length < 4))) return null;
  const year = Number(written.length === 2 ? `20${written}` : written);
  const next =
    other === undefined ? year + 1 : Number(other.length === 2 ? String(year + 1).slice(0, 2) + other : other);
  if (next !== year + 1 || /^(?:FROM)/.test(text)) return null;
  return fiscalStart === null ? `${year}/${next}` : `FY${year}-${pad(fiscalStart)}`;
}

/** A date or a period. */
function dated(text: string): Reading {
  const [, after] = /^BEFORE (.+)$/.exec(text.replace(/ LATEST$/, '')) ?? [];
  if (after !== undefined) return before(after);
  const at = point(text.replace(/ LATEST$/, '').replace(/^(?:BY |UNTIL |TO )+/, ''));
  if (at !== null) return at.start === at.end ? at.end : inOrder(`${at.start ?? '..'}/${at.end ?? '..'}`);
  const run = running(text.replace(/^BY /, ''));
  return run === null ? null : inOrder(`${run.start ?? '..'}/${run.end ?? '..'}`);
}

/** The time up to what must not be reached: before 2027 is 2026 at the latest. */
function before(text: string): Reading {
  if (text.startsWith('PART')) return point(text)?.end ?? null;
  const at = point(text);
  const first = at?.start == null ? undefined : span(at.start)?.first;
  if (at === null || first === undefined) return null;
  const day = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10);
  return `../${/^\d{4}$/.test(at.start ?? '') ? day.slice(0, 4) : day}`;
}

const pad = (one: number): string => String(one).padStart(2, '0');
const at = (date: string): Run => ({ start: date, end: date });

/** One day, month, quarter, season, half-year or year. */
function point(words: string): Run | null {
  const text = words
    .replace(/^(?:BY |TO )+/, '')
    .replace(/^PART /, '')
    .replace(/^YEARS (?=\d)/, '')
    .trim();
  if (/^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?$/.test(text)) return span(text) === null ? null : at(text);
  const [, day, month, other, year = ''] =
    /^(?:(\d{1,2}) )?M(\d\d)(?: (\d{1,2}))?(?: (?:BY )?(\d{4}))$/.exec(text) ?? [];
  if (month !== undefined && !(day !== undefined && other !== undefined))
    return onDay(year, Number(month), day ?? other);
  const [, season, ofSeason = ''] = /^S(\d\d) (\d{4})$/.exec(text) ?? [];
  if (season !== undefined) return at(`${ofSeason}-${season}`);
  const [, quarter, ofQuarter = ''] = /^Q([1-4]) (\d{4})$/.exec(text) ?? [];
  if (quarter !== undefined) return at(`${ofQuarter}-${32 + Number(quarter)}`);
  const [, half, ofHalf = ''] = /^H([12]) (\d{4})$/.exec(text) ?? [];
  if (half !== undefined)
    return half === '1'
      ? { start: `${ofHalf}-01`, end: `${ofHalf}-06` }
      : { start: `${ofHalf}-07`, end: `${ofHalf}-12` };
  const [, numbered, ofNumbered = ''] = /^(0?[1-9]|1[0-2])[./-](\d{4})$/.exec(text) ?? [];
  if (numbered !== undefined) return onDay(ofNumbered, Number(numbered), undefined);
  const [, one, two, inYear = ''] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text) ?? [];
  return one === undefined || two === undefined ? null : byNumbers(Number(one), Number(two), inYear);
}

/** A date in numbers, where one of them can only be the day; 03/04/2026 is in March for some and in April for others. */
function byNumbers(one: number, other: number, year: string): Run | null {
  if (one > 12 || one === other) return onDay(year, other, String(one));
  return other > 12 ? onDay(year, one, String(other)) : null;
}

function onDay(year: string, month: number, day: string | undefined): Run | null {
  if (month < 1 || month > 12) return null;
  if (day === undefined) return at(`${year}-${pad(month)}`);
  return Number(day) >= 1 && Number(day) <= lastDayOf(Number(year), month)
    ? at(`${year}-${pad(month)}-${pad(Number(day))}`)
    : null;
}
