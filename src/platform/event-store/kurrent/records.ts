import { createHash } from 'node:crypto';
import type { Recorded } from '../../../kernel/message.js';
import { canonical } from '../canonical.js';
import { partHash } from '../envelope.js';
import type { KeptOutcome, StoredEntry } from '../event-store.js';

/** An event as it is handed to EventStoreDB. `metadata` is written as it stands. */
export interface NewRecord {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata?: Uint8Array;
}

/** An event as it comes back. */
export interface KeptRecord {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** A text as it stands apart from its entry, found by the hash that the leaf holds of it. */
export interface ApartText {
  readonly hash: string;
  readonly json: string;
  readonly salt: Uint8Array;
}

/** What was asked by a command, apart from its first entry, by the id of that. */
export interface ApartRequest {
  readonly eventId: string;
  readonly digest: Uint8Array;
}

/** What a record is to the register: an entry still without what stands apart from it, one of those, or a value of a list. */
export type Meaning =
  | { readonly kind: 'entry'; readonly entry: StoredEntry; readonly textHash: string | null; readonly together: number }
  | { readonly kind: 'text'; readonly text: ApartText }
  | { readonly kind: 'request'; readonly request: ApartRequest }
  | { readonly kind: 'outcome'; readonly kept: KeptOutcome }
  | { readonly kind: 'value'; readonly list: string; readonly place: number; readonly value: string };

/** The stream of the log, in which the revision of an event is its entry number; those of texts, of what was asked, and of lists stand beside it. */
export const logStream = (register: string): string => `${register}:log`;
export const textStream = (register: string, hash: string): string => `${register}:text:${hash}`;
export const requestStream = (register: string, eventId: string): string => `${register}:request:${eventId}`;
export const outcomeStream = (register: string, commandId: string): string => `${register}:outcome:${createHash('sha256').update(commandId).digest('hex')}`;
export const listStream = (register: string, list: string): string => `${register}:list:${list}`;

/** What the names of all streams of a register begin with. */
export const prefixOf = (register: string): string => `${register}:`;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/**
 * Entries as records: the metadata are the bytes of the leaf, the data its facts with their salt and, on the first entry of a command, of how many it is
 * the first, if there are others. docs/decisions/0016 fixes this for ever.
 */
export function recordsOf(entries: readonly StoredEntry[]): NewRecord[] {
  const leaves = entries.map(({ leaf }) => JSON.parse(leaf) as Recorded);
  return entries.map(({ leaf, facts, factsSalt }, index) => {
    const { eventId: id, type, commandId } = leaves[index] as Recorded;
    const isFirst = leaves[index - 1]?.commandId !== commandId;
    const others = isFirst ? leaves.slice(index).findIndex((one) => one.commandId !== commandId) : 0;
    const together = others === -1 ? leaves.length - index : others;
    const data = { facts: JSON.parse(facts) as object, salt: hex(factsSalt), ...(together > 1 && { together }) };
    return { id, type, data, metadata: Uint8Array.from(Buffer.from(leaf)) };
  });
}

/** What of an entry is kept apart, so that it can be deleted, each in a stream of its own: its text, and what was asked by its command. */
export function apartFrom(register: string, { leaf, text, textSalt, request }: StoredEntry): { readonly stream: string; readonly record: NewRecord }[] {
  const { eventId: id, text: hash } = JSON.parse(leaf) as { readonly eventId: string; readonly text: string | null };
  const apart: { stream: string; record: NewRecord }[] = [];
  if (text !== null && textSalt !== null && hash !== null)
    apart.push({ stream: textStream(register, hash), record: { id, type: 'Text', data: { text: JSON.parse(text) as object, salt: hex(textSalt) } } });
  if (request !== null) apart.push({ stream: requestStream(register, id), record: { id, type: 'Request', data: { request: hex(request) } } });
  return apart;
}

/** An outcome as a record. */
export const outcomeRecord = (id: string, { commandId, outcome, request }: KeptOutcome): NewRecord => ({
  id,
  type: 'Outcome',
  data: { commandId, outcome, request: hex(request) },
});

/** The outcome that a record holds. */
export function outcomeIn({ data }: Pick<KeptRecord, 'data'>): KeptOutcome {
  const { commandId, outcome, request } = data as { commandId: string; outcome: string; request: string };
  return { commandId, outcome, request: bytes(request) };
}

/** Reads a record of a register; null for one that is none of its own. Throws when one that should be cannot be read. */
export function meaningOf(register: string, { stream, revision, data, metadata }: KeptRecord): Meaning | null {
  if (stream === logStream(register)) {
    const { facts, salt, together = 1 } = data as { facts: object; salt: string; together?: number };
    const leaf = metadata as { readonly facts: string; readonly text: string | null; readonly eventId: string };
    const factsSalt = bytes(salt);
    // An object comes back with its keys in their order, unless some look like numbers.
    const same = JSON.stringify(facts);
    const isSame = partHash('facts', leaf.eventId, { json: same, salt: factsSalt }) === leaf.facts;
    const parts = { facts: isSame ? same : canonical(facts), factsSalt, request: null };
    return { kind: 'entry', entry: { entry: revision, leaf: JSON.stringify(leaf), text: null, textSalt: null, ...parts }, textHash: leaf.text, together };
  }
  if (stream.startsWith(textStream(register, ''))) {
    const { text, salt } = data as { text: object; salt: string };
    return { kind: 'text', text: { hash: stream.slice(textStream(register, '').length), json: canonical(text), salt: bytes(salt) } };
  }
  if (stream.startsWith(requestStream(register, ''))) {
    const { request } = data as { request: string };
    return { kind: 'request', request: { eventId: stream.slice(requestStream(register, '').length), digest: bytes(request) } };
  }
  if (stream.startsWith(`${register}:outcome:`)) return { kind: 'outcome', kept: outcomeIn({ data }) };
  if (stream.startsWith(listStream(register, ''))) {
    const { value } = data as { value: string };
    return { kind: 'value', list: stream.slice(listStream(register, '').length), place: revision, value };
  }
  return null;
}
