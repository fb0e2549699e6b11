import { describe, expect, test } from '@jest/globals';
import { CommitmentSuspended } from '../../../src/charter/commitment/commitment.js';
import { CommitmentByCode } from '../../../src/charter/commitment/commitment-lists.view.js';
import { MonitoringRoundBySlug } from '../../../src/charter/monitoring-round/monitoring-rounds.view.js';
import {
  countsOf,
  punctualityOf,
  roundProgress,
  undatedInRound,
} from '../../../src/charter/monitoring-round/round-progress.view.js';
import { CountReporting, reportingStatesOf } from '../../../src/charter/progress-report/reporting-state.view.js';
import { announced, joined, made, opened, reported } from '../../support/cqrs/examples.js';
import { on, Views, type Told } from '../../support/register/views.js';

const commitment = 'IDC-KENYA-1-C01';
const second = 'IDC-KENYA-1-C02';
const kenya = [
  on('2018-07', joined('kenya')),
  on('2022', announced('IDC-KENYA-1')),
  on('2023', made(commitment)),
  on('2023', made(second)),
];
const round = on('2024-03-01', opened('2024'));
const report = (day: string, more: object = { commitment }, number = 1): Told =>
  on(day, reported(`IDC-KENYA-1-C01-R${number}`, { round: '2024', ...more }));

describe('where reporting on a commitment stands', () => {
  const stateOn = async (day: string, ...told: readonly Told[]) => {
    const views = await Views.over(...kenya, ...told);
    const basis = views.model.at({ size: views.model.size, effectiveOn: day });
    const document = await views.ask(CommitmentByCode, { code: commitment }, basis);
    return document && reportingStatesOf(basis, [document]).get(commitment);
  };

  test('what nobody asks for is not due, and up to date once it was reported on', async () => {
    expect(await stateOn('2024-01-01')).toBe('not_due');
    expect(await stateOn('2024-02-01', report('2024-01-15', { commitment, round: null }))).toBe('up_to_date');
  });

  test('a round makes it due, and overdue once its date has passed', async () => {
    expect(await stateOn('2024-06-30', round)).toBe('due');
    expect(await stateOn('2024-07-01', round)).toBe('overdue');
  });

  test('a report in the round is in time up to its date, and late after it', async () => {
    expect(await stateOn('2024-07-05', round, report('2024-06-30'))).toBe('up_to_date');
    expect(await stateOn('2024-07-05', round, report('2024-07-02'))).toBe('reported_late');
    expect(await stateOn('2024-07-05', round, report('2024-06-01', { commitment, round: null }))).toBe('overdue');
  });

  test('a report on the plan, or on the champion, is one on each of its commitments', async () => {
    expect(await stateOn('2024-07-05', round, report('2024-06-30', { actionPlan: 'IDC-KENYA-1' }))).toBe('up_to_date');
    expect(await stateOn('2024-07-05', round, report('2024-06-30', { champion: 'kenya' }))).toBe('up_to_date');
  });

  test('a round that asks others, or was due before it was made, does not ask for it', async () => {
    expect(await stateOn('2024-07-01', on('2024-03-01', opened('2024', { champions: ['ghana'] })))).toBe('not_due');
    expect(await stateOn('2024-01-01', on('2022-03-01', opened('2022', { due: '2022-06' })))).toBe('not_due');
  });

  test('two rounds without a word are a long silence', async () => {
    expect(await stateOn('2025-08-01', round)).toBe('long_silent');
  });

  test('what is suspended owes nothing', async () => {
    const suspended = on('2024-04', CommitmentSuspended({ commitment }));
    expect(await stateOn('2024-07-01', round, suspended)).toBe('not_due');
  });

  test('counts name their base and their undated', async () => {
    const views = await Views.over(...kenya, round, report('2024-05-01'), on(null, made('IDC-KENYA-1-C03')));
    const basis = views.model.at({ size: views.model.size, effectiveOn: '2024-07-01' });
    const { base, undated, counts } = await views.ask(CountReporting, {}, basis);
    expect({ base, undated }).toEqual({ base: 2, undated: 1 });
    expect(counts.filter(({ count }) => count > 0)).toEqual([
      { state: 'overdue', count: 1 },
      { state: 'up_to_date', count: 1 },
    ]);
  });
});

describe('a round', () => {
  const on2024 = async (day: string, ...told: readonly Told[]) => {
    const views = await Views.over(...kenya, on('2019', joined('ghana')), on(null, joined('togo')), round, ...told);
    const basis = views.model.at({ size: views.model.size, effectiveOn: day });
    const document = await views.ask(MonitoringRoundBySlug, { slug: '2024' }, basis);
    if (document === undefined) throw new Error('The round is not there.');
    return { basis, document, progress: roundProgress(basis, document) };
  };

  test('shows how far every champion has come', async () => {
    const { progress, basis, document } = await on2024('2024-06-30', report('2024-05-01'));
    expect(progress).toEqual([
      { champion: 'ghana', state: 'nothing_due', isLate: false, asked: 0, reported: 0, lastReported: null },
      { champion: 'kenya', state: 'in_progress', isLate: false, asked: 2, reported: 1, lastReported: '2024-05-01' },
    ]);
    expect(countsOf(progress, undatedInRound(basis, document))).toEqual({
      base: 2,
      undated: 1,
      nothingDue: 1,
      notStarted: 0,
      inProgress: 1,
      signed: 0,
      late: 0,
    });
  });

  test('is late where something is missing on the day after, or came in later', async () => {
    expect((await on2024('2024-07-01')).progress[1]).toMatchObject({ state: 'not_started', isLate: true });
    const { progress, basis } = await on2024('2024-08-01', report('2024-07-15', { champion: 'kenya' }));
    expect(progress[1]).toMatchObject({ state: 'signed', isLate: true, asked: 2, reported: 2 });
    expect(punctualityOf(basis).get('kenya')).toEqual({ rounds: 1, inTime: 0, late: 1, missed: 0 });
  });

  test('is in time where all was reported by its date, extended as it may be', async () => {
    const { progress, basis } = await on2024('2024-08-01', report('2024-06-15', { champion: 'kenya' }));
    expect(progress[1]).toMatchObject({ state: 'signed', isLate: false });
    expect(punctualityOf(basis).get('kenya')).toEqual({ rounds: 1, inTime: 1, late: 0, missed: 0 });
    expect(punctualityOf(basis).get('ghana')).toBeUndefined();
  });

  test('asks nobody who joined after it was due', async () => {
    const { progress } = await on2024('2025-01-01', on('2024-09', joined('peru')));
    expect(progress.map(({ champion }) => champion)).toEqual(['ghana', 'kenya']);
  });
});
