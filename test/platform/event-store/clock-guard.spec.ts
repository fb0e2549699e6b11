import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ClockGuard, mostAbsence, mostJump, SeenClock } from '../../../src/platform/event-store/clock-guard.js';
import { StoreUnavailable } from '../../../src/platform/event-store/event-store.js';
import { SqliteEventStore } from '../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Sqlite } from '../../../src/platform/sqlite.js';
import { draft, freshStream } from '../../support/event-store/drafts.js';
import { temporaryFolder } from '../../support/temporary.js';

const noon = Date.parse('2026-11-25T12:00:00Z');
const [hour, day] = [3_600_000, 86_400_000];

/** A guard over clocks that the test sets: of the wall, and one that only goes on. */
function guarded({ lastRecorded = 0, seen = 0, now = noon } = {}) {
  const seenClock = new SeenClock(new Sqlite(':memory:'));
  if (seen > 0) seenClock.seen = seen;
  const time = { wall: now, monotonic: 0, lastRecorded };
  const guard = new ClockGuard({
    clock: () => time.wall,
    monotonic: () => time.monotonic,
    lastRecorded: () => time.lastRecorded,
    seenClock,
  });
  /** Lets time pass; the wall clock goes on by more or less than that. */
  const wait = (milliseconds: number, jump = 0): string | null => {
    time.monotonic += milliseconds;
    time.wall += milliseconds + jump;
    return guard.trouble;
  };
  return { guard, wait, seenClock, time };
}

test('a clock that goes on as time does is trusted, however long the register runs, and what was seen of it is noted every hour', () => {
  const { guard, wait, seenClock } = guarded();
  expect(guard.trouble).toBeNull();
  for (let passed = 0; passed < 100; passed++) expect(wait(7 * day)).toBeNull();
  expect(seenClock.seen).toBe(noon + 700 * day);
  expect(wait(59 * 60_000)).toBeNull();
  expect(seenClock.seen).toBe(noon + 700 * day);
});

test.each([
  ['forwards', 2 * 365 * day],
  ['forwards', mostJump + 1000],
  ['backwards', -2 * day],
  ['backwards', -mostJump - 1000],
])('a jump %s by %d ms while the register runs is named, until it is taken back', (way, jump) => {
  const { wait, seenClock } = guarded();
  expect(wait(hour)).toBeNull();
  expect(wait(1000, jump)).toMatch(
    new RegExp(`^The clock of this machine has jumped ${way} by ${Math.round(Math.abs(jump) / 1000)} s`),
  );
  expect(seenClock.seen).toBe(noon + hour);
  expect(wait(day)).toMatch(/has jumped/);
  expect(wait(1000, -jump)).toBeNull();
});

test.each([mostJump - 1000, 1000 - mostJump])('a correction by %d ms is none', (jump) => {
  const { wait } = guarded();
  expect(wait(hour, jump)).toBeNull();
});

test('a start is refused where the clock is behind the last entry, until it has come there', () => {
  const { wait } = guarded({ lastRecorded: noon + day });
  expect(wait(0)).toMatch(
    /^The clock of this machine says 2026-11-25T12:00:00.000Z, and the last entry was recorded at 2026-11-26T12:00:00.000Z, which is later/,
  );
  expect(wait(day - mostJump + 1000)).toBeNull();
});

test.each([
  ['the last entry', { seen: 0, lastRecorded: noon - mostAbsence - 1000 }],
  ['what was seen of it', { seen: noon - 2 * 365 * day, lastRecorded: noon - 3 * 365 * day }],
])('a start is refused where the clock is more than 31 days ahead of %s, until an operator confirms it', (_, known) => {
  const { wait, seenClock } = guarded(known);
  expect(wait(0)).toMatch(
    /^The clock of this machine says 2026-11-25T12:00:00.000Z, and was last seen at .*, more than 31 days before/,
  );
  expect(wait(day)).toMatch(/more than 31 days/);
  expect(seenClock.seen).toBe(known.seen);
  expect(guarded({ ...known, seen: noon - hour }).guard.trouble).toBeNull();
});

test('an empty log, or one that rested for a month, begins with any clock', () => {
  expect(guarded({ now: 2 * noon }).guard.trouble).toBeNull();
  expect(guarded({ lastRecorded: noon - mostAbsence }).guard.trouble).toBeNull();
});

test('no entry is recorded while the clock cannot be trusted, and the register goes on when it can', async () => {
  let jump = 0;
  const clock = (): number => Date.now() + jump;
  const path = join(temporaryFolder(), 'log.sqlite');
  const open = (): SqliteEventStore => new SqliteEventStore(path, clock, { isClockGuarded: true });
  const store = open();
  await store.append(freshStream(), 'none', [draft()]);
  jump = 2 * 365 * day;
  await expect(store.append(freshStream(), 'none', [draft()])).rejects.toThrow(StoreUnavailable);
  expect(store.trouble).toMatch(/has jumped forwards/);
  expect((await store.head()).size).toBe(1);
  jump = 0;
  expect(await store.append(freshStream(), 'none', [draft()])).toMatchObject({ firstEntry: 1 });
  expect(store.trouble).toBeNull();
  await store.close();
  jump = 2 * 365 * day;
  const later = open();
  await expect(later.append(freshStream(), 'none', [draft()])).rejects.toThrow(
    /more than 31 days before.*Nothing was recorded\.$/,
  );
  await later.close();
});
