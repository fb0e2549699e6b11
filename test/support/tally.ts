import { Documents, type Stamp } from '../../src/platform/read-model/documents.js';
import type { ReadModel } from '../../src/platform/read-model/read-model.js';
import type { Rows, View } from '../../src/platform/read-model/view.js';

interface TallyDocument extends Stamp {
  readonly stream: string;
  readonly reports: number;
  readonly latest: string | null;
}

export const tallies = new Documents<TallyDocument>({
  table: 'tallies',
  key: ({ stream }) => stream,
  columns: { reports: ({ reports }) => reports, changed: ({ lastEntry }) => lastEntry },
  indexed: ['reports'],
});

/** Counts the progress reports of each stream, and lists the entries it has passed. */
export const tally: View = {
  name: 'tally.v1',
  tables: `${tallies.tables} CREATE TABLE passed (entry INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE);`,
  on: {
    ProgressReported: (event, rows) => {
      rows.run('INSERT INTO passed VALUES (?, ?)', event.entry, event.eventId);
      const { stream, effective } = event;
      if (tallies.get(rows, stream) === undefined) tallies.open(rows, event, { stream, reports: 1, latest: effective });
      else tallies.change(rows, event, stream, ({ reports }) => ({ reports: reports + 1, latest: effective }));
    },
  },
};

/** All rows of all tables that views have made, and the checkpoint. */
export function contents(model: { readonly rows: Rows } | ReadModel): Record<string, unknown[]> {
  const tables = model.rows.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
  return Object.fromEntries(tables.map(({ name }) => [name, model.rows.all(`SELECT * FROM ${name} ORDER BY 1`).map((row) => ({ ...row }))]));
}
