import type { z } from 'zod';
import { on, presence, related, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, maybe, oneOf, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { ExperienceCode, experienceCode, experienceStream, exampleStream, Reference } from '../names.js';

/** In which sector an organisation stands that tells an experience or replies to one. */
export const ExperienceSector = oneOf([
  'statistical_office',
  'government',
  'multilateral',
  'civil_society',
  'community',
  'academia',
  'private_sector',
  'philanthropy',
]);
/** In which role it made the experience. */
export const ExperienceRole = oneOf(['producer', 'user', 'intermediary', 'funder', 'host', 'assessor']);

export class TellExperience extends command('TellExperience', {
  organisation: OrganisationSlug,
  /** Its number among those of the organisation; left out, the next free one. */
  number: maybe(wholeNumber(1, 9999)),
  sector: ExperienceSector,
  role: ExperienceRole,
  example: maybe(Reference),
  language: WrittenIn,
  title: Title,
  worked: maybe(Description),
  failed: maybe(Description),
  advice: maybe(Description),
  note: maybe(Note),
}) {}
export class ReplyToExperience extends command('ReplyToExperience', {
  experience: ExperienceCode,
  organisation: OrganisationSlug,
  sector: ExperienceSector,
  language: WrittenIn,
  reply: Description,
}) {}
export class WithdrawExperience extends command('WithdrawExperience', { experience: ExperienceCode, ...noteFields }) {}

export const experienceCommands = [TellExperience, ReplyToExperience, WithdrawExperience] as const;
export type ExperienceCommand = InstanceType<(typeof experienceCommands)[number]>;

/** An organisation told what it has learnt. */
export const ExperienceTold = event(
  'ExperienceTold',
  {
    experience: ExperienceCode,
    organisation: OrganisationSlug,
    sector: ExperienceSector,
    role: ExperienceRole,
    example: Reference.nullable(),
  },
  {
    language: Language,
    title: Title,
    worked: Description.nullable(),
    failed: Description.nullable(),
    advice: Description.nullable(),
    note: Note.nullable(),
  },
  { opens: 'stream' },
);
/** An organisation replied to it. */
export const ExperienceReplied = event(
  'ExperienceReplied',
  { experience: ExperienceCode, organisation: OrganisationSlug, sector: ExperienceSector },
  { language: Language, reply: Description },
);
export const ExperienceWithdrawn = event('ExperienceWithdrawn', { experience: ExperienceCode }, noteText);

export const experienceEvents = [ExperienceTold, ExperienceReplied, ExperienceWithdrawn] as const;
export type ExperienceEvent = EventOf<(typeof experienceEvents)[number]>;

export interface Experience {
  readonly status: 'unknown' | 'told' | 'withdrawn';
  readonly content: unknown;
  readonly replies: readonly unknown[];
}

const contentOf = ({ facts, text }: Pick<ExperienceEvent, 'facts' | 'text'>): unknown => [facts, text];

/** Refuses an experience that is not there, or was withdrawn. */
function mustBeTold({ status }: Experience, code: string): void {
  if (status === 'unknown')
    throw new Refused('EXPERIENCE_UNKNOWN', `No experience has the code ${code}.`, 'experience');
  if (status === 'withdrawn')
    throw new Refused('EXPERIENCE_WITHDRAWN', `The experience ${code} was withdrawn.`, 'experience');
}

const codeOf = ({ data }: ExperienceCommand): string =>
  'experience' in data ? data.experience : experienceCode(data.organisation, data.number ?? 1);

export const experience: Decider<
  ExperienceCommand,
  Experience,
  ExperienceEvent,
  { organisation: boolean; example: boolean }
> = {
  events: experienceEvents,
  stream: (command) => experienceStream(codeOf(command)),
  lane: ({ data }) => ('role' in data ? `experiences of ${data.organisation}` : null),
  reads: ({ data }) => ({
    organisation: 'organisation' in data ? knownOrganisation(data.organisation) : null,
    example: 'example' in data && data.example !== null ? related(exampleStream(data.example), presence) : null,
  }),
  async prepare(command, { exists }) {
    if (!(command instanceof TellExperience) || command.data.number !== null) return command;
    let number = 1;
    while (await exists(experienceStream(experienceCode(command.data.organisation, number)))) number += 1;
    return command.filled({ number });
  },
  initial: { status: 'unknown', content: null, replies: [] },
  evolve: on<Experience, ExperienceEvent>({
    ExperienceTold: (known, event) => ({ ...known, status: 'told', content: contentOf(event) }),
    ExperienceReplied: (known, event) => ({ ...known, replies: [...known.replies, contentOf(event)] }),
    ExperienceWithdrawn: (known) => ({ ...known, status: 'withdrawn' }),
  }),
  decide: {
    TellExperience: (known, command, { organisation: isKnown, example: isThere }) => {
      const { organisation, sector, role, example, number: _, ...text } = command.data;
      const code = codeOf(command);
      const told = ExperienceTold({ experience: code, organisation, sector, role, example }, text);
      if (known.status !== 'unknown' && isSame(known.content, contentOf(told))) return [];
      if (known.status !== 'unknown')
        throw new Refused('EXPERIENCE_CODE_TAKEN', `Another experience has the code ${code}.`, 'number');
      mustBeKnown(isKnown, organisation);
      if (example !== null && isThere !== true)
        throw new Refused('EXAMPLE_UNKNOWN', `No example has the slug ${example}.`, 'example');
      if (text.worked === null && text.failed === null && text.advice === null)
        throw new Refused('EXPERIENCE_EMPTY', 'Say what worked, what failed, or what you advise.', 'worked');
      return [told];
    },
    ReplyToExperience: (known, { data }, { organisation: isKnown }) => {
      const { experience: code, organisation, sector, language, reply } = data;
      mustBeTold(known, code);
      mustBeKnown(isKnown, organisation);
      const replied = ExperienceReplied({ experience: code, organisation, sector }, { language, reply });
      return known.replies.some((one) => isSame(one, contentOf(replied))) ? [] : [replied];
    },
    WithdrawExperience: (known, { data }) => {
      if (known.status === 'withdrawn') return [];
      mustBeTold(known, data.experience);
      return [ExperienceWithdrawn({ experience: data.experience }, noteOf(data))];
    },
  },
};
export type ExperienceSector = z.infer<typeof ExperienceSector>;
