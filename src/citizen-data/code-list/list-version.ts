import { z } from 'zod';
import { on, relatedAll, type Decider } from '../../kernel/decider.js';
import { Language, line, list, maybe, oneOf, WebAddress, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { didYouMean, closest } from '../../kernel/values/suggestion.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { ListSlug, listStream, ListVersion, TermCode } from '../names.js';

/** What the codes of a list are for. */
export const ListPurpose = oneOf([
  'example_taxonomy',
  'promising_criteria',
  'quality_criteria',
  'dimensions',
  'population_groups',
]);
export type ListPurpose = z.infer<typeof ListPurpose>;

/** Where a label comes from: an official text, or a translation that somebody should check. */
export const LabelBasis = oneOf(['official', 'compiler']);

const Label = z.object({ language: Language, label: line(200), basis: maybe(LabelBasis) });
const LabelKept = z.strictObject({ language: Language, label: line(200), basis: LabelBasis.nullable() });
/** A code of SDMX, such as `DISABILITY_STATUS` or `_T`. */
const SdmxCode = z.string().regex(/^[A-Z0-9_]{1,60}$/, 'must be a code of SDMX, such as DISABILITY_STATUS');

/** A term of a list. `isSufficient` says whether the term is enough by itself, where a list asks that; `isConfirmed`, whether a source was read. */
const Term = z.object({
  code: TermCode,
  group: maybe(TermCode),
  rank: maybe(wholeNumber(1, 1000)),
  labels: list(Label, 4),
  sdmxDimension: maybe(SdmxCode),
  sdmxCode: maybe(SdmxCode),
  isSufficient: maybe(z.boolean()),
  isConfirmed: maybe(z.boolean()),
  definition: maybe(Description),
});
const termFacts = {
  code: TermCode,
  group: TermCode.nullable(),
  rank: z.int().nullable(),
  labels: z.array(LabelKept),
  sdmxDimension: SdmxCode.nullable(),
  sdmxCode: SdmxCode.nullable(),
  isSufficient: z.boolean().nullable(),
  isConfirmed: z.boolean(),
};
const TermKept = z.strictObject(termFacts);
export type TermKept = z.infer<typeof TermKept>;

const isOnce = (codes: readonly string[]): boolean => new Set(codes).size === codes.length;

export class PublishListVersion extends command('PublishListVersion', {
  codeList: ListSlug,
  version: ListVersion,
  purpose: ListPurpose,
  language: WrittenIn,
  title: Title,
  publishers: list(OrganisationSlug, 20),
  document: maybe(WebAddress),
  /** Whether the terms are all of the published list; null where nobody knows. */
  isComplete: maybe(z.boolean()),
  terms: list(Term, 500).refine((terms) => isOnce(terms.map(({ code }) => code)), 'must have each code once'),
  note: maybe(Note),
}) {}
export class WithdrawListVersion extends command('WithdrawListVersion', {
  codeList: ListSlug,
  version: ListVersion,
  ...noteFields,
}) {}

export const codeListCommands = [PublishListVersion, WithdrawListVersion] as const;
export type CodeListCommand = InstanceType<(typeof codeListCommands)[number]>;

/** A version of a list was published. Earlier versions stay as they are: whatever was classified by one names it. */
export const ListVersionPublished = event(
  'ListVersionPublished',
  {
    codeList: ListSlug,
    version: ListVersion,
    purpose: ListPurpose,
    publishers: z.array(OrganisationSlug),
    document: WebAddress.nullable(),
    isComplete: z.boolean().nullable(),
    terms: z.array(TermKept),
  },
  {
    language: Language,
    title: Title,
    definitions: z.array(z.strictObject({ code: TermCode, definition: Description })),
    note: Note.nullable(),
  },
  { opens: 'stream' },
);
/** Nothing new is classified by the version. */
export const ListVersionWithdrawn = event(
  'ListVersionWithdrawn',
  { codeList: ListSlug, version: ListVersion },
  noteText,
);

export const codeListEvents = [ListVersionPublished, ListVersionWithdrawn] as const;
export type CodeListEvent = EventOf<(typeof codeListEvents)[number]>;

interface Version {
  readonly content: unknown;
  readonly terms: readonly TermKept[];
  readonly isWithdrawn: boolean;
}

export interface CodeList {
  readonly purpose: ListPurpose | null;
  readonly versions: Table<Version>;
}

const contentOf = ({ facts, text }: Pick<EventOf<typeof ListVersionPublished>, 'facts' | 'text'>): unknown => [
  facts,
  text,
];

/** The terms of a version of a list with a purpose; refuses a list, a version or a purpose that is not there, and a version that was withdrawn. */
export function versionOf(
  known: CodeList | null,
  { codeList, version }: { readonly codeList: string; readonly version: string },
  purpose: ListPurpose,
): readonly TermKept[] {
  if (known?.purpose == null)
    throw new Refused('CODE_LIST_UNKNOWN', `No list of codes has the slug ${codeList}.`, 'codeList');
  if (known.purpose !== purpose)
    throw new Refused(
      'CODE_LIST_PURPOSE',
      `The list ${codeList} is for ${known.purpose.replace('_', ' ')}; a list for ${purpose.replace('_', ' ')} is needed.`,
      'codeList',
    );
  const found = known.versions.get(version);
  const others = known.versions.entries().map(([name]) => name);
  if (found === undefined)
    throw new Refused(
      'LIST_VERSION_UNKNOWN',
      `The list ${codeList} has no version ${version}${didYouMean(closest(version, others))}.`,
      'version',
    );
  if (found.isWithdrawn)
    throw new Refused('LIST_VERSION_WITHDRAWN', `Version ${version} of ${codeList} was withdrawn.`, 'version');
  return found.terms;
}

/** Refuses a code that is not among the terms. */
export function mustBeTerm(terms: readonly TermKept[], code: string, field: readonly string[]): TermKept {
  const term = terms.find((one) => one.code === code);
  const like = closest(
    code,
    terms.map((one) => one.code),
  );
  if (term === undefined)
    throw new Refused('TERM_UNKNOWN', `The version of the list has no code ${code}${didYouMean(like)}.`, field);
  return term;
}

export const codeList: Decider<CodeListCommand, CodeList, CodeListEvent, { publishers: ReadonlyMap<string, boolean> }> =
  {
    events: codeListEvents,
    stream: ({ data }) => listStream(data.codeList),
    reads: ({ data }) => ({
      publishers:
        'publishers' in data
          ? relatedAll(new Map(data.publishers.map((slug) => [slug, knownOrganisation(slug)])))
          : null,
    }),
    initial: { purpose: null, versions: Table.empty() },
    evolve: on<CodeList, CodeListEvent>({
      ListVersionPublished: ({ versions }, event) => {
        const { version, purpose, terms } = event.facts;
        return { purpose, versions: versions.with(version, { content: contentOf(event), terms, isWithdrawn: false }) };
      },
      ListVersionWithdrawn: (known, { facts: { version } }) => {
        const found = known.versions.get(version);
        return found === undefined
          ? known
          : { ...known, versions: known.versions.with(version, { ...found, isWithdrawn: true }) };
      },
    }),
    decide: {
      PublishListVersion: (known, { data }, { publishers: areKnown }) => {
        const { codeList, version, purpose, publishers, document, isComplete, language, title, note } = data;
        const terms = data.terms.map(({ definition: _, isConfirmed, ...term }) => ({
          ...term,
          isConfirmed: isConfirmed ?? true,
        }));
        const definitions = data.terms.flatMap(({ code, definition }) =>
          definition === null ? [] : [{ code, definition }],
        );
        const published = ListVersionPublished(
          { codeList, version, purpose, publishers, document, isComplete, terms },
          { language, title, definitions, note },
        );
        const before = known.versions.get(version);
        if (before !== undefined && isSame(before.content, contentOf(published))) return [];
        if (before !== undefined)
          throw new Refused(
            'LIST_VERSION_PUBLISHED',
            `Version ${version} of ${codeList} was published already and stays as it is: publish another version, or correct its entry.`,
            'version',
          );
        if (known.purpose !== null && known.purpose !== purpose)
          throw new Refused(
            'CODE_LIST_PURPOSE',
            `The list ${codeList} is for ${known.purpose.replace('_', ' ')}; choose another slug.`,
            'purpose',
          );
        for (const [index, slug] of publishers.entries())
          mustBeKnown(areKnown?.get(slug), slug, ['publishers', String(index)]);
        return [published];
      },
      WithdrawListVersion: (known, { data }) => {
        const { codeList, version } = data;
        const found = known.versions.get(version);
        if (found === undefined)
          throw new Refused('LIST_VERSION_UNKNOWN', `The list ${codeList} has no version ${version}.`, 'version');
        return found.isWithdrawn ? [] : [ListVersionWithdrawn({ codeList, version }, noteOf(data))];
      },
    },
  };
