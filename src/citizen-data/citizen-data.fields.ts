import type { Language } from '../kernel/values/fields.js';
import { basisOf } from '../platform/graphql/resolvers/batching.js';
import { lists, refersTo, thingFields } from '../platform/graphql/resolvers/thing-fields.js';
import { pageOfArray, type PageRequest } from '../platform/read-model/page.js';
import {
  codeLists,
  versionIn,
  type CodeListDocument,
  type ListVersionDocument,
  type TermDocument,
} from './code-list/code-lists.view.js';
import { isSufficient } from './example/classes.js';
import { recommendedFor } from './example/example-lists.view.js';
import { examples, type ExampleDocument } from './example/examples.view.js';
import { experienceListing, type ExperienceDocument } from './experience/experiences.view.js';
import { sideBySide, type GuidelineDocument } from './guideline/guidelines.view.js';
import { cardListing, shownVersion, type CardDocument, type CardVersionDocument } from './newcomers/cards.view.js';
import { checkAgo, type CourseDocument } from './newcomers/courses.view.js';
import { examplesOfMethod, methods, type MethodDocument } from './newcomers/methods.view.js';
import { lastOn, type ReadinessDocument } from './readiness/readiness.view.js';

const slug = ({ slug }: { readonly slug: string }): string => slug;

/** The label of a term in a language, or else in English. */
export const labelOf = ({ labels }: Pick<TermDocument, 'labels'>, language: Language): string | null =>
  (labels.find((one) => one.language === language) ?? labels.find((one) => one.language === 'en'))?.label ?? null;

/** The version of a list by which a record was classified, looked up for all records that came together. */
const versionOf =
  <D extends object>(
    name: string,
    of: (document: D) => { readonly codeList: string; readonly version: string } | null,
  ) =>
  (document: D): ListVersionDocument | null => {
    const found = refersTo<D, CodeListDocument>(codeLists, name, (one) => of(one)?.codeList ?? null)(document);
    return found === null ? null : versionIn(found, of(document)?.version);
  };

/** A code of another context's record, and the list that it is of; the newest version where none is named. */
interface NamedByList {
  readonly code: string | null;
  readonly codeList: string | null;
  readonly version: string | null;
}
const listOf = (named: NamedByList): ListVersionDocument | null => {
  const found = refersTo<NamedByList, CodeListDocument>(codeLists, 'list', ({ codeList }) => codeList)(named);
  return found === null ? null : versionIn(found, named.version);
};

/** The fields that are more than a property of a document. */
export const citizenDataFields = {
  CodeList: {
    ...thingFields<CodeListDocument>('codeList', slug),
    version: (list: CodeListDocument, { version }: { readonly version?: string | null }) => versionIn(list, version),
  },
  CodeListVersion: {
    terms: ({ terms }: ListVersionDocument, { group, ...args }: PageRequest & { readonly group?: string | null }) =>
      pageOfArray(group == null ? terms : terms.filter((one) => one.group === group), ({ code }) => code, args),
  },
  ListTerm: {
    label: (term: TermDocument, { language }: { readonly language: Language }) => labelOf(term, language),
  },
  Example: {
    ...thingFields<ExampleDocument>('example', slug),
    isSufficient: ({ participationStep }: ExampleDocument) => isSufficient(participationStep),
    taxonomy: versionOf<ExampleDocument>('taxonomy', ({ categories }) => categories),
    judgement: ({ judgements }: ExampleDocument) => judgements.at(-1) ?? null,
    experiences: lists<ExampleDocument>('experiences', 'example', slug, () => experienceListing()),
  },
  InclusionDimension: {
    term: (dimension: NamedByList): TermDocument | null =>
      listOf(dimension)?.terms.find(({ code }) => code === dimension.code) ?? null,
  },
  Experience: {
    ...thingFields<ExperienceDocument>('experience', ({ code }) => code),
    example: refersTo<ExperienceDocument, ExampleDocument>(examples, 'example', ({ example }) => example),
  },
  CountryReadiness: {
    ...thingFields<ReadinessDocument>('readiness', ({ country }) => country),
    definition: (document: ReadinessDocument) => lastOn(document, 'definition'),
    stewardship: (document: ReadinessDocument) => lastOn(document, 'stewardship'),
    standards: (document: ReadinessDocument) => lastOn(document, 'standards'),
    suitability: (document: ReadinessDocument) => lastOn(document, 'suitability'),
  },
  Method: {
    ...thingFields<MethodDocument>('method', slug),
    examples: lists<MethodDocument>('examples', 'method', slug, () => examplesOfMethod),
    cards: lists<MethodDocument>('cards', 'method', slug, () => cardListing(null)),
  },
  Card: {
    ...thingFields<CardDocument>('card', slug),
    method: refersTo<CardDocument, MethodDocument>(methods, 'method', ({ method }) => method),
    shown: shownVersion,
  },
  CardVersion: {
    wording: ({ wordings }: CardVersionDocument, { language }: { readonly language: Language }) =>
      wordings.find((one) => one.language === language) ?? null,
  },
  Course: {
    ...thingFields<CourseDocument>('course', slug),
    checked: (course: CourseDocument) => checkAgo(course, basisOf(course).effectiveOn),
  },
  Guideline: {
    recommendedFor: lists<GuidelineDocument>('recommendedFor', 'guideline', slug, () => recommendedFor),
    ...thingFields<GuidelineDocument>('guideline', slug),
    compare: (
      document: GuidelineDocument,
      { from, to }: { readonly from?: number | null; readonly to?: number | null },
    ) => sideBySide(document, from, to),
  },
};
