import { createHash } from 'node:crypto';
import type { Recorded } from '../../../kernel/message.js';
import { canonical } from '../canonical.js';
import { partHash } from '../envelope.js';
import type { KeptOutcome, StoredEntry } from '../event-store.js';
import type { Append } from '../stored-log.js';
import { StrayRecord } from './errors.js';
import { scavengeStreams, upkeepIn, type Upkeep } from './scavenges.js';

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
  /** Whose it is, where it stands in the stream of its command. */
  readonly commandId: string | null;
  readonly hash: string;
  readonly json: string;
  readonly salt: Uint8Array;
}

/** What was asked by a command, apart from its first entry, by the id of that. */
export interface ApartRequest {
  readonly commandId: string;
  readonly eventId: string;
  readonly digest: Uint8Array;
}

/** What a record is to the register: an entry still without what stands apart from it, one of those, or a value of a list. */
export type Meaning =
  | { readonly kind: 'entry'; readonly entry: StoredEntry; readonly textHash: string | null; readonly together: number }
  | { readonly kind: 'apart'; readonly text: ApartText | null; readonly request: ApartRequest | null }
  | { readonly kind: 'upkeep'; readonly upkeep: Upkeep }
  | { readonly kind: 'outcome'; readonly kept: KeptOutcome }
  | { readonly kind: 'value'; readonly list: string; readonly place: number; readonly value: string };

/** The stream of the log, in which the revision of an event is its entry number; those of commands, of texts and of lists stand beside it. */
export const logStream = (register: string): string => `${register}:log`;
export const textStream = (register: string, hash: string): string => `${register}:text:${hash}`;
export const commandStream = (register: string, commandId: string): string =>
  `${register}:command:${createHash('sha256').update(commandId).digest('hex')}`;
export const listStream = (register: string, list: string): string => `${register}:list:${list}`;

/** Whether only the last value of a list is wanted. */
export const keepsLast = (list: string): boolean => list.startsWith('last-');

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
  return entries.map(({ leaf, facts, factsSalt, code }, index) => {
    const { eventId: id, type, commandId } = leaves[index] as Recorded;
    const isFirst = leaves[index - 1]?.commandId !== commandId;
    const others = isFirst ? leaves.slice(index).findIndex((one) => one.commandId !== commandId) : 0;
    const together = others === -1 ? leaves.length - index : others;
    const data = {
      facts: JSON.parse(facts) as object,
      salt: hex(factsSalt),
      ...(code !== null && { code: hex(code) }),
      ...(together > 1 && { together }),
    };
    return { id, type, data, metadata: Uint8Array.from(Buffer.from(leaf)) };
  });
}

/** An event of a command, by what of it stands apart. */
interface Piece {
  readonly eventId: string;
  readonly commandId: string;
  readonly text: Pick<ApartText, 'hash' | 'json' | 'salt'> | null;
  /** What was asked, on the first event of its command. */
  readonly request: Uint8Array | null;
}

/** A record that stands apart from the log, in a stream of its own. */
export interface ApartRecord {
  readonly stream: string;
  readonly record: NewRecord;
  /** Whose stream it is; null for that of a text. */
  readonly commandId: string | null;
}

/**
 * What of entries is kept apart, so that it can be deleted: what was asked by a command and its text in the stream of the command, which also holds its outcome
 * when it writes nothing; where a command has several texts, each in a stream of its own, for one may go without the others.
 */
function apartOf(register: string, pieces: readonly Piece[]): ApartRecord[] {
  const byCommand = new Map<string, Piece[]>();
  for (const piece of pieces) byCommand.set(piece.commandId, [...(byCommand.get(piece.commandId) ?? []), piece]);
  return [...byCommand].flatMap(([commandId, [first, ...others]]) => {
    const texts = [first, ...others].flatMap((piece) => (piece?.text ? [{ id: piece.eventId, ...piece.text }] : []));
    const told = texts.map(({ id, hash, json, salt }) => ({
      id,
      hash,
      data: { text: JSON.parse(json) as object, salt: hex(salt) },
    }));
    const [only] = told;
    const request = first?.request ?? null;
    const apart: ApartRecord[] =
      told.length < 2
        ? []
        : told.map(({ id, hash, data }) => ({
            stream: textStream(register, hash),
            record: { id, type: 'Text', data },
            commandId: null,
          }));
    const alone = told.length === 1 && only !== undefined ? { hash: only.hash, ...only.data } : null;
    if (first === undefined || (request === null && alone === null)) return apart;
    const data = {
      commandId,
      event: first.eventId,
      ...(request && { request: hex(request) }),
      ...(alone && { text: alone }),
    };
    return [
      ...apart,
      { stream: commandStream(register, commandId), record: { id: first.eventId, type: 'Asked', data }, commandId },
    ];
  });
}

/** What of an append stands apart; see `apartOf`. */
export const apartFromAppend = (
  register: string,
  { drafts, parts, asked }: Pick<Append, 'drafts' | 'parts' | 'asked'>,
): ApartRecord[] =>
  apartOf(
    register,
    drafts.map(({ eventId, commandId }, index) => {
      const text = parts[index]?.text ?? null;
      return {
        eventId,
        commandId,
        text: text && { hash: partHash('text', eventId, text), ...text },
        request: index === 0 ? asked : null,
      };
    }),
  );

/** What of entries stands apart, whole commands; see `apartOf`. */
export const apartFrom = (register: string, entries: readonly StoredEntry[]): ApartRecord[] =>
  apartOf(
    register,
    entries.map(({ leaf, text: json, textSalt: salt, request }) => {
      const {
        eventId,
        commandId,
        text: hash,
      } = JSON.parse(leaf) as { readonly eventId: string; readonly commandId: string; readonly text: string | null };
      return {
        eventId,
        commandId,
        text: json !== null && salt !== null && hash !== null ? { hash, json, salt } : null,
        request,
      };
    }),
  );

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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
const isHex = (value: unknown): value is string => typeof value === 'string' && /^([0-9a-f]{2})+$/.test(value);

/** What is wrong with a record that should be an entry; null when nothing is. */
function strayAsEntry({ revision, type, data, metadata }: KeptRecord): string | null {
  if (type.startsWith('$')) return `it is of the type ${type}, which is the event store's own`;
  if (!isObject(data)) return 'its data is not a JSON object';
  if (!isObject(data.facts) || !isHex(data.salt)) return 'its data lacks facts and their salt';
  if (data.code !== undefined && !isHex(data.code)) return 'its authentication code is no hexadecimal text';
  if (data.together !== undefined && !(Number.isInteger(data.together) && Number(data.together) > 1))
    return 'it lacks the number of entries of its command';
  if (!isObject(metadata)) return 'its metadata is not an envelope';
  if (metadata.entry !== revision) return `its envelope is that of entry ${JSON.stringify(metadata.entry)}`;
  return [metadata.eventId, metadata.commandId, metadata.facts, metadata.stream].every((one) => typeof one === 'string')
    ? null
    : 'its envelope lacks ids, stream or hashes';
}

const textIn = (data: unknown, hash: string): Omit<ApartText, 'commandId'> | null =>
  isObject(data) && isObject(data.text) && isHex(data.salt)
    ? { hash, json: canonical(data.text), salt: bytes(data.salt) }
    : null;

/**
 * Reads a record of a register; null for one that is none of its own, or none that matters. Throws `StrayRecord` for one without which the log or a list
 * cannot be gone through.
 */
export function meaningOf(register: string, record: KeptRecord): Meaning | null {
  const { stream, revision, type, data, metadata } = record;
  if (stream.startsWith(scavengeStreams)) {
    const upkeep = upkeepIn(record);
    return upkeep === null ? null : { kind: 'upkeep', upkeep };
  }
  if (stream === logStream(register)) {
    const wrong = strayAsEntry(record);
    if (wrong !== null) throw new StrayRecord(stream, revision, wrong);
    const {
      facts,
      salt,
      code,
      together = 1,
    } = data as { facts: object; salt: string; code?: string; together?: number };
    const leaf = metadata as { readonly facts: string; readonly text: string | null; readonly eventId: string };
    const factsSalt = bytes(salt);
    // An object comes back with its keys in their order, unless some look like numbers.
    const same = JSON.stringify(facts);
    const isSame = partHash('facts', leaf.eventId, { json: same, salt: factsSalt }) === leaf.facts;
    const parts = {
      facts: isSame ? same : canonical(facts),
      factsSalt,
      request: null,
      code: code === undefined ? null : bytes(code),
    };
    return {
      kind: 'entry',
      entry: { entry: revision, leaf: JSON.stringify(leaf), text: null, textSalt: null, ...parts },
      textHash: leaf.text,
      together,
    };
  }
  if (stream.startsWith(textStream(register, ''))) {
    // A tombstone, or something written by others: a missing text is found by the hash in its leaf.
    if (type === '$streamDeleted') return { kind: 'upkeep', upkeep: { what: 'erased' } };
    const text = textIn(data, stream.slice(textStream(register, '').length));
    return text === null ? null : { kind: 'apart', text: { ...text, commandId: null }, request: null };
  }
  if (stream.startsWith(`${register}:command:`)) {
    if (type === '$streamDeleted') return { kind: 'upkeep', upkeep: { what: 'erased' } };
    if (!isObject(data) || typeof data.commandId !== 'string') return null;
    if (type === 'Outcome')
      return typeof data.outcome === 'string' && isHex(data.request)
        ? { kind: 'outcome', kept: outcomeIn({ data }) }
        : null;
    if (typeof data.event !== 'string') return null;
    const { commandId, event: eventId } = data;
    const text = isObject(data.text) && typeof data.text.hash === 'string' ? textIn(data.text, data.text.hash) : null;
    const request = isHex(data.request) ? { commandId, eventId, digest: bytes(data.request) } : null;
    return { kind: 'apart', text: text && { ...text, commandId }, request };
  }
  if (stream.startsWith(listStream(register, ''))) {
    const list = stream.slice(listStream(register, '').length);
    if (type.startsWith('$')) return null;
    if (isObject(data) && typeof data.value === 'string')
      return { kind: 'value', list, place: revision, value: data.value };
    if (!keepsLast(list)) throw new StrayRecord(stream, revision, 'its data is not a value of a list');
    return { kind: 'value', list, place: revision, value: '' };
  }
  return null;
}
