import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { spanOf } from '../../kernel/time/partial-date.js';
import { countsFrom } from '../../kernel/time/timeline.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import type { Period } from '../action-plan/action-plan.js';
import type { MonitoringRoundEvent } from './monitoring-round.js';

/** What was done with a round after it was opened, and why. */
interface RoundChange {
  readonly change: 'extended' | 'closed' | 'reopened';
  readonly on: string | null;
  /** The date by which to report from then on; null where it stays. */
  readonly due: string | null;
  readonly reason: LocalText | null;
  readonly entry: number;
}

export interface MonitoringRoundDocument extends RecordDocument {
  readonly slug: string;
  readonly title: LocalText | null;
  /** Whom it asks; none named means all. */
  readonly asked: readonly string[];
  readonly period: Period | null;
  readonly originalDue: string;
  readonly due: string;
  readonly languages: readonly string[];
  readonly session: string | null;
  readonly status: 'open' | 'closed';
  readonly opened: string | null;
  /** The day from which it certainly asks. */
  readonly asksFrom: string;
  readonly changes: readonly RoundChange[];
}

export const monitoringRounds = new RecordDocuments<MonitoringRoundDocument>({
  table: 'monitoring_rounds',
  kind: 'MonitoringRound',
  key: ({ slug }) => slug,
  columns: {
    status: ({ status }) => status,
    session: ({ session }) => session,
    due: ({ due }) => spanOf(due).last,
  },
  indexed: [],
});

type Change = Extract<MonitoringRoundEvent, { type: `MonitoringRound${'Extended' | 'Closed' | 'Reopened'}` }>;

const changeOf = (
  { effective: on, text, entry }: Recorded<Change>,
  change: RoundChange['change'],
  due: string | null,
): RoundChange => ({ change, on, due, reason: wordsOf(text?.note, text?.language), entry });

export const monitoringRoundsView = view<MonitoringRoundEvent | CorrectionEvent | RedactionEvent>({
  name: 'monitoring-rounds.v1',
  tables: [monitoringRounds],
  on: {
    ...correctionHandlers(monitoringRounds, ofNoun('monitoringRound')),
    MonitoringRoundOpened: (event, fold) => {
      const { round: slug, champions: asked, ...facts } = event.facts;
      monitoringRounds.add(fold, event, {
        ...facts,
        slug,
        asked,
        title: wordsOf(event.text?.title, event.text?.language),
        originalDue: facts.due,
        status: 'open',
        opened: event.effective,
        asksFrom: countsFrom(event),
        changes: [],
      });
    },
    MonitoringRoundExtended: (event, fold) => {
      const { round, due } = event.facts;
      monitoringRounds.change(fold, event, round, ({ changes }) => ({
        due,
        changes: [...changes, changeOf(event, 'extended', due)],
      }));
    },
    MonitoringRoundClosed: (event, fold) =>
      monitoringRounds.change(fold, event, event.facts.round, ({ changes }) => ({
        status: 'closed',
        changes: [...changes, changeOf(event, 'closed', null)],
      })),
    MonitoringRoundReopened: (event, fold) =>
      monitoringRounds.change(fold, event, event.facts.round, ({ due, changes }) => ({
        status: 'open',
        due: event.facts.due ?? due,
        changes: [...changes, changeOf(event, 'reopened', event.facts.due)],
      })),
  },
});

export interface MonitoringRoundFilter {
  readonly statuses?: readonly string[] | null;
  readonly sessions?: readonly string[] | null;
}

export class MonitoringRoundBySlug extends query<{ slug: string }, MonitoringRoundDocument | undefined>() {}
export class ListMonitoringRounds extends query<
  PageRequest & { filter?: MonitoringRoundFilter | null },
  Page<MonitoringRoundDocument>
>() {}

export const monitoringRoundQueries = [
  answers(MonitoringRoundBySlug, ({ slug }, { rows }) => monitoringRounds.get(rows, slug)),
  answers(ListMonitoringRounds, ({ filter, ...request }, basis) => {
    const where = [...anyOf('status', filter?.statuses), ...anyOf('session', filter?.sessions)];
    return page(basis, { table: 'monitoring_rounds', where, sort: 'due', descending: true }, request);
  }),
];
