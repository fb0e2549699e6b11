import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import type { EventOf } from '../../kernel/message.js';
import { countsFrom } from '../../kernel/time/timeline.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import { championOf, partOf } from '../vocabulary/codes.js';
import type { AssessmentEvent, CommitmentAssessed } from './assessment.js';

type Facts = EventOf<typeof CommitmentAssessed>['facts'];

export interface AssessmentDocument extends RecordDocument, Omit<Facts, 'assessment' | 'relevance' | 'judgedReport'> {
  readonly code: string;
  readonly champion: string | null;
  /** The report that was judged. */
  readonly report: string | null;
  readonly assessor: string;
  readonly assessed: string | null;
  /** The day from which it counts. */
  readonly countsFrom: string;
  readonly foundReason: LocalText | null;
  readonly verifiableReason: LocalText | null;
  readonly ambitionReason: LocalText | null;
  readonly resultsReason: LocalText | null;
  readonly relevance: readonly (Facts['relevance'][number] & { readonly reason: LocalText | null })[];
  /** The assessment by somebody else that does not agree with it. */
  readonly disputedBy: string | null;
  readonly reply: LocalText | null;
  readonly replied: string | null;
}

export const assessments = new RecordDocuments<AssessmentDocument>({
  table: 'assessments',
  kind: 'Assessment',
  key: ({ code }) => code,
  columns: {
    champion: ({ champion }) => champion,
    commitment: ({ commitment }) => commitment,
    report: ({ report }) => report,
    found: ({ found }) => found,
    entry: ({ firstEntry }) => firstEntry,
    disputed: ({ disputedBy }) => (disputedBy === null ? 0 : 1),
    assessed: ({ countsFrom, firstEntry }) => `${countsFrom}/${String(firstEntry).padStart(12, '0')}`,
  },
  indexed: ['commitment', 'report'],
});

export const assessmentsView = view<AssessmentEvent | CorrectionEvent | RedactionEvent>({
  name: 'assessments.v1',
  tables: [assessments],
  on: {
    ...correctionHandlers(assessments, ({ facts }) =>
      /^(CommitmentAssessed|AssessmentReplied)$/.test(facts.type) && 'part' in facts ? facts.part : null,
    ),
    CommitmentAssessed: (event, fold) => {
      const { assessment: code, judgedReport: report, relevance, ...facts } = event.facts;
      const { text } = event;
      const reason = (words: string | null | undefined): LocalText | null => wordsOf(words, text?.language);
      assessments.add(fold, event, {
        ...facts,
        code,
        report,
        champion: championOf(partOf(facts.commitment).commitment),
        assessor: event.actor,
        assessed: event.effective,
        countsFrom: countsFrom(event),
        foundReason: reason(text?.foundReason),
        verifiableReason: reason(text?.verifiableReason),
        ambitionReason: reason(text?.ambitionReason),
        resultsReason: reason(text?.resultsReason),
        relevance: relevance.map((one, index) => ({ ...one, reason: reason(text?.relevanceReasons[index]) })),
        disputedBy: null,
        reply: null,
        replied: null,
      });
      if (facts.disputes !== null) assessments.change(fold, event, facts.disputes, () => ({ disputedBy: code }));
    },
    AssessmentReplied: (event, fold) =>
      assessments.change(fold, event, event.facts.assessment, () => ({
        reply: wordsOf(event.text?.reply, event.text?.language),
        replied: event.effective,
      })),
  },
});

export interface AssessmentFilter {
  readonly champions?: readonly string[] | null;
  readonly commitments?: readonly string[] | null;
  readonly reports?: readonly string[] | null;
  readonly found?: readonly string[] | null;
  readonly disputed?: boolean | null;
}

/** Assessments come newest first: by the day from which they count, then by their entry. */
export const newestAssessments = { table: 'assessments', where: [], sort: 'assessed', descending: true } as const;

export class AssessmentByCode extends query<{ code: string }, AssessmentDocument | undefined>() {}
export class ListAssessments extends query<
  PageRequest & { filter?: AssessmentFilter | null },
  Page<AssessmentDocument>
>() {}
/** The last assessment that a commitment's stream held at an entry. */
export class LatestAssessmentOn extends query<{ stream: string; upTo: number }, AssessmentDocument | undefined>() {}

export const assessmentQueries = [
  answers(AssessmentByCode, ({ code }, { rows }) => assessments.get(rows, code)),
  answers(LatestAssessmentOn, ({ stream, upTo }, basis) => {
    const where = [
      ['stream = ?', stream],
      ['entry <= ?', upTo],
    ] as const;
    return page<AssessmentDocument>(basis, { ...newestAssessments, sort: 'entry', where }, { first: 1 }).nodes[0];
  }),
  answers(ListAssessments, ({ filter, ...request }, basis) => {
    const where = [
      ...anyOf('champion', filter?.champions),
      ...anyOf('commitment', filter?.commitments),
      ...anyOf('report', filter?.reports),
      ...anyOf('found', filter?.found),
      ...anyOf(
        'disputed',
        filter?.disputed === null || filter?.disputed === undefined ? null : [filter.disputed ? 1 : 0],
      ),
    ];
    return page(basis, { ...newestAssessments, where }, request);
  }),
];
