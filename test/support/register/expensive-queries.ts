import {
  getNamedType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from 'graphql';
import { schema } from './register.js';
import { argumentsOf, rootFields, type Examples } from './whole-schema.js';

/** A query that the limits may permit, and from which root field it comes. */
export interface Candidate {
  readonly name: string;
  readonly query: string;
}

type Field = GraphQLField<unknown, unknown>;

/** How deep a query goes, and how many things it asks of each list: from one wide level to several narrow ones. */
const shapes = [
  { depth: 0, page: 100 },
  { depth: 1, page: 100 },
  { depth: 2, page: 30 },
  { depth: 2, page: 100 },
  { depth: 3, page: 10 },
  { depth: 4, page: 4 },
  { depth: 5, page: 2 },
] as const;

const below = (schema.getType('RegisterAt') as GraphQLObjectType).getFields();

/** How often one query asks for its field under another name each time. */
const repetitions = [15, 5, 1] as const;

/** Fragments of one document, by their names: what is asked of many things is written once. */
type Fragments = Map<string, string>;

/** All that can be asked of a type, going on to other things so many levels deep, with pages of a size; empty where there is nothing. */
function everything(type: GraphQLNamedType, depth: number, page: number, fragments: Fragments): string {
  if (isUnionType(type) || isInterfaceType(type)) return '__typename';
  if (!isObjectType(type)) return '';
  const name = `${type.name}_${Math.max(depth, 0)}`;
  if (!fragments.has(name)) {
    fragments.set(name, '');
    const fields = Object.values(type.getFields())
      .filter(({ args }) => args.every((arg) => !isNonNullType(arg.type) || arg.defaultValue !== undefined))
      .flatMap((field) => selected(field, depth, page, fragments) ?? []);
    if (fields.length > 0) fragments.set(name, `fragment ${name} on ${type.name} { ${fields.join(' ')} }`);
  }
  return fragments.get(name) === '' ? '' : `...${name}`;
}

function selected(field: Field, depth: number, page: number, fragments: Fragments): string | null {
  const type = getNamedType(field.type);
  const first = field.args.some(({ name }) => name === 'first') ? `(first: ${page})` : '';
  if (!isObjectType(type) && !isUnionType(type) && !isInterfaceType(type)) return `${field.name}${first}`;
  const isThing = isObjectType(type) && type.getInterfaces().length > 0;
  if (depth < 0 || (isThing && depth === 0)) return null;
  const inner = everything(type, isThing || first !== '' ? depth - 1 : depth, page, fragments);
  return inner === '' ? null : `${field.name}${first} { ${inner} }`;
}

/** Writes a value as it stands in a document; the names of closed lists stand bare. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${literal(one)}`)
      .join(', ')} }`;
  return typeof value === 'string' && !/^[A-Z][A-Z_]+$/.test(value) ? JSON.stringify(value) : String(value);
}

/**
 * Queries as large as one can make them, from the schema: each root field with each of its arguments, in each shape, repeated under aliases, in the
 * present and on a day of the past. Most of them ask too much; which of the others is expensive is for a measurement to say.
 */
export function* candidates(examples: Examples, past: string): Iterable<Candidate> {
  for (const field of rootFields.filter(({ name }) => name !== 'at')) {
    for (const args of argumentsOf(field, examples)) {
      for (const { depth, page } of shapes) {
        const given = Object.entries({ ...args, ...('first' in args ? { first: page } : {}) }).map(
          ([name, value]) => `${name}: ${literal(value)}`,
        );
        const fragments: Fragments = new Map();
        const inner = everything(getNamedType(field.type), depth, page, fragments);
        const shared = [...fragments.values()].join(' ');
        const asked = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${inner === '' ? '' : `{ ${inner} }`}`;
        for (const times of repetitions) {
          const all = Array.from({ length: times }, (_, number) => `q${number}: ${asked}`).join(' ');
          const name = `${field.name} ${JSON.stringify(args)} depth ${depth} page ${page} × ${times}`;
          yield { name, query: `{ ${all} } ${shared}` };
          if (field.name in below)
            yield { name: `${name} at ${past}`, query: `{ at(effectiveOn: "${past}") { ${all} } } ${shared}` };
        }
      }
    }
  }
}
