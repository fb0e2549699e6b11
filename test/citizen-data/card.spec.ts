import { expect, test } from '@jest/globals';
import {
  card,
  CardDrafted,
  CardPublished,
  CardRetired,
  CardRevised,
  CardWorded,
  DraftCard,
  PublishCard,
  RetireCard,
  ReviseCard,
  WordCard,
} from '../../src/citizen-data/newcomers/card.js';
import { CardBySlug, ListCards, shownVersion } from '../../src/citizen-data/newcomers/cards.view.js';
import type { Language } from '../../src/kernel/values/fields.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

const answersOf = (answer: string) => [{ question: 'what_is_it' as const, answer }];
const input = { card: 'mapping', title: 'Mapping', answers: answersOf('People draw maps.') };
const draft = (more: object = {}) => commandOf(DraftCard, { ...input, ...more });
const word = (more: object = {}) => commandOf(WordCard, { ...input, ...more });
const revise = (more: object = {}) => commandOf(ReviseCard, { ...input, ...more });
const publish = commandOf(PublishCard, { card: 'mapping' });
const retire = commandOf(RetireCard, { card: 'mapping', reasonCode: 'outdated' });

const facts = (cardVersion: number, wordedIn: Language = 'en') => ({
  card: 'mapping',
  cardVersion,
  wordedIn,
  questions: ['what_is_it' as const],
});
const text = (language: Language = 'en', answer = 'People draw maps.') => ({
  language,
  title: 'Mapping',
  answers: answersOf(answer),
  note: null,
});
const drafted = CardDrafted({ ...facts(1), method: null }, text());
const inFrench = CardWorded(facts(1, 'fr'), text('fr', 'On dessine des cartes.'));
const published = CardPublished({ card: 'mapping', cardVersion: 1 });
const revised = CardRevised(facts(2), text('en', 'Anybody draws maps.'));
const retired = CardRetired({ card: 'mapping', reasonCode: 'outdated' });

test('a card is drafted once', () => {
  given(card).when(draft()).then(drafted);
  given(card, drafted).when(draft()).thenNothing();
  given(card, drafted)
    .when(draft({ title: 'Maps' }))
    .thenRefused('CARD_DRAFTED', 'card');
  given(card, drafted, retired)
    .when(draft({ title: 'Maps' }))
    .thenRefused('CARD_DRAFTED', 'card');
});

test('a draft is worded in every language, also anew; what is published only in a further one', () => {
  const french = { language: 'fr', answers: answersOf('On dessine des cartes.') };
  given(card, drafted).when(word(french)).then(inFrench);
  given(card, drafted, inFrench).when(word(french)).thenNothing();
  given(card, drafted)
    .when(word({ answers: answersOf('Other words.') }))
    .then(CardWorded(facts(1), text('en', 'Other words.')));
  given(card, drafted, published).when(word(french)).then(inFrench);
  given(card, drafted, published)
    .when(word({ answers: answersOf('Other words.') }))
    .thenRefused('CARD_PUBLISHED', 'language');
  given(card).when(word()).thenRefused('CARD_UNKNOWN', 'card');
  given(card, drafted, retired).when(word()).thenRefused('CARD_RETIRED', 'card');
});

test('what is published is revised, version by version', () => {
  const anew = { answers: answersOf('Anybody draws maps.') };
  given(card, drafted).when(publish).then(published);
  given(card, drafted, published).when(publish).thenNothing();
  given(card, drafted, published).when(revise(anew)).then(revised);
  given(card, drafted, published, revised).when(revise(anew)).thenNothing();
  given(card, drafted, published, revised)
    .when(publish)
    .then(CardPublished({ card: 'mapping', cardVersion: 2 }));
  given(card, drafted).when(revise(anew)).thenRefused('CARD_DRAFT_OPEN', 'card');
  given(card).when(publish).thenRefused('CARD_UNKNOWN', 'card');
});

test('a card is retired', () => {
  given(card, drafted).when(retire).then(retired);
  given(card, drafted, retired).when(retire).thenNothing();
  given(card).when(retire).thenRefused('CARD_UNKNOWN', 'card');
});

test('each question is answered once, and one at least', () => {
  for (const answers of [[], [...answersOf('One.'), ...answersOf('Two.')]])
    expect(() => draft({ answers })).toThrow('answers must');
});

test('readers see the published version until the next one is published', async () => {
  const views = await Views.over(
    on('2020', drafted),
    on('2020', inFrench),
    on('2021', published),
    on('2022', revised),
    on('2023', CardPublished({ card: 'mapping', cardVersion: 2 })),
    on('2024', retired),
  );
  const seen = async (day: string) => {
    const found = await views.ask(CardBySlug, { slug: 'mapping' }, views.model.at({ size: 6, effectiveOn: day }));
    const shown = found === undefined ? null : shownVersion(found);
    return [found?.status, shown?.number, shown?.wordings.map(({ language }) => language)];
  };
  expect(await seen('2020-12-31')).toEqual(['drafted', 1, ['en', 'fr']]);
  expect(await seen('2021-12-31')).toEqual(['published', 1, ['en', 'fr']]);
  expect(await seen('2022-12-31')).toEqual(['revised', 1, ['en', 'fr']]);
  expect(await seen('2023-12-31')).toEqual(['published', 2, ['en']]);
  expect(await seen('2024-12-31')).toEqual(['retired', 2, ['en']]);
});

test('cards are found by the question that they answer in a language', async () => {
  const views = await Views.over(on('2020', drafted), on('2020', inFrench), on('2021', published));
  const found = async (filter: object) => {
    const { nodes } = await views.ask(ListCards, { filter });
    return nodes.map(({ slug }) => slug);
  };
  expect(await found({ questions: ['what_is_it'], languages: ['fr'] })).toEqual(['mapping']);
  expect(await found({ questions: ['what_is_it'], languages: ['ar'] })).toEqual([]);
  expect(await found({ questions: ['what_must_i_check'] })).toEqual([]);
});

everyRuleIsTested(card);
