import type { Recorded } from '../../../kernel/message.js';
import type { Authentication } from './append-key.js';
import { EntryRows } from './entry-rows.js';
import type { Flaw, StoredEntry } from '../event-store.js';
import { openLogFile } from './log-file.js';

const pageSize = 500;

/** What is said of a row that the register has not appended itself. */
export const unknownRow = (entry: number): Flaw => ({
  entry,
  message:
    'The register has not written it: no checkpoint covers it, and its authentication code is missing or wrong. It and all entries after it are neither served nor signed. `idc unknown-entries` lists them, and accepts or removes them.',
});

/**
 * The first row at the end of a log file that the register has not appended itself: no checkpoint covers it, and its authentication code is not valid.
 * Null if there is none. `from` is the first entry looked at, at least that behind what is signed.
 */
export function firstUnknownRow(rows: EntryRows, { key, signed }: Authentication, from = 0): number | null {
  let next = Math.max(from, signed);
  let before = rows.codeAt(next - 1);
  for (;;) {
    const page = rows.coded(next, pageSize);
    for (const { position, leaf, code } of page) {
      if (position !== next + 1 || !key.isCodeOf(code, leaf, before)) return next;
      [before, next] = [code, next + 1];
    }
    if (page.length < pageSize) return null;
  }
}

/** The rows at the end of a log file that the register has not appended itself, and what an operator may do with them. */
export class UnknownRows {
  private readonly file: ReturnType<typeof openLogFile>;
  private readonly rows: EntryRows;
  /** The number of the first; null if there are none. */
  readonly first: number | null;

  /** Opens the file as `openLogFile` does, and throws what that throws. */
  constructor(
    path: string,
    private readonly authentication: Authentication,
    options: { readonly readOnly?: boolean } = {},
  ) {
    this.file = openLogFile(path, options);
    this.rows = new EntryRows(this.file.log, () => Number.MAX_SAFE_INTEGER);
    this.first = firstUnknownRow(this.rows, authentication);
  }

  /** All columns of each, binary ones in hexadecimal. */
  list(): readonly Readonly<Record<string, unknown>>[] {
    if (this.first === null) return [];
    const all = this.file.log.all('SELECT * FROM entries WHERE position > ? ORDER BY position', this.first);
    const told = (value: unknown): unknown =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
    return all.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, told(value)])));
  }

  /** The same as entries. */
  entries(): readonly StoredEntry[] {
    return this.first === null ? [] : this.rows.sealed(this.first, Number.MAX_SAFE_INTEGER);
  }

  /** Gives each an authentication code, as if the register had appended it. Throws `RangeError` if one cannot be the entry whose place it has. */
  accept(): void {
    const { first, file, rows, authentication } = this;
    if (first === null) return;
    file.log.transaction(() => {
      let [next, before] = [first, rows.codeAt(first - 1)];
      for (const { position, leaf } of rows.coded(first, Number.MAX_SAFE_INTEGER)) {
        if (position !== next + 1 || entryIn(leaf) !== next)
          throw new RangeError(`The row at position ${position} cannot be entry ${next}; it can only be removed.`);
        before = authentication.key.codeOf(leaf, before);
        file.log.run('UPDATE entries SET code = ? WHERE position = ?', before, position);
        next += 1;
      }
    });
  }

  /** Takes them out of the file. */
  remove(): void {
    const { first, file } = this;
    if (first === null) return;
    file.log.transaction(() => {
      file.log.run('DELETE FROM entries WHERE position > ?', first);
      file.log.run("UPDATE sqlite_sequence SET seq = ? WHERE name = 'entries'", first);
    });
  }

  close(): void {
    this.file.close();
  }
}

function entryIn(leaf: string): number | null {
  try {
    return (JSON.parse(leaf) as Recorded).entry;
  } catch {
    return null;
  }
}
