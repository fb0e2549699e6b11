import type { MutationExample } from './story.js';

/** Every command on citations and on the breakdowns of indicators. */
export const inclusionMutations: readonly MutationExample[] = [
  {
    mutation: 'citeExample',
    input: {
      commitment: 'IDC-KENYA-1-C01',
      example: 'ghana-marine-litter',
      as: 'METHOD',
      note: 'The same cards are used.',
      effective: '2024',
    },
    thing: {
      citations: [
        {
          slug: 'ghana-marine-litter',
          example: { slug: 'ghana-marine-litter' },
          as: 'METHOD',
          on: '2024',
          note: { text: 'The same cards are used.' },
        },
      ],
    },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', example: 'nowhere', as: 'EVIDENCE' },
      code: 'EXAMPLE_UNKNOWN',
      field: ['example'],
    },
  },
  {
    mutation: 'withdrawCitation',
    input: { commitment: 'IDC-KENYA-1-C01', example: 'ghana-marine-litter', as: 'METHOD', effective: '2025' },
    thing: { citations: [] },
    refused: {
      input: { commitment: 'IDC-GHANA-9-C01', example: 'ghana-marine-litter', as: 'METHOD' },
      code: 'COMMITMENT_UNKNOWN',
      field: ['commitment'],
    },
  },
  {
    mutation: 'stateBreakdowns',
    first: [
      [
        'publishListVersion',
        {
          codeList: 'dimensions',
          version: '1.14',
          purpose: 'DIMENSIONS',
          title: 'Dimensions of disaggregation',
          terms: [
            {
              code: 'sex',
              sdmxDimension: 'SEX',
              labels: [
                { language: 'EN', label: 'sex' },
                { language: 'AR', label: 'الجنس' },
              ],
            },
            { code: 'geography', sdmxDimension: 'URBANISATION' },
          ],
          effective: '2023-08',
        },
      ],
    ],
    input: {
      champion: 'kenya',
      sdgIndicator: '1.1.1',
      stage: 'PUBLISHED',
      series: 'SI_POV_DAY1',
      area: 'Kenya',
      codeList: 'dimensions',
      version: '1.14',
      dimensions: [{ name: 'County', dimension: 'geography' }],
      breakdowns: [
        { names: ['SEX'], categories: ['F', 'M'], values: 4, periods: ['2020', '2021'] },
        { names: ['County'], isAvailable: false },
        { names: ['SEX', 'Occupation'] },
      ],
      periods: ['2019', '2020', '2021'],
      values: 7,
      isComplete: true,
      note: 'From the national data portal.',
      effective: '2022-05-28',
      sourceDate: '2022-05',
      sources: ['https://example.org/data'],
    },
    thing: {
      key: 'kenya.1.1.1',
      champion: { slug: 'kenya' },
      sdgIndicator: '1.1.1',
      stated: [
        {
          stage: 'PUBLISHED',
          series: 'SI_POV_DAY1',
          area: 'Kenya',
          dimensions: [
            { name: 'SEX', dimension: 'sex' },
            { name: 'County', dimension: 'geography' },
            { name: 'Occupation', dimension: null },
          ],
          breakdowns: [
            { names: ['SEX'], isAvailable: true, categories: ['F', 'M'], values: 4, periods: ['2020', '2021'] },
            { names: ['County'], isAvailable: false, categories: null, values: null, periods: null },
            { names: ['SEX', 'Occupation'], isAvailable: true, categories: null, values: null, periods: null },
          ],
          periods: ['2019', '2020', '2021'],
          values: 7,
          isComplete: true,
          on: '2022-05-28',
          sourceDate: '2022-05',
          sources: ['https://example.org/data'],
          note: { text: 'From the national data portal.' },
        },
      ],
    },
    refused: {
      input: { sdgIndicator: '1.1.1', stage: 'ALLOWED', version: '9' },
      code: 'LIST_VERSION_UNKNOWN',
      field: ['version'],
    },
  },
];
