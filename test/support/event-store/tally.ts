import { Documents, type Stamp } from '../../../src/platform/read-model/documents.js';
import { noRelations } from '../../../src/kernel/time/timeline.js';
import type { Projection, ReadModel } from '../../../src/platform/read-model/read-model.js';
import type { View } from '../../../src/platform/read-model/view.js';

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

interface PassedDocument extends Stamp {
  readonly entry: number;
}

const passed = new Documents<PassedDocument>({
  table: 'passed',
  key: ({ entry }) => String(entry),
  columns: { entry: ({ entry }) => entry },
  indexed: [],
});

/** Counts the progress reports of each stream, and lists the entries it has passed. */
export const tally: View = {
  name: 'tally.v1',
  tables: [tallies, passed],
  on: {
    ProgressReported: (event, fold) => {
      const { stream, effective, entry } = event;
      passed.open(fold, event, { entry });
      if (tallies.get(fold, stream) === undefined) tallies.open(fold, event, { reports: 1, latest: effective });
      else tallies.change(fold, event, stream, ({ reports }) => ({ reports: reports + 1, latest: effective }));
    },
  },
};

/** This view alone, over streams that nothing opens. */
export const tallying = (...views: readonly View[]): Projection => ({
  views: views.length === 0 ? [tally] : views,
  relations: noRelations,
  thingOf: (stream) => ({ documents: tallies, key: stream }),
});

/** All rows that views have made, and the checkpoint. */
export function contents({ rows, tables }: ReadModel): Record<string, unknown[]> {
  const read = (name: string, order: string): unknown[] =>
    rows.all(`SELECT * FROM ${name} ORDER BY ${order}`).map(({ document_id: _, ...row }) => row);
  return {
    checkpoint: read('checkpoint', '1'),
    ...Object.fromEntries(tables.map((name) => [name, read(name, name === 'passed' ? 'entry' : 'key')])),
  };
}
