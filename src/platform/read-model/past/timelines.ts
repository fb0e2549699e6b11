import type { Recorded } from '../../../kernel/message.js';
import type { StreamRelations } from '../../../kernel/time/timeline.js';
import type { Sqlite } from '../../sqlite.js';
import { pastName } from './version-tables.js';
import { openEntry } from './versions.js';
import type { Rows } from '../view.js';

/** What is known of streams and entries: how far each stream goes, since when its thing was there, and what each entry and day has changed. */
export const timelinesTables = `
  CREATE TABLE entries (entry INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, recorded_at TEXT NOT NULL);
  CREATE TABLE streams (stream TEXT PRIMARY KEY, last TEXT NOT NULL, is_opened INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE timelines_versions (
    stream TEXT NOT NULL, from_entry INTEGER NOT NULL, to_entry INTEGER NOT NULL, parent TEXT, own_first TEXT, first TEXT, possible TEXT,
    PRIMARY KEY (stream, from_entry)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX timelines_by_parent ON timelines_versions (parent, to_entry, first);
  CREATE TABLE touched (entry INTEGER NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (entry, stream)) STRICT, WITHOUT ROWID;
  CREATE INDEX touched_by_stream ON touched (stream, entry);
  CREATE TABLE touched_days (day INTEGER NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (day, stream)) STRICT, WITHOUT ROWID;
`;

/** The index that only queries need. */
export const entriesByStream = 'CREATE INDEX entries_by_stream ON entries (stream, entry, revision);';

const columns = (size: string): string =>
  `stream, own_first, first, possible, (SELECT revision FROM entries WHERE entries.stream = t.stream AND entry < ${size} ORDER BY entry DESC LIMIT 1) AS revision`;

/** The names under which queries find the timelines of a basis, and its last day. */
export const timelinesViews = `
  CREATE TEMP VIEW basis_day AS SELECT effective_on AS day FROM main.checkpoint;
  CREATE TEMP VIEW ${pastName('basis_day')} AS SELECT date AS day FROM temp.basis;
  CREATE TEMP VIEW timelines AS SELECT ${columns(String(openEntry))} FROM main.timelines_versions AS t WHERE to_entry = ${openEntry};
  CREATE TEMP VIEW ${pastName('timelines')} AS SELECT ${columns('(SELECT size FROM temp.basis)')} FROM main.timelines_versions AS t
    WHERE from_entry < (SELECT size FROM temp.basis) AND to_entry >= (SELECT size FROM temp.basis);
`;

/** The last revision of each of these streams: how many entries it has, less one. */
export function revisionsOf(rows: Rows, streams: readonly string[]): ReadonlyMap<string, number> {
  const sql = 'SELECT stream, revision FROM timelines WHERE stream IN (SELECT value FROM json_each(?))';
  return new Map(
    rows
      .all<{ stream: string; revision: number }>(sql, JSON.stringify(streams))
      .map(({ stream, revision }) => [stream, revision]),
  );
}

/** A stream as it is now known. */
export interface StreamRow {
  readonly stream: string;
  readonly parent: string | null;
  /** The first day that its own events show; null when nothing of it stands. */
  own_first: string | null;
  /** The first day that those of the things which belong to it show as well. */
  first: string | null;
  /** The earliest day on which its thing can have been there; null when nothing of it stands. */
  possible: string | null;
  /** Whether an event was recorded that opens its thing. */
  is_opened: 0 | 1;
  /** The last day from which any of its events counts, even in the future. */
  last: string;
  /** The entry since which this is known; null where it was changed and not written. */
  from_entry: number;
  isStored: boolean;
}

export const least = (...days: readonly (string | null)[]): string | null =>
  days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);

type StreamDays = Pick<StreamRow, 'own_first' | 'first' | 'possible'>;

/** The streams in use, and what is to be written of them. */
export class Streams {
  private readonly known = new Map<string, StreamRow>();
  private readonly children = new Map<string, Set<StreamRow>>();
  private readonly made = new Set<string>();
  private readonly changed = new Set<StreamRow>();
  private readonly ended: { stream: string; from_entry: number; to_entry: number }[] = [];
  private readonly between: { row: StreamRow; kept: StreamDays; from_entry: number; to_entry: number }[] = [];
  private readonly entries: Recorded[] = [];
  private readonly touched = new Set<string>();
  private readonly days = new Set<string>();

  /** Whether anything was written before what is in use. */
  private hadStreams: boolean;

  constructor(
    private readonly file: Sqlite,
    private readonly relations: StreamRelations,
  ) {
    this.hadStreams = this.isAnyStored();
  }

  /** A stream that has entries. */
  of(stream: string): StreamRow | undefined {
    const known = this.known.get(stream);
    if (known !== undefined) return known;
    const sql = `SELECT t.stream, parent, own_first, first, possible, last, is_opened, from_entry FROM timelines_versions AS t JOIN streams ON streams.stream = t.stream
      WHERE t.stream = ? AND to_entry = ${openEntry}`;
    const row = this.file.one<Omit<StreamRow, 'isStored'>>(sql, stream);
    return row === undefined ? undefined : this.add({ ...row, isStored: true });
  }

  /** A stream that had none. */
  make(stream: string, entry: number): StreamRow {
    const row = this.add({
      stream,
      parent: this.relations.parentOf(stream),
      own_first: null,
      first: null,
      possible: null,
      is_opened: 0,
      last: '',
      from_entry: entry,
      isStored: false,
    });
    this.made.add(stream);
    this.changed.add(row);
    return row;
  }

  /** Whether nothing of a stream was written before what is in use. */
  isNew(stream: string): boolean {
    return this.made.has(stream);
  }

  /** Takes an entry of the log. */
  take(event: Recorded): void {
    this.entries.push(event);
  }

  /** Says what an entry has made known of a stream. */
  set(row: StreamRow, entry: number, now: StreamDays & Pick<StreamRow, 'last' | 'is_opened'>): void {
    this.changed.add(row);
    row.last = now.last;
    row.is_opened = now.is_opened;
    if (row.own_first === now.own_first && row.first === now.first && row.possible === now.possible) return;
    if (row.from_entry < entry) {
      if (row.isStored) this.ended.push({ stream: row.stream, from_entry: row.from_entry, to_entry: entry });
      else
        this.between.push({
          row,
          kept: { own_first: row.own_first, first: row.first, possible: row.possible },
          from_entry: row.from_entry,
          to_entry: entry,
        });
      Object.assign(row, { from_entry: entry, isStored: false });
    }
    row.own_first = now.own_first;
    row.first = now.first;
    row.possible = now.possible;
  }

  /** The first day that the things which belong to that of a stream show. */
  shownByChildren(stream: string): string | null {
    const stored = this.hadStreams ? this.storedChildren(stream).filter((child) => !this.known.has(child.stream)) : [];
    return least(
      ...stored.map(({ first }) => first),
      ...[...(this.children.get(stream) ?? [])].map(({ first }) => first),
    );
  }

  /** The same as a register of so many entries knew it. */
  shownByChildrenAt(stream: string, size: number): string | null {
    const sql =
      'SELECT min(first) AS first FROM timelines_versions WHERE parent = ? AND from_entry < ? AND to_entry >= ?';
    return this.file.one<{ first: string | null }>(sql, stream, size, size)?.first ?? null;
  }

  /** Notes that an entry has changed what is known of the thing of a stream, on and from which days. */
  touch(stream: string, entry: number, days: Iterable<number>): void {
    this.touched.add(`${entry} ${stream}`);
    for (const day of days) this.days.add(`${day} ${stream}`);
  }

  get size(): number {
    return this.known.size;
  }

  flush(): void {
    for (const { entry, stream, revision, recordedAt } of this.entries.splice(0))
      this.file.run(
        'INSERT INTO entries (entry, stream, revision, recorded_at) VALUES (?, ?, ?, ?)',
        entry,
        stream,
        revision,
        recordedAt,
      );
    for (const { stream, from_entry, to_entry } of this.ended.splice(0))
      this.file.run(
        'UPDATE timelines_versions SET to_entry = ? WHERE stream = ? AND from_entry = ?',
        to_entry,
        stream,
        from_entry,
      );
    const insertion =
      'INSERT OR REPLACE INTO timelines_versions (stream, from_entry, to_entry, parent, own_first, first, possible) VALUES (?, ?, ?, ?, ?, ?, ?)';
    for (const { row, kept, from_entry, to_entry } of this.between.splice(0))
      this.file.run(insertion, row.stream, from_entry, to_entry, row.parent, kept.own_first, kept.first, kept.possible);
    for (const row of this.changed) {
      const { stream, parent, own_first, first, possible, last, is_opened, from_entry } = row;
      this.file.run(
        'INSERT OR REPLACE INTO streams (stream, last, is_opened) VALUES (?, ?, ?)',
        stream,
        last,
        is_opened,
      );
      if (!row.isStored) this.file.run(insertion, stream, from_entry, openEntry, parent, own_first, first, possible);
      row.isStored = true;
    }
    this.changed.clear();
    this.flushTouched();
  }

  clear(): void {
    for (const all of [this.known, this.children, this.made, this.changed, this.touched, this.days]) all.clear();
    for (const all of [this.ended, this.between, this.entries]) all.length = 0;
    this.hadStreams = this.isAnyStored();
  }

  /** Writes which streams entries and days have changed. */
  flushTouched(): void {
    for (const [table, column, all] of [
      ['touched', 'entry', this.touched],
      ['touched_days', 'day', this.days],
    ] as const) {
      const sql = `INSERT OR IGNORE INTO ${table} (${column}, stream) VALUES (?, ?)`;
      for (const one of all)
        this.file.run(sql, Number(one.slice(0, one.indexOf(' '))), one.slice(one.indexOf(' ') + 1));
      all.clear();
    }
  }

  private isAnyStored(): boolean {
    return this.file.one('SELECT 1 FROM streams LIMIT 1') !== undefined;
  }

  private storedChildren(stream: string): { stream: string; first: string | null }[] {
    return this.file.all<{ stream: string; first: string | null }>(
      `SELECT stream, first FROM timelines_versions WHERE parent = ? AND to_entry = ${openEntry}`,
      stream,
    );
  }

  private add(row: StreamRow): StreamRow {
    this.known.set(row.stream, row);
    if (row.parent === null) return row;
    const siblings = this.children.get(row.parent);
    if (siblings === undefined) this.children.set(row.parent, new Set([row]));
    else siblings.add(row);
    return row;
  }
}
