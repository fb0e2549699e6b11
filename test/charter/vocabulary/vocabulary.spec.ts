import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { countries, Country } from '../../../src/kernel/values/countries.js';
import { SdgIndicator, sdgIndicators, sdgTargets } from '../../../src/kernel/values/sdg.js';

const problemOf = (schema: z.ZodType, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message;

describe('a country', () => {
  test.each(['KEN', 'GBR', 'DEU', 'SSD', 'TZA', 'ALA'])('%s is taken', (code) => {
    expect(problemOf(Country, code)).toBeUndefined();
  });

  test.each([
    ['GER', 'did you mean DEU?'],
    ['ENG', 'did you mean GBR?'],
    ['UK', 'did you mean GBR?'],
    ['KE', 'did you mean KEN?'],
    ['ken', 'did you mean KEN?'],
    ['Kenya', 'did you mean KEN?'],
    ['kenia', 'did you mean KEN?'],
    ['Brésil', 'did you mean BRA?'],
    ['الأردن', 'did you mean JOR?'],
    ['Sierra', 'did you mean SLE'],
    ['KNE', 'KEN'],
  ])('%s is refused with a suggestion', (code, suggestion) => {
    expect(problemOf(Country, code)).toContain(suggestion);
  });

  test.each(['AAA', 'XKX', 'EUR', 'ZZZ', '', 'KEN\u0000', 'x'.repeat(10_000)])('%j is refused', (code) => {
    expect(problemOf(Country, code)).toMatch(/^must be an ISO 3166-1 alpha-3 code, such as KEN/);
  });

  test('there are 249 of them', () => {
    expect(countries.size).toBe(249);
    expect(
      [...countries].filter(([alpha3, alpha2]) => !/^[A-Z]{3}$/.test(alpha3) || !/^[A-Z]{2}$/.test(alpha2)),
    ).toEqual([]);
  });
});

describe('an SDG indicator', () => {
  test.each(['5.3.2', '1.1.1', '14.1.1b', '17.18.1', '2.2.4', '4.a.1', '8.9.2'])('%s is taken', (code) => {
    expect(problemOf(SdgIndicator, code)).toBeUndefined();
  });

  test.each(['5.3.9', '18.1.1', '1.9.1', '5.3', '5.3.02', '1.a.9', '14.1.1z', '5.3.2 ', ''])(
    '%j is refused',
    (code) => {
      expect(problemOf(SdgIndicator, code)).toMatch(/^must be an SDG indicator of the global framework/);
    },
  );

  test('what may have been meant is suggested', () => {
    expect(problemOf(SdgIndicator, '5.3.9')).toContain('did you mean 5.3.1 or 5.3.2?');
    expect(problemOf(SdgIndicator, 'SDG 5.3')).toContain('did you mean 5.3.1 or 5.3.2?');
  });

  test('the framework has 169 targets, and each of them an indicator', () => {
    expect(sdgTargets.size).toBe(169);
    expect(new Set([...sdgIndicators].map((code) => code.slice(0, code.lastIndexOf('.'))))).toEqual(sdgTargets);
  });
});
