import { expect, test } from '@jest/globals';
import { firstDayOf, lastDayOfMoment, noDates } from '../../src/collaborative/advocacy/moment-dates.js';
import {
  AdvocacyMessageRecorded,
  AdvocacyMomentAmended,
  AdvocacyMomentRescheduled,
  AmendAdvocacyMoment,
  AnnounceAdvocacyMoment,
  CommitmentAnnounced,
  GoalsUnderReviewNamed,
  moment,
  NameGoalsUnderReview,
  RecordAdvocacyMessage,
  RecordCommitmentAnnounced,
  RecordSpeaker,
  RecordVoluntaryReview,
  RescheduleAdvocacyMoment,
  SpeakerRecorded,
  VoluntaryReviewRecorded,
} from '../../src/collaborative/advocacy/moment.js';
import { session } from '../support/cqrs/advocacy-examples.js';
import { joined, made } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const slug = 'hlpf-2027';
const announce = (more: object = {}) =>
  commandOf(AnnounceAdvocacyMoment, { moment: slug, kind: 'hlpf', year: 2027, title: 'A session', ...more });
const move = (dates: object) => commandOf(RescheduleAdvocacyMoment, { moment: slug, ...dates });

test('a moment is announced once, undated or with dates that may mean each other', () => {
  given(moment).when(announce()).then(session());
  given(moment)
    .when(announce({ starts: '2027-07', ends: '2027-07-15' }))
    .then(session(slug, { starts: '2027-07', ends: '2027-07-15' }));
  given(moment, session()).when(announce()).thenNothing();
  given(moment, session())
    .when(announce({ year: 2026 }))
    .thenRefused('ADVOCACY_MOMENT_SLUG_TAKEN', 'moment');
});

test.each([
  [{ starts: '2027-07-15', ends: '2027-07-14' }, 'ends'],
  [{ starts: '2028-07' }, 'starts'],
  [{ starts: '2027-07-15', ministerialStarts: '2027-07-01' }, 'ministerialStarts'],
  [{ ends: '2027-07', ministerialEnds: '2027-08-01' }, 'ends'],
])('%j is refused', (dates, field) => {
  given(moment).when(announce(dates)).thenRefused('ADVOCACY_DATES_OUT_OF_ORDER', field);
});

test('its dates are replaced, and may become unknown again', () => {
  given(moment, session())
    .when(move({ starts: '2027-07-06' }))
    .then(AdvocacyMomentRescheduled({ moment: slug, ...noDates, starts: '2027-07-06' }));
  given(moment, session(slug, { starts: '2027-07' }))
    .when(move({}))
    .then(AdvocacyMomentRescheduled({ moment: slug, ...noDates }));
  given(moment, session()).when(move({})).thenNothing();
  given(moment)
    .when(move({ starts: '2027' }))
    .thenRefused('ADVOCACY_MOMENT_UNKNOWN', 'moment');
  given(moment, session())
    .when(move({ starts: '2026-07' }))
    .thenRefused('ADVOCACY_DATES_OUT_OF_ORDER', 'starts');
});

test('its words are amended one by one', () => {
  const amend = (theme: string) => commandOf(AmendAdvocacyMoment, { moment: slug, theme });
  const amended = AdvocacyMomentAmended(
    { moment: slug },
    { language: 'en', title: null, theme: 'Inclusion', auspices: null, place: null, note: null },
  );
  given(moment, session()).when(amend('Inclusion')).then(amended);
  given(moment, session(), amended).when(amend('Inclusion')).thenNothing();
  given(moment).when(amend('Inclusion')).thenRefused('ADVOCACY_MOMENT_UNKNOWN', 'moment');
});

test('goals under review are named, completely or not', () => {
  const name = (isComplete: boolean) => commandOf(NameGoalsUnderReview, { moment: slug, goals: [11], isComplete });
  const named = GoalsUnderReviewNamed({ moment: slug, goals: [11], isComplete: false });
  given(moment, session()).when(name(false)).then(named);
  given(moment, session(), named).when(name(false)).thenNothing();
  given(moment, session(), named)
    .when(name(true))
    .then(GoalsUnderReviewNamed({ moment: slug, goals: [11], isComplete: true }));
  given(moment).when(name(true)).thenRefused('ADVOCACY_MOMENT_UNKNOWN', 'moment');
});

test('a review is listed and presented; the number that is known stays', () => {
  const record = (state: 'listed' | 'presented', ordinal: number | null = null) =>
    commandOf(RecordVoluntaryReview, { moment: slug, country: 'KEN', state, ordinal });
  const listed = VoluntaryReviewRecorded({ moment: slug, country: 'KEN', state: 'listed', ordinal: 4 });
  given(moment, session()).when(record('listed', 4)).then(listed);
  given(moment, session(), listed).when(record('listed')).thenNothing();
  given(moment, session(), listed)
    .when(record('presented'))
    .then(VoluntaryReviewRecorded({ moment: slug, country: 'KEN', state: 'presented', ordinal: null }));
  given(moment).when(record('listed')).thenRefused('ADVOCACY_MOMENT_UNKNOWN', 'moment');
});

test('messages are numbered, and a message is recorded once', () => {
  const say = (text: string) => commandOf(RecordAdvocacyMessage, { moment: slug, text });
  const said = (number: number, text: string) =>
    AdvocacyMessageRecorded({ message: `AM-HLPF-2027-M${number}`, moment: slug }, { language: 'en', text });
  given(moment, session(), said(1, 'Count all.')).when(say('Ask all.')).then(said(2, 'Ask all.'));
  given(moment, session(), said(1, 'Count all.')).when(say('Count all.')).thenNothing();
  given(moment).when(say('Count all.')).thenRefused('ADVOCACY_MOMENT_UNKNOWN', 'moment');
});

test('whoever speaks is an organisation of the register', () => {
  const speak = commandOf(RecordSpeaker, { moment: slug, organisation: 'kenya' });
  const spoke = SpeakerRecorded({ moment: slug, organisation: 'kenya' });
  given(moment, session()).beside('champion-kenya', joined('kenya')).when(speak).then(spoke);
  given(moment, session(), spoke).when(speak).thenNothing();
  given(moment, session()).when(speak).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
});

test('a commitment that was announced there is one of the register', () => {
  const commitment = 'IDC-KENYA-1-C01';
  const record = commandOf(RecordCommitmentAnnounced, { moment: slug, commitment });
  const recorded = CommitmentAnnounced({ moment: slug, commitment });
  given(moment, session()).beside(`commitment-${commitment}`, made(commitment)).when(record).then(recorded);
  given(moment, session(), recorded).when(record).thenNothing();
  given(moment, session()).when(record).thenRefused('COMMITMENT_UNKNOWN', 'commitment');
});

test.each([
  [null, null, '2027-01-01', '2027-12-31'],
  ['2027-07', null, '2027-07-01', '2027-07-31'],
  ['2027-07-06', '2027-07-15', '2027-07-06', '2027-07-15'],
  ['../2027-09', null, '2027-01-01', '2027-09-30'],
  ['2027-07/..', null, '2027-07-01', '2027-12-31'],
  [null, '2027-07/..', '2027-01-01', '2027-12-31'],
])('from %s to %s can be from %s to %s', (starts, ends, first, last) => {
  expect([firstDayOf({ starts, year: 2027 }), lastDayOfMoment({ starts, ends, year: 2027 })]).toEqual([first, last]);
});

everyRuleIsTested(moment);
