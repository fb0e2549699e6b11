import { span } from '../../kernel/time/partial-date.js';
import type { CalendarSource } from '../../platform/read-model/calendar.js';
import { revisionsOf } from '../../platform/read-model/past/timelines.js';
import { commitments } from './commitments.view.js';

/** The most due dates in one calendar: those that are due last. */
const most = 1000;

/** When commitments that still stand are due, where that is known to the day. */
export const dueDates: CalendarSource = ({ rows }, { series, champion }) => {
  if (series !== null && champion === null) return [];
  const found = rows.all<{ key: string }>(
    `SELECT key FROM commitments WHERE due IS NOT NULL AND lifecycle IN ('active', 'suspended', 'draft')
     AND (? IS NULL OR champion = ?) ORDER BY due DESC, key LIMIT ${most}`,
    champion,
    champion,
  );
  const all = [
    ...commitments
      .getMany(
        rows,
        found.map(({ key }) => key),
      )
      .values(),
  ];
  const revisions = revisionsOf(
    rows,
    all.map(({ stream }) => stream),
  );
  return all.flatMap(({ code, stream, due, title, description, recordedAt }) =>
    due === null || span(due)?.precision !== 'day'
      ? []
      : {
          id: `${stream}-due`,
          first: due,
          last: due,
          summary: `Due: ${title?.text ?? code} (${code})`,
          description: description?.text ?? null,
          place: null,
          path: `/commitments/${code}`,
          isCancelled: false,
          sequence: revisions.get(stream) ?? 0,
          changedAt: recordedAt,
        },
  );
};
