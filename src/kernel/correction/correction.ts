import { z } from 'zod';
import { Language, prose, wholeNumber } from '../values/fields.js';
import { event, type DomainEvent, type EventOf, type EventSchema, type Recorded } from '../message.js';
import { preparedFacts } from '../signing.js';

/** Why an entry was wrong. */
export const Reason = prose(5_000);
const EventContent = z.record(z.string(), z.unknown());

/**
 * An entry said something that was not so. It names that entry (or the correction of it that it corrects in turn) and its part, and
 * holds the whole content as it should have been; its own effective date is the right date of the corrected command.
 */
export const EntryCorrected = event(
  'EntryCorrected',
  {
    entry: wholeNumber(0),
    type: z.string(),
    schemaVersion: z.int(),
    part: z.string().nullable(),
    facts: EventContent,
    ...preparedFacts,
  },
  { language: Language, note: Reason, text: EventContent.nullable() },
);
/** An entry should not have been recorded, and counts no more. Retracting a correction brings back what it corrected. */
export const EntryRetracted = event(
  'EntryRetracted',
  { entry: wholeNumber(0), type: z.string(), part: z.string().nullable(), ...preparedFacts },
  { language: Language, note: Reason },
);

export const correctionEvents = [EntryCorrected, EntryRetracted] as const;
export type CorrectionEvent = EventOf<(typeof correctionEvents)[number]>;
export type Correction = Recorded<EventOf<typeof EntryCorrected>>;

/** Whether an event is about earlier entries and not about the world. */
export const isCorrection = (event: Recorded): event is Recorded<CorrectionEvent> =>
  event.type === EntryCorrected.type || event.type === EntryRetracted.type;

/** The entries that stand retracted. A retraction that was itself retracted takes nothing back. */
export function retractedIn(events: readonly Recorded[]): ReadonlySet<number> {
  const retracted = new Set<number>();
  for (const event of events.toReversed()) {
    if (event.type === EntryRetracted.type && !retracted.has(event.entry))
      retracted.add((event as Recorded<CorrectionEvent>).facts.entry);
  }
  return retracted;
}

/**
 * Counts the numbers that a thing has given to its parts, those of retracted parts included: a fold does not see an entry that was
 * retracted, but it sees the retraction. `opens` is the event that adds a part.
 */
export const numbersGiven =
  ({ type }: EventSchema) =>
  (given: number, event: DomainEvent): number => {
    const isRetraction = event.type === EntryRetracted.type && (event as CorrectionEvent).facts.type === type;
    return event.type === type || isRetraction ? given + 1 : given;
  };

/** For each corrected entry, the correction in force: the last of its chain that was not retracted. */
export function correctionsIn(
  events: readonly Recorded[],
  retracted: ReadonlySet<number>,
): ReadonlyMap<number, Correction> {
  const roots = new Map<number, number>();
  const inForce = new Map<number, Correction>();
  for (const event of events) {
    if (event.type !== EntryCorrected.type) continue;
    const { entry } = (event as Correction).facts;
    const root = roots.get(entry) ?? entry;
    roots.set(event.entry, root);
    if (!retracted.has(event.entry)) inForce.set(root, event as Correction);
  }
  return inForce;
}

/** An entry with the content and the date that a correction gives it; its place and who recorded it stay. */
export function corrected(event: Recorded, correction: Correction | undefined): Recorded {
  if (correction === undefined) return event;
  const { effective, facts, text } = correction;
  return { ...event, effective, facts: facts.facts, text: text?.text ?? null };
}

/** For each entry, the one at the beginning of its chain of corrections. */
export function rootsIn(stream: readonly Recorded[]): ReadonlyMap<number, Recorded> {
  const roots = new Map<number, Recorded>();
  for (const event of stream)
    roots.set(
      event.entry,
      (event.type === EntryCorrected.type ? roots.get((event as Correction).facts.entry) : undefined) ?? event,
    );
  return roots;
}

/** The entry at the beginning of a chain of corrections. */
export function rootOf(stream: readonly Recorded[], named: Recorded): Recorded {
  return named.type === EntryCorrected.type ? (rootsIn(stream).get(named.entry) ?? named) : named;
}

/** Names the part of a stream's thing that an entry is about, such as a milestone; null where it is about the whole. */
export type Parts = (event: Recorded) => string | null;

/** The same, by what the event types open. */
export function partsIn(types: readonly EventSchema[]): Parts {
  const parts = new Set(types.map(({ opens }) => opens).filter((field) => field !== null && field !== 'stream'));
  return ({ facts }) =>
    Object.entries(facts as Readonly<Record<string, unknown>>).flatMap(([field, name]) =>
      parts.has(field) && typeof name === 'string' ? [name] : [],
    )[0] ?? null;
}
