import { test } from '@jest/globals';
import {
  ActionPointSettled,
  AgreeActionPoint,
  DecisionRecorded,
  MinutesPublished,
  outcome,
  PublishMinutes,
  RecordDecision,
  SettleActionPoint,
} from '../../src/collaborative/meeting/outcome.js';
import { agreed, held, joined, scheduled } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const meeting = 'MT-LNOB-1';
const over = [scheduled(meeting), held(meeting)];
const decide = (decision: string) => commandOf(RecordDecision, { meeting, decision });
const decided = (number: number, decision: string) =>
  DecisionRecorded({ decision: `${meeting}-D${number}`, meeting }, { language: 'en', decision });
const agree = (more: object = {}) => commandOf(AgreeActionPoint, { meeting, title: 'Write', ...more });
const settle = commandOf(SettleActionPoint, { actionPoint: `${meeting}-A1`, note: 'Done.' });
const settled = ActionPointSettled({ actionPoint: `${meeting}-A1` }, { language: 'en', note: 'Done.' });
const publish = commandOf(PublishMinutes, { meeting, language: 'ar', address: 'https://example.org/ar' });
const published = (address: string) => MinutesPublished({ meeting, language: 'ar', address });

test('decisions of a meeting that was held get the next code', () => {
  given(outcome, ...over, decided(1, 'One'))
    .when(decide('Two'))
    .then(decided(2, 'Two'));
  given(outcome, ...over, decided(1, 'One'))
    .when(decide('One'))
    .thenNothing();
  given(outcome, scheduled(meeting)).when(decide('One')).thenRefused('MEETING_NOT_HELD', 'meeting');
  given(outcome).when(decide('One')).thenRefused('MEETING_UNKNOWN', 'meeting');
});

test('action points are agreed, with an owner that is known or none', () => {
  given(outcome, ...over)
    .when(agree())
    .then(agreed(`${meeting}-A1`, 'Write'));
  given(outcome, ...over, agreed(`${meeting}-A1`, 'Write'))
    .beside('champion-kenya', joined('kenya'))
    .when(agree({ owner: 'kenya', due: '2025' }))
    .then(agreed(`${meeting}-A2`, 'Write', 'kenya', '2025'));
  given(outcome, ...over, agreed(`${meeting}-A1`, 'Write'))
    .when(agree())
    .thenNothing();
  given(outcome, ...over)
    .when(agree({ owner: 'nobody' }))
    .thenRefused('ORGANISATION_UNKNOWN', 'owner');
  given(outcome, scheduled(meeting)).when(agree()).thenRefused('MEETING_NOT_HELD', 'meeting');
});

test('action points are settled once', () => {
  given(outcome, ...over, agreed(`${meeting}-A1`))
    .when(settle)
    .then(settled);
  given(outcome, ...over, agreed(`${meeting}-A1`), settled)
    .when(settle)
    .thenNothing();
  given(outcome, ...over)
    .when(settle)
    .thenRefused('ACTION_POINT_UNKNOWN', 'actionPoint');
});

test('minutes are published in each language; another address replaces the one before', () => {
  given(outcome, ...over, published('https://example.org/old'))
    .when(publish)
    .then(published('https://example.org/ar'));
  given(outcome, ...over, published('https://example.org/ar'))
    .when(publish)
    .thenNothing();
  given(outcome, scheduled(meeting)).when(publish).thenRefused('MEETING_NOT_HELD', 'meeting');
});

everyRuleIsTested(outcome);
