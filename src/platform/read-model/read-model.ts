import { createHash } from 'node:crypto';
import type { Recorded } from '../../kernel/message.js';
import { Sqlite } from '../sqlite.js';
import { Batch } from './batch.js';
import type { Rows, View } from './view.js';

/** Tells one set of views from another: their names, versions and tables. */
export function fingerprintOf(views: readonly View[]): string {
  return createHash('sha256')
    .update(JSON.stringify(views.map(({ name, tables }) => [name, tables])))
    .digest('hex')
    .slice(0, 12);
}

/** What one basis of the register consists of: its tables, and the number and time of the last entry in them. */
export interface Basis {
  readonly rows: Rows;
  readonly size: number;
  /** When the last of these entries was recorded; null in an empty register. */
  readonly knownAt: string | null;
}

/** The views' tables in one SQLite file, with the checkpoint up to which they were built. */
export class ReadModel implements Basis {
  private readonly file: Sqlite;
  private checkpoint: { size: number; known_at: string | null; last_event: string | null };

  /** Opens the file, or makes it with empty tables. */
  constructor(
    readonly path: string,
    private readonly views: readonly View[],
  ) {
    this.file = new Sqlite(path);
    this.file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000');
    if (this.file.one("SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint'") === undefined) this.createTables();
    this.checkpoint = this.file.one('SELECT size, known_at, last_event FROM checkpoint') as typeof this.checkpoint;
  }

  get rows(): Rows {
    return this.file;
  }

  get size(): number {
    return this.checkpoint.size;
  }

  get knownAt(): string | null {
    return this.checkpoint.known_at;
  }

  /** The id of the last event in the rows, by which a read model knows its log again. */
  get lastEvent(): string | null {
    return this.checkpoint.last_event;
  }

  /** Puts events, in order and without a hole, into all views; rows and checkpoint are kept together or not at all. */
  apply(events: readonly Recorded[]): void {
    const last = events.at(-1);
    const first = events[0];
    if (last === undefined || first === undefined) return;
    if (first.entry !== this.size) throw new Error(`The views stand at ${this.size}; entry ${first.entry} cannot come next.`);
    const next = { size: last.entry + 1, known_at: last.recordedAt, last_event: last.eventId };
    this.file.transaction(() => {
      const batch = new Batch(this.file);
      for (const event of events) {
        for (const view of this.views) view.on[event.type]?.(event, batch);
      }
      batch.end();
      this.file.run('UPDATE checkpoint SET size = ?, known_at = ?, last_event = ?', next.size, next.known_at, next.last_event);
    });
    this.checkpoint = next;
  }

  close(): void {
    this.file.settle();
    this.file.close();
  }

  private createTables(): void {
    this.file.transaction(() => {
      for (const view of this.views) this.file.exec(view.tables);
      this.file.exec('CREATE TABLE checkpoint (size INTEGER NOT NULL, known_at TEXT, last_event TEXT)');
      this.file.exec('INSERT INTO checkpoint VALUES (0, NULL, NULL)');
    });
  }
}
