import { createRequire } from 'node:module';
import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import type { Input } from '../register/register.js';
import { inputType, stage, type RandomCommands } from './random-commands.js';

/** Strings that are known to break programs. */
export const naughtyStrings = createRequire(import.meta.url)('big-list-of-naughty-strings') as readonly string[];

/** Puts a text into every text field of a command; where some refuse it, once more into the others alone. */
export async function tryText(wild: RandomCommands, mutation: string, text: string): Promise<void> {
  const type = inputType(mutation);
  const told = await wild.try(mutation, (input) => withText(type, input, text));
  const refusing = new Set(told?.userErrors.map(({ field }) => field[0]));
  if (refusing.size === 0) return;
  await wild.try(mutation, (input) => {
    const all = Object.entries(withText(type, input, text));
    return Object.fromEntries(all.map(([name, value]) => [name, refusing.has(name) ? input[name] : value]));
  });
}

/** An input with a text in every field that takes free text, those left out included. */
function withText(type: GraphQLInputObjectType, input: Input, text: string): Input {
  const told = Object.values(type.getFields()).map(({ name, type }) => {
    const value = input[name];
    const named = getNamedType(type);
    if (named.name === 'String') return [name, isListType(getNullableType(type)) ? [text] : text];
    if (!isInputObjectType(named) || value === undefined || value === null) return [name, value];
    return [
      name,
      Array.isArray(value)
        ? value.map((one) => withText(named, one as Input, text))
        : withText(named, value as Input, text),
    ];
  });
  return Object.fromEntries(told) as Input;
}

const characters = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ maxLength: 30 }),
);
const halves = fc
  .array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 5 })
  .map((codes) => String.fromCharCode(...codes));
const long = fc.constantFrom(200, 201, 300, 301, 1001, 5000, 5001, 20_001, 60_000).map((length) => 'é'.repeat(length));
const text = fc.oneof(
  { weight: 4, arbitrary: characters },
  halves,
  long,
  fc.constantFrom('', ' ', '\u0000', '__proto__', 'network', 'toString', '\u202e', 'A\n\tB'),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 2 ** 31, 2 ** 53, 1e308, 5e-324, 1.5));
const day = fc.oneof(
  fc.constantFrom('0001', '9999-12-31', '0000', '2024-13', '2023-02-29', '2024-37', '2024-36'),
  fc.integer({ min: 1, max: 9999 }).map((year) => String(year).padStart(4, '0')),
);
const junk = fc.oneof(
  text,
  number,
  fc.constantFrom(null, undefined, true, [], {}, [null], [[]], { __proto__: null, x: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value of the type of an input field, at the border of what it takes or beyond it. */
function wild(type: GraphQLInputType, usual: unknown): fc.Arbitrary<unknown> {
  const told = getNullableType(type);
  if (isListType(told)) {
    const [first] = Array.isArray(usual) ? (usual as unknown[]) : [];
    return fc.oneof(
      junk,
      fc.array(wild(told.ofType, first), { maxLength: 4 }),
      fc.constant(Array.from({ length: 51 }, () => first ?? null)),
    );
  }
  if (isInputObjectType(told))
    return fc.oneof(
      junk,
      wildChanges(told, (usual ?? {}) as Input).map((changes) => changed((usual ?? {}) as Input, changes)),
    );
  if (isEnumType(told))
    return fc.oneof(fc.constantFrom(...told.getValues().flatMap(({ name }) => [name, name, name.toLowerCase()])), junk);
  if (told.name === 'Int') return fc.oneof(number, fc.integer({ min: 0, max: 20 }), junk);
  if (told.name === 'PartialDate') return fc.oneof(day, junk);
  if (told.name === 'Deadline')
    return fc.oneof(day, fc.constantFrom('ongoing', 'R/P6M/2029', 'FY2026-04', '2026/2028', 'R/P0M'), junk);
  return fc.oneof({ weight: 4, arbitrary: text }, junk);
}

/** Some fields of an input and what they are to hold; `undefined` leaves a field out. */
export type Changes = readonly (readonly [field: string, value: unknown])[];

export const changed = (input: Input, changes: Changes): Input =>
  Object.fromEntries(
    [...new Map<string, unknown>([...Object.entries(input), ...changes])].filter(([, value]) => value !== undefined),
  );

/** One to three fields gone wild, one of them perhaps unknown. */
function wildChanges(type: GraphQLInputObjectType, usual: Input): fc.Arbitrary<Changes> {
  const fields = Object.values(type.getFields()).map(({ name, type }) =>
    fc.tuple(fc.constant(name), wild(type, usual[name])),
  );
  const surplus = fc.tuple(fc.constantFrom('surplus', '__proto__', 'constructor'), junk);
  return fc.array(fc.oneof({ weight: 20, arbitrary: fc.oneof(...fields) }, surplus), { minLength: 1, maxLength: 3 });
}

/** Wild changes to the input of a command. */
export const changesTo = (mutation: string): fc.Arbitrary<Changes> =>
  wildChanges(inputType(mutation), stage(mutation, 0).input);
