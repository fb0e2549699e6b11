import { expect, test } from '@jest/globals';
import { CountExamples, ListExamples, type ExampleFilter } from '../../src/citizen-data/example/example-lists.view.js';
import { ExampleCategorised, ExampleJudged } from '../../src/citizen-data/example/example.js';
import { listed, submitted } from '../support/cqrs/citizen-data-examples.js';
import { registered } from '../support/cqrs/examples.js';
import { on, Views } from '../support/register/views.js';

const views = await Views.over(
  on('2019', listed()),
  on(
    '2019',
    submitted('litter', { kind: 'citizen_science', countries: ['GHA'], sdgGoals: [14], stages: ['collection'] }),
  ),
  on(
    '2020',
    submitted('uwezo', { countries: ['KEN', 'TZA'], sdgGoals: [4], participationStep: 2, sector: 'education' }),
  ),
  on(
    '2021',
    submitted('mapping', { governmentUse: 'planning', populations: ['children'] }, { method: 'Residents map schools' }),
  ),
  on(
    '2021',
    ExampleCategorised({
      example: 'mapping',
      codeList: 'taxonomy',
      version: '1',
      terms: [{ code: 'crowdsourcing', group: 'method' }],
    }),
  ),
  on(
    '2022',
    ExampleJudged({
      example: 'litter',
      codeList: 'p',
      version: '1',
      verdict: 'promising',
      criteriaMet: [],
      judge: 'kenya',
    }),
  ),
  on(null, registered('uwezo', { name: 'Uwezo schools' })),
); // an organisation may have the slug of an example

const list = async (filter: ExampleFilter): Promise<string[]> =>
  (await views.ask(ListExamples, { filter })).nodes.map(({ slug }) => slug);

test('examples are listed by what is asked of them', async () => {
  expect(await list({})).toEqual(['litter', 'mapping', 'uwezo']);
  expect(await list({ kinds: ['citizen_science'] })).toEqual(['litter']);
  expect(await list({ countries: ['TZA', 'GHA'] })).toEqual(['litter', 'uwezo']);
  expect(await list({ countries: ['none'] })).toEqual(['mapping']);
  expect(await list({ sdgGoals: [4] })).toEqual(['uwezo']);
  expect(await list({ participationSteps: [2] })).toEqual(['uwezo']);
  expect(await list({ stages: ['collection'], verdicts: ['promising'] })).toEqual(['litter']);
  expect(await list({ terms: ['crowdsourcing'], governmentUses: ['planning'] })).toEqual(['mapping']);
  expect(await list({ populations: ['children'], sectors: ['education'] })).toEqual([]);
});

test('the words of an example find it, and not what has the same slug', async () => {
  expect(await list({ text: 'schools' })).toEqual(['mapping']);
});

test('categories are counted with their base; what nobody has said is counted apart', async () => {
  expect(await views.ask(CountExamples, { by: 'kind' })).toEqual({
    by: 'kind',
    base: 3,
    undated: 0,
    notStated: 2,
    counts: [
      { value: 'CITIZEN_SCIENCE', count: 1, filter: { kinds: ['citizen_science'] } },
      { value: 'CITIZEN_GENERATED', count: 0, filter: { kinds: ['citizen_generated'] } },
      { value: 'COMMUNITY_DRIVEN', count: 0, filter: { kinds: ['community_driven'] } },
    ],
  });
  const countries = await views.ask(CountExamples, { by: 'country', filter: { countries: ['KEN', 'TZA'] } });
  expect(countries).toMatchObject({ base: 1, notStated: 0, counts: [{ value: 'KEN' }, { value: 'TZA', count: 1 }] });
  expect(await views.ask(CountExamples, { by: 'method' })).toMatchObject({
    base: 3,
    notStated: 2,
    counts: [{ value: 'crowdsourcing', count: 1, filter: { terms: ['crowdsourcing'] } }],
  });
  expect((await views.ask(CountExamples, { by: 'participation_step' })).counts).toContainEqual({
    value: '2',
    count: 1,
    filter: { participationSteps: [2] },
  });
});
