import type { Language } from '../../kernel/fields.js';
import type { Role } from '../../kernel/message.js';
import { ar } from './ar.js';
import { en, type Words } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

/** All that is said, by language. French, Spanish and Arabic were not checked by native readers yet. */
export const catalogue: Readonly<Record<Language, Words>> = { en, fr, es, ar };

/** What a language is called in itself. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية' };

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** The name of a role that can be held. */
export const wordOf = (role: Role) => `role.${role as Exclude<Role, 'public' | 'operator' | 'policy'>}` as const;

/** Says something in a language. */
export type Say = (what: keyof Words, filling?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: Language): Say =>
  (what, filling = {}) =>
    catalogue[language][what].replace(/\{(\w+)\}/g, (_, name: string) => String(filling[name] ?? ''));
