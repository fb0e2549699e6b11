import type { Recorded } from '../../kernel/message.js';
import type { Clock } from '../../kernel/ports.js';
import type { Sqlite, Value } from '../sqlite.js';
import { firstResult, isAsExpected } from './append-rules.js';
import { NotCanonical } from './canonical.js';
import { envelope, fingerprint, isFingerprintOf, unseal, type Draft, type Parts } from './envelope.js';
import {
  CommandAlreadyRecorded, EventIdReused, EventTooLarge, StoreClosed, StoreUnavailable, WrongRevision, type Appended, type Expected, type Filter, type Flaw,
  type Followed, type Head, type LogRange, type RecordedCommand, type StoredEntry, type StreamRange,
} from './event-store.js'; // prettier-ignore
import { Bell, followBy } from './follow.js';
import { auditColumns, auditFile } from './log-audit.js';
import { unavailable, type LogFile } from './log-file.js';

/** An append that was asked for, with the parts of its events sealed once and for all. */
export interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly drafts: readonly Draft[];
  readonly parts: readonly Parts[];
  readonly request: string | undefined;
}

interface EntryRow {
  readonly position: number;
  readonly leaf: string;
  readonly facts: string;
  readonly text: string | null;
}

interface SealedRow extends EntryRow {
  readonly facts_salt: Uint8Array;
  readonly text_salt: Uint8Array | null;
  readonly request: Uint8Array | null;
}

const pageSize = 500;

/** The log as it stands in one SQLite file: all that can be asked of it, and how entries come in. Engines decide when they do. */
export abstract class StoredLog {
  protected readonly log: Sqlite;
  protected readonly bell = new Bell();
  protected closed = false;
  private closing: Promise<void> | null = null;
  protected size: number;
  protected lastRecorded: number;

  protected constructor(
    private readonly file: LogFile,
    private readonly clock: Clock,
  ) {
    ({ log: this.log, size: this.size, lastRecorded: this.lastRecorded } = file);
  }

  async *readStream(stream: string, { from, limit = Infinity, backwards = false }: StreamRange = {}): AsyncIterable<Recorded> {
    let next = from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0);
    let left = limit;
    while (left > 0) {
      this.mustBeOpen();
      const rows = this.log.all<EntryRow & { revision: number }>(
        `SELECT position, revision, leaf, facts, text FROM entries WHERE stream = ? AND revision ${backwards ? '<=' : '>='} ?
         ORDER BY revision ${backwards ? 'DESC' : 'ASC'} LIMIT ?`,
        stream, next, Math.min(left, pageSize),
      ); // prettier-ignore
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
      const rows = this.page(after, Math.min(left, pageSize), range.filter, range.backwards);
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
      const rows = this.sealed(next, pageSize);
      yield* rows;
      if (rows.length < pageSize) return;
    }
  }

  async *readLeaves(from: number): AsyncIterable<Pick<StoredEntry, 'entry' | 'leaf'>> {
    for (let next = from; ; next += pageSize) {
      this.mustBeOpen();
      const rows = this.log.all<{ position: number; leaf: string }>(
        'SELECT position, leaf FROM entries WHERE position > ? ORDER BY position LIMIT ?',
        next,
        pageSize,
      );
      for (const { position, leaf } of rows) yield { entry: position - 1, leaf };
      if (rows.length < pageSize) return;
    }
  }

  follow(range: { readonly after: number; readonly filter?: Filter; readonly signal?: AbortSignal }): AsyncIterable<Followed> {
    return followBy({
      ...range,
      bell: this.bell,
      size: () => (this.closed ? null : this.size),
      page: (after, filter) => this.page(after, pageSize, filter).map((row) => unseal(row.leaf, row.facts, row.text)),
    });
  }

  async readCommand(commandId: string): Promise<RecordedCommand | null> {
    this.mustBeOpen();
    const rows = this.log.all<EntryRow & { request: Uint8Array | null }>(
      'SELECT position, leaf, facts, text, request FROM entries WHERE command_id = ? ORDER BY part',
      commandId,
    );
    const asked = rows[0]?.request ?? null;
    if (rows.length === 0) return null;
    return {
      events: rows.map((row) => unseal(row.leaf, row.facts, row.text)),
      isSame: (request) => asked === null || isFingerprintOf(asked, request),
    };
  }

  async head(): Promise<Head> {
    this.mustBeOpen();
    return { size: this.size, recordedAt: this.size === 0 ? null : new Date(this.lastRecorded).toISOString() };
  }

  async *audit({ thorough = false, signal }: { readonly thorough?: boolean; readonly signal?: AbortSignal } = {}): AsyncIterable<Flaw> {
    for (const flaws of auditColumns(this.log, pageSize)) {
      yield* flaws;
      await new Promise(setImmediate);
      if (signal?.aborted) return;
      this.mustBeOpen();
    }
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
    this.bell.ring();
    this.file.close();
  }

  /** Entries as they are kept, from one on. */
  protected sealed(from: number, limit: number): StoredEntry[] {
    return this.log
      .all<SealedRow & Record<string, unknown>>(
        'SELECT position, leaf, facts, facts_salt, text, text_salt, request FROM entries WHERE position > ? ORDER BY position LIMIT ?',
        from,
        limit,
      )
      .map((row) => ({
        entry: row.position - 1,
        leaf: row.leaf,
        facts: row.facts,
        factsSalt: row.facts_salt,
        text: row.text,
        textSalt: row.text_salt,
        request: row.request,
      }));
  }

  /** Writes an append as the next entries, or tells why not. One that is refused leaves no row. To be called in a transaction. */
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
  protected rehearse(appends: readonly Append[]): { readonly results: readonly (Appended | Error)[]; readonly entries: readonly StoredEntry[] } {
    const { size, lastRecorded } = this;
    try {
      return this.log.rehearse(() => {
        const results = appends.map((one) => this.attempt(one));
        return { results, entries: this.sealed(size, this.size - size) };
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
        throw new RangeError(`Entry ${entry}, whose leaf says ${event.entry}, cannot come next: the log holds ${this.size}.`);
      const before = this.log.one<{ command_id: string; part: number }>('SELECT command_id, part FROM entries WHERE position = ?', this.size);
      this.insert(event, before?.command_id === event.commandId ? before.part + 1 : 0, { leaf, ...parts });
      this.lastRecorded = Math.max(this.lastRecorded, Date.parse(event.recordedAt));
    }
  }

  /** Takes the text of an entry out of the file, and what was asked by its command; see the port. */
  protected forget(entry: number): void {
    try {
      this.log.transaction(() => {
        const found = this.log.one<{ command_id: string }>('SELECT command_id FROM entries WHERE position = ? AND text IS NOT NULL', entry + 1);
        if (found === undefined) return;
        this.log.run('UPDATE entries SET text = NULL, text_salt = NULL WHERE position = ?', entry + 1);
        this.log.run('UPDATE entries SET request = NULL WHERE command_id = ?', found.command_id);
      });
      // What was written over in the file still stands in the write-ahead log until that is emptied.
      if (!this.log.settle()) throw new StoreUnavailable('Somebody reads the log; what was erased may still stand in its write-ahead log.');
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

  private page(after: number, limit: number, filter: Filter = {}, backwards = false): EntryRow[] {
    this.mustBeOpen();
    const conditions = [backwards ? 'position < ?' : 'position > ?'];
    const values: Value[] = [after + 1];
    if (filter.streamPrefix !== undefined) {
      conditions.push('substr(stream, 1, length(?)) = ?');
      values.push(filter.streamPrefix, filter.streamPrefix);
    }
    if (filter.types !== undefined) {
      conditions.push('type IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(filter.types));
    }
    return this.log.all<EntryRow & Record<string, unknown>>(
      `SELECT position, leaf, facts, text FROM entries WHERE ${conditions.join(' AND ')}
       ORDER BY position ${backwards ? 'DESC' : 'ASC'} LIMIT ?`, ...values, limit); // prettier-ignore
  }

  private write({ stream, expected, drafts, parts, request }: Append): Appended {
    const actual = this.log.one<{ revision: number }>('SELECT max(revision) AS revision FROM entries WHERE stream = ?', stream)?.revision ?? -1;
    const done = this.alreadyDone(stream, expected, drafts);
    if (done !== null) return done;
    if (!isAsExpected(expected, actual)) throw new WrongRevision(stream, expected, actual);
    const firstEntry = this.size;
    this.lastRecorded = Math.max(this.clock(), this.lastRecorded);
    const recordedAt = new Date(this.lastRecorded).toISOString();
    const places = drafts.map((_, index) => ({ entry: firstEntry + index, stream, revision: actual + 1 + index, recordedAt }));
    const leaves = drafts.map((draft, index) => envelope(draft, parts[index] as Parts, places[index] as (typeof places)[number]));
    drafts.forEach((draft, index) => {
      const { facts, text } = parts[index] as Parts;
      this.insert({ ...draft, ...(places[index] as (typeof places)[number]) }, index, {
        leaf: leaves[index] as string,
        facts: facts.json,
        factsSalt: facts.salt,
        text: text?.json ?? null,
        textSalt: text?.salt ?? null,
        request: index === 0 && request !== undefined ? fingerprint(request) : null,
      });
    });
    return { stream, firstEntry, lastEntry: this.size - 1, revision: actual + drafts.length, recordedAt };
  }

  private insert(
    { stream, revision, type, eventId, commandId }: Pick<Recorded, 'stream' | 'revision' | 'type' | 'eventId' | 'commandId'>,
    part: number,
    { leaf, facts, factsSalt, text, textSalt, request }: Omit<StoredEntry, 'entry'>,
  ): void {
    this.log.run(
      `INSERT INTO entries (position, stream, revision, type, event_id, command_id, part, leaf, facts, facts_salt, text, text_salt, request)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      this.size + 1, stream, revision, type, eventId, commandId, part, leaf, facts, factsSalt, text, textSalt, request,
    ); // prettier-ignore
    this.size += 1;
  }

  private alreadyDone(stream: string, expected: Expected, drafts: readonly Draft[]): Appended | null {
    const isKnown = 'SELECT 1 FROM entries WHERE event_id = ? UNION ALL SELECT 1 FROM entries WHERE command_id = ? LIMIT 1';
    const reused = drafts.find(({ eventId, commandId }) => this.log.one(isKnown, eventId, commandId) !== undefined);
    if (reused === undefined) return null;
    const ids = JSON.stringify(drafts.map((draft) => draft.eventId));
    const known = this.log
      .all<{ leaf: string }>('SELECT leaf FROM entries WHERE event_id IN (SELECT value FROM json_each(?)) ORDER BY position', ids)
      .map(({ leaf }) => JSON.parse(leaf) as Recorded);
    if (known.length === 0) throw new CommandAlreadyRecorded(reused.commandId);
    const continues = (entry: number) => this.log.one('SELECT 1 FROM entries WHERE position = ? AND part > 0', entry + 1) !== undefined;
    return firstResult(stream, expected, drafts, known, continues);
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof WrongRevision ||
  error instanceof CommandAlreadyRecorded ||
  error instanceof EventIdReused ||
  error instanceof EventTooLarge ||
  error instanceof NotCanonical;
