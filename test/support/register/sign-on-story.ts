import type { MutationExample } from './story.js';

/** Commands on the text of the charter and on who signs it, each done once as it should be, and once as it must not be. */
export const signOnMutations: readonly MutationExample[] = [
  {
    mutation: 'recordCharterStep',
    input: {
      kind: 'LAUNCH',
      title: 'Launched beside the forum',
      organisations: ['kenya'],
      effective: '2018-07-17',
      note: 'Dateline of the news report.',
    },
    thing: {
      path: [
        {
          kind: 'LAUNCH',
          title: { text: 'Launched beside the forum', language: 'EN' },
          on: '2018-07-17',
          organisations: ['kenya'],
        },
      ],
    },
    refused: {
      input: { kind: 'DRAFTING', title: 'Drafted', organisations: ['nobody'] },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisations', '0'],
    },
  },
  {
    mutation: 'draftCharterVersion',
    input: {
      version: 'draft-1',
      document: 'https://example.org/draft-1',
      title: 'First draft',
      summary: 'Five principles.',
      effective: '2017',
    },
    thing: {
      slug: 'draft-1',
      status: 'DRAFTED',
      drafted: '2017',
      document: 'https://example.org/draft-1',
      title: { text: 'First draft', language: 'EN' },
      summary: { text: 'Five principles.', language: 'EN' },
    },
    refused: {
      input: { version: 'draft-1', title: 'Another draft' },
      code: 'CHARTER_VERSION_TAKEN',
      field: ['version'],
    },
  },
  {
    mutation: 'openConsultation',
    input: { version: 'draft-1', until: '2018-03', effective: '2018-01' },
    thing: { status: 'IN_CONSULTATION', consultationOpened: '2018-01', consultationUntil: '2018-03' },
    refused: { input: { version: 'draft-9' }, code: 'CHARTER_VERSION_UNKNOWN', field: ['version'] },
  },
  {
    mutation: 'closeConsultation',
    input: { version: 'draft-1', contributions: 40, effective: '2018-03' },
    thing: { status: 'CONSULTED', consultationClosed: '2018-03', contributions: 40 },
    refused: { input: { version: 'draft-9' }, code: 'CHARTER_VERSION_UNKNOWN', field: ['version'] },
  },
  {
    mutation: 'agreeCharterVersion',
    input: {
      version: 'draft-1',
      agreedBy: ['kenya'],
      document: 'https://example.org/charter',
      effective: '2018-06',
    },
    thing: { status: 'AGREED', agreed: '2018-06', agreedBy: ['kenya'], document: 'https://example.org/charter' },
    refused: { input: { version: 'draft-9' }, code: 'CHARTER_VERSION_UNKNOWN', field: ['version'] },
  },
  {
    mutation: 'inviteToSign',
    input: { champion: 'peru', name: 'Instituto Nacional de Estadística', country: 'PER', effective: '2019-03-01' },
    thing: {
      slug: 'peru',
      name: 'Instituto Nacional de Estadística',
      stage: 'INVITED',
      country: 'PER',
      kind: null,
      path: [{ stage: 'INVITED', on: '2019-03-01', atLeastDays: null }],
    },
    refused: {
      input: { champion: 'kenya', name: 'Kenya', effective: '2020' },
      code: 'CHAMPION_ALREADY_JOINED',
      field: ['effective'],
    },
  },
  {
    mutation: 'expressInterest',
    input: {
      champion: 'peru',
      name: 'Instituto Nacional de Estadística e Informática',
      kind: 'GOVERNMENT',
      effective: '2019-03-31',
    },
    thing: {
      name: 'Instituto Nacional de Estadística e Informática',
      stage: 'INTERESTED',
      kind: 'GOVERNMENT',
      country: 'PER',
      path: [
        { stage: 'INVITED', on: '2019-03-01' },
        { stage: 'INTERESTED', on: '2019-03-31', atLeastDays: 30, atMostDays: 30 },
      ],
    },
    refused: { input: { champion: 'Peru', name: 'Peru' }, code: 'INVALID', field: ['champion'] },
  },
  {
    mutation: 'declineToSign',
    input: { champion: 'peru', note: 'Not before the census.', effective: '2019-05' },
    thing: { stage: 'DECLINED', notes: [{ text: 'Not before the census.', language: 'EN' }] },
    refused: { input: { champion: 'chile' }, code: 'SIGN_ON_UNKNOWN', field: ['champion'] },
  },
  {
    mutation: 'expectActionPlan',
    input: { champion: 'kenya', due: '2019-07', effective: '2018-09' },
    thing: { planDue: '2019-07' },
    refused: { input: { champion: 'nowhere', due: '2019' }, code: 'CHAMPION_UNKNOWN', field: ['champion'] },
  },
];
