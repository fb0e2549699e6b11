import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { Decimal, line, maybe } from '../../src/kernel/values/fields.js';
import { command, event, headerFields, type Role } from '../../src/kernel/message.js';
import { Refused } from '../../src/kernel/refusal.js';
import { issuer } from '../support/cqrs/issuer.js';

class WeighApple extends command('WeighApple', { apple: line(10), grams: Decimal, note: maybe(line(50)) }) {}
const AppleWeighed = event('AppleWeighed', { apple: line(10), grams: Decimal }, { note: line(50) });
const AppleEaten = event('AppleEaten', { apple: line(10) });

const weigh = (input: object): WeighApple => new WeighApple(input as never, issuer('reporter'));
const right = { commandId: 'command-1', apple: 'Boskoop', grams: '180' };

function faultsOf(act: () => unknown): readonly { code: string; field: readonly string[] }[] {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error.faults.map(({ code, field }) => ({ code, field }));
    throw error;
  }
  return [];
}

describe('a command', () => {
  test('says what it is, who issues it, and its data apart from its header', () => {
    const command = weigh({
      ...right,
      effective: '2024-05',
      sources: ['https://example.org'],
      sourceDate: '2024',
      expectedRevision: 3,
    });
    expect(command).toMatchObject({
      type: 'WeighApple',
      header: {
        commandId: 'command-1',
        expectedRevision: 3,
        effective: '2024-05',
        sources: ['https://example.org'],
        sourceDate: '2024',
      },
      data: { apple: 'Boskoop', grams: '180', note: null },
      by: issuer('reporter'),
    });
    expect(Object.keys(command.header)).toEqual(headerFields);
  });

  test('needs of its header nothing but the id', () => {
    expect(weigh(right).header).toEqual({
      commandId: 'command-1',
      expectedRevision: null,
      effective: null,
      sources: [],
      sourceDate: null,
    });
  });

  test('cannot take the id of a reaction, unless it is one', () => {
    class EatApple extends command('EatApple', { apple: line(10) }) {}
    const eat = (role: Role): EatApple =>
      new EatApple({ commandId: 'policy:appetite:7:0', apple: 'Boskoop' }, issuer(role));
    expect(faultsOf(() => eat('reporter'))).toEqual([{ code: 'COMMAND_ID_RESERVED', field: ['commandId'] }]);
    expect(eat('policy').header.commandId).toBe('policy:appetite:7:0');
  });

  test('names every field that is missing or wrong, in one refusal', () => {
    expect(faultsOf(() => weigh({}))).toEqual([
      { code: 'INVALID', field: ['commandId'] },
      { code: 'INVALID', field: ['apple'] },
      { code: 'INVALID', field: ['grams'] },
    ]);
    expect(
      faultsOf(() =>
        weigh({
          ...right,
          grams: 'much',
          effective: 'yesterday',
          sources: ['https://example.org', 'here'],
          expectedRevision: -1,
        }),
      ),
    ).toEqual([
      { code: 'INVALID', field: ['expectedRevision'] },
      { code: 'INVALID', field: ['effective'] },
      { code: 'INVALID', field: ['sources', '1'] },
      { code: 'INVALID', field: ['grams'] },
    ]);
  });

  test('names the fields it does not know, so that no word is lost in silence', () => {
    expect(faultsOf(() => weigh({ ...right, weight: '180', colour: 'red' }))).toEqual([
      { code: 'UNKNOWN_FIELD', field: ['weight'] },
      { code: 'UNKNOWN_FIELD', field: ['colour'] },
    ]);
  });

  test.each(['', 'a b', 'a\n', 'ä', 'x'.repeat(201), 7])('has an id that others can quote: not %j', (commandId) => {
    expect(faultsOf(() => weigh({ ...right, commandId }))).toEqual([{ code: 'INVALID', field: ['commandId'] }]);
  });

  test.each(['a', 'import:kenya/1', 'A-b_c.d~e', 'x'.repeat(200)])('may have the id %s', (commandId) => {
    expect(weigh({ ...right, commandId }).header.commandId).toBe(commandId);
  });
});

describe('an event type', () => {
  test('called, it states what happened, with or without words', () => {
    expect(AppleWeighed({ apple: 'Boskoop', grams: '180' }, { note: 'ripe' })).toEqual({
      type: 'AppleWeighed',
      facts: { apple: 'Boskoop', grams: '180' },
      text: { note: 'ripe' },
    });
    expect(AppleWeighed({ apple: 'Boskoop', grams: '180' }).text).toBeNull();
  });

  test('takes back from the log what it declared, and nothing else', () => {
    expect([AppleWeighed.type, AppleWeighed.schemaVersion]).toEqual(['AppleWeighed', 1]);
    const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;
    expect(accepts(AppleWeighed.facts, { apple: 'Boskoop', grams: '180' })).toBe(true);
    expect(accepts(AppleWeighed.facts, { apple: 'Boskoop', grams: '180', colour: 'red' })).toBe(false);
    expect(accepts(AppleWeighed.facts, { apple: 'Boskoop' })).toBe(false);
    expect(accepts(AppleWeighed.text, null)).toBe(true);
    expect(accepts(AppleWeighed.text, {})).toBe(false);
    expect(accepts(AppleEaten.text, null)).toBe(true);
    expect(accepts(AppleEaten.text, { note: 'good' })).toBe(false);
  });
});
