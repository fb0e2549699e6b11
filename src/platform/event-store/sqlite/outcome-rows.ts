import type { Sqlite } from '../../sqlite.js';
import type { KeptOutcome } from '../event-store.js';

export const outcomesTable = `
  CREATE TABLE IF NOT EXISTS outcomes (command_id TEXT PRIMARY KEY, outcome TEXT NOT NULL, request BLOB NOT NULL) STRICT, WITHOUT ROWID;
`;

interface OutcomeRow {
  readonly command_id: string;
  readonly outcome: string;
  readonly request: Uint8Array;
}

const pageSize = 500;

/** The table of what commands came to that wrote nothing, in a log file. */
export class OutcomeRows {
  constructor(private readonly log: Sqlite) {}

  /** Keeps an outcome unless one is kept for its command; returns the one that stands. */
  keep(kept: KeptOutcome): KeptOutcome {
    const { commandId, outcome, request } = kept;
    this.log.run('INSERT OR IGNORE INTO outcomes VALUES (?, ?, ?)', commandId, outcome, request);
    return this.of(commandId) ?? kept;
  }

  of(commandId: string): KeptOutcome | null {
    const row = this.log.one<OutcomeRow>('SELECT * FROM outcomes WHERE command_id = ?', commandId);
    return row === undefined ? null : keptIn(row);
  }

  /** All of them, a page at a time. */
  *all(): Iterable<KeptOutcome> {
    const sql = 'SELECT * FROM outcomes WHERE command_id > ? ORDER BY command_id LIMIT ?';
    for (let after = '', rows: OutcomeRow[] | null = null; rows === null || rows.length === pageSize;) {
      rows = this.log.all<OutcomeRow>(sql, after, pageSize);
      yield* rows.map(keptIn);
      after = rows.at(-1)?.command_id ?? after;
    }
  }
}

const keptIn = ({ command_id: commandId, outcome, request }: OutcomeRow): KeptOutcome => ({
  commandId,
  outcome,
  request,
});
