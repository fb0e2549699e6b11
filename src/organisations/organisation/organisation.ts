import { z } from 'zod';
import { Country } from '../../kernel/values/countries.js';
import { chain, on, presence, related, type Decider, type Link, type RelatedState } from '../../kernel/decider.js';
import { list, maybe, newList } from '../../kernel/values/fields.js';
import { command, event, type Command, type DomainEvent, type EventOf, type Recorded } from '../../kernel/message.js';
import { Name, noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { OrganisationSlug } from '../../kernel/organisation.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { mustNotLeadBack, mustNotSucceedItself } from '../../kernel/succession.js';
import { isCertainlyAfter } from '../../kernel/time/partial-date.js';
import {
  NameIn,
  namesIn,
  NewNameCause,
  OrganisationKind,
  OrganisationRole,
  RecordStream,
  Sector,
} from './vocabulary.js';

const about = { organisation: OrganisationSlug, ...noteFields };
const classes = { kind: maybe(OrganisationKind), sector: maybe(Sector), country: maybe(Country) };
const inRole = { ...about, role: OrganisationRole, subject: maybe(RecordStream) };

export class RegisterOrganisation extends command('RegisterOrganisation', {
  ...about,
  name: Name,
  shortName: maybe(Name),
  names: list(NameIn).pipe(namesIn),
  ...classes,
  partOf: maybe(OrganisationSlug),
}) {}
export class RenameOrganisation extends command('RenameOrganisation', {
  ...about,
  name: Name,
  shortName: maybe(Name),
  names: newList(NameIn).pipe(namesIn.nullable()),
  cause: maybe(NewNameCause),
}) {}
export class ClassifyOrganisation extends command('ClassifyOrganisation', { ...about, ...classes }) {}
export class PlaceOrganisation extends command('PlaceOrganisation', { ...about, partOf: maybe(OrganisationSlug) }) {}
export class MergeOrganisation extends command('MergeOrganisation', { ...about, into: OrganisationSlug }) {}
export class SucceedOrganisation extends command('SucceedOrganisation', { ...about, into: OrganisationSlug }) {}
export class CeaseOrganisation extends command('CeaseOrganisation', about) {}
export class AssumeOrganisationRole extends command('AssumeOrganisationRole', inRole) {}
export class EndOrganisationRole extends command('EndOrganisationRole', inRole) {}

export const organisationCommands = [
  RegisterOrganisation,
  RenameOrganisation,
  ClassifyOrganisation,
  PlaceOrganisation,
  MergeOrganisation,
  SucceedOrganisation,
  CeaseOrganisation,
  AssumeOrganisationRole,
  EndOrganisationRole,
] as const;
export type OrganisationCommand = InstanceType<(typeof organisationCommands)[number]>;

const named = { organisation: OrganisationSlug, name: Name, shortName: Name.nullable(), names: z.array(NameIn) };
const classified = { kind: OrganisationKind.nullable(), sector: Sector.nullable(), country: Country.nullable() };
const held = {
  organisation: OrganisationSlug,
  role: OrganisationRole,
  subject: RecordStream.nullable(),
  organisationRole: z.string(),
};

/** An organisation entered the register, under the name it then had. */
export const OrganisationRegistered = event(
  'OrganisationRegistered',
  { ...named, ...classified, partOf: OrganisationSlug.nullable() },
  noteText,
  {
    opens: 'stream',
  },
);
/** It has another name, or is named in more languages; the cause distinguishes a mere renaming from a reorganisation. */
export const OrganisationRenamed = event('OrganisationRenamed', { ...named, cause: NewNameCause.nullable() }, noteText);
/** What it is, what it works on and where: all three, null where not known. */
export const OrganisationClassified = event(
  'OrganisationClassified',
  { organisation: OrganisationSlug, ...classified },
  noteText,
);
/** It is part of another organisation from then on, or of none. */
export const OrganisationPlaced = event(
  'OrganisationPlaced',
  { organisation: OrganisationSlug, partOf: OrganisationSlug.nullable() },
  noteText,
);
/** It became part of one that existed before. */
export const OrganisationMerged = event(
  'OrganisationMerged',
  { organisation: OrganisationSlug, into: OrganisationSlug },
  noteText,
);
/** A new one took its place. */
export const OrganisationSucceeded = event(
  'OrganisationSucceeded',
  { organisation: OrganisationSlug, into: OrganisationSlug },
  noteText,
);
/** It ended without a successor. */
export const OrganisationCeased = event('OrganisationCeased', { organisation: OrganisationSlug }, noteText);
/** It has a role from then on; `organisationRole` names the role together with what it concerns. */
export const OrganisationRoleAssumed = event('OrganisationRoleAssumed', held, noteText, { opens: 'organisationRole' });
/** It has the role no more. */
export const OrganisationRoleEnded = event('OrganisationRoleEnded', held, noteText);

export const organisationEvents = [
  OrganisationRegistered,
  OrganisationRenamed,
  OrganisationClassified,
  OrganisationPlaced,
  OrganisationMerged,
  OrganisationSucceeded,
  OrganisationCeased,
  OrganisationRoleAssumed,
  OrganisationRoleEnded,
] as const;
export type OrganisationEvent = EventOf<(typeof organisationEvents)[number]>;

export type OrganisationStatus = 'unknown' | 'active' | 'merged' | 'succeeded' | 'ceased';
type Classes = EventOf<typeof OrganisationClassified>['facts'];

/** Since when a role is held, and whether it still is. */
interface HeldRole {
  readonly since: string | null;
  readonly isHeld: boolean;
}

export interface Organisation {
  readonly status: OrganisationStatus;
  readonly name: string;
  readonly shortName: string | null;
  readonly names: readonly NameIn[];
  readonly classes: Omit<Classes, 'organisation'>;
  readonly partOf: string | null;
  /** The organisation that it merged into or that succeeded it. */
  readonly into: string | null;
  /** When it ended; null also where no source says when. */
  readonly ended: string | null;
  /** Its roles, by `organisationRole`. */
  readonly roles: Table<HeldRole>;
}

export const organisationStream = (slug: string): string => `organisation-${slug}`;
const streamOrNull = (slug: string | null): string | null => (slug === null ? null : organisationStream(slug));

/** A role together with what it concerns. */
export const roleName = (role: string, subject: string | null): string =>
  subject === null ? role : `${role}/${subject}`;

/**
 * An event as of the date that the command gives. Where it gives none the event is undated: much of what is recorded of organisations
 * happened long ago, and an unknown day is not today.
 */
const asDated = <E extends DomainEvent>(one: E, { header }: Pick<Command, 'header'>): E => ({
  ...one,
  effective: header.effective,
});

const effectiveOf = (event: OrganisationEvent): string | null => (event as Partial<Recorded>).effective ?? null;

/** Refuses an organisation that is not in the register. */
function mustBeRegistered({ status }: Organisation, slug: string, field = 'organisation'): void {
  if (status === 'unknown') throw new Refused('ORGANISATION_UNKNOWN', `No organisation has the slug ${slug}.`, field);
}

/** Refuses an organisation that is not in the register, or has ended. */
function mustBeActive(known: Organisation, slug: string, field = 'organisation'): void {
  mustBeRegistered(known, slug, field);
  if (known.status !== 'active')
    throw new Refused(
      'ORGANISATION_ENDED',
      `The organisation ${slug} has ended (${known.status}); record this for its successor.`,
      field,
    );
}

type Chain = readonly Link<Organisation>[];

/** Refuses a parent that is not there, or that is itself part of the organisation, directly or through others. */
export function mustBeParent(
  slug: string,
  parent: string,
  parents: Chain | null,
  field: string | readonly string[] = 'partOf',
): void {
  if (parent === slug) throw new Refused('PART_OF_ITSELF', 'An organisation cannot be part of itself.', field);
  if ((parents?.[0]?.state.status ?? 'unknown') === 'unknown')
    throw new Refused('ORGANISATION_UNKNOWN', `No organisation has the slug ${parent}.`, field);
  if (parents?.some(({ stream }) => stream === organisationStream(slug)) === true)
    throw new Refused(
      'PART_OF_ITSELF',
      `The organisation ${parent} is itself part of ${slug}, directly or through others: one of the two is wrong.`,
      field,
    );
}

/** Refuses a successor that is not there, or that was itself replaced by the organisation. */
export function mustTakeOver(
  slug: string,
  into: string,
  successors: Chain | null,
  field: string | readonly string[] = 'into',
): void {
  mustNotSucceedItself(slug, into, 'An organisation', field);
  if ((successors?.[0]?.state.status ?? 'unknown') === 'unknown')
    throw new Refused('ORGANISATION_UNKNOWN', `No organisation has the slug ${into}.`, field);
  mustNotLeadBack(organisationStream(slug), slug, successors, field);
}

/** An organisation and those it went into, one after another. */
export const successorsOf = (slug: string): RelatedState<Chain> =>
  chain(organisationStream(slug), organisation, ({ into }) => streamOrNull(into));
/** An organisation and those it is part of, from the smaller to the larger. */
export const parentsOf = (slug: string): RelatedState<Chain> =>
  chain(organisationStream(slug), organisation, ({ partOf }) => streamOrNull(partOf));

interface Others {
  readonly successors: Chain;
  readonly parents: Chain;
  readonly subject: boolean;
}
type Seen = { readonly [K in keyof Others]: Others[K] | null };

/** Ends an organisation by another one that goes on; nothing where the register says so already. */
function takenOver(
  status: 'merged' | 'succeeded',
  state: typeof OrganisationMerged | typeof OrganisationSucceeded,
  known: Organisation,
  command: MergeOrganisation | SucceedOrganisation,
  { successors }: Seen,
): OrganisationEvent[] {
  const { organisation: slug, into } = command.data;
  if (known.status === status && known.into === into) return [];
  mustBeActive(known, slug);
  mustTakeOver(slug, into, successors);
  return [asDated(state({ organisation: slug, into }, noteOf(command.data)), command)];
}

const ended = (
  status: OrganisationStatus,
  into: string | null,
  known: Organisation,
  event: OrganisationEvent,
): Organisation => ({
  ...known,
  status,
  into,
  ended: effectiveOf(event),
});

const rolesWith = (known: Organisation, name: string, role: HeldRole): Organisation => ({
  ...known,
  roles: known.roles.with(name, role),
});

export const organisation: Decider<OrganisationCommand, Organisation, OrganisationEvent, Others> = {
  events: organisationEvents,
  stream: ({ data }) => organisationStream(data.organisation),
  /** Two that are made part of each other, or merged into each other, at the same moment would each see nothing wrong. */
  lane: ({ data }) => ('into' in data || ('partOf' in data && data.partOf !== null) ? 'organisations' : null),
  reads: ({ data }) => ({
    successors: 'into' in data ? successorsOf(data.into) : null,
    parents: 'partOf' in data && data.partOf !== null ? parentsOf(data.partOf) : null,
    subject: 'subject' in data && data.subject !== null ? related(data.subject, presence) : null,
  }),
  initial: {
    status: 'unknown',
    name: '',
    shortName: null,
    names: [],
    classes: { kind: null, sector: null, country: null },
    partOf: null,
    into: null,
    ended: null,
    roles: Table.empty(),
  },
  evolve: on<Organisation, OrganisationEvent>({
    OrganisationRegistered: (known, { facts: { name, shortName, names, kind, sector, country, partOf } }) => ({
      ...known,
      status: 'active',
      name,
      shortName,
      names,
      classes: { kind, sector, country },
      partOf,
    }),
    OrganisationRenamed: (known, { facts: { name, shortName, names } }) => ({ ...known, name, shortName, names }),
    OrganisationClassified: (known, { facts: { kind, sector, country } }) => ({
      ...known,
      classes: { kind, sector, country },
    }),
    OrganisationPlaced: (known, { facts: { partOf } }) => ({ ...known, partOf }),
    OrganisationMerged: (known, event) => ended('merged', event.facts.into, known, event),
    OrganisationSucceeded: (known, event) => ended('succeeded', event.facts.into, known, event),
    OrganisationCeased: (known, event) => ended('ceased', null, known, event),
    OrganisationRoleAssumed: (known, event) =>
      rolesWith(known, event.facts.organisationRole, { since: effectiveOf(event), isHeld: true }),
    OrganisationRoleEnded: (known, { facts: { organisationRole: name } }) =>
      rolesWith(known, name, { since: known.roles.get(name)?.since ?? null, isHeld: false }),
  }),
  decide: {
    RegisterOrganisation: (known, command, { parents }) => {
      const { organisation: slug, name, shortName, names, kind, sector, country, partOf } = command.data;
      if (known.status !== 'unknown' && known.name === name) return [];
      if (known.status !== 'unknown')
        throw new Refused(
          'ORGANISATION_REGISTERED',
          `The slug ${slug} belongs to ${known.name}; choose another.`,
          'organisation',
        );
      if (partOf !== null) mustBeParent(slug, partOf, parents);
      const facts = { organisation: slug, name, shortName, names, kind, sector, country, partOf };
      return [asDated(OrganisationRegistered(facts, noteOf(command.data)), command)];
    },
    RenameOrganisation: (known, command) => {
      const { organisation: slug, name, cause } = command.data;
      mustBeActive(known, slug);
      const shortName = command.data.shortName ?? known.shortName;
      const names = command.data.names ?? known.names;
      if (isSame([known.name, known.shortName, known.names], [name, shortName, names])) return [];
      const facts = { organisation: slug, name, shortName, names: [...names], cause };
      return [asDated(OrganisationRenamed(facts, noteOf(command.data)), command)];
    },
    ClassifyOrganisation: (known, command) => {
      const { organisation: slug, kind, sector, country } = command.data;
      mustBeRegistered(known, slug);
      if (isSame(known.classes, { kind, sector, country })) return [];
      return [
        asDated(OrganisationClassified({ organisation: slug, kind, sector, country }, noteOf(command.data)), command),
      ];
    },
    PlaceOrganisation: (known, command, { parents }) => {
      const { organisation: slug, partOf } = command.data;
      mustBeActive(known, slug);
      if (known.partOf === partOf) return [];
      if (partOf !== null) mustBeParent(slug, partOf, parents);
      return [asDated(OrganisationPlaced({ organisation: slug, partOf }, noteOf(command.data)), command)];
    },
    MergeOrganisation: (known, command, others) => takenOver('merged', OrganisationMerged, known, command, others),
    SucceedOrganisation: (known, command, others) =>
      takenOver('succeeded', OrganisationSucceeded, known, command, others),
    CeaseOrganisation: (known, command) => {
      if (known.status === 'ceased') return [];
      mustBeActive(known, command.data.organisation);
      return [asDated(OrganisationCeased({ organisation: command.data.organisation }, noteOf(command.data)), command)];
    },
    AssumeOrganisationRole: (known, command, others) => {
      const { organisation: slug, role, subject } = command.data;
      const { effective } = command.header;
      mustBeRegistered(known, slug);
      if (subject !== null && others.subject !== true)
        throw new Refused('SUBJECT_UNKNOWN', `The register has no record with the stream ${subject}.`, 'subject');
      const organisationRole = roleName(role, subject);
      if (known.roles.get(organisationRole)?.isHeld === true) return [];
      if (effective !== null && known.ended !== null && isCertainlyAfter(effective, known.ended))
        throw new Refused(
          'ORGANISATION_ENDED',
          `The organisation ${slug} had ended by then (${known.ended}).`,
          'effective',
        );
      return [
        asDated(
          OrganisationRoleAssumed({ organisation: slug, role, subject, organisationRole }, noteOf(command.data)),
          command,
        ),
      ];
    },
    EndOrganisationRole: (known, command) => {
      const { organisation: slug, role, subject } = command.data;
      const { effective } = command.header;
      mustBeRegistered(known, slug);
      const organisationRole = roleName(role, subject);
      const before = known.roles.get(organisationRole);
      if (before === undefined)
        throw new Refused('ROLE_NOT_HELD', `The organisation ${slug} does not hold this role.`, 'role');
      if (!before.isHeld) return [];
      if (effective !== null && before.since !== null && isCertainlyAfter(before.since, effective))
        throw new Refused('ROLE_ENDS_TOO_EARLY', `The role began later than that (${before.since}).`, 'effective');
      return [
        asDated(
          OrganisationRoleEnded({ organisation: slug, role, subject, organisationRole }, noteOf(command.data)),
          command,
        ),
      ];
    },
  },
};
