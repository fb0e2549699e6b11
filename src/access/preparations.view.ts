import type { EventOf, Recorded } from '../kernel/message.js';
import { view, type Rows } from '../platform/read-model/view.js';
import { permissions } from './permissions.js';
import type { PreparationConfirmed } from './preparation.js';

/** A preparation, as whoever signs looks it up. */
export interface Prepared {
  readonly entry: number;
  readonly hash: string;
  /** Null once its words were redacted. */
  readonly salt: string | null;
  /** The entry that was signed on it; null while none was. */
  readonly signed: number | null;
}

/** Notes that an entry was signed on a preparation. */
const sign = ({ stream, entry, facts }: Recorded, rows: Rows): void => {
  const { preparation } = facts as { readonly preparation?: number };
  if (preparation !== undefined)
    rows.run('INSERT OR REPLACE INTO signed_preparations (entry, stream, preparation) VALUES (?, ?, ?)', entry, stream, preparation);
};
const signed = Object.values(permissions).flatMap(({ states, second }) => (second === 'sealed' ? states : []));

export const preparationsView = view<EventOf<typeof PreparationConfirmed>>({
  name: 'preparations.v1',
  tables: `
    CREATE TABLE preparations (entry INTEGER PRIMARY KEY, stream TEXT NOT NULL, actor TEXT NOT NULL, command TEXT NOT NULL, hash TEXT NOT NULL, salt TEXT,
      recorded_at TEXT NOT NULL);
    CREATE INDEX preparations_by_stream ON preparations (stream);
    CREATE INDEX preparations_by_actor ON preparations (actor, command);
    CREATE TABLE signed_preparations (entry INTEGER PRIMARY KEY, stream TEXT NOT NULL, preparation INTEGER NOT NULL);
    CREATE INDEX signed_preparations_by_stream ON signed_preparations (stream);
    CREATE INDEX signed_preparations_by_preparation ON signed_preparations (preparation);`,
  forget: (stream, rows) => {
    rows.run('DELETE FROM preparations WHERE stream = ?', stream);
    rows.run('DELETE FROM signed_preparations WHERE stream = ?', stream);
  },
  on: {
    ...Object.fromEntries(signed.map((type) => [type, sign])),
    PreparationConfirmed: ({ entry, stream, actor, facts, text, recordedAt }, rows) =>
      void rows.run(
        'INSERT OR REPLACE INTO preparations (entry, stream, actor, command, hash, salt, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[entry, stream, actor, facts.command, facts.hash, text?.salt ?? null, recordedAt],
      ),
  },
});

/** What somebody has prepared for a command since an instant, the newest first. */
export const preparedBy = (rows: Rows, actor: string, command: string, since: string): Prepared[] =>
  rows.all<Prepared & Record<string, unknown>>(
    `SELECT entry, hash, salt, (SELECT min(entry) FROM signed_preparations WHERE preparation = preparations.entry) AS signed
     FROM preparations WHERE actor = ? AND command = ? AND recorded_at >= ? ORDER BY entry DESC`,
    actor,
    command,
    since,
  );
