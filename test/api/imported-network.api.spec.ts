import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Operator } from '../../src/access/operator.js';
import { bundledDataSet, importFile } from '../../src/import-file.js';
import { registerOf } from '../../src/open-register.js';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open(
    { IDC_EVENT_STORE: 'memory' },
    { clock: () => Date.parse('2026-11-27T12:00:00Z') },
  );
  await importFile(bundledDataSet, registerOf(register.server.app), Operator.of(register.dataDir));
}, 240_000);
afterAll(() => register.stop());

const ask = async (query: string): Promise<unknown> => {
  const { data, errors } = await register.query(query);
  expect(errors).toEqual([]);
  return data;
};

test('organisations lead to what they have a role for, and back', async () => {
  expect(
    await ask(`{
      champion(slug: "kenya") { organisations { slug } }
      actionPlan(code: "IDC-KENYA-1") { coSigningOrganisations { slug shortName } }
      commitment(code: "IDC-ONS-2-C07") { responsibleOrganisations { slug partOf { slug } } }
      organisation(slug: "dfid") {
        status ended into { slug predecessors { nodes { slug } } }
        roles { role since until isHeld subject { ... on Champion { slug } } }
      }
      organisations(filter: { roles: [CO_SIGNER] }) { nodes { slug } }
    }`),
  ).toMatchObject({
    champion: { organisations: [{ slug: 'kenya-mlsp' }, { slug: 'kenya-sdsp' }] },
    actionPlan: { coSigningOrganisations: [{ slug: 'knbs', shortName: 'KNBS' }] },
    commitment: { responsibleOrganisations: [{ slug: 'equality-hub', partOf: { slug: 'cabinet-office' } }] },
    organisation: {
      status: 'MERGED',
      ended: '2020-09-02',
      into: { slug: 'fcdo', predecessors: { nodes: [{ slug: 'dfid' }] } },
      roles: expect.arrayContaining([
        {
          role: 'CHAMPION_INSTITUTION',
          since: '2018-07',
          until: '2020-09-02',
          isHeld: false,
          subject: { slug: 'fcdo' },
        },
        {
          role: 'PARTICIPANT',
          since: '2018-07-24',
          until: '2018-07-24',
          isHeld: false,
          subject: {},
        },
      ]),
    },
    organisations: { nodes: [{ slug: 'knbs' }, { slug: 'nbs-nigeria' }] },
  });
});

test('sessions of the High-level Political Forum have dates, goals and national reviews', async () => {
  const session = `session { slug starts ends ministerialStarts goals areGoalsComplete reviews { country state ordinal } }`;
  expect(
    await ask(`{
      of2018: hlpf(year: 2018) { ${session} previous { slug } }
      of2020: hlpf(year: 2020) { ${session} previous { slug } }
      of2026: hlpf(year: 2026) { ${session} previous { slug } }
      advocacyMoment(slug: "sdg-summit-2019") { kind starts auspices { text } }
      at(effectiveOn: "2018-07-09") { advocacyMoment(slug: "hlpf-2018") { reviews { country state } } }
      ended: at(effectiveOn: "2018-07-18") { advocacyMoment(slug: "hlpf-2018") { reviews { country state } } }
    }`),
  ).toEqual({
    of2018: {
      session: {
        slug: 'hlpf-2018',
        starts: '2018-07-09',
        ends: '2018-07-18',
        ministerialStarts: '2018-07-16',
        goals: [6, 7, 11, 12, 15, 17],
        areGoalsComplete: true,
        reviews: [
          { country: 'COL', state: 'PRESENTED', ordinal: 2 },
          { country: 'CPV', state: 'PRESENTED', ordinal: null },
          { country: 'PRY', state: 'LISTED', ordinal: null },
        ],
      },
      previous: null,
    },
    of2020: expect.objectContaining({
      session: expect.objectContaining({ goals: null, areGoalsComplete: null }),
      previous: { slug: 'hlpf-2019' },
    }),
    of2026: expect.objectContaining({
      session: expect.objectContaining({ starts: null, goals: [11], areGoalsComplete: false, reviews: [] }),
    }),
    advocacyMoment: { kind: 'SDG_SUMMIT', starts: '2019-09-24', auspices: { text: 'General Assembly (SDG Summit)' } },
    at: { advocacyMoment: { reviews: [{ country: 'PRY', state: 'LISTED' }] } },
    ended: {
      advocacyMoment: {
        reviews: [
          { country: 'COL', state: 'PRESENTED' },
          { country: 'CPV', state: 'PRESENTED' },
          { country: 'PRY', state: 'LISTED' },
        ],
      },
    },
  });
});

test('the collaborative has its cadence, its teams with their outputs, and the occasions to speak up', async () => {
  expect(
    await ask(`{
      meetingSeries(slug: "lnob-data-collaborative") { name cadence { least most } }
      taskTeams { nodes { slug formed members { organisation role } outputs { code status } } }
      advocacyMoments(filter: { kinds: [STATISTICAL_COMMISSION] }) { nodes { slug starts } }
      organisation(slug: "sightsavers") {
        roles { role since subject { ... on AdvocacyMoment { slug } } }
      }
    }`),
  ).toMatchObject({
    meetingSeries: { name: 'Leave No One Behind Data Collaborative', cadence: { least: 2, most: 3 } },
    taskTeams: {
      nodes: [
        {
          slug: 'cgd-task-team',
          formed: '../2018-07-17',
          members: [
            { organisation: 'global-partnership', role: 'MEMBER' },
            { organisation: 'open-knowledge', role: 'PARTNER' },
            { organisation: 'kings-college-london', role: 'PARTNER' },
            { organisation: 'public-data-lab', role: 'PARTNER' },
            { organisation: 'un-foundation', role: 'FUNDER' },
          ],
          outputs: [1, 2, 3, 4].map((number) => ({ code: `TT-CGD-TASK-TEAM-O${number}`, status: 'PLANNED' })),
        },
        { slug: 'idc-task-team', outputs: [{}, {}, {}] },
      ],
    },
    advocacyMoments: { nodes: [{ slug: 'unsc-55-2024' }, { slug: 'unsc-56-2025' }, { slug: 'unsc-57-2026' }] },
    organisation: {
      roles: expect.arrayContaining([
        { role: 'PARTICIPANT', since: '2026-06-02', subject: { slug: 'global-data-festival-2026' } },
      ]),
    },
  });
});

test('examples, criteria for quality and the framework on citizen data are in the register', async () => {
  expect(
    await ask(`{
      examples { totalCount }
      example(slug: "ghana-marine-litter") {
        kind status sdgGoals sdgIndicators countries organisations governmentUse
      }
      guideline(slug: "copenhagen-framework") { status versions { number } }
      codeList(slug: "copenhagen-framework") { purpose version { version publishers isComplete } }
      criteria: codeList(slug: "psa-paris21") { purpose version { version publishers isComplete } }
    }`),
  ).toMatchObject({
    examples: { totalCount: 22 },
    example: {
      kind: 'CITIZEN_SCIENCE',
      status: 'SUBMITTED',
      sdgGoals: [14],
      sdgIndicators: ['14.1.1b'],
      countries: ['GHA'],
      organisations: ['gss', 'epa-ghana'],
      governmentUse: 'OFFICIAL_REPORTING',
    },
    guideline: { status: 'ENDORSED', versions: [{ number: 1 }] },
    codeList: {
      purpose: 'EXAMPLE_TAXONOMY',
      version: { version: '2025-03', publishers: ['collaborative-on-citizen-data'], isComplete: false },
    },
    criteria: {
      purpose: 'QUALITY_CRITERIA',
      version: { version: '2019', publishers: ['psa', 'paris21'], isComplete: false },
    },
  });
});
