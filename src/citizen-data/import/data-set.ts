import { z } from 'zod';
import { ListSlug, TermCode } from '../../kernel/code-list.js';
import { OrganisationSlug } from '../../kernel/organisation.js';
import { Country } from '../../kernel/values/countries.js';
import { maybe, WebAddress, wholeNumber } from '../../kernel/values/fields.js';
import { isSdgIndicator, LinkBasis, SdgGoal, SdgTarget } from '../../kernel/values/sdg.js';
import { Description, Name, Note, Title, Wording } from '../../kernel/values/words.js';
import { note, some, sourceUrls, When } from '../../platform/import/record-fields.js';
import { DataKind, GovernmentUse } from '../example/classes.js';
import { ExampleSlug, GuidelineSlug } from '../names.js';

/** Whether a text is a goal, such as `14`. */
export const isGoal = (code: string): boolean => SdgGoal.safeParse(Number(code)).success;
export const isTarget = (code: string): boolean => SdgTarget.safeParse(code).success;

const Sdg = z
  .string()
  .refine(
    (code) => isGoal(code) || isTarget(code) || isSdgIndicator(code),
    'must be a goal, target or indicator, such as 14, 14.1 or 14.1.1',
  );

const ExampleRecord = z.strictObject({
  id: ExampleSlug,
  title: Title,
  organisation: maybe(Name),
  organisations: z.array(OrganisationSlug).default([]),
  dataKind: maybe(DataKind),
  dataKindSourceUrl: maybe(WebAddress),
  country: maybe(Country),
  countries: z.array(Country).default([]),
  sector: maybe(Name),
  methodology: maybe(Description),
  sdgs: z.array(Sdg).default([]),
  sdgsBasis: maybe(LinkBasis),
  governmentUse: maybe(Description),
  usePhase: maybe(GovernmentUse),
  sourceUrl: maybe(WebAddress),
  moreSourceUrls: sourceUrls,
});

const CriteriaSetRecord = z.strictObject({
  id: ListSlug,
  title: Title,
  publishers: z.array(OrganisationSlug).default([]),
  partners: z.array(OrganisationSlug).default([]),
  country: maybe(Country),
  validFrom: When,
  appliesTo: maybe(Wording),
  complete: maybe(z.boolean()),
  count: maybe(wholeNumber(0)),
  criteria: z
    .array(
      z.strictObject({
        code: TermCode,
        label: maybe(Wording),
        group: maybe(TermCode),
        status: z.enum(['confirmed', 'not_read']),
        note,
      }),
    )
    .default([]),
  process: z.array(Description).default([]),
  note,
  sourceUrls,
});

/** A word of a framework, in one of its lists. */
const WordRecord = z.looseObject({
  code: maybe(TermCode),
  label: maybe(Wording),
  name: maybe(Wording),
  summary: maybe(Description),
  step: maybe(wholeNumber(1, 1000)),
  sufficient: maybe(z.boolean()),
  minimum: maybe(z.boolean()),
});
const words = z.array(WordRecord).default([]);

const FrameworkRecord = z.looseObject({
  id: GuidelineSlug,
  title: Title,
  stewardOrganisations: z.array(OrganisationSlug).default([]),
  draftedOn: When,
  draftNote: note,
  endorsedOn: When,
  endorsedBy: maybe(OrganisationSlug),
  endorsedAt: maybe(Wording),
  conflicts: z.array(z.looseObject({ note: Note })).default([]),
  definition: maybe(Description),
  participationLadder: words,
  ladderNote: note,
  functions: some(z.looseObject({ code: TermCode, summary: Description })),
  valueChainStages: words,
  valueChainNote: note,
  dataKinds: words,
  initiativeKinds: words,
  initiativeKindsNote: note,
  collectionForms: words,
  principles: words,
  principlesNote: note,
  implementation: z.looseObject({ note }).nullish(),
  sourceUrls,
});

export const citizenDataSections = {
  cgdExamples: z.array(ExampleRecord).default([]),
  citizenDataFrameworks: z.array(FrameworkRecord).default([]),
  qualityCriteriaSets: z.array(CriteriaSetRecord).default([]),
};
export type DataSet = z.output<z.ZodObject<typeof citizenDataSections>>;
export type WordRecord = z.output<typeof WordRecord>;
