import { randomUUID } from 'node:crypto';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';

/** A value of each scalar that is not written as text of any form. */
const scalars: Readonly<Record<string, unknown>> = {
  Boolean: true,
  DateTime: '2026-01-01T00:00:00Z',
  Deadline: '2026',
  Decimal: '1',
  Float: 1,
  Int: 1,
  PartialDate: '2026',
  URL: 'https://example.org/',
};

/** The smallest value that the schema takes for a type: what may be left out is. Each command has an id of its own. */
export function leastOf(type: GraphQLInputType | undefined): unknown {
  const told = getNullableType(type) as GraphQLInputType | undefined;
  if (isListType(told)) return [leastOf(told.ofType)];
  if (isEnumType(told)) return told.getValues()[0]?.name;
  if (!isInputObjectType(told)) return scalars[String(told)] ?? 'x';
  const fields = Object.values(told.getFields());
  // Of a type that takes one of its fields, the first will do.
  const needed = told.isOneOf ? fields.slice(0, 1) : fields.filter((field) => isNonNullType(field.type));
  return Object.fromEntries(
    needed.map(({ name, type }) => [name, name === 'commandId' ? randomUUID() : leastOf(type)]),
  );
}
