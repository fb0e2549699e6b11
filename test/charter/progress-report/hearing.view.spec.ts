import { describe, expect, test } from '@jest/globals';
import { projection } from '../../../src/contexts.js';
import { ActionPlanConcluded } from '../../../src/charter/action-plan/action-plan.js';
import {
  lastHeardOf,
  silentChampions,
  silentCommitments,
  silentChampionsSince,
  silentCommitmentsSince,
} from '../../../src/charter/progress-report/silence.view.js';
import { CommitmentAmended, CommitmentSuspended } from '../../../src/charter/commitment/commitment.js';
import { IndicatorMeasured } from '../../../src/charter/commitment/indicator.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { fill } from '../../../src/platform/read-model/fill.js';
import { whereOf, valuesOf } from '../../../src/platform/read-model/page.js';
import { ReadModel } from '../../../src/platform/read-model/read-model.js';
import { announced, indicator, joined, made, published, reported } from '../../support/cqrs/examples.js';
import { logOf, type Dated } from '../../support/time/past.js';

const plan = 'IDC-KENYA-1';
const code = `${plan}-C01`;
const dated = (effective: string | null, event: DomainEvent): Dated => ({ event, effective });
const start = [
  dated('2018-07-24', joined()),
  dated('2019-03', announced(plan)),
  dated('2019-03', published(plan)),
  dated('2019-03', made(code)),
  dated('2018-10', joined('unicef')),
];

async function register(day: string, ...events: readonly Dated[]): Promise<ReadModel> {
  const model = new ReadModel(':memory:', projection, day);
  await fill(model, await logOf([...start, ...events]), start.length + events.length);
  return model;
}

/** When something was last heard of the commitment, its plan and its champion, in 2026. */
async function heard(...events: readonly Dated[]): Promise<(string | null | undefined)[]> {
  const model = await register('2026-06-30', ...events);
  return [
    lastHeardOf(model, 'commitments', [code]).get(code),
    lastHeardOf(model, 'action_plans', [plan]).get(plan),
    lastHeardOf(model, 'champions', ['kenya']).get('kenya'),
  ];
}
const amended = CommitmentAmended({
  commitment: code,
  principles: null,
  dimensions: null,
  populations: ['All'],
  sdgGoals: null,
  sdgIndicators: null,
  responsible: null,
});

describe('who was last heard when', () => {
  test('begins with joining and promising, which say nothing of a commitment itself', async () => {
    expect(await heard()).toEqual([null, '2019-03-31', '2019-03-31']);
    expect(lastHeardOf(await register('2026-06-30'), 'champions', ['unicef']).get('unicef')).toBeNull();
  });

  test.each<[string, DomainEvent, (string | null)[]]>([
    ['a report on it', reported(`${code}-R1`, { commitment: code }), ['2023-05-02', '2023-05-02', '2023-05-02']],
    ['a report on its plan', reported(`${plan}-R1`, { actionPlan: plan }), ['2023-05-02', '2023-05-02', '2023-05-02']],
    [
      'a report on its champion',
      reported('IDC-KENYA-R1', { champion: 'kenya' }),
      ['2023-05-02', '2023-05-02', '2023-05-02'],
    ],
    [
      'a report of another that names it',
      reported('IDC-UNICEF-R1', { champion: 'unicef', concerns: [code] }),
      ['2023-05-02', '2023-05-02', '2023-05-02'],
    ],
    ['a change to it', amended, ['2023-05-02', '2023-05-02', '2023-05-02']],
    ['another promise', made(`${plan}-C03`), [null, '2023-05-02', '2023-05-02']],
    [
      'a report on another promise',
      reported(`${plan}-C02-R1`, { commitment: `${plan}-C02` }),
      [null, '2023-05-02', '2023-05-02'],
    ],
    [
      'what another says of itself',
      reported('IDC-UNICEF-R1', { champion: 'unicef' }),
      [null, '2019-03-31', '2019-03-31'],
    ],
  ])('%s counts', async (_, event, expected) => {
    expect(await heard(dated('2021', made(`${plan}-C02`)), dated('2023-05-02', event))).toEqual(
      expected.map((day) => (day === '2019-03-31' ? '2021-12-31' : day)),
    );
  });

  test('a measurement counts, and what was said before it was made does not', async () => {
    expect(
      await heard(
        dated('2019-05', indicator(`${code}-I1`)),
        dated('2024-02-03', IndicatorMeasured({ indicator: `${code}-I1`, value: '5', on: null })),
      ),
    ).toEqual(Array(3).fill('2024-02-03'));
    expect((await heard(dated('2018-12', reported('IDC-KENYA-R1', { champion: 'kenya' }))))[0]).toBeNull();
  });

  test('is what counts by the day that is asked for', async () => {
    const model = await register(
      '2022-12-31',
      dated('2021', reported(`${code}-R1`, { commitment: code })),
      dated('2023', reported(`${code}-R2`, { commitment: code })),
    );
    expect(lastHeardOf(model, 'commitments', [code]).get(code)).toBe('2021-12-31');
  });
});

describe('silence', () => {
  const silent = async (day: string, ...events: readonly Dated[]) => {
    const model = await register(day, ...events);
    return [[...silentChampions(model)].sort(), [...silentCommitments(model)].sort()];
  };

  test('of whoever never spoke begins with joining', async () => {
    expect(await silent('2020-07-30')).toEqual([[], []]);
    expect(await silent('2020-07-31')).toEqual(
      [['unicef'], [code]].map((who, index) => (index === 0 ? ['kenya', 'unicef'] : who)),
    );
  });

  test('is ended by a report on the plan or the champion, and by a claim of completion', async () => {
    expect(await silent('2023-12-31', dated('2023', reported(`${plan}-R1`, { actionPlan: plan })))).toEqual([
      ['unicef'],
      [],
    ]);
    expect(await silent('2023-12-31', dated('2023', reported('IDC-KENYA-R1', { champion: 'kenya' })))).toEqual([
      ['unicef'],
      [],
    ]);
    expect(
      (await silent('2026-06-30', dated('2020', reported(`${code}-R1`, { commitment: code, claimed: 'complete' }))))[1],
    ).toEqual([]);
  });

  test('is none of what rests or is unsettled', async () => {
    expect((await silent('2026-06-30', dated('2020', CommitmentSuspended({ commitment: code }))))[1]).toEqual([]);
    expect(
      (
        await silent('2026-06-30', dated('2020', ActionPlanConcluded({ actionPlan: plan, outcome: 'period_ended' })))
      )[1],
    ).toEqual([]);
  });

  test('since a day is that of those who said nothing after it', async () => {
    const model = await register('2026-06-30', dated('2023-05-02', reported(`${code}-R1`, { commitment: code })));
    const keys = (table: string, where: ReturnType<typeof silentChampionsSince>) =>
      model.rows
        .all<{ key: string }>(`SELECT key FROM ${table} ${whereOf(where)} ORDER BY key`, ...valuesOf({ where }))
        .map(({ key }) => key);
    const on = (day: string) => [
      keys('champions', silentChampionsSince(day)),
      keys('commitments', silentCommitmentsSince(day)),
    ];
    expect([on('2018-10-30'), on('2018-10-31'), on('2023-05-01'), on('2023-05-02')]).toEqual([
      [[], []],
      [['unicef'], []],
      [['unicef'], []],
      [['kenya', 'unicef'], [code]],
    ]);
  });
});
