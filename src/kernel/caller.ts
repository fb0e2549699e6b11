import type { Issuer, Role } from './message.js';

/** Who a request comes from, as far as credentials tell. What they may do is told by the log. */
export interface Caller {
  /** A random id: `person-…`, `key-…` or `operator-…`; `public` for nobody in particular. */
  readonly actor: string;
  readonly kind: 'public' | 'person' | 'key' | 'operator';
  /** The one role and organisation that the credential itself is bound to; null for a person, whose roles the log tells. */
  readonly scope: { readonly role: Role; readonly organisation: string | null } | null;
  /** Program and version, such as `idc-api/0.1.0`. */
  readonly client: string;
  readonly correlationId: string;
  readonly origin: Issuer['origin'];
}
