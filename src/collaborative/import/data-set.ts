import { z } from 'zod';
import type { DataSet as CharterRecords } from '../../charter/import/data-set.js';
import { OrganisationSlug } from '../../kernel/organisation.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Country } from '../../kernel/values/countries.js';
import { maybe, WebAddress, wholeNumber } from '../../kernel/values/fields.js';
import { SdgGoal } from '../../kernel/values/sdg.js';
import { Description, Name, Title, Wording } from '../../kernel/values/words.js';
import { note, some, SourceId, sourceUrls, When } from '../../platform/import/record-fields.js';
import { MomentSlug, TeamSlug } from '../names.js';

const ReviewRecord = z.strictObject({
  country: Country,
  state: z.enum(['listed', 'presented']),
  ordinal: maybe(wholeNumber(1, 50)),
  sourceUrl: maybe(WebAddress),
  ordinalSourceUrl: maybe(WebAddress),
});

const SessionRecord = z.strictObject({
  year: wholeNumber(1900, 2200),
  auspices: maybe(Wording),
  startsOn: When,
  endsOn: When,
  ministerialStartsOn: When,
  ministerialEndsOn: When,
  theme: maybe(Description),
  sdgsReviewed: some(SdgGoal),
  sdgsReviewedComplete: maybe(z.boolean()),
  vnrCountriesAmongChampions: z.array(Country).default([]),
  vnrs: z.array(ReviewRecord).default([]),
  vnrCount: maybe(wholeNumber(0)),
  vnrCountSourceUrl: maybe(WebAddress),
  note,
  sourceUrls,
});

const slugs = z.array(OrganisationSlug).default([]);

const TaskTeamRecord = z.strictObject({
  id: TeamSlug,
  name: Name,
  organisations: slugs,
  partners: slugs,
  funders: slugs,
  partnersNote: note,
  stage: maybe(Wording),
  definition: maybe(Description),
  methods: z.array(Name).default([]),
  usualOrganisers: z.array(Name).default([]),
  goals: z.array(Description).default([]),
  outputs: z.array(Title).default([]),
  goalsNote: note,
  sourceUrls,
});

const eventKinds = [
  ...['committee', 'data_forum', 'expert_group', 'festival', 'launch', 'national_meeting', 'peer_exchange'],
  ...['side_event', 'statistical_commission', 'summit', 'training', 'webinar', 'workshop'],
] as const;

const EventRecord = z.strictObject({
  id: MomentSlug,
  title: Title,
  kind: z.enum(eventKinds),
  advocacyMoment: z.boolean(),
  startsOn: PartialDate,
  endsOn: When,
  place: maybe(Wording),
  organisers: slugs,
  participants: slugs,
  description: note,
  sourceUrl: maybe(WebAddress),
  moreSourceUrls: sourceUrls,
});

const CollaborativeRecord = z.strictObject({
  name: Name,
  organisation: OrganisationSlug,
  host: maybe(Name),
  hostOrganisation: maybe(OrganisationSlug),
  purpose: maybe(Description),
  cadence: maybe(Wording),
  cadenceMonths: maybe(z.strictObject({ min: wholeNumber(1, 60), max: wholeNumber(1, 60) })),
  meetingMode: maybe(Wording),
  meetingPurpose: z.array(Name).default([]),
  meetings: z.array(z.looseObject({ id: SourceId })).default([]),
  meetingsNote: note,
  taskTeams: z.array(TaskTeamRecord).default([]),
  relatedEvents: z.array(EventRecord).default([]),
  neighbours: z.array(z.looseObject({ id: SourceId })).default([]),
  sourceUrls,
});

export const collaborativeSections = {
  collaborative: CollaborativeRecord.nullish(),
  hlpfSessions: z.array(SessionRecord).default([]),
};

type OwnRecords = z.output<z.ZodObject<typeof collaborativeSections>>;
export type SessionRecord = OwnRecords['hlpfSessions'][number];
export type CollaborativeRecord = NonNullable<OwnRecords['collaborative']>;

/** What is read of a data set: the collaborative, the sessions, and when the charter was launched. */
export type DataSet = OwnRecords & Partial<Pick<CharterRecords, 'charter'>>;
