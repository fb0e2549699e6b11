import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { composition, projection } from '../../src/contexts.js';
import {
  CommitmentAmended,
  CommitmentDueDateRevised,
  CommitmentSuspended,
  CommitmentWithdrawn,
} from '../../src/charter/commitment/commitment.js';
import { commitments } from '../../src/charter/commitment/commitments.view.js';
import type { ComparedChange } from '../../src/platform/read-model/past/comparing.js';
import { compare, comparedIn, countChanges } from '../../src/record/comparison/comparison.view.js';
import { daysBetween, driftOf } from '../../src/charter/commitment/drift.view.js';
import { IndicatorRevised } from '../../src/charter/commitment/indicator.js';
import { MilestoneRescheduled } from '../../src/charter/commitment/milestone.js';
import { roundsBetween } from '../../src/charter/progress-report/reporting.js';
import { decimalDifference } from '../../src/kernel/values/decimal.js';
import { EntryCorrected, EntryRetracted } from '../../src/kernel/correction/correction.js';
import type { DomainEvent } from '../../src/kernel/message.js';
import { fill } from '../../src/platform/read-model/fill.js';
import { ReadModel, type Basis } from '../../src/platform/read-model/read-model.js';
import type { Value } from '../../src/platform/sqlite.js';
import { announced, indicator, joined, made, milestone, published, reported } from '../support/cqrs/examples.js';
import { logOf, type Dated } from '../support/time/past.js';

const compared = comparedIn(composition.nouns);
const code = 'IDC-KENYA-1-C01';
const dated = (effective: string, event: DomainEvent): Dated => ({ event, effective });
const before = [
  dated('2018', joined()),
  dated('2019', announced()),
  dated('2019', published()),
  dated('2019', made(code, { due: '2024' })),
  dated('2019', milestone(`${code}-M1`)),
  dated('2019', indicator(`${code}-I1`)),
  dated('2020-01', reported(`${code}-R1`, { commitment: code, claimed: 'limited', reasonCode: 'other' })),
];

async function registerOn(day: string, ...events: readonly Dated[]): Promise<ReadModel> {
  const model = new ReadModel(':memory:', projection, day);
  await fill(model, await logOf(events), events.length);
  return model;
}

/** What differs between the end of June 2020 and the end of 2020, after which this happened in between. */
async function after(...later: readonly DomainEvent[]): Promise<ComparedChange[]> {
  const events = [...before, ...later.map((event) => dated('2020-09-15', event))];
  return compare(compared, await registerOn('2020-06-30', ...events), await registerOn('2020-12-31', ...events));
}

const claim = (claimed: 'complete' | 'not_started') =>
  reported(`${code}-R2`, { commitment: code, claimed, reasonCode: 'other' });
const target = (value: string, on = '2027') =>
  IndicatorRevised({ indicator: `${code}-I1`, baseline: null, target: { value, on } });
const amended = CommitmentAmended(
  {
    commitment: code,
    principles: null,
    dimensions: null,
    populations: ['Children'],
    sdgGoals: null,
    sdgIndicators: null,
    responsible: null,
  },
  { language: 'en', note: null, title: 'Ask everybody', description: null },
);
const evidence = [{ url: 'https://example.org/report', kind: 'document' as const, language: null }];

describe('a difference', () => {
  test.each([
    [
      'more is claimed',
      claim('complete'),
      { kind: 'status_up', field: 'claimed', before: 'limited', after: 'complete' },
    ],
    ['less is claimed', claim('not_started'), { kind: 'status_down', field: 'claimed' }],
    [
      'it is suspended',
      CommitmentSuspended({ commitment: code }),
      { kind: 'lifecycle_changed', field: 'lifecycle', after: 'suspended' },
    ],
    [
      'it is withdrawn',
      CommitmentWithdrawn({ commitment: code, reasonCode: 'other' }),
      { kind: 'withdrawn', after: 'withdrawn' },
    ],
    [
      'it is due later',
      CommitmentDueDateRevised({ commitment: code, due: '2025-03' }),
      { kind: 'due_moved', field: 'due', days: 90 },
    ],
    [
      'it becomes ongoing',
      CommitmentDueDateRevised({ commitment: code, due: 'ongoing' }),
      { kind: 'due_moved', before: '2024', after: 'ongoing', days: null },
    ],
    [
      'it now recurs until a day',
      CommitmentDueDateRevised({ commitment: code, due: 'R/P6M/2025' }),
      { kind: 'due_moved', days: 365 },
    ],
    [
      'a step is due sooner',
      MilestoneRescheduled({ milestone: `${code}-M1`, due: '2025' }),
      { kind: 'due_moved', field: `milestones.${code}-M1.due`, days: -365 },
    ],
    ['a target is higher', target('90.001'), { kind: 'target_raised', field: `indicators.${code}-I1.target` }],
    ['a target is lower', target('9'), { kind: 'target_lowered' }],
    ['a target has another date', target('90', '2028'), { kind: 'changed', field: `indicators.${code}-I1.target` }],
    ['it is worded otherwise', amended, { kind: 'reworded', field: 'title' }],
    ['it is about others', amended, { kind: 'changed', field: 'populations' }],
    ['there is a report', claim('complete'), { kind: 'appeared', noun: 'progressReport', code: `${code}-R2` }],
    [
      'there is evidence',
      reported(`${code}-R2`, { commitment: code, evidence }),
      { kind: 'evidence_added', noun: 'commitment', code },
    ],
    [
      'there is evidence for a plan',
      reported('IDC-KENYA-1-R1', { actionPlan: 'IDC-KENYA-1', evidence }),
      { kind: 'evidence_added', noun: 'actionPlan', code: 'IDC-KENYA-1' },
    ],
    [
      'there is another promise',
      made('IDC-KENYA-1-C02'),
      { kind: 'appeared', noun: 'commitment', code: 'IDC-KENYA-1-C02' },
    ],
  ])('is typed when %s', async (_, event, expected) => {
    expect(await after(event)).toContainEqual(expect.objectContaining(expected));
  });

  /** What differs on one day, once more is known. */
  const known = async (...later: readonly Dated[]): Promise<ComparedChange[]> => {
    const found = [...before, dated('2020-02', reported(`${code}-R2`, { commitment: code, evidence }))];
    return compare(
      compared,
      await registerOn('2020-06-30', ...found),
      await registerOn('2020-06-30', ...found, ...later),
    );
  };
  const stream = `commitment-${code}`;
  const note = { language: 'en', note: 'Misread.' } as const;
  const of = { entry: 7, type: 'ProgressReported', part: `${code}-R2` };
  const correction = ({ facts }: DomainEvent): Dated => ({
    ...dated('2020-02', EntryCorrected({ ...of, schemaVersion: 1, facts: facts as never }, { ...note, text: null })),
    stream,
  });

  test('in evidence says whether it came or went', async () => {
    const other = [{ url: 'https://example.org/other', kind: 'document' as const, language: null }];
    const report = (all: typeof evidence) => reported(`${code}-R2`, { commitment: code, evidence: all });
    const kinds = async (...later: readonly Dated[]) =>
      (await known(...later)).map(({ kind, noun }) => `${kind} ${noun}`).filter((kind) => kind.startsWith('evidence'));
    expect(await kinds(correction(report([...evidence, ...other])))).toEqual(['evidence_added progressReport']);
    expect(await kinds(correction(report([])))).toEqual(['evidence_removed progressReport']);
    expect(await kinds(correction(report(other)))).toEqual([
      'evidence_added progressReport',
      'evidence_removed progressReport',
    ]);
    expect(await kinds({ ...dated('2020-02', EntryRetracted(of, note)), stream })).toEqual([
      'evidence_removed commitment',
    ]);
  });

  test('in a number is none where it is only written otherwise', async () => {
    expect(await after(target('90.0'))).toEqual([]);
  });

  test('in a date is no move where it is only known more precisely', async () => {
    const changes = await after(CommitmentDueDateRevised({ commitment: code, due: '2024-06' }));
    expect(changes).toEqual([
      expect.objectContaining({ kind: 'changed', field: 'due', before: '2024', after: '2024-06' }),
    ]);
  });

  test('in a claim is a step only where one was made', async () => {
    const first = reported('IDC-KENYA-1-C02-R1', {
      commitment: 'IDC-KENYA-1-C02',
      claimed: 'not_started',
      reasonCode: 'other',
    });
    const start = [...before, dated('2020', made('IDC-KENYA-1-C02'))];
    const claims = async (from: readonly Dated[], to: readonly Dated[]) =>
      (await compare(compared, await registerOn('2020-12-31', ...from), await registerOn('2020-12-31', ...to)))
        .filter(({ field }) => field === 'claimed')
        .map(({ kind }) => kind);
    const reportedOn = [...start, dated('2020-12-31', first)];
    expect([await claims(start, reportedOn), await claims(reportedOn, start)]).toEqual([['changed'], ['changed']]);
  });

  test('is there when something has disappeared, and none when nothing has happened', async () => {
    const [one, other] = [await registerOn('2020-06-30', ...before), await registerOn('2018-12-31', ...before)];
    expect((await compare(compared, one, other)).map(({ kind, noun }) => `${kind} ${noun}`)).toEqual([
      'disappeared actionPlan',
      'disappeared commitment',
      'disappeared progressReport',
    ]);
    expect(await after()).toEqual([]);
  });

  test.each([
    ['of no date', null],
    ['not later than a day', '../2020-09-15'],
    ['of some day between two, the first of them before', '2020-05/2020-09'],
    ['of the year', '2020'],
  ])('is that something became known, where it is %s', async (_, effective) => {
    const events = [
      ...before,
      { effective, event: claim('complete') },
      { effective, event: made('IDC-KENYA-1-C02') },
      { effective, event: CommitmentWithdrawn({ commitment: code, reasonCode: 'other' }) },
    ];
    // Without a date an entry counts from the day of recording, which is in March 2026.
    const [from, to] = effective === null ? ['2025-12-31', '2026-12-31'] : ['2020-06-30', '2020-12-31'];
    const [one, other] = [await registerOn(from, ...events), await registerOn(to, ...events)];
    const changes = await compare(compared, one, other);
    const codes = changes
      .filter(({ kind, field }) => kind === 'became_known' && field === undefined)
      .map((change) => change.code);
    expect(codes).toEqual(expect.arrayContaining(['IDC-KENYA-1-C02', `${code}-R2`]));
    expect(changes.filter(({ kind }) => ['status_up', 'withdrawn', 'lifecycle_changed'].includes(kind))).toEqual([]);
    expect(changes.filter(({ kind, noun }) => kind === 'appeared' && noun === 'commitment')).toEqual([]);
    const count = (await countChanges(compared, one, one, other)).find(({ name }) => name === 'claimed.complete');
    expect(count).toMatchObject({ becameKnown: 1, progressed: 0 });
  });

  test('is progress where its date is vague, but lies behind the first day as a whole', async () => {
    const events = [
      ...before,
      { effective: '2020-36', event: claim('complete') },
      { effective: '2020-07/2020-12', event: made('IDC-KENYA-1-C02') },
    ];
    const [one, other] = [await registerOn('2020-06-30', ...events), await registerOn('2020-12-31', ...events)];
    expect((await compare(compared, one, other)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['appeared', 'status_up']),
    );
    expect((await compare(compared, one, other)).filter(({ kind }) => kind === 'became_known')).toEqual([]);
    expect((await countChanges(compared, one, one, other)).find(({ name }) => name === 'commitment')).toMatchObject({
      becameKnown: 0,
      progressed: 1,
    });
  });

  test('is that nothing was heard for two rounds', async () => {
    const [one, other] = [await registerOn('2021-07-30', ...before), await registerOn('2021-07-31', ...before)];
    expect(await compare(compared, one, other)).toEqual([
      { kind: 'newly_silent', noun: 'champion', code: 'kenya', stream: 'champion-kenya' },
      { kind: 'newly_silent', noun: 'commitment', code, stream: `commitment-${code}` },
    ]);
    expect([
      roundsBetween('2020-01-31', '2021-07-31'),
      roundsBetween('2020-07-31', '2021-07-31'),
      roundsBetween('2021-08-01', '2021-07-31'),
    ]).toEqual([2, 1, 0]);
  });

  test('is found without reading what is the same on both bases', async () => {
    const codes = Array.from({ length: 300 }, (_, index) => `IDC-KENYA-1-C${index + 100}`);
    const events = [
      ...before,
      ...codes.map((one) => dated('2019', made(one))),
      dated('2020-09', CommitmentSuspended({ commitment: code })),
    ];
    const model = await registerOn('2020-12-31', ...events);
    const { size } = model;
    const [one, other] = [model.at({ size, effectiveOn: '2020-08-31' }), model.at({ size, effectiveOn: '2020-09-30' })];
    const texts: string[] = [];
    const watched = ({ rows, ...basis }: Basis): Basis => ({
      ...basis,
      rows: {
        one: (sql, ...values) => rows.one(sql, ...values),
        all: <R>(sql: string, ...values: Value[]): R[] => {
          const found = rows.all<R>(sql, ...values);
          if (sql.startsWith('SELECT key, document ')) texts.push(...found.map((row) => (row as { key: string }).key));
          return found;
        },
      },
    });
    expect((await compare(compared, watched(one), watched(other))).map(({ kind, code }) => `${kind} ${code}`)).toEqual([
      `lifecycle_changed ${code}`,
    ]);
    expect(new Set(texts)).toEqual(new Set([code, `${code}-R1`]));
    const all = model.at({ size, effectiveOn: '2017-12-31' });
    expect(
      (await compare(compared, all, other)).filter(({ kind, noun }) => kind === 'appeared' && noun === 'commitment'),
    ).toHaveLength(codes.length + 1);
  });

  test('in figures is what was restated and what progressed', async () => {
    const [one, other] = [await registerOn('2019-06-30', ...before), await registerOn('2020-06-30', ...before)];
    const counts = await countChanges(compared, one, one, other);
    expect(counts.find(({ name }) => name === 'claimed.limited')).toEqual({
      name: 'claimed.limited',
      from: 0,
      restated: 0,
      becameKnown: 0,
      progressed: 1,
      to: 1,
    });
    expect(counts.find(({ name }) => name === 'commitment')).toMatchObject({ from: 0, to: 1 });
  });
});

describe('drift', () => {
  test('is told of wording, dates, steps and targets', async () => {
    const moved = [
      amended,
      CommitmentDueDateRevised({ commitment: code, due: '2026' }),
      MilestoneRescheduled({ milestone: `${code}-M1`, due: '2027' }),
      target('45.5'),
    ];
    const model = await registerOn('2020-12-31', ...before, ...moved.map((event) => dated('2020-09', event)));
    const commitment = commitments.get(model.rows, code);
    expect(commitment && driftOf(commitment)).toMatchObject({
      originalTitle: { text: 'Ask the disability questions' },
      title: { text: 'Ask everybody' },
      rewordings: 1,
      originalDue: '2024',
      due: '2026',
      dueRevisions: 1,
      slippage: 730,
      milestones: [{ code: `${code}-M1`, originalDue: '2026', due: '2027', slippage: 365 }],
      targets: [{ indicator: `${code}-I1`, original: { value: '90' }, current: { value: '45.5' }, change: '-44.5' }],
    });
  });

  test('counts from the first date and the first target that there were', async () => {
    const undated = [
      dated('2018', joined()),
      dated('2019', announced()),
      dated('2019', published()),
      dated('2019', made(code)),
    ];
    const open = indicator(`${code}-I1`, { target: null });
    const moved = [
      CommitmentDueDateRevised({ commitment: code, due: '2024' }),
      CommitmentDueDateRevised({ commitment: code, due: '2025' }),
      open,
      target('50'),
      target('40'),
    ];
    const model = await registerOn('2020-12-31', ...undated, ...moved.map((event) => dated('2020-09', event)));
    const commitment = commitments.get(model.rows, code);
    expect(commitment && driftOf(commitment)).toMatchObject({
      originalDue: '2024',
      due: '2025',
      dueRevisions: 1,
      slippage: 365,
      targets: [{ change: '-10' }],
    });
  });

  test('is not told where a date only became more precise', async () => {
    const model = await registerOn(
      '2020-12-31',
      ...before,
      dated('2020-09', CommitmentDueDateRevised({ commitment: code, due: '2024-03' })),
    );
    const commitment = commitments.get(model.rows, code);
    expect(commitment && driftOf(commitment)).toMatchObject({ originalDue: '2024', due: '2024-03', slippage: null });
  });

  test('in days counts from the last day that a date can mean, and is not known where a date is not', () => {
    expect([daysBetween('2024', '2025'), daysBetween('2024-02', '2024-03-01'), daysBetween(null, '2024')]).toEqual([
      365,
      1,
      null,
    ]);
  });

  test('of decimals is exact', () => {
    expect(decimalDifference('0.1', '0.3')).toBe('0.2');
    expect(decimalDifference('-0.5', '0')).toBe('0.5');
    const decimal = fc
      .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 999 }))
      .map(([whole, part]) => `${whole}.${String(part).padStart(3, '0')}`);
    fc.assert(
      fc.property(decimal, decimal, (one, other) => {
        const thousandths = (text: string): bigint => BigInt(text.replace('.', ''));
        expect(Number(decimalDifference(one, other)) * 1000).toBeCloseTo(
          Number(thousandths(other) - thousandths(one)),
          3,
        );
      }),
    );
  });
});
