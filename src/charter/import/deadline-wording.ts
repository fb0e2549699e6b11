import type { Deadline } from '../../kernel/deadline.js';
import { lastDayOf, span } from '../../kernel/partial-date.js';

/** A deadline in somebody's own words, read as a value; null where the words are none that this reader is sure of. */
export type Reading = Deadline | null;

/**
 * Reads how plans say by when: "By fall 2027", "2026-27", "Biannually until 2029", "d'ici la fin de 2028", "cada tres años" (English, French,
 * Spanish). It never claims more than the words: the beginning or the end of a year is the year, and a season of no hemisphere spans both. `fiscalStart` is the month,
 * 1 to 12, in which the fiscal year of whoever speaks begins; without it "2026-27" is the two years.
 */
export function readDeadline(wording: string, fiscalStart: number | null = null): Reading {
  const [words = ''] = plain(wording).split(';');
  return recurring(words.trim()) ?? period(words.trim(), fiscalStart) ?? point(words.replace(introduction, '').trim());
}

/** Lower case without accents, with plain hyphens, apostrophes and spaces. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');

const number = '(\\d{1,2}|two|three|four|five|six|ten|deux|trois|quatre|cinq|dix|dos|tres|cuatro|cinco|seis|diez)';
const numbers: Readonly<Record<string, number>> = {
  two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10, deux: 2, trois: 3, quatre: 4, cinq: 5, dix: 10, dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, diez: 10,
}; // prettier-ignore

const ongoing = /^(ongoing|on an ongoing basis|continuous|continuously|permanent|permanente|continu|en continu|continuo|en curso)$/;

/** How often, in words; the longer ones first. */
const often: readonly (readonly [words: RegExp, every: string])[] = [
  [/^(biannually|bi-annually|semi-?annually|half-?yearly|twice a year|twice per year|twice yearly|deux fois par an(nee)?|semestriellement|semestralmente|dos veces al ano)/, 'P6M'],
  [/^(biennially|every other year|every second year|bienalmente)/, 'P2Y'],
  [/^(annually|yearly|every year|each year|once a year|chaque annee|annuellement|tous les ans|une fois par an(nee)?|anualmente|cada ano|todos los anos)/, 'P1Y'],
  [/^(quarterly|every quarter|each quarter|chaque trimestre|trimestriellement|tous les trimestres|trimestralmente|cada trimestre)/, 'P3M'],
  [/^(monthly|every month|each month|chaque mois|mensuellement|tous les mois|mensualmente|cada mes)/, 'P1M'],
  [/^(weekly|every week|each week|chaque semaine|toutes les semaines|semanalmente|cada semana)/, 'P1W'],
]; // prettier-ignore

const everySo = new RegExp(`^(?:every|tous les|toutes les|cada) ${number} (years?|months?|weeks?|ans|annees|mois|semaines|anos|meses|semanas)`);

/** What recurs, or goes on: the words have to end there, or say until when, from when, or by which day of the year. */
function recurring(words: string): Reading {
  const [first = '', ...rest] = words.split(', ');
  if (ongoing.test(words)) return 'ongoing';
  if (ongoing.test(first)) return recurring(rest.join(', '));
  const found = howOften(words);
  if (found === null) return null;
  const { every, after } = found;
  if (after === '' || everyYearBy.test(after)) return `R/${every}`;
  const [, until = null] = untilWords.exec(after) ?? [];
  const [, from = null] = fromWords.exec(after) ?? [];
  const [start, end] = [from === null ? null : point(from), until === null ? null : point(until)];
  if ((from === null && until === null) || (from !== null && start === null) || (until !== null && end === null)) return null;
  return `R${start === null ? '' : `/${start}`}/${every}${end === null ? '' : `/${end}`}`;
}

function howOften(words: string): { readonly every: string; readonly after: string } | null {
  for (const [known, every] of often) {
    const [match] = known.exec(words) ?? [];
    if (match !== undefined) return { every, after: words.slice(match.length).trim() };
  }
  const match = everySo.exec(words);
  if (match === null) return null;
  const [all, count = '', unit = ''] = match;
  const letter = /^(y|an)/.test(unit) ? 'Y' : unit.startsWith('m') ? 'M' : 'W';
  return { every: `P${numbers[count] ?? Number(count)}${letter}`, after: words.slice(all.length).trim() };
}

const untilWords = /^,? ?(?:until|till|through|up to|jusqu'en|jusqu'a|jusqu'au|hasta)(?: la fin de| the end of| fines de| finales de)? (.+)$/;
const fromWords = /^,? ?(?:from|starting in|starting|beginning in|as of|a partir de|a partir d'|des|a compter de|desde) ?(.+)$/;
/** A day of each year: it is no more than that it recurs each year, since no year is named. */
const everyYearBy = /^, ?(?:by|before|on|au plus tard le|avant le|le|a mas tardar el|antes del) (?:\d{1,2} )?(?:de )?[a-z]+(?: \d{1,2})?$/;

const twoYears = /^(?:by |fy ?|(?:the )?fiscal year |exercice (?:financier )?|ejercicio (?:fiscal )?|d'ici )?(\d{4})[-/](\d{2}|\d{4})$/;
const fromTo = /^(?:from |between |de |du |entre |desde )?(.+?) ?(?: to | until | through | and | a | au | et | y | al | hasta | - |(?<=\d{4})-(?=\d{4}))(.+)$/;

/** Two points with what lies between them. */
function period(words: string, fiscalStart: number | null): Reading {
  const [, year = '', other = ''] = twoYears.exec(words) ?? [];
  const next = other.length === 2 ? year.slice(0, 2) + other : other;
  if (year !== '' && Number(next) === Number(year) + 1) return fiscalStart === null ? `${year}/${next}` : `FY${year}-${pad(fiscalStart)}`;
  const [, from = '', to = ''] = fromTo.exec(words) ?? [];
  const [start, end] = [from === '' ? null : (point(from) ?? withYearOf(from, to)), to === '' ? null : point(to)];
  if (start === null || end === null) return null;
  return span(`${start}/${end}`) === null ? null : `${start}/${end}`;
}

/** "Third to fourth quarter of 2026": what stands before borrows the rest. */
function withYearOf(from: string, to: string): Reading {
  const [, rest = null] = /(?:\s|^)((?:quarter of |quarter |trimestre de |trimestre )?\d{4})$/.exec(to) ?? [];
  return rest === null ? null : point(`${from} ${rest}`);
}

const introduction =
  /^(by|no later than|not later than|until|due in|due by|due|in|during|d'ici|au plus tard (le|en|a)?|en|au|a mas tardar (el|en)?|para|durante|antes de(l)? fin(al)? de) +/;
const partOfYear =
  /^(?:the |la |le |el )?(?:(?:early|late|mid|end|beginning|start|middle|debut|fin|milieu|principios|mediados|fines|finales|inicio|final)[ -])(?:of |de |d'|du )?/;

const seasons = ['spring|printemps|primavera', 'summer|ete|verano', 'fall|autumn|automne|otono', 'winter|hiver|invierno'] as const;
const months = [
  'january|jan|janvier|enero', 'february|feb|fevrier|febrero', 'march|mar|mars|marzo', 'april|apr|avril|abril', 'may|mai|mayo', 'june|jun|juin|junio',
  'july|jul|juillet|julio', 'august|aug|aout|agosto', 'september|sept|sep|septembre|septiembre', 'october|oct|octobre|octubre', 'november|nov|novembre|noviembre',
  'december|dec|decembre|diciembre',
] as const; // prettier-ignore
const quarters = [
  'first|1st|q1|1er|premier|primer', 'second|2nd|q2|2e|deuxieme|segundo', 'third|3rd|q3|3e|troisieme|tercer', 'fourth|4th|last|q4|4e|quatrieme|dernier|cuarto',
] as const; // prettier-ignore

const placeIn = (lists: readonly string[], word: string): number => 1 + lists.findIndex((list) => list.split('|').includes(word));
const pad = (one: number): string => String(one).padStart(2, '0');

/** One day, month, quarter, season or year. */
function point(words: string): Reading {
  const text = words
    .replace(/^(the |la |le |l'|el )/, '')
    .replace(/ (of|de|del) /g, ' ')
    .replace(partOfYear, '')
    .replace(/^(the |la |le |l'|el )/, '');
  if (/^\d{4}$/.test(text) || /^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$/.test(text)) return span(text) === null ? null : text;
  const [, day, name = '', other, year = ''] = /^(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?,)?,? (\d{4})$/.exec(text) ?? [];
  const month = placeIn(months, name);
  if (month > 0) return dated(year, month, day ?? other);
  const season = placeIn(seasons, name);
  if (season > 0 && day === undefined && other === undefined) return `${year}-${20 + season}`;
  const [, nth = '', inYear = ''] = /^(\w+)(?: (?:quarter|trimestre))?,? (\d{4})$/.exec(text) ?? [];
  const quarter = placeIn(quarters, nth);
  return quarter > 0 && (/quarter|trimestre/.test(text) || nth.startsWith('q')) ? `${inYear}-${32 + quarter}` : null;
}

function dated(year: string, month: number, day: string | undefined): Reading {
  if (day === undefined) return `${year}-${pad(month)}`;
  return Number(day) >= 1 && Number(day) <= lastDayOf(Number(year), month) ? `${year}-${pad(month)}-${pad(Number(day))}` : null;
}
