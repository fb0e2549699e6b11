import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, maybe, oneOf, WrittenIn } from '../../kernel/values/fields.js';
import { Table } from '../../kernel/values/persistent.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { CardSlug, cardStream, Reference } from '../names.js';

/** What newcomers ask; a card answers some of it. */
export const CardQuestion = oneOf(['what_is_it', 'when_does_it_fit', 'what_must_i_check']);
export type CardQuestion = z.infer<typeof CardQuestion>;
/** Why a card is shown no more. */
export const CardRetirement = oneOf(['outdated', 'replaced', 'wrong', 'other']);

const Answers = z
  .array(z.object({ question: CardQuestion, answer: Description }))
  .min(1, 'must answer at least one question')
  .max(3, 'must have at most 3 items')
  .refine((all) => new Set(all.map(({ question }) => question)).size === all.length, 'must answer each question once');
const words = { card: CardSlug, language: WrittenIn, title: Title, answers: Answers, note: maybe(Note) };

export class DraftCard extends command('DraftCard', {
  ...words,
  /** The method that it explains; left out, it is about citizen data as such. */
  method: maybe(Reference),
}) {}
export class WordCard extends command('WordCard', words) {}
export class PublishCard extends command('PublishCard', { card: CardSlug, ...noteFields }) {}
export class ReviseCard extends command('ReviseCard', words) {}
export class RetireCard extends command('RetireCard', { card: CardSlug, reasonCode: CardRetirement, ...noteFields }) {}

export const cardCommands = [DraftCard, WordCard, PublishCard, ReviseCard, RetireCard] as const;
export type CardCommand = InstanceType<(typeof cardCommands)[number]>;

const wording = {
  card: CardSlug,
  cardVersion: z.int(),
  wordedIn: Language,
  questions: z.array(CardQuestion),
};
const wordingText = {
  language: Language,
  title: Title,
  answers: z.array(z.strictObject({ question: CardQuestion, answer: Description })),
  note: Note.nullable(),
};

/** The first version of a card was drafted, in one language. */
export const CardDrafted = event('CardDrafted', { ...wording, method: Reference.nullable() }, wordingText, {
  opens: 'stream',
});
/** A version was worded in a language: a draft also anew, a published one only in a further language. */
export const CardWorded = event('CardWorded', wording, wordingText);
export const CardPublished = event('CardPublished', { card: CardSlug, cardVersion: z.int() }, noteText);
/** Another version was begun; the published one is shown until it is published as well. */
export const CardRevised = event('CardRevised', wording, wordingText);
/** It is shown no more. */
export const CardRetired = event('CardRetired', { card: CardSlug, reasonCode: CardRetirement }, noteText);

export const cardEvents = [CardDrafted, CardWorded, CardPublished, CardRevised, CardRetired] as const;
export type CardEvent = EventOf<(typeof cardEvents)[number]>;

interface Card {
  readonly status: 'unknown' | 'draft' | 'published' | 'retired';
  readonly method: string | null;
  /** The number of the newest version. */
  readonly version: number;
  /** Its words, by language. */
  readonly words: Table<unknown>;
}

type Wording = Pick<EventOf<typeof CardWorded>, 'facts' | 'text'>;
const contentOf = ({ facts: { questions }, text }: Wording): unknown => [questions, text];

/** Refuses a card that is not there, or was retired. */
function mustBeThere({ status }: Card, card: string): void {
  if (status === 'unknown') throw new Refused('CARD_UNKNOWN', `No card has the slug ${card}.`, 'card');
  if (status === 'retired') throw new Refused('CARD_RETIRED', `The card ${card} has been retired.`, 'card');
}

function worded({ card, language, title, answers, note }: WordCard['data'], cardVersion: number) {
  const questions = answers.map(({ question }) => question);
  return {
    facts: { card, cardVersion, wordedIn: language, questions },
    text: { language, title, answers, note },
  };
}

export const card: Decider<CardCommand, Card, CardEvent> = {
  events: cardEvents,
  stream: ({ data }) => cardStream(data.card),
  initial: { status: 'unknown', method: null, version: 0, words: Table.empty() },
  evolve: on<Card, CardEvent>({
    CardDrafted: (_, event) => ({
      status: 'draft',
      method: event.facts.method,
      version: event.facts.cardVersion,
      words: Table.empty<unknown>().with(event.facts.wordedIn, contentOf(event)),
    }),
    CardWorded: (known, event) => ({ ...known, words: known.words.with(event.facts.wordedIn, contentOf(event)) }),
    CardPublished: (known) => ({ ...known, status: 'published' }),
    CardRevised: (known, event) => ({
      ...known,
      status: 'draft',
      version: event.facts.cardVersion,
      words: Table.empty<unknown>().with(event.facts.wordedIn, contentOf(event)),
    }),
    CardRetired: (known) => ({ ...known, status: 'retired' }),
  }),
  decide: {
    DraftCard: (known, { data }) => {
      const { facts, text } = worded(data, 1);
      const drafted = CardDrafted({ ...facts, method: data.method }, text);
      const isSaid =
        known.version === 1 &&
        known.method === data.method &&
        isSame(known.words.get(data.language), contentOf(drafted));
      if (known.status !== 'unknown' && isSaid) return [];
      if (known.status !== 'unknown')
        throw new Refused('CARD_DRAFTED', `There is a card ${data.card} already: word or revise it.`, 'card');
      return [drafted];
    },
    WordCard: (known, { data }) => {
      mustBeThere(known, data.card);
      const { facts, text } = worded(data, known.version);
      const said = CardWorded(facts, text);
      const before = known.words.get(data.language);
      if (before !== undefined && isSame(before, contentOf(said))) return [];
      if (before !== undefined && known.status === 'published')
        throw new Refused(
          'CARD_PUBLISHED',
          `Version ${known.version} of ${data.card} is published in this language already: revise the card.`,
          'language',
        );
      return [said];
    },
    PublishCard: (known, { data }) => {
      mustBeThere(known, data.card);
      if (known.status === 'published') return [];
      return [CardPublished({ card: data.card, cardVersion: known.version }, noteOf(data))];
    },
    ReviseCard: (known, { data }) => {
      mustBeThere(known, data.card);
      const { facts, text } = worded(data, known.version + 1);
      const revised = CardRevised(facts, text);
      if (isSame(known.words.get(data.language), contentOf(revised))) return [];
      if (known.status === 'draft')
        throw new Refused(
          'CARD_DRAFT_OPEN',
          `Version ${known.version} of ${data.card} is not published yet: word it instead.`,
          'card',
        );
      return [revised];
    },
    RetireCard: (known, { data }) => {
      if (known.status === 'retired') return [];
      mustBeThere(known, data.card);
      return [CardRetired({ card: data.card, reasonCode: data.reasonCode }, noteOf(data))];
    },
  },
};
