import type { Sqlite } from '../../../sqlite.js';
import type { Position } from '../client/driver.js';
import type { StrayRecord } from '../errors.js';
import { keepsLast, type ApartRequest, type ApartText } from '../records.js';

const tables = `
  CREATE TABLE IF NOT EXISTS followed (position INTEGER PRIMARY KEY CHECK (position = 0), register TEXT NOT NULL, "commit" TEXT, "prepare" TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS apart_texts (hash TEXT PRIMARY KEY, command_id TEXT, json TEXT NOT NULL, salt BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS apart_requests (event_id TEXT PRIMARY KEY, command_id TEXT NOT NULL, digest BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS texts_by_command ON apart_texts (command_id);
  CREATE INDEX IF NOT EXISTS requests_by_command ON apart_requests (command_id);
  CREATE TABLE IF NOT EXISTS lists (list TEXT NOT NULL, place INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (list, place)) STRICT;
  CREATE TABLE IF NOT EXISTS strays (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL, message TEXT NOT NULL) STRICT;
`;

/** What an instance keeps of an event store beside the log itself: how far it has followed, what belongs to entries that are still to come, and shared lists. */
export class Mirror {
  /** How much stands apart from entries that are still to come. */
  private waiting: number;

  constructor(
    private readonly rows: Sqlite,
    register: string,
  ) {
    rows.exec(tables);
    rows.run('INSERT OR IGNORE INTO followed (position, register) VALUES (0, ?)', register);
    this.waiting = this.count();
  }

  /** The register whose streams were followed. */
  get register(): string {
    return this.rows.one<{ register: string }>('SELECT register FROM followed')?.register ?? '';
  }

  /** Up to where everything was taken; null at the beginning. */
  get position(): Position | null {
    const kept = this.rows.one<{ commit: string | null; prepare: string | null }>(
      'SELECT "commit", "prepare" FROM followed',
    );
    return kept?.commit == null || kept.prepare == null
      ? null
      : { commit: BigInt(kept.commit), prepare: BigInt(kept.prepare) };
  }

  set position(position: Position | null) {
    this.rows.run(
      'UPDATE followed SET "commit" = ?, "prepare" = ?',
      position?.commit.toString() ?? null,
      position?.prepare.toString() ?? null,
    );
  }

  keepText({ hash, commandId, json, salt }: ApartText): void {
    this.waiting += this.rows.run('INSERT OR IGNORE INTO apart_texts VALUES (?, ?, ?, ?)', hash, commandId, json, salt);
  }

  /** The text that belongs to an entry; null when it is not here. */
  textOf(hash: string): Pick<ApartText, 'json' | 'salt'> | null {
    if (this.waiting === 0) return null;
    return (
      this.rows.one<{ json: string; salt: Uint8Array }>('SELECT json, salt FROM apart_texts WHERE hash = ?', hash) ??
      null
    );
  }

  keepRequest({ eventId, commandId, digest }: ApartRequest): void {
    this.waiting += this.rows.run('INSERT OR IGNORE INTO apart_requests VALUES (?, ?, ?)', eventId, commandId, digest);
  }

  /** What was asked by the command of an entry, if that is its first; null when it is not here. */
  requestOf(eventId: string): Uint8Array | null {
    if (this.waiting === 0) return null;
    return (
      this.rows.one<{ digest: Uint8Array }>('SELECT digest FROM apart_requests WHERE event_id = ?', eventId)?.digest ??
      null
    );
  }

  /** Lets go of what stood apart from an entry that is in the log now, and of what other attempts at its command have left. */
  forgetApart(hash: string | null, commandId: string): void {
    if (this.waiting === 0) return;
    if (hash !== null) this.waiting -= this.rows.run('DELETE FROM apart_texts WHERE hash = ?', hash);
    this.waiting -= this.rows.run('DELETE FROM apart_texts WHERE command_id = ?', commandId);
    this.waiting -= this.rows.run('DELETE FROM apart_requests WHERE command_id = ?', commandId);
  }

  /** What a transaction has changed was taken back. */
  restore(): void {
    this.waiting = this.count();
  }

  private count(): number {
    return (
      this.rows.one<{ count: number }>(
        'SELECT (SELECT count(*) FROM apart_texts) + (SELECT count(*) FROM apart_requests) AS count',
      )?.count ?? 0
    );
  }

  keepValue(list: string, place: number, value: string): void {
    this.rows.run('INSERT OR IGNORE INTO lists VALUES (?, ?, ?)', list, place, value);
    if (keepsLast(list)) this.rows.run('DELETE FROM lists WHERE list = ? AND place < ?', list, place);
  }

  values(list: string, from: number): string[] {
    return this.rows
      .all<{ value: string }>(
        "SELECT value FROM lists WHERE list = ? AND place >= ? AND value <> '' ORDER BY place",
        list,
        from,
      )
      .map(({ value }) => value);
  }

  /** Stores a foreign record, for checks of the log. */
  keepStray({ stream, revision, message }: StrayRecord): void {
    this.rows.run('INSERT OR REPLACE INTO strays VALUES (?, ?, ?)', stream, revision, message);
  }

  /** A record stood in the way and does no longer. */
  forgetStrays(): void {
    this.rows.run('DELETE FROM strays');
  }

  /** How many values were ever added to a list. */
  lengthOf(list: string): number {
    return (
      (this.rows.one<{ place: number }>('SELECT max(place) AS place FROM lists WHERE list = ?', list)?.place ?? -1) + 1
    );
  }
}
