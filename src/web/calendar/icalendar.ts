import type { CalendarEntry } from '../../platform/read-model/calendar.js';

/** The most octets of a line, without its break (RFC 5545, section 3.1). */
const longestLine = 75;

/** Breaks a line into several, each after the first begun by a space; no character is cut in two. */
export function folded(line: string): string {
  let [text, octets] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > longestLine) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

/** Text as a value: what separates values is escaped, and control characters that no calendar may hold are left out. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|\x7f/gu, '')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n');

const dateOf = (day: string): string => day.replaceAll('-', '');
const instantOf = (instant: string): string => instant.replace(/[-:]|\.\d+/g, '');

/** The end of an all-day event is the day after its last; 31 December 9999 has none. */
const dayAfter = (day: string): string | null => {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString();
  return next.startsWith('+') ? null : next.slice(0, 10);
};

function linesOf(entry: CalendarEntry, host: string, addressOf: (path: string) => string): readonly string[] {
  const end = dayAfter(entry.last);
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(`${entry.id}@${host}`)}`,
    `DTSTAMP:${instantOf(entry.changedAt)}`,
    `LAST-MODIFIED:${instantOf(entry.changedAt)}`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTART;VALUE=DATE:${dateOf(entry.first)}`,
    ...(end === null ? [] : [`DTEND;VALUE=DATE:${dateOf(end)}`]),
    `SUMMARY:${escaped(entry.summary)}`,
    ...(entry.description === null ? [] : [`DESCRIPTION:${escaped(entry.description)}`]),
    ...(entry.place === null ? [] : [`LOCATION:${escaped(entry.place)}`]),
    ...(entry.path === null ? [] : [`URL:${addressOf(entry.path)}`]),
    `STATUS:${entry.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** A calendar (RFC 5545) of all-day events, which fall on the same day in every time zone. */
export function icalendarOf(
  name: string,
  entries: readonly CalendarEntry[],
  { host, addressOf }: { readonly host: string; readonly addressOf: (path: string) => string },
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Inclusive Data Charter//Register//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...entries.flatMap((entry) => linesOf(entry, host, addressOf)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}
