import type { Caller } from '../kernel/caller.js';
import type { Role } from '../kernel/message.js';
import { NotAllowed } from '../kernel/refusal.js';

/** A role, and for which organisation it is held; null for those of the whole register. */
export interface Grant {
  readonly role: Role;
  readonly organisation: string | null;
}

/** What the desk has to know and to say of roles. They are granted and withdrawn by events in the log: the composition root connects the two. */
export interface Grants {
  /** The roles that somebody holds now. */
  heldBy(person: string): Promise<readonly Grant[]>;
  /** Whether anybody is in the secretariat. */
  hasSecretariat(): Promise<boolean>;
  /** Makes the first member of the secretariat, as the operator. Refused once there is one. */
  grantFirstSecretariat(person: string): Promise<void>;
  /** Whether this caller may invite somebody into a role. Throws `NotAllowed` or `Refused` with the reason when not. */
  mustBeAllowedToGrant(caller: Caller, grant: Grant): Promise<void>;
  /** Grants an invited person the role, as this caller. */
  grant(caller: Caller, person: string, grant: Grant): Promise<void>;
  /** Whether this caller keeps people in order: may deactivate them and take away their sessions. */
  mayKeepPeople(caller: Caller): Promise<boolean>;
}

/**
 * Grants in the memory of this process: what stands in until they are events in the log. Only the operator and the secretariat grant.
 */
export class MemoryGrants implements Grants {
  private readonly held = new Map<string, Grant[]>();

  async heldBy(person: string): Promise<readonly Grant[]> {
    return this.held.get(person) ?? [];
  }

  async hasSecretariat(): Promise<boolean> {
    return [...this.held.values()].flat().some(({ role }) => role === 'secretariat');
  }

  async grantFirstSecretariat(person: string): Promise<void> {
    this.give(person, { role: 'secretariat', organisation: null });
  }

  async mustBeAllowedToGrant(caller: Caller): Promise<void> {
    if (!(await this.mayKeepPeople(caller))) throw new NotAllowed(roleOf(caller), 'InvitePerson');
  }

  async grant(_caller: Caller, person: string, grant: Grant): Promise<void> {
    this.give(person, grant);
  }

  async mayKeepPeople(caller: Caller): Promise<boolean> {
    return caller.kind === 'operator' || (caller.kind === 'person' && (await this.heldBy(caller.actor)).some(({ role }) => role === 'secretariat'));
  }

  private give(person: string, grant: Grant): void {
    this.held.set(person, [...(this.held.get(person) ?? []), grant]);
  }
}

/** As what a caller is refused: the role of a key, or what they are. */
export const roleOf = ({ kind, scope }: Caller): string => scope?.role ?? kind;
