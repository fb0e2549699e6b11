import { span } from '../kernel/time/partial-date.js';
import type { CalendarEntry, CalendarSource } from '../platform/read-model/calendar.js';
import { revisionsOf } from '../platform/read-model/past/timelines.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { moments, type MomentDocument } from './advocacy/moments.view.js';
import { meetings, type MeetingDocument } from './meeting/meetings.view.js';

/** The most entries of a kind in one calendar: those that end last. */
const most = 1000;

/** A date that is known to the day; null otherwise. */
const dayOf = (date: string | null): string | null => (date !== null && span(date)?.precision === 'day' ? date : null);

function ofMeeting({ code, stream, status, on, settled, title, agenda, place, recordedAt }: MeetingDocument) {
  const day = dayOf(status === 'held' ? settled : on);
  if (day === null) return null;
  const shown = {
    summary: title?.text ?? `Meeting ${code}`,
    description: agenda?.text ?? null,
    place: place?.text ?? null,
  };
  return {
    ...shown,
    id: stream,
    first: day,
    last: day,
    path: null,
    isCancelled: status === 'cancelled',
    recordedAt,
    stream,
  };
}

function ofMoment({ slug, stream, starts, ends, title, theme, place, recordedAt }: MomentDocument) {
  const first = dayOf(starts);
  const last = ends === null ? first : dayOf(ends);
  if (first === null || last === null || last < first) return null;
  const shown = { summary: title?.text ?? slug, description: theme?.text ?? null, place: place?.text ?? null };
  return { ...shown, id: stream, first, last, path: null, isCancelled: false, recordedAt, stream };
}

type Shown = Omit<CalendarEntry, 'sequence' | 'changedAt'> & { readonly stream: string; readonly recordedAt: string };

function counted({ rows }: Basis, found: readonly (Shown | null)[]): readonly CalendarEntry[] {
  const shown = found.filter((one) => one !== null);
  const revisions = revisionsOf(
    rows,
    shown.map(({ stream }) => stream),
  );
  return shown.map(({ stream, recordedAt, ...entry }) => ({
    ...entry,
    sequence: revisions.get(stream) ?? 0,
    changedAt: recordedAt,
  }));
}

/** Meetings, and advocacy moments where nothing restricts the calendar. */
export const collaborativeCalendar: CalendarSource = (basis, { series, champion }) => {
  const { rows } = basis;
  const keysOf = (sql: string, ...values: string[]): string[] =>
    rows.all<{ key: string }>(`${sql} ORDER BY day DESC, key LIMIT ${most}`, ...values).map(({ key }) => key);
  const meetingKeys =
    series !== null
      ? keysOf('SELECT key FROM meetings WHERE series = ?', series)
      : champion === null
        ? keysOf('SELECT key FROM meetings')
        : [];
  const momentKeys = series === null && champion === null ? keysOf('SELECT key FROM advocacy_moments') : [];
  return counted(basis, [
    ...[...meetings.getMany(rows, meetingKeys).values()].map(ofMeeting),
    ...[...moments.getMany(rows, momentKeys).values()].map(ofMoment),
  ]);
};
