import { expect, test } from '@jest/globals';
import { monthsLater, nextMeetingBy } from '../../src/collaborative/meeting/cadence.js';
import {
  ChangeCadence,
  EndMeetingSeries,
  MeetingCadenceChanged,
  MeetingSeriesEnded,
  MeetingSeriesStarted,
  series,
  StartMeetingSeries,
} from '../../src/collaborative/meeting/series.js';
import { seriesStarted } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const cadence = { least: 2, most: 3 };
const ended = MeetingSeriesEnded({ series: 'lnob' });
const start = (more: object = {}) => commandOf(StartMeetingSeries, { series: 'lnob', name: 'Collaborative', ...more });
const change = (to: object = cadence) => commandOf(ChangeCadence, { series: 'lnob', cadence: to as typeof cadence });
const end = commandOf(EndMeetingSeries, { series: 'lnob', note: 'Merged.' });

test('a series starts once, with its cadence where that is known', () => {
  given(series)
    .when(start())
    .then(MeetingSeriesStarted({ series: 'lnob', name: 'Collaborative', cadence: null }));
  given(series).when(start({ cadence })).then(seriesStarted());
  given(series, seriesStarted()).when(start({ cadence })).thenNothing();
  given(series, seriesStarted())
    .when(start({ name: 'Another' }))
    .thenRefused('MEETING_SERIES_ALREADY_STARTED', 'series');
  given(series, seriesStarted(), ended)
    .when(start({ cadence }))
    .thenRefused('MEETING_SERIES_ALREADY_STARTED', 'series');
});

test('its cadence changes while it runs', () => {
  given(series, seriesStarted())
    .when(change({ least: 6, most: 6 }))
    .then(MeetingCadenceChanged({ series: 'lnob', cadence: { least: 6, most: 6 } }));
  given(series, seriesStarted()).when(change()).thenNothing();
  given(series).when(change()).thenRefused('MEETING_SERIES_UNKNOWN', 'series');
  given(series, seriesStarted(), ended).when(change()).thenRefused('MEETING_SERIES_ENDED', 'series');
  expect(() => change({ least: 3, most: 2 })).toThrow('cadence.most must not be less than least.');
});

test('it ends once', () => {
  given(series, seriesStarted())
    .when(end)
    .then(MeetingSeriesEnded({ series: 'lnob' }, { language: 'en', note: 'Merged.' }));
  given(series, seriesStarted(), ended).when(end).thenNothing();
  given(series).when(end).thenRefused('MEETING_SERIES_UNKNOWN', 'series');
});

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-11-30', 3, '2024-02-29'],
  ['2024-10-31', 2, '2024-12-31'],
  ['2024-12-15', 1, '2025-01-15'],
  ['2020-02-29', 12, '2021-02-28'],
])('%s and %i months is %s', (day, months, later) => {
  expect(monthsLater(day, months)).toBe(later);
});

test('the next meeting counts from the last day that the last one can mean, and is unknown where that is', () => {
  expect(nextMeetingBy(cadence, '2024-05')).toBe('2024-08-31');
  expect(nextMeetingBy(cadence, '2018-07/..')).toBeNull();
  expect(nextMeetingBy(cadence, null)).toBeNull();
  expect(nextMeetingBy(null, '2024')).toBeNull();
});

everyRuleIsTested(series);
