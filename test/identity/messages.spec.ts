import { expect, test } from '@jest/globals';
import { languages } from '../../src/kernel/fields.js';
import { catalogue, sayIn } from '../../src/identity/messages/messages.js';

const fillings = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([filling]) => filling).sort();

test.each(languages)('Every text is there in %s, with the same fillings, and is no English left over', (language) => {
  const words = Object.entries(catalogue.en) as [keyof typeof catalogue.en, string][];
  expect(Object.keys(catalogue[language])).toEqual(words.map(([key]) => key));
  for (const [key, english] of words) {
    const text = catalogue[language][key];
    expect([key, fillings(text)]).toEqual([key, fillings(english)]);
    expect([key, text.trim() === text && text.length > 0]).toEqual([key, true]);
    if (language === 'ar') expect([key, /\p{Script=Arabic}/u.test(text)]).toEqual([key, true]);
    if (language !== 'en' && english.length > 15 && fillings(english).join(' ').length < english.length / 2) expect([key, text]).not.toEqual([key, english]);
  }
});

test('What is filled in stands as it is', () => {
  expect(sayIn('en')('useProvider', { name: '$& {name}' })).toBe('Sign in with $& {name}');
});
