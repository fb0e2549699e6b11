import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inspect } from '../../../src/ledger/inspection.js';
import { readCheckpointsOf, readKeysOf } from '../../../src/ledger/opening.js';
import { readConfig } from '../../../src/config.js';
import { SqliteEventStore } from '../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { logPath } from '../../../src/platform/data-folder.js';
import { Sqlite } from '../../../src/platform/sqlite.js';

/** What became of flipped bits. */
export interface Tally {
  /** Flips after which the log says something else, and the check has found it. */
  found: number;
  /** Flips after which SQLite cannot read the rows any more. */
  refused: number;
  /** Flips that change no row: in free space, in the file's own bookkeeping, or in what SQLite reads as before. */
  unread: number;
  /** Of those, the ones that the check finds all the same. */
  unreadButFound: number;
  /** Flips in the digests beside the log by which repeated commands are known again; they are no part of it (docs/decisions/0003). */
  besideTheLog: number;
  /** Flips that change the log, and nobody notices: there must be none. Each with the byte and bit. */
  readonly unnoticed: string[];
}

/** All that a log says, row by row with the types of its values; null when SQLite cannot read it. `request` is beside the log. */
function contentOf(path: string, column: '*' | 'log'): string | null {
  let file: Sqlite | null = null;
  try {
    file = new Sqlite(path, { readOnly: true });
    const rows = file.all('SELECT * FROM entries ORDER BY position');
    return JSON.stringify(
      rows.map((row) =>
        Object.entries(row)
          .filter(([name]) => column === '*' || name !== 'request')
          .map(([name, value]) => [
            name,
            typeof value,
            value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
          ]),
      ),
    );
  } catch {
    return null;
  } finally {
    file?.close();
  }
}

/** What the check says of a data folder, as `idc check` has it. */
async function findingsOf(dataDir: string): Promise<readonly { place: string; message: string }[]> {
  const config = readConfig({ IDC_DATA_DIR: dataDir });
  try {
    const store = new SqliteEventStore(logPath(dataDir), Date.now, { readOnly: true });
    try {
      return (
        await inspect({ store, keys: readKeysOf(config), checkpoints: readCheckpointsOf(config) }, { thorough: true })
      ).findings;
    } finally {
      await store.close();
    }
  } catch (error) {
    return [{ place: 'log', message: (error as Error).message }];
  }
}

/** Turns over one bit of the database at a time, in a copy of a stopped register's data folder, and looks at what becomes of it. */
export async function flipBits(dataDir: string, times: number, random: () => number): Promise<Tally> {
  const path = logPath(dataDir);
  const sound = `${path}.sound`;
  copyFileSync(path, sound);
  const bytes = readFileSync(sound);
  const before = { all: contentOf(path, '*'), log: contentOf(path, 'log') };
  const tally: Tally = { found: 0, refused: 0, unread: 0, unreadButFound: 0, besideTheLog: 0, unnoticed: [] };
  if (before.all === null || (await findingsOf(dataDir)).length > 0)
    throw new Error('The log is not sound to begin with.');
  for (let time = 0; time < times; time++) {
    const [at, bit] = [Math.floor(random() * bytes.length), Math.floor(random() * 8)];
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] as number) ^ (1 << bit);
    writeFileSync(path, flipped);
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    const [all, log] = [contentOf(path, '*'), contentOf(path, 'log')];
    const isFound = (await findingsOf(dataDir)).length > 0;
    if (all === null) tally[isFound ? 'refused' : 'unread'] += 1;
    if (all === null && !isFound) tally.unnoticed.push(`${at}/${bit}`);
    else if (all !== null && log !== before.log) {
      if (isFound) tally.found += 1;
      else tally.unnoticed.push(`${at}/${bit}`);
    } else if (all !== null && all !== before.all) tally.besideTheLog += 1;
    else if (all !== null) {
      tally.unread += 1;
      if (isFound) tally.unreadButFound += 1;
    }
  }
  copyFileSync(sound, path);
  rmSync(sound);
  return tally;
}

/** Numbers from 0 up to 1 that are the same in every run. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
