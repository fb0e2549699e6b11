import { z } from 'zod';
import {
  codeListState,
  ListSlug,
  listStream,
  ListVersion,
  mustBeTerm,
  TermCode,
  versionOf,
  type CodeList,
} from '../../kernel/code-list.js';
import { Country } from '../../kernel/values/countries.js';
import { on, related, relatedAll, type Decider, type RelatedState } from '../../kernel/decider.js';
import { Language, list, maybe, newList, wholeNumber } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { LinkBasis, SdgGoal, SdgIndicator, SdgTarget } from '../../kernel/values/sdg.js';
import { Description, Name, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { ExampleSlug, exampleStream } from '../names.js';
import {
  Consent,
  DataKind,
  GovernmentUse,
  Ownership,
  RetirementReason,
  ReviewOutcome,
  ValueChainStage,
  Verdict,
} from './classes.js';

const about = { example: ExampleSlug, ...noteFields };

const content = {
  kind: maybe(DataKind),
  participationStep: maybe(wholeNumber(1, 5)),
  sdgBasis: maybe(LinkBasis),
  sector: maybe(Name),
  governmentUse: maybe(GovernmentUse),
  consent: maybe(Consent),
  ownership: maybe(Ownership),
};
const words = {
  method: maybe(Description),
  consentNote: maybe(Description),
  governmentUseNote: maybe(Description),
};

export class SubmitExample extends command('SubmitExample', {
  ...about,
  title: Title,
  ...words,
  ...content,
  stages: list(ValueChainStage),
  sdgGoals: list(SdgGoal),
  sdgTargets: list(SdgTarget),
  sdgIndicators: list(SdgIndicator),
  populations: list(TermCode),
  countries: list(Country),
  organisations: list(OrganisationSlug, 20),
}) {}
export class UpdateExample extends command('UpdateExample', {
  ...about,
  title: maybe(Title),
  ...words,
  ...content,
  stages: newList(ValueChainStage),
  sdgGoals: newList(SdgGoal),
  sdgTargets: newList(SdgTarget),
  sdgIndicators: newList(SdgIndicator),
  populations: newList(TermCode),
  countries: newList(Country),
  organisations: newList(OrganisationSlug, 20),
}) {}
export class ReviewExample extends command('ReviewExample', {
  ...about,
  outcome: ReviewOutcome,
  reviewer: maybe(OrganisationSlug),
}) {}
export class PublishExample extends command('PublishExample', about) {}
export class CategoriseExample extends command('CategoriseExample', {
  ...about,
  codeList: ListSlug,
  version: ListVersion,
  terms: list(TermCode, 50),
}) {}
export class JudgeExample extends command('JudgeExample', {
  ...about,
  codeList: ListSlug,
  version: ListVersion,
  verdict: Verdict,
  criteriaMet: list(TermCode, 50),
  judge: OrganisationSlug,
}) {}
export class RetireExample extends command('RetireExample', { ...about, reasonCode: RetirementReason }) {}

export const exampleCommands = [
  SubmitExample,
  UpdateExample,
  ReviewExample,
  PublishExample,
  CategoriseExample,
  JudgeExample,
  RetireExample,
] as const;
export type ExampleCommand = InstanceType<(typeof exampleCommands)[number]>;

const facts = {
  kind: DataKind.nullable(),
  participationStep: z.int().nullable(),
  sdgBasis: LinkBasis.nullable(),
  sector: Name.nullable(),
  governmentUse: GovernmentUse.nullable(),
  consent: Consent.nullable(),
  ownership: Ownership.nullable(),
};
const lists = {
  stages: z.array(ValueChainStage),
  sdgGoals: z.array(SdgGoal),
  sdgTargets: z.array(SdgTarget),
  sdgIndicators: z.array(SdgIndicator),
  populations: z.array(TermCode),
  countries: z.array(Country),
  organisations: z.array(OrganisationSlug),
};
const texts = {
  method: Description.nullable(),
  consentNote: Description.nullable(),
  governmentUseNote: Description.nullable(),
  note: Note.nullable(),
};

/** Somebody submitted an example of citizen data for review. Null means that nobody has said it, never "no". */
export const ExampleSubmitted = event(
  'ExampleSubmitted',
  { example: ExampleSlug, ...facts, ...lists },
  { language: Language, title: Title, ...texts },
  { opens: 'stream' },
);
/** What is said of it changed; null leaves a field as it was. */
export const ExampleUpdated = event(
  'ExampleUpdated',
  {
    example: ExampleSlug,
    ...facts,
    stages: lists.stages.nullable(),
    sdgGoals: lists.sdgGoals.nullable(),
    sdgTargets: lists.sdgTargets.nullable(),
    sdgIndicators: lists.sdgIndicators.nullable(),
    populations: lists.populations.nullable(),
    countries: lists.countries.nullable(),
    organisations: lists.organisations.nullable(),
  },
  { language: Language, title: Title.nullable(), ...texts },
);
/** Somebody read it and decided whether it can be published. */
export const ExampleReviewed = event(
  'ExampleReviewed',
  { example: ExampleSlug, outcome: ReviewOutcome, reviewer: OrganisationSlug.nullable() },
  noteText,
);
export const ExamplePublished = event('ExamplePublished', { example: ExampleSlug }, noteText);
/** It was classified by a version of a taxonomy: each term with its group there. */
export const ExampleCategorised = event(
  'ExampleCategorised',
  {
    example: ExampleSlug,
    codeList: ListSlug,
    version: ListVersion,
    terms: z.array(z.strictObject({ code: TermCode, group: TermCode.nullable() })),
  },
  noteText,
);
/** An organisation judged, on the effective date, whether it is promising, by published criteria. */
export const ExampleJudged = event(
  'ExampleJudged',
  {
    example: ExampleSlug,
    codeList: ListSlug,
    version: ListVersion,
    verdict: Verdict,
    criteriaMet: z.array(TermCode),
    judge: OrganisationSlug,
  },
  noteText,
);
/** It is no longer offered as an example. */
export const ExampleRetired = event('ExampleRetired', { example: ExampleSlug, reasonCode: RetirementReason }, noteText);

export const exampleEvents = [
  ExampleSubmitted,
  ExampleUpdated,
  ExampleReviewed,
  ExamplePublished,
  ExampleCategorised,
  ExampleJudged,
  ExampleRetired,
] as const;
export type ExampleEvent = EventOf<(typeof exampleEvents)[number]>;

export interface Example {
  readonly status: 'unknown' | 'submitted' | 'reviewed' | 'published' | 'retired';
  readonly outcome: ReviewOutcome | null;
  readonly reviewer: string | null;
  /** All that an update can change. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly categories: unknown;
  readonly judgement: unknown;
}

/** The fields that are not null. */
const given = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const contentOf = ({ facts, text }: Pick<ExampleEvent, 'facts' | 'text'>): Record<string, unknown> => {
  const { example: _, ...rest } = facts;
  const { language: __, note: ___, ...wording } = text ?? { language: null, note: null };
  return { ...given(rest), ...given(wording) };
};

export const exampleState = {
  initial: { status: 'unknown', outcome: null, reviewer: null, content: {}, categories: null, judgement: null },
  evolve: on<Example, ExampleEvent>({
    ExampleSubmitted: (known, event) => ({ ...known, status: 'submitted', content: contentOf(event) }),
    ExampleUpdated: (known, event) => ({
      ...known,
      // What is published stays published; before that, what was changed is reviewed again.
      status: known.status === 'reviewed' ? 'submitted' : known.status,
      content: { ...known.content, ...contentOf(event) },
    }),
    ExampleReviewed: (known, { facts: { outcome, reviewer } }) => ({ ...known, status: 'reviewed', outcome, reviewer }),
    ExamplePublished: (known) => ({ ...known, status: 'published' }),
    ExampleCategorised: (known, { facts: { codeList, version, terms } }) => ({
      ...known,
      categories: { codeList, version, terms },
    }),
    ExampleJudged: (known, { facts: { example: _, ...judgement } }) => ({ ...known, judgement }),
    ExampleRetired: (known) => ({ ...known, status: 'retired' }),
  }),
} as const satisfies { readonly initial: Example; readonly evolve: unknown };

/** Refuses an example that is not in the register, or was retired. */
export function mustBeOffered({ status }: Pick<Example, 'status'>, slug: string, field = 'example'): void {
  if (status === 'unknown') throw new Refused('EXAMPLE_UNKNOWN', `No example has the slug ${slug}.`, field);
  if (status === 'retired') throw new Refused('EXAMPLE_RETIRED', `The example ${slug} has been retired.`, field);
}

interface Others {
  readonly organisations: ReadonlyMap<string, boolean>;
  readonly list: CodeList;
}

const organisationsIn = (data: object): readonly string[] => {
  const { organisations, reviewer, judge } = data as {
    readonly organisations?: readonly string[] | null;
    readonly reviewer?: string | null;
    readonly judge?: string;
  };
  return [...(organisations ?? []), reviewer, judge].filter((slug) => typeof slug === 'string');
};

function mustAllBeKnown(
  slugs: readonly string[] | null,
  { organisations }: { organisations: Others['organisations'] | null },
) {
  for (const [index, slug] of (slugs ?? []).entries())
    mustBeKnown(organisations?.get(slug), slug, ['organisations', String(index)]);
}

const listOf = (data: object): RelatedState<CodeList> | null =>
  'codeList' in data ? related(listStream(String(data.codeList)), codeListState) : null;

export const example: Decider<ExampleCommand, Example, ExampleEvent, Others> = {
  ...exampleState,
  events: exampleEvents,
  stream: ({ data }) => exampleStream(data.example),
  reads: ({ data }) => ({
    organisations: relatedAll(new Map(organisationsIn(data).map((slug) => [slug, knownOrganisation(slug)]))),
    list: listOf(data),
  }),
  decide: {
    SubmitExample: (known, { data }, others) => {
      const { example, language, title, method, consentNote, governmentUseNote, note, ...rest } = data;
      const submitted = ExampleSubmitted(
        { example, ...rest },
        { language, title, method, consentNote, governmentUseNote, note },
      );
      if (known.status !== 'unknown' && isSame(known.content, contentOf(submitted))) return [];
      if (known.status !== 'unknown')
        throw new Refused(
          'EXAMPLE_SUBMITTED',
          `The slug ${example} belongs to another example. Update it, or choose another slug.`,
          'example',
        );
      mustAllBeKnown(data.organisations, others);
      return [submitted];
    },
    UpdateExample: (known, { data }, others) => {
      const { example, language, title, method, consentNote, governmentUseNote, note, ...rest } = data;
      mustBeOffered(known, example);
      mustAllBeKnown(data.organisations, others);
      const updated = ExampleUpdated(
        { example, ...rest },
        { language, title, method, consentNote, governmentUseNote, note },
      );
      if (isSame(known.content, { ...known.content, ...contentOf(updated) })) return [];
      const isWordless = [title, method, consentNote, governmentUseNote, note].every((text) => text === null);
      return [isWordless ? { ...updated, text: null } : updated];
    },
    ReviewExample: (known, { data }, { organisations }) => {
      const { example, outcome, reviewer, note } = data;
      if (known.status === 'reviewed' && known.outcome === outcome && known.reviewer === reviewer) return [];
      mustBeOffered(known, example);
      if (known.status === 'published')
        throw new Refused(
          'EXAMPLE_PUBLISHED',
          `The example ${example} is published already: update or retire it.`,
          'example',
        );
      if (reviewer !== null) mustBeKnown(organisations?.get(reviewer), reviewer, 'reviewer');
      if (outcome !== 'accepted' && note === null)
        throw new Refused('REASON_REQUIRED', 'Explain in the note why it was not accepted.', 'note');
      return [ExampleReviewed({ example, outcome, reviewer }, noteOf(data))];
    },
    PublishExample: (known, { data }) => {
      if (known.status === 'published') return [];
      mustBeOffered(known, data.example);
      if (known.status !== 'reviewed' || known.outcome !== 'accepted')
        throw new Refused(
          'EXAMPLE_NOT_ACCEPTED',
          `The example ${data.example} was not accepted by a review yet.`,
          'example',
        );
      return [ExamplePublished({ example: data.example }, noteOf(data))];
    },
    CategoriseExample: (known, { data }, { list }) => {
      const { example, codeList, version } = data;
      mustBeOffered(known, example);
      const terms = versionOf(list, data, 'example_taxonomy');
      const categories = {
        codeList,
        version,
        terms: data.terms.map((code, index) => ({
          code,
          group: mustBeTerm(terms, code, ['terms', String(index)]).group,
        })),
      };
      return isSame(known.categories, categories) ? [] : [ExampleCategorised({ example, ...categories }, noteOf(data))];
    },
    JudgeExample: (known, { data }, { list, organisations }) => {
      const { example, codeList, version, verdict, criteriaMet, judge } = data;
      mustBeOffered(known, example);
      const terms = versionOf(list, data, 'promising_criteria');
      for (const [index, code] of criteriaMet.entries()) mustBeTerm(terms, code, ['criteriaMet', String(index)]);
      mustBeKnown(organisations?.get(judge), judge, 'judge');
      const judgement = { codeList, version, verdict, criteriaMet, judge };
      return isSame(known.judgement, judgement) ? [] : [ExampleJudged({ example, ...judgement }, noteOf(data))];
    },
    RetireExample: (known, { data }) => {
      const { example, reasonCode } = data;
      if (known.status === 'retired') return [];
      mustBeOffered(known, example);
      return [ExampleRetired({ example, reasonCode }, noteOf(data))];
    },
  },
};
