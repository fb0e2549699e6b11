import type { Stamp } from './documents.js';

/** A document of a table by its key; undefined where there is none. */
export type Lookup = (table: string, key: string) => Stamp | undefined;

/** The documents of one stream while its events go through the views: what they were, and which of them events have changed. */
export class Fold {
  private readonly tables = new Map<string, Map<string, Stamp | undefined>>();
  private changed = new Map<string, Set<string>>();

  /** `found` returns the documents from which the fold continues; without it, it begins with none. */
  constructor(private readonly found: Lookup = () => undefined) {}

  get(table: string, key: string): Stamp | undefined {
    const documents = this.of(table);
    if (documents.has(key)) return documents.get(key);
    const document = this.found(table, key);
    documents.set(key, document);
    return document;
  }

  /** Sets a document, or takes it away. */
  set(table: string, key: string, document: Stamp | undefined): void {
    this.of(table).set(key, document);
    const keys = this.changed.get(table);
    if (keys === undefined) this.changed.set(table, new Set([key]));
    else keys.add(key);
  }

  /** The tables and keys that were set since this was last asked. */
  takeChanges(): ReadonlyMap<string, ReadonlySet<string>> {
    const changed = this.changed;
    this.changed = new Map();
    return changed;
  }

  private of(table: string): Map<string, Stamp | undefined> {
    let documents = this.tables.get(table);
    if (documents === undefined) this.tables.set(table, (documents = new Map<string, Stamp | undefined>()));
    return documents;
  }
}
