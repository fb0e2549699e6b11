import { describe, expect, test } from '@jest/globals';
import { DescribeMethod, method, MethodWithdrawn, WithdrawMethod } from '../../src/citizen-data/newcomers/method.js';
import { SuggestMethods, whyItFits, type MethodNeed } from '../../src/citizen-data/newcomers/methods.view.js';
import { readiness, ReadinessStated, StateReadiness } from '../../src/citizen-data/readiness/readiness.js';
import { lastOn, ReadinessOf, type ReadinessDocument } from '../../src/citizen-data/readiness/readiness.view.js';
import { described } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

describe('a method', () => {
  const input = {
    method: 'mapping',
    purposes: ['plan'],
    resources: 'low',
    trust: 'medium',
    name: 'Method mapping',
  } as const;
  const describeIt = (more: object = {}) => commandOf(DescribeMethod, { ...input, purposes: ['plan'], ...more });
  const withdrawn = MethodWithdrawn({ method: 'mapping' });

  test('is described, anew, and withdrawn', () => {
    given(method).when(describeIt()).then(described());
    given(method, described()).when(describeIt()).thenNothing();
    given(method, described())
      .when(describeIt({ trust: 'high' }))
      .then(described('mapping', { trust: 'high' }));
    given(method)
      .when(describeIt({ purposes: [] }))
      .thenRefused('METHOD_WITHOUT_PURPOSE', 'purposes');
    const withdraw = commandOf(WithdrawMethod, { method: 'mapping' });
    given(method, described()).when(withdraw).then(withdrawn);
    given(method, described(), withdrawn).when(withdraw).thenNothing();
    given(method, described(), withdrawn).when(describeIt()).then(described());
    given(method).when(withdraw).thenRefused('METHOD_UNKNOWN', 'method');
  });

  test.each<[Partial<MethodNeed>, boolean]>([
    [{}, true],
    [{ resources: 'high', trust: 'low' }, true],
    [{ trust: 'high' }, false],
    [{ purpose: 'report' }, false],
  ])('fits what is needed: %j, %s', (need, fits) => {
    const why = whyItFits(
      { purposes: ['plan'], resources: 'low', trust: 'medium' },
      { purpose: 'plan', resources: 'low', trust: 'medium', ...need },
    );
    expect(why?.length ?? 0).toBe(fits ? 3 : 0);
  });

  test('needs no more than is at hand', () => {
    const known = { purposes: ['plan'], resources: 'medium', trust: 'high' } as const;
    expect(whyItFits(known, { purpose: 'plan', resources: 'low', trust: 'low' })).toBeNull();
  });

  test('is suggested with its reasons, those that need least first', async () => {
    const views = await Views.over(
      on('2020', described('survey', { resources: 'high', trust: 'high' })),
      on('2020', described('mapping')),
      on('2020', described('sensors', { purposes: ['research'] })),
      on('2020', described('gone')),
      on('2021', MethodWithdrawn({ method: 'gone' })),
    );
    const found = await views.ask(SuggestMethods, { purpose: 'plan', resources: 'high', trust: 'low' });
    expect(found.map(({ method: { slug } }) => slug)).toEqual(['mapping', 'survey']);
    expect(found[0]?.why.map(({ text }) => text)).toEqual([
      'It fits the purpose plan.',
      'It needs low resources; you have high.',
      'Its data can earn medium trust; you need low.',
    ]);
  });

  everyRuleIsTested(method);
});

describe('the readiness of a country', () => {
  const facts = {
    country: 'KEN',
    function: 'standards',
    state: 'in_place',
    assessor: 'kenya',
    document: null,
  } as const;
  const state = commandOf(StateReadiness, facts);

  test('is stated function by function', () => {
    given(readiness).beside('champion-kenya', joined()).when(state).then(ReadinessStated(facts));
    given(readiness, ReadinessStated(facts)).when(state).thenNothing();
    given(readiness).when(state).thenRefused('ORGANISATION_UNKNOWN', 'assessor');
  });

  test('is null where nobody has stated anything, and otherwise what was stated last', async () => {
    const views = await Views.over(
      on('2022', ReadinessStated(facts)),
      on('2020', ReadinessStated({ ...facts, state: 'in_preparation' })),
    );
    const found = (await views.ask(ReadinessOf, { country: 'KEN' })) as ReadinessDocument;
    expect(lastOn(found, 'standards')).toMatchObject({ state: 'in_place', on: '2022' });
    expect(lastOn(found, 'definition')).toBeNull();
  });

  everyRuleIsTested(readiness);
});
