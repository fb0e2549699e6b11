import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalize as otherCanonicalize } from 'json-canonicalize';
import { canonical, NotCanonical } from '../../../src/platform/event-store/canonical.js';

class Champion {
  constructor(readonly name = 'Ghana') {}
}
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const circular: Record<string, unknown> = {};
circular.itself = { circular };

const wellFormed = fc.string({ unit: 'binary', maxLength: 20 });
const plainJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger().map((number) => number + 0),
    wellFormed,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(fc.oneof(wellFormed, fc.constantFrom('__proto__', 'constructor', '', '1', '10', '2')), tie('value')),
        { maxLength: 5 },
      )
      .map((entries) => {
        return JSON.parse(
          `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
        ) as unknown;
      }),
  ),
})).value;

describe('The canonical form of a value', () => {
  test.each([
    [
      'keys in the order of their UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [
      'no spaces, and lists as they stand',
      { b: [3, 1, { d: null, c: true }], a: [] },
      '{"a":[],"b":[3,1,{"c":true,"d":null}]}',
    ],
    [
      'the shortest escapes',
      { s: '\u20ac$\u000f\nA\'B"\\\\"/\u007f\u2028' },
      '{"s":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"}',
    ],
    ['composed and decomposed letters kept apart', ['é', 'e\u0301'], '["é","e\u0301"]'],
    [
      'whole numbers without exponent',
      [0, -1, 1e15, Number.MAX_SAFE_INTEGER],
      '[0,-1,1000000000000000,9007199254740991]',
    ],
    ['an object without prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ])('has %s', (_, value, text) => {
    expect(canonical(value)).toBe(text);
  });

  test('is what another implementation of RFC 8785 gives, and comes back as it was', () => {
    fc.assert(
      fc.property(plainJson, (value) => {
        const text = canonical(value);
        expect(text).toBe(otherCanonicalize(value));
        expect(canonical(JSON.parse(text))).toBe(text);
        expect(JSON.stringify(sorted(JSON.parse(text)))).toBe(JSON.stringify(sorted(value)));
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(wellFormed, fc.integer()), (value) => {
        expect(canonical(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonical(value));
      }),
    );
  });

  test('keeps a key called __proto__ as a key like any other', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"b":{"__proto__":null}}') as object;
    expect(canonical(value)).toBe('{"__proto__":{"a":1},"b":{"__proto__":null}}');
    expect(Object.hasOwn(JSON.parse(canonical(value)) as object, '__proto__')).toBe(true);
  });

  test('reaches down 20 levels and no further', () => {
    expect(canonical(nested(20))).toBe(`${'['.repeat(20)}1${']'.repeat(20)}`);
    expect(() => canonical(nested(21))).toThrow('is nested more than 20 levels deep');
  });

  const refused: readonly (readonly [name: string, value: unknown, message: string])[] = [
    ['undefined', undefined, '$ is not plain JSON data'],
    ['undefined in an object', { a: { b: undefined } }, '$.a.b is not plain JSON data'],
    ['undefined in a list', [undefined], '$[0] is not plain JSON data'],
    ['a list with a hole', [1, , 3], '$[1] is not plain JSON data'], // eslint-disable-line no-sparse-arrays -- the hole is the point
    ['a list with a name in it', Object.assign([1], { name: 'x' }), '$ is not plain JSON data'],
    ['a key that is a symbol', { [Symbol('hidden')]: 1 }, '$ is not plain JSON data'],
    ['a key that is not listed', Object.defineProperty({}, 'hidden', { value: 1 }), '$ is not plain JSON data'],
    ['a date', { at: new Date(0) }, '$.at is not plain JSON data'],
    ['an instance of a class', [new Champion()], '$[0] is not plain JSON data'],
    ['a map', new Map(), '$ is not plain JSON data'],
    ['bytes', new Uint8Array(2), '$ is not plain JSON data'],
    ['a boxed text', Object('text'), '$ is not plain JSON data'],
    ['a function', { toJSON: () => 1 }, '$.toJSON is not plain JSON data'],
    ['a symbol', Symbol('s'), '$ is not plain JSON data'],
    ['a big integer', 1n, '$ is not plain JSON data'],
    ['an object within itself', circular, 'levels deep'],
    ['a fraction', { n: 0.1 }, '$.n is not a safe integer; write other numbers as strings'],
    ['minus nothing', [-0], '$[0] is not a safe integer'],
    ['not a number', NaN, '$ is not a safe integer'],
    ['the infinite', -Infinity, '$ is not a safe integer'],
    ['an integer that is not safe', 2 ** 53, '$ is not a safe integer'],
    ['half a character', 'a\ud83d', '$ contains half a character'],
    ['half a character the other way round', { a: '\ude00\ud83d' }, '$.a contains half a character'],
    ['half a character in a key', { '\ud83d': 1 }, 'key contains half a character'],
  ];
  test.each(refused)('is refused to %s, which JSON would bend or drop', (_, value, message) => {
    expect(() => canonical(value)).toThrow(NotCanonical);
    expect(() => canonical(value)).toThrow(message);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
