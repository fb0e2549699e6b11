import {
  getDirectiveValues,
  getNullableType,
  isInputObjectType,
  isListType,
  isScalarType,
  Kind,
  valueFromASTUntyped,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { Refused } from '../../../kernel/refusal.js';
import { limits } from '../../limits.js';

export type Variables = Readonly<Record<string, unknown>>;

/** The variables of an operation as execution takes them: those it declares, with their defaults. */
export function declaredOf({ variableDefinitions = [] }: OperationDefinitionNode, given: Variables): Variables {
  const declared = Object.create(null) as Record<string, unknown>;
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    if (Object.hasOwn(given, name)) declared[name] = given[name];
    else if (defaultValue !== undefined) declared[name] = valueFromASTUntyped(defaultValue);
  }
  return declared;
}

/** Reads a value of a document: once, where no variable stands in it. */
export function reading(node: ValueNode): (variables: Variables) => unknown {
  if (hasVariable(node)) return (variables) => valueFromASTUntyped(node, variables);
  const value = valueFromASTUntyped(node);
  return () => value;
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value));
  return node.kind === Kind.VARIABLE;
}

interface Bounds {
  readonly characters: number;
  readonly words: number;
  readonly items: number;
}

/** Characters of an input that count 1. */
const charactersPerUnit = 100;
const charactersPerUnitOfCommand = 10;

/**
 * Inputs of mutations: how long each may be is for its command to say, in the payload's userErrors; lists that no command takes are not even
 * looked at.
 */
const ofCommands: Rules = {
  characters: Infinity,
  words: Infinity,
  items: 1000,
  cost: 0,
  perUnit: charactersPerUnitOfCommand,
};

const usual: Bounds = { characters: limits.textCharacters, words: limits.textWords, items: limits.listItems };

type BoundedInput = GraphQLArgument | GraphQLInputField;

/**
 * Holds what is given to an argument of a query against the bounds of text and lists, nested inputs included, and gives what its length costs. Throws `Refused`
 * with the path of what is too long or has NUL in it. What has another form than the type says is left to GraphQL, which refuses it.
 */
export function measure(schema: GraphQLSchema, argument: BoundedInput, value: unknown): number {
  return ofValue(schema, argument.type, value, rulesOf(schema, argument), [argument.name], (field) =>
    rulesOf(schema, field),
  );
}

/** The same for the input of a mutation, where only lists have a bound, and what is cleaned, hashed, stored and indexed costs more. */
export const measureOfCommand = (schema: GraphQLSchema, argument: BoundedInput, value: unknown): number =>
  ofValue(schema, argument.type, value, ofCommands, [argument.name], () => ofCommands);

interface Rules extends Bounds {
  readonly cost: number;
  /** Characters that count 1. */
  readonly perUnit: number;
}

const known = new WeakMap<object, Rules>();

/** The bounds of an argument or a field of an input, and what it costs to give it: by its directives. */
function rulesOf(schema: GraphQLSchema, place: BoundedInput): Rules {
  const rules = known.get(place);
  if (rules !== undefined) return rules;
  const of = (name: string): Partial<Record<string, number>> => {
    const directive = schema.getDirective(name);
    return (
      (directive &&
        place.astNode &&
        (getDirectiveValues(directive, place.astNode) as Partial<Record<string, number>> | undefined)) ??
      {}
    );
  };
  const { characters = usual.characters, words = usual.words, items = usual.items } = of('bounds');
  const found = { characters, words, items, cost: of('cost').of ?? 0, perUnit: charactersPerUnit };
  known.set(place, found);
  return found;
}

function ofValue(
  schema: GraphQLSchema,
  type: GraphQLInputType,
  value: unknown,
  rules: Rules,
  path: readonly string[],
  ruling: (field: GraphQLInputField) => Rules,
): number {
  if (value === null || value === undefined) return 0;
  const asked = getNullableType(type);
  if (isListType(asked)) {
    const items = Array.isArray(value) ? value : [value];
    if (items.length > rules.items)
      throw tooLong(path, `has ${items.length} items; at most ${rules.items} are allowed`);
    const ofItem = { ...rules, cost: 0 };
    return items.reduce<number>(
      (sum, item) => sum + 1 + ofValue(schema, asked.ofType, item, ofItem, path, ruling),
      rules.cost,
    );
  }
  if (isInputObjectType(asked)) {
    const given = value as Readonly<Record<string, unknown>>;
    const fields = Object.values(asked.getFields()).filter(({ name }) => Object.hasOwn(given, name));
    return fields.reduce(
      (sum, field) =>
        sum + ofValue(schema, field.type, given[field.name], ruling(field), [...path, field.name], ruling),
      rules.cost,
    );
  }
  if (typeof value !== 'string' || !isScalarType(asked)) return rules.cost;
  if (value.length > rules.characters)
    throw tooLong(path, `has ${value.length} characters; at most ${rules.characters} are allowed`);
  if (rules.words < Infinity) mustBeWords(value, rules.words, path);
  return rules.cost + Math.floor(value.length / rules.perUnit);
}

function mustBeWords(value: string, most: number, path: readonly string[]): void {
  if (value.includes('\u0000'))
    throw new Refused('INVALID', `${path.join('.')} must not contain the character U+0000.`, path);
  const words = value.match(/\S+/gu)?.length ?? 0;
  if (words > most) throw tooLong(path, `has ${words} words; at most ${most} are allowed`);
}

const tooLong = (path: readonly string[], what: string): Refused =>
  new Refused('TOO_LONG', `${path.join('.')} ${what}.`, path);
