import type { Row, Value } from '../sqlite.js';
import type { Rows } from './view.js';

interface Held {
  document: object | undefined;
  /** Puts the document into its table; null when it stands there already. */
  write: (() => void) | null;
}

/**
 * The rows as views see them while events go through. A document that several events change is read once and written once: what is held
 * back is written before any other SQL that names its table, and at the end.
 */
export class Batch implements Rows {
  private readonly held = new Map<string, Map<string, Held>>();

  constructor(private readonly rows: Rows) {}

  run(sql: string, ...values: Value[]): number {
    for (const table of this.namedIn(sql)) {
      this.writeBack(table);
      this.held.delete(table);
    }
    return this.rows.run(sql, ...values);
  }

  all<R = Row>(sql: string, ...values: Value[]): R[] {
    for (const table of this.namedIn(sql)) this.writeBack(table);
    return this.rows.all<R>(sql, ...values);
  }

  one<R = Row>(sql: string, ...values: Value[]): R | undefined {
    for (const table of this.namedIn(sql)) this.writeBack(table);
    return this.rows.one<R>(sql, ...values);
  }

  /** The document of a key, as this batch last had it, else as `read` finds it. */
  document(table: string, key: string, read: (rows: Rows) => object | undefined): object | undefined {
    const known = this.of(table).get(key);
    if (known !== undefined) return known.document;
    const document = read(this.rows);
    this.of(table).set(key, { document, write: null });
    return document;
  }

  /** Takes a document's new state; `write` is called once, if no newer state takes its place. */
  hold(table: string, key: string, document: object, write: (rows: Rows) => void): void {
    this.of(table).set(key, { document, write: () => write(this.rows) });
  }

  /** Writes all that is held back. */
  end(): void {
    for (const table of this.held.keys()) this.writeBack(table);
  }

  private of(table: string): Map<string, Held> {
    let documents = this.held.get(table);
    if (documents === undefined) this.held.set(table, (documents = new Map<string, Held>()));
    return documents;
  }

  private namedIn(sql: string): string[] {
    return [...this.held.keys()].filter((table) => sql.includes(table));
  }

  private writeBack(table: string): void {
    for (const one of this.of(table).values()) {
      one.write?.();
      one.write = null;
    }
  }
}
