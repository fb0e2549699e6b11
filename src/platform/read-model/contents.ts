import type { Row, Sqlite } from '../sqlite.js';
import type { Stamp } from './documents.js';
import { deltaOf, patched } from './texts.js';

/**
 * The texts of all versions of documents. A short one is written whole; a long one as what makes it out of an earlier version, its
 * base, which is always whole: what a long document takes grows with what its entries say, not with its length.
 */
export const contentsTable = 'CREATE TABLE documents (id INTEGER PRIMARY KEY, base INTEGER, body TEXT NOT NULL);';

/** The text of a document by its id in SQL. */
export const textIn = (id: string): string =>
  `(SELECT CASE WHEN base IS NULL THEN body ELSE whole(base, body) END FROM documents WHERE documents.id = ${id})`;

/** Texts up to this length are always written whole. */
const short = 8192;

/** Bases that are kept parsed, for the next version. */
const keptBases = 8;

/** One document, in one state. */
export class Content {
  private known: { readonly value: Stamp | undefined; text: string | undefined };
  isStored: boolean;

  private constructor(
    readonly id: number,
    private readonly contents: Contents | null,
    value: Stamp | undefined,
    /** The state that it followed, on which it may be based; forgotten once it is written. */
    public before: Content | undefined,
  ) {
    this.known = { value, text: undefined };
    this.isStored = value === undefined;
  }

  static of(id: number, value: Stamp, before: Content | undefined): Content {
    return new Content(id, null, value, before);
  }

  static stored(id: number, contents: Contents): Content {
    return new Content(id, contents, undefined, undefined);
  }

  get value(): Stamp {
    if (this.known.value === undefined)
      this.known = { value: this.contents?.value(this.id) as Stamp, text: this.known.text };
    return this.known.value as Stamp;
  }

  get text(): string {
    return (this.known.text ??= JSON.stringify(this.value));
  }
}

interface Stored {
  readonly base: number | null;
  readonly body: string;
}

export class Contents {
  private last: number;
  private readonly bases = new Map<number, unknown>();
  /** What each content that is based on another, or may be a base, depends on. */
  private readonly baseOf = new Map<number, number>();

  constructor(private readonly file: Sqlite) {
    this.last = file.one<{ id: number | null }>('SELECT max(id) AS id FROM documents')?.id ?? 0;
    file.define('whole', (base: number, body: string) => JSON.stringify(this.patchedFrom(base, body)));
  }

  new(value: Stamp, before: Content | undefined): Content {
    return Content.of((this.last += 1), value, before);
  }

  stored(id: number): Content {
    return Content.stored(id, this);
  }

  value(id: number): unknown {
    const { base, body } = this.row(id);
    return base === null ? JSON.parse(body) : this.patchedFrom(base, body);
  }

  /** Writes a content that is not there yet. */
  write(content: Content): void {
    if (content.isStored) return;
    content.isStored = true;
    const { base, body } = this.written(content);
    content.before = undefined;
    this.file.run('INSERT INTO documents (id, base, body) VALUES (?, ?, ?)', content.id, base, body);
    if (body.length > short || base !== null) this.baseOf.set(content.id, base ?? content.id);
    if (this.baseOf.size > 10_000) this.baseOf.clear();
  }

  forget(): void {
    this.bases.clear();
    this.baseOf.clear();
    this.last = this.file.one<{ id: number | null }>('SELECT max(id) AS id FROM documents')?.id ?? 0;
  }

  private written(content: Content): Stored {
    const { text } = content;
    let before = content.before;
    while (before !== undefined && !before.isStored) before = before.before;
    if (text.length <= short || before === undefined) return { base: null, body: text };
    const base = this.baseOf.get(before.id) ?? this.row(before.id).base ?? before.id;
    const body = JSON.stringify(deltaOf(this.base(base), content.value) ?? { fields: {}, without: [] });
    return body.length ** 2 > 256 * text.length ? { base: null, body: text } : { base, body };
  }

  private patchedFrom(base: number, body: string): unknown {
    return patched(this.base(base), JSON.parse(body) as never);
  }

  private base(id: number): unknown {
    const known = this.bases.get(id) ?? (JSON.parse(this.row(id).body) as object);
    this.bases.delete(id);
    this.bases.set(id, known);
    for (const oldest of this.bases.keys()) {
      if (this.bases.size <= keptBases) break;
      this.bases.delete(oldest);
    }
    return known;
  }

  private row(id: number): Stored {
    const row = this.file.one<Row & Stored>('SELECT base, body FROM documents WHERE id = ?', id);
    if (row === undefined) throw new Error(`The views hold no document ${id}.`);
    return row;
  }
}
