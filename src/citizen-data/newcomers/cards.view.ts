import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import type { Recorded } from '../../kernel/message.js';
import type { Language } from '../../kernel/values/fields.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { matchingOf } from '../../platform/read-model/search/findables.js';
import { view } from '../../platform/read-model/view.js';
import type { CardEvent, CardQuestion } from './card.js';

/** The words of a version of a card in one language; without text where that was redacted. */
export interface CardWording {
  readonly language: Language;
  readonly title: LocalText | null;
  readonly questions: readonly CardQuestion[];
  readonly answers: readonly { readonly question: CardQuestion; readonly answer: LocalText }[];
}

export interface CardVersionDocument {
  readonly number: number;
  readonly wordings: readonly CardWording[];
  readonly drafted: string | null;
  readonly isPublished: boolean;
  readonly published: string | null;
}

export interface CardDocument extends RecordDocument {
  readonly slug: string;
  readonly method: string | null;
  readonly status: 'drafted' | 'published' | 'revised' | 'retired';
  readonly retired: string | null;
  readonly retirementReason: string | null;
  /** Oldest first. */
  readonly versions: readonly CardVersionDocument[];
}

/** The table of what each card answers, one row for each question and language of the version that is shown. */
const cardWordings = 'card_wordings';

/** The version that readers see: the last published one, or before there is one, the first draft. */
export const shownVersion = ({ versions }: Pick<CardDocument, 'versions'>): CardVersionDocument | null =>
  versions.findLast(({ isPublished }) => isPublished) ?? versions.at(0) ?? null;

export const cards = new RecordDocuments<CardDocument>({
  table: 'cards',
  kind: 'Card',
  key: ({ slug }) => slug,
  columns: { status: ({ status }) => status, method: ({ method }) => method },
  indexed: ['method'],
  side: [
    {
      table: cardWordings,
      owner: 'card',
      columns: { question: 'TEXT NOT NULL', language: 'TEXT NOT NULL' },
      indexed: [['question', 'language', 'card']],
      rows: (document) =>
        (shownVersion(document)?.wordings ?? []).flatMap(({ language, questions }) =>
          questions.map((question) => [question, language] as const),
        ),
    },
  ],
});

type Worded = Extract<CardEvent, { type: 'CardDrafted' | 'CardWorded' | 'CardRevised' }>;

function wordingOf({ facts: { wordedIn: language, questions }, text }: Recorded<Worded>): CardWording {
  const local = (words: string): LocalText => ({ text: words, language });
  return {
    language,
    questions,
    title: text === null ? null : local(text.title),
    answers: (text?.answers ?? []).map(({ question, answer }) => ({ question, answer: local(answer) })),
  };
}

const begun = (event: Recorded<Worded>): CardVersionDocument => ({
  number: event.facts.cardVersion,
  wordings: [wordingOf(event)],
  drafted: event.effective,
  isPublished: false,
  published: null,
});

const changed = (
  versions: readonly CardVersionDocument[],
  number: number,
  change: (version: CardVersionDocument) => Partial<CardVersionDocument>,
): readonly CardVersionDocument[] => versions.map((one) => (one.number === number ? { ...one, ...change(one) } : one));

export const cardsView = view<CardEvent | CorrectionEvent | RedactionEvent>({
  name: 'cards.v1',
  tables: [cards],
  on: {
    ...correctionHandlers(cards, ofNoun('card')),
    CardDrafted: (event, fold) =>
      cards.add(fold, event, {
        slug: event.facts.card,
        method: event.facts.method,
        status: 'drafted',
        retired: null,
        retirementReason: null,
        versions: [begun(event)],
      }),
    CardWorded: (event, fold) => {
      const wording = wordingOf(event);
      cards.change(fold, event, event.facts.card, ({ versions }) => ({
        versions: changed(versions, event.facts.cardVersion, ({ wordings }) => ({
          wordings: [...wordings.filter(({ language }) => language !== wording.language), wording],
        })),
      }));
    },
    CardPublished: (event, fold) =>
      cards.change(fold, event, event.facts.card, ({ versions }) => ({
        status: 'published',
        versions: changed(versions, event.facts.cardVersion, () => ({ isPublished: true, published: event.effective })),
      })),
    CardRevised: (event, fold) =>
      cards.change(fold, event, event.facts.card, ({ versions }) => ({
        status: 'revised',
        versions: [...versions, begun(event)],
      })),
    CardRetired: (event, fold) =>
      cards.change(fold, event, event.facts.card, () => ({
        status: 'retired',
        retired: event.effective,
        retirementReason: event.facts.reasonCode,
      })),
  },
});

export interface CardFilter {
  readonly cards?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly methods?: readonly string[] | null;
  readonly questions?: readonly string[] | null;
  readonly languages?: readonly string[] | null;
  readonly text?: string | null;
}

/** Those that answer a question in a language, where both are asked for. */
function answering({ questions, languages }: CardFilter): Conditions {
  const wanted = [...anyOf('question', questions), ...anyOf('language', languages)];
  return wanted.length === 0
    ? []
    : [
        [
          `key IN (SELECT card FROM ${cardWordings} WHERE ${wanted.map(([sql]) => sql).join(' AND ')})`,
          ...wanted.flatMap(([, ...values]) => values),
        ],
      ];
}

export const cardListing = (filter: CardFilter | null | undefined) => ({
  table: 'cards',
  where: [
    ...anyOf('key', filter?.cards),
    ...anyOf('status', filter?.statuses),
    ...anyOf('method', filter?.methods),
    ...answering(filter ?? {}),
    ...(filter?.text ? [matchingOf('card', filter.text)] : []),
  ],
  sort: 'key',
});

export class CardBySlug extends query<{ slug: string }, CardDocument | undefined>() {}
export class ListCards extends query<PageRequest & { filter?: CardFilter | null }, Page<CardDocument>>() {}

export const cardQueries = [
  answers(CardBySlug, ({ slug }, { rows }) => cards.get(rows, slug)),
  answers(ListCards, ({ filter, ...request }, basis) => page(basis, cardListing(filter), request)),
];
