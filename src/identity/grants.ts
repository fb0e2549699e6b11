import type { Caller, HeldRole } from '../kernel/caller.js';

/** A role that somebody may accept, by the entry that offers it; `holder` is a person or an invitation. */
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
  /** The roles that somebody holds now. */
  heldBy(holder: string): Promise<readonly HeldRole[]>;
  /** Whether anybody was made one of the secretariat and has not been taken out of it, be the role expired: then there is no first one to make. */
  hasSecretariat(): Promise<boolean>;
  /** What is offered to any of these, and not yet accepted. */
  offeredTo(holders: readonly string[]): Promise<readonly Offered[]>;
  /** Accepts for a person what is offered to any of these holders: all, or what one entry offers. */
  accept(person: string, holders: readonly string[], entry?: number | null): Promise<void>;
  /** Makes the first member of the secretariat, as the operator. */
  grantFirstSecretariat(person: string): Promise<void>;
  /** The roles that this caller may give to a program. */
  grantableToKeys(caller: Caller): Promise<readonly HeldRole[]>;
  /** Throws when this caller could give nobody new this role, before anything is known of whoever is to get it. */
  mustBeAllowedToGrant(caller: Caller, role: HeldRole): Promise<void>;
  /** Offers it, or proposes it where it needs a second person; a key gets it at once. */
  grant(caller: Caller, holder: string, role: HeldRole): Promise<GrantResult>;
  /** Takes it. */
  withdraw(caller: Caller, holder: string, role: HeldRole): Promise<void>;
  /**
   * Takes all roles from holders who are gone, as whoever sends them away, or as the operator where they go by themselves: whoever is not there must
   * not count where two persons are asked for.
   */
  depart(holders: readonly string[], caller?: Caller | null): Promise<void>;
  /** Whether somebody is in the secretariat: nobody alone ends that. */
  isOfSecretariat(person: string): Promise<boolean>;
  /** Whether this caller keeps people in order: may keep them out, let them in again, and delete them. */
  mayKeepPeople(caller: Caller): Promise<boolean>;
}
