import { describe, expect, test } from '@jest/globals';
import { indexed, matchOf } from '../../../src/platform/read-model/search/search-words.js';

describe('A text in a script without spaces', () => {
  test.each([
    ['字', '字'],
    ['กิ', 'กิ'],
    ['นี้', 'นี้'],
    ['か\u3099', 'が'],
  ])('of %s is indexed sign by sign, however long it is', (sign, kept) => {
    for (const count of [1, 255, 256, 257, 20_000]) {
      const tokens = indexed(sign.repeat(count), 'en').split(' ');
      expect(tokens).toHaveLength(count);
      expect(new Set(tokens).size).toBe(1);
      expect(tokens[0]).toBe(indexed(kept, 'en'));
    }
  });
});

describe('Stems', () => {
  test('are found of words, not of what is longer than any', () => {
    expect(indexed('promises', 'en').split(' ')).toEqual(['promises', 'en·promis']);
    const long = 'y'.repeat(20_000);
    expect(indexed(long, 'en')).toBe(long);
    expect(matchOf('y'.repeat(60))).toBe(`("${'y'.repeat(60)}"*)`);
  });

  test('are found of a thousand different words of a text, each as often as it occurs', () => {
    const emails = (number: number): string =>
      Array.from(String(number), (digit) => 'abcdefghij'[Number(digit)]).join('');
    const words = Array.from({ length: 1500 }, (_, number) => `w${emails(number)}`);
    const tokens = indexed([...words, ...words].join(' '), 'en').split(' ');
    expect(tokens.filter((token) => token.startsWith('en·'))).toHaveLength(2000);
    expect(tokens.filter((token) => !token.startsWith('en·'))).toHaveLength(3000);
  });
});
