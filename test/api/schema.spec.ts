import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLNamedType,
  type GraphQLInputType,
} from 'graphql';
import { z } from 'zod';
import { composition } from '../../src/contexts.js';
import { preparable } from '../../src/preparing.js';
import { roleCommands } from '../../src/access/roles/role-messages.js';
import * as vocabulary from '../../src/charter/vocabulary/vocabulary.js';
import { Language } from '../../src/kernel/values/fields.js';
import { mutationName } from '../../src/platform/graphql/resolvers/mutations.js';
import { faultCodes } from '../../src/platform/graphql/answers/errors.js';
import { thingCommands } from '../support/cqrs/deciders.js';
import { schema } from '../support/register/register.js';

/** The commands that can be asked for from outside. */
const offered = [...thingCommands, ...roleCommands];

const types: GraphQLNamedType[] = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
const enums = types.filter(isEnumType);
const mutations = schema.getMutationType()?.getFields() ?? {};

/** What is done outside the log. */
const ofTheDesk = ['saveDraft', 'deleteDraft', 'invitePerson', 'erasePerson', 'setPersonActive'];

/** What takes the content of another mutation instead of the fields of a command. */
const ofContents = ['confirmPreparation'];

interface Part {
  readonly name: string;
  readonly description?: string | null;
  readonly args?: readonly Part[];
}

describe('the schema', () => {
  test('says of everything in it what it is', () => {
    const silent = types.flatMap((type) => {
      const fields: readonly Part[] =
        isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : [];
      const values = isEnumType(type) ? type.getValues() : [];
      const parts = [...fields, ...values].map((part) => ({
        name: `${type.name}.${part.name}`,
        description: part.description,
      }));
      const args = fields.flatMap((field) =>
        (field.args ?? []).map((arg) => ({ ...arg, name: `${type.name}.${field.name}(${arg.name})` })),
      );
      return [type, ...parts, ...args]
        .filter(({ description }) => !description?.trim().endsWith('.'))
        .map(({ name }) => name);
    });
    expect(silent).toEqual([]);
  });

  test('has changed only where this file says so; `IDC_TEST_RENEW=yes npm test test/api/schema.spec.ts` renews it', () => {
    const path = new URL('./schema.graphql', import.meta.url);
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env.IDC_TEST_RENEW === 'yes') writeFileSync(path, printed);
    expect(printed).toBe(readFileSync(path, 'utf8'));
  });

  test('says of a field that is expensive what it costs, and of every list with pages how it is paged', () => {
    const cost = schema.getDirective('cost');
    const fields = types.flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
    );
    for (const { type, field } of fields) {
      const price = cost && field.astNode ? getDirectiveValues(cost, field.astNode) : undefined;
      const told = [/Costs ([\d,]+)/, /[Cc]ounted as ([\d,]+)/].map((words) =>
        words.exec(field.description ?? '')?.[1]?.replaceAll(',', ''),
      );
      const { of, length } = (price ?? {}) as { of?: number; length?: number };
      const real = [of === 1 ? undefined : of?.toString(), length?.toString()];
      expect([`${type.name}.${field.name}`, ...told]).toEqual([`${type.name}.${field.name}`, ...real]);
      const answer = getNamedType(field.type);
      const isPaged = isObjectType(answer) && 'pageInfo' in answer.getFields();
      const paging = field.args
        .map(({ name }) => name)
        .filter((name) => ['first', 'after', 'last', 'before'].includes(name));
      expect([`${type.name}.${field.name}`, paging]).toEqual([
        `${type.name}.${field.name}`,
        isPaged ? ['first', 'after', 'last', 'before'] : [],
      ]);
    }
  });

  test('has the closed lists of the vocabulary, word for word', () => {
    const lists = [...Object.values(vocabulary), Language].flatMap((list) =>
      list instanceof z.ZodEnum ? [list.options] : Array.isArray(list) ? [list] : [],
    );
    expect(lists).toHaveLength(19);
    const given = enums.map((type) => type.getValues().map(({ name }) => name.toLowerCase()));
    for (const list of lists) expect(given).toContainEqual(list.map(String));
  });

  test.each(enums)('%s has values in capitals that are words of the register in small letters', (type) => {
    for (const { name } of type.getValues()) expect(name).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    const words = type.getValues().map(({ name }) => name.toLowerCase());
    expect(new Set(words).size).toBe(words.length);
  });

  test('has every code by which anything is refused, and no other but OTHER', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const refusals =
      /new Refused\(\s*([^,]*?'[A-Z_]+')|super\(('[A-Z_]+'),|const unknown = ([^;]*?);|code: ('[A-Z_]+'),\s+message: [^\n]*?,\s+field:/g;
    const made = sources.flatMap((file) => {
      const found = [...readFileSync(`src/${file}`, 'utf8').matchAll(refusals)].map(
        ([, ...groups]) => groups.find(Boolean) ?? '',
      );
      return found.flatMap((expression) => [...expression.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code));
    });
    expect(made.length).toBeGreaterThan(100);
    const codes = schema.getType('UserErrorCode');
    const listed = isEnumType(codes) ? codes.getValues().map(({ name }) => name) : [];
    expect([...new Set(made), 'OTHER'].filter((code) => !listed.includes(code))).toEqual([]);
    expect(listed.filter((code) => code !== 'OTHER' && !made.includes(code))).toEqual([]);
  });

  test('has top-level codes that docs/api.md explains, one by one', () => {
    const page = readFileSync('docs/api.md', 'utf8');
    expect([...page.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code).sort()).toEqual([...faultCodes].sort());
  });

  test('says of each scalar where it is specified', () => {
    const scalars = types.filter(isScalarType);
    expect(
      scalars.filter(({ specifiedByURL }) => !specifiedByURL?.startsWith('https://')).map(({ name }) => name),
    ).toEqual([]);
  });

  test('has no mutation that no command stands behind, but those of the identity database, which are not in the log', () => {
    expect(Object.keys(mutations).sort()).toEqual(
      [...offered.map(({ type }) => camelCase(type)), ...ofTheDesk, ...ofContents].sort(),
    );
  });

  test('takes for a confirmation all that one person prepares and another signs, and nothing else', () => {
    const input = getNamedType(mutations.confirmPreparation?.args[0]?.type);
    const fields = isInputObjectType(input)
      ? Object.values(input.getFields()).map(({ name, type }) => [name, String(type)])
      : [];
    const signed = [...preparable(composition)].map(([name, { Command }]) => [name, `${Command.type}Input`]);
    expect(fields.sort()).toEqual([['commandId', 'ID!'], ...signed].sort());
  });
});

describe.each(offered.map((Command) => ({ command: Command.type, Command })))(
  'the mutation for $command',
  ({ command, Command }) => {
    test('names the roles that may send it', () => {
      const { description } = schema.getMutationType()?.getFields()[mutationName(Command)] ?? {};
      const roles = Object.keys(composition.rules.permissions[command]?.roles ?? {});
      expect(roles).not.toEqual([]);
      for (const role of roles) expect(description).toContain(role === 'public' ? 'everyone who has signed in' : role);
    });

    const mutation = mutations[camelCase(command)];

    test('takes one input with the fields of the command, non-null where it needs them, and with its words', () => {
      expect(mutation?.args.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([`input: ${command}Input!`]);
      expect(differences(mutation?.args[0]?.type as GraphQLInputType, Command.schema)).toEqual([]);
    });

    test('answers with the thing, a receipt and what to mend', () => {
      const payload = getNamedType(mutation?.type);
      if (!isObjectType(payload)) throw new Error(`${command} has no payload.`);
      const { receipt, userErrors, ...thing } = payload.getFields();
      expect(Object.keys(thing)).toHaveLength(1);
      expect(String(mutation?.type)).toBe(`${payload.name}!`);
      expect({ receipt: String(receipt?.type), userErrors: String(userErrors?.type) }).toEqual({
        receipt: 'Receipt',
        userErrors: '[UserError!]!',
      });
      expect(Object.values(thing).map(({ type }) => isNonNullType(type))).toEqual([false]);
    });
  },
);

test('a receipt and an error to mend are told in full', () => {
  const fieldsOf = (name: string) => {
    const type = schema.getType(name);
    return isObjectType(type)
      ? Object.fromEntries(Object.values(type.getFields()).map(({ name, type }) => [name, String(type)]))
      : {};
  };
  expect(fieldsOf('Receipt')).toEqual({
    entry: 'Int!',
    recordedAt: 'DateTime!',
    proof: 'String!',
    isShown: 'Boolean!',
  });
  expect(fieldsOf('UserError')).toEqual({ code: 'UserErrorCode!', message: 'String!', field: '[String!]!' });
});

function camelCase(command: string): string {
  return command.charAt(0).toLowerCase() + command.slice(1);
}

/** A schema without what says that it may be left out or is changed on the way in. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return bare(schema.unwrap());
  return schema;
}

/** Where a GraphQL input type and the schema of a command do not say the same. */
function differences(type: GraphQLInputType, given: z.core.$ZodType, path = ''): string[] {
  const told = getNullableType(type);
  const asked = bare(given);
  const accepts = (value: unknown): boolean => z.safeParse(given, value).success;
  const nullness =
    path === '' || (accepts(undefined) === !isNonNullType(type) && accepts(null) === !isNonNullType(type))
      ? []
      : [`${path} is not as compulsory as in the command`];
  if (asked instanceof z.ZodObject) {
    const fields = isInputObjectType(told) ? told.getFields() : {};
    const names = [...new Set([...Object.keys(fields), ...Object.keys(asked.shape)])];
    return [
      ...nullness,
      ...names.flatMap((name) => {
        const field = fields[name];
        const part = asked.shape[name] as z.core.$ZodType | undefined;
        return field === undefined || part === undefined
          ? [`${path}.${name} is in one only`]
          : differences(field.type, part, `${path}.${name}`);
      }),
    ];
  }
  if (asked instanceof z.ZodArray)
    return [
      ...nullness,
      ...(isListType(told) ? differences(told.ofType, asked.element, `${path}[]`) : [`${path} is no list`]),
    ];
  if (asked instanceof z.ZodEnum) {
    const values = isEnumType(told) ? told.getValues().map(({ name }) => name) : [];
    return JSON.stringify(values) === JSON.stringify(asked.options.map((word) => String(word).toUpperCase()))
      ? nullness
      : [...nullness, `${path} has other words`];
  }
  const scalars =
    asked instanceof z.ZodNumber
      ? ['Int']
      : asked instanceof z.ZodString
        ? ['ID', 'String', 'PartialDate', 'Deadline', 'Date', 'URL', 'Decimal']
        : asked._zod.def.type === 'boolean'
          ? ['Boolean']
          : asked instanceof z.ZodRecord
            ? ['JSON']
            : [];
  return scalars.includes(String(told)) ? nullness : [...nullness, `${path} is ${String(told)}`];
}
