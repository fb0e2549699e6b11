import type { Recorded } from '../../kernel/message.js';
import { daysOf } from '../../kernel/timeline.js';
import type { Value } from '../sqlite.js';
import { Batch } from './batch.js';
import type { Rows } from './view.js';

/** What every document carries of the entries it was made from. */
export interface Stamp {
  /** The stream whose events made it. */
  readonly stream: string;
  /** The entry that opened it, the last one that changed it, and when that was recorded. */
  readonly firstEntry: number;
  readonly lastEntry: number;
  readonly recordedAt: string;
  /** The earliest day on which its opening can hold. On a day from then until it is shown it is undated: it may be there, and is not known to be. */
  readonly possible: string;
}

interface Definition<D> {
  readonly table: string;
  readonly key: (document: D) => string;
  /** What lists filter and sort by, computed from the document. */
  readonly columns: Readonly<Record<string, (document: D) => Value>>;
  /** Columns that want an index. */
  readonly indexed: readonly string[];
}

/**
 * A table of whole documents, one for each thing, beside the columns by which lists find and sort them: an answer is read in
 * one piece, not put together from many rows.
 */
export class Documents<D extends Stamp> {
  readonly tables: string;
  private readonly upsert: string;
  private readonly values: readonly ((document: D) => Value)[];

  constructor(private readonly definition: Definition<D>) {
    const { table, key, columns, indexed } = definition;
    const names = Object.keys(columns);
    this.tables = [
      `CREATE TABLE ${table} (key TEXT PRIMARY KEY, stream TEXT NOT NULL, possible TEXT NOT NULL, ${names.map((name) => `${name}, `).join('')}document TEXT NOT NULL);`,
      ...['stream', ...indexed].map((name) => `CREATE INDEX ${table}_by_${name} ON ${table} (${name});`),
    ].join('\n');
    this.upsert = `INSERT INTO ${table} (key, stream, possible, ${names.map((name) => `${name}, `).join('')}document) VALUES (?, ?, ?, ${names.map(() => '?, ').join('')}?)
      ON CONFLICT (key) DO UPDATE SET ${['possible', ...names, 'document'].map((name) => `${name} = excluded.${name}`).join(', ')}`;
    this.values = [key, ({ stream }) => stream, ({ possible }) => possible, ...Object.values(columns), (document) => JSON.stringify(document)];
  }

  /** Opens a document with the entry that made its thing. */
  open(rows: Rows, event: Recorded, document: Omit<D, keyof Stamp>): void {
    const { stream, entry, recordedAt } = event;
    this.put(rows, { ...document, stream, firstEntry: entry, lastEntry: entry, recordedAt, possible: daysOf(event).possible } as D);
  }

  /** Changes a document by an entry; an unknown key changes nothing. */
  change(rows: Rows, event: Recorded, key: string, change: (document: D) => Partial<D>): void {
    const document = this.get(rows, key);
    if (document === undefined) return;
    const { entry, recordedAt } = event;
    const stamp = entry > document.lastEntry ? { lastEntry: entry, recordedAt } : {};
    this.put(rows, { ...document, ...change(document), ...stamp });
  }

  /** Changes a document by an entry of another thing: its own stamp stays. */
  touch(rows: Rows, key: string, change: (document: D) => Partial<D>): void {
    const document = this.get(rows, key);
    if (document !== undefined) this.put(rows, { ...document, ...change(document) });
  }

  /** Takes away what the events of a stream have opened. */
  forget(rows: Rows, stream: string): void {
    rows.run(`DELETE FROM ${this.definition.table} WHERE stream = ?`, stream);
  }

  /** The documents that a stream's events have opened. */
  ofStream(rows: Rows, stream: string): D[] {
    return rows
      .all<{ document: string }>(`SELECT document FROM ${this.definition.table} WHERE stream = ?`, stream)
      .map(({ document }) => JSON.parse(document) as D);
  }

  get(rows: Rows, key: string): D | undefined {
    if (rows instanceof Batch) return rows.document(this.definition.table, key, (below) => this.get(below, key)) as D | undefined;
    const row = rows.one<{ document: string }>(`SELECT document FROM ${this.definition.table} WHERE key = ?`, key);
    return row === undefined ? undefined : (JSON.parse(row.document) as D);
  }

  /** The documents of several keys in one query, by key. */
  getMany(rows: Rows, keys: Iterable<string>): Map<string, D> {
    const sql = `SELECT key, document FROM ${this.definition.table} WHERE key IN (SELECT value FROM json_each(?))`;
    const found = rows.all<{ key: string; document: string }>(sql, JSON.stringify([...new Set(keys)]));
    return new Map(found.map((row) => [row.key, JSON.parse(row.document) as D]));
  }

  private put(rows: Rows, document: D): void {
    const { table, key } = this.definition;
    if (rows instanceof Batch) rows.hold(table, key(document), document, (below) => this.put(below, document));
    else rows.run(this.upsert, ...this.values.map((value) => value(document)));
  }
}
