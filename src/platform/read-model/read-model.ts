import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Recorded } from '../../kernel/message.js';
import { isRedaction } from '../../kernel/correction/redaction.js';
import { endOfTime } from '../../kernel/time/partial-date.js';
import type { StreamRelations } from '../../kernel/time/timeline.js';
import { StoreUnavailable } from '../event-store/event-store.js';
import { Sqlite, type Value } from '../sqlite.js';
import { contentsTable } from './contents.js';
import type { AnyDocuments } from './documents.js';
import { rowNames, type RowNames } from './names.js';
import { entriesByStream, timelinesTables, timelinesViews } from './past/timelines.js';
import { Refolding, type History } from './past/refolding.js';
import { basisViews, namesOf, queryIndices, versionTables } from './past/version-tables.js';
import { dayNumber, openDay, openEntry } from './past/versions.js';
import type { Rows, View } from './view.js';

/**
 * What turns events into rows: the views, in the order in which each event goes through them, and the
 * relations between streams.
 */
export interface Projection {
  readonly views: readonly View[];
  readonly relations: StreamRelations;
  /** The table and the key of the document of the thing of a stream; null where a stream has none. */
  readonly thingOf: (stream: string) => { readonly documents: AnyDocuments; readonly key: string } | null;
}

const definitionsOf = ({ views }: Projection) =>
  views.flatMap(({ tables }) => tables.map(({ definition }) => definition));

const indicesOf = (projection: Projection): string[] => [
  entriesByStream,
  ...definitionsOf(projection).flatMap(queryIndices),
];

/** Identifies a set of views: their names, versions and tables. */
export function fingerprintOf(projection: Projection): string {
  const tables = [
    contentsTable,
    timelinesTables,
    ...definitionsOf(projection).map(versionTables),
    indicesOf(projection),
  ];
  return createHash('sha256')
    .update(JSON.stringify([projection.views.map(({ name }) => name), tables]))
    .digest('hex')
    .slice(0, 12);
}

/** What one basis of the register consists of: its tables, and what they depend on. */
export interface Basis {
  readonly rows: Rows;
  /** How many entries of the log it knows. */
  readonly size: number;
  /** When the last of these entries was recorded; null in an empty register. */
  readonly knownAt: string | null;
  /** The last day whose events it shows. */
  readonly effectiveOn: string;
  /** Whether the request asked for this basis by its coordinates: the ids of what is read from it carry them. */
  readonly isNamed?: boolean;
  /** The names of what is undated on it. */
  readonly names: Pick<RowNames, 'undated' | 'possible'>;
}

/** A basis by its two coordinates. */
export type BasisKey = Pick<Basis, 'size' | 'effectiveOn'>;

/** A document, as registers of more than `from` entries and up to `to` know it. */
export interface State {
  readonly from: number;
  readonly to: number;
  readonly document: () => object;
}

interface ViewCheckpoint {
  readonly size: number;
  readonly known_at: string | null;
  readonly last_event: string | null;
  readonly effective_on: string;
  /** 1 while the file may hold words that were taken out of its rows. */
  readonly stained: number;
  /** 1 once the rows have all their indices. */
  readonly indexed: number;
}

/** Milliseconds after which work on many events lets others go on. */
const slice = 20;

/**
 * The views' tables in one SQLite file, with the checkpoint up to which they were built. Every state of every document is kept, with the
 * entries and the days for which it holds, so that any earlier basis can be read as the present one is.
 */
export class ReadModel implements Basis {
  private readonly file: Sqlite;
  private readonly refolding: Refolding;
  readonly names: RowNames;
  private checkpoint: ViewCheckpoint;
  /** The basis that past rows show now. */
  private shown = '';

  /** Opens the file, or makes it with empty tables; `effectiveOn` is the last day whose events the present basis shows. */
  constructor(
    readonly path: string,
    private readonly projection: Projection,
    effectiveOn: string = endOfTime,
  ) {
    const definitions = definitionsOf(projection);
    this.file = new Sqlite(path);
    this.file.exec(
      `PRAGMA journal_mode = ${path === ':memory:' ? 'OFF' : 'WAL'}; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY`,
    );
    if (this.file.one("SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint'") === undefined)
      this.createTables(effectiveOn);
    this.file.exec(
      "CREATE TEMP TABLE basis (size INTEGER NOT NULL, day INTEGER NOT NULL, date TEXT NOT NULL); INSERT INTO temp.basis VALUES (0, 0, '');",
    );
    this.file.exec([timelinesViews, ...definitions.map(basisViews)].join('\n'));
    this.checkpoint = this.file.one<ViewCheckpoint>(
      'SELECT size, known_at, last_event, effective_on, stained, indexed FROM checkpoint',
    ) as ViewCheckpoint;
    this.refolding = new Refolding(
      this.file,
      projection.views,
      projection.relations,
      () => this.checkpoint.effective_on,
    );
    this.names = rowNames(definitions.flatMap(namesOf), ['timelines', 'basis_day']);
  }

  /** The rows of the present basis, whatever is recorded later. */
  get rows(): Rows {
    return this.file;
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

  /** The names of the tables that every basis has. */
  get tables(): string[] {
    return definitionsOf(this.projection).flatMap(namesOf);
  }

  /**
   * The register according to its first `size` entries, on a day. It stays the same whatever is recorded
   * later.
   */
  at({ size, effectiveOn }: BasisKey): Basis {
    if (size > this.size)
      throw new StoreUnavailable(`The views have processed ${this.size} entries; ${size} are requested.`);
    return {
      rows: this.rowsAt({ size, effectiveOn }),
      size,
      effectiveOn,
      knownAt: this.recordedAt(size - 1),
      names: this.names,
    };
  }

  /** When an entry was recorded; null where the views have not passed it. */
  recordedAt(entry: number): string | null {
    return (
      this.file.one<{ recorded_at: string }>('SELECT recorded_at FROM entries WHERE entry = ?', entry)?.recorded_at ??
      null
    );
  }

  /**
   * The states of the thing of a stream on a day, one after the other as entries made them known to a register of `size` entries; those
   * that ended before the entry `after` left out. Without a day, it is the last of all.
   */
  statesOf(
    stream: string,
    { size, effectiveOn, after = 0 }: { size: number; effectiveOn?: string; after?: number },
  ): State[] {
    const thing = this.projection.thingOf(stream);
    if (thing === null) return [];
    const day = effectiveOn === undefined ? openDay - 1 : dayNumber(effectiveOn);
    const sql = `SELECT from_entry, to_entry, document_id FROM ${thing.documents.definition.table}_versions
      WHERE key = ? AND to_entry >= ? AND from_entry < ? AND from_day <= ? AND to_day > ? ORDER BY from_entry`;
    const found = this.file.all<{ from_entry: number; to_entry: number; document_id: number }>(
      sql,
      thing.key,
      after,
      size,
      day,
      day,
    );
    return found.map(({ from_entry: from, to_entry: to, document_id }) => ({
      from,
      to,
      document: () => this.refolding.document(document_id),
    }));
  }

  /** The document of the thing of a stream on the present basis. */
  thing(stream: string): object | undefined {
    return this.statesOf(stream, { size: this.size, effectiveOn: this.effectiveOn, after: this.size })[0]?.document();
  }

  /**
   * Applies events, in order and without gaps, to all views; rows and checkpoint are stored together or not
   * at all.
   */
  async apply(events: readonly Recorded[], history: History): Promise<void> {
    const first = events[0];
    if (first !== undefined && first.entry !== this.size)
      throw new Error(`The views are at ${this.size}; entry ${first.entry} is out of sequence.`);
    await this.take(events, history);
  }

  /** The same for some events out of the log, later than those that are there. `history` gives what the log holds of a stream whose past they change. */
  async take(events: readonly Recorded[], history: History): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    try {
      let start = performance.now();
      for (const event of events) {
        await this.refolding.take(event, history);
        if (performance.now() - start < slice) continue;
        await setImmediate();
        start = performance.now();
      }
      const histories = new Map<string, readonly Recorded[]>();
      for (const stream of this.refolding.redactedStreams)
        histories.set(
          stream,
          (await history(stream)).filter(({ entry }) => entry <= last.entry),
        );
      const stained = events.some(isRedaction) ? 1 : this.checkpoint.stained;
      const next = {
        ...this.checkpoint,
        size: last.entry + 1,
        known_at: last.recordedAt,
        last_event: last.eventId,
        stained,
      };
      this.file.transaction(() => {
        this.refolding.flush(histories);
        const sql = 'UPDATE checkpoint SET size = ?, known_at = ?, last_event = ?, stained = ?';
        this.file.run(sql, next.size, next.known_at, next.last_event, next.stained);
      });
      this.checkpoint = next;
    } catch (error) {
      this.refolding.clear();
      throw error;
    }
  }

  /**
   * Makes the indices that queries need, once: after the first entries, of which there may be many. Until then every answer is the
   * same, and slower.
   */
  async complete(): Promise<void> {
    if (this.checkpoint.indexed === 1) return;
    for (const sql of indicesOf(this.projection)) {
      this.file.exec(sql.replace(/^CREATE (UNIQUE )?INDEX/, '$& IF NOT EXISTS'));
      await setImmediate();
    }
    this.file.run('UPDATE checkpoint SET indexed = 1');
    this.checkpoint = { ...this.checkpoint, indexed: 1 };
  }

  /** Lets the present basis show events up to a later day. */
  turnTo(effectiveOn: string): void {
    if (effectiveOn <= this.effectiveOn) return;
    const [day, before] = [dayNumber(effectiveOn), dayNumber(this.effectiveOn)];
    this.file.transaction(() => {
      const streams = 'stream IN (SELECT stream FROM touched_days WHERE day > ? AND day <= ?)';
      for (const name of this.tables) {
        this.file.run(
          `UPDATE ${name}_versions SET is_present = 0 WHERE is_present = 1 AND to_day <= ? AND ${streams}`,
          day,
          before,
          day,
        );
        this.file.run(
          `UPDATE ${name}_versions SET is_present = 1 WHERE is_present = 0 AND to_entry = ${openEntry} AND from_day <= ? AND to_day > ? AND ${streams}`,
          ...[day, day, before, day],
        );
      }
      this.file.run('UPDATE checkpoint SET effective_on = ?', effectiveOn);
    });
    this.checkpoint = { ...this.checkpoint, effective_on: effectiveOn };
  }

  /**
   * Rewrites the file if text was redacted since the last time: rows no longer contain it, but unused pages,
   * the full-text index and the write-ahead log do. Throws `StoreUnavailable` while others read the file.
   */
  purge(): void {
    if (this.path === ':memory:' || this.checkpoint.stained === 0) return;
    for (const { name } of this.file.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5 %'",
    ))
      this.file.exec(`INSERT INTO ${name} (${name}) VALUES ('rebuild')`);
    this.file.exec('VACUUM');
    if (!this.file.settle())
      throw new StoreUnavailable(
        'Another process is reading the views; redacted text may still be in their write-ahead log.',
      );
    this.file.run('UPDATE checkpoint SET stained = 0');
    this.checkpoint = { ...this.checkpoint, stained: 0 };
  }

  close(): void {
    this.file.settle();
    this.file.close();
  }

  private rowsAt(key: BasisKey): Rows {
    const prepared = (sql: string): string => {
      if (key.size === this.size && key.effectiveOn === this.effectiveOn) return sql;
      this.show(key);
      return this.names.past.in(sql);
    };
    return {
      all: <R>(sql: string, ...values: Value[]) => this.file.all<R>(prepared(sql), ...values),
      one: <R>(sql: string, ...values: Value[]) => this.file.one<R>(prepared(sql), ...values),
    };
  }

  /** Binds the names of the past to a basis. */
  private show({ size, effectiveOn }: BasisKey): void {
    const name = `${size}/${effectiveOn}`;
    if (this.shown === name) return;
    this.file.run('UPDATE temp.basis SET size = ?, day = ?, date = ?', size, dayNumber(effectiveOn), effectiveOn);
    this.shown = name;
  }

  private createTables(effectiveOn: string): void {
    this.file.transaction(() => {
      this.file.exec([contentsTable, timelinesTables, ...definitionsOf(this.projection).map(versionTables)].join('\n'));
      this.file.exec(
        'CREATE TABLE checkpoint (size INTEGER NOT NULL, known_at TEXT, last_event TEXT, effective_on TEXT NOT NULL, stained INTEGER NOT NULL, indexed INTEGER NOT NULL)',
      );
      this.file.run('INSERT INTO checkpoint VALUES (0, NULL, NULL, ?, 0, 0)', effectiveOn);
    });
  }
}
