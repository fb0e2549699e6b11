import { z } from 'zod';
import type { Issuer, Role } from './message.js';

/** A role, and the organisation for which it is held: a champion's slug, or null for one that is held for the whole register. */
export interface HeldRole {
  readonly role: Role;
  readonly organisation: string | null;
}

/**
 * The caller of a request, as far as its credentials identify it. The log determines the role in which a
 * command is issued.
 */
export interface Caller extends Pick<Issuer, 'client' | 'correlationId' | 'origin'> {
  /** A random id: `person-…`, `key-…` or `operator-…`; `public` if the caller is not signed in. */
  readonly actor: string;
  /** `reader` is a key that holds no role and only reads. */
  readonly kind: 'public' | 'person' | 'key' | 'reader' | 'operator';
  /** The one role that a key may use, whatever else it holds; null narrows nothing. */
  readonly scope: HeldRole | null;
  /** The person who answers for a key that only reads: what all their keys ask is counted together. */
  readonly owner?: string;
}

/** What identifies the caller of a request. */
export interface Request {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly id: string;
  /** Left out, it is taken for one that may change something. */
  readonly method?: string;
  readonly ip?: string;
  /** Whether it is sent automatically, and so does not show that the person is active. */
  readonly isByItself?: boolean;
}

/** Says who a request comes from. Throws `Unauthenticated` when it says who it is and that is not right. */
export interface Identify {
  (request: Request): Caller | Promise<Caller>;
}

const uuid7 = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

/** The holder of a role: a random id that says nothing about a person except that it is one. */
export const HolderId = z
  .string()
  .regex(
    new RegExp(`^(person|key)-${uuid7}$`),
    'must be the random id of a person or a key: person- or key- followed by a version 7 UUID',
  );

/** A person by their random id. */
export const PersonId = z
  .string()
  .regex(new RegExp(`^person-${uuid7}$`), 'must be the random id of a person: person- followed by a version 7 UUID');

export const isMachine = (holder: string): boolean => holder.startsWith('key-');
