import type { Language } from '../../kernel/values/fields.js';
import type { LocalText } from '../parts/parts.js';

/** Of words in several languages those in the language of the page, else the first: never a translation that nobody made. */
export const inLanguage = (texts: readonly LocalText[], language: Language): LocalText | null =>
  texts.find((text) => text.language?.toLowerCase() === language) ?? texts[0] ?? null;
