import { expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import type { CalendarEntry } from '../../src/platform/read-model/calendar.js';
import { escaped, folded, icalendarOf } from '../../src/web/calendar/icalendar.js';

const entry = (more: Partial<CalendarEntry> = {}): CalendarEntry => ({
  id: 'meeting-MT-LNOB-1',
  first: '2026-07-14',
  last: '2026-07-14',
  summary: 'Meeting',
  description: null,
  place: null,
  path: null,
  isCancelled: false,
  sequence: 2,
  changedAt: '2026-01-05T09:08:07.654Z',
  ...more,
});
const written = (...entries: CalendarEntry[]): string =>
  icalendarOf('Charter', entries, { host: 'example.org', addressOf: (path) => `https://example.org/en${path}` });

/** What a program for calendars reads. */
function read(text: string): ICAL.Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as string);
  return calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
}

const difficult = [
  'Plain',
  'a; b, c \\ d',
  'two\nlines, and\n\nmore',
  'ends with \\n as letters',
  '日本国総務省統計局、障害者と高齢者の包摂的なデータに関する会合のお知らせ',
  'اجتماع حول البيانات الشاملة للأشخاص ذوي الإعاقة وكبار السن في نيروبي',
  `${'👩‍👧‍👦'.repeat(20)} family`,
  'x'.repeat(400),
  'BEGIN:VEVENT\nUID:forged',
];

test.each(difficult)('%j comes back equal, in lines of at most 75 octets that end with CR LF', (text) => {
  const calendar = written(entry({ summary: text, description: text, place: text }));
  expect(calendar.endsWith('END:VCALENDAR\r\n')).toBe(true);
  const lines = calendar.split('\r\n');
  expect(Math.max(...lines.map((one) => Buffer.byteLength(one)))).toBeLessThanOrEqual(75);
  expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  // No character is cut in two: each line is well-formed by itself.
  expect(lines.every((one) => !Buffer.from(one).toString().includes('\uFFFD'))).toBe(true);
  const events = read(calendar);
  expect(events.map(({ summary, description, location }) => [summary, description, location])).toEqual([
    [text, text, text],
  ]);
});

test('an event has an identity, a stamp, a sequence and all of its days', () => {
  const [event] = read(written(entry({ first: '2026-07-14', last: '2026-07-23', path: '/commitments/X' })));
  expect([event?.uid, event?.sequence]).toEqual(['meeting-MT-LNOB-1@example.org', 2]);
  expect([event?.startDate.isDate, event?.startDate.toString(), event?.endDate.toString()]).toEqual([
    true,
    '2026-07-14',
    '2026-07-24',
  ]);
  const properties = event?.component;
  expect(String(properties?.getFirstPropertyValue('dtstamp'))).toBe('2026-01-05T09:08:07Z');
  expect(properties?.getFirstPropertyValue('url')).toBe('https://example.org/en/commitments/X');
  expect(properties?.getFirstPropertyValue('status')).toBe('CONFIRMED');
});

test('what was cancelled says so, and the last day of all has no end', () => {
  const [event] = read(written(entry({ isCancelled: true, last: '9999-12-31', first: '9999-12-31' })));
  expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  expect(event?.component.getFirstProperty('dtend')).toBeNull();
});

test('lines fold at 75 octets exactly, and control characters are left out', () => {
  expect(folded('a'.repeat(75))).toBe('a'.repeat(75));
  expect(folded('a'.repeat(76))).toBe(`${'a'.repeat(75)}\r\n a`);
  expect(folded(`${'a'.repeat(74)}é`)).toBe(`${'a'.repeat(74)}\r\n é`);
  expect(escaped('a\u0000b\u0007c\r\nd\re\u007f')).toBe('abc\\nd\\ne');
});
