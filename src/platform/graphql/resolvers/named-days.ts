import {
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { Refused } from '../../../kernel/refusal.js';
import { didYouMean } from '../../../kernel/values/suggestion.js';
import type { NamedDays } from '../../read-model/named-days.js';
import type { Basis } from '../../read-model/read-model.js';
import type { RequestContext } from '../context.js';
import { basisIfAny } from './batching.js';

const isDay = (text: string): boolean => /^\d{4}-/.test(text);

/**
 * Has every field of the schema take names for days, wherever in its arguments a `DateOrName` stands: resolvers and views get the day.
 * It is looked up on the basis of the field, so the same basis gives the same answer.
 */
export function resolvingNamedDays(schema: GraphQLSchema, names: readonly NamedDays[]): GraphQLSchema {
  const mayHold = (type: GraphQLInputType, seen: ReadonlySet<unknown> = new Set()): boolean => {
    const asked = getNullableType(type);
    if (isListType(asked)) return mayHold(asked.ofType, seen);
    if (!isInputObjectType(asked)) return asked.name === 'DateOrName';
    return (
      !seen.has(asked) &&
      Object.values(asked.getFields()).some((field) => mayHold(field.type, new Set([...seen, asked])))
    );
  };

  const resolved = (type: GraphQLInputType, value: unknown, path: readonly string[], basis: () => Basis): unknown => {
    const asked = getNullableType(type);
    if (value === null || value === undefined || !mayHold(asked)) return value;
    if (isListType(asked)) return (value as unknown[]).map((item) => resolved(asked.ofType, item, path, basis));
    if (!isInputObjectType(asked)) return dayOf(value as string, names, path, basis);
    const fields = asked.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const field = fields[name];
        return [name, field === undefined ? (item as unknown) : resolved(field.type, item, [...path, name], basis)];
      }),
    );
  };

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      const args = field.args.filter((arg) => mayHold(arg.type));
      if (resolve === undefined || args.length === 0) continue;
      field.resolve = (parent: unknown, values: Readonly<Record<string, unknown>>, context: RequestContext, info) => {
        const basis = (): Basis =>
          (parent as { readonly basis?: Basis } | undefined)?.basis ?? basisIfAny(parent) ?? context.basis;
        const days = args
          .filter(({ name }) => Object.hasOwn(values, name))
          .map(({ name, type: asked }) => [name, resolved(asked, values[name], [name], basis)] as const);
        return resolve(parent, { ...values, ...Object.fromEntries(days) }, context, info);
      };
    }
  }
  return schema;
}

function dayOf(text: string, names: readonly NamedDays[], path: readonly string[], basis: () => Basis): string {
  if (isDay(text)) return text;
  const { rows } = basis();
  for (const one of names) {
    const day = one.dayOf(rows, text);
    if (day !== undefined) return day;
  }
  const what = names.map((one) => one.what).join(', or ');
  const suggestions = names.flatMap((one) => one.like(rows, text));
  throw new Refused(
    'UNKNOWN_CODE',
    `${path.join('.')}: ${JSON.stringify(text)} is not a day such as 2026-07-14${what === '' ? '' : `, nor ${what}`}${didYouMean(suggestions)}.`,
    path,
  );
}
