import type { Limiter } from '../platform/http/limiter.js';
import type { SecurityLog } from '../platform/security-log.js';
import type { Account } from './account.pages.js';
import type { ApiKeys } from './api-keys.js';
import type { Erasures } from './erasures.js';
import type { Grant, Grants } from './grants.js';
import type { Passkeys } from './passkeys.js';
import type { People } from './people.js';
import type { Sessions } from './sessions.js';
import { NotSignedIn } from './visits.js';

interface Keepers {
  readonly people: People;
  readonly sessions: Sessions;
  readonly passkeys: Passkeys;
  readonly keys: ApiKeys;
  readonly grants: Grants;
  readonly erasures: Erasures;
  readonly limiter: Limiter;
  readonly security: SecurityLog;
}

/** Everything of one person, together. */
export class Accounts {
  readonly people: People;
  readonly passkeys: Passkeys;

  constructor(private readonly keepers: Keepers) {
    ({ people: this.people, passkeys: this.passkeys } = keepers);
  }

  /** Throws `NotSignedIn` when they were deleted meanwhile. */
  async of(id: string): Promise<Account> {
    const { people, grants, sessions, passkeys, keys } = this.keepers;
    const person = await people.find(id);
    if (person === undefined) throw new NotSignedIn('mustSignIn');
    return { person, held: await grants.heldBy(id), sessions: await sessions.list(id), passkeys: await passkeys.list(id), keys: await keys.list(id) };
  }

  /** Ends one of somebody's sessions, or all. */
  async endSessions(person: string, id: string | null): Promise<void> {
    await (id === null ? this.keepers.sessions.endAll(person) : this.keepers.sessions.endOne(person, id));
    this.keepers.security.tell('session_ended', id === null ? 'all sessions were ended' : 'a session was ended', { actor: person });
  }

  /** Makes a key in one of the roles that a person holds. */
  async makeKey(person: string, given: Grant & { readonly name: string; readonly days: number }): Promise<{ id: string; key: string }> {
    await this.keepers.limiter.spend('making', person);
    const made = await this.keepers.keys.make(person, given);
    const { role, organisation, days } = given;
    this.keepers.security.tell('authn_token_created', 'an API key was made', { actor: person, key: made.id, role, organisation, days });
    return made;
  }

  async revokeKey(person: string, id: string): Promise<void> {
    await this.keepers.keys.revoke(person, id);
    this.keepers.security.tell('authn_token_revoked', 'an API key was revoked', { actor: person, key: id.slice(0, 60) });
  }

  erase(person: string): Promise<void> {
    return this.keepers.erasures.erase(person);
  }
}
