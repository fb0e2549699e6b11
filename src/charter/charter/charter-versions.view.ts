import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { page, unknownLast, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import { spanOf } from '../../kernel/time/partial-date.js';
import type { CharterVersionEvent, CharterVersionStatus } from './charter-version.js';

export interface CharterVersionDocument extends RecordDocument {
  readonly slug: string;
  readonly title: LocalText | null;
  readonly summary: LocalText | null;
  readonly status: CharterVersionStatus;
  /** The address of the text, that of the agreed one once it is agreed. */
  readonly document: string | null;
  readonly drafted: string | null;
  readonly consultationOpened: string | null;
  readonly consultationUntil: string | null;
  readonly consultationClosed: string | null;
  readonly contributions: number | null;
  readonly agreed: string | null;
  readonly agreedBy: readonly string[];
}

export const charterVersions = new RecordDocuments<CharterVersionDocument>({
  table: 'charter_versions',
  kind: 'CharterVersion',
  key: ({ slug }) => slug,
  columns: { drafted: ({ drafted }) => (drafted === null ? null : spanOf(drafted).first) },
  indexed: [],
});

export const charterVersionsView = view<CharterVersionEvent | CorrectionEvent | RedactionEvent>({
  name: 'charter-versions.v1',
  tables: [charterVersions],
  on: {
    ...correctionHandlers(charterVersions, ofNoun('charterVersion')),
    CharterVersionDrafted: (event, fold) => {
      const { facts, text } = event;
      charterVersions.add(fold, event, {
        slug: facts.version,
        title: wordsOf(text?.title, text?.language),
        summary: wordsOf(text?.summary, text?.language),
        status: 'drafted',
        document: facts.document,
        drafted: event.effective,
        consultationOpened: null,
        consultationUntil: null,
        consultationClosed: null,
        contributions: null,
        agreed: null,
        agreedBy: [],
      });
    },
    ConsultationOpened: (event, fold) =>
      charterVersions.change(fold, event, event.facts.version, () => ({
        status: 'in_consultation',
        consultationOpened: event.effective,
        consultationUntil: event.facts.until,
        consultationClosed: null,
      })),
    ConsultationClosed: (event, fold) =>
      charterVersions.change(fold, event, event.facts.version, () => ({
        status: 'consulted',
        consultationClosed: event.effective,
        contributions: event.facts.contributions,
      })),
    CharterVersionAgreed: (event, fold) =>
      charterVersions.change(fold, event, event.facts.version, ({ document }) => ({
        status: 'agreed',
        agreed: event.effective,
        agreedBy: event.facts.agreedBy,
        document: event.facts.document ?? document,
      })),
  },
});

export class CharterVersionBySlug extends query<{ slug: string }, CharterVersionDocument | undefined>() {}
export class ListCharterVersions extends query<PageRequest, Page<CharterVersionDocument>>() {}

export const charterVersionQueries = [
  answers(CharterVersionBySlug, ({ slug }, { rows }) => charterVersions.get(rows, slug)),
  answers(ListCharterVersions, (request, basis) =>
    page(basis, { table: 'charter_versions', where: [], sort: unknownLast('drafted').asc }, request),
  ),
];
