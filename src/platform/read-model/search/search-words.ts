import snowball from 'snowball-stemmers';
import type { Language } from '../../../kernel/values/fields.js';
import { fold } from './normalise-for-search.js';

/**
 * Words as they are indexed and searched for. A word is indexed as it is written (folded) and by its stem in the language of its text; an Arabic word also without the
 * article and particles before it. Scripts that put no spaces between words are indexed sign by sign, and searched for as phrases, so that a word is found
 * wherever it stands. Tokens are parted by spaces, for the tokenizer `ascii` of FTS5, which leaves all else as it is.
 */
export const tokenizer = 'ascii';

/** Scripts without spaces between words. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const runs = new RegExp(`(?<unspaced>(?:[${unspaced}]\\p{M}*)+)|(?:(?![${unspaced}])[\\p{L}\\p{N}]\\p{M}*)+`, 'gu');
const isArabic = /^\p{Script=Arabic}/u;
const isNumber = /^\p{N}+$/u;
const signs = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Marks that no word has, so that a stem is never taken for a word that is written like it. */
const mark = { en: 'en·', fr: 'fr·', es: 'es·', ar: 'ar·' } as const;

const stemmers = {
  en: snowball.newStemmer('english'),
  fr: snowball.newStemmer('french'),
  es: snowball.newStemmer('spanish'),
} as const;
type Stemmed = keyof typeof stemmers;
const stemmed = Object.keys(stemmers) as Stemmed[];

/** Stemming is slow, and texts use the same words again and again. */
const stems = new Map<string, readonly string[]>();
const mostStems = 25_000;
/** A longer word has no stem: no language has such words, and the time to find a stem grows with the square of the length. */
const longestStemmed = 40;
/** Different words of one text that get stems; the others are found as they are written. */
const mostStemmedWords = 1000;

/** The stems of a word in a language: of the word as it is written, and without its accents, which many leave out. */
function stemsOf(word: string, language: Stemmed): readonly string[] {
  const key = mark[language] + word;
  const known = stems.get(key);
  if (known !== undefined) return known;
  if (stems.size >= mostStems) stems.clear();
  const found = [...new Set([word, fold(word)].map((one) => mark[language] + fold(stemmers[language].stem(one))))];
  stems.set(key, found);
  return found;
}

/** Digits of all scripts as those of ASCII. */
const withDigits = (text: string): string =>
  text.replace(/(?![0-9])\p{Nd}/gu, (digit) => String(valueOf(digit.codePointAt(0) ?? 0)));

/** Unicode keeps the ten digits of a script side by side, zero first. */
function valueOf(digit: number): number {
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(digit - value - 1))) value += 1;
  return value;
}

interface Run {
  readonly text: string;
  readonly isUnspaced: boolean;
}

/** The same in text of ASCII characters alone, which most text is. */
const isAscii = /^[\0-\x7f]*$/;
const asciiRuns = /[a-z0-9]+/g;

function runsIn(text: string): Run[] {
  if (isAscii.test(text))
    return Array.from(text.toLowerCase().match(asciiRuns) ?? [], (run) => ({ text: run, isUnspaced: false }));
  const found = withDigits(text.normalize('NFC').toLowerCase()).matchAll(runs);
  return [...found].map(({ 0: run, groups }) => ({ text: run, isUnspaced: groups?.unspaced !== undefined }));
}

/** Code units that are segmented at a time: the time to segment a string grows with the square of its length. */
const segmentedAtOnce = 256;

/** The signs of a run of a script without spaces. What would be longer than a portion is cut. */
function signsOf(run: string): string[] {
  const folded = fold(run);
  const found: string[] = [];
  for (let start = 0; start < folded.length;) {
    const portion = folded.slice(start, start + segmentedAtOnce);
    const isLast = start + portion.length >= folded.length;
    const inPortion = Array.from(signs.segment(portion), ({ segment }) => segment);
    // The last sign of a portion may go on in the next.
    if (!isLast && inPortion.length > 1) inPortion.pop();
    found.push(...inPortion);
    start += inPortion.reduce((length, sign) => length + sign.length, 0);
  }
  return found;
}

/** What may stand before an Arabic word, written as one with it: conjunctions, then prepositions and the future, then the article. */
const particles: readonly (readonly string[])[] = [
  ['و', 'ف'],
  ['ب', 'ك', 'ل', 'س'],
  ['ال', 'ل'],
];
const shortestRest = 3;

/** An Arabic word without each of the particles that it may begin with. Not all of them are: many words begin so by themselves. */
function bareForms(word: string): string[] {
  let forms = [word];
  for (const group of particles)
    forms = [
      ...forms,
      ...forms.flatMap((form) =>
        group
          .filter((one) => form.startsWith(one) && form.length - one.length >= shortestRest)
          .map((one) => form.slice(one.length)),
      ),
    ];
  return [...new Set(forms)];
}

/** An Arabic word without the article and what stands before that; these beginnings are hardly ever part of a word. */
function withoutArticle(word: string): string {
  const rest = word.replace(/^(?:[وف]?[بك]?ال|[وف]?لل)/u, '');
  return rest.length >= shortestRest ? rest : word;
}

/** How a word that takes part with its stems is indexed, by its languages; texts use the same words again and again. */
const forms = new Map<string, string>();

/** A word of a script with spaces as it is indexed: as it is written and, of a language that has stems, by its stem. */
function formsOf(run: string, languages: readonly Stemmed[]): string {
  const key = `${languages.length === 1 ? languages[0] : languages.length} ${run}`;
  const known = forms.get(key);
  if (known !== undefined) return known;
  if (forms.size >= mostStems) forms.clear();
  const word = fold(run);
  const found = isArabic.test(word)
    ? [word, ...bareForms(word).map((form) => mark.ar + form)]
    : [word, ...(hasStem(word) ? languages.flatMap((one) => stemsOf(run, one)) : [])];
  const joined = found.join(' ');
  if (run.length <= longestStemmed) forms.set(key, joined);
  return joined;
}

const hasStem = (word: string): boolean => !isNumber.test(word) && word.length <= longestStemmed;

/** A text as it is indexed. Without a language, its words are stemmed in each. */
export function indexed(text: string, language: Language | null): string {
  const languages = language === null ? stemmed : stemmed.filter((one) => one === language);
  const found = runsIn(text);
  const isLong = found.length > mostStemmedWords;
  const stemmedWords = new Set<string>();
  const mayHaveStem = (run: string): boolean => {
    if (!isLong) return true;
    const word = fold(run);
    if (hasStem(word) && stemmedWords.size < mostStemmedWords) stemmedWords.add(word);
    return stemmedWords.has(word);
  };
  return found
    .flatMap((run) => (run.isUnspaced ? signsOf(run.text) : formsOf(run.text, mayHaveStem(run.text) ? languages : [])))
    .join(' ');
}

/** The words of a text as they are compared: without case, accents, and what stands between them. */
export const plainWords = (text: string): string =>
  runsIn(text)
    .map(({ text: run }) => fold(run))
    .join(' ');

const quoted = (token: string, isBeginning = false): string => `"${token}"${isBeginning ? '*' : ''}`;

/** A word as a person types it, in all forms in which it may be indexed; the last one as the beginning of a word. */
function alternatives(run: Run, isLast: boolean): string {
  if (run.isUnspaced) return quoted(signsOf(run.text).join(' '));
  const word = fold(run.text);
  const isBeginning = isLast && word.length > 1;
  if (isArabic.test(word))
    return [quoted(word, isBeginning), quoted(mark.ar + withoutArticle(word), isBeginning)].join(' OR ');
  if (!hasStem(word)) return quoted(word, isBeginning);
  const stems = [...new Set(stemmed.flatMap((language) => stemsOf(run.text, language)))];
  return [quoted(word, isBeginning), ...stems.map((stem) => quoted(stem))].join(' OR ');
}

/** What a person typed, as a full-text query in which every word must occur; null where there is no word to search for. */
export function matchOf(text: string): string | null {
  const found = runsIn(text).filter(({ text: run }) => fold(run) !== '');
  return found.length === 0
    ? null
    : found.map((run, index) => `(${alternatives(run, index === found.length - 1)})`).join(' AND ');
}

/** Whether a text contains only single letters, which occur nearly everywhere. */
export function isTooShort(text: string): boolean {
  const found = runsIn(text);
  return (
    found.length > 0 &&
    found.every(({ text: run, isUnspaced }) => !isUnspaced && fold(run).length < 2 && !isNumber.test(fold(run)))
  );
}
