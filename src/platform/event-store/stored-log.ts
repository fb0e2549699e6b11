import type { Recorded } from '../../kernel/message.js';
import type { Clock } from '../../kernel/ports.js';
import type { Sqlite } from '../sqlite.js';
import { firstResult, isAsExpected } from './append-rules.js';
import type { Authentication } from './sqlite/append-key.js';
import { ClockGuard, SeenClock } from './clock-guard.js';
import { NotCanonical } from './canonical.js';
import { EntryRows } from './sqlite/entry-rows.js';
import { envelope, isFingerprintOf, unseal, type EventDraft, type SaltedParts } from './envelope.js';
import {
  ClockUntrusted,
  CommandAlreadyRecorded,
  EventIdReused,
  EventTooLarge,
  StoreClosed,
  StoreUnavailable,
  UnknownEntry,
  WrongRevision,
  type Appended,
  type Expected,
  type Filter,
  type Flaw,
  type Followed,
  type Head,
  type KeptOutcome,
  type LogRange,
  type RecordedCommand,
  type StoredEntry,
  type StreamRange,
} from './event-store.js';
import { AppendSignal, followBy } from './follow.js';
import { auditColumns, auditFile, auditStrays } from './log-audit.js';
import { unavailable, type LogFile } from './sqlite/log-file.js';
import { OutcomeRows } from './sqlite/outcome-rows.js';
import { firstUnknownRow, unknownRow } from './sqlite/unknown-rows.js';

/** An append that was asked for, with the parts of its events sealed once and for all. */
export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly drafts: readonly EventDraft[];
  readonly parts: readonly SaltedParts[];
  /** The salted digest of what was asked, made once and for all too; null where nothing was said. */
  readonly asked: Uint8Array | null;
  /** How many entries it was decided on, where that was not asked for; see the port. */
  readonly seen?: number | undefined;
}

const pageSize = 500;

/** The log as it stands in one SQLite file: all that can be asked of it, and how entries come in. Engines decide when they do. */
export abstract class StoredLog {
  protected readonly rows: EntryRows;
  protected readonly outcomes: OutcomeRows;
  private readonly log: Sqlite;
  protected readonly appended = new AppendSignal();
  protected closed = false;
  private closing: Promise<void> | null = null;
  protected size: number;
  protected lastRecorded: number;

  private firstUnknown: number | null = null;
  private readonly guard: ClockGuard | null;

  /** Without `authentication`, appended rows get no authentication code, and every row is taken for the register's. */
  protected constructor(
    private readonly file: LogFile,
    private readonly clock: Clock,
    private readonly authentication: Authentication | null = null,
    isClockGuarded = false,
  ) {
    ({ log: this.log, size: this.size, lastRecorded: this.lastRecorded } = file);
    this.rows = new EntryRows(this.log, () => (authentication === null ? Number.MAX_SAFE_INTEGER : this.size));
    this.outcomes = new OutcomeRows(this.log);
    this.endBeforeUnknownRows();
    this.guard = isClockGuarded
      ? new ClockGuard({ clock, lastRecorded: () => this.lastRecorded, seenClock: new SeenClock(this.log) })
      : null;
  }

  /** Why the clock cannot be trusted with the time of an entry, in a sentence; null if it can, or is not guarded. */
  protected get clockTrouble(): string | null {
    return this.closed ? null : (this.guard?.trouble ?? null);
  }

  get unknown(): Flaw | null {
    this.lookBehindTheEnd();
    return this.firstUnknown === null ? null : unknownRow(this.firstUnknown);
  }

  async *readStream(
    stream: string,
    { from, limit = Infinity, backwards = false }: StreamRange = {},
  ): AsyncIterable<Recorded> {
    let next = from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0);
    let left = limit;
    while (left > 0) {
      this.mustBeOpen();
      const rows = this.rows.ofStream(stream, next, Math.min(left, pageSize), backwards);
      for (const row of rows) yield unseal(row.leaf, row.facts, row.text);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return;
      left -= rows.length;
      next = last.revision + (backwards ? -1 : 1);
    }
  }

  async *readAll(range: LogRange = {}): AsyncIterable<Recorded> {
    let after = range.after ?? (range.backwards ? Number.MAX_SAFE_INTEGER : -1);
    let left = range.limit ?? Infinity;
    while (left > 0) {
      this.mustBeOpen();
      const rows = this.rows.behind(after, Math.min(left, pageSize), range.filter, range.backwards);
      for (const row of rows) yield unseal(row.leaf, row.facts, row.text);
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return;
      left -= rows.length;
      after = last.position - 1;
    }
  }

  async *readEntries(from: number): AsyncIterable<StoredEntry> {
    for (let next = from; ; next += pageSize) {
      this.mustBeOpen();
      const rows = this.rows.sealed(next, pageSize);
      yield* rows;
      if (rows.length < pageSize) return;
    }
  }

  async *readLeaves(from: number): AsyncIterable<Pick<StoredEntry, 'entry' | 'leaf'>> {
    for (let next = from; ; next += pageSize) {
      this.mustBeOpen();
      const rows = this.rows.leaves(next, pageSize);
      yield* rows;
      if (rows.length < pageSize) return;
    }
  }

  follow(range: {
    readonly after: number;
    readonly filter?: Filter;
    readonly signal?: AbortSignal;
  }): AsyncIterable<Followed> {
    return followBy({
      ...range,
      appended: this.appended,
      size: () => (this.closed ? null : this.size),
      page: (after, filter) => {
        this.mustBeOpen();
        return this.rows.behind(after, pageSize, filter).map((row) => unseal(row.leaf, row.facts, row.text));
      },
    });
  }

  async readCommand(commandId: string): Promise<RecordedCommand | null> {
    this.mustBeOpen();
    const rows = this.rows.ofCommand(commandId);
    const asked = rows[0]?.request ?? null;
    if (rows.length === 0) return null;
    return {
      events: rows.map((row) => unseal(row.leaf, row.facts, row.text)),
      isSame: (request) => asked === null || isFingerprintOf(asked, request),
    };
  }

  async readOutcome(commandId: string): Promise<KeptOutcome | null> {
    this.mustBeOpen();
    return this.outcomes.of(commandId);
  }

  async *readOutcomes(): AsyncIterable<KeptOutcome> {
    for (const kept of this.outcomes.all()) {
      this.mustBeOpen();
      yield kept;
    }
  }

  async head(): Promise<Head> {
    this.mustBeOpen();
    return { size: this.size, recordedAt: this.size === 0 ? null : new Date(this.lastRecorded).toISOString() };
  }

  async *audit({
    thorough = false,
    signal,
  }: { readonly thorough?: boolean; readonly signal?: AbortSignal } = {}): AsyncIterable<Flaw> {
    if (this.unknown !== null) yield this.unknown;
    for (const flaws of auditColumns(this.log, pageSize)) {
      yield* flaws;
      await new Promise(setImmediate);
      if (signal?.aborted) return;
      this.mustBeOpen();
    }
    yield* auditStrays(this.log);
    if (thorough) yield* auditFile(this.log);
  }

  close(): Promise<void> {
    this.closing ??= this.settle();
    return this.closing;
  }

  /** Resolves when nothing is under way any more; from its call on, everything new is refused. */
  protected abstract finish(): Promise<void>;

  private async settle(): Promise<void> {
    this.closed = true;
    await this.finish();
    this.appended.ring();
    this.file.close();
  }

  /**
   * Writes an append as the next entries, or returns why not. A refused append leaves no row. Call it in a
   * transaction.
   */
  protected attempt(append: Append): Appended | Error {
    const { lastRecorded } = this;
    try {
      return this.write(append);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.lastRecorded = lastRecorded;
      return error;
    }
  }

  /** What appends would come to if they were written now one after the other, and the entries they would write. Nothing is. */
  protected rehearse(appends: readonly Append[]): {
    readonly results: readonly (Appended | Error)[];
    readonly entries: readonly StoredEntry[];
  } {
    const { size, lastRecorded } = this;
    try {
      return this.log.rehearse(() => {
        const results = appends.map((one) => this.attempt(one));
        return { results, entries: this.rows.sealed(size, this.size - size) };
      });
    } finally {
      [this.size, this.lastRecorded] = [size, lastRecorded];
    }
  }

  /** Takes entries in as they were sealed elsewhere: those that come next. To be called in a transaction. */
  protected take(entries: readonly StoredEntry[]): void {
    for (const { entry, leaf, ...parts } of entries) {
      const event = JSON.parse(leaf) as Recorded;
      if (entry !== this.size || event.entry !== entry)
        throw new RangeError(
          `Entry ${entry}, whose leaf says ${event.entry}, is out of sequence: the log has ${this.size} entries.`,
        );
      const isOwn = this.authentication?.key.isCodeOf(parts.code, leaf, this.rows.codeAt(entry - 1)) ?? true;
      if (!isOwn) throw new UnknownEntry(entry);
      const before = this.rows.partAt(entry - 1);
      this.rows.insert(event, before?.command_id === event.commandId ? before.part + 1 : 0, { entry, leaf, ...parts });
      this.size += 1;
      this.lastRecorded = Math.max(this.lastRecorded, Date.parse(event.recordedAt));
    }
  }

  /** Takes the text of an entry out of the file, and what was asked by its command; see the port. */
  protected forget(entry: number): void {
    try {
      this.log.transaction(() => this.rows.erase(entry));
      // What was written over in the file still stands in the write-ahead log until that is emptied.
      if (!this.log.settle())
        throw new StoreUnavailable(
          'Another process is reading the log; erased text may still be in its write-ahead log.',
        );
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Runs work that brings entries in, in one transaction: all of it is kept, or none. */
  protected inTransaction<T>(work: () => T): T {
    const { size, lastRecorded } = this;
    try {
      return this.log.transaction(work);
    } catch (error) {
      [this.size, this.lastRecorded] = [size, lastRecorded];
      throw error;
    }
  }

  protected mustBeOpen(): void {
    if (this.closed) throw new StoreClosed();
  }

  private write({ stream, expected, drafts, parts, asked }: Append): Appended {
    this.lookBehindTheEnd();
    if (this.firstUnknown !== null) throw new UnknownEntry(this.firstUnknown);
    const actual = this.rows.revisionOf(stream);
    const done = this.alreadyDone(stream, expected, drafts);
    if (done !== null) return done;
    if (!isAsExpected(expected, actual)) throw new WrongRevision(stream, expected, actual);
    const { clockTrouble } = this;
    if (clockTrouble !== null) throw new ClockUntrusted(`${clockTrouble} Nothing was recorded.`);
    const firstEntry = this.size;
    this.lastRecorded = Math.max(this.clock(), this.lastRecorded);
    const recordedAt = new Date(this.lastRecorded).toISOString();
    const events = drafts.map((draft, index) => ({
      ...draft,
      entry: firstEntry + index,
      stream,
      revision: actual + 1 + index,
      recordedAt,
    }));
    const leaves = events.map((event, index) => envelope(event, parts[index] as SaltedParts, event));
    let code = this.rows.codeAt(firstEntry - 1);
    events.forEach((event, index) => {
      const { facts, text } = parts[index] as SaltedParts;
      const leaf = leaves[index] as string;
      code = this.authentication?.key.codeOf(leaf, code) ?? null;
      this.rows.insert(event, index, {
        ...{ entry: event.entry, leaf, code, request: index === 0 ? asked : null },
        ...{ facts: facts.json, factsSalt: facts.salt, text: text?.json ?? null, textSalt: text?.salt ?? null },
      });
    });
    this.size += events.length;
    return { stream, firstEntry, lastEntry: this.size - 1, revision: actual + drafts.length, recordedAt };
  }

  /** Lets the log end before the first row that the register has not appended itself, if there is one. */
  private endBeforeUnknownRows(): void {
    if (this.authentication === null) return;
    this.firstUnknown = firstUnknownRow(this.rows, this.authentication);
    if (this.firstUnknown === null) return;
    this.size = this.firstUnknown;
    this.lastRecorded =
      Date.parse(
        this.rows.leaves(this.size - 1, 1).map(({ leaf }) => (JSON.parse(leaf) as Recorded).recordedAt)[0] ?? '',
      ) || 0;
  }

  /** Finds rows that somebody has put behind the end of the log while it is open. */
  private lookBehindTheEnd(): void {
    if (
      this.closed ||
      this.authentication === null ||
      this.firstUnknown !== null ||
      this.rows.coded(this.size, 1).length === 0
    )
      return;
    this.firstUnknown = firstUnknownRow(this.rows, this.authentication, this.size);
  }

  private alreadyDone(stream: string, expected: Expected, drafts: readonly EventDraft[]): Appended | null {
    const reused = drafts.find(({ eventId, commandId }) => this.rows.knows(eventId, commandId));
    if (reused === undefined) return null;
    const known = this.rows.leavesOf(drafts.map(({ eventId }) => eventId));
    if (known.length === 0) throw new CommandAlreadyRecorded(reused.commandId);
    const continues = (entry: number): boolean => (this.rows.partAt(entry)?.part ?? 0) > 0;
    return firstResult(stream, expected, drafts, known, continues);
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof WrongRevision ||
  error instanceof CommandAlreadyRecorded ||
  error instanceof EventIdReused ||
  error instanceof EventTooLarge ||
  error instanceof UnknownEntry ||
  error instanceof ClockUntrusted ||
  error instanceof NotCanonical;
