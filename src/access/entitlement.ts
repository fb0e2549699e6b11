import type { Caller, HeldRole } from '../kernel/caller.js';
import type { Issuer, Role } from '../kernel/message.js';
import { NotAllowed, Refused } from '../kernel/refusal.js';
import { organisationOf } from './organisations.js';
import { permissions, rolesOfOrganisations, type Permission, type Scope } from './permissions.js';

/** What is asked for: the type of a command, its input as it came, and what it concerns. */
export interface Wanted {
  readonly type: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The organisation it concerns: null for the charter itself, undefined where the input does not tell, or tells of several. */
  readonly organisation: string | null | undefined;
}

/**
 * The one check of who may do what: picks the role in which the caller does the deed, so that the entry can say it. `rolesOf` gives the roles that
 * somebody holds at this moment. Throws `NotAllowed` when the caller holds none that allows it, and `Refused` where only a second person
 * or a reason is missing.
 */
export function issuerFor(caller: Caller, wanted: Wanted, rolesOf: (holder: string) => readonly HeldRole[]): Issuer {
  const { type, input, organisation } = wanted;
  const permission = Object.hasOwn(permissions, type) ? permissions[type] : undefined;
  const way = permission && wayOf(permission, heldBy(caller, rolesOf), wanted);
  if (permission === undefined || way === undefined) throw new NotAllowed(caller.kind !== 'public', mutationOf(type));
  const { actor, client, correlationId, origin } = caller;
  const speaksFor = isFor(way.scope) ? (organisation as string) : null;
  if (speaksFor !== null && !speaksOnlyOf(speaksFor, input)) throw new NotAllowed(true, mutationOf(type));
  if (speaksFor !== null && permission.second === 'prepared') mustBePrepared(input.preparedBy, actor, speaksFor, rolesOf);
  if (way.scope === 'behalf' && typeof input.note !== 'string')
    throw new Refused('REASON_REQUIRED', 'Say in the note why you sign this for the champion: it has nobody else who could.', 'note');
  return { actor, role: way.role, onBehalfOf: speaksFor, client, correlationId, causationId: null, origin };
}

/** What callers know a command by. */
const mutationOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

/** Whether the caller holds a role in which such a deed is ever done, whatever it concerns. */
export function mayEver(caller: Caller, type: string, rolesOf: (holder: string) => readonly HeldRole[]): boolean {
  return heldBy(caller, rolesOf).some(({ role }) => Object.hasOwn(permissions, type) && permissions[type]?.roles[role] !== undefined);
}

/** The roles that a caller can act in; a key only in the one it was made for. */
function heldBy({ actor, kind, scope }: Caller, rolesOf: (holder: string) => readonly HeldRole[]): readonly HeldRole[] {
  if (kind === 'public') return [];
  if (kind === 'operator') return [{ role: 'operator', organisation: null }];
  return rolesOf(actor).filter(({ role, organisation }) => scope === null || (role === scope.role && organisation === scope.organisation));
}

interface Way {
  readonly role: Role;
  readonly scope: Scope;
}

/** The first way in which one of the roles allows it. */
function wayOf({ roles, over }: Permission, held: readonly HeldRole[], { input, organisation }: Wanted): Way | undefined {
  const given = input.role as Role;
  return held
    .filter(({ role }) => over === undefined || over[role]?.includes(given) === true)
    .flatMap(({ role, organisation: home }) => (roles[role] ?? []).map((scope) => ({ role, scope, home })))
    .find(({ scope, home }) => covers(scope, home, organisation));
}

function covers(scope: Scope, home: string | null, organisation: string | null | undefined): boolean {
  switch (scope) {
    case 'any':
      return true;
    case 'none':
      return organisation === null;
    case 'own':
      return typeof organisation === 'string' && home === organisation;
    case 'behalf':
      return typeof organisation === 'string';
  }
}

/** Whether what a deed says, or what a correction would have an entry say, is of one organisation alone: nobody speaks of what another has promised. */
function speaksOnlyOf(organisation: string, { concerns, settlements, facts }: Wanted['input']): boolean {
  const right = (facts ?? {}) as Wanted['input'];
  const commitments = [concerns, right.concerns].filter((one) => Array.isArray(one)).flat() as unknown[];
  const settled = [settlements, right.settlements].filter((one) => Array.isArray(one)).flat() as (Wanted['input'] | null)[];
  const names = [
    ...settled.map((one) => ({ commitment: one?.commitment, actionPlan: one?.actionPlan })),
    ...commitments.map((commitment) => ({ commitment })),
    ...(typeof right.actionPlan === 'string' ? [{ actionPlan: right.actionPlan }] : []),
  ];
  return names.every((name) => organisationOf(name) === organisation);
}

const isFor = (scope: Scope): boolean => scope === 'own' || scope === 'behalf';

function mustBePrepared(preparedBy: unknown, actor: string, organisation: string, rolesOf: (holder: string) => readonly HeldRole[]): void {
  const isOfOrganisation = (one: HeldRole): boolean => one.organisation === organisation && (rolesOfOrganisations as readonly Role[]).includes(one.role);
  if (typeof preparedBy !== 'string' || preparedBy === actor || !rolesOf(preparedBy).some(isOfOrganisation)) {
    const right = 'must name somebody else with a role of the organisation, who prepared it: what is signed has two persons behind it';
    throw new Refused('SECOND_PERSON', `preparedBy ${right}.`, 'preparedBy');
  }
}
