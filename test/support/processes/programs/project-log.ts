import { writeSync } from 'node:fs';
import { SqliteEventStore } from '../../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Projector } from '../../../../src/platform/read-model/projector.js';
import type { View } from '../../../../src/platform/read-model/view.js';
import { drafts } from '../../event-store/drafts.js';
import { tally, tallying } from '../../event-store/tally.js';

// Brings views up to the log, telling each step and some rows within it, then goes on appending and projecting until it is killed.
const [path, folder] = [process.argv[2] as string, process.argv[3] as string];
const tell = (what: string): number => writeSync(1, `${what}\n`);
tell('opening');
const store = new SqliteEventStore(path, Date.now);
const telling: View = {
  ...tally,
  on: {
    ProgressReported: (event, rows) => {
      tally.on.ProgressReported?.(event, rows);
      if (event.entry % 97 === 0) tell(`wrote the row of entry ${event.entry}`);
    },
  },
};
const projector = new Projector(store, tallying(telling), folder, Date.now);
await projector.start((done) => tell(`projected ${done}`));
for (let number = 0; ; number++) {
  const { lastEntry } = await store.append(`commitment-${number % 7}`, 'any', drafts(1 + (number % 4)));
  await projector.reached(lastEntry);
  tell(`projected ${lastEntry + 1}`);
}
