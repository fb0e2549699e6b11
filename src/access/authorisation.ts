import type { Caller, HeldRole } from '../kernel/caller.js';
import type { Issuer, Role } from '../kernel/message.js';
import { NotAllowed, Refused } from '../kernel/refusal.js';
import type { Permission, Permissions, Scope } from '../kernel/permission.js';
import { rolesOfOrganisations } from './permissions.js';

/** What is asked for: the type of a command, its input as it came, and what it concerns. */
export interface Wanted {
  readonly type: string;
  readonly input: Readonly<Record<string, unknown>>;
  /**
   * The organisation it concerns: null for the charter itself, undefined if the input names none or several.
   */
  readonly organisation: string | null | undefined;
}

/** Who holds what at this moment. */
export interface Holders {
  readonly rolesOf: (holder: string) => readonly HeldRole[];
  /** Who may sign for an organisation. */
  readonly approversOf: (organisation: string) => readonly string[];
}

/**
 * The one check of who may do what: picks the role in which the caller does it, so that the entry can say it. Throws `NotAllowed` when the caller
 * holds none that allows it, and `Refused` where only a second person or a reason is missing.
 */
export function issuerFor(permissions: Permissions, caller: Caller, wanted: Wanted, holders: Holders): Issuer {
  const { type, input, organisation } = wanted;
  const permission = Object.hasOwn(permissions, type) ? permissions[type] : undefined;
  const belongsTo = (one: string): boolean => holders.rolesOf(caller.actor).some((held) => held.organisation === one);
  const way = permission && wayOf(permission, heldBy(caller, holders), wanted, belongsTo);
  const isForPersons = permission?.persons === true && caller.kind !== 'person';
  if (permission === undefined || way === undefined || isForPersons)
    throw new NotAllowed(
      caller.kind !== 'public',
      mutationOf(type),
      isForPersons ? 'persons' : rolesFor(permission, input),
    );
  const { actor, client, correlationId, origin } = caller;
  const speaksFor = isFor(way.scope) ? (organisation as string) : null;
  const isSealed = permission.second === 'sealed' && way.role !== 'operator' && way.scope !== 'none';
  if (isSealed) mustBePrepared(input.preparedBy, actor, way.scope, organisation ?? null, holders);
  if (way.scope === 'behalf') mustHaveNobodyElse(input, speaksFor as string, holders);
  return { actor, role: way.role, onBehalfOf: speaksFor, client, correlationId, causationId: null, origin };
}

/** The roles that may issue a command, and give or take the role that it names. */
const rolesFor = (permission: Permission | undefined, { role }: Wanted['input']): readonly string[] =>
  Object.keys(permission?.roles ?? {}).filter(
    (one) => one !== 'public' && permission?.over?.[one as Role]?.includes(role as Role) !== false,
  );

/** What callers know a command by. */
const mutationOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

/** Whether the caller holds a role in which such a command is ever done, whatever it concerns. */
export function mayEver(permissions: Permissions, caller: Caller, type: string, holders: Holders): boolean {
  return heldBy(caller, holders).some(
    ({ role }) => Object.hasOwn(permissions, type) && permissions[type]?.roles[role] !== undefined,
  );
}

/**
 * The roles a caller can act in. The last one is that of anyone signed in. A key acts only in the role it was
 * made for, and a read-only key in none.
 */
function heldBy({ actor, kind, scope }: Caller, { rolesOf }: Holders): readonly HeldRole[] {
  if (kind === 'public' || kind === 'reader') return [];
  if (kind === 'operator') return [{ role: 'operator', organisation: null }];
  if (scope === null) return [...rolesOf(actor), { role: 'public', organisation: null }];
  return rolesOf(actor).filter(({ role, organisation }) => role === scope.role && organisation === scope.organisation);
}

interface Way {
  readonly role: Role;
  readonly scope: Scope;
}

/** The first way in which one of the roles allows it. */
function wayOf(
  { roles, over }: Permission,
  held: readonly HeldRole[],
  { input, organisation }: Wanted,
  belongsTo: (organisation: string) => boolean,
): Way | undefined {
  const given = input.role as Role;
  return held
    .filter(({ role }) => over === undefined || over[role]?.includes(given) === true)
    .flatMap(({ role, organisation: home }) => (roles[role] ?? []).map((scope) => ({ role, scope, home })))
    .find(({ scope, home }) => covers(scope, home, organisation, belongsTo));
}

function covers(
  scope: Scope,
  home: string | null,
  organisation: string | null | undefined,
  belongsTo: (organisation: string) => boolean,
): boolean {
  switch (scope) {
    case 'any':
      return true;
    case 'none':
      return organisation === null;
    case 'own':
      return typeof organisation === 'string' && home === organisation;
    case 'others':
      return typeof organisation === 'string' && !belongsTo(organisation);
    case 'behalf':
      return typeof organisation === 'string';
  }
}

const isFor = (scope: Scope): boolean => scope === 'own' || scope === 'behalf';

/**
 * Whatever is signed was prepared by another person of the organisation; whatever the secretariat corrects in
 * its own name, by another member or by one of theirs.
 */
function mustBePrepared(
  preparedBy: unknown,
  actor: string,
  scope: Scope,
  organisation: string | null,
  { rolesOf }: Holders,
): void {
  const isOfOrganisation = (one: HeldRole): boolean =>
    one.organisation === organisation && (rolesOfOrganisations as readonly Role[]).includes(one.role);
  const isRight = (one: HeldRole): boolean => isOfOrganisation(one) || (scope === 'any' && one.role === 'secretariat');
  if (typeof preparedBy === 'string' && preparedBy !== actor && rolesOf(preparedBy).some(isRight)) return;
  const right = `must name another person ${scope === 'any' ? 'of the secretariat, or ' : ''}with a role in the organisation, who prepared it`;
  throw new Refused('SECOND_PERSON', `preparedBy ${right}: whatever is signed needs two people.`, 'preparedBy');
}

/** The secretariat may sign for a champion only if nobody but the preparer can, and gives the reason. */
function mustHaveNobodyElse(
  { note, preparedBy }: Wanted['input'],
  organisation: string,
  { approversOf }: Holders,
): void {
  if (approversOf(organisation).some((approver) => approver !== preparedBy))
    throw new Refused(
      'CHAMPION_SIGNS',
      `${organisation} has its own approver, who has to sign; the secretariat signs only where there is none.`,
    );
  if (typeof note !== 'string')
    throw new Refused(
      'REASON_REQUIRED',
      'Explain in the note why you sign this for the champion: it has no approver who could.',
      'note',
    );
}
