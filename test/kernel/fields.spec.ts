import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { Decimal, Language, line, list, maybe, newList, oneOf, prose, WebAddress, wellFormed, wholeNumber, WrittenIn } from '../../src/kernel/fields.js';
import { Refused } from '../../src/kernel/refusal.js';

/** What a field makes of an input, or what it says against it. */
function take(schema: z.ZodType, value: unknown): unknown {
  try {
    const taken: { it?: unknown } = wellFormed(z.strictObject({ it: schema }), value === undefined ? {} : { it: value });
    return taken.it;
  } catch (error) {
    if (error instanceof Refused) return error.faults.map(({ message }) => message);
    throw error;
  }
}

describe('one line', () => {
  test.each(['x', 'الإحصاء الوطني', 'Côte d’Ivoire', '統計局', '👩‍👩‍👧', 'a\u200fb', '12345'])('%j is taken as it is', (text) => {
    expect(take(line(12 + 8), text)).toBe(text);
  });

  test.each([
    ['', 'it must not be empty.'],
    [' \t', 'it must not be empty.'],
    ['x'.repeat(21), 'it must have at most 20 characters.'],
    ['a\nb', 'it must be one line without control or direction-override characters.'],
    ['a\u2028b', 'it must be one line without control or direction-override characters.'],
    ['a\u0000b', 'it must be one line without control or direction-override characters.'],
    ['a\u0085b', 'it must be one line without control or direction-override characters.'],
    ['a\u202eb', 'it must be one line without control or direction-override characters.'],
    ['a\u2066b', 'it must be one line without control or direction-override characters.'],
    ['a\ud800b', 'it must be well-formed Unicode.'],
    [7, 'it must be a string.'],
    [null, 'it must be a string.'],
    [undefined, 'it must be a string.'],
  ])('%j is refused, and told what would be right', (text, message) => {
    expect(take(line(20), text)).toContain(message);
  });
});

test('free text keeps its lines and spaces, and is not empty, too long or broken', () => {
  expect(take(prose(20), ' a\n\n\tb\u2028c ')).toBe(' a\n\n\tb\u2028c ');
  expect(take(prose(20), '\n \n')).toEqual(['it must not be empty.']);
  expect(take(prose(20), 'x'.repeat(21))).toEqual(['it must have at most 20 characters.']);
  expect(take(prose(20), 'a\udc00')).toEqual(['it must be well-formed Unicode.']);
  expect(take(prose(20), '\u200b\u200d')).toEqual(['it must not be empty.']);
});

describe('a decimal number', () => {
  test.each(['0', '-0.25', '12', '999999999999999', '0.000000001', '10.50'])('%s is taken as written', (text) => {
    expect(take(Decimal, text)).toBe(text);
  });

  test.each(['', '.5', '5.', '1,5', '1 000', '1e3', '+1', '01', '--1', '1000000000000000', '0.0000000001', '٣', 'NaN', '5%'])('%j is refused', (text) => {
    expect(take(Decimal, text)).toEqual(['it must be a decimal number such as 12 or -0.25, without exponent or separators.']);
  });

  test('a number that is not text is refused, for it may have been rounded already', () => {
    expect(take(Decimal, 0.1)).toEqual(['it must be a string.']);
  });
});

describe('a web address', () => {
  test.each(['https://example.org', 'http://example.org:8080/a?b=c#d', 'https://example.org/données', 'https://xn--nxasmq6b.example/'])(
    '%s is taken as written',
    (url) => {
      expect(take(WebAddress, url)).toBe(url);
    },
  );

  test.each([
    'example.org', '//example.org', 'ftp://example.org', 'javascript:alert(1)', 'data:text/html,x', 'https://', 'https://user:secret@example.org', 'https://user@example.org',
    ' https://example.org', 'https://exam\nple.org', 'https://example.org/a b', 'https://example.org/\u202e', 'https://example.org/\ud800', '',
  ])('%j is refused', (url) => {
    expect(take(WebAddress, url)).toEqual(['it must be a web address that begins with https:// or http://.']);
  }); // prettier-ignore

  test('one of more than a thousand characters is refused', () => {
    expect(take(WebAddress, `https://example.org/${'x'.repeat(1000)}`)).toEqual(['it must have at most 1000 characters.']);
  });
});

describe('a list', () => {
  const letters = z.object({ letter: z.string() });

  test('left out it is empty, and a new one left out is none', () => {
    for (const nothing of [undefined, null]) {
      expect(take(list(Language), nothing)).toEqual([]);
      expect(take(newList(Language), nothing)).toBeNull();
    }
    expect(take(list(Language), ['fr', 'en'])).toEqual(['fr', 'en']);
    expect(take(newList(Language), [])).toEqual([]);
  });

  test.each([list, newList])('it holds nothing twice and not too much', (of) => {
    expect(take(of(Language), ['fr', 'fr'])).toEqual(['it must not hold a thing twice.']);
    expect(take(of(letters), [{ letter: 'a' }, { letter: 'a' }])).toEqual(['it must not hold a thing twice.']);
    expect(take(of(letters), [{ letter: 'a' }, { letter: 'b' }])).toEqual([{ letter: 'a' }, { letter: 'b' }]);
    expect(take(of(Language, 2), ['fr', 'en', 'es'])).toEqual(['it must hold at most 2 things.']);
    expect(take(of(Language), 'fr')).toEqual(['it must be an array.']);
  });

  test('what is wrong within it is named by its place', () => {
    expect(take(list(Language), ['fr', 'de'])).toEqual(['it.1 must be one of en, fr, es, ar.']);
  });
});

test('a whole number is one, within its bounds, and never minus zero', () => {
  expect(take(wholeNumber(1, 5), 5)).toBe(5);
  expect(Object.is(take(wholeNumber(0), -0), 0)).toBe(true);
  for (const wrong of [0, 6, Number.MAX_VALUE]) expect(take(wholeNumber(1, 5), wrong)).toContain('it must be a whole number from 1 to 5.');
  for (const wrong of [-1, Number.MIN_SAFE_INTEGER]) expect(take(wholeNumber(0), wrong)).toEqual(['it must be a whole number, at least 0.']);
  for (const wrong of [1.5, NaN]) expect(take(wholeNumber(1, 5), wrong)).toHaveLength(1);
  expect(take(wholeNumber(1, 5), 1.5)).toEqual(['it must be a whole number.']);
  expect(take(wholeNumber(1, 5), '3')).toEqual(['it must be a number.']);
});

test('what may be left out is kept as null, what is there is checked', () => {
  expect(take(maybe(Decimal), undefined)).toBeNull();
  expect(take(maybe(Decimal), null)).toBeNull();
  expect(take(maybe(Decimal), '1')).toBe('1');
  expect(take(maybe(Decimal), 'one')).toHaveLength(1);
});

test('words are of one of four languages; where nobody says which, English', () => {
  expect(take(WrittenIn, undefined)).toBe('en');
  expect(take(WrittenIn, null)).toBe('en');
  expect(take(WrittenIn, 'ar')).toBe('ar');
  expect(take(WrittenIn, 'AR')).toEqual(['it must be one of en, fr, es, ar.']);
  expect(take(Language, undefined)).toEqual(['it must be one of en, fr, es, ar.']);
});

test('a word outside its list is told the list', () => {
  expect(take(oneOf(['yes', 'no']), 'perhaps')).toEqual(['it must be one of yes, no.']);
});

test('every fault is named at once, with its code and the path to its field', () => {
  const schema = z.strictObject({ name: line(5), inner: z.strictObject({ value: Decimal }) });
  const refuse = (input: unknown) => {
    try {
      return wellFormed(schema, input);
    } catch (error) {
      return (error as Refused).faults;
    }
  };
  expect(refuse({ name: '', inner: { value: 'x', more: 1 }, other: 2 })).toEqual([
    { code: 'INVALID', message: 'name must not be empty.', field: ['name'] },
    {
      code: 'INVALID',
      message: 'inner.value must be a decimal number such as 12 or -0.25, without exponent or separators.',
      field: ['inner', 'value'],
    },
    { code: 'UNKNOWN_FIELD', message: 'inner.more is not a field of this deed.', field: ['inner', 'more'] },
    { code: 'UNKNOWN_FIELD', message: 'other is not a field of this deed.', field: ['other'] },
  ]);
  expect(refuse(null)).toEqual([{ code: 'INVALID', message: 'The input must be an object.', field: [] }]);
});
