import { partsOf, type EventDraft, type SaltedParts } from './envelope.js';
import { BadStreamName, EventIdReused, EventTooLarge, type Appended, type Expected } from './event-store.js';

/** Bytes that one part of an event may have. */
export const largestPart = 2 * 1024 * 1024;

// eslint-disable-next-line no-control-regex -- these are the characters to keep out
const streamName = /^(?!\$)[^\u0000-\u001f\u007f\p{Cs}]{1,250}$/u;

/** Refuses what no store takes, before anything is written; gives the parts of each draft. */
export function checkAppend(stream: string, drafts: readonly EventDraft[]): readonly SaltedParts[] {
  if (!streamName.test(stream)) throw new BadStreamName(stream);
  if (drafts.length === 0) throw new RangeError('An append needs at least one event.');
  const ids = drafts.map(({ eventId }) => eventId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new EventIdReused(twice);
  const parts = drafts.map(partsOf);
  for (const { facts, text } of parts) {
    const bytes = Math.max(Buffer.byteLength(facts.json), Buffer.byteLength(text?.json ?? ''));
    if (bytes > largestPart) throw new EventTooLarge(bytes, largestPart);
  }
  return parts;
}

/** Whether a stream whose last revision is `actual` (-1: it does not exist) is as expected. */
export function isAsExpected(expected: Expected, actual: number): boolean {
  switch (expected) {
    case 'any':
      return true;
    case 'none':
      return actual === -1;
    case 'exists':
      return actual >= 0;
    default:
      return actual === expected;
  }
}

/** Where an event id already stands in the log. */
export interface KnownEvent {
  readonly entry: number;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  readonly recordedAt: string;
}

/**
 * The first result of an append that is sent again unchanged; null if none of its ids is known. Ids in
 * another order, in another place or only in part are refused: that is a different append. `continues`
 * returns whether an entry was written together with the one before it.
 */
export function firstResult(
  stream: string,
  expected: Expected,
  drafts: readonly EventDraft[],
  known: readonly KnownEvent[],
  continues: (entry: number) => boolean,
): Appended | null {
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  const isSame =
    known.length === drafts.length &&
    known.every(
      (one, index) =>
        one.stream === stream && one.eventId === drafts[index]?.eventId && one.revision === first.revision + index,
    ) &&
    isAsExpected(expected, first.revision - 1) &&
    !continues(first.entry) &&
    !continues(last.entry + 1);
  if (!isSame) throw new EventIdReused(first.eventId);
  return {
    stream,
    firstEntry: first.entry,
    lastEntry: last.entry,
    revision: last.revision,
    recordedAt: first.recordedAt,
  };
}
