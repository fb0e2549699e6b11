import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Reducer } from '../../src/kernel/decider.js';
import { wellFormed } from '../../src/kernel/values/fields.js';
import { Refused } from '../../src/kernel/refusal.js';
import { canonical } from '../../src/platform/event-store/canonical.js';
import { commands, deciders } from '../support/cqrs/deciders.js';

const types = commands.map(({ type }) => type);

test('every command is in the rule book: one decider decides it, and a spec tests every rule of that decider', () => {
  const decided = deciders.flatMap(({ decide }) => Object.keys(decide));
  expect([...decided].sort()).toEqual([...types].sort());
  const specs = readdirSync(new URL('..', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.spec.ts'),
  );
  const tested = specs.filter((file) =>
    /^everyRuleIsTested\(\w+\);$/m.test(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')),
  );
  expect(tested).toHaveLength(deciders.length);
});

test('what happens to others leaves a thing as it is', () => {
  for (const decider of (deciders as readonly Reducer<unknown>[]).filter(({ asRecorded }) => !asRecorded)) {
    expect(decider.evolve(decider.initial, { type: 'SomethingElseHappened', facts: {}, text: null })).toEqual(
      decider.initial,
    );
  }
});

describe('whatever is put into a field', () => {
  const naughtyStrings = createRequire(import.meta.url)('big-list-of-naughty-strings') as string[];
  const long = 'x'.repeat(30_000);
  const inputs: readonly unknown[] = [
    null,
    true,
    0,
    -0,
    -1,
    1.5,
    17,
    18,
    2 ** 53,
    1e300,
    [],
    {},
    [null],
    [[]],
    [1, 1],
    ['a', 'a'],
    [{}],
    [{ value: '1' }],
    { value: '1e9' },
    { start: '2025', end: '2024' },
    { constructor: 1 },
    Array.from({ length: 51 }, (_, index) => `n${index}`),
    long,
    [long],
    '\ud800',
    ['\ud800'],
    'https://example.org/\ud800',
    ['https://example.org/\udc00'],
    { url: 'https://example.org/\ud800' },
    [{ url: 'https://example.org/\ud800' }],
    '__proto__',
    ...naughtyStrings,
  ];

  /** What is wrong with the answer to an input: nothing, if it can be kept or is refused with a sentence that names the field. */
  function flaw(field: string, schema: z.ZodType, input: unknown): string | null {
    try {
      return canonical(wellFormed(schema, { [field]: input })) === '' ? 'nothing is kept' : null;
    } catch (error) {
      const messages = error instanceof Refused ? error.faults.map(({ message }) => message) : [String(error)];
      return (
        messages.find(
          (message) => !message.startsWith(field) || !/^[\w.]+ (must|is not a field)\b[^\n]*\.$/.test(message),
        ) ?? null
      );
    }
  }

  const judged = new Set<unknown>();

  test.each(commands.map((Command) => [Command.type, Command.schema.shape] as const))(
    '%s can be kept in the log, or is refused with a sentence',
    (_, shape) => {
      const fresh = Object.entries(shape).filter(([, schema]) => !judged.has(schema));
      const flaws = fresh.flatMap(([field, schema]) => {
        judged.add(schema);
        const alone = z.strictObject({ [field]: schema as z.ZodType });
        return inputs.map((input) => flaw(field, alone, input)).filter((found) => found !== null);
      });
      expect(flaws).toEqual([]);
    },
  );
});
