import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import type { EventOf, Recorded } from '../../kernel/message.js';
import type { Language } from '../../kernel/values/fields.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { matchingOf } from '../../platform/read-model/search/findables.js';
import { view } from '../../platform/read-model/view.js';
import { slugIn } from '../names.js';
import type { GuidelineDrafted, GuidelineEvent, GuidelineRevised } from './guideline.js';

interface Recommendation {
  readonly number: number;
  readonly text: LocalText | null;
}

export interface GuidelineVersionDocument {
  readonly number: number;
  readonly title: LocalText | null;
  readonly summary: LocalText | null;
  readonly document: string | null;
  readonly written: string | null;
  readonly openedForComment: string | null;
  readonly commentsUntil: string | null;
  readonly recommendations: readonly Recommendation[];
  readonly endorsements: readonly {
    readonly organisation: string;
    readonly on: string | null;
    readonly entry: number;
  }[];
}

interface CommentDocument {
  readonly code: string;
  readonly version: number;
  readonly organisation: string;
  readonly recommendation: number | null;
  readonly comment: LocalText | null;
  readonly on: string | null;
  readonly outcome: string | null;
  readonly answer: LocalText | null;
  readonly answered: string | null;
}

export type GuidelineStatus = 'drafted' | 'open_for_comment' | 'comments_answered' | 'endorsed' | 'revised';

export interface GuidelineDocument extends RecordDocument {
  readonly slug: string;
  readonly title: LocalText | null;
  readonly status: GuidelineStatus;
  readonly versions: readonly GuidelineVersionDocument[];
  readonly comments: readonly CommentDocument[];
  readonly adoptions: readonly {
    readonly recommendation: number;
    readonly version: number;
    readonly organisation: string;
    readonly on: string | null;
    readonly entry: number;
  }[];
}

export const guidelines = new RecordDocuments<GuidelineDocument>({
  table: 'guidelines',
  kind: 'Guideline',
  key: ({ slug }) => slug,
  columns: {
    status: ({ status }) => status,
    endorsed_by: ({ versions }) =>
      JSON.stringify(versions.flatMap(({ endorsements }) => endorsements.map(({ organisation }) => organisation))),
    adopted_by: ({ adoptions }) => JSON.stringify(adoptions.map(({ organisation }) => organisation)),
  },
  indexed: [],
});

/** Where a guideline stands, by its last version. */
export function statusOf({ versions, comments }: Pick<GuidelineDocument, 'versions' | 'comments'>): GuidelineStatus {
  const last = versions.at(-1);
  if (last === undefined) return 'drafted';
  if (last.endorsements.length > 0) return 'endorsed';
  const own = comments.filter(({ version }) => version === last.number);
  if (own.length > 0 && own.every(({ outcome }) => outcome !== null)) return 'comments_answered';
  if (last.openedForComment !== null || own.length > 0) return 'open_for_comment';
  return last.number > 1 ? 'revised' : 'drafted';
}

type Written = Recorded<EventOf<typeof GuidelineDrafted> | EventOf<typeof GuidelineRevised>>;

function versionOf({ facts, text, effective }: Written, title: LocalText | null): GuidelineVersionDocument {
  const said = (word: string | null | undefined) => wordsOf(word, text?.language);
  return {
    number: facts.guidelineVersion,
    title,
    summary: said(text?.summary),
    document: facts.document,
    written: effective,
    openedForComment: null,
    commentsUntil: null,
    recommendations: Array.from({ length: facts.recommendations }, (_, index) => ({
      number: index + 1,
      text: said(text?.recommendations[index]),
    })),
    endorsements: [],
  };
}

const changeVersion = (
  { versions, comments }: GuidelineDocument,
  number: number,
  change: (version: GuidelineVersionDocument) => Partial<GuidelineVersionDocument>,
): Partial<GuidelineDocument> => {
  const changed = versions.map((one) => (one.number === number ? { ...one, ...change(one) } : one));
  return { versions: changed, status: statusOf({ versions: changed, comments }) };
};

const withComments = (
  { versions }: GuidelineDocument,
  comments: readonly CommentDocument[],
): Partial<GuidelineDocument> => ({ comments, status: statusOf({ versions, comments }) });

const titleIn = (title: string | null | undefined, language: Language | undefined) => wordsOf(title, language);

export const guidelinesView = view<GuidelineEvent | CorrectionEvent | RedactionEvent>({
  name: 'guidelines.v1',
  tables: [guidelines],
  on: {
    ...correctionHandlers(guidelines, ofNoun('guideline')),
    GuidelineDrafted: (event, fold) => {
      const title = titleIn(event.text?.title, event.text?.language);
      guidelines.add(fold, event, {
        slug: event.facts.guideline,
        title,
        status: 'drafted',
        versions: [versionOf(event, title)],
        comments: [],
        adoptions: [],
      });
    },
    GuidelineRevised: (event, fold) =>
      guidelines.change(fold, event, event.facts.guideline, ({ title, versions, comments }) => {
        const newTitle = titleIn(event.text?.title, event.text?.language) ?? title;
        const all = [...versions, versionOf(event, newTitle)].toSorted((one, other) => one.number - other.number);
        return { title: newTitle, versions: all, status: statusOf({ versions: all, comments }) };
      }),
    GuidelineOpenedForComment: (event, fold) => {
      const { guideline, guidelineVersion, until } = event.facts;
      guidelines.change(fold, event, guideline, (known) =>
        changeVersion(known, guidelineVersion, () => ({
          openedForComment: event.effective ?? event.recordedAt.slice(0, 10),
          commentsUntil: until,
        })),
      );
    },
    GuidelineCommented: (event, fold) => {
      const { comment: code, guideline, guidelineVersion: version, organisation, recommendation } = event.facts;
      const comment = wordsOf(event.text?.comment, event.text?.language);
      const added: CommentDocument = {
        code,
        version,
        organisation,
        recommendation,
        comment,
        on: event.effective,
        outcome: null,
        answer: null,
        answered: null,
      };
      guidelines.change(fold, event, guideline, (known) => withComments(known, [...known.comments, added]));
    },
    CommentAnswered: (event, fold) => {
      const { comment: code, outcome } = event.facts;
      const answer = wordsOf(event.text?.answer, event.text?.language);
      guidelines.change(fold, event, slugIn(code), (known) =>
        withComments(
          known,
          known.comments.map((one) =>
            one.code === code ? { ...one, outcome, answer, answered: event.effective } : one,
          ),
        ),
      );
    },
    GuidelineEndorsed: (event, fold) => {
      const { guideline, guidelineVersion, organisation } = event.facts;
      const endorsement = { organisation, on: event.effective, entry: event.entry };
      guidelines.change(fold, event, guideline, (known) =>
        changeVersion(known, guidelineVersion, ({ endorsements }) => ({
          endorsements: [...endorsements, endorsement],
        })),
      );
    },
    RecommendationAdopted: (event, fold) => {
      const { guideline, guidelineVersion: version, recommendation, organisation } = event.facts;
      const adoption = { recommendation, version, organisation, on: event.effective, entry: event.entry };
      guidelines.change(fold, event, guideline, ({ adoptions }) => ({ adoptions: [...adoptions, adoption] }));
    },
  },
});

export interface GuidelineFilter {
  readonly guidelines?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly endorsedBy?: readonly string[] | null;
  readonly adoptedBy?: readonly string[] | null;
  readonly text?: string | null;
}

/** "Has any of these" over a column that holds a list. */
const hasAnyOf = (column: string, wanted: readonly string[] | null | undefined): Conditions =>
  wanted == null
    ? []
    : [
        [
          `EXISTS (SELECT 1 FROM json_each(${column}) AS one WHERE one.value IN (SELECT value FROM json_each(?)))`,
          JSON.stringify(wanted),
        ],
      ];

export class GuidelineBySlug extends query<{ slug: string }, GuidelineDocument | undefined>() {}
export class ListGuidelines extends query<
  PageRequest & { filter?: GuidelineFilter | null },
  Page<GuidelineDocument>
>() {}

export const guidelineQueries = [
  answers(GuidelineBySlug, ({ slug }, { rows }) => guidelines.get(rows, slug)),
  answers(ListGuidelines, ({ filter, ...request }, basis) => {
    const where = [
      ...anyOf('key', filter?.guidelines),
      ...anyOf('status', filter?.statuses),
      ...hasAnyOf('endorsed_by', filter?.endorsedBy),
      ...hasAnyOf('adopted_by', filter?.adoptedBy),
      ...(filter?.text ? [matchingOf('guideline', filter.text)] : []),
    ];
    return page(basis, { table: 'guidelines', where, sort: 'key' }, request);
  }),
];

type Change = 'same' | 'reworded' | 'added' | 'removed';

/** One recommendation in two versions, side by side. */
export interface RecommendationPair {
  readonly number: number;
  readonly change: Change;
  readonly before: LocalText | null;
  readonly after: LocalText | null;
}

/**
 * Two versions of a guideline side by side, by the numbers of the recommendations; null where one is not there. Left out, they are the last
 * version and the one before it.
 */
export function sideBySide(
  { versions }: GuidelineDocument,
  from?: number | null,
  to?: number | null,
): RecommendationPair[] | null {
  const later = to ?? versions.at(-1)?.number ?? 0;
  const [before, after] = [from ?? later - 1, later].map((number) => versions.find((one) => one.number === number));
  if (before === undefined || after === undefined) return null;
  const most = Math.max(before.recommendations.length, after.recommendations.length);
  return Array.from({ length: most }, (_, index) => {
    const [was, is] = [before.recommendations[index], after.recommendations[index]];
    const isAlike = was?.text?.text === is?.text?.text;
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : isAlike ? 'same' : 'reworded';
    return { number: index + 1, change, before: was?.text ?? null, after: is?.text ?? null };
  });
}
