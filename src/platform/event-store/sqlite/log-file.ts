import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Recorded } from '../../../kernel/message.js';
import { Sqlite, sqliteCode } from '../../sqlite.js';
import { outcomesTable } from './outcome-rows.js';
import { StoreHeld, StoreUnavailable } from '../event-store.js';

const layout = 2;

const tables = `
  CREATE TABLE entries (
    position   INTEGER PRIMARY KEY AUTOINCREMENT,
    stream     TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    type       TEXT NOT NULL,
    event_id   TEXT NOT NULL UNIQUE,
    command_id TEXT NOT NULL,
    part       INTEGER NOT NULL,
    leaf       TEXT NOT NULL,
    facts      TEXT NOT NULL,
    facts_salt BLOB NOT NULL,
    text       TEXT,
    text_salt  BLOB,
    request    BLOB,
    code       BLOB,
    UNIQUE (stream, revision),
    UNIQUE (command_id, part)
  ) STRICT;
  CREATE INDEX entries_by_type ON entries (type);
  PRAGMA user_version = ${layout};
`;

/** An open log file, and how far the log in it has come. */
export interface LogFile {
  readonly log: Sqlite;
  readonly size: number;
  /** Milliseconds since 1970; 0 in an empty log. */
  readonly lastRecorded: number;
  /** Brings everything into the one file, and frees it. */
  close(): void;
}

export interface LogFileOptions {
  /** A reader needs no lock and cannot write. */
  readonly readOnly?: boolean;
  readonly durability?: 'full' | 'normal';
}

/**
 * Opens the file of a log, making it when it is missing. Throws `StoreHeld` when another process writes to it, and an error when a newer
 * program made it or entries are missing at its end.
 */
export function openLogFile(path: string, { readOnly = false, durability = 'full' }: LogFileOptions = {}): LogFile {
  const inMemory = path === ':memory:';
  if (!inMemory) mkdirSync(dirname(path), { recursive: true });
  const lock = inMemory || readOnly ? null : hold(path);
  try {
    const log = new Sqlite(path, readOnly ? { readOnly: true } : {});
    if (!readOnly) prepare(log, durability);
    const close = (): void => {
      try {
        if (!readOnly) log.settle();
      } finally {
        log.close();
        lock?.close();
      }
    };
    return { log, close, ...measure(log, path) };
  } catch (error) {
    lock?.close();
    throw unavailable(error);
  }
}

/** Takes the writer's lock: an exclusive transaction on a file of its own, which the system ends with the process. */
function hold(path: string): Sqlite {
  const lock = new Sqlite(`${path}.lock`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === 5)
      throw new StoreHeld(`Another process has locked the log ${path}; stop it first, or choose another data folder.`);
    throw unavailable(error);
  }
}

/** Sets the file up for durable writing, in which what is erased is written over, and makes its tables when it is new. */
function prepare(log: Sqlite, durability: 'full' | 'normal'): void {
  log.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability}; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON`,
  );
  if (log.one<{ user_version: number }>('PRAGMA user_version')?.user_version === 0)
    log.transaction(() => log.exec(tables));
  log.exec(outcomesTable);
  // Entries of the first layout have no authentication codes: those that no checkpoint covers have to be decided on.
  if (log.one<{ user_version: number }>('PRAGMA user_version')?.user_version === 1)
    log.transaction(() => log.exec(`ALTER TABLE entries ADD COLUMN code BLOB; PRAGMA user_version = ${layout}`));
}

/** Throws when a newer program wrote the file, or when entries are missing at its end. */
function measure(log: Sqlite, path: string): Pick<LogFile, 'size' | 'lastRecorded'> {
  const version = log.one<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (version > layout)
    throw new Error(`${path} was written by a newer program (layout ${version}; this program supports ${layout}).`);
  const counted = log.one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'entries'")?.seq ?? 0;
  const last = log.one<{ position: number; leaf: string }>(
    'SELECT position, leaf FROM entries ORDER BY position DESC LIMIT 1',
  );
  if ((last?.position ?? 0) !== counted)
    throw new Error(`${path} has lost entries: ${counted} were written, the last one found is ${last?.position ?? 0}.`);
  return { size: counted, lastRecorded: last === undefined ? 0 : recordedIn(last.leaf) };
}

/** When a leaf says it was recorded; 0 if that cannot be read, which the check of the log will find. */
function recordedIn(leaf: string): number {
  try {
    return Date.parse((JSON.parse(leaf) as Recorded).recordedAt) || 0;
  } catch {
    return 0;
  }
}

/** SQLite's own errors become ours; all others stay what they are. */
export function unavailable(error: unknown): Error {
  if (sqliteCode(error) !== null)
    return new StoreUnavailable(`The log cannot be written or read: ${(error as Error).message}.`, { cause: error });
  return error as Error;
}
