import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getNullableType, isEnumType, isInputObjectType, isListType, type GraphQLInputType } from 'graphql';
import { personId } from '../support/cqrs/issuer.js';
import { appoint, introduce } from '../support/identity/known-people.js';
import { leastOf } from '../support/cqrs/least-input.js';
import { schema, TestRegister, type UserError } from '../support/register/register.js';
import { longestValueDuring } from '../support/event-store/statements.js';

let register: TestRegister;
/** Tokens of those who may do all that there is between them. */
let tokens: string[];
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  const approver = await appoint(register, await introduce(register, personId(1)), 'APPROVER', 'kenya');
  const secretary = await appoint(register, await introduce(register, personId(2)), 'SECRETARIAT');
  tokens = [register.token, approver, secretary];
});
afterAll(() => register.stop());

/** One field of an input, by its path, with more in it than any may have, and the whole input around it. */
interface TooMuch {
  readonly path: readonly string[];
  readonly value: unknown;
}

const [characters, items] = [120_000, 900];

/** Everything in a type that takes text or a list, each once with far too much in it. */
function* tooMuch(type: GraphQLInputType, path: readonly string[] = []): Iterable<TooMuch> {
  const told = getNullableType(type);
  if (isListType(told)) {
    yield { path, value: Array.from({ length: items }, () => leastOf(told.ofType)) };
    for (const within of tooMuch(told.ofType, path)) yield { path: within.path, value: [within.value] };
  } else if (isInputObjectType(told)) {
    for (const field of Object.values(told.getFields())) {
      for (const within of tooMuch(field.type, [...path, field.name])) {
        const rest = told.isOneOf ? {} : (leastOf(told) as object);
        yield { path: within.path, value: { ...rest, [field.name]: within.value } };
      }
    }
  } else if (!isEnumType(told) && ['String', 'ID'].includes(told.name)) {
    yield { path, value: 'x'.repeat(characters) };
  } else if (!isEnumType(told) && !['Boolean', 'Int', 'Float'].includes(told.name)) {
    yield { path, value: '1'.repeat(characters) };
  }
}

const cases = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(({ name, args: [input] }) => {
  if (input === undefined) throw new Error(`${name} has no input.`);
  return [...tooMuch(input.type)].map(
    ({ path, value }) =>
      [
        name,
        path.join('.'),
        `mutation ($input: ${String(input.type)}) { told: ${name}(input: $input) { userErrors { code message field } } }`,
        value,
      ] as const,
  );
});

test.each(cases)(
  '%s refuses what is too much in %s before anything is read by it',
  async (mutation, path, query, input) => {
    let said: readonly string[] = [];
    const longest = await longestValueDuring(async () => {
      const ask = (token: string) =>
        register.query<{ told?: { userErrors: readonly UserError[] } | null }>(query, { input }, token);
      let [token, ...others] = tokens;
      let answer = await ask(token ?? '');
      while (answer.errors.some(({ extensions }) => extensions.code === 'FORBIDDEN') && others.length > 0) {
        [token, ...others] = others;
        answer = await ask(token ?? '');
      }
      const { data, errors } = answer;
      const named = (data.told?.userErrors ?? []).map(({ field }) =>
        field.filter((part) => !/^\d+$/.test(part)).join('.'),
      );
      const variables = errors.map(({ extensions }) =>
        [extensions.field]
          .flat()
          .filter((part) => typeof part === 'string')
          .join('.'),
      );
      said = [...named, ...variables];
    });
    // What is confirmed is looked at for its organisation first; who confirms one that is not theirs is told no more.
    if (mutation === 'confirmPreparation') expect(said).not.toEqual([]);
    else
      expect(
        said.filter((one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`)),
      ).not.toEqual([]);
    expect(longest).toBeLessThan(2000);
  },
);
