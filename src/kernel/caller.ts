import type { Issuer, Role } from './message.js';

/** A role, and the organisation for which it is held: a champion's slug, or null for one that is held for the whole register. */
export interface HeldRole {
  readonly role: Role;
  readonly organisation: string | null;
}

/** Who a request comes from, as far as credentials tell. In which role a deed is done is told by the log. */
export interface Caller extends Pick<Issuer, 'client' | 'correlationId' | 'origin'> {
  /** A random id: `person-…`, `key-…` or `operator-…`; `public` of whoever has not signed in. */
  readonly actor: string;
  readonly kind: 'public' | 'person' | 'key' | 'operator';
  /** The one role that a credential may be used for, whatever else its holder has; null narrows nothing. */
  readonly scope: HeldRole | null;
}

/** What of a request tells who it comes from. */
export interface Request {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly id: string;
  /** Left out, it is taken for one that may change something. */
  readonly method?: string;
  readonly ip?: string;
}

/** Says who a request comes from. Throws `Unauthenticated` when it says who it is and that is not right. */
export interface Identify {
  (request: Request): Promise<Caller>;
}
