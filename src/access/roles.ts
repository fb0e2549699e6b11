import { z } from 'zod';
import { HolderId, isMachine } from '../kernel/caller.js';
import { glance, on, presence, type Decider } from '../kernel/decider.js';
import { maybe, oneOf, wholeNumber } from '../kernel/fields.js';
import { command, event, type Command, type EventOf, type Recorded, type Role } from '../kernel/message.js';
import { span } from '../kernel/partial-date.js';
import { Refused } from '../kernel/refusal.js';
import { grantableRoles, rolesOfMachines, rolesOfOrganisations, rules, rulesDigest } from './permissions.js';

/** The one stream of all roles: what is decided about one of them rests on all others, under one expected revision. */
export const rolesStream = 'access-roles';

const GrantableRole = oneOf(grantableRoles);
export type GrantableRole = z.infer<typeof GrantableRole>;
const Organisation = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the slug of a champion, such as sierra-leone')
  .max(40, 'must have at most 40 characters');
const Day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'must be a day: YYYY-MM-DD')
  .refine((text) => span(text)?.precision === 'day', 'must be a day that there is');
const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const ReasonCode = oneOf(['left', 'changed_duties', 'no_longer_needed', 'misused', 'key_lost', 'mistaken', 'other']);

const held = { holder: HolderId, role: GrantableRole };

export class GrantRole extends command('GrantRole', { ...held, organisation: maybe(Organisation), until: maybe(Day) }) {}
export class ProposeRole extends command('ProposeRole', { ...held, until: maybe(Day) }) {}
export class ConfirmRole extends command('ConfirmRole', { proposal: wholeNumber(0) }) {
  /** The entry that is named, once it was looked up. */
  readonly named: Recorded | null = null;
}
export class WithdrawRole extends command('WithdrawRole', { ...held, organisation: maybe(Organisation), reasonCode: ReasonCode }) {}
/** The program's own deed: the log is to be judged by its rules from here on. */
export class AdoptAuthorisationRules extends command('AdoptAuthorisationRules', { version: wholeNumber(1), digest: Digest }) {}

/** What can be asked for from outside; the rules are adopted by the program. */
export const roleCommands = [GrantRole, ProposeRole, ConfirmRole, WithdrawRole] as const;
export const accessCommands = [...roleCommands, AdoptAuthorisationRules] as const;
export type AccessCommand = InstanceType<(typeof accessCommands)[number]>;

const heldFacts = { ...held, organisation: Organisation.nullable() };

/** From this entry on the log is judged by these rules; all before was written under the operator's law. */
export const AuthorisationRulesAdopted = event('AuthorisationRulesAdopted', { version: wholeNumber(1), digest: Digest });
/** Somebody holds a role from here on, to the end of a day if one is given. `proposal` is the entry in which somebody else proposed it. */
export const RoleGranted = event('RoleGranted', { ...heldFacts, until: Day.nullable(), proposal: wholeNumber(0).nullable() });
/** A role that needs two persons was proposed by the first. */
export const RoleProposed = event('RoleProposed', { ...heldFacts, until: Day.nullable() });
/** Somebody holds a role no longer. */
export const RoleWithdrawn = event('RoleWithdrawn', { ...heldFacts, reasonCode: ReasonCode });

export const accessEvents = [AuthorisationRulesAdopted, RoleGranted, RoleProposed, RoleWithdrawn] as const;
export type AccessEvent = EventOf<(typeof accessEvents)[number]>;

type Held = EventOf<typeof RoleGranted>['facts'];
interface Proposal extends Omit<Held, 'proposal' | 'organisation'> {
  readonly proposedBy: string;
}

export interface Roles {
  /** The version of the rules that the log has adopted; 0 before the first. */
  readonly rules: number;
  /** Who holds what, be it expired: a role that nobody has withdrawn still counts where two persons are asked for. */
  readonly grants: Readonly<Record<string, Held>>;
  /** What was held once and is no longer. */
  readonly withdrawn: readonly string[];
  /** What was proposed and not yet confirmed, by its entry. */
  readonly proposals: Readonly<Record<number, Proposal>>;
  /** Whether two members of the secretariat have ever been there at once. */
  readonly hadTwo: boolean;
}

type Holding = Pick<Held, 'holder' | 'role' | 'organisation'>;
const keyOf = ({ holder, role, organisation }: Holding): string => `${holder} ${role} ${organisation ?? ''}`;
const without = <T>(table: Readonly<Record<string, T>>, key: string | number): Record<string, T> =>
  Object.fromEntries(Object.entries(table).filter(([one]) => one !== String(key)));
const secretariatIn = (grants: Roles['grants']): number => Object.values(grants).filter(({ role }) => role === 'secretariat').length;

/** Refuses what no role can be: for the wrong kind of holder, or with an organisation where there is none to be. */
function mustFit({ holder, role, organisation }: Holding, actor: string): void {
  const isOfOrganisation = (rolesOfOrganisations as readonly Role[]).includes(role);
  if (isOfOrganisation && organisation === null)
    throw new Refused('ORGANISATION_REQUIRED', `The role ${role} is held for an organisation; name it.`, 'organisation');
  if (!isOfOrganisation && organisation !== null)
    throw new Refused('ORGANISATION_TOO_MUCH', `The role ${role} is held for the whole register; leave the organisation out.`, 'organisation');
  if (isMachine(holder) && !(rolesOfMachines as readonly Role[]).includes(role))
    throw new Refused('ROLE_OF_PERSONS', `A machine may be ${rolesOfMachines.join(', ')}; it neither signs nor gives roles.`, 'role');
  if (holder === actor) throw new Refused('SELF_GRANT', 'Nobody grants a role to themselves; ask somebody else who may.', 'holder');
}

/** A role holds from the moment it is recorded: the log is judged entry by entry. */
function mustHoldNow({ effective }: Command['header']): void {
  if (effective !== null)
    throw new Refused('EFFECTIVE_NOW', 'A role is given and taken by the entry itself, on no other day; leave effective out.', 'effective');
}

/** The rules that the log must have adopted before it says who holds what. Until then nobody but the operator can have come so far. */
const adopted = ({ rules: known }: Roles): AccessEvent[] => (known > 0 ? [] : [AuthorisationRulesAdopted({ version: rules.version, digest: rulesDigest })]);

export const roles: Decider<AccessCommand, Roles, AccessEvent, { organisation: boolean }> = {
  events: accessEvents,
  asRecorded: true,
  stream: () => rolesStream,
  considers: ({ data }) => ({
    organisation: 'organisation' in data && data.organisation !== null ? glance(`champion-${data.organisation}`, presence) : null,
  }),
  initial: { rules: 0, grants: {}, withdrawn: [], proposals: {}, hadTwo: false },
  evolve: on<Roles, AccessEvent>({
    AuthorisationRulesAdopted: (known, { facts }) => ({ ...known, rules: facts.version }),
    RoleGranted: (known, { facts }) => {
      const grants = { ...known.grants, [keyOf(facts)]: facts };
      const proposals = facts.proposal === null ? known.proposals : without(known.proposals, facts.proposal);
      const withdrawn = known.withdrawn.filter((key) => key !== keyOf(facts));
      return { ...known, grants, withdrawn, proposals, hadTwo: known.hadTwo || secretariatIn(grants) >= 2 };
    },
    RoleProposed: (known, event) => {
      const { entry = -1, actor = '' } = event as Partial<Recorded>;
      const { organisation: _, ...proposed } = event.facts;
      return { ...known, proposals: { ...known.proposals, [entry]: { ...proposed, proposedBy: actor } } };
    },
    RoleWithdrawn: (known, { facts }) => ({ ...known, grants: without(known.grants, keyOf(facts)), withdrawn: [...known.withdrawn, keyOf(facts)] }),
  }),
  decide: {
    GrantRole: (known, { data, header, by }, others) => {
      const { holder, role, organisation, until } = data;
      mustHoldNow(header);
      mustFit(data, by.actor);
      if (organisation !== null && others.organisation !== true)
        throw new Refused('CHAMPION_UNKNOWN', `No champion has the slug ${organisation}.`, 'organisation');
      const before = known.grants[keyOf(data)];
      if (before?.until === until) return [];
      if (role === 'secretariat' && known.hadTwo && secretariatIn(known.grants) > 0)
        throw new Refused('SECOND_PERSON', 'The secretariat has had two members: propose the role, and somebody else of it confirms.', 'role');
      return [...adopted(known), RoleGranted({ holder, role, organisation, until, proposal: null })];
    },
    ProposeRole: (known, { data, header, by }) => {
      const { holder, role, until } = data;
      mustHoldNow(header);
      mustFit({ holder, role, organisation: null }, by.actor);
      if (Object.values(known.proposals).some((one) => one.holder === holder && one.role === role && one.until === until && one.proposedBy === by.actor))
        return [];
      const before = known.grants[keyOf({ holder, role, organisation: null })];
      if (before?.until === until) throw new Refused('ROLE_HELD', `Whoever is meant is ${role} already.`, 'holder');
      return [...adopted(known), RoleProposed({ holder, role, organisation: null, until })];
    },
    ConfirmRole: (known, { data: { proposal }, header, by }) => {
      mustHoldNow(header);
      if (Object.values(known.grants).some((one) => one.proposal === proposal)) return [];
      const proposed = known.proposals[proposal];
      if (proposed === undefined)
        throw new Refused('PROPOSAL_UNKNOWN', `No role was proposed by entry ${proposal}, or it was confirmed and withdrawn since.`, 'proposal');
      const { proposedBy, ...held } = proposed;
      mustFit({ ...held, organisation: null }, by.actor);
      if (proposedBy === by.actor) throw new Refused('SECOND_PERSON', 'Whoever proposed a role does not confirm it; somebody else does.', 'proposal');
      return [RoleGranted({ ...held, organisation: null, proposal })];
    },
    WithdrawRole: (known, { data, header }) => {
      const { holder, role, organisation, reasonCode } = data;
      mustHoldNow(header);
      if (known.grants[keyOf(data)] !== undefined) return [RoleWithdrawn({ holder, role, organisation, reasonCode })];
      if (known.withdrawn.includes(keyOf(data))) return [];
      throw new Refused('ROLE_NOT_HELD', `Whoever is meant is not ${role}${organisation === null ? '' : ` of ${organisation}`}.`, 'holder');
    },
    AdoptAuthorisationRules: (known, { data }) => {
      if (data.version === known.rules) return [];
      if (data.version < known.rules)
        throw new Refused(
          'RULES_NEWER',
          `The log is judged by version ${known.rules} of the rules; a program with version ${data.version} must not write to it.`,
        );
      return [AuthorisationRulesAdopted(data)];
    },
  },
};
