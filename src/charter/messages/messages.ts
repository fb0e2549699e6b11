import { catalogue } from '../../web/language/translations.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

/** The name of a message of the charter's pages. */
export type CharterWords = keyof typeof en;

/** What the pages of the charter say, in every language. French, Spanish and Arabic were not checked by native readers yet. */
export const charterMessages = catalogue({ en, fr, es, ar });
