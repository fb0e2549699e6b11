import type { MutationExample } from './story.js';

const moment = 'hlpf-2018';
const gap = 'kenya-disability';
const initiative = 'ask-everybody';
const unknown = { code: 'ADVOCACY_MOMENT_UNKNOWN', field: ['moment'] };

/** Every command on advocacy moments and data gaps, in an order in which each can be done once the charter's have been. */
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
  {
    mutation: 'identifyDataGap',
    input: {
      gap,
      title: 'Persons with disabilities',
      population: 'persons with disabilities',
      sdgIndicator: '8.5.2',
      country: 'KEN',
      effective: '2019',
    },
    thing: { slug: gap, status: 'IDENTIFIED', sdgIndicator: '8.5.2', country: 'KEN', adopters: [], method: null },
    refused: { input: { gap, title: 'Another' }, code: 'DATA_GAP_SLUG_TAKEN', field: ['gap'] },
  },
  {
    mutation: 'adoptDataGap',
    first: [['adoptDataGap', { gap, organisation: 'ghana', effective: '2020-01' }]],
    input: { gap, organisation: 'kenya', effective: '2020' },
    thing: {
      status: 'ADOPTED',
      adopters: [
        { organisation: 'ghana', since: '2020-01' },
        { organisation: 'kenya', since: '2020' },
      ],
    },
    refused: { input: { gap, organisation: 'nobody' }, code: 'ORGANISATION_UNKNOWN', field: ['organisation'] },
  },
  {
    mutation: 'leaveDataGap',
    input: { gap, organisation: 'ghana', effective: '2021' },
    thing: { status: 'ADOPTED', adopters: [{ organisation: 'kenya', since: '2020' }] },
    refused: { input: { gap: 'nowhere', organisation: 'kenya' }, code: 'DATA_GAP_UNKNOWN', field: ['gap'] },
  },
  {
    mutation: 'pilotGapMethod',
    input: { gap, method: 'Six questions', lesson: 'Train first.', effective: '2022' },
    thing: { status: 'PILOTED', method: { text: 'Six questions' }, lesson: { text: 'Train first.' }, piloted: '2022' },
    refused: { input: { gap: 'nowhere', method: 'None' }, code: 'DATA_GAP_UNKNOWN', field: ['gap'] },
  },
  {
    mutation: 'proposeInitiative',
    input: { initiative, title: 'Ask everybody', effective: '2021' },
    thing: { slug: initiative, status: 'PROPOSED', title: { text: 'Ask everybody' }, members: [], gaps: [] },
    refused: { input: { initiative, title: 'Another' }, code: 'INITIATIVE_SLUG_TAKEN', field: ['initiative'] },
  },
  {
    mutation: 'joinInitiative',
    first: [['joinInitiative', { initiative, organisation: 'ghana', role: 'PARTNER', effective: '2021-02' }]],
    input: { initiative, organisation: 'kenya', role: 'LEAD', effective: '2021-03' },
    thing: {
      members: [
        { organisation: 'ghana', role: 'PARTNER', since: '2021-02' },
        { organisation: 'kenya', role: 'LEAD', since: '2021-03' },
      ],
    },
    refused: {
      input: { initiative, organisation: 'nobody', role: 'LEAD' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'nameInitiativeAims',
    input: { initiative, gaps: [gap], commitments: ['IDC-KENYA-1-C01'], effective: '2021-04' },
    thing: { gaps: [{ slug: gap }], commitments: [{ code: 'IDC-KENYA-1-C01' }] },
    refused: { input: { initiative, gaps: ['nowhere'] }, code: 'DATA_GAP_UNKNOWN', field: ['gaps', '0'] },
  },
  {
    mutation: 'leaveInitiative',
    input: { initiative, organisation: 'ghana', effective: '2022' },
    thing: { members: [{ organisation: 'kenya', role: 'LEAD', since: '2021-03' }] },
    refused: {
      input: { initiative: 'nowhere', organisation: 'kenya' },
      code: 'INITIATIVE_UNKNOWN',
      field: ['initiative'],
    },
  },
  {
    mutation: 'advanceInitiative',
    input: { initiative, step: 'RUNNING', effective: '2022' },
    thing: { status: 'RUNNING', statusOn: '2022' },
    refused: { input: { initiative, step: 'DROPPED' }, code: 'REASON_REQUIRED', field: ['note'] },
  },
  {
    mutation: 'settleDataGap',
    input: { gap, outcome: 'SCALED', effective: '2024' },
    thing: { status: 'SCALED', settled: '2024', lesson: { text: 'Train first.' } },
    refused: { input: { gap: 'nowhere', outcome: 'CLOSED' }, code: 'DATA_GAP_UNKNOWN', field: ['gap'] },
  },
];
