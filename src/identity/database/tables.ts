import type { Role } from '../../kernel/message.js';
import type { Language } from '../../kernel/values/fields.js';

/** What the identity database keeps. Times are milliseconds since 1970; secrets are kept as their SHA-256 in hexadecimal, and only so. */
export interface Tables {
  people: {
    /** `person-<uuid v7>`: all that the log ever knows about a person. */
    id: string;
    email: string;
    /** The address as it is compared: two that differ in case alone are one. */
    emailKey: string;
    name: string | null;
    language: Language;
    createdAt: number;
    deactivatedAt: number | null;
  };
  /** One-time secrets, each good for one purpose: links in e-mails, ceremonies with passkeys and providers. */
  tickets: { hash: string; purpose: string; person: string | null; payload: string | null; expiresAt: number };
  /** Who was invited into which role; `id` is `invitation-<uuid v7>`, by which the log knows it. */
  invitations: { id: string; person: string; role: Role; organisation: string | null; createdAt: number };
  sessions: {
    hash: string;
    /** The name by which its owner sees it and ends it. */
    id: string;
    person: string;
    means: string;
    agent: string;
    createdAt: number;
    seenAt: number;
  };
  apiKeys: {
    /** `key-<uuid v7>`: the actor of what is done with it. */
    id: string;
    hash: string;
    /** The person who answers for it. */
    person: string;
    name: string;
    /** `reader` is no role: such a key only reads. */
    role: Role | 'reader';
    organisation: string | null;
    createdAt: number;
    expiresAt: number;
    usedAt: number | null;
  };
  passkeys: {
    id: string;
    person: string;
    publicKey: string;
    counter: number;
    transports: string;
    name: string;
    createdAt: number;
    usedAt: number | null;
  };
  /** Whom an OpenID provider means by its subject. */
  identities: { issuer: string; subject: string; person: string };
  drafts: {
    id: string;
    author: string;
    /** The champion it is written for; null for one that is the author's alone. */
    organisation: string | null;
    kind: string;
    about: string | null;
    content: string;
    /** How often it was saved again. */
    revision: number;
    createdAt: number;
    changedAt: number;
  };
}
