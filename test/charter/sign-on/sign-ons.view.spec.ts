import { describe, expect, test } from '@jest/globals';
import { ActionPlanPublished } from '../../../src/charter/action-plan/action-plan.js';
import { ActionPlanExpected } from '../../../src/charter/champion/champion.js';
import { TheDeepening } from '../../../src/charter/sign-on/deepening.view.js';
import { pathsOf } from '../../../src/charter/sign-on/path.view.js';
import { InterestExpressed, SigningDeclined } from '../../../src/charter/sign-on/sign-on.js';
import { ListSignOns } from '../../../src/charter/sign-on/sign-ons.view.js';
import { announced, invited, joined, made } from '../../support/cqrs/examples.js';
import { on, Views, type Told } from '../../support/register/views.js';

const published = (actionPlan: string, day: string | null): Told =>
  on(day, ActionPlanPublished({ actionPlan, document: null }));
const interest = InterestExpressed({ champion: 'kenya', name: 'Kenya', kind: 'government', country: 'KEN' });

const pathOf = async (...told: readonly Told[]) =>
  pathsOf((await Views.over(...told)).model, ['kenya'])
    .get('kenya')
    ?.map(({ stage, on: day, atLeastDays, atMostDays }) => [stage, day, atLeastDays, atMostDays]);

describe('the path of an organisation', () => {
  test('every step is timed from the one that it follows from', async () => {
    expect(
      await pathOf(
        on('2018-01-01', invited()),
        on('2018-02-01', interest),
        on('2018-07-01', joined('kenya')),
        on('2018-07-01', ActionPlanExpected({ champion: 'kenya', due: '2019-07-01' })),
        on('2018-09', announced('IDC-KENYA-1')),
        published('IDC-KENYA-1', '2019-01-01'),
        on('2021', announced('IDC-KENYA-2')),
        published('IDC-KENYA-2', '2022-01-01'),
      ),
    ).toEqual([
      ['invited', '2018-01-01', null, null],
      ['interested', '2018-02-01', 31, 31],
      ['endorsed', '2018-07-01', 150, 150],
      ['plan_due', '2019-07-01', 365, 365],
      ['plan_published', '2019-01-01', 184, 184],
      ['plan_renewed', '2022-01-01', 1096, 1096],
    ]);
  });

  test('dates known to the month or the year give bounds, unknown ones give nothing', async () => {
    expect(
      await pathOf(
        on('2018-07', joined('kenya')),
        on('2019', announced('IDC-KENYA-1')),
        published('IDC-KENYA-1', '2019'),
        on('2020', announced('IDC-KENYA-2')),
      ),
    ).toEqual([
      ['endorsed', '2018-07', null, null],
      ['plan_published', '2019', 154, 548],
    ]);
  });

  test('plans that are no plans under the charter are no step', async () => {
    expect(
      await pathOf(
        on('2018', joined('kenya')),
        on('2019', announced('IDC-KENYA-1', { kind: 'national_strategy' })),
        published('IDC-KENYA-1', '2019'),
      ),
    ).toEqual([['endorsed', '2018', null, null]]);
  });
});

test('those who have signed are found as such, whatever they did before', async () => {
  const views = await Views.over(
    on('2018-01', invited('kenya')),
    on('2018-02', joined('kenya')),
    on('2018-01', invited('peru')),
    on('2018-01', invited('chile')),
    on('2018-03', SigningDeclined({ champion: 'chile' })),
  );
  const found = async (stages?: readonly ('invited' | 'declined' | 'endorsed' | 'interested')[]) =>
    (await views.ask(ListSignOns, { first: 10, filter: stages ? { stages } : null })).nodes.map(({ slug }) => slug);
  expect(await found()).toEqual(['chile', 'kenya', 'peru']);
  expect(await found(['invited'])).toEqual(['peru']);
  expect(await found(['endorsed'])).toEqual(['kenya']);
  expect(await found(['declined', 'interested'])).toEqual(['chile']);
});

describe('deepening', () => {
  const withDimensions = (code: string, ...dimensions: ('age' | 'sex' | 'disability')[]): Told =>
    on('2019', made(code, { dimensions }));
  const twoPlans = (first: string | null, second: string | null): Told[] => [
    on('2018', joined('kenya')),
    on('2018', announced('IDC-KENYA-1')),
    published('IDC-KENYA-1', first),
    withDimensions('IDC-KENYA-1-C01', 'age', 'sex'),
    on('2018', announced('IDC-KENYA-2')),
    published('IDC-KENYA-2', second),
    withDimensions('IDC-KENYA-2-C01', 'sex', 'disability'),
  ];
  const deepening = async (...told: readonly Told[]) => (await Views.over(...told)).ask(TheDeepening, {});

  test('is a plan renewed, and dimensions that the first plan does not name', async () => {
    expect(await deepening(...twoPlans('2019', '2022'))).toEqual({
      champions: ['kenya'],
      renewed: ['kenya'],
      addedDimensions: [{ champion: 'kenya', dimensions: ['disability'] }],
      undated: [],
    });
    expect((await deepening(...twoPlans('2022', '2019'))).addedDimensions).toEqual([
      { champion: 'kenya', dimensions: ['age'] },
    ]);
  });

  test('where no source says which plan came first, it is undated', async () => {
    expect(await deepening(...twoPlans('2019-05', '2019'))).toMatchObject({ addedDimensions: [], undated: ['kenya'] });
  });

  test('a champion without a published plan is not in the base', async () => {
    expect(await deepening(on('2018', joined('kenya')), on('2018', announced('IDC-KENYA-1')))).toEqual({
      champions: [],
      renewed: [],
      addedDimensions: [],
      undated: [],
    });
  });
});
