import { z } from 'zod';
import { on, presence, related, relatedAll, type Decider, type RelatedState } from '../../kernel/decider.js';
import { Language, list, maybe, oneOf, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { Description, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import {
  CommitmentReference,
  commitmentStream,
  GapSlug,
  gapStream,
  InitiativeSlug,
  initiativeStream,
} from '../names.js';

/** `dropped`: it was given up before it was concluded. */
export const InitiativeStatus = oneOf(['proposed', 'agreed', 'running', 'concluded', 'dropped']);
export type InitiativeStatus = z.infer<typeof InitiativeStatus>;
/** The steps after the proposal. */
const Step = oneOf(['agreed', 'running', 'concluded', 'dropped']);
export const InitiativeRole = oneOf(['lead', 'partner']);
export type InitiativeRole = z.infer<typeof InitiativeRole>;

export class ProposeInitiative extends command('ProposeInitiative', {
  initiative: InitiativeSlug,
  language: WrittenIn,
  title: Title,
  description: maybe(Description),
}) {}
export class AdvanceInitiative extends command('AdvanceInitiative', {
  initiative: InitiativeSlug,
  step: Step,
  ...noteFields,
}) {}
export class JoinInitiative extends command('JoinInitiative', {
  initiative: InitiativeSlug,
  organisation: OrganisationSlug,
  role: InitiativeRole,
  ...noteFields,
}) {}
export class LeaveInitiative extends command('LeaveInitiative', {
  initiative: InitiativeSlug,
  organisation: OrganisationSlug,
  ...noteFields,
}) {}
export class NameInitiativeAims extends command('NameInitiativeAims', {
  initiative: InitiativeSlug,
  gaps: list(GapSlug, 50),
  commitments: list(CommitmentReference, 50),
  ...noteFields,
}) {}

export const initiativeCommands = [
  ProposeInitiative,
  AdvanceInitiative,
  JoinInitiative,
  LeaveInitiative,
  NameInitiativeAims,
] as const;
export type InitiativeCommand = InstanceType<(typeof initiativeCommands)[number]>;

export const InitiativeProposed = event(
  'InitiativeProposed',
  { initiative: InitiativeSlug },
  { language: Language, title: Title, description: Description.nullable() },
  { opens: 'stream' },
);
/** It was agreed, has begun, was concluded or was dropped. */
export const InitiativeAdvanced = event('InitiativeAdvanced', { initiative: InitiativeSlug, step: Step }, noteText);
/** An organisation leads it or takes part; another role replaces the one before. */
export const InitiativeJoined = event(
  'InitiativeJoined',
  { initiative: InitiativeSlug, organisation: OrganisationSlug, role: InitiativeRole },
  noteText,
);
export const InitiativeLeft = event(
  'InitiativeLeft',
  { initiative: InitiativeSlug, organisation: OrganisationSlug },
  noteText,
);
/** The data gaps and commitments that it serves. They replace those before. */
export const InitiativeAimsNamed = event(
  'InitiativeAimsNamed',
  { initiative: InitiativeSlug, gaps: z.array(GapSlug), commitments: z.array(CommitmentReference) },
  noteText,
);

export const initiativeEvents = [
  InitiativeProposed,
  InitiativeAdvanced,
  InitiativeJoined,
  InitiativeLeft,
  InitiativeAimsNamed,
] as const;
export type InitiativeEvent = EventOf<(typeof initiativeEvents)[number]>;

export interface Initiative {
  readonly status: 'unknown' | InitiativeStatus;
  readonly title: string | null;
  readonly description: string | null;
  readonly members: Readonly<Record<string, InitiativeRole>>;
  readonly gaps: readonly string[];
  readonly commitments: readonly string[];
}

interface Others {
  readonly organisation: boolean;
  readonly aims: ReadonlyMap<string, boolean>;
}

const knownAims = (gaps: readonly string[], commitments: readonly string[]): RelatedState<Others['aims']> =>
  relatedAll(
    new Map([...gaps.map(gapStream), ...commitments.map(commitmentStream)].map((one) => [one, related(one, presence)])),
  );

const without = (members: Initiative['members'], organisation: string): Initiative['members'] =>
  Object.fromEntries(Object.entries(members).filter(([one]) => one !== organisation));

const areSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value) => other.includes(value));

function mustBeThere({ status }: Initiative, slug: string): void {
  if (status === 'unknown')
    throw new Refused('INITIATIVE_UNKNOWN', `No initiative has the slug ${slug}.`, 'initiative');
}

function mustBeOpen(known: Initiative, slug: string): void {
  mustBeThere(known, slug);
  if (known.status === 'concluded' || known.status === 'dropped')
    throw new Refused('INITIATIVE_ENDED', `The initiative ${slug} is ${known.status}.`, 'initiative');
}

const order: readonly string[] = InitiativeStatus.options;

export const initiative: Decider<InitiativeCommand, Initiative, InitiativeEvent, Others> = {
  events: initiativeEvents,
  stream: ({ data }) => initiativeStream(data.initiative),
  reads: (command) => ({
    organisation: command instanceof JoinInitiative ? knownOrganisation(command.data.organisation) : null,
    aims: command instanceof NameInitiativeAims ? knownAims(command.data.gaps, command.data.commitments) : null,
  }),
  initial: { status: 'unknown', title: null, description: null, members: {}, gaps: [], commitments: [] },
  evolve: on<Initiative, InitiativeEvent>({
    InitiativeProposed: (known, { text }) => ({
      ...known,
      status: 'proposed',
      title: text?.title ?? null,
      description: text?.description ?? null,
    }),
    InitiativeAdvanced: (known, { facts: { step } }) => ({ ...known, status: step }),
    InitiativeJoined: (known, { facts: { organisation, role } }) => ({
      ...known,
      members: { ...known.members, [organisation]: role },
    }),
    InitiativeLeft: (known, { facts: { organisation } }) => ({
      ...known,
      members: without(known.members, organisation),
    }),
    InitiativeAimsNamed: (known, { facts: { gaps, commitments } }) => ({ ...known, gaps, commitments }),
  }),
  decide: {
    ProposeInitiative: (known, { data: { initiative: slug, language, title, description } }) => {
      if (known.status !== 'unknown') {
        if (known.title === title && known.description === description) return [];
        throw new Refused(
          'INITIATIVE_SLUG_TAKEN',
          `Another initiative has the slug ${slug}; choose another.`,
          'initiative',
        );
      }
      return [InitiativeProposed({ initiative: slug }, { language, title, description })];
    },
    AdvanceInitiative: (known, { data }) => {
      const { initiative: slug, step } = data;
      if (known.status === step) return [];
      mustBeOpen(known, slug);
      if (order.indexOf(step) < order.indexOf(known.status))
        throw new Refused(
          'INITIATIVE_STEP_OUT_OF_ORDER',
          `The initiative ${slug} is ${known.status} already. If that is wrong, retract that entry.`,
          'step',
        );
      if (step === 'dropped' && data.note === null)
        throw new Refused('REASON_REQUIRED', 'Explain in the note why the initiative is dropped.', 'note');
      return [InitiativeAdvanced({ initiative: slug, step }, noteOf(data))];
    },
    JoinInitiative: (known, { data }, { organisation: isKnown }) => {
      const { initiative: slug, organisation, role } = data;
      mustBeOpen(known, slug);
      if (known.members[organisation] === role) return [];
      mustBeKnown(isKnown, organisation);
      return [InitiativeJoined({ initiative: slug, organisation, role }, noteOf(data))];
    },
    LeaveInitiative: (known, { data }) => {
      const { initiative: slug, organisation } = data;
      mustBeThere(known, slug);
      return Object.hasOwn(known.members, organisation)
        ? [InitiativeLeft({ initiative: slug, organisation }, noteOf(data))]
        : [];
    },
    NameInitiativeAims: (known, { data }, { aims: found }) => {
      const { initiative: slug, gaps, commitments } = data;
      mustBeOpen(known, slug);
      if (areSame(known.gaps, gaps) && areSame(known.commitments, commitments)) return [];
      for (const [index, one] of gaps.entries())
        if (found?.get(gapStream(one)) !== true)
          throw new Refused('DATA_GAP_UNKNOWN', `No data gap has the slug ${one}.`, ['gaps', String(index)]);
      for (const [index, one] of commitments.entries())
        if (found?.get(commitmentStream(one)) !== true)
          throw new Refused('COMMITMENT_UNKNOWN', `No commitment has the code ${one}.`, ['commitments', String(index)]);
      return [InitiativeAimsNamed({ initiative: slug, gaps, commitments }, noteOf(data))];
    },
  },
};
