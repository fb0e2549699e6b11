import type { Language } from '../../../kernel/values/fields.js';
import type { Recorded } from '../../../kernel/message.js';
import { Refused } from '../../../kernel/refusal.js';
import { Documents, type Stamp } from '../documents.js';
import type { Fold } from '../fold.js';
import { indexed, isTooShort, matchOf, plainWords, tokenizer } from './search-words.js';

/** A thing that can be found: its noun and the key of its document. */
export interface Hit {
  readonly noun: string;
  readonly key: string;
}

type Words = readonly (string | null | undefined)[];

/** What an event adds to the words by which a thing is found. */
export interface Found extends Hit {
  /**
   * Words by the part of the thing that they are of; words of the same part replace those before, null leaves them. Parts called `title`,
   * `names` or a number are names of the thing.
   */
  readonly parts: Readonly<Record<string, Words | null>>;
  /** The thing within which this one is found as well, by its key: a report's words find its commitment. */
  readonly within?: string | null;
}

/** The words that events add, by their type. */
export type Findables = Readonly<Record<string, (event: Recorded) => Found>>;

/** Declares the findables of events, each by its own type. */
export const findable = <
  E extends { readonly type: string; readonly facts: object; readonly text: object | null },
>(by: {
  readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => Found;
}): Findables => by as unknown as Findables;

/** A part that an event may leave as it was. */
export const changed = (text: string | null | undefined): Words | null => (text ? [text] : null);

/** A thing that can be found, by the words of its parts as they are searched for. */
interface Findable extends Stamp, Hit {
  readonly within: string | null;
  readonly parts: Readonly<Record<string, string>>;
  /** The names and titles among the parts, each in plain words on a line of its own. */
  readonly named: Readonly<Record<string, string>>;
}

const isName = (part: string): boolean => /^(?:names|title|\d+)$/.test(part);

/** The words of some of a thing's parts, as they are indexed. */
const wordsOf = ({ parts }: Findable, isWanted: (part: string) => boolean): string =>
  Object.entries(parts)
    .filter(([part]) => isWanted(part))
    .map(([, words]) => words)
    .join('\n');

const countWords = (words: string): number => (words === '' ? 0 : words.split(/\s/).length);

const keyOf = ({ noun, key }: Hit): string => `${noun}/${key}`;

/** What can be found. */
export const findables = new Documents<Findable>({
  table: 'findable',
  key: keyOf,
  columns: {
    within: ({ within }) => within,
    named: ({ named }) => `\n${Object.values(named).join('\n')}\n`,
    name_length: (thing) => countWords(wordsOf(thing, isName)),
    length: (thing) => countWords(wordsOf(thing, () => true)),
  },
  indexed: [],
  words: {
    table: 'found_by',
    tokenize: tokenizer,
    columns: { names: (thing) => wordsOf(thing, isName), words: (thing) => wordsOf(thing, (part) => !isName(part)) },
  },
});

/** Adds the words of an event to those by which its thing is found: it is found by all its parts together. */
export function index(fold: Fold, event: Recorded, { noun, key, parts, within = null }: Found): void {
  const given = Object.entries(parts).filter((part): part is [string, Words] => part[1] !== null);
  if (given.length === 0) return;
  const hit = { noun, key };
  const { language = null } = (event.text ?? {}) as { readonly language?: Language };
  const asIndexed = (part: string, words: Words): string =>
    indexed(words.filter((word) => typeof word === 'string').join('\n'), part in event.facts ? null : language);
  const known = Object.fromEntries(given.map(([part, words]) => [part, asIndexed(part, words)]));
  const plain = (words: Words): string => words.map((word) => plainWords(word ?? '')).join('\n');
  const names = Object.fromEntries(given.filter(([part]) => isName(part)).map(([part, words]) => [part, plain(words)]));
  if (findables.get(fold, keyOf(hit)) === undefined)
    findables.open(fold, event, { ...hit, within, parts: known, named: names });
  else
    findables.change(fold, event, keyOf(hit), ({ parts, named }) => ({
      parts: { ...parts, ...known },
      named: { ...named, ...names },
    }));
}

/** What a person typed, as a full-text query. Text without a word finds nothing; single letters, which find nearly everything, are refused. */
function matchFor(text: string, field: string | readonly string[]): string {
  if (isTooShort(text)) throw new Refused('TOO_SHORT', 'text must have a word of at least two letters.', field);
  return matchOf(text) ?? '""';
}

/** A condition on the key of a list: the thing's own words match, or those of a thing that is found within it. */
export const matching = (text: string): readonly [string, string] => [
  'key IN (SELECT within FROM findable WHERE document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?))',
  matchFor(text, ['filter', 'text']),
];

/** The same on the key of a list of things of one noun, found by their own words. */
export const matchingOf = (noun: string, text: string): readonly [string, string, string] => [
  "? || '/' || key IN (SELECT key FROM findable WHERE document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?))",
  noun,
  matchFor(text, ['filter', 'text']),
];

/**
 * How well the words match, lower being better: first what has just this name, then what has all the words in its names, then the rest;
 * among these, what has the fewest other words. It follows from the thing alone, so that on one basis the order stays as it is, whatever
 * is recorded later: the statistics of the index count the words of all versions, and may not take part.
 */
const ranked = `(SELECT key, document, CASE
    WHEN instr(named, ?) > 0 THEN name_length
    WHEN document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?) THEN 1e6 + min(name_length, 999999)
    ELSE 2e6 + min(length, 999999) END AS rank
  FROM findable WHERE document_id IN (SELECT rowid FROM found_by WHERE found_by MATCH ?))`;

/** What matches a text, as the table of a page that is sorted by `rank`. */
export function ranking(text: string): { readonly table: string; readonly bound: readonly string[] } {
  const match = matchFor(text, 'text');
  return { table: ranked, bound: [`\n${plainWords(text)}\n`, `names : (${match})`, match] };
}
