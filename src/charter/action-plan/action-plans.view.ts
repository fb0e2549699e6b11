import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { view } from '../../platform/read-model/view.js';
import type { ActionPlan, ActionPlanEvent, Period } from './action-plan.js';
import { laterWord } from '../progress-report/last-reported.js';
import { settledAfter, type SettledByCode } from '../commitment/settlement.js';
import type { StatementEvent } from '../statement/statement.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';

export interface ActionPlanDocument extends RecordDocument {
  readonly code: string;
  readonly champion: string | null;
  readonly label: string;
  readonly kind: string;
  readonly title: LocalText | null;
  readonly period: Period | null;
  readonly coSigners: readonly string[];
  readonly status: Exclude<ActionPlan['status'], 'unknown'>;
  readonly announced: string | null;
  readonly isPublished: boolean;
  readonly published: string | null;
  readonly document: string | null;
  readonly ended: string | null;
  readonly supersededBy: string | null;
  readonly outcome: string | null;
  /** What was said of its commitments when it ended, by their codes. */
  readonly settled: SettledByCode;
  readonly own: {
    /** The last day on which its champion certainly said something of it: announced, published, amended or ended it; null where no source dates that. */
    readonly word: string | null;
  };
}

/** Plans, with the day on which something was last said of them. */
class ActionPlans extends RecordDocuments<ActionPlanDocument> {
  override change(
    fold: Fold,
    event: Recorded,
    key: string,
    change: (plan: ActionPlanDocument) => Partial<ActionPlanDocument>,
  ): void {
    super.change(fold, event, key, (plan) => ({
      own: { word: laterWord(plan.own.word, event, /^ActionPlan/) },
      ...change(plan),
    }));
  }
}

export const actionPlans = new ActionPlans({
  table: 'action_plans',
  kind: 'ActionPlan',
  key: ({ code }) => code,
  columns: {
    champion: ({ champion }) => champion,
    kind: ({ kind }) => kind,
    status: ({ status }) => status,
    superseded_by: ({ supersededBy }) => supersededBy,
    word: ({ own }) => own.word,
  },
  indexed: ['champion', 'superseded_by'],
});

export const actionPlansView = view<ActionPlanEvent | StatementEvent | CorrectionEvent | RedactionEvent>({
  name: 'action-plans.v4',
  tables: [actionPlans],
  on: {
    ...correctionHandlers(actionPlans, ofNoun('actionPlan')),
    ActionPlanAnnounced: (event, fold) => {
      const { actionPlan: code, champion, label, kind, period, coSigners } = event.facts;
      actionPlans.add(fold, event, {
        code,
        champion,
        label,
        kind,
        period,
        coSigners,
        title: wordsOf(event.text?.title, event.text?.language),
        status: 'announced',
        announced: event.effective,
        isPublished: false,
        published: null,
        document: null,
        ended: null,
        supersededBy: null,
        outcome: null,
        settled: {},
        own: { word: laterWord(null, event) },
      });
    },
    ActionPlanPublished: (event, fold) =>
      actionPlans.change(fold, event, event.facts.actionPlan, ({ status }) => ({
        status: status === 'announced' ? 'published' : status,
        isPublished: true,
        published: event.effective,
        document: event.facts.document,
      })),
    ActionPlanAmended: (event, fold) =>
      actionPlans.change(fold, event, event.facts.actionPlan, (plan) => ({
        title: wordsOf(event.text?.title, event.text?.language) ?? plan.title,
        period: event.facts.period ?? plan.period,
        coSigners: event.facts.coSigners ?? plan.coSigners,
      })),
    ActionPlanSuperseded: (event, fold) => {
      const { actionPlan, by, settlements } = event.facts;
      actionPlans.change(fold, event, actionPlan, ({ status, ended, settled }) => ({
        supersededBy: by,
        settled: settledAfter(settled, settlements, event.effective),
        ...(status === 'concluded' ? { ended } : { status: 'superseded', ended: event.effective }),
      }));
    },
    ActionPlanConcluded: (event, fold) =>
      actionPlans.change(fold, event, event.facts.actionPlan, ({ settled }) => ({
        status: 'concluded',
        ended: event.effective,
        outcome: event.facts.outcome,
        settled: settledAfter(settled, event.facts.settlements, event.effective),
      })),
    StatementRecorded: (event, fold) => {
      if (event.facts.actionPlan !== null) actionPlans.addStatement(fold, event, event.facts.actionPlan);
    },
  },
});

/** The plans that any of these took the place of, in the order of their codes. */
export const supersededBy = ({ rows }: Basis, codes: readonly string[]): ActionPlanDocument[] =>
  rows
    .all<{ document: string }>(
      'SELECT document FROM action_plans WHERE superseded_by IN (SELECT value FROM json_each(?)) ORDER BY key',
      JSON.stringify(codes),
    )
    .map(({ document }) => JSON.parse(document) as ActionPlanDocument);

export interface ActionPlanFilter {
  readonly champions?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
}

export class ActionPlanByCode extends query<{ code: string }, ActionPlanDocument | undefined>() {}
export class ListActionPlans extends query<
  PageRequest & { filter?: ActionPlanFilter | null },
  Page<ActionPlanDocument>
>() {}

export const actionPlanQueries = [
  answers(ActionPlanByCode, ({ code }, { rows }) => actionPlans.get(rows, code)),
  answers(ListActionPlans, ({ filter, ...request }, basis) => {
    const where = [
      ...anyOf('champion', filter?.champions),
      ...anyOf('kind', filter?.kinds),
      ...anyOf('status', filter?.statuses),
    ];
    return page(basis, { table: 'action_plans', where, sort: 'key' }, request);
  }),
];
