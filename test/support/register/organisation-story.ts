import type { MutationExample } from './story.js';
import type { Input } from './register.js';

const registered = (organisation: string, name: string, more: Input = {}) =>
  ['registerOrganisation', { organisation, name, ...more }] as const;

/** Every command on organisations, in an order in which each can be done once the charter's have been. */
export const organisationMutations: readonly MutationExample[] = [
  {
    mutation: 'registerOrganisation',
    first: [
      registered('un-desa', 'Department of Economic and Social Affairs'),
      registered('un-women', 'UN Women'),
      registered('data2x', 'Data2X'),
    ],
    input: {
      organisation: 'unsd',
      name: 'United Nations Statistics Division',
      shortName: 'UNSD',
      kind: 'MULTILATERAL',
      sector: 'STATISTICS',
      partOf: 'un-desa',
      names: [
        { language: 'fr', name: 'Division de statistique' },
        { language: 'zh-Hant', name: '聯合國統計司' },
      ],
    },
    thing: {
      slug: 'unsd',
      name: 'United Nations Statistics Division',
      kind: 'MULTILATERAL',
      sector: 'STATISTICS',
      country: null,
      status: 'ACTIVE',
      founded: null,
      translations: [
        { language: 'fr', name: 'Division de statistique' },
        { language: 'zh-Hant', name: '聯合國統計司' },
      ],
      partOf: { slug: 'un-desa' },
      revision: 0,
    },
    refused: {
      input: { organisation: 'unsd', name: 'Another' },
      code: 'ORGANISATION_REGISTERED',
      field: ['organisation'],
    },
  },
  {
    mutation: 'renameOrganisation',
    input: { organisation: 'data2x', name: 'Data2X Initiative', cause: 'RENAMED', effective: '2020' },
    thing: {
      name: 'Data2X Initiative',
      names: [
        { name: 'Data2X', since: null },
        { name: 'Data2X Initiative', since: '2020', cause: 'RENAMED' },
      ],
    },
    refused: {
      input: { organisation: 'nowhere', name: 'Nobody' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'classifyOrganisation',
    input: { organisation: 'data2x', kind: 'PROGRAMME', sector: 'GENDER', country: 'USA' },
    thing: { kind: 'PROGRAMME', sector: 'GENDER', country: 'USA' },
    refused: { input: { organisation: 'data2x', country: 'USB' }, code: 'INVALID', field: ['country'] },
  },
  {
    mutation: 'placeOrganisation',
    input: { organisation: 'un-women', partOf: 'un-desa' },
    thing: { partOf: { slug: 'un-desa' } },
    refused: { input: { organisation: 'un-desa', partOf: 'unsd' }, code: 'PART_OF_ITSELF', field: ['partOf'] },
  },
  {
    mutation: 'assumeOrganisationRole',
    input: {
      organisation: 'un-women',
      role: 'CHAMPION_INSTITUTION',
      subject: 'champion-jordan',
      effective: '../2019-11',
    },
    thing: {
      champion: { slug: 'jordan' },
      roles: [
        {
          role: 'CHAMPION_INSTITUTION',
          subject: { __typename: 'Champion' },
          since: '../2019-11',
          until: null,
          isHeld: true,
        },
      ],
    },
    refused: {
      input: { organisation: 'un-women', role: 'CO_SIGNER', subject: 'actionPlan-IDC-KENYA-99' },
      code: 'SUBJECT_UNKNOWN',
      field: ['subject'],
    },
  },
  {
    mutation: 'endOrganisationRole',
    first: [['assumeOrganisationRole', { organisation: 'unsd', role: 'PARTNER', effective: '2020' }]],
    input: { organisation: 'unsd', role: 'PARTNER' },
    thing: { roles: [{ role: 'PARTNER', subject: null, since: '2020', until: null, isHeld: false }] },
    refused: { input: { organisation: 'unsd', role: 'AUTHOR' }, code: 'ROLE_NOT_HELD', field: ['role'] },
  },
  {
    mutation: 'mergeOrganisation',
    first: [registered('open-data-watch', 'Open Data Watch')],
    input: { organisation: 'data2x', into: 'open-data-watch', effective: '2026' },
    thing: { status: 'MERGED', ended: '2026', into: { slug: 'open-data-watch' } },
    refused: { input: { organisation: 'open-data-watch', into: 'data2x' }, code: 'SUCCESSOR_LOOP', field: ['into'] },
  },
  {
    mutation: 'succeedOrganisation',
    first: [registered('dfid-office', 'Department for International Development')],
    input: { organisation: 'dfid-office', into: 'open-data-watch', effective: '2020-09-02' },
    thing: { status: 'SUCCEEDED', ended: '2020-09-02', into: { slug: 'open-data-watch' } },
    refused: { input: { organisation: 'unsd', into: 'unsd' }, code: 'SUCCESSOR_IS_SELF', field: ['into'] },
  },
  {
    mutation: 'ceaseOrganisation',
    first: [registered('development-initiatives', 'Development Initiatives')],
    input: { organisation: 'development-initiatives', effective: '2024-10' },
    thing: { status: 'CEASED', ended: '2024-10', into: null },
    refused: { input: { organisation: 'data2x' }, code: 'ORGANISATION_ENDED', field: ['organisation'] },
  },
];
