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

/** When what a meeting agreed is due, of an owner where one is named; what is settled is due no more. */
function dueOf({ code: meeting, stream, actionPoints, recordedAt }: MeetingDocument, owner: string | null) {
  return actionPoints.map(({ code, title, owner: by, due, status }) => {
    const day = dayOf(due);
    if (day === null || status !== 'open' || (owner !== null && by !== owner)) return null;
    return {
      id: `actionPoint-${code}-due`,
      first: day,
      last: day,
      summary: `Due: ${title?.text ?? code} (${code})`,
      description: `Agreed at the meeting ${meeting}${by === null ? '' : `, owned by ${by}`}.`,
      place: null,
      path: null,
      isCancelled: false,
      recordedAt,
      stream,
    };
  });
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

/**
 * Meetings, due dates of their action points, and advocacy moments where nothing restricts the calendar. That of a champion has the
 * action points that it owns.
 */
export const collaborativeCalendar: CalendarSource = (basis, { series, champion }) => {
  const { rows } = basis;
  const keysOf = (sql: string, ...values: string[]): string[] =>
    rows.all<{ key: string }>(`${sql} ORDER BY day DESC, key LIMIT ${most}`, ...values).map(({ key }) => key);
  const ofSeries = [
    ...meetings
      .getMany(
        rows,
        series === null
          ? keysOf('SELECT key FROM meetings')
          : keysOf('SELECT key FROM meetings WHERE series = ?', series),
      )
      .values(),
  ];
  const momentKeys = series === null && champion === null ? keysOf('SELECT key FROM advocacy_moments') : [];
  const isOfMeetings = series !== null || champion === null;
  return counted(basis, [
    ...(isOfMeetings ? ofSeries.map(ofMeeting) : []),
    ...ofSeries.flatMap((meeting) => dueOf(meeting, isOfMeetings ? null : champion)),
    ...[...moments.getMany(rows, momentKeys).values()].map(ofMoment),
  ]);
};
