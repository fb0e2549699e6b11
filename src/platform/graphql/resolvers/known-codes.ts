import {
  getDirectiveValues,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { Refused } from '../../../kernel/refusal.js';
import { didYouMean } from '../../../kernel/values/suggestion.js';
import type { Code, CodeList, CodeLists } from '../../read-model/code-list.js';
import type { Rows } from '../../read-model/view.js';
import type { RequestContext } from '../context.js';
import { basisIfAny } from './batching.js';

interface GivenCodes {
  readonly list: CodeList;
  readonly codes: readonly Code[];
  readonly path: readonly string[];
}

type CodeInput = GraphQLArgument | GraphQLInputField;

/**
 * Has every field of the schema refuse codes that `@known` says must be in a list, wherever in its arguments they stand: a slip must not be answered
 * with nothing. A code counts as known when the newest register or the one that is asked knows it.
 */
export function refusingUnknown(schema: GraphQLSchema, lists: CodeLists): GraphQLSchema {
  const listOf = (place: CodeInput): CodeList | undefined => {
    const directive = schema.getDirective('known');
    const given = directive && place.astNode ? getDirectiveValues(directive, place.astNode) : undefined;
    if (given === undefined) return undefined;
    const name = String(given.list);
    const list = lists[name];
    if (list === undefined) throw new Error(`There is no list of codes called ${name}.`);
    return list;
  };

  const given = (place: CodeInput, value: unknown, path: readonly string[]): GivenCodes[] => {
    const list = listOf(place);
    if (list !== undefined && value != null) return [{ list, codes: [value].flat() as Code[], path }];
    return within(place.type, value, path);
  };

  const within = (type: GraphQLInputType, value: unknown, path: readonly string[]): GivenCodes[] => {
    const asked = getNullableType(type);
    if (value === null || value === undefined) return [];
    if (isListType(asked)) return (value as unknown[]).flatMap((item) => within(asked.ofType, item, path));
    if (!isInputObjectType(asked)) return [];
    const fields = Object.values(asked.getFields());
    return fields.flatMap((field) =>
      given(field, (value as Readonly<Record<string, unknown>>)[field.name], [...path, field.name]),
    );
  };

  const mayHold = (place: CodeInput, seen: ReadonlySet<unknown> = new Set()): boolean => {
    if (listOf(place) !== undefined) return true;
    const asked = getNullableType(place.type);
    const type = isListType(asked) ? getNullableType(asked.ofType) : asked;
    return (
      isInputObjectType(type) &&
      !seen.has(type) &&
      Object.values(type.getFields()).some((field) => mayHold(field, new Set([...seen, type])))
    );
  };

  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      const args = field.args.filter((arg) => mayHold(arg));
      if (resolve === undefined || args.length === 0) continue;
      field.resolve = (parent: unknown, values: Readonly<Record<string, unknown>>, context: RequestContext, info) => {
        for (const one of args.flatMap((arg) => given(arg, values[arg.name], [arg.name])))
          mustBeKnown(one, parent, context);
        return resolve(parent, values, context, info);
      };
    }
  }
  return schema;
}

function mustBeKnown({ list, codes, path }: GivenCodes, parent: unknown, context: RequestContext): void {
  const registers = [
    context.latest,
    (parent as { readonly basis?: { readonly rows: Rows } } | undefined)?.basis,
    basisIfAny(parent),
  ];
  let unknown = [...codes];
  for (const register of registers) {
    if (unknown.length === 0 || register === undefined) continue;
    const known = list.known(register.rows, unknown);
    unknown = unknown.filter((code) => !known.has(code));
  }
  const [code] = unknown;
  if (code === undefined) return;
  const suggestions = list.like(context.latest.rows, code).map(String);
  throw new Refused(
    'UNKNOWN_CODE',
    `${path.join('.')}: ${JSON.stringify(code)} is not ${list.what}${didYouMean(suggestions)}.`,
    path,
  );
}
