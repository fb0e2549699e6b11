import { advocacyMutations } from './advocacy-story.js';
import { citizenDataMutations } from './citizen-data-story.js';
import { inclusionMutations } from './inclusion-story.js';
import { organisationMutations } from './organisation-story.js';
import { reportingMutations } from './reporting-story.js';
import { signOnMutations } from './sign-on-story.js';
import type { Input } from './register.js';

type Step = readonly [command: string, input: Input];

/** One command of the charter: done once as it should be, and once as it must not be. */
export interface MutationExample {
  readonly mutation: string;
  /** What must have been done before, beside the commands further up. */
  readonly first?: readonly Step[];
  readonly input: Input;
  /** What the thing says afterwards, among other things. */
  readonly thing: Input;
  readonly refused: { readonly input: Input; readonly code: string; readonly field: readonly string[] };
}

const source = 'https://www.data4sdgs.org/inclusivedatacharter';
const principles = [1, 2, 3, 4, 5].map((number) => ({
  number,
  title: `Principle ${number}`,
  summary: `What principle ${number} means.`,
}));
const joined = (champion: string, name: string, kind = 'GOVERNMENT', country: string | null = null): Step => [
  'joinCharter',
  { champion, name, kind, country, effective: '2019' },
];
const plan = (champion: string | null, label: string, more: Input = {}): Step => [
  'announceActionPlan',
  {
    champion,
    label,
    kind: 'IDC_ACTION_PLAN',
    title: `Plan ${label} of ${champion ?? 'the network'}`,
    effective: '2020-01',
    ...more,
  },
];
const made = (actionPlan: string, title: string, more: Input = {}): Step => [
  'makeCommitment',
  { actionPlan, title, effective: '2020-03', ...more },
];

/** Every command there is, in an order in which each can be done: together they fill a small register. */
export const mutations: readonly MutationExample[] = [
  {
    mutation: 'launchCharter',
    input: {
      names: [
        { language: 'EN', name: 'Inclusive Data Charter' },
        { language: 'FR', name: 'Charte des données inclusives' },
      ],
      host: 'Global Partnership',
      documentLanguages: ['EN', 'FR', 'ES', 'AR'],
      vision: 'Nobody is left behind,\nbecause everybody counts.',
      principles,
      effective: '2018-07',
      sources: [source],
      sourceDate: '2018',
    },
    thing: {
      launched: '2018-07',
      host: 'Global Partnership',
      sources: [source],
      sourceDate: '2018',
      revision: 0,
      vision: { text: 'Nobody is left behind,\nbecause everybody counts.', language: 'EN' },
      documentLanguages: ['EN', 'FR', 'ES', 'AR'],
    },
    refused: {
      input: { vision: 'Another one.', principles: principles.map((one) => ({ ...one, title: 'Another' })) },
      code: 'CHARTER_ALREADY_LAUNCHED',
      field: [],
    },
  },
  {
    mutation: 'wordPrinciple',
    input: { number: 2, language: 'AR', title: 'جميع الفئات السكانية', summary: null },
    thing: { revision: 1 },
    refused: { input: { number: 6, language: 'AR', title: 'السادس' }, code: 'INVALID', field: ['number'] },
  },
  {
    mutation: 'stateChampionCount',
    input: { count: 24, qualifier: 'more than', effective: '2023', sources: [source] },
    thing: { championCounts: [{ count: 24, qualifier: 'more than', on: '2023', source, entry: 2 }] },
    refused: { input: { count: -1 }, code: 'INVALID', field: ['count'] },
  },
  {
    mutation: 'joinCharter',
    input: {
      champion: 'kenya',
      name: 'Kenya',
      shortName: 'KE',
      kind: 'GOVERNMENT',
      country: 'KEN',
      institutions: ['KNBS'],
      isFounding: true,
      effective: '2018-07-24',
      note: 'Signed.',
    },
    thing: {
      slug: 'kenya',
      name: 'Kenya',
      shortName: 'KE',
      kind: 'GOVERNMENT',
      country: 'KEN',
      status: 'ACTIVE',
      institutions: ['KNBS'],
      joined: '2018-07-24',
      notes: [{ text: 'Signed.', language: 'EN' }],
      origin: 'LIVE',
    },
    refused: {
      input: { champion: 'kenya', name: 'Somebody else', kind: 'FOUNDATION' },
      code: 'CHAMPION_ALREADY_JOINED',
      field: ['champion'],
    },
  },
  {
    mutation: 'renameChampion',
    first: [
      joined('ghana', 'Ghana Statistical Service', 'GOVERNMENT', 'GHA'),
      joined('togo', 'Institut national de la statistique du Togo', 'GOVERNMENT', 'TGO'),
      joined('lima', 'Municipalidad de Lima, área de niñez', 'MUNICIPALITY', 'PER'),
      joined('jordan', 'دائرة الإحصاءات العامة', 'GOVERNMENT', 'JOR'),
      joined('malta', 'Malta Foundation', 'FOUNDATION'),
    ],
    input: {
      champion: 'kenya',
      name: 'Kenya National Bureau of Statistics',
      cause: 'REORGANISED',
      effective: '2021-05',
    },
    thing: {
      name: 'Kenya National Bureau of Statistics',
      shortName: 'KE',
      names: [
        { name: 'Kenya', since: '2018-07-24' },
        { name: 'Kenya National Bureau of Statistics', since: '2021-05', cause: 'REORGANISED' },
      ],
    },
    refused: { input: { champion: 'nowhere', name: 'Nobody' }, code: 'CHAMPION_UNKNOWN', field: ['champion'] },
  },
  {
    mutation: 'nameInstitutions',
    input: { champion: 'kenya', institutions: ['KNBS', 'State Department for Social Protection'] },
    thing: { institutions: ['KNBS', 'State Department for Social Protection'] },
    refused: { input: { champion: 'kenya', institutions: ['KNBS', 'KNBS'] }, code: 'INVALID', field: ['institutions'] },
  },
  {
    mutation: 'mergeChampion',
    input: { champion: 'togo', intoChampion: 'ghana', effective: '2022' },
    thing: { status: 'MERGED', ended: '2022', intoChampion: { slug: 'ghana' } },
    refused: { input: { champion: 'lima', intoChampion: 'lima' }, code: 'SUCCESSOR_IS_SELF', field: ['intoChampion'] },
  },
  {
    mutation: 'succeedChampion',
    input: { champion: 'lima', intoOrganisation: 'Metropolitan Lima', effective: '2022-33' },
    thing: { status: 'SUCCEEDED', ended: '2022-33', intoChampion: null, intoOrganisation: 'Metropolitan Lima' },
    refused: {
      input: { champion: 'kenya', intoChampion: 'ghana', intoOrganisation: 'Both' },
      code: 'SUCCESSOR_AMBIGUOUS',
      field: ['intoOrganisation'],
    },
  },
  {
    mutation: 'ceaseChampion',
    input: { champion: 'jordan', effective: '2023-24' },
    thing: { status: 'CEASED', ended: '2023-24' },
    refused: { input: { champion: 'togo' }, code: 'CHAMPION_NOT_ACTIVE', field: ['champion'] },
  },
  {
    mutation: 'withdrawChampion',
    input: { champion: 'malta', reasonCode: 'LACK_OF_RESOURCES', note: 'Personne ne reste.', language: 'FR' },
    thing: {
      status: 'WITHDRAWN',
      withdrawalReason: 'LACK_OF_RESOURCES',
      notes: [{ text: 'Personne ne reste.', language: 'FR' }],
    },
    refused: { input: { champion: 'togo', reasonCode: 'OTHER' }, code: 'CHAMPION_NOT_ACTIVE', field: ['champion'] },
  },
  {
    mutation: 'announceActionPlan',
    first: [plan('ghana', '1'), plan('ghana', '2'), plan(null, '2024'), plan('kenya', '2')],
    input: {
      champion: 'kenya',
      label: '1',
      kind: 'IDC_ACTION_PLAN',
      title: 'Kenya counts everybody',
      period: { start: '2019', end: '2024-06' },
      coSigners: ['A partner'],
      effective: '2019-01',
    },
    thing: {
      code: 'IDC-KENYA-1',
      champion: { slug: 'kenya' },
      status: 'ANNOUNCED',
      isPublished: false,
      announced: '2019-01',
      coSigners: ['A partner'],
      period: { start: '2019', end: '2024-06' },
      title: { text: 'Kenya counts everybody', language: 'EN' },
    },
    refused: {
      input: { champion: 'kenya', label: 'C1', kind: 'IDC_ACTION_PLAN', title: 'A label like a commitment' },
      code: 'INVALID',
      field: ['label'],
    },
  },
  {
    mutation: 'publishActionPlan',
    input: { actionPlan: 'IDC-KENYA-1', document: `${source}/kenya.pdf`, effective: '2019-03-01' },
    thing: { status: 'PUBLISHED', isPublished: true, published: '2019-03-01', document: `${source}/kenya.pdf` },
    refused: { input: { actionPlan: 'IDC-KENYA-9' }, code: 'ACTION_PLAN_UNKNOWN', field: ['actionPlan'] },
  },
  {
    mutation: 'amendActionPlan',
    input: { actionPlan: 'IDC-KENYA-1', title: 'Le Kenya compte tout le monde', language: 'FR', coSigners: [] },
    thing: {
      title: { text: 'Le Kenya compte tout le monde', language: 'FR' },
      coSigners: [],
      period: { start: '2019', end: '2024-06' },
    },
    refused: {
      input: { actionPlan: 'IDC-KENYA-1', period: { start: '2025', end: '2024' } },
      code: 'INVALID',
      field: ['period'],
    },
  },
  {
    mutation: 'makeCommitment',
    input: {
      actionPlan: 'IDC-KENYA-1',
      title: 'Census by disability',
      description: 'Ask the six questions.\nEverywhere.',
      kind: 'PRIORITY',
      principles: [1, 3],
      principlesBasis: 'SOURCE_ORDER',
      dimensions: ['DISABILITY', 'SEX'],
      dimensionsBasis: 'SOURCE',
      populations: ['people with disabilities'],
      sdgGoals: [10, 17],
      sdgIndicators: ['10.2.1'],
      sdgBasis: 'COMPILER_INFERENCE',
      responsible: 'KNBS',
      start: '2019',
      due: '2021-12',
      dueText: 'end of 2021',
      effective: '2019-03-01',
    },
    thing: {
      code: 'IDC-KENYA-1-C01',
      champion: { slug: 'kenya' },
      actionPlan: { code: 'IDC-KENYA-1' },
      madeIn: { code: 'IDC-KENYA-1' },
      lifecycle: 'ACTIVE',
      principles: [1, 3],
      dimensions: ['DISABILITY', 'SEX'],
      sdgGoals: [10, 17],
      due: '2021-12',
      originalDue: '2021-12',
      claimed: null,
      made: '2019-03-01',
    },
    refused: {
      input: { actionPlan: 'IDC-KENYA-1', number: 1, title: 'Another promise' },
      code: 'COMMITMENT_CODE_TAKEN',
      field: ['number'],
    },
  },
  {
    mutation: 'amendCommitment',
    input: {
      commitment: 'IDC-KENYA-1-C01',
      title: 'Census by disability and age',
      dimensions: ['DISABILITY', 'SEX', 'AGE'],
      note: 'Age was forgotten.',
    },
    thing: {
      title: { text: 'Census by disability and age' },
      originalTitle: { text: 'Census by disability' },
      dimensions: ['DISABILITY', 'SEX', 'AGE'],
      principles: [1, 3],
    },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C09', title: 'Nothing' },
      code: 'COMMITMENT_UNKNOWN',
      field: ['commitment'],
    },
  },
  {
    mutation: 'reviseDueDate',
    input: { commitment: 'IDC-KENYA-1-C01', due: '2022-21', dueText: 'spring 2022' },
    thing: { due: '2022-21', dueText: 'spring 2022', originalDue: '2021-12' },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', due: '2023', dueText: ' ' },
      code: 'INVALID',
      field: ['dueText'],
    },
  },
  {
    mutation: 'suspendCommitment',
    input: { commitment: 'IDC-KENYA-1-C01', expectedRevision: 2 },
    thing: { lifecycle: 'SUSPENDED', revision: 3 },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', expectedRevision: 1 },
      code: 'REVISION_CONFLICT',
      field: ['expectedRevision'],
    },
  },
  {
    mutation: 'resumeCommitment',
    input: { commitment: 'IDC-KENYA-1-C01' },
    thing: { lifecycle: 'ACTIVE' },
    refused: { input: { commitment: 'IDC-KENYA-7-C01' }, code: 'COMMITMENT_UNKNOWN', field: ['commitment'] },
  },
  {
    mutation: 'addMilestone',
    input: { commitment: 'IDC-KENYA-1-C01', title: 'Questionnaire agreed', due: '2020-06', dueText: 'mid-2020' },
    thing: {
      milestones: {
        totalCount: 1,
        nodes: [{ code: 'IDC-KENYA-1-C01-M1', status: 'OPEN', due: '2020-06', originalDue: '2020-06', settled: null }],
      },
    },
    refused: { input: { commitment: 'IDC-KENYA-1-C01', title: '' }, code: 'INVALID', field: ['title'] },
  },
  {
    mutation: 'rescheduleMilestone',
    input: { milestone: 'IDC-KENYA-1-C01-M1', due: '2020-09' },
    thing: { milestones: { nodes: [{ due: '2020-09', originalDue: '2020-06' }] } },
    refused: {
      input: { milestone: 'IDC-KENYA-1-C01-M9', due: '2020' },
      code: 'MILESTONE_UNKNOWN',
      field: ['milestone'],
    },
  },
  {
    mutation: 'reachMilestone',
    input: { milestone: 'IDC-KENYA-1-C01-M1', effective: '2020-08-17' },
    thing: { milestones: { nodes: [{ status: 'REACHED', settled: '2020-08-17' }] } },
    refused: { input: { milestone: 'IDC-KENYA-1-C01-M3' }, code: 'MILESTONE_UNKNOWN', field: ['milestone'] },
  },
  {
    mutation: 'dropMilestone',
    first: [['addMilestone', { commitment: 'IDC-KENYA-1-C01', title: 'Second pilot' }]],
    input: { milestone: 'IDC-KENYA-1-C01-M2', effective: '2020-10' },
    thing: {
      milestones: {
        nodes: [{ status: 'REACHED' }, { code: 'IDC-KENYA-1-C01-M2', status: 'DROPPED', settled: '2020-10' }],
      },
    },
    refused: { input: { milestone: 'IDC-KENYA-1-C01-M1' }, code: 'MILESTONE_SETTLED', field: ['milestone'] },
  },
  {
    mutation: 'defineIndicator',
    input: {
      commitment: 'IDC-KENYA-1-C01',
      name: 'Share of tables by disability',
      unit: '%',
      baseline: { value: '0', on: '2019' },
      target: { value: '75.5', on: '2022' },
    },
    thing: {
      indicators: {
        nodes: [
          {
            code: 'IDC-KENYA-1-C01-I1',
            unit: '%',
            baseline: { value: '0', on: '2019' },
            target: { value: '75.5', on: '2022' },
            values: { totalCount: 0 },
          },
        ],
      },
    },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', name: 'Another', unit: '\u2800' },
      code: 'INVALID',
      field: ['unit'],
    },
  },
  {
    mutation: 'reviseIndicator',
    input: { indicator: 'IDC-KENYA-1-C01-I1', target: { value: '80', on: '2023' } },
    thing: {
      indicators: {
        nodes: [
          {
            target: { value: '80', on: '2023' },
            originalTarget: { value: '75.5', on: '2022' },
            baseline: { value: '0', on: '2019' },
          },
        ],
      },
    },
    refused: {
      input: { indicator: 'IDC-KENYA-1-C01-I2', target: { value: '1' } },
      code: 'INDICATOR_UNKNOWN',
      field: ['indicator'],
    },
  },
  {
    mutation: 'measureIndicator',
    input: { indicator: 'IDC-KENYA-1-C01-I1', value: '-0.123456789', on: '2020-36' },
    thing: { indicators: { nodes: [{ values: { nodes: [{ value: '-0.123456789', on: '2020-36', report: null }] } }] } },
    refused: {
      input: { indicator: 'IDC-GHANA-9-C01-I1', value: '1' },
      code: 'COMMITMENT_UNKNOWN',
      field: ['indicator'],
    },
  },
  {
    mutation: 'submitProgressReport',
    input: {
      commitment: 'IDC-KENYA-1-C01',
      language: 'FR',
      narrative: 'Le recensement a avancé.',
      claimed: 'LIMITED',
      reasonCode: 'DELAY_IN_APPROVALS',
      round: '2021',
      period: { start: '2020', end: '2020' },
      sourceStatus: 'on track',
      measurements: [{ indicator: 'IDC-KENYA-1-C01-I1', value: '12.5' }],
      barriers: ['FINANCE'],
      disaggregation: [{ dimension: 'SEX', state: 'PUBLISHED' }],
      evidence: [{ url: source, kind: 'LAW', language: 'ES', title: 'La ley' }],
      effective: '2021-02',
    },
    thing: {
      code: 'IDC-KENYA-1-C01-R1',
      champion: { slug: 'kenya' },
      actionPlan: { code: 'IDC-KENYA-1' },
      commitment: { code: 'IDC-KENYA-1-C01' },
      claimed: 'LIMITED',
      reported: '2021-02',
      narrative: { text: 'Le recensement a avancé.', language: 'FR' },
      measurements: [{ indicator: 'IDC-KENYA-1-C01-I1', value: '12.5', on: null }],
      evidence: [{ url: source, kind: 'LAW', language: 'ES', title: 'La ley' }],
      barriers: ['FINANCE'],
      disaggregation: [{ dimension: 'SEX', state: 'PUBLISHED' }],
    },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', language: 'EN', claimed: 'NOT_STARTED' },
      code: 'REASON_REQUIRED',
      field: ['reasonCode'],
    },
  },
  {
    mutation: 'recordStatement',
    input: {
      champion: 'kenya',
      field: 'joined',
      value: 'August 2018',
      sources: [source],
      sourceDate: '2020',
      note: 'The list says so.',
    },
    thing: {
      slug: 'kenya',
      statements: [
        { field: 'joined', value: 'August 2018', source, sourceDate: '2020', note: { text: 'The list says so.' } },
      ],
    },
    refused: {
      input: { champion: 'kenya', commitment: 'IDC-KENYA-1-C01', field: 'name', value: 'K' },
      code: 'SUBJECT_AMBIGUOUS',
      field: ['commitment'],
    },
  },
  {
    mutation: 'carryOverCommitment',
    first: [
      made('IDC-KENYA-1', 'Encuesta sobre niñez', {
        language: 'ES',
        due: '2025',
        principles: [2],
        description: 'Para niñas y niños indígenas.',
      }),
    ],
    input: { commitment: 'IDC-KENYA-1-C02', actionPlan: 'IDC-KENYA-2' },
    thing: { code: 'IDC-KENYA-1-C02', actionPlan: { code: 'IDC-KENYA-2' }, madeIn: { code: 'IDC-KENYA-1' } },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', actionPlan: 'IDC-KENYA-99' },
      code: 'ACTION_PLAN_UNKNOWN',
      field: ['actionPlan'],
    },
  },
  {
    mutation: 'withdrawCommitment',
    first: [made('IDC-KENYA-1', 'A promise to take back')],
    input: { commitment: 'IDC-KENYA-1-C03', reasonCode: 'SHIFT_IN_PRIORITIES', effective: '2021' },
    thing: { lifecycle: 'WITHDRAWN', withdrawalReason: 'SHIFT_IN_PRIORITIES', ended: '2021' },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C99', reasonCode: 'OTHER' },
      code: 'COMMITMENT_UNKNOWN',
      field: ['commitment'],
    },
  },
  {
    mutation: 'supersedeCommitment',
    first: [made('IDC-KENYA-1', 'A promise to replace')],
    input: { commitment: 'IDC-KENYA-1-C04', by: 'IDC-KENYA-1-C01' },
    thing: { lifecycle: 'SUPERSEDED', supersededBy: { code: 'IDC-KENYA-1-C01' } },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', by: 'IDC-KENYA-1-C01' },
      code: 'SUCCESSOR_IS_SELF',
      field: ['by'],
    },
  },
  {
    mutation: 'concludeCommitment',
    first: [made('IDC-GHANA-1', 'مسح الإعاقة', { language: 'AR', description: 'إحصاءات عن الأشخاص ذوي الإعاقة' })],
    input: { commitment: 'IDC-GHANA-1-C01', outcome: 'PARTLY_DELIVERED', effective: '2023-12-31' },
    thing: { lifecycle: 'CONCLUDED', outcome: 'PARTLY_DELIVERED', ended: '2023-12-31' },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C03', outcome: 'DELIVERED' },
      code: 'COMMITMENT_ENDED',
      field: ['commitment'],
    },
  },
  {
    mutation: 'supersedeActionPlan',
    input: { actionPlan: 'IDC-GHANA-1', by: 'IDC-GHANA-2' },
    thing: { status: 'SUPERSEDED', supersededBy: { code: 'IDC-GHANA-2' } },
    refused: { input: { actionPlan: 'IDC-GHANA-2', by: 'IDC-GHANA-2' }, code: 'SUCCESSOR_IS_SELF', field: ['by'] },
  },
  {
    mutation: 'concludeActionPlan',
    input: { actionPlan: 'IDC-GHANA-2', outcome: 'MONITORING_ENDED', effective: '2024' },
    thing: { status: 'CONCLUDED', outcome: 'MONITORING_ENDED', ended: '2024', supersedes: [{ code: 'IDC-GHANA-1' }] },
    refused: {
      input: { actionPlan: 'IDC-GHANA-1', outcome: 'DELIVERED' },
      code: 'ACTION_PLAN_ENDED',
      field: ['actionPlan'],
    },
  },
  {
    mutation: 'correctEntry',
    input: {
      entry: 0,
      facts: { documentLanguages: ['en', 'fr'] },
      text: { vision: 'Everybody counts.' },
      effective: '2018-07-18',
      note: 'Read again.',
      sources: [source],
    },
    thing: { __typename: 'Charter', notes: [{ text: 'Read again.', language: 'EN' }] },
    refused: {
      input: { entry: 0, facts: { documentLanguages: ['de'] }, note: 'No.' },
      code: 'INVALID',
      field: ['facts', 'documentLanguages', '0'],
    },
  },
  {
    mutation: 'retractEntry',
    input: { entry: 47, note: 'It was right at first.' },
    thing: { __typename: 'Charter', notes: [{ text: 'Read again.' }, { text: 'It was right at first.' }] },
    refused: { input: { entry: 4700, note: 'No.' }, code: 'ENTRY_UNKNOWN', field: ['entry'] },
  },
  {
    mutation: 'formTaskTeam',
    input: {
      team: 'citizen-data',
      name: 'Citizen data team',
      goals: ['Raise confidence in citizen data.', 'Help newcomers.'],
      effective: '2017',
      sources: [source],
      note: 'As described.',
    },
    thing: {
      slug: 'citizen-data',
      name: 'Citizen data team',
      status: 'ACTIVE',
      formed: '2017',
      dissolved: null,
      members: [],
      outputs: [],
      notes: [{ text: 'As described.', language: 'EN' }],
      goals: [
        { text: 'Raise confidence in citizen data.', language: 'EN' },
        { text: 'Help newcomers.', language: 'EN' },
      ],
    },
    refused: {
      input: { team: 'citizen-data', name: 'Another team' },
      code: 'TASK_TEAM_ALREADY_FORMED',
      field: ['team'],
    },
  },
  {
    mutation: 'amendTaskTeam',
    first: [['formTaskTeam', { team: 'charter', name: 'Charter task team' }]],
    input: {
      team: 'citizen-data',
      name: 'Citizen-generated data task team',
      goals: ['Gagner la confiance.'],
      language: 'FR',
    },
    thing: { name: 'Citizen-generated data task team', goals: [{ text: 'Gagner la confiance.', language: 'FR' }] },
    refused: { input: { team: 'nowhere', name: 'None' }, code: 'TASK_TEAM_UNKNOWN', field: ['team'] },
  },
  {
    mutation: 'joinTaskTeam',
    input: { team: 'citizen-data', organisation: 'kenya', role: 'CO_LEAD', effective: '2018' },
    thing: { members: [{ organisation: 'kenya', role: 'CO_LEAD', isCurrent: true, since: '2018', until: null }] },
    refused: {
      input: { team: 'charter', organisation: 'nobody', role: 'MEMBER' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'leaveTaskTeam',
    input: { team: 'citizen-data', organisation: 'kenya', effective: '2020-06' },
    thing: { members: [{ organisation: 'kenya', role: 'CO_LEAD', isCurrent: false, since: '2018', until: '2020-06' }] },
    refused: { input: { team: 'nowhere', organisation: 'kenya' }, code: 'TASK_TEAM_UNKNOWN', field: ['team'] },
  },
  {
    mutation: 'planOutput',
    input: {
      team: 'citizen-data',
      title: 'A guide for governments',
      description: 'Kinds of citizen data.',
      due: '2018-12',
      dueText: 'by the end of 2018',
      effective: '2018-01',
    },
    thing: {
      outputs: [
        {
          code: 'TT-CITIZEN-DATA-O1',
          title: { text: 'A guide for governments', language: 'EN' },
          due: '2018-12',
          dueText: 'by the end of 2018',
          term: { last: '2018-12-31' },
          status: 'PLANNED',
          statusOn: '2018-01',
          reports: [],
        },
      ],
    },
    refused: { input: { team: 'nowhere', title: 'A guide' }, code: 'TASK_TEAM_UNKNOWN', field: ['team'] },
  },
  {
    mutation: 'reportOutputProgress',
    input: {
      output: 'TT-CITIZEN-DATA-O1',
      status: 'DELIVERED',
      evidence: ['https://example.org/guide'],
      note: 'Published.',
      effective: '2018-12-10',
    },
    thing: {
      outputs: [
        {
          status: 'DELIVERED',
          statusOn: '2018-12-10',
          reports: [
            {
              status: 'DELIVERED',
              on: '2018-12-10',
              evidence: ['https://example.org/guide'],
              note: { text: 'Published.', language: 'EN' },
            },
          ],
        },
      ],
    },
    refused: { input: { output: 'TT-CHARTER-O9', status: 'DELIVERED' }, code: 'OUTPUT_UNKNOWN', field: ['output'] },
  },
  {
    mutation: 'dissolveTaskTeam',
    input: { team: 'citizen-data', effective: '2022' },
    thing: { status: 'DISSOLVED', dissolved: '2022' },
    refused: { input: { team: 'nowhere' }, code: 'TASK_TEAM_UNKNOWN', field: ['team'] },
  },
  ...organisationMutations,
  {
    mutation: 'startMeetingSeries',
    input: {
      series: 'lnob',
      name: 'Leave No One Behind Data Collaborative',
      cadence: { least: 2, most: 3 },
      effective: '2018-01',
    },
    thing: {
      slug: 'lnob',
      name: 'Leave No One Behind Data Collaborative',
      cadence: { least: 2, most: 3 },
      status: 'ACTIVE',
      lastHeld: null,
      nextBy: '2018-04-30',
      isOverdue: true,
    },
    refused: { input: { series: 'lnob', name: 'Another' }, code: 'MEETING_SERIES_ALREADY_STARTED', field: ['series'] },
  },
  {
    mutation: 'changeCadence',
    input: { series: 'lnob', cadence: { least: 3, most: 6 } },
    thing: { cadence: { least: 3, most: 6 }, nextBy: '2018-07-31' },
    refused: { input: { series: 'lnob', cadence: { least: 3, most: 2 } }, code: 'INVALID', field: ['cadence', 'most'] },
  },
  {
    mutation: 'scheduleMeeting',
    input: { series: 'lnob', on: '2024-05', title: 'Spring meeting', place: 'online', effective: '2024-01' },
    thing: {
      code: 'MT-LNOB-1',
      series: { slug: 'lnob' },
      title: { text: 'Spring meeting' },
      place: { text: 'online' },
      status: 'SCHEDULED',
      on: '2024-05',
      settled: null,
      attendance: [],
    },
    refused: { input: { series: 'nowhere' }, code: 'MEETING_SERIES_UNKNOWN', field: ['series'] },
  },
  {
    mutation: 'rescheduleMeeting',
    input: { meeting: 'MT-LNOB-1', on: '2024-06-12', effective: '2024-02' },
    thing: { originalOn: '2024-05', on: '2024-06-12' },
    refused: { input: { meeting: 'MT-LNOB-9', on: '2024' }, code: 'MEETING_UNKNOWN', field: ['meeting'] },
  },
  {
    mutation: 'circulateAgenda',
    input: { meeting: 'MT-LNOB-1', agenda: 'Outputs of the teams.', effective: '2024-06-01' },
    thing: { agenda: { text: 'Outputs of the teams.', language: 'EN' }, agendaCirculated: '2024-06-01' },
    refused: { input: { meeting: 'MT-LNOB-9', agenda: 'None' }, code: 'MEETING_UNKNOWN', field: ['meeting'] },
  },
  {
    mutation: 'holdMeeting',
    input: { meeting: 'MT-LNOB-1', attendance: ['kenya', 'ghana'], effective: '2024-06-12' },
    thing: { status: 'HELD', settled: '2024-06-12', attendance: ['kenya', 'ghana'], series: { slug: 'lnob' } },
    refused: { input: { meeting: 'MT-LNOB-9' }, code: 'MEETING_UNKNOWN', field: ['meeting'] },
  },
  {
    mutation: 'recordDecision',
    input: { meeting: 'MT-LNOB-1', decision: 'The guide is revised.', effective: '2024-06-12' },
    thing: { decisions: [{ code: 'MT-LNOB-1-D1', text: { text: 'The guide is revised.', language: 'EN' } }] },
    refused: { input: { meeting: 'MT-LNOB-9', decision: 'None' }, code: 'MEETING_UNKNOWN', field: ['meeting'] },
  },
  {
    mutation: 'agreeActionPoint',
    input: { meeting: 'MT-LNOB-1', title: 'Revise the guide', owner: 'kenya', due: '2024-12', effective: '2024-06-12' },
    thing: {
      actionPoints: [
        {
          code: 'MT-LNOB-1-A1',
          title: { text: 'Revise the guide' },
          owner: 'kenya',
          due: '2024-12',
          status: 'OPEN',
          settled: null,
        },
      ],
    },
    refused: {
      input: { meeting: 'MT-LNOB-1', title: 'Revise', owner: 'nobody' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['owner'],
    },
  },
  {
    mutation: 'settleActionPoint',
    input: { actionPoint: 'MT-LNOB-1-A1', note: 'Revised.', effective: '2024-11' },
    thing: { actionPoints: [{ status: 'SETTLED', settled: '2024-11', note: { text: 'Revised.' } }] },
    refused: { input: { actionPoint: 'MT-LNOB-1-A9' }, code: 'ACTION_POINT_UNKNOWN', field: ['actionPoint'] },
  },
  {
    mutation: 'publishMinutes',
    input: { meeting: 'MT-LNOB-1', language: 'FR', address: 'https://example.org/minutes', effective: '2024-07' },
    thing: { minutes: [{ language: 'FR', address: 'https://example.org/minutes', published: '2024-07' }] },
    refused: {
      input: { meeting: 'MT-LNOB-9', language: 'FR', address: 'https://example.org/none' },
      code: 'MEETING_UNKNOWN',
      field: ['meeting'],
    },
  },
  {
    mutation: 'cancelMeeting',
    first: [['scheduleMeeting', { series: 'lnob', number: 2, effective: '2024-08' }]],
    input: { meeting: 'MT-LNOB-2', effective: '2024-09' },
    thing: { status: 'CANCELLED', settled: '2024-09', on: null },
    refused: { input: { meeting: 'MT-LNOB-1' }, code: 'MEETING_OVER', field: ['meeting'] },
  },
  {
    mutation: 'endMeetingSeries',
    input: { series: 'lnob', effective: '2025' },
    thing: { status: 'ENDED', ended: '2025', lastHeld: '2024-06-12', nextBy: null, isOverdue: false },
    refused: { input: { series: 'nowhere' }, code: 'MEETING_SERIES_UNKNOWN', field: ['series'] },
  },
  ...advocacyMutations,
  ...signOnMutations,
  ...reportingMutations,
  ...citizenDataMutations,
  ...inclusionMutations,
];

/** All steps of all commands in order. */
export const story: readonly Step[] = mutations.flatMap(({ first = [], mutation, input }) => [
  ...first,
  [mutation, input] as const,
]);
