import { describe, expect, test } from '@jest/globals';
import type { Difference, ImportReport, Register } from '../../src/platform/import/importer.js';
import { actionPlans } from '../../src/charter/action-plan/action-plans.view.js';
import { champions } from '../../src/charter/champion/champions.view.js';
import { commitments } from '../../src/charter/commitment/commitments.view.js';
import { emptyRegister, importText } from '../support/register/importing.js';

type Json = Record<string, unknown>;

const source = 'https://example.org/source';

const champion = {
  id: 'kenya',
  name: 'Kenya',
  kind: 'government',
  country: 'KEN',
  joinedOn: '2018-07',
  sourceUrls: [source],
};
const commitment = { id: 'one', title: 'Promise one', kind: 'commitment', sourceUrls: [source] };
const plan = {
  id: 'p',
  champion: 'kenya',
  title: 'Plan',
  planType: 'idc_action_plan',
  publishedOn: '2024-01',
  sourceUrl: source,
  commitments: [commitment],
};
const file = (changes: Json = {}, more: Json = {}): Json => ({
  schemaVersion: 2,
  champions: [champion],
  actionPlans: [{ ...plan, ...changes }],
  ...more,
});
const having = (changes: Json, planChanges: Json = {}): Json =>
  file({ commitments: [{ ...commitment, ...changes }], ...planChanges });

const empty = async (): Promise<Register> => (await emptyRegister()).register;
const bring = (data: Json, register: Register, amend = false): Promise<ImportReport> =>
  importText(JSON.stringify(data), register, amend);

const differencesOf = (report: ImportReport): (Difference & { record: string })[] =>
  report.records.flatMap(({ record, differences }) => differences.map((one) => ({ record, ...one })));
const written = ({ before, after }: ImportReport): number => after - before;
const stands = (register: Register): unknown[] => {
  const held = actionPlans.get(register.rows(), 'IDC-KENYA-P');
  return [held?.status, held?.ended ?? null, commitments.get(register.rows(), 'IDC-KENYA-P-C01')?.lifecycle];
};

describe('the status of a plan', () => {
  test.each(['concluded', 'superseded', 'monitoring_ended'])(
    '%s ends it without a date, and its commitments are unsettled',
    async (status) => {
      const register = await empty();
      const report = await bring(file({ status }), register);
      expect(stands(register)).toEqual(['concluded', null, 'unsettled']);
      expect(actionPlans.get(register.rows(), 'IDC-KENYA-P')?.outcome).toBe(
        status === 'monitoring_ended' ? status : 'not_stated',
      );
      expect(differencesOf(report)).toEqual([]);
      const again = await bring(file({ status }), register, true);
      expect([written(again), differencesOf(again)]).toEqual([0, []]);
    },
  );

  test.each([true, false])(
    'that a corrected file gives as concluded is applied and reported (amend: %s)',
    async (amend) => {
      const register = await empty();
      await bring(file({ status: 'current' }), register);
      const report = await bring(file({ status: 'concluded' }), register, amend);
      expect(differencesOf(report)).toMatchObject([
        { record: 'actionPlans/p', field: 'status', held: 'published', said: 'concluded', isApplied: true },
      ]);
      expect([written(report), ...stands(register)]).toEqual([1, 'concluded', null, 'unsettled']);
      const again = await bring(file({ status: 'concluded' }), register, amend);
      expect([written(again), differencesOf(again)]).toEqual([0, []]);
    },
  );

  test.each([
    ['concluded', 'current', 'concluded'],
    ['concluded', 'monitoring_ended', 'concluded'],
    ['concluded', 'in_development', 'concluded'],
    ['current', 'in_development', 'published'],
    ['period_ended', 'current', 'period_ended'],
  ])('%s, then %s, is reported with both', async (before, after, held) => {
    const register = await empty();
    await bring(file({ status: before }), register);
    const report = await bring(file({ status: after }), register, true);
    expect(written(report)).toBe(0);
    expect(differencesOf(report)).toContainEqual(
      expect.objectContaining({
        field: 'status',
        held,
        said: after,
        isApplied: false,
        reason: expect.stringContaining('retract') as unknown,
      }),
    );
  });

  test('that an event of the file explains needs no entry of its own', async () => {
    const register = await empty();
    const event = {
      id: 'e',
      type: 'plan_concluded',
      plan: 'p',
      occurredOn: '2025',
      description: 'It ended.',
      sourceUrl: source,
    };
    await bring(file({ status: 'concluded' }, { lifecycleEvents: [event] }), register);
    expect(stands(register)).toEqual(['concluded', '2025', 'unsettled']);
    expect(written(await bring(file({ status: 'concluded' }), register))).toBe(0);
  });

  test('superseded by an event that names no successor ends it on its day, and the successor can come later', async () => {
    const register = await empty();
    const event = {
      id: 'e',
      type: 'plan_superseded',
      plan: 'p',
      occurredOn: '2025',
      description: 'A new plan.',
      sourceUrl: source,
    };
    await bring(file({ status: 'superseded' }, { lifecycleEvents: [event] }), register);
    expect(stands(register)).toEqual(['concluded', '2025', 'unsettled']);
    expect(written(await bring(file({ status: 'superseded' }, { lifecycleEvents: [event] }), register))).toBe(0);
    await bring({ schemaVersion: 2, actionPlans: [{ ...plan, id: 'q', commitments: [], supersedes: 'p' }] }, register);
    expect(actionPlans.get(register.rows(), 'IDC-KENYA-P')?.supersededBy).toBe('IDC-KENYA-Q');
  });
});

describe('figures', () => {
  test.each(['%', '€', '‰', 'surveys'])('in %s are taken', async (unit) => {
    const register = await empty();
    const network = {
      id: 'n',
      owner: 'Charter',
      title: 'Pledges',
      items: [{ id: 'i', title: 'Share', target: 20, unit }],
    };
    const data = {
      ...having({ indicators: [{ name: 'Share', unit, target: { value: 20 } }] }),
      networkCommitments: [network],
    };
    await bring(data, register);
    expect(commitments.get(register.rows(), 'IDC-KENYA-P-C01')?.indicators).toMatchObject([{ unit }]);
  });

  test.each([
    ['20', '20.0'],
    ['0', '-0'],
    ['0.50', '0.5'],
  ])('%s and %s are one', async (before, after) => {
    const register = await empty();
    const at = (value: string): Json => ({
      ...having({ indicators: [{ name: 'Share', baseline: { value }, target: { value } }] }),
      progressReports: [
        {
          id: 'r',
          commitment: 'one',
          year: 2025,
          summary: 'x',
          measurements: [{ indicator: 'Share', value, on: '2025' }],
        },
        { id: 's', champion: 'kenya', year: 2025, summary: 'x', statusCounts: { unit: 'count', base: 3, done: value } },
      ],
    });
    await bring(at(before), register);
    for (const amend of [false, true]) {
      const report = await bring(at(after), register, amend);
      expect([written(report), differencesOf(report)]).toEqual([0, []]);
    }
  });
});

/** A file with every kind of record, and one change for every field of them: where it stands, and what it becomes. */
const full: Json = {
  schemaVersion: 2,
  charter: {
    vision: 'Nobody is left out.',
    launchedOn: '2018-07',
    sourceUrls: [source],
    host: 'Host',
    whoMayJoin: ['a'],
    obligations: ['b'],
    documentLanguages: ['en'],
    launchNote: 'At the HLPF.',
    names: { en: 'Charter', fr: 'Charte' },
    championCounts: [{ asOf: '2020', count: 3, qualifier: 'over', sourceUrl: source }],
    principles: [1, 2, 3, 4, 5].map((number) => ({
      number,
      title: { en: `Principle ${number}`, fr: `Principe ${number}` },
    })),
  },
  champions: [
    {
      ...champion,
      shortName: 'KE',
      institutions: ['Bureau'],
      note: 'First.',
      language: 'en',
      formerNames: ['British East Africa (1900)'],
    },
  ],
  actionPlans: [
    {
      ...plan,
      language: 'en',
      label: 'P1',
      period: { start: '2019', end: '2024' },
      document: 'https://example.org/plan',
      coSigners: ['UNICEF'],
      note: 'Noted.',
      commitments: [
        {
          ...commitment,
          language: 'en',
          description: 'As it was',
          principles: [1],
          principlesBasis: 'source',
          frameworkPrinciple: 'F1',
          disaggregationDimensions: ['sex'],
          dimensionsBasis: 'source',
          populations: ['women'],
          sdgGoals: [5],
          sdgIndicators: ['5.3.2'],
          sdgBasis: 'source',
          responsible: 'Ministry',
          startDate: '2019',
          dueDate: '2024',
          dueText: 'by 2024',
          note: 'Note.',
          milestones: [
            { id: 'm1', title: 'Survey', dueDate: '2020' },
            { title: 'Report', dueDate: '2021' },
          ],
          indicators: [{ name: 'Share', unit: '%', baseline: { value: 1 }, target: { value: 3 } }],
          knownStatus: { status: 'started', asOf: '2020', sourceUrl: source, note: 'Begun.', claimed: 'substantial' },
        },
        { ...commitment, id: 'two', title: 'Promise two' },
      ],
    },
  ],
  progressReports: [
    {
      id: 'r',
      commitment: 'one',
      language: 'en',
      summary: 'Some.',
      reportedOn: '2022',
      round: 'First',
      claimed: 'limited',
      reasonCode: 'lack_of_resources',
      note: 'Note.',
      barriers: ['finance'],
      sourceStatus: 'so so',
      sourceUrl: source,
      disaggregation: [{ dimension: 'sex', state: 'planned' }],
      period: { start: '2021', end: '2022' },
      evidence: [{ url: 'https://example.org/proof', kind: 'document', language: 'fr', title: 'Preuve' }],
      measurements: [{ indicator: 'Share', value: 2, on: '2022' }],
    },
  ],
};

const c = 'actionPlans.0.commitments.0';
const r = 'progressReports.0';
const changes: readonly (readonly [place: string, value: unknown])[] = [
  ['charter.vision', 'Everybody counts.'],
  ['charter.launchedOn', '2018-08'],
  ['charter.host', 'Other'],
  ['charter.whoMayJoin', ['c']],
  ['charter.obligations', ['d']],
  ['charter.documentLanguages', ['fr']],
  ['charter.launchNote', 'Elsewhere.'],
  ['charter.names.fr', 'La Charte'],
  ['charter.championCounts.0.count', 4],
  ['charter.championCounts.0.qualifier', 'about'],
  ['charter.principles.0.title.en', 'Another'],
  ['charter.principles.0.title.fr', 'Un autre'],
  ['charter.sourceUrls', ['https://example.org/moved']],
  ['champions.0.name', 'Republic of Kenya'],
  ['champions.0.formerNames', ['Protectorate (1890)']],
  ['champions.0.shortName', 'KEN'],
  ['champions.0.kind', 'civil_society'],
  ['champions.0.country', 'UGA'],
  ['champions.0.joinedOn', '2018-08'],
  ['champions.0.institutions', ['Agency']],
  ['champions.0.note', 'Second.'],
  ['champions.0.language', 'fr'],
  ['champions.0.status', 'ceased'],
  ['champions.0.sourceUrls', ['https://example.org/moved']],
  ['actionPlans.0.title', 'Plan, corrected'],
  ['actionPlans.0.planType', 'national_strategy'],
  ['actionPlans.0.language', 'fr'],
  ['actionPlans.0.label', 'P2'],
  ['actionPlans.0.period', { start: '2019', end: '2025' }],
  ['actionPlans.0.publishedOn', '2024-02'],
  ['actionPlans.0.document', 'https://example.org/new'],
  ['actionPlans.0.coSigners', []],
  ['actionPlans.0.note', 'Noted again.'],
  ['actionPlans.0.status', 'concluded'],
  ['actionPlans.0.sourceUrl', 'https://example.org/moved'],
  ['actionPlans.0.commitments', [(full.actionPlans as { commitments: unknown[] }[])[0]?.commitments[0]]],
  [`${c}.language`, 'fr'],
  [`${c}.title`, 'Corrected'],
  [`${c}.description`, 'As it is'],
  [`${c}.kind`, 'priority'],
  [`${c}.principles`, [2]],
  [`${c}.principlesBasis`, 'compiler_inference'],
  [`${c}.frameworkPrinciple`, 'F2'],
  [`${c}.disaggregationDimensions`, []],
  [`${c}.dimensionsBasis`, 'compiler_inference'],
  [`${c}.populations`, ['girls']],
  [`${c}.sdgGoals`, [10]],
  [`${c}.sdgIndicators`, ['10.2.1']],
  [`${c}.sdgBasis`, 'compiler_inference'],
  [`${c}.responsible`, 'Bureau'],
  [`${c}.startDate`, '2018'],
  [`${c}.dueDate`, '2025'],
  [`${c}.dueText`, 'by the end of 2024'],
  [`${c}.note`, 'Another.'],
  [`${c}.sourceUrls`, ['https://example.org/moved']],
  [`${c}.milestones`, [{ id: 'm1', title: 'Survey', dueDate: '2020' }]],
  [`${c}.milestones`, [{ title: 'Report', dueDate: '2021' }]],
  [`${c}.milestones`, []],
  [`${c}.milestones.0.title`, 'Census'],
  [`${c}.milestones.0.dueDate`, '2021'],
  [`${c}.milestones.1.title`, 'Final report'],
  [`${c}.milestones.1.dueDate`, '2023'],
  [`${c}.indicators`, []],
  [`${c}.indicators.0.unit`, 'people'],
  [`${c}.indicators.0.target`, { value: 4 }],
  [`${c}.indicators.0.baseline`, { value: 2 }],
  [`${c}.indicators.0.target`, { value: 3, on: '2025' }],
  [`${c}.indicators.0.language`, 'fr'],
  [`${c}.knownStatus.status`, 'going on'],
  [`${c}.knownStatus.note`, 'Well begun.'],
  [`${c}.knownStatus.claimed`, 'complete'],
  [`${c}.knownStatus.sourceUrl`, 'https://example.org/moved'],
  [`${r}.language`, 'fr'],
  [`${r}.summary`, 'Much.'],
  [`${r}.reportedOn`, '2023'],
  [`${r}.round`, 'Second'],
  [`${r}.claimed`, 'not_started'],
  [`${r}.reasonCode`, 'other'],
  [`${r}.note`, 'Another.'],
  [`${r}.barriers`, []],
  [`${r}.sourceStatus`, 'good'],
  [`${r}.sourceUrl`, 'https://example.org/moved'],
  [`${r}.disaggregation`, [{ dimension: 'sex', state: 'collected' }]],
  [`${r}.period`, { start: '2020', end: '2022' }],
  [`${r}.evidence.0.title`, 'Nouvelle preuve'],
  [`${r}.evidence.0.url`, 'https://example.org/proof2'],
  [`${r}.evidence`, []],
  [`${r}.measurements.0.value`, 5],
  [r, { ...(full.progressReports as Json[])[0], commitment: 'two', measurements: [] }],
];

function changed(place: string, value: unknown): Json {
  const data = structuredClone(full);
  const steps = place.split('.');
  const holder = steps.slice(0, -1).reduce<Json>((at, step) => at[step] as Json, data);
  holder[steps.at(-1) ?? ''] = value;
  return data;
}

describe('each field that a corrected file changes', () => {
  test.each(changes.map(([place, value]) => [place, JSON.stringify(value), value] as const))(
    '%s → %s is reported, or applied',
    async (place, _, value) => {
      const register = await empty();
      await bring(full, register);
      const report = await bring(changed(place, value), register);
      const isDue = place.endsWith('.status') && !place.includes('knownStatus');
      expect(
        differencesOf(report).length + report.records.flatMap(({ statements }) => statements).length,
      ).toBeGreaterThan(0);
      expect(differencesOf(report).filter(({ isApplied }) => isApplied)).toHaveLength(isDue ? 1 : 0);
      expect(written(report)).toBe(isDue ? 1 : 0);

      const amended = await bring(changed(place, value), register, true);
      const applied = differencesOf(amended).filter(({ isApplied }) => isApplied);
      const left = differencesOf(amended).filter(({ isApplied }) => !isApplied);
      // What is reported as applied has written an entry; what is not says why.
      if (!isDue) expect(written(amended) > 0).toBe(applied.length > 0);
      expect(left.filter(({ reason }) => reason === null)).toEqual([]);
      const again = await bring(changed(place, value), register, true);
      expect([written(again), differencesOf(again).filter(({ isApplied }) => isApplied)]).toEqual([0, []]);
      expect(differencesOf(again)).toHaveLength(left.length);
    },
  );
});

test('a name that changes is no renaming until it is asked for', async () => {
  const register = await empty();
  await bring(full, register);
  const renamed = changed('champions.0', {
    ...(full.champions as Json[])[0],
    formerNames: ['British East Africa (1900)', 'Kenya'],
    name: 'Republic of Kenya',
  });
  const report = await bring(renamed, register);
  expect([written(report), champions.get(register.rows(), 'kenya')?.name]).toEqual([0, 'Kenya']);
  expect(differencesOf(report)).toMatchObject([
    { record: 'champions/kenya', field: 'name', held: 'Kenya', said: 'Republic of Kenya', isApplied: false },
  ]);
  const amended = await bring(renamed, register, true);
  expect([written(amended), champions.get(register.rows(), 'kenya')?.name]).toEqual([1, 'Republic of Kenya']);
});

test('a changed address is reported once, and states nothing anew', async () => {
  const register = await empty();
  await bring(file(), register);
  for (const amend of [false, true]) {
    const report = await bring(file({ sourceUrl: 'https://example.org/moved' }), register, amend);
    expect([written(report), report.records.flatMap(({ statements }) => statements)]).toEqual([0, []]);
    expect(differencesOf(report)).toMatchObject([{ record: 'actionPlans/p', field: 'sources', isApplied: false }]);
  }
});
