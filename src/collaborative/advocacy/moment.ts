import { z } from 'zod';
import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import { on, presence, related, type Decider } from '../../kernel/decider.js';
import { Country } from '../../kernel/values/countries.js';
import { Language, list, maybe, oneOf, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { SdgGoal } from '../../kernel/values/sdg.js';
import { Description, Note, noteFields, noteOf, noteText, Title, Wording } from '../../kernel/values/words.js';
import { CommitmentReference, commitmentStream, MessageCode, messageCode, MomentSlug, momentStream } from '../names.js';
import { datesOf, momentDates, momentDatesKept, mustAgree, noDates, type MomentDates } from './moment-dates.js';

export const MomentKind = oneOf([
  'hlpf',
  'sdg_summit',
  'statistical_commission',
  'world_data_forum',
  'summit',
  'forum',
  'launch',
  'workshop',
  'other',
]);
export type MomentKind = z.infer<typeof MomentKind>;

/** `listed`: announced for the session; `presented`: held there; `withdrawn`: taken off the list. */
export const ReviewState = oneOf(['listed', 'presented', 'withdrawn']);
export type ReviewState = z.infer<typeof ReviewState>;

export class AnnounceAdvocacyMoment extends command('AnnounceAdvocacyMoment', {
  moment: MomentSlug,
  kind: MomentKind,
  year: wholeNumber(1900, 2200),
  ...momentDates,
  title: Title,
  theme: maybe(Description),
  auspices: maybe(Wording),
  place: maybe(Wording),
  ...noteFields,
}) {}
export class RescheduleAdvocacyMoment extends command('RescheduleAdvocacyMoment', {
  moment: MomentSlug,
  ...momentDates,
  ...noteFields,
}) {}
export class AmendAdvocacyMoment extends command('AmendAdvocacyMoment', {
  moment: MomentSlug,
  title: maybe(Title),
  theme: maybe(Description),
  auspices: maybe(Wording),
  place: maybe(Wording),
  ...noteFields,
}) {}
export class NameGoalsUnderReview extends command('NameGoalsUnderReview', {
  moment: MomentSlug,
  goals: list(SdgGoal, 17),
  isComplete: z.boolean(),
  ...noteFields,
}) {}
export class RecordVoluntaryReview extends command('RecordVoluntaryReview', {
  moment: MomentSlug,
  country: Country,
  state: ReviewState,
  ordinal: maybe(wholeNumber(1, 50)),
  ...noteFields,
}) {}
export class RecordAdvocacyMessage extends command('RecordAdvocacyMessage', {
  moment: MomentSlug,
  language: WrittenIn,
  text: Description,
}) {}
export class RecordSpeaker extends command('RecordSpeaker', {
  moment: MomentSlug,
  organisation: OrganisationSlug,
  ...noteFields,
}) {}
export class RecordCommitmentAnnounced extends command('RecordCommitmentAnnounced', {
  moment: MomentSlug,
  commitment: CommitmentReference,
  ...noteFields,
}) {}

export const momentCommands = [
  AnnounceAdvocacyMoment,
  RescheduleAdvocacyMoment,
  AmendAdvocacyMoment,
  NameGoalsUnderReview,
  RecordVoluntaryReview,
  RecordAdvocacyMessage,
  RecordSpeaker,
  RecordCommitmentAnnounced,
] as const;
export type MomentCommand = InstanceType<(typeof momentCommands)[number]>;

const wording = {
  title: Title.nullable(),
  theme: Description.nullable(),
  auspices: Wording.nullable(),
  place: Wording.nullable(),
};

/** A session, summit, launch or other opening to speak up together is to be held, in a year and on days as far as known. */
export const AdvocacyMomentAnnounced = event(
  'AdvocacyMomentAnnounced',
  { moment: MomentSlug, kind: MomentKind, year: wholeNumber(1900, 2200), ...momentDatesKept },
  { language: Language, ...wording, note: Note.nullable() },
  { opens: 'stream' },
);
/** All dates are replaced; one that is null is no longer known. */
export const AdvocacyMomentRescheduled = event(
  'AdvocacyMomentRescheduled',
  { moment: MomentSlug, ...momentDatesKept },
  noteText,
);
/** Words that are null stay as they were. */
export const AdvocacyMomentAmended = event(
  'AdvocacyMomentAmended',
  { moment: MomentSlug },
  { language: Language, ...wording, note: Note.nullable() },
);
/** The goals under review; unless complete, there may be more of them. It replaces what was named before. */
export const GoalsUnderReviewNamed = event(
  'GoalsUnderReviewNamed',
  { moment: MomentSlug, goals: z.array(SdgGoal), isComplete: z.boolean() },
  noteText,
);
/** A country is to present a voluntary national review, presented it, or withdrew; `ordinal` says which of its reviews it is. */
export const VoluntaryReviewRecorded = event(
  'VoluntaryReviewRecorded',
  { moment: MomentSlug, country: Country, state: ReviewState, ordinal: wholeNumber(1, 50).nullable() },
  noteText,
);
/** Something that the network says there. */
export const AdvocacyMessageRecorded = event(
  'AdvocacyMessageRecorded',
  { message: MessageCode, moment: MomentSlug },
  { language: Language, text: Description },
  { opens: 'message' },
);
export const SpeakerRecorded = event(
  'SpeakerRecorded',
  { moment: MomentSlug, organisation: OrganisationSlug },
  noteText,
);
/** A commitment of the charter was announced there. */
export const CommitmentAnnounced = event(
  'CommitmentAnnounced',
  { moment: MomentSlug, commitment: CommitmentReference },
  noteText,
);

export const momentEvents = [
  AdvocacyMomentAnnounced,
  AdvocacyMomentRescheduled,
  AdvocacyMomentAmended,
  GoalsUnderReviewNamed,
  VoluntaryReviewRecorded,
  AdvocacyMessageRecorded,
  SpeakerRecorded,
  CommitmentAnnounced,
] as const;
export type MomentEvent = EventOf<(typeof momentEvents)[number]>;

interface Words {
  readonly title: string | null;
  readonly theme: string | null;
  readonly auspices: string | null;
  readonly place: string | null;
}

export interface Moment {
  readonly status: 'unknown' | 'announced';
  readonly kind: MomentKind;
  readonly year: number;
  readonly dates: MomentDates;
  readonly words: Words;
  readonly goals: { readonly goals: readonly number[]; readonly isComplete: boolean } | null;
  /** By country. */
  readonly reviews: Table<{ readonly state: ReviewState; readonly ordinal: number | null }>;
  /** Numbers are counted with those of retracted entries. */
  readonly messages: { readonly given: number; readonly texts: Table<string> };
  readonly speakers: Table<true>;
  readonly commitments: Table<true>;
}

const wordsIn = ({ title, theme, auspices, place }: Words): Words => ({ title, theme, auspices, place });
const noWords: Words = { title: null, theme: null, auspices: null, place: null };

/** Words as they are once those that are given replace the others. */
const amended = (known: Words, more: Words): Words => ({
  title: more.title ?? known.title,
  theme: more.theme ?? known.theme,
  auspices: more.auspices ?? known.auspices,
  place: more.place ?? known.place,
});

function mustBeAnnounced({ status }: Moment, slug: string): void {
  if (status === 'unknown')
    throw new Refused('ADVOCACY_MOMENT_UNKNOWN', `No advocacy moment has the slug ${slug}.`, 'moment');
}

const ownField = (field: string): readonly string[] => [field];

export const moment: Decider<
  MomentCommand,
  Moment,
  MomentEvent | CorrectionEvent,
  { organisation: boolean; commitment: boolean }
> = {
  events: momentEvents,
  stream: ({ data }) => momentStream(data.moment),
  reads: ({ data }) => ({
    organisation: 'organisation' in data ? knownOrganisation(data.organisation) : null,
    commitment: 'commitment' in data ? related(commitmentStream(data.commitment), presence) : null,
  }),
  initial: {
    status: 'unknown',
    kind: 'other',
    year: 0,
    dates: noDates,
    words: noWords,
    goals: null,
    reviews: Table.empty(),
    messages: { given: 0, texts: Table.empty() },
    speakers: Table.empty(),
    commitments: Table.empty(),
  },
  evolve: on<Moment, MomentEvent | CorrectionEvent>({
    AdvocacyMomentAnnounced: (known, { facts, text }) => ({
      ...known,
      status: 'announced',
      kind: facts.kind,
      year: facts.year,
      dates: datesOf(facts),
      words: text === null ? noWords : wordsIn(text),
    }),
    AdvocacyMomentRescheduled: (known, { facts }) => ({ ...known, dates: datesOf(facts) }),
    AdvocacyMomentAmended: (known, { text }) => ({ ...known, words: amended(known.words, text ?? noWords) }),
    GoalsUnderReviewNamed: (known, { facts: { goals, isComplete } }) => ({ ...known, goals: { goals, isComplete } }),
    VoluntaryReviewRecorded: (known, { facts: { country, state, ordinal } }) => ({
      ...known,
      reviews: known.reviews.with(country, { state, ordinal: ordinal ?? known.reviews.get(country)?.ordinal ?? null }),
    }),
    AdvocacyMessageRecorded: (known, { facts: { message }, text }) => ({
      ...known,
      messages: { given: known.messages.given + 1, texts: known.messages.texts.with(message, text?.text ?? '') },
    }),
    SpeakerRecorded: (known, { facts: { organisation } }) => ({
      ...known,
      speakers: known.speakers.with(organisation, true),
    }),
    CommitmentAnnounced: (known, { facts: { commitment } }) => ({
      ...known,
      commitments: known.commitments.with(commitment, true),
    }),
    EntryRetracted: (known, { facts }) =>
      facts.type === AdvocacyMessageRecorded.type
        ? { ...known, messages: { ...known.messages, given: known.messages.given + 1 } }
        : known,
  }),
  decide: {
    AnnounceAdvocacyMoment: (known, { data }) => {
      const { moment: slug, kind, year, language, note } = data;
      const [dates, words] = [datesOf(data), wordsIn(data)];
      if (known.status === 'announced') {
        if (known.kind === kind && known.year === year && isSame([known.dates, known.words], [dates, words])) return [];
        throw new Refused(
          'ADVOCACY_MOMENT_SLUG_TAKEN',
          `Another advocacy moment has the slug ${slug}; choose another.`,
          'moment',
        );
      }
      mustAgree(dates, year, ownField);
      return [AdvocacyMomentAnnounced({ moment: slug, kind, year, ...dates }, { language, ...words, note })];
    },
    RescheduleAdvocacyMoment: (known, { data }) => {
      mustBeAnnounced(known, data.moment);
      const dates = datesOf(data);
      mustAgree(dates, known.year, ownField);
      return isSame(known.dates, dates)
        ? []
        : [AdvocacyMomentRescheduled({ moment: data.moment, ...dates }, noteOf(data))];
    },
    AmendAdvocacyMoment: (known, { data }) => {
      const { moment: slug, language, note } = data;
      mustBeAnnounced(known, slug);
      const words = wordsIn(data);
      return isSame(amended(known.words, words), known.words)
        ? []
        : [AdvocacyMomentAmended({ moment: slug }, { language, ...words, note })];
    },
    NameGoalsUnderReview: (known, { data }) => {
      const { moment: slug, goals, isComplete } = data;
      mustBeAnnounced(known, slug);
      return isSame(known.goals, { goals, isComplete })
        ? []
        : [GoalsUnderReviewNamed({ moment: slug, goals, isComplete }, noteOf(data))];
    },
    RecordVoluntaryReview: (known, { data }) => {
      const { moment: slug, country, state, ordinal } = data;
      mustBeAnnounced(known, slug);
      const review = known.reviews.get(country);
      if (review?.state === state && (ordinal === null || review.ordinal === ordinal)) return [];
      return [VoluntaryReviewRecorded({ moment: slug, country, state, ordinal }, noteOf(data))];
    },
    RecordAdvocacyMessage: (known, { data: { moment: slug, language, text } }) => {
      mustBeAnnounced(known, slug);
      if (known.messages.texts.values().includes(text)) return [];
      const message = messageCode(slug, known.messages.given + 1);
      return [AdvocacyMessageRecorded({ message, moment: slug }, { language, text })];
    },
    RecordSpeaker: (known, { data }, { organisation: isKnown }) => {
      const { moment: slug, organisation } = data;
      mustBeAnnounced(known, slug);
      if (known.speakers.get(organisation) === true) return [];
      mustBeKnown(isKnown, organisation);
      return [SpeakerRecorded({ moment: slug, organisation }, noteOf(data))];
    },
    RecordCommitmentAnnounced: (known, { data }, { commitment: isKnown }) => {
      const { moment: slug, commitment } = data;
      mustBeAnnounced(known, slug);
      if (known.commitments.get(commitment) === true) return [];
      if (isKnown !== true)
        throw new Refused('COMMITMENT_UNKNOWN', `No commitment has the code ${commitment}.`, 'commitment');
      return [CommitmentAnnounced({ moment: slug, commitment }, noteOf(data))];
    },
  },
};
