import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSet } from '../../src/charter/import/data-set.js';
import { readDataSet } from '../../src/platform/import/data-set.js';
import { FaultyFile } from '../../src/platform/import/file-faults.js';
import type { ImportReport, Register } from '../../src/platform/import/importer.js';
import { actionPlans } from '../../src/charter/action-plan/action-plans.view.js';
import { champions } from '../../src/charter/champion/champions.view.js';
import { commitments } from '../../src/charter/commitment/commitments.view.js';
import { composition } from '../../src/contexts.js';
import { bareRegister } from '../support/register/bare-register.js';
import { bundled, bundledEntries, bundledSetAside } from '../support/register/bundled.js';
import { emptyRegister as empty, importDay as now, importText as bring } from '../support/register/importing.js';

/** The bundled data set with values set at their places in it; undefined takes one away. */
function changed(edits: Readonly<Record<string, unknown>>): string {
  const data = JSON.parse(bundled) as Record<string, unknown>;
  for (const [place, value] of Object.entries(edits)) {
    const steps = place.match(/\w+/g) ?? [];
    const holder = steps
      .slice(0, -1)
      .reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, data);
    holder[steps.at(-1) ?? ''] = value;
  }
  return JSON.stringify(data);
}
const resultOf = (report: ImportReport, record: string) => report.records.find((one) => one.record === record);

describe('the bundled data set', () => {
  let whole: Awaited<ReturnType<typeof bareRegister>>;
  let report: ImportReport;
  beforeAll(async () => {
    whole = await bareRegister();
    report = await bring(bundled, whole.register);
  });
  afterAll(() => whole.close());

  test('calls no commitment active whose plan has ended', async () => {
    const { register } = whole;
    const count = (lifecycle: string, plans: string): number =>
      register
        .rows()
        .one<{ n: number }>(
          `SELECT count(*) AS n FROM commitments AS c JOIN action_plans AS p ON p.key = c.action_plan WHERE c.lifecycle = ? AND p.status IN (${plans})`,
          lifecycle,
        )?.n ?? 0;
    const [ended, open] = ["'superseded', 'concluded'", "'announced', 'published'"];
    expect([count('active', ended), count('unsettled', open)]).toEqual([0, 0]);
    expect(count('unsettled', ended)).toBe(31);
  });

  test('ends in the register or in the report with the reason, record by record', async () => {
    const data = readDataSet(bundled, now, composition.imports) as unknown as DataSet;
    const wanted = [
      'charter',
      ...data.champions.map(({ id }) => `champions/${id}`),
      ...data.unconfirmedChampions.map(({ name }) => `unconfirmedChampions/${name}`),
      ...data.actionPlans.flatMap(({ id, commitments }) => [
        `actionPlans/${id}`,
        ...commitments.map((one) => `actionPlans/${id}/commitments/${one.id}`),
      ]),
      ...data.networkCommitments.flatMap(({ id, items }) => [
        `networkCommitments/${id}`,
        ...items.map((one) => `networkCommitments/${id}/items/${one.id}`),
      ]),
      ...data.progressReports.map(({ id }) => `progressReports/${id}`),
      ...data.lifecycleEvents.map(({ id }) => `lifecycleEvents/${id}`),
    ];
    expect(wanted.filter((record) => resultOf(report, record) === undefined)).toEqual([]);
    expect(
      report.records.filter(
        ({ entries, setAside, isRepeated = false }) => entries.length === 0 && setAside === null && !isRepeated,
      ),
    ).toEqual([]);
    expect(report.records.filter(({ record }) => record.startsWith('collaborative/')).length).toBe(31);
    expect(report.records.filter(({ record }) => record.startsWith('organisations/')).length).toBe(89);
    expect(resultOf(report, 'charter/names/pt')?.setAside).toContain('text in other languages is not imported');
    expect(report.records.filter(({ setAside }) => setAside !== null)).toHaveLength(bundledSetAside);
    expect(report.after - report.before).toBe(bundledEntries);
  });

  test('keeps the precision of dates, sources, and who drew a link', async () => {
    const { register } = whole;
    const rows = register.rows();
    expect(champions.get(rows, 'csc')).toMatchObject({ joined: '2019-11-11', origin: 'import' });
    expect(champions.get(rows, 'nigeria')).toMatchObject({ joined: '2022' });
    expect(champions.get(rows, 'psa')).toMatchObject({ joined: '2018-07-17/2018-10-18', status: 'active' });
    expect(champions.get(rows, 'gss')).toMatchObject({ joined: '2018-07-17/..', status: 'active' });
    expect(commitments.get(rows, 'IDC-ONS-2-C05')).toMatchObject({ due: 'R/P1Y', dueText: 'every year' });
    const recurring = rows.all<{ document: string }>(
      "SELECT document FROM commitments WHERE document LIKE '%every three years%'",
    );
    expect(recurring.map(({ document }) => JSON.parse(document) as object)).toMatchObject([
      { due: 'R/P3Y', dueText: 'every three years' },
    ]);
    expect(actionPlans.get(rows, 'IDC-IDMC-1')).toMatchObject({ published: '../2019' });
    expect(champions.get(rows, 'fcdo')?.names.map(({ name, since }) => [name, since])).toEqual([
      ['Department for International Development (DFID)', '2018-07'],
      ['Foreign, Commonwealth and Development Office (United Kingdom)', '2020-09-02'],
    ]);
    expect(champions.get(rows, 'development-initiatives')).toMatchObject({ status: 'ceased', ended: '2024-10' });
    expect(champions.get(rows, 'data2x')).toMatchObject({ status: 'merged', ended: null });
    expect(actionPlans.get(rows, 'IDC-PSA-1')).toMatchObject({ status: 'published', published: '2018-10-18' });
    expect(actionPlans.get(rows, 'IDC-MALAWI-1')).toMatchObject({ status: 'announced', isPublished: false });
    expect(actionPlans.get(rows, 'IDC-ONS-1')).toMatchObject({
      status: 'superseded',
      supersededBy: 'IDC-ONS-2',
      ended: '2022-01',
    });
    expect(commitments.get(rows, 'IDC-ONS-2-C02')).toMatchObject({
      lifecycle: 'concluded',
      outcome: 'delivered',
      ended: '2022-10',
      claimed: 'complete',
      dueText: 'early 2022',
    });
    expect(commitments.get(rows, 'IDC-CBM-GLOBAL-1-C04')).toMatchObject({ principlesBasis: 'source_order' });
  });

  test('imported again changes nothing', async () => {
    const { register, entries } = whole;
    const before = await entries();
    const again = await bring(bundled, register);
    expect(again.after).toBe(again.before);
    expect(await entries()).toEqual(before);
  });

  test('says in every entry where it came from', async () => {
    const all = await whole.entries();
    expect(
      all.every(({ origin }) => origin.kind === 'import' && origin.record !== null && origin.sources.length > 0),
    ).toBe(true);
  });

  test.each([1, 40, 130, 246])(
    'an import that breaks off at entry %i is made whole by the next, as if it had not broken off',
    async (limit) => {
      const expected = (await whole.entries()).map(({ type, stream, facts, text }) => ({ type, stream, facts, text }));
      const { register, entries } = await empty();
      const breaking: Register = {
        ...register,
        execute: (command) =>
          register.size() >= limit ? Promise.reject(new Error('power cut')) : register.execute(command),
      };
      await expect(bring(bundled, breaking)).rejects.toThrow('power cut');
      expect(register.size()).toBe(limit);
      await bring(bundled, register);
      expect((await entries()).map(({ type, stream, facts, text }) => ({ type, stream, facts, text }))).toEqual(
        expected,
      );
    },
  );
});

describe('two sources that differ', () => {
  test('both stand, each with its address', async () => {
    const { register } = await empty();
    await bring(bundled, register);
    const other = changed({
      'champions[3].joinedOn': '2018-08',
      'champions[3].sourceUrls': ['https://elsewhere.example/kenya'],
    });
    const report = await bring(other, register);
    expect(resultOf(report, 'champions/kenya')?.statements).toContain('joined = 2018-08; the register holds 2018-07');
    const kenya = champions.get(register.rows(), 'kenya');
    expect(kenya?.joined).toBe('2018-07');
    expect(kenya?.statements).toContainEqual(
      expect.objectContaining({ field: 'joined', value: '2018-08', source: 'https://elsewhere.example/kenya' }),
    );
    expect((await bring(other, register)).after).toBe(report.after);
  });

  test('within one file as well', async () => {
    const { register } = await empty();
    const report = await bring(changed({ 'lifecycleEvents[1].occurredOn': '2018-06' }), register);
    expect(resultOf(report, 'lifecycleEvents/ev-kenya-joined')?.statements).toEqual([
      'joined = 2018-06; the register holds 2018-07',
    ]);
  });
});

describe('a second account of an end', () => {
  const data = JSON.parse(bundled) as DataSet;
  const later = (type: string, id: string) => ({
    ...data.lifecycleEvents.find((event) => event.type === type),
    id,
    occurredOn: '2025-02',
    sourceUrl: 'https://elsewhere.example/end',
  });

  test('of a champion, a plan or a commitment stands beside the first', async () => {
    const { register } = await empty();
    const more = [
      later('institution_closed', 'closed-again'),
      later('monitoring_ended', 'ended-again'),
      later('commitment_completed_late', 'completed-again'),
    ];
    const report = await bring(changed({ lifecycleEvents: [...data.lifecycleEvents, ...more] }), register);
    expect(resultOf(report, 'lifecycleEvents/closed-again')?.statements).toEqual([
      'ended = 2025-02; the register holds 2024-10',
    ]);
    expect(resultOf(report, 'lifecycleEvents/ended-again')?.statements).toContain(
      'ended = 2025-02; the register holds 2025-03',
    );
    expect(resultOf(report, 'lifecycleEvents/completed-again')?.statements).toContain(
      'ended = 2025-02; the register holds 2022-10',
    );
  });

  test('by another plan that replaces it, or by another date of that, is not lost', async () => {
    const { register } = await empty();
    const place = data.actionPlans.findIndex(({ id }) => id === 'ons-plan-2');
    const rival = {
      ...data.actionPlans[place],
      id: 'ons-plan-3',
      title: 'A rival plan',
      commitments: [],
      status: 'current',
    };
    const text = changed({
      actionPlans: [...data.actionPlans, rival],
      lifecycleEvents: [...data.lifecycleEvents, later('plan_superseded', 'superseded-again')],
    });
    const report = await bring(text, register);
    expect(resultOf(report, 'lifecycleEvents/ev-ons-superseded')?.statements).toEqual([
      'supersededBy = IDC-ONS-3; the register holds IDC-ONS-2',
    ]);
    expect(resultOf(report, 'lifecycleEvents/superseded-again')?.entries).toHaveLength(1);
    expect(actionPlans.get(register.rows(), 'IDC-ONS-1')?.supersededBy).toBe('IDC-ONS-2');
  });
});

describe('a faulty file', () => {
  const faultsOf = (text: string) => {
    try {
      readDataSet(text, now, composition.imports);
    } catch (error) {
      if (error instanceof FaultyFile) return error.faults.map(({ place, found }) => `${place} ${found}`);
      throw error;
    }
    return [];
  };

  test('has every fault named with its place and what stands there', () => {
    const faulty = changed({
      'champions[0].name': undefined,
      'champions[3].joinedOn': '2018-13',
      'champions[5].sign': 'x',
      'actionPlans[2].commitments[1].principles': [7],
      'actionPlans[4].champion': 'nobody',
      'progressReports[2].commitmentIds': ['x-1'],
      'lifecycleEvents[0].occurredOn': '2031',
      'lifecycleEvents[2].id': 'ev-kenya-joined',
      vocabularies: [],
    });
    expect(faultsOf(faulty)).toEqual([
      'vocabularies []',
      'champions[0].name nothing',
      'champions[3].joinedOn "2018-13"',
      'champions[5].sign "x"',
      'actionPlans[2].commitments[1].principles[0] 7',
      'lifecycleEvents[2].id "ev-kenya-joined"',
      'actionPlans[4].champion "nobody"',
      'progressReports[2].commitmentIds[0] "x-1"',
      'lifecycleEvents[0].occurredOn "2031"',
    ]);
  });

  test.each([
    ['no JSON', '{"schemaVersion": 1,'],
    ['a list', '[]'],
    ['nothing', ''],
    ['null', 'null'],
    ['another version', changed({ schemaVersion: 3 })],
  ])('that is %s is refused with a fault, not a crash', (_, text) => {
    expect(faultsOf(text).length).toBeGreaterThan(0);
  });
});
