import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import type { Recorded } from '../../kernel/message.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import type { Fold } from '../../platform/read-model/fold.js';
import { anyOf, page, sortedBy, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { view } from '../../platform/read-model/view.js';
import { datesOf, firstDayOf, lastDayOfMoment, type MomentDates } from './moment-dates.js';
import type { MomentEvent, MomentKind, ReviewState } from './moment.js';

export interface ReviewDocument {
  readonly country: string;
  readonly state: ReviewState;
  readonly ordinal: number | null;
  /** When it was listed, presented or withdrawn. */
  readonly since: string | null;
}

export interface MomentDocument extends RecordDocument, MomentDates {
  readonly slug: string;
  readonly kind: MomentKind;
  readonly year: number;
  readonly originalStarts: string | null;
  readonly title: LocalText | null;
  readonly theme: LocalText | null;
  readonly auspices: LocalText | null;
  readonly place: LocalText | null;
  /** Null as long as nobody named any. */
  readonly goals: readonly number[] | null;
  readonly areGoalsComplete: boolean | null;
  readonly reviews: readonly ReviewDocument[];
  readonly messages: readonly { readonly code: string; readonly text: LocalText | null }[];
  readonly speakers: readonly { readonly organisation: string; readonly note: LocalText | null }[];
  readonly commitments: readonly string[];
}

/** What leads from other things to moments, one row a link: `country` of a review, `speaker`, `commitment`. */
export const momentLinks = 'advocacy_links';

export const moments = new RecordDocuments<MomentDocument>({
  table: 'advocacy_moments',
  kind: 'AdvocacyMoment',
  key: ({ slug }) => slug,
  columns: {
    kind: ({ kind }) => kind,
    year: ({ year }) => year,
    first_day: (moment) => firstDayOf(moment),
    day: (moment) => lastDayOfMoment(moment),
  },
  indexed: [],
  side: [
    {
      table: momentLinks,
      owner: 'moment',
      columns: { kind: 'TEXT NOT NULL', value: 'TEXT NOT NULL' },
      indexed: [['kind', 'value', 'moment']],
      rows: ({ reviews, speakers, commitments }) => [
        ...reviews.filter(({ state }) => state !== 'withdrawn').map(({ country }) => ['country', country]),
        ...speakers.map(({ organisation }) => ['speaker', organisation]),
        ...commitments.map((commitment) => ['commitment', commitment]),
      ],
    },
  ],
});

const change = (fold: Fold, event: Recorded<MomentEvent>, next: (known: MomentDocument) => Partial<MomentDocument>) =>
  moments.change(fold, event, event.facts.moment, next);

export const momentsView = view<MomentEvent | CorrectionEvent | RedactionEvent>({
  name: 'advocacyMoments.v1',
  tables: [moments],
  on: {
    ...correctionHandlers(moments, ofNoun('advocacyMoment')),
    AdvocacyMomentAnnounced: (event, fold) => {
      const { facts, text } = event;
      const language = text?.language;
      moments.add(fold, event, {
        slug: facts.moment,
        kind: facts.kind,
        year: facts.year,
        ...datesOf(facts),
        originalStarts: facts.starts,
        title: wordsOf(text?.title, language),
        theme: wordsOf(text?.theme, language),
        auspices: wordsOf(text?.auspices, language),
        place: wordsOf(text?.place, language),
        goals: null,
        areGoalsComplete: null,
        reviews: [],
        messages: [],
        speakers: [],
        commitments: [],
      });
    },
    AdvocacyMomentRescheduled: (event, fold) =>
      change(fold, event, ({ originalStarts }) => ({
        ...datesOf(event.facts),
        originalStarts: originalStarts ?? event.facts.starts,
      })),
    AdvocacyMomentAmended: (event, fold) => {
      const words = (text: string | null | undefined, known: LocalText | null): LocalText | null =>
        wordsOf(text, event.text?.language) ?? known;
      change(fold, event, ({ title, theme, auspices, place }) => ({
        title: words(event.text?.title, title),
        theme: words(event.text?.theme, theme),
        auspices: words(event.text?.auspices, auspices),
        place: words(event.text?.place, place),
      }));
    },
    GoalsUnderReviewNamed: (event, fold) =>
      change(fold, event, () => ({
        goals: [...event.facts.goals].sort((one, other) => one - other),
        areGoalsComplete: event.facts.isComplete,
      })),
    VoluntaryReviewRecorded: (event, fold) => {
      const { country, state, ordinal } = event.facts;
      change(fold, event, ({ reviews }) => {
        const before = reviews.find((one) => one.country === country);
        const review = { country, state, ordinal: ordinal ?? before?.ordinal ?? null, since: event.effective };
        return {
          reviews: [...reviews.filter((one) => one !== before), review].sort((one, other) =>
            one.country < other.country ? -1 : 1,
          ),
        };
      });
    },
    AdvocacyMessageRecorded: (event, fold) => {
      const message = { code: event.facts.message, text: wordsOf(event.text?.text, event.text?.language) };
      change(fold, event, ({ messages }) => ({ messages: [...messages, message] }));
    },
    SpeakerRecorded: (event, fold) => {
      const { organisation } = event.facts;
      const speaker = { organisation, note: wordsOf(event.text?.note, event.text?.language) };
      change(fold, event, ({ speakers }) => ({
        speakers: [...speakers.filter((one) => one.organisation !== organisation), speaker],
      }));
    },
    CommitmentAnnounced: (event, fold) =>
      change(fold, event, ({ commitments }) => ({
        commitments: [...new Set([...commitments, event.facts.commitment])],
      })),
  },
});

/** The moments to which things of a kind lead, by the things, each list by day. */
export function momentsOf(
  { rows }: Basis,
  kind: 'country' | 'speaker' | 'commitment',
  values: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = rows.all<{ value: string; moment: string }>(
    `SELECT l.value AS value, l.moment AS moment FROM ${momentLinks} AS l JOIN advocacy_moments AS m ON m.key = l.moment
     WHERE l.kind = ? AND l.value IN (SELECT value FROM json_each(?)) ORDER BY m.day, l.moment`,
    kind,
    JSON.stringify(values),
  );
  const by = new Map<string, string[]>();
  for (const { value, moment } of found) by.set(value, [...(by.get(value) ?? []), moment]);
  return by;
}

export interface MomentFilter {
  readonly kinds?: readonly string[] | null;
  readonly years?: readonly number[] | null;
  readonly countries?: readonly string[] | null;
  readonly from?: string | null;
  readonly until?: string | null;
}

const momentConditions = (filter: MomentFilter | null | undefined): Conditions => [
  ...anyOf('kind', filter?.kinds),
  ...anyOf('year', filter?.years),
  ...anyOf('value', filter?.countries).map(
    ([sql, ...values]) =>
      [`key IN (SELECT moment FROM ${momentLinks} WHERE kind = 'country' AND ${sql})`, ...values] as const,
  ),
  ...(filter?.from == null ? [] : ([['day >= ?', filter.from]] as const)),
  ...(filter?.until == null ? [] : ([['first_day <= ?', filter.until]] as const)),
];

export class AdvocacyMomentBySlug extends query<{ slug: string }, MomentDocument | undefined>() {}
export class ListAdvocacyMoments extends query<
  PageRequest & { filter?: MomentFilter | null },
  Page<MomentDocument>
>() {}

export const momentQueries = [
  answers(AdvocacyMomentBySlug, ({ slug }, { rows }) => moments.get(rows, slug)),
  answers(ListAdvocacyMoments, ({ filter, ...request }, basis) =>
    page(basis, { table: 'advocacy_moments', where: momentConditions(filter), ...sortedBy('day') }, request),
  ),
];
