import type { Role } from '../../kernel/message.js';
import { catalogue, type Say } from '../../web/language/translations.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';

/** The name of a message of the identity database. */
export type Words = keyof typeof en;

/** What its pages and e-mails say, in every language. French, Spanish and Arabic were not checked by native readers yet. */
export const identityMessages = catalogue({ en, fr, es, ar });

/** Says something in a language. */
export type SayWords = Say<Words>;

/** The name of a role that can be held. */
export const wordOf = (role: Role) => `role.${role as Exclude<Role, 'public' | 'operator' | 'policy'>}` as const;
