import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql';
import { everythingOf, schema } from './register.js';

/** A document, and what is put into it. */
export interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values to try, by the name of an argument, such as `id` or `node.id`, or of a field of its input; whatever is no closed list needs some. */
export type Examples = Readonly<Record<string, readonly unknown[]>>;

type Field = GraphQLField<unknown, unknown>;

const page = 3;
export const rootFields = Object.values(schema.getQueryType()?.getFields() ?? {});

/** Every value to try of a type: each word of a closed list, one and all of a list, an input with each of its fields by itself. Throws where there is no example. */
function valuesOf(name: string, type: GraphQLInputType, examples: Examples): readonly unknown[] {
  const told = getNullableType(type);
  if (isListType(told)) {
    const values = valuesOf(name, told.ofType, examples);
    return values.length > 1 ? [values.slice(0, 1), values] : [values];
  }
  if (isEnumType(told)) return told.getValues().map((value) => value.name);
  if (isInputObjectType(told)) {
    const fields = Object.values(told.getFields()).map((field) => ({
      ...field,
      values: valuesOf(field.name, field.type, examples),
    }));
    const needed = Object.fromEntries(
      fields.filter((field) => isNonNullType(field.type)).map(({ name, values }) => [name, values[0]]),
    );
    return fields.flatMap(({ name, values }) => values.map((value) => ({ ...needed, [name]: value })));
  }
  if (told.name === 'Boolean') return [true, false];
  const values = Object.hasOwn(examples, name) ? examples[name] : undefined;
  if (values === undefined) throw new Error(`There is no example of ${name}: ${String(type)}; add one.`);
  return values;
}

/** Lists are asked for by pages of the first size among the examples: all of a page is expensive. */
const isNeeded = ({ name, type, defaultValue }: GraphQLArgument): boolean =>
  name === 'first' || (isNonNullType(type) && defaultValue === undefined);

/** The arguments of a field, each in turn with each of its values, those that are needed always; first the needed ones alone. */
export function argumentsOf(field: Field, examples: Examples): Question['variables'][] {
  const ownName = (name: string): string =>
    Object.hasOwn(examples, `${field.name}.${name}`) ? `${field.name}.${name}` : name;
  const args = field.args.map((arg) => ({ ...arg, values: valuesOf(ownName(arg.name), arg.type, examples) }));
  const needed = Object.fromEntries(args.filter(isNeeded).map(({ name, values }) => [name, values[0]]));
  const sets = [needed, ...args.flatMap(({ name, values }) => values.map((value) => ({ ...needed, [name]: value })))];
  return [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];
}

/** A document that asks a root field with each of these arguments, as q0, q1 and so on; `within` may put them into something else. */
export function questionOf(
  field: Field,
  sets: readonly Question['variables'][],
  selection = field.name === 'at' ? 'basis { size effectiveOn }' : everythingOf(getNamedType(field.type), page),
  within: (asked: string) => string = (asked) => asked,
): Question {
  const given = sets.flatMap((set, index) =>
    field.args
      .filter(({ name }) => Object.hasOwn(set, name))
      .map(({ name, type }) => ({ index, name, type, variable: `${name}${index}`, value: set[name] })),
  );
  const asked = sets.map((_, index) => {
    const passed = given.filter((one) => one.index === index).map(({ name, variable }) => `${name}: $${variable}`);
    return `q${index}: ${field.name}${inBrackets(passed)} ${selection === '' ? '' : '{ ...all }'}`;
  });
  const fragment = selection === '' ? '' : `fragment all on ${getNamedType(field.type).name} { ${selection} }`;
  const declared = inBrackets(given.map(({ variable, type }) => `$${variable}: ${String(type)}`));
  const query = `query ${declared} { ${within(asked.join(' '))} } ${fragment}`;
  return {
    name: `${field.name} ${JSON.stringify(sets)}`,
    query,
    variables: Object.fromEntries(given.map(({ variable, value }) => [variable, value])),
  };
}

const inBrackets = (list: readonly string[]): string => (list.length > 0 ? `(${list.join(', ')})` : '');

/** How often one document asks a field, so that it stays within its cost and its aliases. */
function atOnce({ astNode }: Field): number {
  const cost = schema.getDirective('cost');
  const { of = 1, length = 10 } =
    (cost && astNode && (getDirectiveValues(cost, astNode) as { of?: number; length?: number } | undefined)) ?? {};
  if (length > 10) return 1;
  return of === 1 ? 8 : of < 2000 ? 2 : 1;
}

/** What can be asked of the register on another basis. */
const below = new Set(Object.keys((schema.getType('RegisterAt') as GraphQLObjectType).getFields()));

/**
 * Every question that the schema has: each root field in full; then on an earlier basis, and with each of its arguments, where the things of the
 * register are only named.
 */
export const allQuestions = (examples: Examples): Question[] =>
  rootFields.flatMap((field) => {
    const [first = {}, ...others] = argumentsOf(field, examples);
    const length = atOnce(field);
    const parts = Array.from({ length: Math.ceil(others.length / length) }, (_, part) =>
      others.slice(part * length, (part + 1) * length),
    );
    const named = field.name === 'at' ? undefined : everythingOf(getNamedType(field.type), page, 1);
    const before = !below.has(field.name)
      ? []
      : [questionOf(field, [first], named, (one) => `at(knownAt: { size: 60 }) { ${one} }`)];
    return [questionOf(field, [first]), ...before, ...parts.map((part) => questionOf(field, part, named))];
  });
