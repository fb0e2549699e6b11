import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../../kernel/caller.js';
import { NotAllowed, Refused } from '../../kernel/refusal.js';
import { Allowances } from '../../platform/http/allowances.js';
import { SecurityLog } from '../../platform/security-log.js';
import { GRANTS } from '../tokens.js';
import type { AccountDetails } from './account.page.js';
import { scopeOf, ApiKeys, type KeyWanted } from '../sign-in/api-keys.js';
import { Erasures } from './erasures.js';
import type { Grants, Offered } from '../grants.js';
import { Invitations } from './invitations.js';
import { Passkeys } from '../sign-in/passkeys.js';
import { People } from './people.js';
import { Sessions } from '../sign-in/sessions.js';
import { Tickets } from '../sign-in/tickets.js';
import { NotSignedIn } from '../form-requests.js';

/** Nobody but the operator alone keeps a member of the secretariat out, or deletes one: their part in it is ended first, by two. */
export async function mustTakeTwo(grants: Grants, { kind, actor }: Caller, person: string): Promise<void> {
  if (kind !== 'operator' && actor !== person && (await grants.isOfSecretariat(person)))
    throw new Refused(
      'SECOND_PERSON',
      'This person is a member of the secretariat: withdraw that role with proposeRoleWithdrawal first, which another member confirms.',
      'person',
    );
}

/** Everything of one person, together. */
@Injectable()
export class Accounts {
  constructor(
    readonly people: People,
    private readonly sessions: Sessions,
    private readonly tickets: Tickets,
    private readonly invitations: Invitations,
    readonly passkeys: Passkeys,
    private readonly keys: ApiKeys,
    @Inject(GRANTS) private readonly grants: Grants,
    private readonly erasures: Erasures,
    private readonly allowances: Allowances,
    private readonly security: SecurityLog,
  ) {}

  /** Throws `NotSignedIn` when they were deleted meanwhile. */
  async of(caller: Caller): Promise<AccountDetails> {
    const { people, grants, sessions, passkeys, keys } = this;
    const id = caller.actor;
    const person = await people.find(id);
    if (person === undefined) throw new NotSignedIn('mustSignIn');
    const [held, grantable] = [await grants.heldBy(id), await grants.grantableToKeys(caller)];
    const offered = await this.offeredTo(id);
    return {
      person,
      held,
      offered,
      grantable,
      sessions: await sessions.list(id),
      passkeys: await passkeys.list(id),
      keys: await keys.list(id),
    };
  }

  /** The roles a person may accept: offered to them directly, or by an invitation they received. */
  async offeredTo(person: string): Promise<readonly Offered[]> {
    return this.grants.offeredTo([person, ...(await this.invitations.of(person))]);
  }

  /** Accepts what one entry offers. Throws `Refused` where it may not be accepted. */
  async accept({ actor, correlationId: requestId }: Caller, entry: number): Promise<void> {
    await this.grants.accept(actor, [actor, ...(await this.invitations.of(actor))], entry);
    this.security.record('privilege_permissions_changed', 'a role was accepted', { actor, requestId });
  }

  /**
   * Ends one of a person's sessions; or all, including whatever was started in them, such as changing the
   * e-mail address.
   */
  async endSessions({ actor, correlationId: requestId }: Caller, id: string | null): Promise<void> {
    const { sessions, tickets, security } = this;
    if (id === null) {
      await sessions.endAll(actor);
      await tickets.revokeAll(actor);
    } else await sessions.endOne(actor, id);
    security.record('session_ended', id === null ? 'all sessions were ended' : 'a session was ended', {
      actor,
      requestId,
    });
  }

  /**
   * Makes a key and gives it its role, which stands in the log as any other; one that only reads has none. Throws `NotAllowed` or
   * `Refused`; then there is no key.
   */
  async makeKey(caller: Caller, wanted: KeyWanted): Promise<{ id: string; key: string }> {
    const { keys, grants, allowances, security } = this;
    await allowances.take('making', caller.actor);
    const { scope, days } = wanted;
    const made = await keys.make(caller.actor, wanted);
    try {
      if (scope !== null) await grants.grant(caller, made.id, scope);
    } catch (error) {
      await keys.revoke(caller.actor, made.id);
      throw error;
    }
    security.record('authn_token_created', 'an API key was created', {
      actor: caller.actor,
      key: made.id,
      role: scope?.role ?? null,
      organisation: scope?.organisation ?? null,
      days,
      requestId: caller.correlationId,
    });
    return made;
  }

  /** Ends a key at once; then takes its role, which opens nothing any more. */
  async revokeKey(caller: Caller, id: string): Promise<void> {
    const { keys, grants, security } = this;
    const key = (await keys.list(caller.actor)).find((one) => one.id === id);
    if (key === undefined) return;
    await keys.revoke(caller.actor, id);
    security.record('authn_token_revoked', 'an API key was revoked', {
      actor: caller.actor,
      key: id,
      requestId: caller.correlationId,
    });
    const scope = scopeOf(key);
    if (scope === null) return grants.depart([id]);
    await grants.withdraw(caller, id, scope).catch((error: unknown) => {
      // A person who may no longer withdraw the role may still revoke a key that they created.
      if (!(error instanceof NotAllowed)) throw error;
      return grants.depart([id]);
    });
  }

  /** Deletes a person and withdraws their roles and those of their keys; `caller` does it on their behalf. */
  async erase(person: string, caller: Caller | null = null): Promise<void> {
    const { keys, grants, erasures, security } = this;
    const holders = [person, ...(await keys.list(person)).map(({ id }) => id)];
    await grants.depart(holders, caller).catch((error: unknown) => {
      // They are deleted all the same: nobody can act in roles that nobody can sign in to.
      security.record('authz_fail', 'the roles of a deleted person could not be withdrawn', {
        actor: person,
        reason: (error as Error).name,
      });
    });
    await erasures.erase(person, caller?.actor);
  }

  /** Deletes a person on their behalf. Throws `NotAllowed`, and `Refused` if there is no such person. */
  async eraseAs(caller: Caller, person: string): Promise<void> {
    const { grants, people } = this;
    if (!(await grants.mayKeepPeople(caller))) throw new NotAllowed(true, 'erasePerson', ['secretariat', 'operator']);
    if ((await people.find(person)) === undefined) throw new Refused('NOT_FOUND', 'There is no such person.', 'person');
    await mustTakeTwo(grants, caller, person);
    await this.erase(person, caller.actor === person ? null : caller);
  }
}
