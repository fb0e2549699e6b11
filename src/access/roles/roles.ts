import { isMachine } from '../../kernel/caller.js';
import { on, type Decider, type Reducer } from '../../kernel/decider.js';
import type { Command, EventOf, Recorded, Role } from '../../kernel/message.js';
import { knownOrganisation } from '../../kernel/organisation.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { rolesOfMachines, rolesOfOrganisations } from '../permissions.js';
import {
  accessEvents,
  AuthorisationRulesAdopted,
  RoleAccepted,
  RoleGranted,
  RoleOffered,
  RoleOfferWithdrawn,
  RoleProposed,
  rolesStream,
  RoleWithdrawalProposed,
  RoleWithdrawn,
  type AccessCommand,
  type AccessEvent,
} from './role-messages.js';

type Facts<T extends AccessEvent['type']> = Extract<AccessEvent, { type: T }>['facts'];
type Holding = Pick<Facts<'RoleOffered'>, 'holder' | 'role' | 'organisation'>;
type Held = Holding & Pick<Facts<'RoleOffered'>, 'until'>;

/** What was offered, and by whom: nobody accepts a role that they offered or proposed. */
interface Offer extends Held {
  readonly entry: number;
  readonly proposal: number | null;
  readonly by: readonly string[];
}

interface Proposal extends Holding {
  readonly type: 'RoleProposed' | 'RoleWithdrawalProposed';
  readonly entry: number;
  readonly proposedBy: string;
  /** What is to be stated once another person confirms it. */
  readonly facts: Facts<'RoleProposed'> | Facts<'RoleWithdrawalProposed'>;
}

export interface Roles {
  /** The version of the rules that the log has adopted; 0 before the first. */
  readonly rules: number;
  /**
   * Who holds what, including expired roles: a role that was not withdrawn counts for rules of two people.
   */
  readonly grants: Table<Held>;
  /** The entry in which a holder last lost a role, or the offer of one. */
  readonly lost: Table<number>;
  /** What is offered and not yet accepted, by its entry, and that entry by who, what and for whom. */
  readonly offers: Table<Offer>;
  readonly offered: Table<number>;
  /** The holder who accepted, by the entry of the offer. */
  readonly accepted: Table<string>;
  /** What was proposed and not yet confirmed, by its entry. */
  readonly proposals: Table<Proposal>;
  /** The proposals that were confirmed, by their entry. */
  readonly confirmed: Table<true>;
  /** How many are in the secretariat, and whether two have ever been there at once. */
  readonly members: number;
  readonly hadTwo: boolean;
}

export const keyOf = ({ holder, role, organisation }: Holding): string => `${holder} ${role} ${organisation ?? ''}`;

/** Refuses what no role can be: for the wrong kind of holder, or with an organisation where there is none to be. */
function mustFit({ holder, role, organisation }: Holding, actor: string): void {
  const isOfOrganisation = (rolesOfOrganisations as readonly Role[]).includes(role);
  if (isOfOrganisation && organisation === null)
    throw new Refused(
      'ORGANISATION_REQUIRED',
      `The role ${role} is held for an organisation; give one.`,
      'organisation',
    );
  if (!isOfOrganisation && organisation !== null)
    throw new Refused(
      'ORGANISATION_TOO_MUCH',
      `The role ${role} is held for the whole register; leave organisation out.`,
      'organisation',
    );
  if (isMachine(holder) && !(rolesOfMachines as readonly Role[]).includes(role))
    throw new Refused(
      'ROLE_OF_PERSONS',
      `A program may have the role ${rolesOfMachines.join(', ')}; it can neither sign nor grant roles.`,
      'role',
    );
  if (holder === actor)
    throw new Refused(
      'SELF_GRANT',
      'Nobody grants a role to themselves; ask another person who may grant it.',
      'holder',
    );
}

/** A role holds from the moment it is recorded: the log is judged entry by entry. */
function mustHoldNow({ effective }: Command['header']): void {
  if (effective !== null)
    throw new Refused(
      'EFFECTIVE_NOW',
      'A role is granted or withdrawn at the time of recording; leave effective out.',
      'effective',
    );
}

/** The secretariat has had two members and is not empty: one word does not make a member, nor end one. */
const needsTwo = ({ role }: Pick<Holding, 'role'>, { hadTwo, members }: Roles): boolean =>
  role === 'secretariat' && hadTwo && members > 0;

/** The rules that the log must have adopted before it says who holds what. Until then nobody but the operator can have come so far. */
const adopted = ({ rules: known }: Roles, rules: RulesName): AccessEvent[] =>
  known > 0 ? [] : [AuthorisationRulesAdopted(rules)];

/** The open proposal of a kind, by its entry; it lapses when the proposer leaves the secretariat. */
function proposalIn({ proposals, lost }: Roles, entry: number, type: Proposal['type']): Proposal {
  const proposed = proposals.get(String(entry));
  const left =
    proposed === undefined
      ? undefined
      : lost.get(keyOf({ holder: proposed.proposedBy, role: 'secretariat', organisation: null }));
  if (proposed?.type !== type || (left !== undefined && left > entry))
    throw new Refused(
      'PROPOSAL_UNKNOWN',
      `Entry ${entry} is not a proposal that can be confirmed here, or its proposer has left.`,
      'proposal',
    );
  return proposed;
}

const withGrant = (known: Roles, { holder, role, organisation, until }: Held): Roles => {
  const key = keyOf({ holder, role, organisation });
  const members = known.members + (role === 'secretariat' && !known.grants.has(key) ? 1 : 0);
  const grants = known.grants.with(key, { holder, role, organisation, until });
  return { ...known, grants, members, hadTwo: known.hadTwo || members >= 2 };
};

const without = (known: Roles, key: string, entry: number): Roles => {
  const members = known.members - (known.grants.get(key)?.role === 'secretariat' ? 1 : 0);
  return { ...unoffered(known, key), grants: known.grants.without(key), lost: known.lost.with(key, entry), members };
};

const unoffered = (known: Roles, key: string): Roles => ({
  ...known,
  offers: known.offers.without(String(known.offered.get(key))),
  offered: known.offered.without(key),
});

const offerTo = ({ offered, offers }: Roles, holding: Holding): Offer | undefined =>
  offers.get(String(offered.get(keyOf(holding))));

const entryOf = (event: AccessEvent): number => (event as Partial<Recorded>).entry ?? -1;
const actorOf = (event: AccessEvent): string => (event as Partial<Recorded>).actor ?? '';

const proposing = (known: Roles, event: Extract<AccessEvent, { type: Proposal['type'] }>): Roles => {
  const { holder, role, organisation } = event.facts;
  const proposal: Proposal = {
    type: event.type,
    entry: entryOf(event),
    proposedBy: actorOf(event),
    holder,
    role,
    organisation,
    facts: event.facts,
  };
  return { ...known, proposals: known.proposals.with(String(proposal.entry), proposal) };
};

/** Takes a proposal off those that can be confirmed. */
const confirming = (known: Roles, proposal: number | null | undefined): Roles =>
  proposal == null
    ? known
    : {
        ...known,
        proposals: known.proposals.without(String(proposal)),
        confirmed: known.confirmed.with(String(proposal), true),
      };

/** Takes on what was offered, as a person; `offeree` is whom the offer must name. */
function accept(
  known: Roles,
  { offer: entry, offeree }: { readonly offer: number; readonly offeree: string },
  { header, by }: Command,
): AccessEvent[] {
  mustHoldNow(header);
  if (known.accepted.get(String(entry)) === by.actor) return [];
  const offer = known.offers.get(String(entry));
  if (offer?.holder !== offeree)
    throw new Refused('OFFER_UNKNOWN', `Entry ${entry} does not offer you a role, or no longer does.`, 'offer');
  if (offer.by.includes(by.actor))
    throw new Refused('SELF_GRANT', 'You cannot accept a role that you offered or proposed.', 'offer');
  if (offer.proposal === null && needsTwo(offer, known))
    throw new Refused(
      'SECOND_PERSON',
      'The secretariat has had two members since then: the role now takes a proposal and a confirmation by another member.',
      'offer',
    );
  const { role, organisation, until } = offer;
  if (known.grants.get(keyOf({ holder: by.actor, role, organisation }))?.until === until) return [];
  return [RoleAccepted({ holder: by.actor, role, organisation, until, offer: entry })];
}

/** How the log's roles fold. */
export const roleHoldings: Reducer<Roles> = {
  asRecorded: true,
  initial: {
    rules: 0,
    grants: Table.empty(),
    lost: Table.empty(),
    offers: Table.empty(),
    offered: Table.empty(),
    accepted: Table.empty(),
    proposals: Table.empty(),
    confirmed: Table.empty(),
    members: 0,
    hadTwo: false,
  },
  evolve: on<Roles, AccessEvent>({
    AuthorisationRulesAdopted: (known, { facts }) => ({ ...known, rules: facts.version }),
    RoleOffered: (known, event) => {
      const { facts } = event;
      const proposedBy = facts.proposal === null ? [] : [known.proposals.get(String(facts.proposal))?.proposedBy ?? ''];
      const [key, entry] = [keyOf(facts), entryOf(event)];
      const before = unoffered(known, key);
      const offers = before.offers.with(String(entry), { ...facts, entry, by: [actorOf(event), ...proposedBy] });
      return confirming({ ...before, offers, offered: before.offered.with(key, entry) }, facts.proposal);
    },
    RoleAccepted: (known, { facts }) => {
      const offer = known.offers.get(String(facts.offer));
      const open = offer === undefined ? known : unoffered(known, keyOf(offer));
      return withGrant({ ...open, accepted: known.accepted.with(String(facts.offer), facts.holder) }, facts);
    },
    RoleGranted: (known, { facts }) => confirming(withGrant(known, facts), facts.proposal),
    RoleProposed: proposing,
    RoleWithdrawalProposed: proposing,
    RoleWithdrawn: (known, event) =>
      confirming(without(known, keyOf(event.facts), entryOf(event)), event.facts.proposal),
    RoleOfferWithdrawn: (known, event) => without(known, keyOf(event.facts), entryOf(event)),
  }),
};

/** The version of the rules and their digest, as the log adopts them with its first role. */
interface RulesName {
  readonly version: number;
  readonly digest: string;
}

/** Decides who holds which role. */
export const roles = (rules: RulesName): Decider<AccessCommand, Roles, AccessEvent, { organisation: boolean }> => ({
  ...roleHoldings,
  events: accessEvents,
  stream: () => rolesStream,
  reads: ({ data }) => ({
    organisation: 'organisation' in data && data.organisation !== null ? knownOrganisation(data.organisation) : null,
  }),
  decide: {
    GrantRole: (known, { data, header, by }, others) => {
      const { holder, role, organisation, until } = data;
      mustHoldNow(header);
      mustFit(data, by.actor);
      if (organisation !== null && others.organisation !== true)
        throw new Refused(
          'CHAMPION_UNKNOWN',
          `No champion or organisation has the slug ${organisation}.`,
          'organisation',
        );
      const [before, offer] = [known.grants.get(keyOf(data)), offerTo(known, data)];
      if (before?.until === until || (before === undefined && offer?.until === until)) return [];
      if (needsTwo(data, known))
        throw new Refused(
          'SECOND_PERSON',
          'The secretariat has had two members: use proposeRole, and another member confirms.',
          'role',
        );
      const facts = { holder, role, organisation, until, proposal: null };
      return [
        ...adopted(known, rules),
        before !== undefined || isMachine(holder) ? RoleGranted(facts) : RoleOffered(facts),
      ];
    },
    AcceptRole: (known, command) => accept(known, { offer: command.data.offer, offeree: command.by.actor }, command),
    AcceptInvitation: (known, command) =>
      accept(known, { offer: command.data.offer, offeree: command.data.invitation }, command),
    ProposeRole: (known, { data, header, by }) => {
      const { holder, role, until } = data;
      const facts = { holder, role, organisation: null, until };
      mustHoldNow(header);
      mustFit(facts, by.actor);
      if (isProposed(known, RoleProposed(facts), by.actor)) return [];
      if (known.grants.get(keyOf(facts))?.until === until)
        throw new Refused('ROLE_HELD', `This person or program already holds the role ${role}.`, 'holder');
      return [...adopted(known, rules), RoleProposed(facts)];
    },
    ConfirmRole: (known, { data: { proposal }, header, by }) => {
      mustHoldNow(header);
      if (known.confirmed.has(String(proposal))) return [];
      const { proposedBy, facts } = proposalIn(known, proposal, 'RoleProposed');
      mustFit(facts, by.actor);
      if (proposedBy === by.actor)
        throw new Refused(
          'SECOND_PERSON',
          'The proposer of a role cannot confirm it; another person has to.',
          'proposal',
        );
      return [RoleOffered({ ...(facts as Facts<'RoleProposed'>), proposal })];
    },
    WithdrawRole: (known, { data, header, by }) => {
      const { holder, role, organisation, reasonCode } = data;
      mustHoldNow(header);
      const held = known.grants.get(keyOf(data));
      if (held !== undefined && role === 'secretariat' && holder !== by.actor && by.role !== 'operator')
        throw new Refused(
          'SECOND_PERSON',
          'Removing another member of the secretariat needs two people: use proposeRoleWithdrawal, and another member confirms.',
          'role',
        );
      if (held !== undefined) return [RoleWithdrawn({ holder, role, organisation, reasonCode })];
      if (known.offered.has(keyOf(data))) return [RoleOfferWithdrawn({ holder, role, organisation, reasonCode })];
      if (known.lost.has(keyOf(data))) return [];
      throw new Refused(
        'ROLE_NOT_HELD',
        `This person or program does not hold the role ${role}${organisation === null ? '' : ` of ${organisation}`}.`,
        'holder',
      );
    },
    ProposeRoleWithdrawal: (known, { data: { holder, role, reasonCode }, header, by }) => {
      const facts = { holder, role, organisation: null, reasonCode };
      mustHoldNow(header);
      if (!known.grants.has(keyOf(facts)))
        throw new Refused('ROLE_NOT_HELD', `This person does not hold the role ${role}.`, 'holder');
      return isProposed(known, RoleWithdrawalProposed(facts), by.actor) ? [] : [RoleWithdrawalProposed(facts)];
    },
    ConfirmRoleWithdrawal: (known, { data: { proposal }, header, by }) => {
      mustHoldNow(header);
      if (known.confirmed.has(String(proposal))) return [];
      const { proposedBy, facts } = proposalIn(known, proposal, 'RoleWithdrawalProposed');
      if (proposedBy === by.actor)
        throw new Refused('SECOND_PERSON', 'The proposer cannot confirm; another person has to.', 'proposal');
      if (!known.grants.has(keyOf(facts)))
        throw new Refused('ROLE_NOT_HELD', 'This person has already left.', 'proposal');
      return [RoleWithdrawn({ ...(facts as Facts<'RoleWithdrawalProposed'>), proposal })];
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
});

/** Whether the same was proposed, and the proposal is still open. */
const isProposed = (
  { proposals, lost }: Roles,
  { type, facts }: EventOf<typeof RoleProposed> | EventOf<typeof RoleWithdrawalProposed>,
  actor: string,
): boolean =>
  proposals
    .values()
    .some(
      (one) =>
        one.type === type &&
        one.proposedBy === actor &&
        one.entry > (lost.get(keyOf({ holder: actor, role: 'secretariat', organisation: null })) ?? -1) &&
        isSame(one.facts, facts),
    );
