import { describe, expect, test } from '@jest/globals';
import type { ImportReport, Register } from '../../src/platform/import/importer.js';
import { planOf } from '../../src/charter/import/charter-known.js';
import { Known } from '../../src/platform/import/known.js';
import { actionPlans } from '../../src/charter/action-plan/action-plans.view.js';
import { champions } from '../../src/charter/champion/champions.view.js';
import { commitments } from '../../src/charter/commitment/commitments.view.js';
import { AmendCommitment } from '../../src/charter/commitment/commitment.js';
import { emptyRegister as empty, importText } from '../support/register/importing.js';
import { issuer } from '../support/cqrs/issuer.js';

type Json = Record<string, unknown>;

const source = 'https://example.org/source';

const charter = {
  vision: 'Nobody is left out of data.',
  launchedOn: '2018-07',
  sourceUrls: [source],
  principles: [1, 2, 3, 4, 5].map((number) => ({ number, title: { en: `Principle ${number}` } })),
};
const champion = {
  id: 'kenya',
  name: 'Kenya',
  kind: 'government',
  country: 'KEN',
  joinedOn: '2018-07',
  sourceUrls: [source],
};
const plan = (id: string, ...more: Json[]): Json => ({
  id,
  champion: 'kenya',
  title: `Plan ${id}`,
  planType: 'idc_action_plan',
  publishedOn: '2019',
  sourceUrl: source,
  commitments: more,
});
const promise = (id: string, more: Json = {}): Json => ({
  id,
  title: `Promise ${id}`,
  kind: 'commitment',
  sourceUrls: [source],
  ...more,
});
const file = (...plans: Json[]): Json => ({ schemaVersion: 2, charter, champions: [champion], actionPlans: plans });

const bring = (data: Json, register: Register, amend = false): Promise<ImportReport> =>
  importText(JSON.stringify(data), register, amend);

const titlesOf = (register: Register, plan: string): Record<string, string | undefined> =>
  Object.fromEntries(
    [1, 2, 3, 4, 5].flatMap((number) => {
      const held = commitments.get(register.rows(), `${plan}-C0${number}`);
      return held === undefined ? [] : [[held.code, held.title?.text]];
    }),
  );
const differencesOf = (report: ImportReport): unknown[] =>
  report.records.flatMap(({ record, differences }) =>
    differences.map(({ field, held, said, isApplied }) => [record, field, held, said, isApplied]),
  );

describe('one id is one record for ever', () => {
  test('records whose ids end in the same digits, or in none, are distinct', async () => {
    const { register } = await empty();
    await bring(
      file(
        plan(
          'p',
          promise('pillar-a-1'),
          promise('pillar-a-2'),
          promise('pillar-b-1'),
          promise('no-digits'),
          promise('neither'),
        ),
      ),
      register,
    );
    expect(titlesOf(register, 'IDC-KENYA-P')).toEqual({
      'IDC-KENYA-P-C01': 'Promise pillar-a-1',
      'IDC-KENYA-P-C02': 'Promise pillar-a-2',
      'IDC-KENYA-P-C03': 'Promise pillar-b-1',
      'IDC-KENYA-P-C04': 'Promise no-digits',
      'IDC-KENYA-P-C05': 'Promise neither',
    });
  });

  test('plans whose ids begin or read alike are distinct', async () => {
    const { register } = await empty();
    const ids = [
      'kenya-national-strategy-for-data-one',
      'kenya-national-strategy-for-data-two',
      'kenya-plan-1',
      'other-1',
      'kenya-c1',
      'x',
    ];
    await bring(file(...ids.map((id) => plan(id, promise(`${id}-a`)))), register);
    const known = await Known.of(register.history(), register.imports);
    const codes = ids.map((id) => planOf(known, id) ?? '');
    expect(new Set(codes).size).toBe(ids.length);
    expect(codes.map((code) => actionPlans.get(register.rows(), code)?.title?.text)).toEqual(
      ids.map((id) => `Plan ${id}`),
    );
    expect(codes[2]).toBe('IDC-KENYA-1');
  });

  test('a record that is put in front, or moves, shifts no other', async () => {
    const { register } = await empty();
    await bring(file(plan('p', promise('first'), promise('second'))), register);
    const report = await bring(file(plan('p', promise('new'), promise('second'), promise('first'))), register, true);
    expect(titlesOf(register, 'IDC-KENYA-P')).toEqual({
      'IDC-KENYA-P-C01': 'Promise first',
      'IDC-KENYA-P-C02': 'Promise second',
      'IDC-KENYA-P-C03': 'Promise new',
    });
    expect(differencesOf(report)).toEqual([]);
    const silent = { ...plan('p'), commitments: undefined };
    const plans = await bring(file(plan('q', promise('q1')), silent), register, true);
    expect(differencesOf(plans)).toEqual([]);
    expect((await bring(file(plan('q', promise('q1')), silent), register)).after).toBe(plans.after);
  });
});

describe('a corrected file', () => {
  const before = promise('one', {
    description: 'As it was',
    principles: [1],
    populations: ['women'],
    sdgGoals: [5],
    sdgIndicators: ['5.3.2'],
    responsible: 'Ministry',
    startDate: '2019',
    dueDate: '2024',
    disaggregationDimensions: ['sex'],
    milestones: [
      { title: 'Survey', dueDate: '2020' },
      { title: 'Report', dueDate: '2021' },
    ],
    sdgBasis: 'source',
    indicators: [{ name: 'Surveys', unit: 'surveys', target: { value: '3' } }],
    knownStatus: { status: 'started', asOf: '2020', sourceUrl: source, note: 'Begun.' },
  });
  const after = promise('one', {
    title: 'Promise, corrected',
    description: 'As it is',
    principles: [1, 2],
    populations: ['girls'],
    sdgGoals: [10],
    sdgIndicators: ['10.2.1'],
    responsible: 'Bureau',
    kind: 'priority',
    startDate: '2018',
    dueDate: '2025',
    disaggregationDimensions: ['age'],
    sdgBasis: 'compiler_inference',
    milestones: [
      { title: 'Report', dueDate: '2021' },
      { title: 'Survey', dueDate: '2022-05' },
    ],
    indicators: [{ name: 'Surveys', unit: 'surveys', target: { value: '4' } }],
    knownStatus: { status: 'started', asOf: '2020', sourceUrl: source, note: 'Well begun.' },
  });
  const corrected = {
    ...file({ ...plan('p', after), title: 'Plan, corrected', coSigners: ['UNICEF'] }),
    champions: [{ ...champion, country: 'UGA', joinedOn: '2018-08' }],
  };
  const fields = [
    ['champions/kenya', 'country', 'KEN', 'UGA'],
    ['champions/kenya', 'effective', '2018-07', '2018-08'],
    ['actionPlans/p', 'title', 'Plan p', 'Plan, corrected'],
    ['actionPlans/p', 'coSigners', [], ['UNICEF']],
    ['actionPlans/p/commitments/one', 'title', 'Promise one', 'Promise, corrected'],
    ['actionPlans/p/commitments/one', 'description', 'As it was', 'As it is'],
    ['actionPlans/p/commitments/one', 'kind', 'commitment', 'priority'],
    ['actionPlans/p/commitments/one', 'principles', [1], [1, 2]],
    ['actionPlans/p/commitments/one', 'dimensions', ['sex'], ['age']],
    ['actionPlans/p/commitments/one', 'populations', ['women'], ['girls']],
    ['actionPlans/p/commitments/one', 'sdgGoals', [5], [10]],
    ['actionPlans/p/commitments/one', 'sdgIndicators', ['5.3.2'], ['10.2.1']],
    ['actionPlans/p/commitments/one', 'sdgBasis', 'source', 'compiler_inference'],
    ['actionPlans/p/commitments/one', 'responsible', 'Ministry', 'Bureau'],
    ['actionPlans/p/commitments/one', 'start', '2019', '2018'],
    ['actionPlans/p/commitments/one', 'due', '2024', '2025'],
    ['actionPlans/p/commitments/one', 'due', '2020', '2022-05'],
    ['actionPlans/p/commitments/one', 'target', { value: '3', on: null }, { value: '4', on: null }],
    ['actionPlans/p/commitments/one/knownStatus', 'narrative', 'Begun.', 'Well begun.'],
  ];

  test('is reported field by field with both values, and writes nothing', async () => {
    const { register } = await empty();
    const first = await bring(file(plan('p', before)), register);
    const report = await bring(corrected, register);
    const expected = fields.map((row) => [...row, false]);
    expect(differencesOf(report)).toEqual(expect.arrayContaining(expected));
    expect(differencesOf(report)).toHaveLength(expected.length);
    expect(report.after).toBe(first.after);
  });

  test('is applied field by field on demand, once, and back again', async () => {
    const { register } = await empty();
    await bring(file(plan('p', before)), register);
    const report = await bring(corrected, register, true);
    expect(differencesOf(report).filter((row) => !(row as unknown[])[4])).toEqual([]);
    expect(differencesOf(report)).toHaveLength(fields.length);
    const rows = register.rows();
    expect(champions.get(rows, 'kenya')).toMatchObject({ country: 'UGA', joined: '2018-08' });
    expect(actionPlans.get(rows, 'IDC-KENYA-P')).toMatchObject({
      title: { text: 'Plan, corrected' },
      coSigners: ['UNICEF'],
    });
    const held = commitments.get(rows, 'IDC-KENYA-P-C01');
    expect(held).toMatchObject({
      title: { text: 'Promise, corrected' },
      description: { text: 'As it is' },
      kind: 'priority',
      principles: [1, 2],
      dimensions: ['age'],
      populations: ['girls'],
      sdgGoals: [10],
      sdgIndicators: ['10.2.1'],
      sdgBasis: 'compiler_inference',
      responsible: 'Bureau',
      start: '2018',
      due: '2025',
      originalDue: '2024',
    });
    expect(held?.milestones.map(({ code, due, originalDue }) => [code, originalDue, due])).toEqual([
      ['IDC-KENYA-P-C01-M1', '2020', '2022-05'],
      ['IDC-KENYA-P-C01-M2', '2021', '2021'],
    ]);
    expect(held?.indicators.map(({ target }) => target?.value)).toEqual(['4']);
    const again = await bring(corrected, register, true);
    expect([differencesOf(again), again.after]).toEqual([[], report.after]);
    await bring(file({ ...plan('p', before), title: 'Plan p' }), register, true);
    expect(commitments.get(register.rows(), 'IDC-KENYA-P-C01')).toMatchObject({
      title: { text: 'Promise one' },
      due: '2024',
      start: '2019',
      kind: 'commitment',
    });
  });

  test('does not take back what was amended since by others', async () => {
    const { register } = await empty();
    await bring(file(plan('p', before)), register);
    await register.execute(
      new AmendCommitment(
        { commandId: 'live-1', commitment: 'IDC-KENYA-P-C01', title: 'Amended by its people' },
        issuer('approver'),
      ),
    );
    const report = await bring(file(plan('p', before)), register, true);
    expect(differencesOf(report)).toEqual([]);
    expect(commitments.get(register.rows(), 'IDC-KENYA-P-C01')?.title?.text).toBe('Amended by its people');
    expect(differencesOf(await bring(corrected, register))).toContainEqual([
      'actionPlans/p/commitments/one',
      'title',
      'Amended by its people',
      'Promise, corrected',
      false,
    ]);
  });

  test('that says nothing of a field, or leaves a section out, changes nothing', async () => {
    const { register } = await empty();
    const first = await bring(file(plan('p', before)), register);
    const report = await bring(
      { schemaVersion: 2, actionPlans: [plan('p', { id: 'one', title: 'Promise one' })] },
      register,
      true,
    );
    expect([differencesOf(report), report.after]).toEqual([[], first.after]);
  });

  test('that no longer has a milestone says so, and drops none', async () => {
    const { register } = await empty();
    const first = await bring(file(plan('p', before)), register);
    const report = await bring(
      file(plan('p', { ...before, milestones: [{ title: 'Survey', dueDate: '2020' }] })),
      register,
      true,
    );
    expect(differencesOf(report)).toEqual([['actionPlans/p/commitments/one', 'milestones', 'Report', null, false]]);
    expect(report.after).toBe(first.after);
  });

  test('that corrects the title of a milestone makes no second one', async () => {
    const { register } = await empty();
    await bring(file(plan('p', before)), register);
    const milestones = [
      { title: 'Survey', dueDate: '2020' },
      { title: 'Final report', dueDate: '2021' },
    ];
    await bring(file(plan('p', { ...before, milestones })), register, true);
    expect(commitments.get(register.rows(), 'IDC-KENYA-P-C01')?.milestones.map(({ title }) => title?.text)).toEqual([
      'Survey',
      'Final report',
    ]);
  });

  test('with a later status reports further, and corrects no report', async () => {
    const { register } = await empty();
    await bring(file(plan('p', before)), register);
    const report = await bring(
      file(plan('p', { ...before, knownStatus: { status: 'delivered', asOf: '2022', sourceUrl: source } })),
      register,
    );
    expect(differencesOf(report)).toEqual([]);
    expect(commitments.get(register.rows(), 'IDC-KENYA-P-C01')).toMatchObject({
      claimed: 'complete',
      latestReport: 'IDC-KENYA-P-C01-R2',
    });
  });
});

describe('a partial file', () => {
  test('adds to what the register holds, by the ids of before', async () => {
    const { register } = await empty();
    await bring(file(plan('p', promise('one', { indicators: [{ name: 'Surveys' }] }))), register);
    const report = await bring(
      {
        schemaVersion: 2,
        progressReports: [
          {
            id: 'r1',
            commitment: 'one',
            reportedOn: '2024-05',
            claimed: 'limited',
            reasonCode: 'lack_of_resources',
            language: 'fr',
            summary: 'Peu à peu.',
            barriers: ['finance'],
            disaggregation: [{ dimension: 'sex', state: 'planned' }],
            measurements: [{ indicator: 'Surveys', value: 1.5, on: '2024' }],
            evidence: [{ url: 'https://example.org/proof', kind: 'document', language: 'fr', title: 'Preuve' }],
          },
        ],
      },
      register,
    );
    expect(report.after - report.before).toBe(1);
    const held = commitments.get(register.rows(), 'IDC-KENYA-P-C01');
    expect(held).toMatchObject({ claimed: 'limited', reasonCode: 'lack_of_resources' });
    expect(held?.indicators[0]?.values.map(({ value }) => value)).toEqual(['1.5']);
  });

  test('that refers to what is neither in it nor in the register is refused, with a suggestion', async () => {
    const { register } = await empty();
    await bring(file(plan('p', promise('one'))), register);
    const wrong = { schemaVersion: 2, progressReports: [{ id: 'r1', commitment: 'two', summary: 'x' }] };
    await expect(bring(wrong, register)).rejects.toMatchObject({
      faults: [
        expect.objectContaining({
          place: 'progressReports[0].commitment',
          line: 1,
          message: expect.stringContaining('must be the id of a commitment'),
        }),
      ],
    });
  });
});

test('every refusal of the register is a fault of its own, with its place', async () => {
  const { register } = await empty();
  const claims = ['a', 'b'].map((id) =>
    promise(id, { knownStatus: { status: 'late', asOf: '2020', claimed: 'limited', sourceUrl: source } }),
  );
  await expect(bring(file(plan('p', ...claims)), register)).rejects.toMatchObject({
    faults: ['a', 'b'].map((id) =>
      expect.objectContaining({
        place: `actionPlans/p/commitments/${id}/knownStatus`,
        line: 1,
        message: expect.stringContaining('A reason code is required'),
      }),
    ),
  });
});
