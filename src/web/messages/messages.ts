import { catalogue } from '../language/translations.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

/** The name of a message of the shell. */
export type SiteWords = keyof typeof en;

/** What the shell says, in every language. French, Spanish and Arabic were not checked by native readers yet. */
export const messages = catalogue({ en, fr, es, ar });
