import { describe, expect, test } from '@jest/globals';
import type { Recorded } from '../../src/kernel/message.js';
import { countsFrom, daysOf, isUndated, noRelations, timeline } from '../../src/kernel/time/timeline.js';

const never = '9999-12-31';
const ever = '0001-01-01';

/** What the days of an event rest on: its date, its source's own date, and the day of recording. */
const dated = (effective: string | null, sourceDate: string | null, recorded: string) => ({
  effective,
  recordedAt: `${recorded}T12:00:00.000Z`,
  origin: { kind: 'import' as const, record: null, sources: [], sourceDate },
});

describe('an event may have happened from one day on, and certainly holds from another', () => {
  test.each([
    ['a day', '2019-03-06', null, '2026-11-22', '2019-03-06', '2019-03-06'],
    ['a month', '2018-07', null, '2026-11-22', '2018-07-01', '2018-07-31'],
    ['a year', '2019', null, '2026-11-22', '2019-01-01', '2019-12-31'],
    ['a season of no hemisphere', '2022-21', null, '2026-11-22', '2022-03-01', '2022-11-30'],
    ['a year, recorded within it', '2026', null, '2026-11-22', '2026-01-01', '2026-11-22'],
    ['a year to come', '2027', null, '2026-11-22', '2027-01-01', '2027-12-31'],
    ['not later than a month', '../2019-11', null, '2026-11-22', ever, '2019-11-30'],
    ['not later than a month, recorded before it', '../2027-01', null, '2026-11-22', ever, '2026-11-22'],
    ['between two days', '2018-07-17/2018-10-18', null, '2026-11-22', '2018-07-17', '2018-10-18'],
    [
      'between two days, recorded between them',
      '2026-11-01/2026-12-31',
      null,
      '2026-11-22',
      '2026-11-01',
      '2026-11-22',
    ],
    ['not earlier than a day', '2018-07-17/..', null, '2026-11-22', '2018-07-17', '2026-11-22'],
    ['not earlier than a day, by a dated source', '2018-07-17/..', '2020-03', '2026-11-22', '2018-07-17', '2020-03-31'],
    [
      'not earlier than a day, by a source of before it',
      '2018-07-17/..',
      '2018',
      '2026-11-22',
      '2018-07-17',
      '2018-12-31',
    ],
    ['not earlier than a day to come', '2027/..', null, '2026-11-22', '2027-01-01', never],
    ['not earlier than a day that its source lies before', '2019/..', '2018-05', '2026-11-22', '2019-01-01', never],
    ['no date, by a dated source', null, '2019-07', '2026-11-22', ever, '2019-07-31'],
    ['no date, by a source that is bounded itself', null, '../2019-07', '2026-11-22', ever, '2019-07-31'],
    ['no date, by a source of this year', null, '2026', '2026-11-22', ever, '2026-11-22'],
    ['no date, by a source that says it is of next year', null, '2027', '2026-11-22', ever, '2026-11-22'],
    ['no date at all', null, null, '2026-11-22', ever, '2026-11-22'],
  ])('%s', (_, effective, sourceDate, recorded, possible, certain) => {
    const event = dated(effective, sourceDate, recorded);
    expect(daysOf(event)).toEqual({ possible, certain });
    expect(countsFrom(event)).toBe(certain);
    expect(possible <= certain).toBe(true);
  });

  test.each([
    ['no date and no dated source', null, null, true],
    ['no end and no dated source', '2018-07-17/..', null, true],
    ['no end, but a dated source', '2018-07-17/..', '2020', false],
    ['no date, but a dated source', null, '2020', false],
    ['an upper bound', '../2019-11', null, false],
    ['a year', '2019', null, false],
  ])('%s: whether it merely became known', (_, effective, sourceDate, is) => {
    expect(isUndated(dated(effective, sourceDate, '2026-11-22'))).toBe(is);
  });
});

describe('a thing may have been there', () => {
  const relations = { opens: { ChampionJoined: 'stream' }, parentOf: () => null };
  const event = (entry: number, type: string, effective: string | null): Recorded => ({
    ...dated(effective, null, '2026-11-22'),
    type,
    facts: { champion: 'kenya' },
    text: null,
    schemaVersion: 1,
    stream: 'champion-kenya',
    revision: entry,
    entry,
    eventId: `e${entry}`,
    actor: 'somebody',
    role: 'secretariat',
    onBehalfOf: null,
    commandId: `c${entry}`,
    correlationId: 'c',
    causationId: null,
    client: 'test',
  });

  test('from the earliest day of its opening, whatever is not dated about it', () => {
    const events = [event(0, 'ChampionJoined', '2018-07-17/2019-11'), event(1, 'ChampionRenamed', null)];
    expect(timeline(events, relations)).toMatchObject({
      possible: '2018-07-17',
      first: '2019-11-30',
      last: '2026-11-22',
    });
  });

  test('and certainly from the first day that shows it', () => {
    const events = [event(0, 'ChampionJoined', '2018-07-17/2019-11'), event(1, 'ChampionRenamed', '2018-10-18')];
    expect(timeline(events, relations)).toMatchObject({ possible: '2018-07-17', first: '2018-10-18' });
    expect(timeline(events, relations).held.map(({ day }) => day)).toEqual(['2018-10-18', '2018-10-18']);
    expect(timeline(events, relations, undefined, '2018-01-05')).toMatchObject({ possible: '2018-01-05' });
  });

  test('from the earliest day of anything, where nothing opens it', () => {
    const events = [event(0, 'RoleGranted', '2026-11-22'), event(1, 'RoleGranted', '2024')];
    expect(timeline(events, noRelations)).toMatchObject({ possible: '2024-01-01' });
    expect(timeline([], noRelations)).toMatchObject({ possible: null, first: null });
  });
});
