import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { story } from '../support/register/story.js';
import { TestRegister } from '../support/register/register.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
});
afterAll(() => register.stop());

const refusedBy = async (query: string, variables = {}) => {
  const { errors } = await register.query(query, variables);
  return errors.map(({ message, extensions }) => [
    extensions.code,
    extensions.refusal,
    (extensions.field as string[] | undefined)?.join('.'),
    message,
  ]);
};
const commitments = (filter: string): string => `{ commitments(filter: { ${filter} }) { totalCount } }`;

describe('a code that is in no list', () => {
  test.each<[string, string, string]>([
    [commitments('countries: ["Kenya"]'), 'filter.countries', 'KEN'],
    [commitments('countries: ["GER"]'), 'filter.countries', 'DEU'],
    [commitments('champions: ["kenia"]'), 'filter.champions', 'kenya'],
    [commitments('champions: ["ghana", "Kenya National Bureau of Statistics"]'), 'filter.champions', 'kenya'],
    [commitments('sdgGoals: [99]'), 'filter.sdgGoals', '17'],
    [commitments('sdgGoals: [5, 0]'), 'filter.sdgGoals', '1'],
    [commitments('principles: [6]'), 'filter.principles', '5'],
    [commitments('actionPlans: ["IDC-KENIA-1"]'), 'filter.actionPlans', 'IDC-KENYA-1'],
    [commitments('populations: ["people with disabilites"]'), 'filter.populations', 'people with disabilities'],
    [commitments('sdgIndicators: ["5.3.9"]'), 'filter.sdgIndicators', '5.3'],
    ['{ champions(filter: { champions: ["kenia"] }) { totalCount } }', 'filter.champions', 'kenya'],
    ['{ champions(filter: { countries: ["KE"] }) { totalCount } }', 'filter.countries', 'KEN'],
    ['{ actionPlans(filter: { champions: ["kenia"] }) { totalCount } }', 'filter.champions', 'kenya'],
    [
      '{ progressReports(filter: { commitments: ["IDC-KENYA-1-C1"] }) { totalCount } }',
      'filter.commitments',
      'IDC-KENYA-1-C01',
    ],
    ['{ grants(filter: { organisations: ["kenia"] }) { totalCount } }', 'filter.organisations', 'kenya'],
    ['{ statusCounts(groupBy: ALL, filter: { champions: ["kenia"] }) { base } }', 'filter.champions', 'kenya'],
    ['{ coverage(filter: { champions: ["kenia"] }) { __typename } }', 'filter.champions', 'kenya'],
    ['{ champion(slug: "kenya") { commitments(filter: { sdgGoals: [18] }) { totalCount } } }', 'filter.sdgGoals', '17'],
    [
      '{ at(effectiveOn: "2021-01-01") { commitments(filter: { champions: ["kenia"] }) { totalCount } } }',
      'filter.champions',
      'kenya',
    ],
  ])('is refused with one that is near: %s', async (query, field, suggestion) => {
    const [[code, refusal, named, message] = []] = await refusedBy(query);
    expect([code, refusal, named]).toEqual(['BAD_USER_INPUT', 'UNKNOWN_CODE', field]);
    expect(message).toMatch(/did you mean .*\?\)\.$/);
    expect(message).toContain(suggestion);
  });

  test('is refused in variables as well, and without a suggestion where nothing is near', async () => {
    const query = 'query ($filter: CommitmentFilter) { commitments(filter: $filter) { totalCount } }';
    expect(await refusedBy(query, { filter: { champions: ['kenya', 'qqqqqqqq'] } })).toEqual([
      [
        'BAD_USER_INPUT',
        'UNKNOWN_CODE',
        'filter.champions',
        'filter.champions: "qqqqqqqq" is not the slug of a champion.',
      ],
    ]);
    expect(await refusedBy(query, { filter: { champions: [], countries: null } })).toEqual([]);
  });

  test.each([
    [
      'a champion that had not joined yet',
      '{ at(effectiveOn: "2018-07-24") { commitments(filter: { champions: ["ghana"] }) { totalCount } } }',
    ],
    ['a country without a champion', commitments('countries: ["DEU"]')],
    ['the charter initiative itself', commitments('champions: ["network", "kenya"]')],
    ['no country', commitments('countries: ["none"]')],
    ['no group of people', commitments('populations: ["none"]')],
  ])('is not %s', async (_, query) => {
    expect(await refusedBy(query)).toEqual([]);
  });

  test.each([
    'ALL',
    'CHAMPION',
    'CHAMPION_KIND',
    'COUNTRY',
    'ACTION_PLAN',
    'LIFECYCLE',
    'PRINCIPLE',
    'DIMENSION',
    'POPULATION',
    'SDG_GOAL',
  ])('is no filter of a group by %s: what comes out finds the same commitments', async (groupBy) => {
    const selects = '{ champions actionPlans kinds countries principles dimensions populations sdgGoals lifecycle }';
    const { statusCounts } = await register.answer<{
      statusCounts: { group: string; base: number; filter: object | null }[];
    }>(`{ statusCounts(groupBy: ${groupBy}) { group base filter ${selects} } }`);
    for (const { group, base, filter } of statusCounts) {
      if (filter === null) expect(group).toMatch(/^(none|network)$/);
      else
        expect([
          group,
          await register.answer('query ($f: CommitmentFilter) { commitments(first: 0, filter: $f) { totalCount } }', {
            f: filter,
          }),
        ]).toEqual([group, { commitments: { totalCount: base } }]);
    }
  });

  test.each([
    ['LIFECYCLE', 7, 'UNSETTLED', ['Unsettled', 'En suspens', 'Sin resolver', 'غير محسوم']],
    ['DIMENSION', 12, 'LIFE_CYCLE', ['Stage of life', 'Étape de la vie', 'Etapa de la vida', 'مرحلة الحياة']],
    ['SDG_GOAL', 17, '13', ['SDG 13', 'ODD 13', 'ODS 13', 'الهدف 13']],
    ['COUNTRY', 1, 'GHA', ['Ghana', 'Ghana', 'Ghana', 'غانا']],
    ['CHAMPION', 1, 'ghana', Array.from({ length: 4 }, () => 'Ghana Statistical Service')],
  ] as const)(
    'is not among the groups by %s, which have all of a closed list, named in four languages',
    async (groupBy, least, group, labels) => {
      const { statusCounts } = await register.answer<{ statusCounts: Record<string, string>[] }>(
        `{ statusCounts(groupBy: ${groupBy}) { group en: label fr: label(language: FR) es: label(language: ES) ar: label(language: AR) } }`,
      );
      expect(statusCounts.length).toBeGreaterThanOrEqual(least);
      const found = statusCounts.find((one) => one.group === group);
      expect([found?.en, found?.fr, found?.es, found?.ar]).toEqual(labels);
    },
  );

  test.each([
    ['CHAMPION', 'champions'],
    ['COUNTRY', 'countries'],
    ['POPULATION', 'populations'],
    ['ACTION_PLAN', 'actionPlans'],
  ])('never comes out of statusCounts by %s: each group is what the filter %s finds', async (groupBy, filter) => {
    const { statusCounts } = await register.answer<{ statusCounts: { group: string; base: number }[] }>(
      `{ statusCounts(groupBy: ${groupBy}) { group base } }`,
    );
    expect(statusCounts.length).toBeGreaterThan(1);
    for (const { group, base } of statusCounts) {
      const query = `query ($filter: CommitmentFilter) { commitments(first: 0, filter: $filter) { totalCount } }`;
      expect(await register.answer(query, { filter: { [filter]: [group] } })).toEqual({
        commitments: { totalCount: base },
      });
    }
  });
});

test.each([
  ['a field', '{ commitmints { totalCount } }', /Did you mean "commitments"/],
  ['a value of an enum', '{ statusCounts(groupBy: CHAMPIONS) { base } }', /Did you mean the enum value "CHAMPION"/],
  ['an argument', '{ commitment(cod: "IDC-KENYA-1-C01") { code } }', /Did you mean "code"/],
  [
    'a field of an input',
    '{ commitments(filter: { champion: ["kenya"] }) { totalCount } }',
    /Did you mean "champions"/,
  ],
])('%s that the schema does not have is refused with one that is near', async (_, query, suggestion) => {
  expect((await register.query(query)).errors[0]?.message).toMatch(suggestion);
});
