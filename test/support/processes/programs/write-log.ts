import { writeSync } from 'node:fs';
import { SqliteEventStore } from '../../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { plannedAppend, writers } from '../../event-store/planned-appends.js';

// Writes the planned appends of a round to the log, several writers at once, and tells each acknowledgement, until it is killed or
// each has written as many as were asked for.
const [path, round, most] = [process.argv[2] as string, Number(process.argv[3]), Number(process.argv[4] ?? Infinity)];
const tell = (line: object): number => writeSync(1, `${JSON.stringify(line)}\n`);
tell({ opening: round });
const store = new SqliteEventStore(path, Date.now);
await Promise.all(writers.map((writer) => write(writer)));
await store.close();

async function write(writer: number): Promise<void> {
  for (let number = 0; number < most; number++) {
    const { stream, expected, events } = plannedAppend(round, writer, number);
    tell({ writer, number, appended: await store.append(stream, expected, events) });
  }
}
