import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { EmailAddress } from '../../src/identity/people/email-address.js';
import {
  Decimal,
  Language,
  line,
  list,
  maybe,
  newList,
  oneOf,
  prose,
  WebAddress,
  wellFormed,
  wholeNumber,
  WrittenIn,
} from '../../src/kernel/values/fields.js';
import { Unit } from '../../src/charter/vocabulary/vocabulary.js';
import { Refused } from '../../src/kernel/refusal.js';
import { cleanLine, cleanProse } from '../../src/kernel/values/text.js';

/** What a field makes of an input, or what it says against it. */
function take(schema: z.ZodType, value: unknown): unknown {
  try {
    const taken: { it?: unknown } = wellFormed(
      z.strictObject({ it: schema }),
      value === undefined ? {} : { it: value },
    );
    return taken.it;
  } catch (error) {
    if (error instanceof Refused) return error.faults.map(({ message }) => message);
    throw error;
  }
}

describe('one line', () => {
  test.each([
    'x',
    'الإحصاء الوطني',
    'Côte d’Ivoire',
    '統計局',
    'می‌خواهم',
    'क्‍ष',
    'র‍্য',
    'Team 👩‍👩‍👧 ❤️ 1️⃣',
    '12345',
    '५',
    'a-b',
    'ᠨᠢᠭᠡ᠋',
  ])('%j is taken as it is', (text) => {
    expect(take(line(20), text)).toBe(text);
  });

  test.each([
    ['women ', 'women'],
    ['\u3000women\u00a0', 'women'],
    ['wo\u200bmen', 'women'],
    ['wo\u200dmen', 'women'],
    ['wo\u200cmen', 'women'],
    ['wo\u00admen', 'women'],
    ['wo\u2060\ufeffmen', 'women'],
    ['wo\u0000me\u0080\u001bn', 'women'],
    ['\u202ewomen\u202c', 'women'],
    ['wom\u2066e\u2069n\u200f\u061c', 'women'],
    ['women\ufe0f', 'women'],
    ['women\u{e0101}', 'women'],
    ['wo\u{e0065}\u{e007f}men', 'women'],
    ['wo\u034fmen', 'women'],
    ['wo\u3164men', 'women'],
    ['wo\u115f\u1160men', 'women'],
    ['women\n', 'women'],
    ['older\twomen', 'older women'],
    ['older \u2009 women', 'older women'],
    ['older\u2800women', 'older women'],
    ['e\u0301', 'é'],
    ['e\u200b\u0301', 'é'],
    ['دا\u200cر', 'دار'],
    ['ب\u200dب', 'بب'],
    ['می\u200c\u200cخواهم', 'می\u200cخواهم'],
    ['می\u200b\u200cخواهم', 'می\u200cخواهم'],
    ['می\u200c', 'می'],
    ['क\u200dष', 'कष'],
    ['1\ufe0f', '1'],
    ['a👩\ufe0f', 'a👩'],
  ])('%j becomes %j', (text, kept) => {
    expect(take(line(20), text)).toBe(kept);
  });

  test.each([
    ['', 'it must not be empty.'],
    [' \t', 'it must not be empty.'],
    ['\u2800', 'it must not be empty.'],
    ['\u200b\u2066\ufe0f\u{e0100}\u{e0041}', 'it must not be empty.'],
    ['\u3164', 'it must not be empty.'],
    ['…', 'it must contain a letter or a digit.'],
    ['\u0301', 'it must contain a letter or a digit.'],
    ['x'.repeat(21), 'it must have at most 20 characters.'],
    ['x'.repeat(100_000), 'it must have at most 20 characters.'],
    ['a\nb', 'it must be one line: remove the line breaks.'],
    ['a\rb', 'it must be one line: remove the line breaks.'],
    ['a\u2028b', 'it must be one line: remove the line breaks.'],
    ['a\u0085b', 'it must be one line: remove the line breaks.'],
    ['a\ud800b', 'it must be well-formed Unicode.'],
    [7, 'it must be a string.'],
    [null, 'it must be a string.'],
    [undefined, 'it must be a string.'],
  ])('%j is refused, and told what would be right', (text, message) => {
    expect(take(line(20), text)).toEqual([message]);
  });

  test('a list does not hold twice what looks the same', () => {
    expect(take(list(line(20)), ['women', 'men'])).toEqual(['women', 'men']);
    expect(take(list(line(20)), ['women', 'women ', 'wo\u200bmen'])).toEqual(['it must not have duplicate items.']);
  });

  test('cleaned once it is cleaned for good', () => {
    const characters = fc.constantFrom(
      ...Array.from(
        'aé\u0301\u200b\u200c\u200d\ufe0f\ufe0e\u2800\u202e\u034f\u3164 \n\u0000بدی\u064e\u0621क्ष👩❤1\u20e3ᠨ\u180b',
      ),
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        for (const clean of [cleanLine, cleanProse]) expect(clean(clean(text))).toBe(clean(text));
      }),
      { numRuns: 5_000 },
    );
  });
});

test('free text keeps its lines and spaces, loses what nobody sees, and is not empty, too long or broken', () => {
  expect(take(prose(20), ' a\r\n\n\tb\u2028c  d\u00a0e ')).toBe('a\n\n\tb\nc  d\u00a0e');
  expect(take(prose(20), 'a\u001b[31m\u0007\u202e\u200b\nb')).toBe('a[31m\nb');
  expect(take(prose(20), 'می‌خواهم\n…')).toBe('می‌خواهم\n…');
  expect(take(prose(20), '\n \n')).toEqual(['it must not be empty.']);
  expect(take(prose(20), 'x'.repeat(21))).toEqual(['it must have at most 20 characters.']);
  expect(take(prose(20), 'a\udc00')).toEqual(['it must be well-formed Unicode.']);
  expect(take(prose(20), '\u200b\u200d\u2800')).toEqual(['it must not be empty.']);
});

describe('a decimal number', () => {
  test.each(['0', '-0.25', '12', '999999999999999', '0.000000001', '10.50'])('%s is taken as written', (text) => {
    expect(take(Decimal, text)).toBe(text);
  });

  test.each([
    '',
    '.5',
    '5.',
    '1,5',
    '1 000',
    '1e3',
    '+1',
    '01',
    '--1',
    '1000000000000000',
    '0.0000000001',
    '٣',
    'NaN',
    '5%',
  ])('%j is refused', (text) => {
    expect(take(Decimal, text)).toEqual([
      'it must be a decimal number such as 12 or -0.25, without exponent or separators.',
    ]);
  });

  test('a number that is not text is refused, for it may have been rounded already', () => {
    expect(take(Decimal, 0.1)).toEqual(['it must be a string.']);
  });
});

describe('a web address', () => {
  test.each([
    'https://example.org',
    'http://example.org:8080/a?b=c#d',
    'https://example.org/données',
    'https://xn--nxasmq6b.example/',
    'https://bücher.example/@who',
    'HTTPS://Example.ORG/a',
    'https://example.org/%20?q=a@b',
    'https://BÜCHER.example/',
    'https://straße.example/',
    'https://пример.рф/',
    'https://例え.jp/',
    'https://δοκιμή.gr/a',
    'https://example.org/∕',
    'https://موقع.وزارة-الأتصالات.مصر/',
    "https://example.org/a'b|c",
  ])('%s is taken as written', (url) => {
    expect(take(WebAddress, url)).toBe(url);
  });

  test.each([
    'example.org',
    '//example.org',
    'ftp://example.org',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'https://user:secret@example.org',
    'https://user@example.org',
    ' https://example.org',
    'https://example.org ',
    'https://exam\nple.org',
    'https://example.org/a b',
    'https://example.org/\u202e',
    'https://example.org/\u200b',
    'https://example.org/\ud800',
    'https://example.org/\u2800',
    '',
    'https:example.org',
    'https:/example.org',
    'https:///example.org',
    'https://example.org\\@evil.org/',
    'https://example.org/a\\b',
    'https://.',
    'https://..',
    'https://example',
    'https://localhost/',
    'https://@example.org/',
    'https://example.org@/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://ex%61mple.org/',
    'https://example.org./',
    'https://example..org/',
    'https://-example.org/',
    'https://example.org:99999/',
    'https://exa\u00admple.org/',
    'https://example.123/',
    'https://１２７.0.0.1/',
    'https://example.com∕evil.org',
    'https://example.com⁄evil.org',
    'https://example.com／evil.org',
    'https://example.com＃evil.org/',
    'https://example。org/',
    'https://example．org/',
    'https://example｡org/',
    'https://ｅxample.org/',
    'https://example.com․org/',
    'https://example.org:0/',
    'http://example.org:00/',
    'https://exa_mple.org',
    'https://a_b.example.org/',
    'https://example.org/%zz',
    'https://example.org/%',
    'https://example.org/?q=%4',
    'https://example.org/"',
    'https://example.org/<b>',
    'https://example.org/?q=>',
    'https://exаmple.org/',
    'https://раypal.example/',
    'https://gοogle.org/',
    'https://printer.local/',
    'https://db.internal',
    'https://a.invalid/',
    'https://app.localhost:8080/',
    'https://router.home.arpa/',
    'https://abc.onion/',
    'https://a.test/',
  ])('%j is refused', (url) => {
    expect(take(WebAddress, url)).toEqual([
      'it must be a web address such as https://example.org/page, with a host name and without spaces, user name or password.',
    ]);
  });

  test('one of more than a thousand characters is refused', () => {
    expect(take(WebAddress, `https://example.org/${'x'.repeat(1000)}`)).toEqual([
      'it must have at most 1000 characters.',
    ]);
  });
});

describe('a list', () => {
  const emails = z.object({ email: z.string() });

  test('left out it is empty, and a new one left out is none', () => {
    for (const nothing of [undefined, null]) {
      expect(take(list(Language), nothing)).toEqual([]);
      expect(take(newList(Language), nothing)).toBeNull();
    }
    expect(take(list(Language), ['fr', 'en'])).toEqual(['fr', 'en']);
    expect(take(newList(Language), [])).toEqual([]);
  });

  test.each([list, newList])('it holds nothing twice and not too much', (of) => {
    expect(take(of(Language), ['fr', 'fr'])).toEqual(['it must not have duplicate items.']);
    expect(take(of(emails), [{ email: 'a' }, { email: 'a' }])).toEqual(['it must not have duplicate items.']);
    expect(take(of(emails), [{ email: 'a' }, { email: 'b' }])).toEqual([{ email: 'a' }, { email: 'b' }]);
    expect(take(of(Language, 2), ['fr', 'en', 'es'])).toEqual(['it must have at most 2 items.']);
    expect(take(of(Language), 'fr')).toEqual(['it must be an array.']);
  });

  test('what is wrong within it is named by its place', () => {
    expect(take(list(Language), ['fr', 'de'])).toEqual(['it.1 must be one of en, fr, es, ar.']);
  });
});

test('a whole number is one, within its bounds, and never minus zero', () => {
  expect(take(wholeNumber(1, 5), 5)).toBe(5);
  expect(Object.is(take(wholeNumber(0), -0), 0)).toBe(true);
  for (const wrong of [0, 6, Number.MAX_VALUE])
    expect(take(wholeNumber(1, 5), wrong)).toContain('it must be a whole number from 1 to 5.');
  for (const wrong of [-1, Number.MIN_SAFE_INTEGER])
    expect(take(wholeNumber(0), wrong)).toEqual(['it must be a whole number, at least 0.']);
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
    { code: 'UNKNOWN_FIELD', message: 'inner.more is not a field of this command.', field: ['inner', 'more'] },
    { code: 'UNKNOWN_FIELD', message: 'other is not a field of this command.', field: ['other'] },
  ]);
  expect(refuse(null)).toEqual([{ code: 'INVALID', message: 'The input must be an object.', field: [] }]);
});

test.each(['%', '°C', '€', 'households', '‰'])('%s is a unit', (unit) => {
  expect(Unit.parse(unit)).toBe(unit);
});

test.each(['\u2800', '\u200b', ' ', '-', ''])('%j is no unit', (unit) => {
  expect(Unit.safeParse(unit).success).toBe(false);
});

describe('combining marks', () => {
  test.each(['\u0301\u0316', '\u0301\u200b', '\u064b\u200c', '\u0301\ufe0f'])(
    '%j on one character: thirty at most',
    (marks) => {
      const many = `a${marks.repeat(20_000)}`;
      for (const field of [line(20_000), prose(20_000)])
        expect(take(field, many)).toEqual([expect.stringContaining('must not have more than 30 combining marks')]);
    },
  );

  test('are taken as many as languages have', () => {
    for (const text of ['a\u0316\u0301', 'བྷྲཱུྃ', 'กำ้']) {
      expect(take(line(1000), text.repeat(100))).toBe(text.repeat(100).normalize('NFC'));
    }
    expect(take(prose(100), `a${'\u0316'.repeat(30)}`)).toBe(`a${'\u0316'.repeat(30)}`);
  });
});

test.each(['lea@b..example', 'lea..b@example.org', '.lea@-.example', 'lea.@b..example'])(
  'what is wrong with the address %s is said once',
  (email) => {
    expect(take(EmailAddress, email)).toEqual(['it must be an e-mail address, such as name@example.org.']);
  },
);
