import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisations, mustAllBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Language, list, maybe, WebAddress, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { charterVersionStream, VersionSlug } from '../vocabulary/codes.js';

const about = { version: VersionSlug, ...noteFields };

export class DraftCharterVersion extends command('DraftCharterVersion', {
  version: VersionSlug,
  document: maybe(WebAddress),
  language: WrittenIn,
  title: Title,
  summary: maybe(Description),
  note: maybe(Note),
}) {}
export class OpenConsultation extends command('OpenConsultation', { ...about, until: maybe(PartialDate) }) {}
export class CloseConsultation extends command('CloseConsultation', {
  ...about,
  contributions: maybe(wholeNumber(0)),
}) {}
export class AgreeCharterVersion extends command('AgreeCharterVersion', {
  ...about,
  agreedBy: list(OrganisationSlug),
  document: maybe(WebAddress),
}) {}

export const charterVersionCommands = [
  DraftCharterVersion,
  OpenConsultation,
  CloseConsultation,
  AgreeCharterVersion,
] as const;
export type CharterVersionCommand = InstanceType<(typeof charterVersionCommands)[number]>;

/** A version of the charter's text was drafted. */
export const CharterVersionDrafted = event(
  'CharterVersionDrafted',
  { version: VersionSlug, document: WebAddress.nullable() },
  { language: Language, title: Title, summary: Description.nullable(), note: Note.nullable() },
  { opens: 'stream' },
);
/** People were asked what they think of it. */
export const ConsultationOpened = event(
  'ConsultationOpened',
  { version: VersionSlug, until: PartialDate.nullable() },
  noteText,
);
/** The consultation ended; `contributions` counts those that came in, null where nobody counted. */
export const ConsultationClosed = event(
  'ConsultationClosed',
  { version: VersionSlug, contributions: z.int().nullable() },
  noteText,
);
/** The version was agreed, by these organisations where a source names them. */
export const CharterVersionAgreed = event(
  'CharterVersionAgreed',
  { version: VersionSlug, agreedBy: z.array(OrganisationSlug), document: WebAddress.nullable() },
  noteText,
);

export const charterVersionEvents = [
  CharterVersionDrafted,
  ConsultationOpened,
  ConsultationClosed,
  CharterVersionAgreed,
] as const;
export type CharterVersionEvent = EventOf<(typeof charterVersionEvents)[number]>;

export type CharterVersionStatus = 'drafted' | 'in_consultation' | 'consulted' | 'agreed';
interface CharterVersion {
  readonly status: CharterVersionStatus | 'unknown';
  readonly draft: unknown;
  readonly until: string | null;
}

function mustBeDrafted({ status }: CharterVersion, version: string): void {
  if (status === 'unknown')
    throw new Refused('CHARTER_VERSION_UNKNOWN', `No version of the charter has the slug ${version}.`, 'version');
}
function mustNotBeAgreed(known: CharterVersion, version: string): void {
  mustBeDrafted(known, version);
  if (known.status === 'agreed')
    throw new Refused(
      'CHARTER_VERSION_AGREED',
      `The version ${version} was agreed; draft the next version instead.`,
      'version',
    );
}

export const charterVersion: Decider<
  CharterVersionCommand,
  CharterVersion,
  CharterVersionEvent,
  { organisations: ReadonlyMap<string, boolean> }
> = {
  events: charterVersionEvents,
  stream: ({ data }) => charterVersionStream(data.version),
  reads: ({ data }) => ({ organisations: 'agreedBy' in data ? knownOrganisations(data.agreedBy) : null }),
  initial: { status: 'unknown', draft: null, until: null },
  evolve: on<CharterVersion, CharterVersionEvent>({
    CharterVersionDrafted: (_, { facts: { document }, text }) => ({
      status: 'drafted',
      draft: [document, text?.language, text?.title, text?.summary],
      until: null,
    }),
    ConsultationOpened: (known, { facts: { until } }) => ({ ...known, status: 'in_consultation', until }),
    ConsultationClosed: (known) => ({ ...known, status: 'consulted' }),
    CharterVersionAgreed: (known) => ({ ...known, status: 'agreed' }),
  }),
  decide: {
    DraftCharterVersion: (known, { data: { version, document, language, title, summary, note } }) => {
      if (isSame(known.draft, [document, language, title, summary])) return [];
      if (known.status !== 'unknown')
        throw new Refused(
          'CHARTER_VERSION_TAKEN',
          `The slug ${version} belongs to another draft; choose another.`,
          'version',
        );
      return [CharterVersionDrafted({ version, document }, { language, title, summary, note })];
    },
    OpenConsultation: (known, { data }) => {
      const { version, until } = data;
      if (known.status === 'in_consultation' && known.until === until) return [];
      mustNotBeAgreed(known, version);
      return [ConsultationOpened({ version, until }, noteOf(data))];
    },
    CloseConsultation: (known, { data }) => {
      const { version, contributions } = data;
      if (known.status === 'consulted') return [];
      mustNotBeAgreed(known, version);
      if (known.status !== 'in_consultation')
        throw new Refused('CONSULTATION_NOT_OPEN', `No consultation on the version ${version} is open.`, 'version');
      return [ConsultationClosed({ version, contributions }, noteOf(data))];
    },
    AgreeCharterVersion: (known, { data }, { organisations }) => {
      const { version, agreedBy, document } = data;
      if (known.status === 'agreed') return [];
      mustBeDrafted(known, version);
      if (known.status === 'in_consultation')
        throw new Refused(
          'CONSULTATION_OPEN',
          `The consultation on the version ${version} is still open; close it first.`,
          'version',
        );
      mustAllBeKnown(organisations, agreedBy, 'agreedBy');
      return [CharterVersionAgreed({ version, agreedBy, document }, noteOf(data))];
    },
  },
};
