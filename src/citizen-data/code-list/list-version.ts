import { z } from 'zod';
import {
  codeListState,
  LabelBasis,
  ListPurpose,
  ListSlug,
  listStream,
  ListVersion,
  SdmxCode,
  TermCode,
  TermKept,
  type CodeList,
} from '../../kernel/code-list.js';
import { relatedAll, type Decider } from '../../kernel/decider.js';
import { Language, line, list, maybe, WebAddress, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';

const Label = z.object({ language: Language, label: line(200), basis: maybe(LabelBasis) });
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

const contentOf = ({ facts, text }: Pick<EventOf<typeof ListVersionPublished>, 'facts' | 'text'>): unknown => [
  facts,
  text,
];

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
    ...codeListState,
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
