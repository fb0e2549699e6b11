import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Deadline, dueBy, hasPassed, startsAfter, term, termOf } from '../../src/kernel/time/deadline.js';

describe('a deadline', () => {
  test.each([
    ['a day', '2026-06-30', { kind: 'date', first: '2026-06-30', last: '2026-06-30', every: null }],
    ['a season', '2027-23', { kind: 'date', first: '2027-03-01', last: '2027-11-30', every: null }],
    ['by the end of a year', '../2029', { kind: 'date', first: null, last: '2029-12-31', every: null }],
    ['a period', '2025/2028', { kind: 'date', first: '2025-01-01', last: '2028-12-31', every: null }],
    [
      'a fiscal year from April',
      'FY2026-04',
      { kind: 'fiscal_year', first: '2026-04-01', last: '2027-03-31', every: null },
    ],
    [
      'a fiscal year from October',
      'FY2026-10',
      { kind: 'fiscal_year', first: '2026-10-01', last: '2027-09-30', every: null },
    ],
    [
      'a fiscal year from March, ending in a leap year',
      'FY2027-03',
      { kind: 'fiscal_year', first: '2027-03-01', last: '2028-02-29', every: null },
    ],
    [
      'a fiscal year that is the calendar’s',
      'FY2026-01',
      { kind: 'fiscal_year', first: '2026-01-01', last: '2026-12-31', every: null },
    ],
    ['every six months', 'R/P6M', { kind: 'recurring', first: null, last: null, every: 'P6M' }],
    ['every year until 2029', 'R/P1Y/2029', { kind: 'recurring', first: null, last: '2029-12-31', every: 'P1Y' }],
    [
      'every year from April 2026',
      'R/2026-04/P1Y',
      { kind: 'recurring', first: '2026-04-01', last: null, every: 'P1Y' },
    ],
    ['every two weeks', 'R/P2W/2026-06', { kind: 'recurring', first: null, last: '2026-06-30', every: 'P2W' }],
    ['both ends', 'R/2026-04/P3M/2029', { kind: 'recurring', first: '2026-04-01', last: '2029-12-31', every: 'P3M' }],
    ['ongoing', 'ongoing', { kind: 'ongoing', first: null, last: null, every: null }],
    ['ongoing from a month on', '2026-04/..', { kind: 'ongoing', first: '2026-04-01', last: null, every: null }],
  ])('%s: %s', (_, text, expected) => {
    expect(term(text)).toEqual(expected);
    expect(Deadline.parse(text)).toBe(text);
    expect(dueBy(text)).toBe(expected.last);
  });

  test.each([
    '',
    'R',
    'R/',
    'R/P0M',
    'R/P1H',
    'R/P100M',
    'R/P1',
    'R/P1M/',
    'R//P1M',
    'R/P1M/2029/2030',
    'R/2030/P1Y/2029',
    'R/2026-13/P1Y',
    'R/../P1Y',
    'R/P1Y/..',
    'R5/2026/P1Y',
    'R/P1M1D',
    'R/2025/2026/P1Y',
    'FY2026',
    'FY2026-00',
    'FY2026-13',
    'FY26-04',
    'FY2026-4',
    'FY0000-04',
    'FY9999-04',
    'FY2026-04-01',
    '2026-27/..x',
    '2026-27',
    '2028-29',
    '2029-30',
    '2031-32',
    '2024-25',
    'R/2026-27/P1Y',
    'R/P1Y/2029-30',
    'Ongoing',
    'ongoing ',
    'annually',
    '2026-2027',
    '../..',
    '2026-02-30',
  ])('%j is none', (text) => {
    expect(term(text)).toBeNull();
    expect(() => termOf(text)).toThrow(RangeError);
    expect(Deadline.safeParse(text).error?.issues[0]?.message).toMatch(/^must be a deadline: /);
  });

  test.each(['2026-27', '2026/27', '2026-2027'])(
    'for %s its refusal says how to write the fiscal year, and both years',
    (text) => {
      expect(Deadline.safeParse(text).error?.issues[0]?.message).toMatch(
        /; write FY2026-04 for the fiscal year that begins in April 2026, or 2026\/2027 for both years$/,
      );
    },
  );

  test('lies before a start only where no day of it can come later', () => {
    expect(startsAfter('2027', '2026')).toBe(true);
    expect(startsAfter('2026', '2026-03')).toBe(false);
    expect(startsAfter('2027-04', 'FY2026-04')).toBe(true);
    expect(startsAfter('2030', 'R/P1Y/2029')).toBe(true);
    for (const endless of ['ongoing', 'R/P1Y']) expect(startsAfter('9000', endless)).toBe(false);
  });

  test.each([
    ['2031', '2026/..', true],
    ['2027-01-01', '2026/..', true],
    ['2026-12-31', '2026/..', false],
    ['2026/..', '2026/..', false],
    ['2031', 'R/2026-04/P1Y', true],
    ['2026-05', 'R/2026-04/P1Y/2029', true],
    ['2026', 'R/2026-04/P1Y/2029', false],
    ['2026', '2025/2028', false],
    ['../2031', '2026/..', false],
  ])('a start %s lies behind %s: %s', (start, deadline, is) => {
    expect(startsAfter(start, deadline)).toBe(is);
  });
});

describe('has passed', () => {
  const on = (day: string) => day;
  test.each([
    ['a day, the day after', '2026-06-30', '2026-07-01', '2025-01-01', null, true],
    ['a day, not on that day', '2026-06-30', '2026-06-30', '2025-01-01', null, false],
    ['a year, not before it is over', '2026', '2026-12-31', '2025-01-01', null, false],
    ['a fiscal year with its last day', 'FY2026-04', '2027-04-01', '2025-01-01', null, true],
    ['a fiscal year, not within it', 'FY2026-04', '2027-03-31', '2025-01-01', null, false],
    ['what is ongoing, never', 'ongoing', '2099-01-01', '2025-01-01', null, false],
    ['what goes on from a day, never', '2026/..', '2099-01-01', '2025-01-01', null, false],
    ['what recurs, with its end', 'R/P6M/2029', '2030-01-01', '2025-01-01', '2029-12-30', true],
    [
      'what recurs without a known phase, when twice its length was silent',
      'R/P6M/2029',
      '2026-01-01',
      '2025-01-01',
      null,
      true,
    ],
    ['what recurs without a known phase, not sooner', 'R/P6M/2029', '2025-12-31', '2025-01-01', null, false],
    ['what recurs, not after a word', 'R/P6M/2029', '2026-06-30', '2025-01-01', '2025-09-30', false],
    ['what recurs, again after that word', 'R/P6M/2029', '2026-10-01', '2025-01-01', '2025-09-30', true],
    [
      'what recurs from a month on, when one occurrence went by',
      'R/2025-04/P6M',
      '2025-10-01',
      '2025-01-01',
      null,
      true,
    ],
    ['what recurs from a month on, not within the first', 'R/2025-04/P6M', '2025-09-30', '2025-01-01', null, false],
    [
      'what recurs, not for an occurrence that somebody spoke in',
      'R/2025-04/P6M',
      '2025-10-01',
      '2025-01-01',
      '2025-04-01',
      false,
    ],
    [
      'what recurs, not by an occurrence before it was promised',
      'R/2025-04/P6M',
      '2026-03-31',
      '2025-05-01',
      null,
      false,
    ],
    [
      'what recurs, by the first whole one since it was promised',
      'R/2025-04/P6M',
      '2026-04-01',
      '2025-05-01',
      null,
      true,
    ],
    ['what recurs, not once a late word was heard', 'R/2025-04/P6M', '2025-10-02', '2025-01-01', '2025-10-01', false],
    [
      'what recurs from some day of a year, only when it is certain',
      'R/2025/P1Y',
      '2027-12-30',
      '2025-01-01',
      null,
      false,
    ],
    ['what recurs from some day of a year, when it is certain', 'R/2025/P1Y', '2027-12-31', '2025-01-01', null, true],
    ['what recurs at the end of months', 'R/2024-01-31/P1M', '2024-03-31', '2024-02-29', null, true],
    ['what recurs from long ago', 'R/0001-01-01/P1D', '2026-01-03', '2026-01-01', null, true],
  ])('%s', (_, deadline, day, since, heard, expected) => {
    expect(hasPassed(deadline, on(day), () => ({ since, heard }))).toBe(expected);
  });

  test('only more as days go by in silence, and a word never makes it worse', () => {
    const days = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const start = fc.constantFrom('', '/2019-03', '/2019', '/2018-01-31');
    const length = fc.constantFrom('P1D', 'P2W', 'P1M', 'P3M', 'P6M', 'P18M', 'P1Y', 'P5Y');
    const deadlines = fc.oneof(
      fc.tuple(start, length, fc.constantFrom('', '/2029')).map(([from, every, until]) => `R${from}/${every}${until}`),
      fc.constantFrom('ongoing', 'FY2026-04', '2026', '2020/2030'),
    );
    fc.assert(
      fc.property(deadlines, fc.tuple(days, days, days, days), (deadline, four) => {
        const [since, heard, day, later] = four.sort();
        const silent = hasPassed(deadline, day, () => ({ since, heard: null }));
        if (silent) expect(hasPassed(deadline, later, () => ({ since, heard: null }))).toBe(true);
        if (hasPassed(deadline, day, () => ({ since, heard }))) expect(silent).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
