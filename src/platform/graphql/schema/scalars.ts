import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import type { z } from 'zod';
import { Decimal, WebAddress } from '../../../kernel/values/fields.js';
import { Deadline } from '../../../kernel/time/deadline.js';
import { PartialDate, span } from '../../../kernel/time/partial-date.js';

/** A scalar that is text of a certain form, on the way in; on the way out it is what is stored. */
function textual(name: string, problem: (text: string) => string | null): GraphQLScalarType {
  const parse = (value: unknown, node: ValueNode | null = null): string => {
    const wrong = typeof value === 'string' ? problem(value) : 'must be text';
    if (wrong !== null)
      throw new GraphQLError(`${name} ${wrong}.`, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
    return value as string;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) => value,
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null, node),
  });
}

const by =
  (schema: z.ZodType) =>
  (text: string): string | null => {
    const result = schema.safeParse(text);
    return result.success ? null : (result.error.issues[0]?.message ?? 'is invalid');
  };

/** A day, or a name in lower case for the schema to resolve (`resolvers/named-days.ts`). */
const dateOrName = (value: unknown, node: ValueNode | null = null): string => {
  const text = typeof value === 'string' ? value : '';
  if (span(text)?.precision === 'day') return text;
  const name = text.toLowerCase().replaceAll('_', '-');
  if (text.length > 60 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new GraphQLError('DateOrName must be a day such as 2026-07-14, or a name such as hlpf-2027.', {
      nodes: node,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  return name;
};

const DateOrName = new GraphQLScalarType({
  name: 'DateOrName',
  serialize: (value) => value,
  parseValue: (value) => dateOrName(value),
  parseLiteral: (node) => dateOrName(node.kind === Kind.STRING || node.kind === Kind.ENUM ? node.value : null, node),
});

const instant =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d|60)(?:\.(\d{1,9}))?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * An instant as it is stored, or null for a text that is none: RFC 3339, with seconds left out if need be; what is finer than milliseconds is
 * cut off. `Date.parse` takes 30 February and 24:00 for days that follow; nobody means those. A leap second is the last of its minute.
 */
export function instantOf(text: string): string | null {
  const [, day = '', minute = '', second = '00', fraction = '', zone = ''] = instant.exec(text) ?? [];
  if (span(day)?.precision !== 'day') return null;
  const isLeap = second === '60';
  const milliseconds = isLeap ? '999' : fraction.slice(0, 3).padEnd(3, '0');
  const stored = new Date(
    `${day}T${minute}:${isLeap ? '59' : second}.${milliseconds}${zone.toUpperCase()}`,
  ).toISOString();
  return /^\d{4}-/.test(stored) && (!isLeap || leapMinute.test(stored)) ? stored : null;
}

/** Leap seconds are inserted at the end of June and of December, in UTC. */
const leapMinute = /-(06-30|12-31)T23:59:/;

const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => value,
  parseValue: (value) => toInstant(value),
  parseLiteral: (node) => toInstant(node.kind === Kind.STRING ? node.value : null, node),
});

/** Instants are compared as text, so they are brought into the one form that is stored. */
function toInstant(value: unknown, node: ValueNode | null = null): string {
  const stored = typeof value === 'string' ? instantOf(value) : null;
  if (stored === null) {
    throw new GraphQLError('DateTime must be a point in time on a day that exists, such as 2026-07-14T09:00:00Z.', {
      nodes: node,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return stored;
}

/** Values in one JSON input, and how deep they may be nested: what checks it goes through all of them. */
const [mostValues, deepest] = [5000, 12];

function withinBounds(json: unknown, node: ValueNode | null = null): unknown {
  const refuse = (what: string): never => {
    throw new GraphQLError(`JSON ${what}.`, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
  };
  const open = [{ value: json, depth: 1 }];
  for (let count = 0, next = open.pop(); next !== undefined; count += 1, next = open.pop()) {
    const { value, depth } = next;
    if (count >= mostValues) refuse(`must contain at most ${mostValues} values`);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) refuse(`must be nested at most ${deepest} deep`);
    for (const one of Object.values(value)) open.push({ value: one, depth: depth + 1 });
  }
  return json;
}

/** Accepted as it is, within bounds: the receiver validates it. */
const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => withinBounds(value),
  parseLiteral: (node, variables) => withinBounds(valueFromASTUntyped(node, variables), node),
});

export const scalars = {
  PartialDate: textual('PartialDate', by(PartialDate)),
  Deadline: textual('Deadline', by(Deadline)),
  Date: textual('Date', (text) => (span(text)?.precision === 'day' ? null : 'must be a day such as 2026-07-14')),
  DateOrName,
  Decimal: textual('Decimal', by(Decimal)),
  URL: textual('URL', by(WebAddress)),
  DateTime,
  JSON: JsonScalar,
};
