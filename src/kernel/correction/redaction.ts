import { z } from 'zod';
import { isCorrection } from './correction.js';
import { line, oneOf, wholeNumber } from '../values/fields.js';
import { event, type EventOf, type Recorded } from '../message.js';

export const RedactionReason = oneOf(['personal_data', 'rights_of_others', 'unlawful_content', 'court_order']);
export const LegalBasis = line(200);

/** Whose words: the entry that was named with every correction that repeats them, its type, and the part of the stream's thing that it is about. */
const redacted = {
  entries: z.array(wholeNumber(0)),
  type: z.string(),
  concerns: z.string().nullable(),
  part: z.enum(['text']),
  reasonCode: RedactionReason,
  legalBasis: LegalBasis,
};

/** The first of two persons asks that words be taken out of the log. */
export const RedactionProposed = event('RedactionProposed', redacted);
/**
 * The text is no longer in the log, nor is its salt. Its hash stays in the entries, and so does everything
 * that figures are computed from. It names the proposal and its author.
 */
export const PartRedacted = event('PartRedacted', { ...redacted, proposal: wholeNumber(0), proposedBy: z.string() });

export const redactionEvents = [RedactionProposed, PartRedacted] as const;
export type RedactionEvent = EventOf<(typeof redactionEvents)[number]>;
export type Redaction = Recorded<EventOf<typeof PartRedacted>>;

export const isRedaction = (event: Recorded): event is Redaction => event.type === PartRedacted.type;

/** For each entry whose words are redacted, the entry that says so. */
export function redactedIn(events: readonly Recorded[]): ReadonlyMap<number, Redaction> {
  return new Map(
    events
      .filter(isRedaction)
      .flatMap((redaction) => redaction.facts.entries.map((entry) => [entry, redaction] as const)),
  );
}

/** The events of a stream without the words that were redacted, whether or not the log has let them go yet. */
export function withoutRedacted(events: readonly Recorded[]): readonly Recorded[] {
  const redacted = redactedIn(events);
  return redacted.size === 0
    ? events
    : events.map((event) => (redacted.has(event.entry) ? { ...event, text: null } : event));
}

/** The earlier entry that an event is about, where it is about one and not about the world: a correction, a retraction or a redaction. */
export function entryConcerned(event: Recorded): number | null {
  if (isCorrection(event)) return event.facts.entry;
  return event.type === RedactionProposed.type || isRedaction(event)
    ? ((event as Redaction).facts.entries[0] ?? null)
    : null;
}
