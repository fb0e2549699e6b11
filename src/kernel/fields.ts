import { z } from 'zod';
import { Refused, type Fault } from './refusal.js';

/** A field that may be left out or null; either way the register keeps null. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null);

const things = <T extends z.ZodType>(schema: T, most: number) =>
  z
    .array(schema)
    .max(most, `must hold at most ${most} things`)
    .refine((items) => new Set(items.map((item) => JSON.stringify(item))).size === items.length, 'must not hold a thing twice');

/** A list that may be left out; the register keeps an empty list. At most `most` things, none twice. */
export const list = <T extends z.ZodType>(schema: T, most = 50) =>
  things(schema, most)
    .nullish()
    .transform((items) => items ?? []);

/** The same, where a list that is left out stays as it was: the register keeps null, and an empty list empties it. */
export const newList = <T extends z.ZodType>(schema: T, most = 50) => maybe(things(schema, most));

/** A whole number from `least` to `most`. */
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) => {
  const right = most === Number.MAX_SAFE_INTEGER ? `must be a whole number, at least ${least}` : `must be a whole number from ${least} to ${most}`;
  return z
    .int(right)
    .min(least, right)
    .max(most, right)
    .transform((number) => number + 0);
};

// eslint-disable-next-line no-control-regex -- these are the characters to keep out
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/u;

/** A letter, a digit or a sign: something a reader sees. */
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line of text: a name or a title. No control and no direction-override characters, which could disguise it. */
export const line = (most: number) =>
  z
    .string()
    .refine((text) => visible.test(text), 'must not be empty')
    .refine((text) => text.length <= most, `must have at most ${most} characters`)
    .refine((text) => !unprintable.test(text), 'must be one line without control or direction-override characters')
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

/** Free text over any number of lines, kept exactly as it was written. */
export const prose = (most: number) =>
  z
    .string()
    .refine((text) => visible.test(text), 'must not be empty')
    .refine((text) => text.length <= most, `must have at most ${most} characters`)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

/** A decimal number as text, so that no value is ever rounded: at most 15 digits before and 9 after the point. */
export const Decimal = z.string().regex(/^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/, 'must be a decimal number such as 12 or -0.25, without exponent or separators');

export const WebAddress = z
  .string()
  .max(1000, 'must have at most 1000 characters')
  .refine((text) => {
    if (/\s/.test(text) || unprintable.test(text) || !text.isWellFormed()) return false;
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  }, 'must be a web address that begins with https:// or http://');

/** The four languages of the charter's documents. */
export const languages = ['en', 'fr', 'es', 'ar'] as const;
export type Language = (typeof languages)[number];
export const Language = z.enum(languages, `must be one of ${languages.join(', ')}`);

/** The language that words were written in; left out, English. */
export const WrittenIn = Language.nullish().transform((language): Language => language ?? 'en');

/** One of a closed list of words. */
export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) => z.enum(words, `must be one of ${words.join(', ')}`);

/** Parses what came from outside; refuses it with one fault for each field that is not right. */
export function wellFormed<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Refused(result.error.issues.flatMap(faultsOf));
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const field = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ code: 'UNKNOWN_FIELD', message: `${[...field, key].join('.')} is not a field of this deed.`, field: [...field, key] }));
  }
  const message = issue.code === 'invalid_type' ? `must be ${article(issue.expected === 'int' ? 'whole number' : issue.expected)}` : issue.message;
  return [{ code: 'INVALID', message: `${field.join('.') || 'The input'} ${message}.`, field }];
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);
