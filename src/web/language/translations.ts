import { IntlMessageFormat } from 'intl-messageformat';
import type { ComponentChildren } from 'preact';
import type { Language } from '../../kernel/values/fields.js';

/** What a language is called in itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
};

export const directionOf = (language: string): 'ltr' | 'rtl' => (language.toLowerCase() === 'ar' ? 'rtl' : 'ltr');

/** How numbers and dates are written: British English, and Arabic with the digits that codes and exports have. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', es: 'es', ar: 'ar-u-nu-latn' };
export const localeOf = (language: Language): string => locales[language];

export type Values = Readonly<Record<string, string | number>>;

/** Says a message of a catalogue in one language. */
export interface Say<Key extends string> {
  (key: Key, values?: Values): string;
  /** The same with markup in the place of values. */
  rich(key: Key, values: Readonly<Record<string, ComponentChildren>>): ComponentChildren;
}

/** The messages of a context, in ICU MessageFormat, by language. */
export interface Catalogue<Key extends string> {
  readonly texts: Readonly<Record<Language, Readonly<Record<Key, string>>>>;
  in(language: Language): Say<Key>;
}

/** Makes a catalogue: every language has every message of English. A message is parsed when it is first said. */
export function catalogue<const Texts extends Readonly<Record<string, string>>>(texts: {
  readonly en: Texts;
  readonly fr: Readonly<Record<keyof Texts & string, string>>;
  readonly es: Readonly<Record<keyof Texts & string, string>>;
  readonly ar: Readonly<Record<keyof Texts & string, string>>;
}): Catalogue<keyof Texts & string> {
  type Key = keyof Texts & string;
  const parsed = new Map<string, IntlMessageFormat>();
  const message = (language: Language, key: Key): IntlMessageFormat => {
    const name = `${language} ${key}`;
    const known =
      parsed.get(name) ??
      new IntlMessageFormat(texts[language][key], locales[language], undefined, { ignoreTag: true });
    parsed.set(name, known);
    return known;
  };
  const sayIn = (language: Language): Say<Key> => {
    const say = (key: Key, values: Values = {}): string => String(message(language, key).format(values));
    const rich = (key: Key, values: Readonly<Record<string, ComponentChildren>>): ComponentChildren =>
      message(language, key).format<ComponentChildren>(values as Record<string, string>) as ComponentChildren;
    return Object.assign(say, { rich });
  };
  const says = { en: sayIn('en'), fr: sayIn('fr'), es: sayIn('es'), ar: sayIn('ar') };
  return { texts, in: (language) => says[language] };
}
