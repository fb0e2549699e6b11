import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import type { Recorded } from '../../kernel/message.js';
import { isRedaction } from '../../kernel/redaction.js';
import { endOfTime } from '../../kernel/partial-date.js';
import type { Ties } from '../../kernel/timeline.js';
import { StoreUnavailable } from '../event-store/event-store.js';
import { Sqlite } from '../sqlite.js';
import { Batch } from './batch.js';
import { differing, timelinesTable, Unfolding, type Folding, type History } from './timelines.js';
import type { Rows, View } from './view.js';

/** What makes rows out of events: the views, in the order in which each event goes through them, and what rests on what. */
export interface Projection {
  readonly views: readonly View[];
  readonly ties: Ties;
  /** The document of the thing of a stream. */
  readonly thingOf: (rows: Rows, stream: string) => object | undefined;
}

/** Tells one set of views from another: their names, versions and tables. */
export function fingerprintOf({ views }: Projection): string {
  return createHash('sha256')
    .update(JSON.stringify([timelinesTable, views.map(({ name, tables }) => [name, tables])]))
    .digest('hex')
    .slice(0, 12);
}

/** What one basis of the register consists of: its tables, and what they rest on. */
export interface Basis {
  readonly rows: Rows;
  /** How many entries of the log it knows. */
  readonly size: number;
  /** When the last of these entries was recorded; null in an empty register. */
  readonly knownAt: string | null;
  /** The last day whose deeds it shows. */
  readonly effectiveOn: string;
  /** Whether the request asked for this basis by its coordinates: the ids of what is read from it carry them. */
  readonly isNamed?: boolean;
}

/** A basis by its two coordinates. */
export type BasisKey = Pick<Basis, 'size' | 'effectiveOn'>;

interface Checkpoint {
  readonly size: number;
  readonly known_at: string | null;
  readonly last_event: string | null;
  readonly effective_on: string;
  /** 1 while the file may hold words that were taken out of its rows. */
  readonly stained: number;
}

/** The views' tables in one SQLite file, with the checkpoint up to which they were built. */
export class ReadModel implements Basis {
  private readonly file: Sqlite;
  private checkpoint: Checkpoint;
  /** The rows of a past basis: what is deferred is filled when it is first named. */
  private readonly filling: Rows = {
    run: (sql, ...values) => this.filledFor(sql).run(sql, ...values),
    all: (sql, ...values) => this.filledFor(sql).all(sql, ...values),
    one: (sql, ...values) => this.filledFor(sql).one(sql, ...values),
  };

  /** Opens the file, or makes it with empty tables that will show deeds up to a day. */
  constructor(
    readonly path: string,
    private readonly projection: Projection,
    effectiveOn: string = endOfTime,
    private readonly isPast = path === ':memory:',
  ) {
    this.file = new Sqlite(path);
    this.file.exec(`PRAGMA journal_mode = ${path === ':memory:' ? 'OFF' : 'WAL'}; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000`);
    if (this.file.one("SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint'") === undefined) this.createTables(effectiveOn);
    this.checkpoint = this.file.one<Checkpoint>('SELECT size, known_at, last_event, effective_on, stained FROM checkpoint') as Checkpoint;
  }

  get rows(): Rows {
    return this.isPast ? this.filling : this.file;
  }

  get size(): number {
    return this.checkpoint.size;
  }

  get knownAt(): string | null {
    return this.checkpoint.known_at;
  }

  get effectiveOn(): string {
    return this.checkpoint.effective_on;
  }

  /** The id of the last event in the rows, by which a read model knows its log again. */
  get lastEvent(): string | null {
    return this.checkpoint.last_event;
  }

  /** Bytes of all its tables. */
  get bytes(): number {
    const { page_count: pages = 0 } = this.file.one<{ page_count: number }>('PRAGMA page_count') ?? {};
    const { page_size: bytes = 0 } = this.file.one<{ page_size: number }>('PRAGMA page_size') ?? {};
    return pages * bytes;
  }

  /**
   * Puts events, in order and without a hole, into all views; rows and checkpoint are kept together or not at all. `history` gives what
   * the log holds of a stream whose past they change.
   */
  async apply(events: readonly Recorded[], history: History): Promise<void> {
    const first = events[0];
    if (first !== undefined && first.entry !== this.size) throw new Error(`The views stand at ${this.size}; entry ${first.entry} cannot come next.`);
    await this.take(events, history);
  }

  /** The same for some events out of the log, later than those that are there. */
  async take(events: readonly Recorded[], history: History): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const folding = await Unfolding.of(events, this.rows, this.projection.ties, this.effectiveOn, history);
    const stained = events.some(isRedaction) ? 1 : this.checkpoint.stained;
    this.fold(folding, { size: last.entry + 1, known_at: last.recordedAt, last_event: last.eventId, effective_on: this.effectiveOn, stained });
  }

  /** Shows deeds up to a later day. */
  async turnTo(effectiveOn: string, history: History): Promise<void> {
    if (effectiveOn <= this.effectiveOn) return;
    const folding = await Unfolding.between(this, { size: this.size, effectiveOn }, this.rows, this.projection.ties, history);
    this.fold(folding, { ...this.checkpoint, effective_on: effectiveOn });
  }

  /** Goes back to an earlier basis, of which `last` is the last entry. */
  async goBackTo(effectiveOn: string, last: Recorded, history: History): Promise<void> {
    const to = { size: last.entry + 1, effectiveOn };
    const known: History = async (stream) => (await history(stream)).filter(({ entry }) => entry < to.size);
    const folding = await Unfolding.between(this, to, this.rows, this.projection.ties, known);
    this.fold(folding, { size: to.size, known_at: last.recordedAt, last_event: last.eventId, effective_on: effectiveOn, stained: 0 });
  }

  /** How many streams there are, and how many of them are not the same on another basis. */
  distanceTo(to: BasisKey): { readonly streams: number; readonly differing: number } {
    const { n: streams = 0 } = this.file.one<{ n: number }>('SELECT count(*) AS n FROM timelines') ?? {};
    return { streams, differing: differing(this.rows, this, to).length };
  }

  /** A copy in another file, that can be changed; null when none can be had, in memory or while others read the file. */
  copyTo(path: string): ReadModel | null {
    if (this.path === ':memory:' || !this.file.settle()) return null;
    copyFileSync(this.path, path);
    return new ReadModel(path, this.projection);
  }

  /**
   * Writes the file anew where words were redacted since it was last done: rows have let go of them, and pages that nobody uses, the index of words and the
   * write-ahead log still hold them. Throws `StoreUnavailable` while others read the file.
   */
  purge(): void {
    if (this.isPast || this.checkpoint.stained === 0) return;
    for (const { name } of this.file.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5 %'"))
      this.file.exec(`INSERT INTO ${name} (${name}) VALUES ('rebuild')`);
    this.file.exec('VACUUM');
    if (!this.file.settle()) throw new StoreUnavailable('Somebody reads the views; what was redacted may still stand in their write-ahead log.');
    this.file.run('UPDATE checkpoint SET stained = 0');
    this.checkpoint = { ...this.checkpoint, stained: 0 };
  }

  close(): void {
    this.file.settle();
    this.file.close();
  }

  private fold(folding: Folding, next: Checkpoint): void {
    this.file.transaction(() => {
      const batch = new Batch(this.file);
      for (const stream of folding.anew.keys()) for (const view of this.projection.views) view.forget(stream, batch);
      for (const held of folding.anew.values()) for (const { event } of held) this.show(event, batch);
      for (const event of folding.following) this.show(event, batch);
      batch.end();
      if (!this.isPast) for (const { deferred } of this.projection.views) deferred?.fill(this.file);
      folding.keep(this.file);
      const { size, known_at, last_event, effective_on, stained } = next;
      const sql = 'UPDATE checkpoint SET size = ?, known_at = ?, last_event = ?, effective_on = ?, stained = ?';
      this.file.run(sql, size, known_at, last_event, effective_on, stained);
    });
    this.checkpoint = next;
  }

  private filledFor(sql: string): Sqlite {
    for (const { deferred } of this.projection.views) if (deferred !== undefined && sql.includes(deferred.table)) deferred.fill(this.file);
    return this.file;
  }

  private show(event: Recorded, rows: Rows): void {
    for (const view of this.projection.views) view.on[event.type]?.(event, rows);
  }

  private createTables(effectiveOn: string): void {
    this.file.transaction(() => {
      for (const view of this.projection.views) this.file.exec(view.tables);
      this.file.exec(timelinesTable);
      this.file.exec('CREATE TABLE checkpoint (size INTEGER NOT NULL, known_at TEXT, last_event TEXT, effective_on TEXT NOT NULL, stained INTEGER NOT NULL)');
      this.file.run('INSERT INTO checkpoint VALUES (0, NULL, NULL, ?, 0)', effectiveOn);
    });
  }
}
