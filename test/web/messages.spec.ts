import { describe, expect, test } from '@jest/globals';
import { languages, type Language } from '../../src/kernel/values/fields.js';
import { identityMessages } from '../../src/identity/messages/messages.js';
import { charterMessages } from '../../src/charter/messages/messages.js';
import { messages } from '../../src/web/messages/messages.js';
import { localeOf, type Catalogue, type Values } from '../../src/web/language/translations.js';

/** A catalogue by names that are no longer known one by one. */
const looked = <Key extends string>(catalogue: Catalogue<Key>) => ({
  texts: catalogue.texts as Readonly<Record<Language, Readonly<Record<string, string>>>>,
  say: (language: Language, key: string, values: Values) => catalogue.in(language)(key as Key, values),
});

const catalogues = { identity: looked(identityMessages), charter: looked(charterMessages), shell: looked(messages) };
const cases = Object.entries(catalogues).flatMap(([name, catalogue]) =>
  languages.map((language) => [name, language, catalogue] as const),
);

/** The names of what is filled in. */
const fillings = (text: string): string[] =>
  [
    ...new Set([...text.matchAll(/(?<!\b(?:zero|one|two|few|many|other) )\{(\w+)[,}]/g)].map(([, name]) => name ?? '')),
  ].sort();
/** The forms that a message gives for a number. */
const forms = (text: string): string[] =>
  [...text.matchAll(/\b(zero|one|two|few|many|other) \{/g)].map(([, form]) => form ?? '').sort();
/** What is a number wherever it is filled in. */
const counted = new Set([
  'count',
  'size',
  'minutes',
  'days',
  'base',
  'silent',
  'claimed',
  'undated',
  'last',
  'rewordings',
  'dueRevisions',
  'reported',
]);
const isCounted = (text: string): boolean => /\{\w+, plural,/.test(text);

describe.each(cases)('the messages of %s in %s', (_, language, { texts, say }) => {
  const pairs = Object.keys(texts.en).map((key) => [key, texts.en[key] ?? '', texts[language][key] ?? ''] as const);

  test('are those of English, each with the same fillings, and are no English left over', () => {
    expect(Object.keys(texts[language])).toEqual(Object.keys(texts.en));
    for (const [key, english, text] of pairs) {
      expect([key, fillings(text)]).toEqual([key, fillings(english)]);
      expect([key, text.trim() === text && text.length > 0]).toEqual([key, true]);
      if (language === 'ar' && !/^[A-Z]+$/.test(english))
        expect([key, /\p{Script=Arabic}/u.test(text) || text === english]).toEqual([key, true]);
      const isSentence = english.length > 15 && fillings(english).join(' ').length < english.length / 2;
      if (language !== 'en' && isSentence) expect([key, text]).not.toEqual([key, english]);
    }
  });

  test('have every form of a number that the language knows', () => {
    const all = new Intl.PluralRules(localeOf(language)).resolvedOptions().pluralCategories.toSorted();
    for (const [key, english, text] of pairs)
      if (isCounted(english))
        expect([key, forms(text)]).toEqual([
          key,
          forms(english)
            .filter((form) => form === 'other')
            .flatMap(() => all)
            .toSorted(),
        ]);
  });

  test('can all be said', () => {
    for (const [key, english] of pairs) {
      const values = Object.fromEntries(fillings(english).map((name) => [name, counted.has(name) ? 3 : 'x']));
      expect(say(language, key, values)).not.toContain('{');
    }
  });
});

test('What is filled in stands as it is', () => {
  expect(identityMessages.in('en')('useProvider', { name: '$& {name} <b>' })).toBe('Sign in with $& {name} <b>');
});

test('A message says nothing rather than something wrong where a value is missing', () => {
  expect(() => identityMessages.in('en')('useProvider')).toThrow(/name/);
});
