import type { Role } from './message.js';

/**
 * For whom a role may issue a command: `own`, for the organisation that it is held for; `behalf`, for any organisation, which the
 * entry names; `others`, for any organisation for which the caller holds no role, in the role's own name; `none`, only what concerns no organisation but the charter itself; `any`, whatever it concerns, in the role's own name.
 */
export type Scope = 'own' | 'behalf' | 'others' | 'none' | 'any';

/** One row: a command, the events it records, and who may issue it. Every role that is not named is refused. */
export interface Permission {
  readonly states: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, readonly Scope[]>>>;
  /**
   * The second person: `sealed`, somebody else who has confirmed exactly what is signed, required of every role but the operator, and
   * of the secretariat except for the charter itself; `proposed`, somebody else who proposed it in a role that they still hold. Null
   * requires none. Until version 2 there was `prepared`: the signer named somebody of the organisation who had prepared it.
   */
  readonly second: 'sealed' | 'prepared' | 'proposed' | null;
  /** Whether no machine may do it, whatever its role. */
  readonly persons?: true;
  /** Of commands that give and take roles: which ones each role may. */
  readonly over?: Readonly<Partial<Record<Role, readonly Role[]>>>;
}

/** Permissions by the type of the command. */
export type Permissions = Readonly<Record<string, Permission>>;

const own = ['own'] as const;
const any = ['any'] as const;
const none = ['none'] as const;

/** The secretariat, whatever it concerns. */
export const bySecretariat = { secretariat: any, operator: any };
/** The secretariat, for the charter itself. */
export const ofCharter = { secretariat: none, operator: any };
/** An organisation's administrator, and the secretariat. */
export const ofOrganisation = { administrator: own, secretariat: any, operator: any };
/** Anybody who reports for an organisation. */
export const byReporter = { reporter: own, approver: own, secretariat: none, operator: any };
/** Whoever signs for an organisation. */
export const byApprover = { approver: own, secretariat: none, operator: any };
/** Whoever signs for an organisation; where there is nobody, the secretariat on its behalf. */
export const signed = { approver: own, secretariat: ['none', 'behalf'] as const, operator: any };
/** Makes a row ask for a second person who has confirmed exactly what is signed. */
export const sealed = { second: 'sealed' } as const;

/** A row of the table of permissions: the event that the command records, and who may issue it. */
export const row = (states: string, roles: Permission['roles'], more: Partial<Permission> = {}): Permission => ({
  states: [states],
  roles,
  second: null,
  ...more,
});

/** The rules of who may do what, as a verifier replays them: permissions, and how names name organisations. */
export interface AuthorisationRules {
  readonly version: number;
  /**
   * Milliseconds for which a role that was withdrawn, or has expired, still covers an entry: a command under way in that moment, perhaps
   * on another instance, was allowed when it was checked.
   */
  readonly grace: number;
  readonly permissions: Permissions;
  /** Milliseconds after which a proposal or a preparation lapses. */
  readonly lapse?: number;
  /** What is left out of the content that a preparer confirms, by type of event: names that the register gives when it is signed. */
  readonly unsealed?: Readonly<Record<string, readonly string[]>>;
  /** By noun, the expression that captures the organisation's slug in a name; null where such things belong to no organisation. */
  readonly naming?: Naming;
}

/** The rules that this program writes under. */
export type RulesInForce = Required<AuthorisationRules>;

export type Naming = Readonly<Record<string, string | null>>;

/** The organisation that a name belongs to: null where to none, undefined where it cannot be read or the noun is unknown. */
export function organisationNamed(
  naming: Naming | undefined,
  { noun, name }: { readonly noun: string; readonly name: unknown },
) {
  const pattern = naming?.[noun];
  if (pattern === null) return null;
  const match = pattern === undefined || typeof name !== 'string' ? null : new RegExp(pattern).exec(name);
  return match === null ? undefined : (match[1]?.toLowerCase() ?? null);
}

/**
 * The one organisation that all names belong to: null where there is none, undefined where they differ or one cannot be read. Whoever
 * holds a role for one organisation may do nothing on undefined.
 */
export function theOne(organisations: readonly (string | null | undefined)[]): string | null | undefined {
  const found = new Set(organisations);
  const [organisation = null] = found;
  return found.size > 1 || found.has(undefined) ? undefined : organisation;
}
