import type { Caller, HeldRole } from '../kernel/caller.js';

/** A role that is offered, by the entry that offers it; `holder` is a person or an invitation. */
export interface Offered extends HeldRole {
  readonly entry: number;
  readonly holder: string;
}

/** A role that was offered at once, or the entry that proposed it: the secretariat's own role needs two persons once it has had two members. */
export interface GrantResult {
  readonly proposal: number | null;
}

/**
 * What the identity database has to know and to say of roles, which are given and taken by entries of the log. A holder is a person or a key, by the random id
 * that the log knows. What is refused is refused as any other command: by `NotAllowed`, or by `Refused` with the reason.
 */
export interface Grants {
  /** The roles a holder has now. */
  heldBy(holder: string): Promise<readonly HeldRole[]>;
  /**
   * Whether anyone was made a member of the secretariat and not removed, even if the role has expired: then
   * no first member is needed.
   */
  hasSecretariat(): Promise<boolean>;
  /** What is offered to any of these, and not yet accepted. */
  offeredTo(holders: readonly string[]): Promise<readonly Offered[]>;
  /** Accepts for a person what is offered to any of these holders: all, or what one entry offers. */
  accept(person: string, holders: readonly string[], entry?: number | null): Promise<void>;
  /** Makes the first member of the secretariat, as the operator. */
  grantFirstSecretariat(person: string): Promise<void>;
  /** The roles that this caller may give to a program. */
  grantableToKeys(caller: Caller): Promise<readonly HeldRole[]>;
  /**
   * Throws if this caller may not grant this role to anyone new, before anything is known about the holder.
   */
  mustBeAllowedToGrant(caller: Caller, role: HeldRole): Promise<void>;
  /** Offers it, or proposes it where it needs a second person; a key gets it at once. */
  grant(caller: Caller, holder: string, role: HeldRole): Promise<GrantResult>;
  /** Takes it. */
  withdraw(caller: Caller, holder: string, role: HeldRole): Promise<void>;
  /**
   * Withdraws all roles of holders who are gone, on behalf of the caller who removes them, or as the operator
   * if they leave on their own: they must not count for rules of two people.
   */
  depart(holders: readonly string[], caller?: Caller | null): Promise<void>;
  /** Whether a person is in the secretariat: nobody can end that alone. */
  isOfSecretariat(person: string): Promise<boolean>;
  /** Whether this caller keeps people in order: may keep them out, let them in again, and delete them. */
  mayKeepPeople(caller: Caller): Promise<boolean>;
}
