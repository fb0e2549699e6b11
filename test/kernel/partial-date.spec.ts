import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, isCertainlyAfter, lastDay, PartialDate, span, spanOf } from '../../src/kernel/time/partial-date.js';

describe('the days between which a partial date lies', () => {
  test.each([
    ['2024', '2024-01-01', '2024-12-31', 'year'],
    ['0001', '0001-01-01', '0001-12-31', 'year'],
    ['9999', '9999-01-01', '9999-12-31', 'year'],
    ['2024-05', '2024-05-01', '2024-05-31', 'month'],
    ['2024-12', '2024-12-01', '2024-12-31', 'month'],
    ['2024-02', '2024-02-01', '2024-02-29', 'month'],
    ['2023-02', '2023-02-01', '2023-02-28', 'month'],
    ['1900-02', '1900-02-01', '1900-02-28', 'month'],
    ['2000-02', '2000-02-01', '2000-02-29', 'month'],
    ['0004-02', '0004-02-01', '0004-02-29', 'month'],
    ['2024-02-29', '2024-02-29', '2024-02-29', 'day'],
    ['2024-33', '2024-01-01', '2024-03-31', 'quarter'],
    ['2024-34', '2024-04-01', '2024-06-30', 'quarter'],
    ['2024-35', '2024-07-01', '2024-09-30', 'quarter'],
    ['2024-36', '2024-10-01', '2024-12-31', 'quarter'],
  ])('%s lies from %s to %s', (text, first, last, precision) => {
    expect(span(text)).toEqual({ first, last, precision });
    expect(lastDay(text)).toBe(last);
  });

  test.each([
    ['spring', '2022-21', '2022-03-01', '2022-11-30'],
    ['summer', '2022-22', '2022-06-01', '2023-02-28'],
    ['autumn', '2022-23', '2022-03-01', '2022-11-30'],
    ['winter', '2022-24', '2022-06-01', '2023-02-28'],
  ])('a %s of no known hemisphere, %s, spans both readings', (_, text, first, last) => {
    expect(span(text)).toEqual({ first, last, precision: 'season' });
  });
});

describe('bounds, where no more is known', () => {
  test.each([
    ['not later than November 2019', '../2019-11', '0001-01-01', '2019-11-30', 'not_later_than'],
    ['not later than a day', '../2018-10-18', '0001-01-01', '2018-10-18', 'not_later_than'],
    ['not later than a year', '../2019', '0001-01-01', '2019-12-31', 'not_later_than'],
    ['not later than a winter', '../2023-24', '0001-01-01', '2024-02-29', 'not_later_than'],
    ['not earlier than July 2018', '2018-07/..', '2018-07-01', '9999-12-31', 'not_earlier_than'],
    ['between two months', '2018-07/2019-11', '2018-07-01', '2019-11-30', 'between'],
    ['between a day and a year', '2018-07-17/2023', '2018-07-17', '2023-12-31', 'between'],
    ['from a day to the end of its year', '2018-07-17/2018', '2018-07-17', '2018-12-31', 'between'],
    ['from one quarter to another', '2024-33/2024-35', '2024-01-01', '2024-09-30', 'between'],
    ['one day twice', '2024-05-28/2024-05-28', '2024-05-28', '2024-05-28', 'between'],
  ])('%s: %s', (_, text, first, last, precision) => {
    expect(span(text)).toEqual({ first, last, precision });
    expect(spanOf(text)).toEqual({ first, last, precision });
    expect(lastDay(text)).toBe(last);
    expect(PartialDate.parse(text)).toBe(text);
  });
});

test.each([
  '../..',
  '..',
  '/',
  '../',
  '/..',
  '/2019',
  '2019/',
  '..2019',
  '2019..',
  '..2019-11',
  '[..2019]',
  '2019/2018',
  '2019-11/2019-10',
  '2019-11-02/2019-11-01',
  '2018/2019/2020',
  '../2019/..',
  '../2023-02-29',
  '2023-02-30/2024',
  '2023/2024-13',
  './2019',
  '.../2019',
  '2018 / 2019',
  '2018/../2019',
  '../../2019',
  '2018/2019\n',
  '2018–2019',
  '',
  '24',
  '2024-',
  '2024-5',
  '2024-00',
  '2024-13',
  '2024-20',
  '2024-37',
  '2024-99',
  '0000',
  '0000-05',
  '2024-05-00',
  '2024-05-32',
  '2023-02-29',
  '1900-02-29',
  '2024-04-31',
  '2024-33-01',
  '2024-5-28',
  '28.05.2024',
  '2024/05',
  '2024-05-28T00:00:00Z',
  ' 2024',
  '2024 ',
  '2024\n',
  '２０２４',
  '12024',
  '-2024',
  '2024?',
  '2024~',
  'spring 2024',
  '9999-24',
  '2024-25',
  '2026-27',
  '2028-29',
  '2029-30',
  '2031-32',
  '2026-25',
  '2024-32',
  '2036-37',
  '2024-41',
  '2026-27/..',
  '../2026-27',
])('%j is no partial date', (text) => {
  expect(span(text)).toBeNull();
  expect(() => lastDay(text)).toThrow(RangeError);
  expect(PartialDate.safeParse(text).error?.issues[0]?.message).toMatch(
    /^must be a date as precise as it is known: 2024, 2024-05/,
  );
});

test.each([
  ['2026-27', '2026/2027'],
  ['2028-29', '2028/2029'],
  ['2031-32', '2031/2032'],
  ['2026/27', '2026/2027'],
  ['2026-2027', '2026/2027'],
  ['2099-2100', '2099/2100'],
])('%s is two years, which the refusal says how to write: %s', (text, right) => {
  expect(PartialDate.safeParse(text).error?.issues[0]?.message).toMatch(
    new RegExp(`; for the two years write ${right}$`),
  );
});

test.each(['2026-28', '2026-25', '2024-41', '0000-01', '9999-00'])('%s is refused without a suggestion', (text) => {
  expect(PartialDate.safeParse(text).error?.issues[0]?.message).toMatch(/such as \.\.\/2019-11$/);
});

const pad = (number: number): string => String(number).padStart(2, '0');
const days = fc
  .date({ min: new Date('0002-01-01'), max: new Date('9997-12-31'), noInvalidDate: true })
  .map((date) => dayOf(date.getTime()));

/** Every way to say a day less precisely. */
function waysToSay(day: string): string[] {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const quarter = Math.floor((month - 1) / 3);
  const season = Math.floor((month + 9) / 3) % 4;
  const of = (code: number): string =>
    `${String(season === 3 && month < 3 ? year - 1 : year).padStart(4, '0')}-${code}`;
  const southern = (season + 2) % 4;
  return [
    day,
    day.slice(0, 4),
    day.slice(0, 7),
    `${day.slice(0, 4)}-${33 + quarter}`,
    of(21 + season),
    of(21 + southern),
  ];
}

test('however imprecisely a day is said, it lies within what was said', () => {
  fc.assert(
    fc.property(days, (day) => {
      const ways = waysToSay(day);
      for (const text of [
        ...ways,
        ...ways.flatMap((one) => [`../${one}`, `${one}/..`, `${one}/${day}`, `${day}/${one}`]),
      ]) {
        const { first, last } = span(text) ?? { first: 'none', last: '' };
        expect([text, first <= day, day <= last]).toEqual([text, true, true]);
      }
    }),
  );
});

test('no text lasts from a later day to an earlier one, and both ends are days of the calendar', () => {
  const number = fc.integer({ min: 0, max: 40 }).map(pad);
  const text = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.option(number), fc.option(number))
    .map(([year, month, day]) =>
      [String(year).padStart(4, '0'), month, month === null ? null : day].filter((part) => part !== null).join('-'),
    );
  fc.assert(
    fc.property(text, (said) => {
      const found = span(said);
      if (found === null) return;
      expect(found.first <= found.last).toBe(true);
      for (const day of [found.first, found.last])
        expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['2025', '2024', true],
  ['2024-06', '2024-05', true],
  ['2024-05-29', '2024-05-28', true],
  ['2024', '2024', false],
  ['2024-06', '2024', false],
  ['2024', '2024-06', false],
  ['2018-07/..', '../2018-06', true],
  ['2018-07/..', '2018-07', false],
  ['../2030', '2020', false],
  ['2030', '2020/..', false],
])('%s is certainly after %s: %s', (date, other, is) => {
  expect(isCertainlyAfter(date, other)).toBe(is);
});

test('the day of an instant is the one in UTC', () => {
  expect(dayOf(Date.parse('2024-05-28T23:59:59.999Z'))).toBe('2024-05-28');
  expect(dayOf(Date.parse('2024-05-28T23:30:00-05:00'))).toBe('2024-05-29');
});
