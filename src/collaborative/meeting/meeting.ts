import { z } from 'zod';
import { on, related, relatedAll, type Decider, type Reducer } from '../../kernel/decider.js';
import { Language, list, maybe, wholeNumber } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Narrative, Note, noteFields, noteOf, noteText, Title, Wording } from '../../kernel/values/words.js';
import { MeetingCode, meetingCode, meetingStream, SeriesSlug, seriesStream } from '../names.js';
import { mustBeRunning, series, type Series } from './series.js';

export class ScheduleMeeting extends command('ScheduleMeeting', {
  series: SeriesSlug,
  /** Its number in the series; left out, the next free one. */
  number: maybe(wholeNumber(1, 9999)),
  on: maybe(PartialDate),
  title: maybe(Title),
  place: maybe(Wording),
  ...noteFields,
}) {}
export class RescheduleMeeting extends command('RescheduleMeeting', {
  meeting: MeetingCode,
  on: PartialDate,
  ...noteFields,
}) {}
export class CirculateAgenda extends command('CirculateAgenda', {
  meeting: MeetingCode,
  language: noteFields.language,
  agenda: Narrative,
}) {}
export class HoldMeeting extends command('HoldMeeting', {
  meeting: MeetingCode,
  attendance: list(OrganisationSlug, 200),
  ...noteFields,
}) {}
export class CancelMeeting extends command('CancelMeeting', { meeting: MeetingCode, ...noteFields }) {}

export const meetingCommands = [
  ScheduleMeeting,
  RescheduleMeeting,
  CirculateAgenda,
  HoldMeeting,
  CancelMeeting,
] as const;
export type MeetingCommand = InstanceType<(typeof meetingCommands)[number]>;

/** A meeting is planned for a day, where that is known. */
export const MeetingScheduled = event(
  'MeetingScheduled',
  { meeting: MeetingCode, series: SeriesSlug, on: PartialDate.nullable() },
  { language: Language, title: Title.nullable(), place: Wording.nullable(), note: Note.nullable() },
  { opens: 'stream' },
);
export const MeetingRescheduled = event('MeetingRescheduled', { meeting: MeetingCode, on: PartialDate }, noteText);
/** Its agenda was sent to those who are invited. */
export const MeetingAgendaCirculated = event(
  'MeetingAgendaCirculated',
  { meeting: MeetingCode },
  { language: Language, agenda: Narrative },
);
/** It took place, on the effective date, with these organisations: an empty list means that no source names them. */
export const MeetingHeld = event(
  'MeetingHeld',
  { meeting: MeetingCode, attendance: z.array(OrganisationSlug) },
  noteText,
);
export const MeetingCancelled = event('MeetingCancelled', { meeting: MeetingCode }, noteText);

export const meetingEvents = [
  MeetingScheduled,
  MeetingRescheduled,
  MeetingAgendaCirculated,
  MeetingHeld,
  MeetingCancelled,
] as const;
export type MeetingEvent = EventOf<(typeof meetingEvents)[number]>;

export interface Meeting {
  readonly status: 'unknown' | 'scheduled' | 'held' | 'cancelled';
  readonly on: string | null;
  readonly agenda: { readonly language: Language; readonly agenda: string } | null;
  readonly attendance: readonly string[];
}

const meetingState: Reducer<Meeting> = {
  initial: { status: 'unknown', on: null, agenda: null, attendance: [] },
  evolve: on<Meeting, MeetingEvent>({
    MeetingScheduled: (known, { facts }) => ({ ...known, status: 'scheduled', on: facts.on }),
    MeetingRescheduled: (known, { facts }) => ({ ...known, on: facts.on }),
    MeetingAgendaCirculated: (known, { text }) => ({ ...known, agenda: text }),
    MeetingHeld: (known, { facts }) => ({ ...known, status: 'held', attendance: facts.attendance }),
    MeetingCancelled: (known) => ({ ...known, status: 'cancelled' }),
  }),
};

/** Refuses a meeting that is not there. */
export function mustBeScheduled({ status }: Meeting, code: string, field = 'meeting'): void {
  if (status === 'unknown') throw new Refused('MEETING_UNKNOWN', `No meeting has the code ${code}.`, field);
}

/** Refuses a meeting that is not there, or is over: held or cancelled. */
function mustBeAhead(known: Meeting, code: string): void {
  mustBeScheduled(known, code);
  if (known.status !== 'scheduled')
    throw new Refused('MEETING_OVER', `The meeting ${code} was ${known.status} already.`, 'meeting');
}

interface Others {
  readonly series: Series;
  readonly attendance: ReadonlyMap<string, boolean>;
}

const codeOf = ({ data }: MeetingCommand): string =>
  'meeting' in data ? data.meeting : meetingCode(data.series, data.number ?? 1);

export const meeting: Decider<MeetingCommand, Meeting, MeetingEvent, Others> = {
  ...meetingState,
  events: meetingEvents,
  stream: (command) => meetingStream(codeOf(command)),
  lane: ({ data }) => ('series' in data ? seriesStream(data.series) : null),
  reads: ({ data }) => ({
    series: 'series' in data ? related(seriesStream(data.series), series) : null,
    attendance:
      'attendance' in data ? relatedAll(new Map(data.attendance.map((slug) => [slug, knownOrganisation(slug)]))) : null,
  }),
  async prepare(command, { exists }) {
    if (!(command instanceof ScheduleMeeting) || command.data.number !== null) return command;
    let number = 1;
    while (await exists(meetingStream(meetingCode(command.data.series, number)))) number += 1;
    return command.filled({ number });
  },
  decide: {
    ScheduleMeeting: (known, command, { series }) => {
      const { series: slug, on, title, place, language, note } = command.data;
      const code = codeOf(command);
      if (known.status === 'scheduled' && known.on === on) return [];
      if (known.status !== 'unknown')
        throw new Refused('MEETING_CODE_TAKEN', `Another meeting has the code ${code}.`, 'number');
      mustBeRunning(series, slug);
      const isWordless = title === null && place === null && note === null;
      return [
        MeetingScheduled({ meeting: code, series: slug, on }, isWordless ? null : { language, title, place, note }),
      ];
    },
    RescheduleMeeting: (known, { data }) => {
      const { meeting, on } = data;
      mustBeAhead(known, meeting);
      return known.on === on ? [] : [MeetingRescheduled({ meeting, on }, noteOf(data))];
    },
    CirculateAgenda: (known, { data: { meeting, language, agenda } }) => {
      mustBeAhead(known, meeting);
      return isSame(known.agenda, { language, agenda })
        ? []
        : [MeetingAgendaCirculated({ meeting }, { language, agenda })];
    },
    HoldMeeting: (known, { data }, { attendance: organisations }) => {
      const { meeting, attendance } = data;
      if (known.status === 'held' && isSame(known.attendance, attendance)) return [];
      mustBeAhead(known, meeting);
      for (const [index, slug] of attendance.entries())
        mustBeKnown(organisations?.get(slug), slug, ['attendance', String(index)]);
      return [MeetingHeld({ meeting, attendance }, noteOf(data))];
    },
    CancelMeeting: (known, { data }) => {
      if (known.status === 'cancelled') return [];
      mustBeAhead(known, data.meeting);
      return [MeetingCancelled({ meeting: data.meeting }, noteOf(data))];
    },
  },
};
