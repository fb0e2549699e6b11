import type { MutationExample } from './story.js';

const moment = 'hlpf-2018';
const unknown = { code: 'ADVOCACY_MOMENT_UNKNOWN', field: ['moment'] };

/** Every command on advocacy moments, in an order in which each can be done once the charter's have been. */
export const advocacyMutations: readonly MutationExample[] = [
  {
    mutation: 'announceAdvocacyMoment',
    input: {
      moment,
      kind: 'HLPF',
      year: 2018,
      starts: '2018-07',
      title: 'High-level Political Forum 2018',
      theme: 'Transformation',
      auspices: 'ECOSOC',
      place: 'New York',
      effective: '2017',
    },
    thing: {
      slug: moment,
      kind: 'HLPF',
      year: 2018,
      starts: '2018-07',
      ends: null,
      title: { text: 'High-level Political Forum 2018' },
      theme: { text: 'Transformation' },
      goals: null,
      areGoalsComplete: null,
      reviews: [],
    },
    refused: {
      input: {
        moment: 'hlpf-2019',
        kind: 'HLPF',
        year: 2019,
        starts: '2019-07-10',
        ends: '2019-07-09',
        title: 'Later',
      },
      code: 'ADVOCACY_DATES_OUT_OF_ORDER',
      field: ['ends'],
    },
  },
  {
    mutation: 'rescheduleAdvocacyMoment',
    input: {
      moment,
      starts: '2018-07-09',
      ends: '2018-07-18',
      ministerialStarts: '2018-07-16',
      ministerialEnds: '2018-07-18',
      effective: '2017-09',
    },
    thing: { originalStarts: '2018-07', starts: '2018-07-09', ends: '2018-07-18', ministerialStarts: '2018-07-16' },
    refused: {
      input: { moment, starts: '2019-07-09' },
      code: 'ADVOCACY_DATES_OUT_OF_ORDER',
      field: ['starts'],
    },
  },
  {
    mutation: 'amendAdvocacyMoment',
    input: { moment, theme: 'Transformation towards resilient societies', effective: '2017-10' },
    thing: {
      title: { text: 'High-level Political Forum 2018' },
      theme: { text: 'Transformation towards resilient societies' },
    },
    refused: { input: { moment: 'nowhere', theme: 'None' }, ...unknown },
  },
  {
    mutation: 'nameGoalsUnderReview',
    input: { moment, goals: [17, 6, 7], isComplete: false, effective: '2017-10' },
    thing: { goals: [6, 7, 17], areGoalsComplete: false },
    refused: { input: { moment, goals: [18], isComplete: true }, code: 'INVALID', field: ['goals', '0'] },
  },
  {
    mutation: 'recordVoluntaryReview',
    input: { moment, country: 'COL', state: 'PRESENTED', ordinal: 2, effective: '2018-07-16' },
    thing: { reviews: [{ country: 'COL', state: 'PRESENTED', ordinal: 2, since: '2018-07-16' }] },
    refused: { input: { moment, country: 'XXX', state: 'LISTED' }, code: 'INVALID', field: ['country'] },
  },
  {
    mutation: 'recordAdvocacyMessage',
    input: { moment, text: 'Count everybody.', effective: '2018-07-16' },
    thing: { messages: [{ code: 'AM-HLPF-2018-M1', text: { text: 'Count everybody.', language: 'EN' } }] },
    refused: { input: { moment: 'nowhere', text: 'None' }, ...unknown },
  },
  {
    mutation: 'recordSpeaker',
    input: { moment, organisation: 'kenya', note: 'At the launch.', effective: '2018-07-17' },
    thing: { speakers: [{ organisation: 'kenya', note: { text: 'At the launch.' } }] },
    refused: {
      input: { moment, organisation: 'nobody' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'recordCommitmentAnnounced',
    input: { moment, commitment: 'IDC-KENYA-1-C01', effective: '2018-07-17' },
    thing: { commitments: [{ code: 'IDC-KENYA-1-C01' }] },
    refused: {
      input: { moment, commitment: 'IDC-KENYA-1-C99' },
      code: 'COMMITMENT_UNKNOWN',
      field: ['commitment'],
    },
  },
];
