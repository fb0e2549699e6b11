import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  const does = async (mutation: string, input: object) => {
    const { userErrors } = await register.mutate(mutation, { ...input });
    expect(userErrors).toEqual([]);
  };
  const joined = { kind: 'GOVERNMENT' };
  await does('joinCharter', { champion: 'kenya', name: 'Kenya', country: 'KEN', effective: '2018-07', ...joined });
  await does('joinCharter', { champion: 'ghana', name: 'Ghana', country: 'GHA', effective: '2024', ...joined });
  const plan = { kind: 'IDC_ACTION_PLAN', title: 'Plan', effective: '2020' };
  await does('announceActionPlan', { champion: 'kenya', label: '1', ...plan });
  await does('publishActionPlan', { actionPlan: 'IDC-KENYA-1', effective: '2020-02' });
  const made = { actionPlan: 'IDC-KENYA-1', principles: [], effective: '2020-03' };
  await does('makeCommitment', { ...made, title: 'Women', sdgGoals: [5], due: '2026-06' });
  await does('makeCommitment', { ...made, title: 'Cities', sdgGoals: [11], due: '2027-06-30' });
  await does('makeCommitment', { ...made, title: 'All', sdgGoals: [5, 11], due: '2027-07', effective: '2026-01' });
  await does('defineIndicator', {
    commitment: 'IDC-KENYA-1-C02',
    name: 'Share',
    target: { value: '50', on: '2027' },
    effective: '2020-03',
  });
  await does('submitProgressReport', {
    commitment: 'IDC-KENYA-1-C01',
    claimed: 'SUBSTANTIAL',
    language: 'EN',
    narrative: 'Begun.',
    effective: '2024-01-01',
  });
  await does('submitProgressReport', {
    commitment: 'IDC-KENYA-1-C01',
    claimed: 'COMPLETE',
    language: 'EN',
    narrative: 'Half done.',
    effective: '2026-02-01',
  });
  const session = async (year: number, more: object) =>
    does('announceAdvocacyMoment', {
      moment: `hlpf-${year}`,
      kind: 'HLPF',
      year,
      title: `Forum ${year}`,
      effective: '2024',
      ...more,
    });
  await session(2025, { starts: '2025-07-14', ends: '2025-07-23' });
  await session(2026, {});
  await session(2027, { starts: '2027-07' });
  await does('nameGoalsUnderReview', { moment: 'hlpf-2026', goals: [11], isComplete: false, effective: '2025' });
  const review = { moment: 'hlpf-2026', effective: '2025-10' };
  await does('recordVoluntaryReview', { ...review, country: 'KEN', state: 'LISTED', ordinal: 4 });
  await does('recordVoluntaryReview', { ...review, country: 'GHA', state: 'WITHDRAWN' });
  await does('recordCommitmentAnnounced', { moment: 'hlpf-2025', commitment: 'IDC-KENYA-1-C01', effective: '2025-07' });
  await does('recordSpeaker', { moment: 'hlpf-2025', organisation: 'kenya', effective: '2025-07' });
});
afterAll(() => register.stop());

const ask = async (query: string): Promise<Record<string, unknown>> => {
  const { data, errors } = await register.query(query);
  expect(errors).toEqual([]);
  return data;
};
const row = `goal champion { slug } review { country state ordinal } base notClaimed claimed { claimed count }
  commitmentCodes since { added removed up down changed unchanged }`;

test('a session shows goals × champions of the countries under review, and what changed since the last one', async () => {
  expect(
    await ask(`{ at(effectiveOn: "2026-07-15") { hlpf(year: 2026) {
      session { slug goals areGoalsComplete starts } previous { slug } comparedWith rows { ${row} } } } }`),
  ).toEqual({
    at: {
      hlpf: {
        session: { slug: 'hlpf-2026', goals: [11], areGoalsComplete: false, starts: null },
        previous: { slug: 'hlpf-2025' },
        comparedWith: '2025-07-23',
        rows: [
          {
            goal: null,
            champion: { slug: 'kenya' },
            review: { country: 'KEN', state: 'LISTED', ordinal: 4 },
            base: 3,
            notClaimed: 2,
            claimed: [{ claimed: 'COMPLETE', count: 1 }],
            commitmentCodes: ['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02', 'IDC-KENYA-1-C03'],
            since: { added: 1, removed: 0, up: 1, down: 0, changed: 0, unchanged: 1 },
          },
          {
            goal: 11,
            champion: { slug: 'kenya' },
            review: { country: 'KEN', state: 'LISTED', ordinal: 4 },
            base: 2,
            notClaimed: 2,
            claimed: [],
            commitmentCodes: ['IDC-KENYA-1-C02', 'IDC-KENYA-1-C03'],
            since: { added: 1, removed: 0, up: 0, down: 0, changed: 0, unchanged: 1 },
          },
        ],
      },
    },
  });
});

test('before the last session was over there is nothing to compare with, and of years without a session nothing', async () => {
  const { early, never, first } = (await ask(`{
    early: at(effectiveOn: "2025-07-22") { hlpf(year: 2026) { comparedWith rows { since { added } } } }
    never: hlpf(year: 2024) { session { slug } }
    first: hlpf(year: 2025) { session { slug } previous { slug } comparedWith rows { goal } } }`)) as {
    early: { hlpf: object };
    never: null;
    first: object;
  };
  expect(early.hlpf).toEqual({ comparedWith: '2025-07-23', rows: [] });
  expect(never).toBeNull();
  expect(first).toEqual({ session: { slug: 'hlpf-2025' }, previous: null, comparedWith: null, rows: [] });
});

test('goals that nobody named are unknown, not none', async () => {
  expect(await ask('{ advocacyMoment(slug: "hlpf-2025") { goals areGoalsComplete reviews { country } } }')).toEqual({
    advocacyMoment: { goals: null, areGoalsComplete: null, reviews: [] },
  });
});

test('commitments and speakers lead to their sessions, and back', async () => {
  expect(
    await ask(`{ commitment(code: "IDC-KENYA-1-C01") { announcedAt { slug commitments { code } } }
      other: commitment(code: "IDC-KENYA-1-C02") { announcedAt { slug } }
      before: at(effectiveOn: "2025-06-30") { commitment(code: "IDC-KENYA-1-C01") { announcedAt { slug } } } }`),
  ).toEqual({
    commitment: { announcedAt: [{ slug: 'hlpf-2025', commitments: [{ code: 'IDC-KENYA-1-C01' }] }] },
    other: { announcedAt: [] },
    before: { commitment: { announcedAt: [] } },
  });
});

test('commitments and champions are filtered by session, joining day and target', async () => {
  const codes = (filter: string) => `commitments(filter: { ${filter} }) { nodes { code } }`;
  const data = await ask(`{ literal: ${codes('dueBefore: HLPF_2027')} text: ${codes('dueBefore: "hlpf-2027"')}
    after: ${codes('dueAfter: "hlpf-2027"')} target: ${codes('hasTarget: true')} without: ${codes('hasTarget: false')}
    vnr: ${codes('vnr: "hlpf-2026", sdgGoals: [11]')} none: ${codes('vnr: "hlpf-2025"')} late: ${codes('joinedAfter: "2019-01-01"')}
    joined: champions(filter: { joinedAfter: "2018-07-01" }) { nodes { slug } }
    since: champions(filter: { joinedAfter: "hlpf-2025" }) { nodes { slug } }
    presents: champions(filter: { vnr: "hlpf-2026" }) { nodes { slug } }
    moments: advocacyMoments(filter: { from: "hlpf-2026", countries: ["KEN"] }) { nodes { slug } } }`);
  const found = Object.fromEntries(
    Object.entries(data as Record<string, { nodes: { code?: string; slug?: string }[] }>).map(([name, { nodes }]) => [
      name,
      nodes.map(({ code, slug }) => (code === undefined ? slug : code.slice(-3))),
    ]),
  );
  expect(found).toEqual({
    literal: ['C01', 'C02'],
    text: ['C01', 'C02'],
    after: ['C03'],
    target: ['C02'],
    without: ['C01', 'C03'],
    vnr: ['C02', 'C03'],
    none: [],
    late: [],
    joined: ['ghana'],
    since: [],
    presents: ['kenya'],
    moments: ['hlpf-2026'],
  });
});

test('a session in a variable stands for its first day; one that is not there is refused with a suggestion', async () => {
  const query = 'query ($due: DateOrName) { commitments(filter: { dueBefore: $due }) { totalCount } }';
  expect((await register.query(query, { due: 'HLPF_2027' })).data).toEqual({ commitments: { totalCount: 2 } });
  const wrong = await register.query(query, { due: 'hlpf-2072' });
  expect(wrong.errors).toMatchObject([
    { message: expect.stringContaining('hlpf-2027'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  const early = await register.query(
    `{ at(effectiveOn: "2023-12-31") { commitments(filter: { dueBefore: "hlpf-2027" }) { totalCount } } }`,
  );
  expect(early.errors).toHaveLength(1);
  for (const due of ['2027-02-30', 'not a name', '2027'])
    expect((await register.query(query, { due })).errors).toHaveLength(1);
});

test('a correction may not bring dates out of order', async () => {
  const { data } = await register.query<{ advocacyMoment: { firstEntry: number } }>(
    '{ advocacyMoment(slug: "hlpf-2025") { firstEntry } }',
  );
  const correct = (facts: object) =>
    register.mutate('correctEntry', { entry: data.advocacyMoment.firstEntry, facts, note: 'Read again.' });
  expect((await correct({ ends: '2025-07-13' })).userErrors).toMatchObject([
    { code: 'ADVOCACY_DATES_OUT_OF_ORDER', field: ['facts', 'ends'] },
  ]);
  expect((await correct({ ends: '2025-07-24' })).userErrors).toEqual([]);
});

test('whoever works on the same gap is shown to each other, on the day of the basis', async () => {
  const gap = 'kenya-disability';
  await register.mutate('registerOrganisation', { organisation: 'knbs', name: 'KNBS', effective: '2018' });
  await register.mutate('identifyDataGap', { gap, title: 'Disability', country: 'KEN', effective: '2019' });
  await register.mutate('adoptDataGap', { gap, organisation: 'knbs', effective: '2020' });
  await register.mutate('adoptDataGap', { gap, organisation: 'ghana', effective: '2022' });
  const joined = 'organisation(slug: "knbs") { dataGaps { slug status adopters { organisation } } }';
  expect(
    await ask(`{ early: at(effectiveOn: "2019-12-31") { ${joined} } now: at { ${joined} }
    some: dataGaps(filter: { organisations: ["knbs"], statuses: [ADOPTED] }) { nodes { slug } } }`),
  ).toEqual({
    early: { organisation: { dataGaps: [] } },
    now: {
      organisation: {
        dataGaps: [{ slug: gap, status: 'ADOPTED', adopters: [{ organisation: 'knbs' }, { organisation: 'ghana' }] }],
      },
    },
    some: { nodes: [{ slug: gap }] },
  });
});

test('an initiative leads to its gaps and commitments, and all who work on a gap to each other, on the day of the basis', async () => {
  const [gap, initiative] = ['kenya-age', 'ask-ages'];
  const does = async (mutation: string, input: object) =>
    expect((await register.mutate(mutation, { ...input })).userErrors).toEqual([]);
  await does('registerOrganisation', { organisation: 'helper', name: 'Helper', effective: '2018' });
  await does('registerOrganisation', { organisation: 'starter', name: 'Starter', effective: '2018' });
  await does('registerOrganisation', { organisation: 'kenya', name: 'Kenya', effective: '2018' });
  await does('identifyDataGap', { gap, title: 'Ages', sdgIndicator: '8.5.2', effective: '2019' });
  await does('adoptDataGap', { gap, organisation: 'starter', effective: '2020' });
  await does('proposeInitiative', { initiative, title: 'Ask ages', effective: '2021' });
  await does('joinInitiative', { initiative, organisation: 'helper', role: 'LEAD', effective: '2021-02' });
  const commitments = ['IDC-KENYA-1-C02'];
  await does('nameInitiativeAims', { initiative, gaps: [gap], commitments, effective: '2022-01-01' });
  const workers = 'organisation isAdopter initiatives commitments';
  const [helper, kenya, starter] = [
    { organisation: 'helper', isAdopter: false, initiatives: [initiative], commitments: [] },
    { organisation: 'kenya', isAdopter: false, initiatives: [], commitments },
    { organisation: 'starter', isAdopter: true, initiatives: [], commitments: [] },
  ];
  expect(
    await ask(`{ dataGap(slug: "${gap}") { sdgIndicator initiatives { slug } workers { ${workers} } }
      before: at(effectiveOn: "2021-12-31") { dataGap(slug: "${gap}") { initiatives { slug } workers { ${workers} } } }
      organisation(slug: "helper") { initiatives { slug } joinUp { gap { slug } others { ${workers} } } }
      champion: organisation(slug: "kenya") { joinUp { gap { slug status } others { organisation } } }
      commitment(code: "IDC-KENYA-1-C02") { initiatives { slug gaps { slug } commitments { code } } }
      some: initiatives(filter: { dataGaps: ["${gap}"], organisations: ["helper"], statuses: [PROPOSED] }) {
        nodes { slug } } }`),
  ).toEqual({
    dataGap: { sdgIndicator: '8.5.2', initiatives: [{ slug: initiative }], workers: [helper, kenya, starter] },
    before: { dataGap: { initiatives: [], workers: [starter] } },
    organisation: { initiatives: [{ slug: initiative }], joinUp: [{ gap: { slug: gap }, others: [kenya, starter] }] },
    champion: {
      joinUp: [
        { gap: { slug: gap, status: 'ADOPTED' }, others: [{ organisation: 'helper' }, { organisation: 'starter' }] },
      ],
    },
    commitment: {
      initiatives: [{ slug: initiative, gaps: [{ slug: gap }], commitments: [{ code: 'IDC-KENYA-1-C02' }] }],
    },
    some: { nodes: [{ slug: initiative }] },
  });
  await does('advanceInitiative', { initiative, step: 'CONCLUDED', effective: '2023' });
  expect(await ask('{ organisation(slug: "helper") { joinUp { gap { slug } } } }')).toEqual({
    organisation: { joinUp: [] },
  });
});
