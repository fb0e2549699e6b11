import { expect, test } from '@jest/globals';
import { checkabilityOf, ingredients } from '../../../src/charter/commitment/checkability.view.js';
import { CommitmentByCode } from '../../../src/charter/commitment/commitment-lists.view.js';
import { IndicatorDefined } from '../../../src/charter/commitment/indicator.js';
import { announced, joined, made, milestone } from '../../support/cqrs/examples.js';
import { on, Views, type Told } from '../../support/register/views.js';

const commitment = 'IDC-KENYA-1-C01';
const checked = async (facts: object, text: object, more: readonly Told[] = [], method?: number) => {
  const views = await Views.over(joined('kenya'), announced('IDC-KENYA-1'), made(commitment, facts, text), ...more);
  const document = await views.ask(CommitmentByCode, { code: commitment });
  return document && checkabilityOf(document, method);
};

const whole = {
  facts: {
    responsible: 'Bureau of Statistics',
    populations: ['persons with disabilities'],
    dimensions: ['disability'],
    principles: [2],
    start: '2021',
    due: '2024-06',
  },
  text: { title: 'Ask the questions', description: 'In every household survey.' },
  more: [
    on('2021', milestone(`${commitment}-M1`)),
    on(
      '2021',
      IndicatorDefined(
        {
          indicator: `${commitment}-I1`,
          commitment,
          unit: 'percent',
          baseline: { value: '10', on: '2020' },
          target: { value: '90', on: '2024' },
        },
        { language: 'en', name: 'Surveys with the questions' },
      ),
    ),
  ],
};

test('a commitment with every ingredient is complete and trackable', async () => {
  expect(await checked(whole.facts, whole.text, whole.more)).toEqual({
    method: 1,
    present: [...ingredients],
    missing: [],
    isTrackable: true,
    isComplete: true,
  });
});

test.each([
  ['actor', { responsible: null }, {}],
  ['action', {}, { description: null }],
  ['population', { populations: [] }, {}],
  ['disaggregation', { dimensions: [] }, {}],
  ['principle', { principles: [] }, {}],
  ['start', { start: null }, {}],
  ['end', { due: 'ongoing' }, {}],
] as const)('without %s it is not complete', async (missing, facts, text) => {
  const found = await checked({ ...whole.facts, ...facts }, { ...whole.text, ...text }, whole.more);
  expect(found).toMatchObject({ missing: [missing], isComplete: false });
  expect(found?.isTrackable).toBe(missing !== 'action' && missing !== 'end');
});

test('without indicators and milestones it can neither be followed nor checked', async () => {
  expect(await checked(whole.facts, whole.text)).toMatchObject({
    missing: ['indicator', 'unit', 'baseline', 'target', 'means'],
    isTrackable: false,
  });
});

test('there is no method of another version', async () => {
  expect(await checked(whole.facts, whole.text, [], 2)).toBeUndefined();
});
