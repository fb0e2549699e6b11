import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { endOfTime, lastDay } from '../../kernel/time/partial-date.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import {
  anyOf,
  page,
  unknownLast,
  sortedBy,
  type Conditions,
  type Listing,
  type Page,
  type PageRequest,
} from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { sortKey } from '../../platform/read-model/sort-key.js';
import { view } from '../../platform/read-model/view.js';
import { meetingOf } from '../names.js';
import type { Cadence } from './cadence.js';
import type { MeetingEvent } from './meeting.js';
import type { OutcomeEvent } from './outcome.js';
import type { SeriesEvent } from './series.js';

export interface SeriesDocument extends RecordDocument {
  readonly slug: string;
  readonly name: string;
  readonly cadence: Cadence | null;
  readonly status: 'active' | 'ended';
  readonly started: string | null;
  readonly ended: string | null;
}

export interface ActionPointDocument {
  readonly code: string;
  readonly title: LocalText | null;
  readonly owner: string | null;
  readonly due: string | null;
  readonly status: 'open' | 'settled';
  readonly settled: string | null;
  readonly note: LocalText | null;
}

export interface MeetingDocument extends RecordDocument {
  readonly code: string;
  readonly series: string;
  readonly title: LocalText | null;
  readonly place: LocalText | null;
  readonly status: 'scheduled' | 'held' | 'cancelled';
  readonly originalOn: string | null;
  /** The day for which it is planned. */
  readonly on: string | null;
  /** The day on which it was held or cancelled. */
  readonly settled: string | null;
  readonly agenda: LocalText | null;
  readonly agendaCirculated: string | null;
  readonly attendance: readonly string[];
  readonly decisions: readonly { readonly code: string; readonly text: LocalText | null }[];
  readonly actionPoints: readonly ActionPointDocument[];
  readonly minutes: readonly {
    readonly language: string;
    readonly address: string;
    readonly published: string | null;
  }[];
}

export const meetingSeries = new RecordDocuments<SeriesDocument>({
  table: 'meeting_series',
  kind: 'MeetingSeries',
  key: ({ slug }) => slug,
  columns: { sort_name: ({ name }) => sortKey(name), status: ({ status }) => status },
  indexed: [],
});

export const meetings = new RecordDocuments<MeetingDocument>({
  table: 'meetings',
  kind: 'Meeting',
  key: ({ code }) => code,
  columns: {
    series: ({ series }) => series,
    status: ({ status }) => status,
    day: ({ status, on, settled }) => {
      const date = status === 'held' ? settled : on;
      return date === null ? null : lastDay(date);
    },
  },
  indexed: ['series'],
});

export const meetingsView = view<SeriesEvent | MeetingEvent | OutcomeEvent | CorrectionEvent | RedactionEvent>({
  name: 'meetings.v1',
  tables: [meetingSeries, meetings],
  on: {
    ...bothHandlers(),
    MeetingSeriesStarted: (event, fold) => {
      const { series: slug, name, cadence } = event.facts;
      meetingSeries.add(fold, event, { slug, name, cadence, status: 'active', started: event.effective, ended: null });
    },
    MeetingCadenceChanged: (event, fold) =>
      meetingSeries.change(fold, event, event.facts.series, () => ({ cadence: event.facts.cadence })),
    MeetingSeriesEnded: (event, fold) =>
      meetingSeries.change(fold, event, event.facts.series, () => ({ status: 'ended', ended: event.effective })),
    MeetingScheduled: (event, fold) => {
      const { facts, text } = event;
      meetings.add(fold, event, {
        code: facts.meeting,
        series: facts.series,
        title: wordsOf(text?.title, text?.language),
        place: wordsOf(text?.place, text?.language),
        status: 'scheduled',
        originalOn: facts.on,
        on: facts.on,
        settled: null,
        agenda: null,
        agendaCirculated: null,
        attendance: [],
        decisions: [],
        actionPoints: [],
        minutes: [],
      });
    },
    MeetingRescheduled: (event, fold) => {
      const { meeting, on } = event.facts;
      meetings.change(fold, event, meeting, ({ originalOn }) => ({ originalOn: originalOn ?? on, on }));
    },
    MeetingAgendaCirculated: (event, fold) =>
      meetings.change(fold, event, event.facts.meeting, () => ({
        agenda: wordsOf(event.text?.agenda, event.text?.language),
        agendaCirculated: event.effective,
      })),
    MeetingHeld: (event, fold) => {
      const { meeting, attendance } = event.facts;
      meetings.change(fold, event, meeting, () => ({ status: 'held', settled: event.effective, attendance }));
    },
    MeetingCancelled: (event, fold) =>
      meetings.change(fold, event, event.facts.meeting, () => ({ status: 'cancelled', settled: event.effective })),
    DecisionRecorded: (event, fold) => {
      const decision = { code: event.facts.decision, text: wordsOf(event.text?.decision, event.text?.language) };
      meetings.change(fold, event, event.facts.meeting, ({ decisions }) => ({ decisions: [...decisions, decision] }));
    },
    ActionPointAgreed: (event, fold) => {
      const { actionPoint: code, meeting, owner, due } = event.facts;
      const agreed = {
        code,
        title: wordsOf(event.text?.title, event.text?.language),
        owner,
        due,
        status: 'open',
        settled: null,
        note: null,
      } as const;
      meetings.change(fold, event, meeting, ({ actionPoints }) => ({ actionPoints: [...actionPoints, agreed] }));
    },
    ActionPointSettled: (event, fold) => {
      const { actionPoint } = event.facts;
      const settled = {
        status: 'settled',
        settled: event.effective,
        note: wordsOf(event.text?.note, event.text?.language),
      } as const;
      meetings.change(fold, event, meetingOf(actionPoint), ({ actionPoints }) => ({
        actionPoints: actionPoints.map((one) => (one.code === actionPoint ? { ...one, ...settled } : one)),
      }));
    },
    MinutesPublished: (event, fold) => {
      const { meeting, language, address } = event.facts;
      const published = { language, address, published: event.effective };
      meetings.change(fold, event, meeting, ({ minutes }) => ({
        minutes: [...minutes.filter((one) => one.language !== language), published],
      }));
    },
  },
});

/** Corrections and redactions are noted on the series or the meeting on whose stream they stand. */
function bothHandlers() {
  const [ofSeries, ofMeetings] = [
    correctionHandlers(meetingSeries, ofNoun('meetingSeries')),
    correctionHandlers(meetings, ofNoun('meeting')),
  ];
  type Note = (typeof ofSeries)['EntryCorrected'];
  const both =
    (one: Note, other: Note): Note =>
    (event, fold) => {
      one(event, fold);
      other(event, fold);
    };
  return {
    EntryCorrected: both(ofSeries.EntryCorrected, ofMeetings.EntryCorrected),
    EntryRetracted: both(ofSeries.EntryRetracted, ofMeetings.EntryRetracted),
    RedactionProposed: both(ofSeries.RedactionProposed, ofMeetings.RedactionProposed),
    PartRedacted: both(ofSeries.PartRedacted, ofMeetings.PartRedacted),
  };
}

/** The meeting of the same series before this one, and the days between which a look back from it lies; null where there is none. */
export interface LookBack {
  readonly previous: MeetingDocument;
  readonly from: string;
  readonly to: string;
}

/** What came before a meeting, by the days on which meetings were held; of one that was cancelled, nothing. */
export function lookBackFrom(
  { rows, effectiveOn }: Basis,
  { code, series, status, on, settled }: MeetingDocument,
): LookBack | null {
  if (status === 'cancelled') return null;
  const date = status === 'held' ? settled : on;
  const own = date === null ? endOfTime : lastDay(date);
  if (status === 'held' && own === endOfTime) return null;
  const found = rows.one<{ key: string; day: string }>(
    `SELECT key, day FROM meetings WHERE series = ? AND key <> ? AND status = 'held' AND day < ?
     ORDER BY day DESC, key DESC LIMIT 1`,
    series,
    code,
    own,
  );
  const previous = found === undefined ? undefined : meetings.get(rows, found.key);
  if (found === undefined || previous === undefined) return null;
  const to = own < effectiveOn ? own : effectiveOn;
  return found.day > to ? null : { previous, from: found.day, to };
}

/** When a series last met, for all that is known. */
export interface LastMet {
  /** The date of the last meeting that was held on a known day; null if there is none. */
  readonly lastHeld: string | null;
  /** Whether a meeting was held of which no source says when: it may be the last one. */
  readonly hasUndated: boolean;
}

/** When series last met, by their slugs; a series that never met is not among them. */
export function lastMet({ rows }: Basis, series: readonly string[]): ReadonlyMap<string, LastMet> {
  const sql = `SELECT series, max(day) AS day, sum(day IS NULL OR day = '9999-12-31') AS undated FROM
    (SELECT series, day FROM meetings WHERE status = 'held' AND series IN (SELECT value FROM json_each(?)))
    GROUP BY series`;
  const found = rows.all<{ series: string; day: string | null; undated: number }>(sql, JSON.stringify(series));
  return new Map(
    found.map(({ series: slug, day, undated }) => [
      slug,
      { lastHeld: day === '9999-12-31' ? null : day, hasUndated: undated > 0 },
    ]),
  );
}

export interface MeetingFilter {
  readonly series?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly from?: string | null;
  readonly until?: string | null;
}

const meetingConditions = (filter: MeetingFilter | null | undefined): Conditions => [
  ...anyOf('series', filter?.series),
  ...anyOf('status', filter?.statuses),
  ...(filter?.from == null ? [] : ([['day >= ?', filter.from]] as const)),
  ...(filter?.until == null ? [] : ([['day <= ?', filter.until]] as const)),
];

/** Meetings by their day, those without one last. */
export const meetingListing = (filter?: MeetingFilter | null): Listing => ({
  table: 'meetings',
  where: meetingConditions(filter),
  ...sortedBy(unknownLast('day'), 'asc'),
});

export class MeetingSeriesBySlug extends query<{ slug: string }, SeriesDocument | undefined>() {}
export class ListMeetingSeries extends query<PageRequest, Page<SeriesDocument>>() {}
export class MeetingByCode extends query<{ code: string }, MeetingDocument | undefined>() {}
export class ListMeetings extends query<PageRequest & { filter?: MeetingFilter | null }, Page<MeetingDocument>>() {}

/** How far a meeting looks back; null of one that is not there. */
export class LookBackFrom extends query<{ code: string }, LookBack | null>() {}

export const meetingQueries = [
  answers(LookBackFrom, ({ code }, basis) => {
    const meeting = meetings.get(basis.rows, code);
    return meeting === undefined ? null : lookBackFrom(basis, meeting);
  }),
  answers(MeetingSeriesBySlug, ({ slug }, { rows }) => meetingSeries.get(rows, slug)),
  answers(ListMeetingSeries, (request, basis) =>
    page(basis, { table: 'meeting_series', where: [], ...sortedBy('sort_name') }, request),
  ),
  answers(MeetingByCode, ({ code }, { rows }) => meetings.get(rows, code)),
  answers(ListMeetings, ({ filter, ...request }, basis) => page(basis, meetingListing(filter), request)),
];
