import { expect, test } from '@jest/globals';
import { readiness, ReadinessStated, StateReadiness } from '../../src/citizen-data/readiness/readiness.js';
import { lastOn, ReadinessOf, type ReadinessDocument } from '../../src/citizen-data/readiness/readiness.view.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

const facts = {
  country: 'KEN',
  function: 'standards',
  state: 'in_place',
  assessor: 'kenya',
  document: null,
} as const;
const state = commandOf(StateReadiness, facts);

test('the readiness of a country is stated function by function', () => {
  given(readiness).beside('champion-kenya', joined()).when(state).then(ReadinessStated(facts));
  given(readiness, ReadinessStated(facts)).when(state).thenNothing();
  given(readiness).when(state).thenRefused('ORGANISATION_UNKNOWN', 'assessor');
});

test('the readiness of a country is null where nobody has stated anything, and otherwise what was stated last', async () => {
  const views = await Views.over(
    on('2022', ReadinessStated(facts)),
    on('2020', ReadinessStated({ ...facts, state: 'in_preparation' })),
  );
  const found = (await views.ask(ReadinessOf, { country: 'KEN' })) as ReadinessDocument;
  expect(lastOn(found, 'standards')).toMatchObject({ state: 'in_place', on: '2022' });
  expect(lastOn(found, 'definition')).toBeNull();
});

everyRuleIsTested(readiness);
