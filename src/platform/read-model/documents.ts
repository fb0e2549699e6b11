import type { Recorded } from '../../kernel/message.js';
import { daysOf } from '../../kernel/time/timeline.js';
import type { Value } from '../sqlite.js';
import { Fold } from './fold.js';
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

/** A table beside that of the documents, with rows that each document gives: what it is linked to, so that lists can be found by it. */
export interface SideTable<D> {
  readonly table: string;
  /** The column that holds the key of the document. */
  readonly owner: string;
  /** The other columns, with their types. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns, `owner` among them, in whose order the rows are found. */
  readonly indexed: readonly (readonly string[])[];
  /** The rows of a document, without its key. */
  rows(document: D): readonly (readonly Value[])[];
}

/** What documents show of those of another table, whose streams are not theirs. */
export interface Shows<D> {
  readonly table: string;
  /** A side table of this one, and its column that holds what `keys` gives. */
  readonly side: { readonly table: string; readonly column: string };
  /** The keys of the documents that one of these has looked at. */
  keys(document: D): readonly string[];
  /** What is looked at; a change of anything else there changes nothing here. */
  part(other: Stamp): unknown;
  /** The document as it shows the others: those that are looked up, one by one. */
  with(document: D, other: (key: string) => Stamp | undefined): D;
  /** The document as its own events have made it. */
  without(document: D): D;
}

interface Column<D> {
  of(document: D): Value;
}

interface Words<D> {
  of(document: D): string;
}

interface Definition<D> {
  readonly table: string;
  /** The GraphQL type of the documents, if they can be one of several types: see `kindOf`. */
  readonly kind?: string;
  key(document: D): string;
  /** What lists filter and sort by, computed from the document. */
  readonly columns: Readonly<Record<string, Column<D>['of']>>;
  /** Columns that want an index. */
  readonly indexed: readonly string[];
  readonly side?: readonly SideTable<D>[];
  /** A full-text index of the words of each document, by `document_id`, in these columns. */
  readonly words?: {
    readonly table: string;
    readonly tokenize: string;
    readonly columns: Readonly<Record<string, Words<D>['of']>>;
  };
  readonly shows?: Shows<D>;
}

const kind = Symbol('the GraphQL type of a document');

/** Marks an object with its GraphQL type, where a field may give objects of several. */
export const ofKind = <D extends object>(name: string, document: D): D =>
  Object.defineProperty(document, kind, { value: name });

/** The GraphQL type of an object that `ofKind` has marked, as each document of a table with a kind is when it is read. */
export const kindOf = (document: { readonly [kind]?: string }): string | undefined => document[kind];

/** A table of documents of whatever kind. */
export type AnyDocuments = Pick<Documents<Stamp>, 'definition'>;

/**
 * A table of whole documents, one for each thing, beside the columns by which lists find and sort them: an answer is read in
 * one piece, not put together from many rows. Views change documents while events are folded, and queries read them from the rows of a
 * basis; in between stand the versions of each document, with the entries and the days for which they hold.
 */
export class Documents<D extends Stamp> {
  constructor(readonly definition: Definition<D>) {}

  /** Opens a document with the entry that made its thing. */
  open(fold: Fold, event: Recorded, document: Omit<D, keyof Stamp>): void {
    const { stream, entry, recordedAt } = event;
    this.put(fold, {
      ...document,
      stream,
      firstEntry: entry,
      lastEntry: entry,
      recordedAt,
      possible: daysOf(event).possible,
    } as D);
  }

  /** Changes a document by an entry; an unknown key changes nothing. */
  change(fold: Fold, event: Recorded, key: string, change: (document: D) => Partial<D>): void {
    const document = this.get(fold, key);
    if (document === undefined) return;
    const { entry, recordedAt } = event;
    const stamp = entry > document.lastEntry ? { lastEntry: entry, recordedAt } : {};
    this.put(fold, { ...document, ...change(document), ...stamp });
  }

  /** Takes a document away. */
  remove(fold: Fold, key: string): void {
    fold.set(this.definition.table, key, undefined);
  }

  get(rows: Rows | Fold, key: string): D | undefined {
    if (rows instanceof Fold) return rows.get(this.definition.table, key) as D | undefined;
    const row = rows.one<{ document: string }>(`SELECT document FROM ${this.definition.table} WHERE key = ?`, key);
    return row === undefined ? undefined : this.parsed(row.document);
  }

  /** The documents of several keys in one query, by key. */
  getMany(rows: Rows, keys: Iterable<string>): Map<string, D> {
    const sql = `SELECT key, document FROM ${this.definition.table} WHERE key IN (SELECT value FROM json_each(?))`;
    const found = rows.all<{ key: string; document: string }>(sql, JSON.stringify([...new Set(keys)]));
    return new Map(found.map((row) => [row.key, this.parsed(row.document)]));
  }

  private parsed(text: string): D {
    const document = JSON.parse(text) as D;
    return this.definition.kind === undefined ? document : ofKind(this.definition.kind, document);
  }

  private put(fold: Fold, document: D): void {
    fold.set(this.definition.table, this.definition.key(document), document);
  }
}
