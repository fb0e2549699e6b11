import { z } from 'zod';
import { closest, didYouMean } from '../../kernel/values/suggestion.js';

/**
 * A number of a file that is no whole number: its literal, because what JavaScript makes of it may be rounded. `33.333333333333336` and `1e21`
 * are kept as they stand, for a field to take or to refuse.
 */
export class Numeral {
  constructor(readonly literal: string) {}
  toJSON(): string {
    return this.literal;
  }
}

/** Line and column in the file, both from 1; none where the fault is not of one place. */
export interface Position {
  readonly line?: number;
  readonly column?: number;
}

/** One fault of a file: where it stands, what stands there, and what would be right. */
export interface FileFault extends Position {
  readonly place: string;
  readonly found: string;
  readonly message: string;
}

/** A fault of a file whose place is a path as people write it; its line and column are still to be found. */
export type OutlineFault = Omit<FileFault, keyof Position>;

/** A file that cannot be imported; nothing of it was. */
export class FaultyFile extends Error {
  override readonly name = 'FaultyFile';
  constructor(readonly faults: readonly FileFault[]) {
    super(`The file has ${faults.length} ${faults.length === 1 ? 'error' : 'errors'}.`);
  }
}

/** A path in a file as people write it: `champions[3].joinedOn`. */
export const placeOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, step) =>
      typeof step === 'number' ? `${place}[${step}]` : place === '' ? String(step) : `${place}.${String(step)}`,
    '',
  ) || 'the file';

/** What stands at a place, in few characters. */
export function shown(value: unknown): string {
  const text = value instanceof Numeral ? value.literal : (JSON.stringify(value) as string | undefined);
  return text === undefined ? 'nothing' : text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The names of the fields that a schema takes at a path; none where it takes no object there, or does not say which. */
function fieldsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return fieldsAt(schema.unwrap(), path);
  if (schema instanceof z.ZodPipe) return fieldsAt(schema.in, path);
  if (schema instanceof z.ZodArray) return fieldsAt(schema.element, path.slice(1));
  if (!(schema instanceof z.ZodObject)) return [];
  const fields = new Map<string, z.core.$ZodType>(Object.entries(schema.shape));
  const field = fields.get(String(path[0]));
  return field === undefined ? [...fields.keys()] : fieldsAt(field, path.slice(1));
}

const nouns: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
};

/** A message of the field's own, else what it must be. */
function typeMessage({ expected, message }: z.core.$ZodIssueInvalidType, value: unknown): string {
  if (!message.startsWith('Invalid input')) return message;
  if (value instanceof Numeral && (expected === 'int' || expected === 'number'))
    return 'must be a whole number, written without a point or exponent';
  return `must be ${nouns[expected] ?? expected}`;
}

/** What is wrong with the shape of a file: one fault for each field, with its path. `schema` is what the file should be. */
export function shapeFaults(
  issue: z.core.$ZodIssue,
  given: unknown,
  schema: z.ZodType,
): { path: readonly PropertyKey[]; found: string; message: string }[] {
  const at = (path: readonly PropertyKey[]): unknown =>
    path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], given);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      found: shown(at([...issue.path, key])),
      message: `is not a field of this record${didYouMean(closest(key, fieldsAt(schema, issue.path)))}`,
    }));
  }
  const value = at(issue.path);
  const message =
    issue.code === 'invalid_type'
      ? typeMessage(issue, value)
      : issue.code === 'invalid_value'
        ? issue.values.includes(1) && issue.values.includes(2)
          ? 'must be version 1 or 2, written without a decimal point'
          : `must be one of ${issue.values.join(', ')}`
        : issue.message;
  return [{ path: issue.path, found: shown(value), message }];
}
