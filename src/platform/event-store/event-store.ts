import type { Recorded } from '../../kernel/message.js';
import type { EventDraft } from './envelope.js';

/** The revision a stream must have for an append: a number, `none` (it must not exist), `exists`, or `any`. */
export type Expected = number | 'none' | 'exists' | 'any';

/** What an append gave its events. */
export interface Appended {
  readonly stream: string;
  /** Entry number of the first event; the others follow without a hole. */
  readonly firstEntry: number;
  readonly lastEntry: number;
  /** Revision of the last event. */
  readonly revision: number;
  readonly recordedAt: string;
}

export interface Head {
  /** How many entries the log holds: one more than the number of the last. */
  readonly size: number;
  /** When the last entry was recorded; null in an empty log. */
  readonly recordedAt: string | null;
}

/** Which events of the log are wanted; both conditions hold together, and a missing one lets all through. */
export interface Filter {
  readonly streamPrefix?: string;
  readonly types?: readonly string[];
}

export interface StreamRange {
  /** First revision wanted, inclusive; backwards, the one to begin with. */
  readonly from?: number;
  readonly limit?: number;
  readonly backwards?: boolean;
}

export interface LogRange {
  /** Entry number behind which reading begins, exclusive; backwards, before which. Left out: the whole log. */
  readonly after?: number;
  readonly limit?: number;
  readonly backwards?: boolean;
  readonly filter?: Filter;
}

/**
 * What a follower receives: an event, or that it has now seen the log up to `size` (its checkpoint, even if
 * nothing matched).
 */
export type Followed =
  { readonly kind: 'event'; readonly event: Recorded } | { readonly kind: 'caughtUp'; readonly size: number };

/** What one command has written, and whether a request is the one that was made then. */
export interface RecordedCommand {
  readonly events: readonly Recorded[];
  isSame(request: string): boolean;
}

/**
 * What a command came to that wrote nothing, as it is kept beside the log: `outcome` is text that the store does not read, `request` the
 * salted digest of what was asked (see `fingerprint`).
 */
export interface KeptOutcome {
  readonly commandId: string;
  readonly outcome: string;
  readonly request: Uint8Array;
}

/** One entry as it is kept: the leaf bytes, the two parts with their salts, and the digest of what its command asked for. */
export interface StoredEntry {
  readonly entry: number;
  readonly leaf: string;
  readonly facts: string;
  readonly factsSalt: Uint8Array;
  readonly text: string | null;
  readonly textSalt: Uint8Array | null;
  /** Beside the log, on the first entry of a command: see `fingerprint`; null where nothing was said. */
  readonly request: Uint8Array | null;
  /** Beside the log: the authentication code of its engine, see `AppendKey`; null where it was appended without a key. */
  readonly code: Uint8Array | null;
}

/** A list beside the log, to which all instances of a register add and which each of them follows. */
export interface SharedList {
  /** The values from a place on, as far as this instance has received them. */
  from(place: number): readonly string[];
  /**
   * Appends a value at the next place. Throws `WrongRevision` if another instance was there first; this
   * instance has then received that value.
   */
  add(value: string, place: number): Promise<void>;
  /**
   * Resolves when everything that was added before this call has been received. Throws `StoreUnavailable`.
   */
  sync(): Promise<void>;
  /** Resolves when something was received, on this list or another, or when the signal is aborted. */
  next(signal?: AbortSignal): Promise<void>;
}

/** Whether words that were erased are gone from the disks of the nodes behind a log; `nothing erased` holds also where there are none. */
export interface Scavenging {
  /**
   * `unknown` if nodes cannot be distinguished by what they write about their scavenges, or if none is known.
   */
  readonly status: 'nothing erased' | 'complete' | 'owed' | 'unknown';
  /** The nodes, each as host and port, of which it is not known that they were scavenged since. */
  readonly owed: readonly string[];
  /** The nodes that are being scavenged. */
  readonly running: readonly string[];
}

/** Something about the stored log that is not as it was written. */
export interface Flaw {
  /** Where: an entry number, or null when it concerns the log as a whole. */
  readonly entry: number | null;
  readonly message: string;
}

/**
 * The log: one sequence of events without holes, cut into streams. An append is acknowledged when it will survive the loss
 * of the machine's power, as far as the engine behind it can promise that. Nothing is ever changed or deleted, but for the one exception
 * that `eraseText` is.
 */
export interface EventStore {
  /**
   * Writes events to the end of a stream, all or none. Sent again unchanged (same event ids, same
   * expectation) it returns the first result. `request` is the canonical content of the command; only a
   * salted digest of it is kept. `seen` is for callers that decided on what can be read here without calling
   * `sync` and `readOutcome`: the number of entries they saw. Throws `WrongRevision`, `Overtaken`,
   * `CommandAlreadyRecorded`, `EventIdReused`, `EventTooLarge`, `BadStreamName`, `StoreUnavailable` or
   * `StoreClosed`; then nothing was written.
   */
  append(
    stream: string,
    expected: Expected,
    events: readonly EventDraft[],
    request?: string,
    seen?: number,
  ): Promise<Appended>;
  /** The events of a stream in order; none when there is no such stream. */
  readStream(stream: string, range?: StreamRange): AsyncIterable<Recorded>;
  /** The events of the log in order. */
  readAll(range?: LogRange): AsyncIterable<Recorded>;
  /** The log as stored, leaves and parts, in order from an entry on. */
  readEntries(from: number): AsyncIterable<StoredEntry>;
  /** The leaves alone, in order from an entry on, each with its number. */
  readLeaves(from: number): AsyncIterable<Pick<StoredEntry, 'entry' | 'leaf'>>;
  /** The history behind `after` (exclusive; -1 for all of it), then what comes, without loss or double, until aborted. */
  follow(range: {
    readonly after: number;
    readonly filter?: Filter;
    readonly signal?: AbortSignal;
  }): AsyncIterable<Followed>;
  /** What a command has written; null when it has written nothing. */
  readCommand(commandId: string): Promise<RecordedCommand | null>;
  /**
   * Remembers for ever what a command came to that wrote nothing. Of several outcomes the first one stands, on whichever instance it was
   * kept, and is returned. Acknowledged as an append is.
   */
  keepOutcome(kept: KeptOutcome): Promise<KeptOutcome>;
  /** What a command came to that wrote nothing, as any instance has kept it; null when none is kept. */
  readOutcome(commandId: string): Promise<KeptOutcome | null>;
  /** All outcomes that are kept, in the order of their command ids. */
  readOutcomes(): AsyncIterable<KeptOutcome>;
  head(): Promise<Head>;
  /**
   * Resolves when everything that was acknowledged before this call, to anyone, can be read here. Throws
   * `StoreUnavailable` if that cannot be determined in time.
   */
  sync(): Promise<void>;
  /** Whether other instances write to the same log, so that what can be read here may be behind it. */
  readonly isShared: boolean;
  /** Why appends would fail just now, in a sentence; null when nothing is known to stand against them. */
  readonly trouble: string | null;
  /**
   * Takes entries of another log in as they are kept there: leaves, parts, salts. They must be those that come next, those of one command
   * together; all are written or none.
   */
  copyIn(entries: readonly StoredEntry[]): Promise<void>;
  /** A list of this name that all instances share; null where one process has the log to itself. One whose name begins with `last-` keeps its last value only. */
  shared(name: string): SharedList | null;
  /**
   * The one exception to "nothing is ever changed": removes the text of an entry and its salt from the log,
   * so that no byte of either is left in what the engine stores, nor the digest that detects a repetition of
   * its command. Leaf, facts and order stay. Can be repeated for an entry without text. Throws
   * `StoreUnavailable` if something may be left; then it has to be repeated.
   */
  eraseText(entry: number): Promise<void>;
  /** Which nodes must be scavenged before words that were erased are gone from their disks; null where `eraseText` leaves none behind. */
  readonly scavenging: Scavenging | null;
  /** The first row at the end of the log that the register has not appended itself; from there on nothing is read. Null if there is none. */
  readonly unknown: Flaw | null;
  /**
   * Compares whatever the engine keeps beside the leaves, such as columns made of them, with the leaves; gives each flaw. `thorough` looks at
   * the engine's own indexes too, which may hold up others for seconds; `signal` ends it early.
   */
  audit(options?: { readonly thorough?: boolean; readonly signal?: AbortSignal }): AsyncIterable<Flaw>;
  /** Settles what is under way, then refuses everything. */
  close(): Promise<void>;
}

/** Another writer has appended to the stream in the meantime, or it does not exist as expected. */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  /** `actual` is the stream's last revision, -1 when it does not exist. */
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: number,
  ) {
    super(
      `Stream ${stream} was expected at ${expected}, but is at ${actual === -1 ? 'no revision: it does not exist' : actual}.`,
    );
  }
}

/**
 * Another instance has written to the log since an append was decided, even if to another stream: decide
 * again.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
  constructor(stream: string) {
    super(`Another instance has written to the log since the append to ${stream} was decided.`);
  }
}

/** The command id stands in the log with other events than these. */
export class CommandAlreadyRecorded extends Error {
  override readonly name = 'CommandAlreadyRecorded';
  constructor(readonly commandId: string) {
    super(`Command ${commandId} is already in the log.`);
  }
}

/** An event id stands in the log in another place. */
export class EventIdReused extends Error {
  override readonly name = 'EventIdReused';
  constructor(readonly eventId: string) {
    super(`Event id ${eventId} is already in the log.`);
  }
}

/** One part of an event is larger than the log takes. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`A part has ${bytes} bytes; the limit for one event is ${limit}.`);
  }
}

export class BadStreamName extends Error {
  override readonly name = 'BadStreamName';
  constructor(stream: string) {
    super(
      `${JSON.stringify(stream.slice(0, 80))} is not a stream name: 1 to 250 characters, none of them a control character, the first not $.`,
    );
  }
}

/** The engine cannot write or read just now: disk full, file read-only, server away. Nothing was written; try again later. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** The log has not answered in time, and an append may stand in it or not. Sent again with the same ids, it is written once. */
export class OutcomeUnknown extends StoreUnavailable {
  override readonly name = 'OutcomeUnknown';
  constructor(options?: ErrorOptions) {
    super(
      'The log did not respond in time, and whether it was recorded is not known. Send it again with the same commandId; it is recorded once.',
      options,
    );
  }
}

/** The clock cannot be trusted with the time of an entry. */
export class ClockUntrusted extends StoreUnavailable {
  override readonly name = 'ClockUntrusted';
}

/** A row in the log was not appended by the register itself. Nothing is appended until an operator has decided what becomes of it. */
export class UnknownEntry extends StoreUnavailable {
  override readonly name = 'UnknownEntry';
  constructor(readonly entry: number) {
    super(
      `Entry ${entry} was not written by the register; an operator has to decide with \`idc unknown-entries\`. Nothing was recorded.`,
    );
  }
}

/** Another process holds the log. */
export class StoreHeld extends Error {
  override readonly name = 'StoreHeld';
}

export class StoreClosed extends Error {
  override readonly name = 'StoreClosed';
  constructor() {
    super('The event store is closed.');
  }
}
