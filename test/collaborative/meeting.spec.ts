import { test } from '@jest/globals';
import {
  CancelMeeting,
  CirculateAgenda,
  HoldMeeting,
  meeting,
  MeetingAgendaCirculated,
  MeetingCancelled,
  MeetingRescheduled,
  MeetingScheduled,
  RescheduleMeeting,
  ScheduleMeeting,
} from '../../src/collaborative/meeting/meeting.js';
import { MeetingSeriesEnded } from '../../src/collaborative/meeting/series.js';
import { held, joined, scheduled, seriesStarted } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const code = 'MT-LNOB-1';
const cancelled = MeetingCancelled({ meeting: code });
const schedule = (more: object = {}) => commandOf(ScheduleMeeting, { series: 'lnob', number: 1, ...more });
const move = commandOf(RescheduleMeeting, { meeting: code, on: '2024-06' });
const circulate = commandOf(CirculateAgenda, { meeting: code, agenda: 'Outputs.' });
const circulated = MeetingAgendaCirculated({ meeting: code }, { language: 'en', agenda: 'Outputs.' });
const hold = (...attendance: string[]) => commandOf(HoldMeeting, { meeting: code, attendance });
const cancel = commandOf(CancelMeeting, { meeting: code });

test('a meeting of a running series is scheduled, with or without a day', () => {
  given(meeting).beside('meetingSeries-lnob', seriesStarted()).when(schedule()).then(scheduled(code));
  given(meeting)
    .beside('meetingSeries-lnob', seriesStarted())
    .when(schedule({ on: '2024-05', title: 'Réunion', place: 'Nairobi', language: 'fr' }))
    .then(
      MeetingScheduled(
        { meeting: code, series: 'lnob', on: '2024-05' },
        { language: 'fr', title: 'Réunion', place: 'Nairobi', note: null },
      ),
    );
  given(meeting, scheduled(code, '2024-05'))
    .when(schedule({ on: '2024-05' }))
    .thenNothing();
  given(meeting, scheduled(code, '2024-05'))
    .when(schedule({ on: '2025' }))
    .thenRefused('MEETING_CODE_TAKEN', 'number');
  given(meeting).when(schedule()).thenRefused('MEETING_SERIES_UNKNOWN', 'series');
  given(meeting)
    .beside('meetingSeries-lnob', seriesStarted(), MeetingSeriesEnded({ series: 'lnob' }))
    .when(schedule())
    .thenRefused('MEETING_SERIES_ENDED', 'series');
});

test('it is moved until it is over', () => {
  given(meeting, scheduled(code))
    .when(move)
    .then(MeetingRescheduled({ meeting: code, on: '2024-06' }));
  given(meeting, scheduled(code, '2024-06')).when(move).thenNothing();
  given(meeting, scheduled(code), held(code)).when(move).thenRefused('MEETING_OVER', 'meeting');
  given(meeting).when(move).thenRefused('MEETING_UNKNOWN', 'meeting');
});

test('its agenda is circulated before it is over', () => {
  given(meeting, scheduled(code)).when(circulate).then(circulated);
  given(meeting, scheduled(code), circulated).when(circulate).thenNothing();
  given(meeting, scheduled(code), cancelled).when(circulate).thenRefused('MEETING_OVER', 'meeting');
});

test('it is held once, with organisations that the register knows', () => {
  given(meeting, scheduled(code))
    .beside('champion-kenya', joined('kenya'))
    .when(hold('kenya'))
    .then(held(code, ['kenya']));
  given(meeting, scheduled(code)).when(hold()).then(held(code));
  given(meeting, scheduled(code)).when(hold('nobody')).thenRefused('ORGANISATION_UNKNOWN', ['attendance', '0']);
  given(meeting, scheduled(code), held(code, ['kenya']))
    .when(hold('kenya'))
    .thenNothing();
  given(meeting, scheduled(code), held(code, ['kenya']))
    .when(hold())
    .thenRefused('MEETING_OVER', 'meeting');
  given(meeting, scheduled(code), cancelled).when(hold()).thenRefused('MEETING_OVER', 'meeting');
});

test('it is cancelled once, and not after it was held', () => {
  given(meeting, scheduled(code)).when(cancel).then(cancelled);
  given(meeting, scheduled(code), cancelled).when(cancel).thenNothing();
  given(meeting, scheduled(code), held(code)).when(cancel).thenRefused('MEETING_OVER', 'meeting');
});

everyRuleIsTested(meeting);
