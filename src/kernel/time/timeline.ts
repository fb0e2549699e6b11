import { corrected, correctionsIn, retractedIn } from '../correction/correction.js';
import type { EventSchema, Recorded } from '../message.js';
import { beginningOfTime, endOfTime, spanOf } from './partial-date.js';
import { entryConcerned, withoutRedacted } from '../correction/redaction.js';

/**
 * How streams depend on each other. Nothing counts before the record it is about; and if an event on a record
 * counts from a day, the record existed by that day, whatever its own source says.
 */
export interface StreamRelations {
  /** What an event type opens: `stream`, or the fact by which a part of the stream's thing is named from then on. */
  readonly opens: Readonly<Record<string, string>>;
  /** The stream of the thing to which the thing of a stream belongs. */
  readonly parentOf: (stream: string) => string | null;
}

export const noRelations: StreamRelations = { opens: {}, parentOf: () => null };

/** The ties that event types declare. */
export function relationsOf(types: readonly EventSchema[], parentOf: StreamRelations['parentOf']): StreamRelations {
  return {
    opens: Object.fromEntries(types.flatMap(({ type, opens }) => (opens === null ? [] : [[type, opens]]))),
    parentOf,
  };
}

/** One stream as it is folded. */
export interface Timeline {
  /** Its events by the day they count from, each as it was last corrected, without what was retracted. */
  readonly held: readonly Held[];
  /** The first day on which its own events show that its thing was there; null when nothing of it stands. */
  readonly first: string | null;
  /** The earliest day on which its thing can have been there; null when nothing of it stands. */
  readonly possible: string | null;
  /** The last day from which any of its events counts, those that set entries right among them. */
  readonly last: string;
}

/** An event and the day from which it counts. */
export interface Held {
  readonly event: Recorded;
  readonly day: string;
}

/** The days that bound an event: it may have happened from `possible` on, and is known to hold from `certain` on. */
export interface Days {
  readonly possible: string;
  readonly certain: string;
}

type Dated = Pick<Recorded, 'effective' | 'origin' | 'recordedAt'>;

/**
 * The earliest day on which an event can hold, and the day from which it certainly does; between the two it is undated. It is
 * certain from the last day its date can mean. An event without a date, or with one that has no end, has happened by the day its
 * source gives itself; where that is not known or comes later, by the day of recording. So has one that was recorded within its own date.
 */
export function daysOf({ effective, origin, recordedAt }: Dated): Days {
  const recorded = recordedAt.slice(0, 10);
  const { sourceDate } = origin;
  const told = sourceDate === null ? recorded : least(spanOf(sourceDate).last, recorded);
  if (effective === null) return { possible: beginningOfTime, certain: told };
  const { first, last } = spanOf(effective);
  if (last === endOfTime) return { possible: first, certain: told >= first ? told : endOfTime };
  return { possible: first, certain: first <= recorded && recorded < last ? recorded : last };
}

const least = (one: string, other: string): string => (one < other ? one : other);

/** The day from which an event certainly holds. */
export const countsFrom = (event: Dated): string => daysOf(event).certain;

/**
 * Whether only the day of recording bounds an event: no source says by when it had happened, so it merely
 * became known.
 */
export function isUndated({ effective, origin }: Dated): boolean {
  const hasEnd = effective !== null && spanOf(effective).last !== endOfTime;
  return !hasEnd && origin.sourceDate === null;
}

/** An event on its way into its timeline: `place` breaks ties between days; names are those of parts, or `''` for the stream's own thing. */
interface Placed {
  readonly event: Recorded;
  day: string;
  place: number;
  readonly possible: string;
  readonly opens: string | null;
  readonly restsOn: readonly string[];
}

const whole = '';

/**
 * Orders the events of one stream for folding: corrections and retractions resolved, by the day they count
 * from, then by the position of the original. The event that opens a record counts from the first day on
 * which anything shows that it existed; `shownBy` is such a day from the streams of records that belong to
 * it. Corrections, retractions and redactions accompany the entry they concern; redacted text is not
 * included.
 */
export function timeline(
  events: readonly Recorded[],
  relations: StreamRelations,
  until: string = endOfTime,
  shownBy: string | null = null,
): Timeline {
  const placed = place(events, relations);
  const openers = new Map(
    placed.filter(({ opens }) => opens !== null).map((opener) => [opener.opens as string, opener]),
  );
  const standing = placed.filter(({ restsOn }) => restsOn.every((name) => openers.has(name)));
  const own = standing.filter(({ event }) => entryConcerned(event) === null).map(({ day }) => day);
  for (const { event, day, place, restsOn } of standing) {
    for (const name of entryConcerned(event) === null ? restsOn : []) {
      const opener = openers.get(name) as Placed;
      if (day < opener.day) opener.day = day;
      if (place < opener.place) opener.place = place - 0.5;
    }
  }
  const root = openers.get(whole);
  if (root !== undefined) root.place = -1;
  if (root !== undefined && shownBy !== null && shownBy < root.day) root.day = shownBy;
  return {
    held: standing
      .filter(({ day }) => day <= until)
      .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : one.place - other.place))
      .map(({ event, day }) => ({ event, day })),
    first: own.length === 0 ? null : own.reduce(least),
    possible: possibleIn(standing, root),
    last: standing.reduce((most, { day }) => (day > most ? day : most), ''),
  };
}

/** Nothing about a thing holds before it is there: of a thing that was opened, only its opening bounds the earliest day. */
function possibleIn(standing: readonly Placed[], root: Placed | undefined): string | null {
  if (root !== undefined) return least(root.possible, root.day);
  const days = standing
    .filter(({ event }) => entryConcerned(event) === null)
    .map(({ possible, day }) => least(possible, day));
  return days.length === 0 ? null : days.reduce(least);
}

/** The events that were not retracted, as they are now known, each with the day it counts from by itself. */
function place(recorded: readonly Recorded[], { opens }: StreamRelations): Placed[] {
  const events = withoutRedacted(recorded);
  const retracted = retractedIn(events);
  const corrections = correctionsIn(events, retracted);
  const parts = new Set(Object.values(opens).filter((field) => field !== 'stream'));
  const isRooted = events.some(({ type }) => opens[type] === 'stream');
  const days = new Map<number, Days>();
  const opened = new Set<string>();
  const placed: Placed[] = [];
  for (const event of events) {
    const about = entryConcerned(event);
    const now = about === null ? corrected(event, corrections.get(event.entry)) : event;
    const own = (about === null ? undefined : days.get(about)) ?? daysOf(now);
    days.set(event.entry, own);
    if (about === null && retracted.has(event.entry)) continue;
    const name = nameOpened(now, opens[event.type]);
    const isOpener = name !== null && !opened.has(name);
    if (isOpener) opened.add(name);
    const restsOn = [...(isRooted ? [whole] : []), ...partsNamed(now, parts)].filter(
      (one) => !isOpener || one !== name,
    );
    placed.push({
      event: now,
      day: own.certain,
      possible: own.possible,
      place: event.entry,
      opens: isOpener ? name : null,
      restsOn,
    });
  }
  return placed;
}

const nameOpened = (event: Recorded, opening: string | undefined): string | null =>
  opening === undefined ? null : opening === 'stream' ? whole : namedBy(event, opening);

const namedBy = ({ facts }: Recorded, field: string): string | null => {
  const name = (facts as Readonly<Record<string, unknown>>)[field];
  return typeof name === 'string' ? name : null;
};

/** The parts of the stream's thing that an event is about; what is about an entry is about that alone. */
const partsNamed = (event: Recorded, parts: ReadonlySet<string>): string[] =>
  entryConcerned(event) !== null
    ? []
    : [...parts].map((field) => namedBy(event, field)).filter((name) => name !== null);
