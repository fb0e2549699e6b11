import { z } from 'zod';
import { HolderId } from '../../kernel/caller.js';
import { maybe, oneOf, wholeNumber } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { span } from '../../kernel/time/partial-date.js';
import { thing } from '../../kernel/things.js';
import { grantableRoles } from '../permissions.js';

/** The one stream of all roles: rules about all of them are decided under one expected revision. */
export const rolesStream = 'access-roles';

const GrantableRole = oneOf(grantableRoles);
export type GrantableRole = z.infer<typeof GrantableRole>;
export const Organisation = thing(
  'champion',
  z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the slug of a champion, such as sierra-leone')
    .max(40, 'must have at most 40 characters'),
);
const Day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'must be a day: YYYY-MM-DD')
  .refine((text) => span(text)?.precision === 'day', 'must be a day that exists');
const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const ReasonCode = oneOf(['left', 'changed_duties', 'no_longer_needed', 'misused', 'key_lost', 'mistaken', 'other']);
/**
 * The holder to whom a role is offered: a person, a key or an invitation. Nobody can tell who was invited
 * before they accept: the log must not name the random id of a person whose e-mail address the inviter knows.
 */
const Offeree = z
  .string()
  .regex(
    /^(person|key|invitation)-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'must be the random id of a person, a key or an invitation',
  );

export const isInvitation = (offeree: string): boolean => offeree.startsWith('invitation-');

const offered = { holder: Offeree, role: GrantableRole };
const held = { holder: HolderId, role: GrantableRole };

export class GrantRole extends command('GrantRole', {
  ...offered,
  organisation: maybe(Organisation),
  until: maybe(Day),
}) {}
export class AcceptRole extends command('AcceptRole', { offer: wholeNumber(0) }) {}
/** The program's own command: following the link of an invitation accepts what it offers. */
export class AcceptInvitation extends command('AcceptInvitation', { offer: wholeNumber(0), invitation: Offeree }) {}
export class ProposeRole extends command('ProposeRole', { ...offered, until: maybe(Day) }) {}
export class ConfirmRole extends command('ConfirmRole', { proposal: wholeNumber(0) }) {}
export class WithdrawRole extends command('WithdrawRole', {
  ...offered,
  organisation: maybe(Organisation),
  reasonCode: ReasonCode,
}) {}
export class ProposeRoleWithdrawal extends command('ProposeRoleWithdrawal', { ...held, reasonCode: ReasonCode }) {}
export class ConfirmRoleWithdrawal extends command('ConfirmRoleWithdrawal', { proposal: wholeNumber(0) }) {}
/** The program's own command: the log is to be judged by its rules from here on. */
export class AdoptAuthorisationRules extends command('AdoptAuthorisationRules', {
  version: wholeNumber(1),
  digest: Digest,
}) {}

/** What can be asked for from outside; the program itself adopts rules, and follows invitations. */
export const roleCommands = [
  GrantRole,
  AcceptRole,
  ProposeRole,
  ConfirmRole,
  WithdrawRole,
  ProposeRoleWithdrawal,
  ConfirmRoleWithdrawal,
] as const;
export const accessCommands = [...roleCommands, AcceptInvitation, AdoptAuthorisationRules] as const;
export type AccessCommand = InstanceType<(typeof accessCommands)[number]>;

const ofOrganisation = { organisation: Organisation.nullable() };
const until = { until: Day.nullable() };
const proposal = { proposal: wholeNumber(0).nullable() };

/** From this entry on the log is judged by these rules; all before was written under the operator's law. */
export const AuthorisationRulesAdopted = event('AuthorisationRulesAdopted', {
  version: wholeNumber(1),
  digest: Digest,
});
/**
 * A role is offered, until a day if one is given. `proposal` is the entry in which another person proposed
 * it.
 */
export const RoleOffered = event('RoleOffered', { ...offered, ...ofOrganisation, ...until, ...proposal });
/** The holder accepted the role, and holds it from here. */
export const RoleAccepted = event('RoleAccepted', { ...held, ...ofOrganisation, ...until, offer: wholeNumber(0) });
/** A role is granted without acceptance: to a machine, or to a holder who gets a new expiry date. */
export const RoleGranted = event('RoleGranted', { ...held, ...ofOrganisation, ...until, ...proposal });
/** A role that needs two persons was proposed by the first. */
export const RoleProposed = event('RoleProposed', { ...offered, ...ofOrganisation, ...until });
/**
 * A role was withdrawn. `proposal` is the entry in which another person proposed that, if it needed two
 * people.
 */
export const RoleWithdrawn = event('RoleWithdrawn', {
  ...held,
  ...ofOrganisation,
  reasonCode: ReasonCode,
  proposal: wholeNumber(0).optional(),
});
/** A role that nobody had accepted yet is offered no longer. */
export const RoleOfferWithdrawn = event('RoleOfferWithdrawn', {
  ...offered,
  ...ofOrganisation,
  reasonCode: ReasonCode,
});
/** The first of two people proposed removing another member of the secretariat. */
export const RoleWithdrawalProposed = event('RoleWithdrawalProposed', {
  ...held,
  ...ofOrganisation,
  reasonCode: ReasonCode,
});

export const accessEvents = [
  AuthorisationRulesAdopted,
  RoleOffered,
  RoleAccepted,
  RoleGranted,
  RoleProposed,
  RoleWithdrawn,
  RoleOfferWithdrawn,
  RoleWithdrawalProposed,
] as const;
export type AccessEvent = EventOf<(typeof accessEvents)[number]>;
