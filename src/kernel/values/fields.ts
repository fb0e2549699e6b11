import { z } from 'zod';
import { Refused, type Fault } from '../refusal.js';
import { cleanLine, cleanProse, hasInvisible, hasTooManyMarks, isReadable, isVisible } from './text.js';

/** A field that may be left out or null; either way the register keeps null. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const things = <T extends z.ZodType>(schema: T, most: number) =>
  z
    .array(schema)
    .max(most, `must have at most ${most} items`)
    .refine(
      (items) => new Set(items.map((item) => JSON.stringify(item))).size === items.length,
      'must not have duplicate items',
    );

/** A list that may be left out; the register keeps an empty list. At most `most` things, none twice. */
export const list = <T extends z.ZodType>(schema: T, most = 50) =>
  things(schema, most)
    .nullish()
    .transform((items) => items ?? []);

/** The same, where a list that is left out stays as it was: the register keeps null, and an empty list empties it. */
export const newList = <T extends z.ZodType>(schema: T, most = 50) => maybe(things(schema, most));

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const right =
    most === Number.MAX_SAFE_INTEGER
      ? `must be a whole number, at least ${least}`
      : `must be a whole number from ${least} to ${most}`;
  return z
    .int(right)
    .min(least, right)
    .max(most, right)
    .transform((number) => number + 0);
};

/** What comes in longer than this many times what is allowed is not even cleaned. */
const slack = 4;

const tooManyMarks = 'must not have more than 30 combining marks on one character';

/**
 * One line of text: a name or a title, normalised by `cleanLine`, with at least one letter or digit; `isSign`
 * permits symbols such as % alone.
 */
export const line = (most: number, isSign: (text: string) => boolean = () => false) =>
  z
    .string()
    .refine((text) => text.length <= slack * most, { error: `must have at most ${most} characters`, abort: true })
    .refine((text) => text.isWellFormed(), { error: 'must be well-formed Unicode', abort: true })
    .refine((text) => !hasTooManyMarks(text), { error: tooManyMarks, abort: true })
    .overwrite(cleanLine)
    .refine((text) => text !== '', { error: 'must not be empty', abort: true })
    .refine((text) => !text.includes('\n'), 'must be one line: remove the line breaks')
    .refine((text) => isReadable(text) || isSign(text), 'must contain a letter or a digit')
    .refine((text) => text.length <= most, `must have at most ${most} characters`);

/** Free text over any number of lines, kept as `cleanProse` gives it. */
export const prose = (most: number) =>
  z
    .string()
    .refine((text) => text.length <= slack * most, { error: `must have at most ${most} characters`, abort: true })
    .refine((text) => text.isWellFormed(), { error: 'must be well-formed Unicode', abort: true })
    .refine((text) => !hasTooManyMarks(text), { error: tooManyMarks, abort: true })
    .overwrite(cleanProse)
    .refine((text) => isVisible(text), 'must not be empty')
    .refine((text) => text.length <= most, `must have at most ${most} characters`);

/** A decimal number as text, so that no value is ever rounded: at most 15 digits before and 9 after the point. */
export const Decimal = z
  .string()
  .regex(
    /^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/,
    'must be a decimal number such as 12 or -0.25, without exponent or separators',
  );

/**
 * A host name in ASCII: labels of letters, digits and hyphens, the last of them not a number. No IP address,
 * no `localhost`.
 */
const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** Names that lead nowhere, or only within one network: RFC 6761, 6762, 7686, 8375 and 9476, and what ICANN keeps for private use. `example` is for documents. */
const specialUse = /\.(local|localhost|invalid|internal|onion|test|alt|home\.arpa)$/;

/** Letters that look like those of another script, in one label. */
const mixesScripts = (label: string): boolean =>
  [/\p{sc=Latin}/u, /\p{sc=Cyrillic}/u, /\p{sc=Greek}/u, /\p{sc=Armenian}/u, /\p{sc=Cherokee}/u].filter((script) =>
    script.test(label),
  ).length > 1;

/**
 * Whether people read a host name as a browser does: its labels are letters and digits of one script, and no
 * character imitates another. The pattern names the letters of Latin-1 beside all letters, and sees each label with
 * a character beyond Latin-1 after it: V8 was seen to miss letters such as ü and ß in the class of all letters.
 */
const isReadAsWritten = (host: string): boolean =>
  host.split('.').every((label) => {
    const wide = `${label}\u2460`;
    return (
      /^[\p{L}\p{M}\p{N}ß-öø-ÿ-]+$/u.test(wide) &&
      label.normalize('NFKC') === label.normalize('NFC') &&
      !mixesScripts(wide)
    );
  });

/**
 * Whether a text is the address of a page on a named host by the rules of WHATWG, and people read it the same
 * way. What those rules repair silently (a missing slash, a backslash, a numeric host, escapes, characters
 * that look like a dot or a slash) is refused, and so are user names, passwords, and characters that must be
 * escaped.
 */
function isWebAddress(text: string): boolean {
  if (!text.isWellFormed() || hasInvisible(text) || /[\s\u2800\\"<>`]|%(?![0-9a-f]{2})/iu.test(text)) return false;
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (authority === undefined || authority.includes('@') || !URL.canParse(text)) return false;
  const { hostname, port } = new URL(text);
  const host = authority.replace(/:\d*$/, '').toLowerCase();
  const isSame = host === hostname || (hostname.includes('xn--') && isReadAsWritten(host));
  return isSame && port !== '0' && hostName.test(hostname) && !specialUse.test(hostname);
}

/** The address of a page, kept as it was written. */
export const WebAddress = z
  .string()
  .max(1000, { error: 'must have at most 1000 characters', abort: true })
  .refine(
    isWebAddress,
    'must be a web address such as https://example.org/page, with a host name and without spaces, user name or password',
  );

/** The four languages of the charter's documents. */
export const languages = ['en', 'fr', 'es', 'ar'] as const;
export type Language = (typeof languages)[number];
export const Language = z.enum(languages, `must be one of ${languages.join(', ')}`);

/** The language that words were written in; left out, English. */
export const WrittenIn = Language.nullish().transform((language): Language => language ?? 'en');

/** One of a closed list of words. */
export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  z.enum(words, `must be one of ${words.join(', ')}`);

/** Parses what came from outside; refuses it with one fault for each field that is not right. */
export function wellFormed<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  // Of very many, those of whole lists come before those of their items.
  const told =
    issues.length <= mostFaults
      ? issues
      : issues.toSorted((one, other) => one.path.length - other.path.length).slice(0, mostFaults);
  // Two rules may find the same wrong with a field.
  const faults = new Map(told.flatMap(faultsOf).map((fault) => [JSON.stringify(fault), fault]));
  throw new Refused([...faults.values()].slice(0, mostFaults));
}

/** The maximum number of errors reported for one input. */
const mostFaults = 50;

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const field = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknown([...field, key]));
  }
  const message =
    issue.code === 'invalid_type'
      ? `must be ${article(issue.expected === 'int' ? 'whole number' : issue.expected)}`
      : issue.message;
  return [{ code: 'INVALID', message: `${field.join('.') || 'The input'} ${message}.`, field }];
}

const unknown = (path: readonly string[]): Fault => ({
  code: 'UNKNOWN_FIELD',
  message: `${path.join('.')} is not a field of this command.`,
  field: path,
});

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
