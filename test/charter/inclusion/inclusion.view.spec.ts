import { expect, test } from '@jest/globals';
import { CommitmentWithdrawn } from '../../../src/charter/commitment/commitment.js';
import { IndicatorMeasured } from '../../../src/charter/commitment/indicator.js';
import { InclusionOf, type Inclusion, type InclusionRow } from '../../../src/charter/inclusion/inclusion.view.js';
import { announced, indicator, joined, made, published, reported } from '../../support/cqrs/examples.js';
import { dimensionsListed, stated } from '../../support/cqrs/inclusion-examples.js';
import { on, Views, type Told } from '../../support/register/views.js';

const [first, second, third] = ['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02', 'IDC-KENYA-1-C03'] as const;
const plan: readonly Told[] = [
  on('2018', dimensionsListed()),
  on('2018', joined()),
  on('2019', announced()),
  on('2019', published()),
];

async function inclusion(told: readonly Told[], wanted = '1.1.1'): Promise<Inclusion> {
  const views = await Views.over(...plan, ...told);
  return views.ask(InclusionOf, { champion: 'kenya', indicator: wanted });
}
const nameOf = ({ dimensions }: InclusionRow): string =>
  dimensions.map(({ code, names }) => code ?? `"${names.join()}"`).join(' x ');
const shown = ({ rows }: Inclusion, ...fields: (keyof InclusionRow)[]): unknown[] =>
  rows.map((row) => [nameOf(row), ...fields.map((field) => row[field])]);
const stages = ['promised', 'expected', 'collected', 'published'] as const;

test('a promise that no source speaks of is unknown, never broken', async () => {
  const found = await inclusion([on('2020', made(first, { dimensions: ['sex'], sdgIndicators: ['1.1.1'] }))]);
  expect(shown(found, ...stages)).toEqual([['sex', 'yes', 'unknown', 'unknown', 'unknown']]);
  expect(found).toMatchObject({ base: 1, undated: 0, withoutDimensions: 0, intersections: 'unknown' });
  expect(found.kept).toEqual({ promised: 1, published: 0, notPublished: 0, unknown: 1 });
});

test('with nothing known at all there is no row', async () => {
  expect(await inclusion([])).toMatchObject({ base: 0, rows: [], kept: { promised: 0 }, statements: [] });
});

test('what is published was collected; a complete source without it says no', async () => {
  const found = await inclusion([
    on('2020', made(first, { dimensions: ['sex', 'disability', 'age'], sdgIndicators: ['1.1.1'] })),
    on('2021', stated({ stage: 'expected', isComplete: true }, [['Sex', 'sex']])),
    on(
      '2022',
      stated(
        { isComplete: true, periods: ['2020', '2021'] },
        [
          ['Sex', 'sex'],
          ['Age', 'age'],
        ],
        [
          { names: ['Sex'], categories: ['F', 'M'], values: 3, periods: ['2020', '2021'] },
          { names: ['Age'], isAvailable: false },
        ],
      ),
    ),
  ]);
  expect(shown(found, ...stages)).toEqual([
    ['age', 'yes', 'no', 'unknown', 'no'],
    ['disability', 'yes', 'no', 'unknown', 'no'],
    ['sex', 'yes', 'yes', 'yes', 'yes'],
  ]);
  expect(found.rows[2]?.extent).toEqual({
    categories: ['F', 'M'],
    values: 3,
    periods: 2,
    ofPeriods: 2,
    missingValues: 1,
  });
  expect(found.kept).toEqual({ promised: 3, published: 1, notPublished: 2, unknown: 0 });
  expect(found.intersections).toBe('no');
});

test('a column whose meaning nobody has said may be the promised one', async () => {
  const promise = on('2020', made(first, { dimensions: ['migratory_status'], sdgIndicators: ['1.1.1'] }));
  const unsaid = await inclusion([promise, on('2022', stated({ isComplete: true }, [['Citizenship', null]]))]);
  expect(shown(unsaid, 'promised', 'published')).toEqual([
    ['migratory_status', 'yes', 'unknown'],
    ['"Citizenship"', 'unknown', 'yes'],
  ]);
  const said = await inclusion([
    promise,
    on('2022', stated({ isComplete: true }, [['Citizenship', 'migratory_status']])),
  ]);
  expect(shown(said, 'promised', 'published')).toEqual([['migratory_status', 'yes', 'yes']]);
});

test('an intersection is a breakdown of its own', async () => {
  const found = await inclusion([
    on('2020', made(first, { dimensions: ['sex', 'disability'], sdgIndicators: ['1.1.1'] })),
    on(
      '2022',
      stated(
        { isComplete: true },
        [
          ['Sex', 'sex'],
          ['Disability', 'disability'],
        ],
        [{ names: ['Sex', 'Disability'] }],
      ),
    ),
  ]);
  expect(shown(found, 'promised', 'published')).toEqual([
    ['disability', 'yes', 'no'],
    ['sex', 'yes', 'no'],
    ['disability x sex', 'unknown', 'yes'],
  ]);
  expect(found.intersections).toBe('yes');
});

test('commitments apply that name the indicator, its goal without an indicator, or no goal', async () => {
  const found = await inclusion([
    on('2020', made(first, { dimensions: ['sex'], sdgIndicators: ['1.1.1', '5.3.2'], sdgGoals: [1] })),
    on('2020', made(second, { dimensions: ['age'], sdgGoals: [1] })),
    on('2020', made(third, {})),
    on('2020', made('IDC-KENYA-1-C04', { dimensions: ['race'], sdgIndicators: ['5.3.2'] })),
    on('2020', made('IDC-KENYA-1-C05', { dimensions: ['income'], sdgGoals: [5] })),
    on('2020', made('IDC-KENYA-1-C06', { dimensions: ['gender'] })),
    on('2021', CommitmentWithdrawn({ commitment: 'IDC-KENYA-1-C06', reasonCode: 'other' })),
  ]);
  expect(found.promises.map(({ commitment, relation }) => [commitment, relation])).toEqual([
    [first, 'indicator'],
    [second, 'goal'],
    [third, 'general'],
  ]);
  expect([found.base, found.withoutDimensions]).toEqual([3, 1]);
  expect(shown(found, 'promised', 'promisedBy')).toEqual([
    ['age', 'yes', [second]],
    ['sex', 'yes', [first]],
  ]);
});

test('where a commitment names no dimension, nobody can say that something was not promised', async () => {
  const told = [on('2022', stated({}, [['Age', 'age']]))];
  const named = on('2020', made(first, { dimensions: ['sex'], sdgIndicators: ['1.1.1'] }));
  expect(shown(await inclusion([...told, named]), 'promised')).toEqual([
    ['age', 'no'],
    ['sex', 'yes'],
  ]);
  expect(shown(await inclusion([...told, named, on('2020', made(second, {}))]), 'promised')).toEqual([
    ['age', 'unknown'],
    ['sex', 'yes'],
  ]);
});

test('values that were measured by a breakdown count as collected, of the indicator that was asked for', async () => {
  const breakdown = { codeList: 'dimensions', version: '1', categories: [{ dimension: 'sex', category: 'F' }] };
  const told = [
    on('2020', made(first, { dimensions: ['sex'], sdgIndicators: ['1.1.1'] })),
    on('2020', indicator(`${first}-I1`)),
    on('2021', IndicatorMeasured({ indicator: `${first}-I1`, value: '1', on: '2020', breakdown })),
    on('2022', IndicatorMeasured({ indicator: `${first}-I1`, value: '2', on: '2021', breakdown })),
    on('2022', IndicatorMeasured({ indicator: `${first}-I1`, value: '3', on: '2021' })),
  ];
  const expected = [['sex', 'yes', 'unknown', 2, '2021']];
  expect(shown(await inclusion(told), 'collected', 'published', 'measuredValues', 'lastMeasured')).toEqual(expected);
  const own = await inclusion(told, `${first}-I1`);
  expect(shown(own, 'collected', 'published', 'measuredValues', 'lastMeasured')).toEqual(expected);
  expect(own.base).toBe(1);
  expect(shown(await inclusion(told, '1.2.1'), 'collected')).toEqual([]);
});

test('what the champion claims in its reports stands beside, and proves nothing', async () => {
  const found = await inclusion([
    on('2020', made(first, { dimensions: ['sex'], sdgIndicators: ['1.1.1'] })),
    on(
      '2021',
      reported(`${first}-R1`, { commitment: first, disaggregation: [{ dimension: 'sex', state: 'planned' }] }),
    ),
    on(
      '2022',
      reported(`${first}-R2`, { commitment: first, disaggregation: [{ dimension: 'sex', state: 'published' }] }),
    ),
  ]);
  expect(shown(found, 'claimed', 'claimedIn', 'published')).toEqual([['sex', 'published', `${first}-R2`, 'unknown']]);
});

test('the framework says what there is room for, series by series', async () => {
  const framework = { champion: null, stage: 'allowed' } as const;
  const found = await inclusion([
    on(
      '2022',
      stated(
        { ...framework, series: 'A' },
        [
          ['SEX', 'sex'],
          ['AGE', 'age'],
        ],
        [{ names: ['SEX'] }, { names: ['AGE'], isAvailable: false }],
      ),
    ),
    on(
      '2022',
      stated(
        { ...framework, series: 'B' },
        [
          ['SEX', 'sex'],
          ['AGE', 'age'],
        ],
        [
          { names: ['SEX'], isAvailable: false },
          { names: ['AGE'], isAvailable: false },
        ],
      ),
    ),
    // What others publish is nothing that the champion does.
    on('2022', stated({ champion: null }, [['Sex', 'sex']])),
  ]);
  expect([found.series, ...shown(found, 'allowed', 'allowedSeries', 'published')]).toEqual([
    2,
    ['age', 'no', 0, 'unknown'],
    ['sex', 'yes', 1, 'unknown'],
  ]);
});

test('on an earlier day it is as it was then, and what has no date is counted apart', async () => {
  const views = await Views.over(
    ...plan,
    on('2020', made(first, { dimensions: ['sex'], sdgIndicators: ['1.1.1'] })),
    on('2022', stated()),
    on(null, made(second, { dimensions: ['age'], sdgIndicators: ['1.1.1'] })),
  );
  const then = await views.ask(
    InclusionOf,
    { champion: 'kenya', indicator: '1.1.1' },
    views.model.at({ size: 7, effectiveOn: '2021-06-30' }),
  );
  expect(shown(then, 'promised', 'published')).toEqual([['sex', 'yes', 'unknown']]);
  expect([then.base, then.undated, then.statements.length]).toEqual([1, 1, 0]);
  const now = await views.ask(InclusionOf, { champion: 'kenya', indicator: '1.1.1' });
  expect([now.base, now.undated, now.statements.length]).toEqual([2, 0, 1]);
});

test('a later statement of the same stage and series replaces the one before', async () => {
  const found = await inclusion([
    on('2021', stated({ isComplete: true }, [['Sex', 'sex']])),
    on('2022', stated({ isComplete: true }, [['Age', 'age']])),
    on('2022', stated({ isComplete: true, series: 'B' }, [['Age', 'age']])),
  ]);
  expect(shown(found, 'published')).toEqual([['age', 'yes']]);
});
