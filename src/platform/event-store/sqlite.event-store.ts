import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../kernel/ports.js';
import type { Recorded } from '../../kernel/message.js';
import { Sqlite, type Value } from '../sqlite.js';
import { checkAppend, firstResult, isAsExpected } from './append-rules.js';
import { NotCanonical } from './canonical.js';
import { envelope, fingerprint, isFingerprintOf, unseal, type Draft, type Parts } from './envelope.js';
import {
  CommandAlreadyRecorded, EventIdReused, EventTooLarge, StoreClosed, StoreUnavailable, WrongRevision, type Appended, type EventStore, type Expected,
  type Filter, type Flaw, type Followed, type Head, type LogRange, type RecordedCommand, type StoredEntry, type StreamRange,
} from './event-store.js'; // prettier-ignore
import { Bell, followBy } from './follow.js';
import { auditColumns, auditFile } from './log-audit.js';
import { hold, measure, prepare, unavailable } from './log-file.js';

interface EntryRow {
  position: number;
  leaf: string;
  facts: string;
  text: string | null;
}

interface Waiting {
  readonly stream: string;
  readonly expected: Expected;
  readonly drafts: readonly Draft[];
  readonly parts: readonly Parts[];
  readonly request: string | undefined;
  readonly settle: (result: Appended | Error) => void;
}

const pageSize = 500;

/**
 * The log in one SQLite file: write-ahead log, fsync before acknowledgement, one writing process. All appends that wait in
 * one turn of the event loop share a transaction and thus an fsync (group commit).
 */
export class SqliteEventStore implements EventStore {
  private readonly log: Sqlite;
  private readonly lock: Sqlite | null;
  private readonly bell = new Bell();
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private closed = false;
  private closing: Promise<void> | null = null;
  private readonly isReadOnly: boolean;
  private size: number;
  private lastRecorded: number;

  /**
   * Opens the file, making it when it is missing. Throws `StoreHeld` when another process writes to it, and an error when
   * the file was made by a newer program or has lost entries. A reader (`readOnly`) needs no lock and cannot append.
   */
  constructor(
    path: string,
    private readonly clock: Clock,
    options: { readOnly?: boolean; durability?: 'full' | 'normal' } = {},
  ) {
    this.isReadOnly = options.readOnly ?? false;
    const inMemory = path === ':memory:';
    if (!inMemory) mkdirSync(dirname(path), { recursive: true });
    this.lock = inMemory || options.readOnly ? null : hold(path);
    try {
      this.log = new Sqlite(path, options.readOnly ? { readOnly: true } : {});
      if (!options.readOnly) prepare(this.log, options.durability ?? 'full');
      ({ size: this.size, lastRecorded: this.lastRecorded } = measure(this.log, path));
    } catch (error) {
      this.lock?.close();
      throw unavailable(error);
    }
  }

  append(stream: string, expected: Expected, drafts: readonly Draft[], request?: string): Promise<Appended> {
    return new Promise((resolve, reject) => {
      if (this.closed) throw new StoreClosed();
      const parts = checkAppend(stream, drafts);
      this.waiting.push({ stream, expected, drafts, parts, request, settle: (result) => (result instanceof Error ? reject(result) : resolve(result)) });
      this.flushing ??= new Promise((done) => setImmediate(() => done(this.flush())));
    });
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
      const rows = this.log.all<{ position: number; leaf: string; facts: string; facts_salt: Uint8Array; text: string | null; text_salt: Uint8Array | null }>(
        'SELECT position, leaf, facts, facts_salt, text, text_salt FROM entries WHERE position > ? ORDER BY position LIMIT ?',
        next,
        pageSize,
      );
      for (const row of rows) {
        yield { entry: row.position - 1, leaf: row.leaf, facts: row.facts, factsSalt: row.facts_salt, text: row.text, textSalt: row.text_salt };
      }
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

  async eraseText(entry: number): Promise<void> {
    this.mustBeOpen();
    if (this.isReadOnly) throw new StoreUnavailable('This process only reads the log.');
    try {
      this.log.transaction(() => {
        const commandId = this.log.one<{ command_id: string }>('SELECT command_id FROM entries WHERE position = ? AND text IS NOT NULL', entry + 1)?.command_id;
        if (commandId === undefined) return;
        this.log.run('UPDATE entries SET text = NULL, text_salt = NULL WHERE position = ?', entry + 1);
        this.log.run('UPDATE entries SET request = NULL WHERE command_id = ?', commandId);
      });
      // What was written over in the file still stands in the write-ahead log until that is emptied.
      if (!this.log.settle()) throw new StoreUnavailable('Somebody reads the log; what was erased may still stand in its write-ahead log.');
    } catch (error) {
      throw unavailable(error);
    }
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

  private async settle(): Promise<void> {
    this.closed = true;
    await this.flushing;
    this.bell.ring();
    try {
      if (!this.isReadOnly) this.log.settle();
    } finally {
      this.log.close();
      this.lock?.close();
    }
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
    return this.log.all<EntryRow>(
      `SELECT position, leaf, facts, text FROM entries WHERE ${conditions.join(' AND ')}
       ORDER BY position ${backwards ? 'DESC' : 'ASC'} LIMIT ?`, ...values, limit); // prettier-ignore
  }

  /** Writes all that waits in one transaction. An append is refused before its first row is written, so it takes no other with it. */
  private flush(): void {
    const batch = this.waiting;
    this.waiting = [];
    this.flushing = null;
    const before = { size: this.size, lastRecorded: this.lastRecorded };
    let results: (Appended | Error)[];
    try {
      results = this.log.transaction(() => batch.map((one) => this.attempt(one)));
    } catch (error) {
      ({ size: this.size, lastRecorded: this.lastRecorded } = before);
      const failure = unavailable(error);
      results = batch.map(() => failure);
    }
    batch.forEach((one, index) => one.settle(results[index] as Appended | Error));
    if (this.size > before.size) this.bell.ring();
  }

  private attempt(one: Waiting): Appended | Error {
    const { lastRecorded } = this;
    try {
      return this.write(one);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.lastRecorded = lastRecorded;
      return error;
    }
  }

  private write({ stream, expected, drafts, parts, request }: Waiting): Appended {
    const actual = this.log.one<{ revision: number }>('SELECT max(revision) AS revision FROM entries WHERE stream = ?', stream)?.revision ?? -1;
    const done = this.alreadyDone(stream, expected, drafts);
    if (done !== null) return done;
    if (!isAsExpected(expected, actual)) throw new WrongRevision(stream, expected, actual);
    const firstEntry = this.size;
    this.lastRecorded = Math.max(this.clock(), this.lastRecorded);
    const recordedAt = new Date(this.lastRecorded).toISOString();
    const leaves = drafts.map((draft, index) =>
      envelope(draft, parts[index] as Parts, { entry: firstEntry + index, stream, revision: actual + 1 + index, recordedAt }),
    );
    drafts.forEach((draft, index) => {
      const { facts, text } = parts[index] as Parts;
      this.log.run(
        `INSERT INTO entries (position, stream, revision, type, event_id, command_id, part, leaf, facts, facts_salt, text, text_salt, request)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        this.size + 1, stream, actual + 1 + index, draft.type, draft.eventId, draft.commandId, index, leaves[index] as string,
        facts.json, facts.salt, text?.json ?? null, text?.salt ?? null,
        index === 0 && request !== undefined ? fingerprint(request) : null,
      ); // prettier-ignore
      this.size += 1;
    });
    return { stream, firstEntry, lastEntry: this.size - 1, revision: actual + drafts.length, recordedAt };
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

  private mustBeOpen(): void {
    if (this.closed) throw new StoreClosed();
  }
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof WrongRevision ||
  error instanceof CommandAlreadyRecorded ||
  error instanceof EventIdReused ||
  error instanceof EventTooLarge ||
  error instanceof NotCanonical;
