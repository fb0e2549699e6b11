import { Documents, type Stamp } from '../../src/platform/read-model/documents.js';
import { noTies } from '../../src/kernel/timeline.js';
import type { Projection, ReadModel } from '../../src/platform/read-model/read-model.js';
import type { Rows, View } from '../../src/platform/read-model/view.js';

interface TallyDocument extends Stamp {
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
  tables: `${tallies.tables} CREATE TABLE passed (entry INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL);`,
  forget: (stream, rows) => {
    rows.run('DELETE FROM passed WHERE stream = ?', stream);
    tallies.forget(rows, stream);
  },
  on: {
    ProgressReported: (event, rows) => {
      const { stream, effective } = event;
      rows.run('INSERT INTO passed VALUES (?, ?, ?)', event.entry, event.eventId, stream);
      if (tallies.get(rows, stream) === undefined) tallies.open(rows, event, { reports: 1, latest: effective });
      else tallies.change(rows, event, stream, ({ reports }) => ({ reports: reports + 1, latest: effective }));
    },
  },
};

/** This view alone, over streams that nothing opens. */
export const tallying = (...views: readonly View[]): Projection => ({
  views: views.length === 0 ? [tally] : views,
  ties: noTies,
  thingOf: (rows, stream) => tallies.get(rows, stream),
});

/** All rows of all tables that views have made, and the checkpoint. */
export function contents(model: { readonly rows: Rows } | ReadModel): Record<string, unknown[]> {
  const tables = model.rows.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
  return Object.fromEntries(tables.map(({ name }) => [name, model.rows.all(`SELECT * FROM ${name} ORDER BY 1`).map((row) => ({ ...row }))]));
}
