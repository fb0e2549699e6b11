import { expect, test } from '@jest/globals';
import { DescribeMethod, method, MethodWithdrawn, WithdrawMethod } from '../../src/citizen-data/newcomers/method.js';
import { SuggestMethods, whyItFits, type MethodNeed } from '../../src/citizen-data/newcomers/methods.view.js';
import { described } from '../support/cqrs/citizen-data-examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

const input = {
  method: 'mapping',
  purposes: ['plan'],
  resources: 'low',
  trust: 'medium',
  name: 'Method mapping',
} as const;
const describeIt = (more: object = {}) => commandOf(DescribeMethod, { ...input, purposes: ['plan'], ...more });
const withdrawn = MethodWithdrawn({ method: 'mapping' });

test('a method is described, anew, and withdrawn', () => {
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
])('a method fits what is needed: %j, %s', (need, fits) => {
  const why = whyItFits(
    { purposes: ['plan'], resources: 'low', trust: 'medium' },
    { purpose: 'plan', resources: 'low', trust: 'medium', ...need },
  );
  expect(why?.length ?? 0).toBe(fits ? 3 : 0);
});

test('a method needs no more than is at hand', () => {
  const known = { purposes: ['plan'], resources: 'medium', trust: 'high' } as const;
  expect(whyItFits(known, { purpose: 'plan', resources: 'low', trust: 'low' })).toBeNull();
});

test('a method is suggested with its reasons, those that need least first', async () => {
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
