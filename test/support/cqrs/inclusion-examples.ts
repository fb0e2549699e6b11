import { BreakdownsStated, type StatedBreakdown } from '../../../src/charter/inclusion/breakdowns.js';
import type { EventOf } from '../../../src/kernel/message.js';
import { listed, term } from './citizen-data-examples.js';

const labels = (en: string, fr: string, ar: string) => [
  { language: 'en' as const, label: en, basis: 'official' as const },
  { language: 'fr' as const, label: fr, basis: 'official' as const },
  { language: 'ar' as const, label: ar, basis: 'official' as const },
];

/** The list `dimensions` with some of its dimensions. */
export const dimensionsListed = (version = '1') =>
  listed(
    'dimensions',
    version,
    [
      term('sex', { sdmxDimension: 'SEX', labels: labels('sex', 'sexe', 'الجنس') }),
      term('age', { sdmxDimension: 'AGE' }),
      term('disability', { sdmxDimension: 'DISABILITY_STATUS', labels: labels('disability', 'handicap', 'الإعاقة') }),
      term('ethnicity', {}),
      term('geography', { sdmxDimension: 'URBANISATION' }),
      term('income', { sdmxDimension: 'INCOME_WEALTH_QUANTILE' }),
      term('migratory_status', { sdmxDimension: 'COMPOSITE_BREAKDOWN' }),
      term('education', { sdmxDimension: 'EDUCATION_LEV' }),
      term('occupation', { sdmxDimension: 'OCCUPATION' }),
    ],
    'dimensions',
  );

/** A statement on the breakdowns of an indicator in which only what a test is about needs saying. */
export const stated = (
  facts: Partial<EventOf<typeof BreakdownsStated>['facts']> = {},
  dimensions: readonly (readonly [name: string, dimension: string | null])[] = [['Sex', 'sex']],
  breakdowns: readonly (Pick<StatedBreakdown, 'names'> & Partial<StatedBreakdown>)[] = dimensions.map(([name]) => ({
    names: [name],
  })),
) =>
  BreakdownsStated({
    champion: 'kenya',
    sdgIndicator: '1.1.1',
    stage: 'published',
    series: null,
    area: null,
    codeList: 'dimensions',
    version: '1',
    dimensions: dimensions.map(([name, dimension]) => ({ name, dimension })),
    breakdowns: breakdowns.map((one) => ({ isAvailable: true, categories: null, values: null, periods: null, ...one })),
    periods: null,
    values: null,
    isComplete: null,
    ...facts,
  });
