import type { ListPurpose, TermKept } from '../../kernel/code-list.js';
import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Language } from '../../kernel/values/fields.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { endOfTime, lastDay } from '../../kernel/time/partial-date.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import type { CodeListEvent } from './list-version.js';

export interface TermDocument extends TermKept {
  readonly definition: LocalText | null;
}

export interface ListVersionDocument {
  readonly version: string;
  readonly title: LocalText | null;
  readonly publishers: readonly string[];
  readonly document: string | null;
  readonly isComplete: boolean | null;
  readonly published: string | null;
  readonly isWithdrawn: boolean;
  readonly terms: readonly TermDocument[];
}

export interface CodeListDocument extends RecordDocument {
  readonly slug: string;
  readonly purpose: ListPurpose;
  /** Oldest first. */
  readonly versions: readonly ListVersionDocument[];
}

export const codeLists = new RecordDocuments<CodeListDocument>({
  table: 'code_lists',
  kind: 'CodeList',
  key: ({ slug }) => slug,
  columns: { purpose: ({ purpose }) => purpose },
  indexed: [],
});

/** By the days on which they were published, whichever was recorded first; undated ones last. */
const inOrder = (versions: readonly ListVersionDocument[]): readonly ListVersionDocument[] =>
  versions.toSorted(({ published: one }, { published: other }) => dayOf(one).localeCompare(dayOf(other)));
const dayOf = (date: string | null): string => (date === null ? endOfTime : lastDay(date));

export const codeListsView = view<CodeListEvent | CorrectionEvent | RedactionEvent>({
  name: 'code-lists.v1',
  tables: [codeLists],
  on: {
    ...correctionHandlers(codeLists, ofNoun('codeList')),
    ListVersionPublished: (event, fold) => {
      const { facts, text } = event;
      const { codeList: slug, purpose, version, publishers, document, isComplete } = facts;
      const language: Language = text?.language ?? 'en';
      const definitions = new Map(text?.definitions.map(({ code, definition }) => [code, definition]));
      const added: ListVersionDocument = {
        version,
        title: text === null ? null : { text: text.title, language },
        publishers,
        document,
        isComplete,
        published: event.effective,
        isWithdrawn: false,
        terms: facts.terms.map((term) => {
          const definition = definitions.get(term.code);
          return { ...term, definition: definition === undefined ? null : { text: definition, language } };
        }),
      };
      if (codeLists.get(fold, slug) === undefined) codeLists.add(fold, event, { slug, purpose, versions: [added] });
      else codeLists.change(fold, event, slug, ({ versions }) => ({ versions: inOrder([...versions, added]) }));
    },
    ListVersionWithdrawn: (event, fold) =>
      codeLists.change(fold, event, event.facts.codeList, ({ versions }) => ({
        versions: versions.map((one) => (one.version === event.facts.version ? { ...one, isWithdrawn: true } : one)),
      })),
  },
});

/** A version of a list: that which is named, or the newest that was not withdrawn. */
export const versionIn = (
  { versions }: CodeListDocument,
  version: string | null | undefined,
): ListVersionDocument | null =>
  versions.findLast((one) => (version == null ? !one.isWithdrawn : one.version === version)) ?? null;

export interface CodeListFilter {
  readonly codeLists?: readonly string[] | null;
  readonly purposes?: readonly string[] | null;
}

export class CodeListBySlug extends query<{ slug: string }, CodeListDocument | undefined>() {}
export class ListCodeLists extends query<PageRequest & { filter?: CodeListFilter | null }, Page<CodeListDocument>>() {}

export const codeListQueries = [
  answers(CodeListBySlug, ({ slug }, { rows }) => codeLists.get(rows, slug)),
  answers(ListCodeLists, ({ filter, ...request }, basis) => {
    const where = [...anyOf('key', filter?.codeLists), ...anyOf('purpose', filter?.purposes)];
    return page(basis, { table: 'code_lists', where, sort: 'key' }, request);
  }),
];
