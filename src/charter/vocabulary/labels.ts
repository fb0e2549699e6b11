import type { Language } from '../../kernel/values/fields.js';
import { localeOf } from '../../web/language/translations.js';
import { countries } from '../../kernel/values/countries.js';

const names = new Map<Language, Intl.DisplayNames>();

/** What a country is called in a language, by its alpha-3 code (Unicode CLDR). */
export function countryName(code: string, language: Language): string {
  const known = names.get(language) ?? new Intl.DisplayNames(localeOf(language), { type: 'region' });
  names.set(language, known);
  const short = countries.get(code);
  return short === undefined ? code : (known.of(short) ?? code);
}
