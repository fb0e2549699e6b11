import { on, type Decider } from '../../kernel/decider.js';
import { maybe } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { Name, noteFields, noteOf, noteText } from '../../kernel/values/words.js';
import { SeriesSlug, seriesStream } from '../names.js';
import { Cadence, CadenceKept } from './cadence.js';

export class StartMeetingSeries extends command('StartMeetingSeries', {
  series: SeriesSlug,
  name: Name,
  cadence: maybe(Cadence),
  ...noteFields,
}) {}
export class ChangeCadence extends command('ChangeCadence', { series: SeriesSlug, cadence: Cadence, ...noteFields }) {}
export class EndMeetingSeries extends command('EndMeetingSeries', { series: SeriesSlug, ...noteFields }) {}

export const seriesCommands = [StartMeetingSeries, ChangeCadence, EndMeetingSeries] as const;
export type SeriesCommand = InstanceType<(typeof seriesCommands)[number]>;

/** Meetings began to be held, so often where that is known. */
export const MeetingSeriesStarted = event(
  'MeetingSeriesStarted',
  { series: SeriesSlug, name: Name, cadence: CadenceKept.nullable() },
  noteText,
  {
    opens: 'stream',
  },
);
export const MeetingCadenceChanged = event(
  'MeetingCadenceChanged',
  { series: SeriesSlug, cadence: CadenceKept },
  noteText,
);
export const MeetingSeriesEnded = event('MeetingSeriesEnded', { series: SeriesSlug }, noteText);

export const seriesEvents = [MeetingSeriesStarted, MeetingCadenceChanged, MeetingSeriesEnded] as const;
export type SeriesEvent = EventOf<(typeof seriesEvents)[number]>;

export interface Series {
  readonly status: 'unknown' | 'active' | 'ended';
  readonly name: string;
  readonly cadence: Cadence | null;
}

/** Refuses a series that is not there, or has ended. */
export function mustBeRunning(series: Series | null, slug: string): void {
  if (series === null || series.status === 'unknown')
    throw new Refused('MEETING_SERIES_UNKNOWN', `No series of meetings has the slug ${slug}.`, 'series');
  if (series.status === 'ended')
    throw new Refused('MEETING_SERIES_ENDED', `The series of meetings ${slug} has ended.`, 'series');
}

export const series: Decider<SeriesCommand, Series, SeriesEvent> = {
  events: seriesEvents,
  stream: ({ data }) => seriesStream(data.series),
  initial: { status: 'unknown', name: '', cadence: null },
  evolve: on<Series, SeriesEvent>({
    MeetingSeriesStarted: (_, { facts: { name, cadence } }) => ({ status: 'active', name, cadence }),
    MeetingCadenceChanged: (known, { facts: { cadence } }) => ({ ...known, cadence }),
    MeetingSeriesEnded: (known) => ({ ...known, status: 'ended' }),
  }),
  decide: {
    StartMeetingSeries: (known, { data }) => {
      const { series, name, cadence } = data;
      if (known.status === 'active' && known.name === name && isSame(known.cadence, cadence)) return [];
      if (known.status !== 'unknown')
        throw new Refused(
          'MEETING_SERIES_ALREADY_STARTED',
          `The slug ${series} belongs to ${known.name}; choose another.`,
          'series',
        );
      return [MeetingSeriesStarted({ series, name, cadence }, noteOf(data))];
    },
    ChangeCadence: (known, { data }) => {
      const { series, cadence } = data;
      mustBeRunning(known, series);
      return isSame(known.cadence, cadence) ? [] : [MeetingCadenceChanged({ series, cadence }, noteOf(data))];
    },
    EndMeetingSeries: (known, { data }) => {
      if (known.status === 'ended') return [];
      mustBeRunning(known, data.series);
      return [MeetingSeriesEnded({ series: data.series }, noteOf(data))];
    },
  },
};
