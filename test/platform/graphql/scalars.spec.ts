import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { instantOf, scalars } from '../../../src/platform/graphql/schema/scalars.js';

describe('an instant', () => {
  test.each([
    ['2026-07-14T09:00Z', '2026-07-14T09:00:00.000Z'],
    ['2026-07-14T09:00:01Z', '2026-07-14T09:00:01.000Z'],
    ['2026-07-14T23:59:59.999Z', '2026-07-14T23:59:59.999Z'],
    ['2026-07-14T09:00:00.5+02:00', '2026-07-14T07:00:00.500Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-07-14T09:00:00.0001Z', '2026-07-14T09:00:00.000Z'],
    ['2026-07-14T09:00:00.123456789Z', '2026-07-14T09:00:00.123Z'],
    ['2026-07-14T09:00:00.999999+02:00', '2026-07-14T07:00:00.999Z'],
    ['2026-07-14t09:00:00z', '2026-07-14T09:00:00.000Z'],
    ['2026-07-14t09:00:00.5-00:00', '2026-07-14T09:00:00.500Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['2016-12-31T15:59:60.5-08:00', '2016-12-31T23:59:59.999Z'],
  ])('%s is stored as %s', (text, stored) => {
    expect(instantOf(text)).toBe(stored);
    expect(scalars.DateTime.parseValue(text)).toBe(stored);
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2026-04-31T09:00Z',
    '2026-00-10T09:00Z',
    '2026-13-01T09:00Z',
    '2026-01-00T09:00Z',
    '2026-07-14T24:00:00Z',
    '2026-07-14T24:00Z',
    '2026-07-14T23:60Z',
    '2026-07-14T23:59:60Z',
    '2026-07-14T09:00:00+24:00',
    '2026-07-14T09:00:00+02:60',
    '2026-07-14',
    '2026-07-14T09:00:00',
    '2026-07-14 09:00:00Z',
    '2026-07-14T9:00Z',
    '0000-01-01T00:00Z',
    '9999-12-31T23:59:59-01:00',
    '2026-07-14T09:00:00.1234567890Z',
    '2026-07-14T09:00:00.Z',
    '2026-07-14T09:00:00,5Z',
    '2026-12-31T12:59:60Z',
    '2026-07-14T23:59:61Z',
    '2026-02-30t00:00:00z',
    'yesterday',
    '',
  ])('%j is none', (text) => {
    expect(instantOf(text)).toBeNull();
    expect(() => scalars.DateTime.parseValue(text)).toThrow(GraphQLError);
  });

  test.each([0, 1752483600000, null, true, {}])('%j is none, not being text', (value) => {
    expect(() => scalars.DateTime.parseValue(value)).toThrow(/must be a point in time on a day that exists/);
  });
});

describe('a day', () => {
  test.each([
    '2026-02-30',
    '2026-07',
    '2026',
    '../2026-07-14',
    '2026-07-14/2026-07-14',
    '2026-07-14T00:00:00Z',
    '2026-33',
  ])('%s is none', (text) => {
    expect(() => scalars.Date.parseValue(text)).toThrow(/must be a day/);
  });
  test('is one of the calendar', () => expect(scalars.Date.parseValue('2024-02-29')).toBe('2024-02-29'));
});

test.each(['../2019-11', '2018-07/..', '2018-07/2019-11', '2024-33', '2024'])('%s is a partial date', (text) => {
  expect(scalars.PartialDate.parseValue(text)).toBe(text);
});
