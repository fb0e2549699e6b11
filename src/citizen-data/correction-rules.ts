import type { CorrectionRules, SetRight } from '../kernel/correction/correct-entry.js';
import {
  codeListState,
  listStream,
  mustBeTerm,
  versionOf,
  type CodeList,
  type ListPurpose,
} from '../kernel/code-list.js';
import { related, relatedAll } from '../kernel/decider.js';
import type { Recorded } from '../kernel/message.js';
import { Refused } from '../kernel/refusal.js';
import { knownOrganisation, mustBeKnown } from '../kernel/organisation.js';
import type { GuidelineEvent } from './guideline/guideline.js';

interface Others {
  readonly list: CodeList;
  readonly organisations: ReadonlyMap<string, boolean>;
}

/** The facts of an entry that names codes of a list, or organisations. */
interface Naming {
  readonly codeList?: string;
  readonly version?: string;
  readonly organisations?: readonly string[] | null;
  readonly publishers?: readonly string[];
}

/** Which list the codes of an entry are of, and where they stand, by its type. */
const codes: Readonly<
  Record<string, { purpose: ListPurpose; field: string; of: (facts: never) => readonly string[] }>
> = {
  ExampleCategorised: {
    purpose: 'example_taxonomy',
    field: 'terms',
    of: ({ terms }: { terms: readonly { code: string }[] }) => terms.map(({ code }) => code),
  },
  QualityAssessed: {
    purpose: 'quality_criteria',
    field: 'ratings',
    of: ({ ratings }: { ratings: readonly { criterion: string }[] }) => ratings.map(({ criterion }) => criterion),
  },
  ExampleJudged: {
    purpose: 'promising_criteria',
    field: 'criteriaMet',
    of: ({ criteriaMet }: { criteriaMet: readonly string[] }) => criteriaMet,
  },
};

/** The facts of the entry once it is set right; null where it no longer stands. */
const factsAfter = ({ after, entry }: SetRight): Naming | null =>
  (after.find((one) => one.entry === entry.entry)?.facts as Naming | undefined) ?? null;

const organisationsIn = ({ organisations, publishers }: Naming): readonly (readonly [string, string])[] => [
  ...(organisations ?? []).map((slug) => ['organisations', slug] as const),
  ...(publishers ?? []).map((slug) => ['publishers', slug] as const),
];

/** Refuses a version of a guideline with more or fewer recommendations than it counts: others name them by their numbers. */
function mustCount({ after, entry }: SetRight): void {
  const { facts, text } = after.find((one) => one.entry === entry.entry) as Recorded<GuidelineEvent>;
  if (text === null || !('recommendations' in facts) || !('recommendations' in text)) return;
  if (text.recommendations.length !== facts.recommendations)
    throw new Refused(
      'RECOMMENDATION_UNKNOWN',
      `The version has ${facts.recommendations} recommendations; write another version to add or remove one.`,
      ['text', 'recommendations'],
    );
}

/** A correction may name no code that its list does not have, and no organisation that the register does not know. */
export const citizenDataCorrectionRules: CorrectionRules<Others> = {
  reads(set) {
    const facts = factsAfter(set);
    const slugs = facts === null ? [] : organisationsIn(facts).map(([, slug]) => slug);
    return {
      list:
        facts?.codeList !== undefined && set.entry.type in codes
          ? related(listStream(facts.codeList), codeListState)
          : null,
      organisations: relatedAll(new Map(slugs.map((slug) => [slug, knownOrganisation(slug)]))),
    };
  },
  mustHold(set, { list, organisations }) {
    const facts = factsAfter(set);
    if (facts === null) return;
    mustCount(set);
    for (const [field, slug] of organisationsIn(facts)) mustBeKnown(organisations?.get(slug), slug, ['facts', field]);
    const rule = codes[set.entry.type];
    if (rule === undefined || list === null) return;
    const { codeList: slug = '', version = '' } = facts;
    const terms = versionOf(list, { codeList: slug, version }, rule.purpose);
    for (const code of rule.of(facts as never)) mustBeTerm(terms, code, ['facts', rule.field]);
  },
};
