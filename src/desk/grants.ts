import type { Caller, HeldRole } from '../kernel/caller.js';
import type { Role } from '../kernel/message.js';
import { NotAllowed } from '../kernel/refusal.js';

/**
 * What the desk has to know and to say of roles. They are granted and withdrawn by events in the log: the composition root connects the two.
 * A holder is a person or a key, by the random id that the log knows.
 */
export interface Grants {
  /** The roles that somebody holds now. */
  heldBy(holder: string): Promise<readonly HeldRole[]>;
  /** Whether anybody is in the secretariat. */
  hasSecretariat(): Promise<boolean>;
  /** Makes the first member of the secretariat, as the operator. Refused once there is one. */
  grantFirstSecretariat(person: string): Promise<void>;
  /** The roles that this caller may give to a program. */
  grantableToKeys(caller: Caller): Promise<readonly HeldRole[]>;
  /** Throws `NotAllowed` or `Refused` with the reason when this caller may not give somebody this role. */
  mustBeAllowedToGrant(caller: Caller, role: HeldRole): Promise<void>;
  /** Gives it. Throws as above. */
  grant(caller: Caller, holder: string, role: HeldRole): Promise<void>;
  /** Takes it. Throws `NotAllowed` when this caller may not. */
  withdraw(caller: Caller, holder: string, role: HeldRole): Promise<void>;
  /** Takes all roles from holders who are gone, as the operator: whoever is not there must not count where two persons are asked for. */
  depart(holders: readonly string[]): Promise<void>;
  /** Whether this caller keeps people in order: may keep them out, let them in again, and delete them. */
  mayKeepPeople(caller: Caller): Promise<boolean>;
}

/** Whose role gives which to programs. */
const ofKeys: Partial<Record<Role, readonly Role[]>> = { administrator: ['reporter'], secretariat: ['assessor', 'auditor'] };

/** Roles in the memory of this process: what stands in until they are events in the log. Only the operator and the secretariat invite. */
export class MemoryGrants implements Grants {
  private readonly held = new Map<string, HeldRole[]>();

  async heldBy(holder: string): Promise<readonly HeldRole[]> {
    return this.held.get(holder) ?? [];
  }

  async hasSecretariat(): Promise<boolean> {
    return [...this.held.values()].flat().some(({ role }) => role === 'secretariat');
  }

  async grantFirstSecretariat(person: string): Promise<void> {
    this.give(person, { role: 'secretariat', organisation: null });
  }

  async grantableToKeys({ actor }: Caller): Promise<readonly HeldRole[]> {
    return (await this.heldBy(actor)).flatMap(({ role, organisation }) => (ofKeys[role] ?? []).map((given) => ({ role: given, organisation })));
  }

  async mustBeAllowedToGrant(caller: Caller): Promise<void> {
    if (!(await this.mayKeepPeople(caller))) throw new NotAllowed(roleOf(caller), 'GrantRole');
  }

  async grant(_caller: Caller, holder: string, role: HeldRole): Promise<void> {
    this.give(holder, role);
  }

  async withdraw(_caller: Caller, holder: string, { role, organisation }: HeldRole): Promise<void> {
    const left = (await this.heldBy(holder)).filter((one) => one.role !== role || one.organisation !== organisation);
    this.held.set(holder, left);
  }

  async depart(holders: readonly string[]): Promise<void> {
    for (const holder of holders) this.held.delete(holder);
  }

  async mayKeepPeople({ kind, actor }: Caller): Promise<boolean> {
    return kind === 'operator' || (kind === 'person' && (await this.heldBy(actor)).some(({ role }) => role === 'secretariat'));
  }

  private give(holder: string, role: HeldRole): void {
    this.held.set(holder, [...(this.held.get(holder) ?? []), role]);
  }
}

/** As what a caller is refused: the role of a key, or what they are. */
export const roleOf = ({ kind, scope }: Caller): string => scope?.role ?? kind;
