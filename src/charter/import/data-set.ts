import { z } from 'zod';
import { Country } from '../../kernel/values/countries.js';
import { Decimal, Language, maybe, WebAddress } from '../../kernel/values/fields.js';
import { LinkBasis, SdgGoal, SdgIndicator } from '../../kernel/values/sdg.js';
import { Deadline } from '../../kernel/time/deadline.js';
import { Description, Name, Narrative, Note, Title, Wording } from '../../kernel/values/words.js';
import { PlanLabel, Slug } from '../vocabulary/codes.js';
import {
  ActionPlanKind,
  Barrier,
  ChampionKind,
  CharterStepKind,
  Claimed,
  CommitmentKind,
  Dimension,
  DisaggregationState,
  EvidenceKind,
  PrincipleNumber,
  ReasonCode,
  Unit,
} from '../vocabulary/vocabulary.js';
import { Numeral } from '../../platform/import/file-faults.js';
import { Bound, ids, note, some, SourceId, When } from '../../platform/import/record-fields.js';

const PeriodRecord = z
  .strictObject({ start: When, end: When })
  .transform((period) => (period.start === null && period.end === null ? null : period));
const LanguageCode = z.string().regex(/^[a-z]{2,3}$/, 'must be a language code such as en');
const Titles = z.partialRecord(Language, Title.nullable());

/** A figure, as a number or as text. Its digits are kept as they stand in the file; what the register cannot keep exactly is refused. */
const Figure = z.preprocess(
  (value) => (value instanceof Numeral ? value.literal : typeof value === 'number' ? String(value) : value),
  z
    .string('must be a number')
    .refine(
      (text) => Decimal.safeParse(text).success,
      'must be a decimal number such as 33.3, with at most 15 digits before and 9 after the point and without exponent; round it as the source does',
    ),
);
const Reading = maybe(z.strictObject({ value: Figure, on: When }));
const IndicatorRecord = z.strictObject({
  name: Title,
  unit: maybe(Unit),
  baseline: Reading,
  target: Reading,
  language: maybe(Language),
});

const CommitmentRecord = z.strictObject({
  id: SourceId,
  language: maybe(Language),
  title: Title,
  description: maybe(Description),
  kind: maybe(CommitmentKind),
  principles: some(PrincipleNumber),
  principlesBasis: maybe(LinkBasis),
  frameworkPrinciple: maybe(Name),
  disaggregationDimensions: some(Dimension),
  dimensionsBasis: maybe(LinkBasis),
  populations: some(Name),
  sdgGoals: some(SdgGoal),
  sdgIndicators: some(SdgIndicator),
  sdgBasis: maybe(LinkBasis),
  responsible: maybe(Name),
  startDate: When,
  dueDate: maybe(Deadline),
  dueText: maybe(Wording),
  note,
  milestones: some(
    z.strictObject({
      id: SourceId.nullish(),
      title: Title,
      dueDate: maybe(Deadline),
      dueText: maybe(Wording),
      language: maybe(Language),
    }),
  ),
  indicators: some(IndicatorRecord),
  knownStatus: maybe(
    z.strictObject({
      status: Wording,
      asOf: When,
      note,
      sourceUrl: WebAddress,
      claimed: maybe(Claimed),
      reasonCode: maybe(ReasonCode),
    }),
  ),
  sourceUrls: z.array(WebAddress).default([]),
  publishedNotLaterThan: Bound,
  populationGroups: z.array(Name).default([]),
  responsibleOrganisation: SourceId.nullish(),
  responsibleRole: Wording.nullish(),
});

const PlanRecord = z
  .strictObject({
    id: SourceId,
    champion: Slug,
    label: maybe(PlanLabel),
    language: maybe(Language),
    title: Title,
    planType: ActionPlanKind,
    period: maybe(PeriodRecord),
    publishedOn: When,
    document: maybe(WebAddress),
    status: maybe(z.enum(['current', 'superseded', 'concluded', 'period_ended', 'monitoring_ended', 'in_development'])),
    supersedes: maybe(SourceId),
    coSigners: some(Name),
    note,
    sourceUrl: maybe(WebAddress),
    commitments: some(CommitmentRecord),
    publishedNotLaterThan: Bound,
    coSignerOrganisations: ids,
    otherOrganisations: ids,
    /** The month, 1 to 12, in which the fiscal years begin that its deadlines speak of. */
    fiscalYearStart: z.int().min(1, 'must be a month, 1 to 12').max(12, 'must be a month, 1 to 12').nullish(),
  })
  .transform(({ commitments, ...plan }) => ({
    ...plan,
    commitments: commitments ?? [],
    listsCommitments: commitments !== null,
  }));

const ChampionRecord = z.strictObject({
  id: Slug,
  name: Name,
  shortName: maybe(Name),
  kind: ChampionKind,
  country: maybe(Country),
  joinedOn: When,
  institutions: some(Name),
  status: maybe(z.enum(['active', 'ceased', 'absorbed'])),
  statusNote: note,
  formerNames: z.array(Name).default([]),
  note,
  sourceUrls: z.array(WebAddress).default([]),
  language: maybe(Language),
  joinedNotEarlierThan: Bound,
  joinedNotLaterThan: Bound,
  foundingChampion: z.boolean().nullish(),
  foundingChampionSourceUrl: WebAddress.nullish(),
  organisations: ids,
  formerOrganisations: ids,
});

/** A report as a source gives it, or as a champion submits one: the second half is only in the latter. */
const ProgressReport = z.strictObject({
  id: SourceId,
  champion: maybe(Slug),
  round: maybe(Name),
  year: maybe(z.int().min(1000).max(9999)),
  summary: maybe(Narrative),
  plan: maybe(SourceId),
  commitmentIds: z.array(SourceId).default([]),
  relation: maybe(z.enum(['direct', 'aggregate', 'inferred'])),
  statusCounts: maybe(z.object({ unit: z.enum(['count', 'percent']), base: z.int().min(0) }).catchall(Figure)),
  sourceUrl: maybe(WebAddress),
  commitment: maybe(SourceId),
  language: maybe(Language),
  reportedOn: When,
  period: maybe(PeriodRecord),
  claimed: maybe(Claimed),
  reasonCode: maybe(ReasonCode),
  sourceStatus: maybe(Wording),
  barriers: some(Barrier),
  note,
  disaggregation: some(z.strictObject({ dimension: Dimension, state: DisaggregationState })),
  evidence: some(
    z.strictObject({ url: WebAddress, kind: maybe(EvidenceKind), language: maybe(Language), title: maybe(Title) }),
  ),
  /** Each names an indicator of its commitment by its name. */
  measurements: some(z.strictObject({ indicator: Title, value: Figure, on: When })),
});

const lifecycleEventTypes = [
  'champion_joined',
  'commitment_completed',
  'commitment_completed_late',
  'commitment_reshaped',
  'commitments_added',
  'commitments_discontinued',
  'institution_absorbed',
  'institution_closed',
  'institution_merged',
  'institution_renamed',
  'monitoring_ended',
  'monitoring_round_held',
  'plan_concluded',
  'plan_launched',
  'plan_presented',
  'plan_published',
  'plan_renewed',
  'plan_reviewed',
  'plan_superseded',
  'scope_expanded',
] as const;

const LifecycleRecord = z.strictObject({
  id: SourceId,
  type: z.enum(lifecycleEventTypes),
  champion: maybe(Slug),
  plan: maybe(SourceId),
  commitment: maybe(SourceId),
  occurredOn: When,
  description: Note,
  sourceUrl: maybe(WebAddress),
  organisations: ids,
});

const StepRecord = z.strictObject({
  date: When,
  kind: CharterStepKind,
  title: Title,
  organisations: ids,
  sourceUrl: maybe(WebAddress),
});

const CharterRecord = z.looseObject({
  milestones: z.array(StepRecord).default([]),
  founders: z.looseObject({ note }).nullish(),
  hostOrganisation: maybe(SourceId),
  names: z.record(LanguageCode, Name.nullable()).default({}),
  nameSources: z.record(LanguageCode, WebAddress).default({}),
  launchedOn: When,
  launchNote: note,
  host: maybe(Name),
  vision: Description,
  documentLanguages: some(Language),
  whoMayJoin: some(Name),
  obligations: some(Name),
  principles: z
    .array(
      z.strictObject({
        number: PrincipleNumber,
        title: Titles,
        summary: maybe(Description),
        sourceUrls: z.array(WebAddress).default([]),
      }),
    )
    .length(5, 'must be the five principles'),
  championCounts: z
    .array(z.strictObject({ asOf: When, count: z.int().min(0), qualifier: maybe(Wording), sourceUrl: WebAddress }))
    .default([]),
  sourceUrls: z.array(WebAddress).default([]),
});

/**
 * The shape of a data set; version 2 extends version 1 without changing it. Every section is optional. Null,
 * and a missing field, mean that no source says.
 */
export const charterSections = {
  charter: CharterRecord.nullish(),
  champions: z.array(ChampionRecord).default([]),
  unconfirmedChampions: z
    .array(z.strictObject({ name: Name, reason: Note, organisation: SourceId.nullish() }))
    .default([]),
  actionPlans: z.array(PlanRecord).default([]),
  networkCommitments: z
    .array(
      z.strictObject({
        id: SourceId,
        owner: Name,
        ownerOrganisation: SourceId.nullish(),
        title: Title,
        period: maybe(PeriodRecord),
        sourceUrl: maybe(WebAddress),
        items: z
          .array(z.strictObject({ id: SourceId, title: Title, target: maybe(Figure), unit: maybe(Unit) }))
          .default([]),
      }),
    )
    .default([]),
  progressReports: z.array(ProgressReport).default([]),
  lifecycleEvents: z.array(LifecycleRecord).default([]),
};
export type DataSet = z.output<z.ZodObject<typeof charterSections>>;
