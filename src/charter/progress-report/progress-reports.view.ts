import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import { view } from '../../platform/read-model/view.js';
import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import type { EventOf, Recorded } from '../../kernel/message.js';
import { countsFrom } from '../../kernel/time/timeline.js';
import { championOf } from '../vocabulary/codes.js';
import { commitments } from '../commitment/commitments.view.js';
import type { ProgressReported, ProgressReportEvent } from './progress-report.js';
import {
  correctionHandlers,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';

type Facts = EventOf<typeof ProgressReported>['facts'];

export interface ProgressReportDocument extends RecordDocument, Omit<Facts, 'report' | 'evidence'> {
  readonly code: string;
  readonly reported: string | null;
  /** The day from which it counts: the last that `reported` can mean. */
  readonly countsFrom: string;
  readonly sourceStatus: string | null;
  readonly narrative: LocalText | null;
  readonly evidence: readonly {
    readonly url: string;
    readonly kind: string;
    readonly language: string | null;
    readonly title: string | null;
  }[];
}

/** Sorts reports by the day they count from, then by their entry. */
const placeOf = (day: string, entry: number): string => `${day}/${String(entry).padStart(12, '0')}`;

/** The commitments that a report is about, or that it names among others. */
const touchedBy = ({ commitment, concerns }: Pick<Facts, 'commitment' | 'concerns'>): ReadonlySet<string> =>
  new Set([commitment, ...concerns].filter((one) => one !== null));

export const progressReports = new RecordDocuments<ProgressReportDocument>({
  table: 'progress_reports',
  kind: 'ProgressReport',
  key: ({ code }) => code,
  columns: {
    champion: ({ champion }) => champion,
    action_plan: ({ actionPlan }) => actionPlan,
    commitment: ({ commitment }) => commitment,
    claimed: ({ claimed }) => claimed,
    round: ({ round }) => round,
    entry: ({ firstEntry }) => firstEntry,
    reported: ({ countsFrom, firstEntry }) => placeOf(countsFrom, firstEntry),
  },
  indexed: ['champion', 'action_plan', 'reported'],
  side: [
    {
      table: 'report_touches',
      owner: 'report',
      columns: { touched: 'TEXT NOT NULL', reported: 'TEXT NOT NULL' },
      indexed: [['touched', 'reported', 'report']],
      rows: (report) =>
        [...touchedBy(report)].map((touched) => [touched, placeOf(report.countsFrom, report.firstEntry)]),
    },
  ],
});

export const progressReportsView = view<ProgressReportEvent | CorrectionEvent | RedactionEvent>({
  name: 'progress-reports.v4',
  tables: [progressReports],
  on: {
    ...correctionHandlers(progressReports, ({ facts }) =>
      facts.type !== 'ProgressReported' ? null : 'concerns' in facts ? facts.concerns : facts.part,
    ),
    ProgressReported: (event, fold) => {
      const { report: code, evidence, preparedBy: _, preparation: __, ...facts } = event.facts;
      const { text } = event;
      const commitment = facts.commitment === null ? undefined : commitments.get(fold, facts.commitment);
      const actionPlan = facts.actionPlan ?? commitment?.own.actionPlan ?? null;
      progressReports.add(fold, event, {
        ...facts,
        code,
        actionPlan,
        champion: facts.champion ?? (actionPlan === null ? null : championOf(actionPlan)),
        reported: event.effective,
        countsFrom: countsFrom(event),
        sourceStatus: text?.sourceStatus ?? null,
        narrative: wordsOf(text?.narrative, text?.language),
        evidence: evidence.map((one, index) => ({ ...one, title: text?.evidenceTitles[index] ?? null })),
      });
    },
  },
});

export interface ProgressReportFilter {
  readonly champions?: readonly string[] | null;
  readonly actionPlans?: readonly string[] | null;
  readonly commitments?: readonly string[] | null;
  readonly claimed?: readonly string[] | null;
  readonly rounds?: readonly string[] | null;
  readonly awaitsAssessment?: boolean | null;
}

/** The last claim on a commitment that still stands, where no assessment has judged it. */
const awaitsAssessment = `commitment IN (SELECT key FROM commitments WHERE latest_report = progress_reports.key)
  AND claimed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assessments WHERE report = progress_reports.key)`;

const conditions = (filter: ProgressReportFilter | null | undefined): Conditions => [
  ...anyOf('champion', filter?.champions),
  ...anyOf('action_plan', filter?.actionPlans),
  ...anyOf('commitment', filter?.commitments),
  ...anyOf('claimed', filter?.claimed),
  ...anyOf('round', filter?.rounds),
  ...(filter?.awaitsAssessment === null || filter?.awaitsAssessment === undefined
    ? []
    : [[filter.awaitsAssessment ? awaitsAssessment : `NOT (${awaitsAssessment})`] as const]),
];

/** Reports come newest first: by the last day they can speak of, then by their entry. */
export const newestFirst = { table: 'progress_reports', where: [], sort: 'reported', descending: true } as const;

/** Reports by each commitment that they are about, or that they name among others: the column `touched`. */
export const touchingCommitments = {
  ...newestFirst,
  table:
    '(SELECT report AS key, report_touches.reported, document, touched FROM report_touches JOIN progress_reports ON key = report)',
} as const;

export class ProgressReportByCode extends query<{ code: string }, ProgressReportDocument | undefined>() {}
/** The last report that a subject's stream held at an entry. */
export class LatestReportOn extends query<{ stream: string; upTo: number }, ProgressReportDocument | undefined>() {}
export class ListProgressReports extends query<
  PageRequest & { filter?: ProgressReportFilter | null },
  Page<ProgressReportDocument>
>() {}

export const progressReportQueries = [
  answers(ProgressReportByCode, ({ code }, { rows }) => progressReports.get(rows, code)),
  answers(LatestReportOn, ({ stream, upTo }, basis) => {
    const where: Conditions = [
      ['stream = ?', stream],
      ['entry <= ?', upTo],
    ];
    return page<ProgressReportDocument>(basis, { ...newestFirst, sort: 'entry', where }, { first: 1 }).nodes[0];
  }),
  answers(ListProgressReports, ({ filter, ...request }, basis) =>
    page(basis, { ...newestFirst, where: conditions(filter) }, request),
  ),
];

/** Whether an entry of the thing that a report is about concerns the report: it is the report, or sets it right. */
export const concernsReport = ({ facts }: Recorded, code: string): boolean => {
  const { report, part } = facts as { readonly report?: string; readonly part?: string | null };
  return report === code || part === code;
};
