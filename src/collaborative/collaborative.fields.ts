import { termOf } from '../kernel/time/deadline.js';
import { basisOf, batchLoad } from '../platform/graphql/resolvers/batching.js';
import { lists, refersTo, thingFields } from '../platform/graphql/resolvers/thing-fields.js';
import { nextMeetingBy } from './meeting/cadence.js';
import {
  lastMet,
  meetingListing,
  meetingSeries,
  type LastMet,
  type MeetingDocument,
  type SeriesDocument,
} from './meeting/meetings.view.js';
import type { OutputDocument, TaskTeamDocument } from './task-team/task-teams.view.js';

const slug = ({ slug }: { readonly slug: string }): string => slug;

const never: LastMet = { lastHeld: null, hasUndated: false };
const lastMetOf = (series: SeriesDocument): LastMet =>
  batchLoad(series, 'lastMet', (all: readonly SeriesDocument[], basis) => lastMet(basis, all.map(slug))).get(
    series.slug,
  ) ?? never;

/** By when a series has to meet again; null where it need not, or nobody knows. */
function nextBy(series: SeriesDocument): string | null {
  const { lastHeld, hasUndated } = lastMetOf(series);
  if (series.status === 'ended') return null;
  return nextMeetingBy(series.cadence, lastHeld ?? (hasUndated ? null : series.started));
}

/** Whether a series should have met again; a meeting without a date may have been in time. */
function isOverdue(series: SeriesDocument): boolean | null {
  if (series.status === 'ended') return false;
  const by = nextBy(series);
  if (by === null) return null;
  if (basisOf(series).effectiveOn <= by) return false;
  return lastMetOf(series).hasUndated ? null : true;
}

/** The fields that are more than a property of a document. */
export const collaborativeFields = {
  TaskTeam: thingFields<TaskTeamDocument>('taskTeam', slug),
  TaskTeamOutput: { term: ({ due }: OutputDocument) => (due === null ? null : termOf(due)) },
  MeetingSeries: {
    ...thingFields<SeriesDocument>('meetingSeries', slug),
    lastHeld: (series: SeriesDocument) => lastMetOf(series).lastHeld,
    nextBy,
    isOverdue,
    meetings: lists<SeriesDocument>('meetings', 'series', slug, () => meetingListing()),
  },
  Meeting: {
    ...thingFields<MeetingDocument>('meeting', ({ code }) => code),
    series: refersTo<MeetingDocument, SeriesDocument>(meetingSeries, 'series', ({ series }) => series),
  },
};
