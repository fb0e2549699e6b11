import type { Recorded } from '../../../kernel/message.js';
import type { Sqlite, Value } from '../../sqlite.js';
import type { Filter, StoredEntry } from '../event-store.js';

/** What an event is put together from again. Positions count from 1, entries from 0. */
export interface EntryRow {
  readonly position: number;
  readonly leaf: string;
  readonly facts: string;
  readonly text: string | null;
}

interface SealedRow extends EntryRow {
  readonly facts_salt: Uint8Array;
  readonly text_salt: Uint8Array | null;
  readonly request: Uint8Array | null;
  readonly code: Uint8Array | null;
}

/** The table of entries in a log file, and all the SQL that is asked of it. */
export class EntryRows {
  /** `end` is how many entries may be read: rows behind that are none of the register's. */
  constructor(
    private readonly log: Sqlite,
    private readonly end: () => number,
  ) {}

  ofStream(
    stream: string,
    from: number,
    limit: number,
    backwards: boolean,
  ): (EntryRow & { readonly revision: number })[] {
    return this.log.all(
      `SELECT position, revision, leaf, facts, text FROM entries WHERE stream = ? AND revision ${backwards ? '<=' : '>='} ?
       AND position <= ? ORDER BY revision ${backwards ? 'DESC' : 'ASC'} LIMIT ?`,
      stream,
      from,
      this.end(),
      limit,
    );
  }

  /** Those behind an entry; backwards, those before it. */
  behind(entry: number, limit: number, { streamPrefix, types }: Filter = {}, backwards = false): EntryRow[] {
    const conditions = [backwards ? 'position < ?' : 'position > ?', 'position <= ?'];
    const values: Value[] = [entry + 1, this.end()];
    if (streamPrefix !== undefined) {
      conditions.push('substr(stream, 1, length(?)) = ?');
      values.push(streamPrefix, streamPrefix);
    }
    if (types !== undefined) {
      conditions.push('type IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(types));
    }
    return this.log.all(
      `SELECT position, leaf, facts, text FROM entries WHERE ${conditions.join(' AND ')}
       ORDER BY position ${backwards ? 'DESC' : 'ASC'} LIMIT ?`,
      ...values,
      limit,
    );
  }

  /** Entries as they are kept, from one on. */
  sealed(from: number, limit: number): StoredEntry[] {
    const sql =
      'SELECT position, leaf, facts, facts_salt, text, text_salt, request, code FROM entries WHERE position > ? ORDER BY position LIMIT ?';
    return this.log
      .all<SealedRow>(sql, from, this.within(from, limit))
      .map(({ position, leaf, facts, facts_salt, text, text_salt, request, code }) => ({
        ...{ entry: position - 1, leaf, facts, factsSalt: facts_salt, text, textSalt: text_salt, request, code },
      }));
  }

  leaves(from: number, limit: number): Pick<StoredEntry, 'entry' | 'leaf'>[] {
    const sql = 'SELECT position, leaf FROM entries WHERE position > ? ORDER BY position LIMIT ?';
    return this.log
      .all<EntryRow>(sql, from, this.within(from, limit))
      .map(({ position, leaf }) => ({ entry: position - 1, leaf }));
  }

  ofCommand(commandId: string): (EntryRow & { readonly request: Uint8Array | null; readonly event_id: string })[] {
    return this.log.all(
      'SELECT position, leaf, facts, text, request, event_id FROM entries WHERE command_id = ? AND position <= ? ORDER BY part',
      commandId,
      this.end(),
    );
  }

  /** The last revision of a stream, -1 where there is no such stream. */
  revisionOf(stream: string): number {
    return (
      this.log.one<{ revision: number | null }>(
        'SELECT max(revision) AS revision FROM entries WHERE stream = ? AND position <= ?',
        stream,
        this.end(),
      )?.revision ?? -1
    );
  }

  /** Whether an event or a command with this id is there. */
  knows(eventId: string, commandId: string): boolean {
    const sql = 'SELECT 1 FROM entries WHERE event_id = ? UNION ALL SELECT 1 FROM entries WHERE command_id = ? LIMIT 1';
    return this.log.one(sql, eventId, commandId) !== undefined;
  }

  /** The leaves of those of the events that are there, in the order of the log. */
  leavesOf(eventIds: readonly string[]): Recorded[] {
    const sql = 'SELECT leaf FROM entries WHERE event_id IN (SELECT value FROM json_each(?)) ORDER BY position';
    return this.log
      .all<{ leaf: string }>(sql, JSON.stringify(eventIds))
      .map(({ leaf }) => JSON.parse(leaf) as Recorded);
  }

  /** Which command wrote an entry, and as which of its entries, counted from 0. */
  partAt(entry: number): { readonly command_id: string; readonly part: number } | undefined {
    return this.log.one('SELECT command_id, part FROM entries WHERE position = ?', entry + 1);
  }

  /** The authentication code of an entry; null if it has none, or there is no such entry. */
  codeAt(entry: number): Uint8Array | null {
    return (
      this.log.one<{ code: Uint8Array | null }>('SELECT code FROM entries WHERE position = ?', entry + 1)?.code ?? null
    );
  }

  /** Rows from an entry on with their authentication codes, wherever the log ends. */
  coded(
    from: number,
    limit: number,
  ): { readonly position: number; readonly leaf: string; readonly code: Uint8Array | null }[] {
    return this.log.all(
      'SELECT position, leaf, code FROM entries WHERE position > ? ORDER BY position LIMIT ?',
      from,
      limit,
    );
  }

  private within(from: number, limit: number): number {
    return Math.max(0, Math.min(limit, this.end() - from));
  }

  insert(
    {
      stream,
      revision,
      type,
      eventId,
      commandId,
    }: Pick<Recorded, 'stream' | 'revision' | 'type' | 'eventId' | 'commandId'>,
    part: number,
    { entry, leaf, facts, factsSalt, text, textSalt, request, code }: StoredEntry,
  ): void {
    this.log.run(
      `INSERT INTO entries (position, stream, revision, type, event_id, command_id, part, leaf, facts, facts_salt, text, text_salt, request, code)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      entry + 1,
      stream,
      revision,
      type,
      eventId,
      commandId,
      part,
      leaf,
      facts,
      factsSalt,
      text,
      textSalt,
      request,
      code,
    );
  }

  /** Takes out the text of an entry, and what was asked by its command. */
  erase(entry: number): void {
    const found = this.log.one<{ command_id: string }>(
      'SELECT command_id FROM entries WHERE position = ? AND text IS NOT NULL',
      entry + 1,
    );
    if (found === undefined) return;
    this.log.run('UPDATE entries SET text = NULL, text_salt = NULL WHERE position = ?', entry + 1);
    this.log.run('UPDATE entries SET request = NULL WHERE command_id = ?', found.command_id);
  }
}
