import { SqliteEventStore } from '../../../../src/platform/event-store/sqlite/sqlite.event-store.js';

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

// Holds the log of the given path until its input ends, or says why it cannot.
try {
  const store = new SqliteEventStore(process.argv[2] as string, Date.now);
  print(`holds ${(await store.head()).size}`);
  process.stdin.on('end', () => void store.close()).resume();
} catch (error) {
  print(`${(error as Error).name}: ${(error as Error).message}`);
}
