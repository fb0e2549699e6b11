import { hash, randomBytes } from 'node:crypto';
import type { DomainEvent, Recorded } from '../../kernel/message.js';
import { canonical } from './canonical.js';
import { EventTooLarge } from './event-store.js';

/** An event on its way into the log: all but what only the log can give it. */
export type EventDraft<E extends DomainEvent = DomainEvent> = Omit<
  Recorded<E>,
  'entry' | 'stream' | 'revision' | 'recordedAt'
>;

/** What the log gives an event. */
export interface LogPlace {
  readonly entry: number;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
}

/** One part of an event: its canonical JSON, and the salt under which the envelope hashes it. */
export interface SaltedPart {
  readonly json: string;
  readonly salt: Uint8Array;
}

/** The two parts of an event; text is null where nobody wrote any. */
export interface SaltedParts {
  readonly facts: SaltedPart;
  readonly text: SaltedPart | null;
}

const envelopeFormat = 1;

/** Bytes that a leaf may have: its length is published in 16 bits (C2SP tlog-tiles). */
const largestLeaf = 65_535;

/** Makes the parts of a draft, each under a fresh salt of 32 bytes. */
export function partsOf(draft: EventDraft): SaltedParts {
  return { facts: part(draft.facts), text: draft.text === null ? null : part(draft.text) };
}

const part = (value: object): SaltedPart => ({ json: canonical(value), salt: fresh(32) });

let drawn = Buffer.alloc(0);

/** Random bytes, none given twice. They are drawn from the system many at a time: each draw costs more than a hash. */
function fresh(length: number): Uint8Array {
  if (drawn.length < length) drawn = randomBytes(4096);
  const given = drawn.subarray(0, length);
  drawn = drawn.subarray(length);
  return given;
}

/**
 * The envelope of an event: canonical JSON of its place and provenance, with each part replaced by its salted hash. Its
 * UTF-8 bytes are the leaf of the log's tree; docs/decisions/0003 fixes them for ever. Throws `EventTooLarge` beyond 65,535 bytes.
 */
export function envelope(draft: EventDraft, parts: SaltedParts, place: LogPlace): string {
  const leaf = canonical({
    format: envelopeFormat,
    entry: place.entry,
    stream: place.stream,
    revision: place.revision,
    type: draft.type,
    schemaVersion: draft.schemaVersion,
    eventId: draft.eventId,
    recordedAt: place.recordedAt,
    effective: draft.effective,
    actor: draft.actor,
    role: draft.role,
    onBehalfOf: draft.onBehalfOf,
    commandId: draft.commandId,
    correlationId: draft.correlationId,
    causationId: draft.causationId,
    client: draft.client,
    origin: draft.origin,
    facts: partHash('facts', draft.eventId, parts.facts),
    text: parts.text === null ? null : partHash('text', draft.eventId, parts.text),
  });
  if (leaf.length * 3 > largestLeaf && Buffer.byteLength(leaf) > largestLeaf)
    throw new EventTooLarge(Buffer.byteLength(leaf), largestLeaf);
  return leaf;
}

/** SHA-256 in hexadecimal over `idc:facts:1` or `idc:text:1`, the event id, the salt and the canonical value. */
export function partHash(name: 'facts' | 'text', eventId: string, { json, salt }: SaltedPart): string {
  return hash('sha256', Buffer.concat([Buffer.from(`idc:${name}:1${eventId}`), salt, Buffer.from(json)]));
}

/**
 * A salted digest of the content of a command, kept beside the log to distinguish a repetition from a reused
 * command id.
 */
export function fingerprint(request: string, salt: Uint8Array = fresh(16)): Uint8Array {
  return Buffer.concat([salt, hash('sha256', Buffer.concat([salt, Buffer.from(request)]), 'buffer')]);
}

/** Whether a fingerprint was made of this request. */
export const isFingerprintOf = (stored: Uint8Array, request: string): boolean =>
  Buffer.from(stored).equals(fingerprint(request, stored.subarray(0, 16)));

/** Puts an event together again from what the log keeps. */
export function unseal(leaf: string, facts: string, text: string | null): Recorded {
  const { format, ...place } = JSON.parse(leaf) as Recorded & { format: number };
  if (format !== envelopeFormat)
    throw new Error(`Entry ${place.entry} has envelope format ${format}; this program supports ${envelopeFormat}.`);
  return Object.assign(place, {
    facts: JSON.parse(facts) as object,
    text: text === null ? null : (JSON.parse(text) as object),
  });
}
