import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

type SqliteDriver = { readonly DatabaseSync: new (path: string, options?: { readOnly?: boolean }) => DatabaseSync };

/** Node's own SQLite where it has one (22.13 and later), else the same interface from a prebuilt package. */
async function driver(): Promise<SqliteDriver> {
  try {
    return await import('node:sqlite');
  } catch {
    return (await import('@photostructure/sqlite')) as unknown as SqliteDriver;
  }
}

const { DatabaseSync: Connection } = await driver();

export type Value = SQLInputValue;
export type Row = Record<string, unknown>;

/**
 * One connection to a SQLite file, with its prepared statements kept by their text. The statements do not outlive it,
 * so it must be held as long as any of them is in use.
 */
export class Sqlite {
  private readonly connection: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  /** `path` may be `:memory:`. */
  constructor(path: string, options: { readOnly?: boolean } = {}) {
    this.connection = new Connection(path, options);
    this.connection.exec('PRAGMA busy_timeout = 5000');
  }

  exec(sql: string): void {
    this.connection.exec(sql);
  }

  /** Gives SQL a function that depends on its arguments alone. */
  define(name: string, work: (...values: never[]) => string): void {
    this.connection.function(name, { deterministic: true }, work as (...values: Value[]) => string);
  }

  /** Throws `NulInText`, as `insert`, `all` and `one` do, for a bound text that holds the character NUL. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.prepare(sql).run(...withoutNul(values)).changes);
  }

  /** Inserts one row, and gives its id. */
  insert(sql: string, ...values: Value[]): number {
    return Number(this.prepare(sql).run(...withoutNul(values)).lastInsertRowid);
  }

  all<R = Row>(sql: string, ...values: Value[]): R[] {
    return this.prepare(sql).all(...withoutNul(values)) as R[];
  }

  one<R = Row>(sql: string, ...values: Value[]): R | undefined {
    return this.prepare(sql).get(...withoutNul(values)) as R | undefined;
  }

  /** Runs `work` in one transaction: all of it is kept, or none. */
  transaction<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Runs `work` in a transaction of which nothing is kept. */
  rehearse<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      return work();
    } finally {
      this.rollback();
    }
  }

  /**
   * Brings everything into the one file. Call it before closing a file with a write-ahead log: prepared statements may outlive the
   * connection until they are collected, and SQLite would leave it to them. Gives whether it could: not while others read.
   */
  settle(): boolean {
    return this.one<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy === 0;
  }

  close(): void {
    this.statements.clear();
    this.connection.close();
  }

  private rollback(): void {
    try {
      this.exec('ROLLBACK');
    } catch {
      // SQLite has already rolled back by itself, as it does when the disk is full.
    }
  }

  private prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.connection.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * A text to be bound holds the character NUL. SQLite's C interface ends a text there, and so does one of the two
 * drivers: a row could be found, written or deleted under another key than the one that was checked.
 */
export class NulInText extends Error {
  override readonly name = 'NulInText';
  constructor() {
    super('A string with the character NUL (U+0000) cannot be stored or looked up.');
  }
}

function withoutNul(values: Value[]): Value[] {
  for (const value of values) if (typeof value === 'string' && value.includes('\0')) throw new NulInText();
  return values;
}

/** Codes of SQLite (`FULL`, `IOERR`) and of the system for a disk that has no room, or does not let anything be written. */
const [full, ioError] = [13, 10];
const systemCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS']);

/** Whether something could not be written because of the disk: it can be tried again when that is mended. */
export function isOfDisk(error: unknown): boolean {
  const primary = (sqliteCode(error) ?? 0) & 0xff;
  return (
    primary === full ||
    primary === ioError ||
    systemCodes.has(String((error as NodeJS.ErrnoException | null | undefined)?.code))
  );
}

/** SQLite's own number for an error, or null for any other error. */
export function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown; sqliteExtendedCode?: unknown } | null) ?? {};
  const number = code.errcode ?? code.sqliteExtendedCode;
  return typeof number === 'number' ? number : null;
}
