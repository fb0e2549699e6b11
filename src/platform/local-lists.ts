import { WrongRevision, type SharedList } from './event-store/event-store.js';
import { Sqlite } from './sqlite.js';

const table =
  'CREATE TABLE IF NOT EXISTS lists (list TEXT PRIMARY KEY, place INTEGER NOT NULL, value TEXT NOT NULL) STRICT';

/** Lists as instances share them, but of a process that shares with nobody: the last value of each, in a file. */
export class LocalLists {
  private readonly rows: Sqlite;

  /** `path` may be `:memory:`. */
  constructor(path: string) {
    this.rows = new Sqlite(path);
    this.rows.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${table}`);
  }

  list(name: string): SharedList {
    const last = () =>
      this.rows.one<{ place: number; value: string }>('SELECT place, value FROM lists WHERE list = ?', name);
    return {
      from: (place) => {
        const found = last();
        return found === undefined || found.place < place ? [] : [found.value];
      },
      add: async (value, place) => {
        const end = last()?.place ?? -1;
        if (place !== end + 1) throw new WrongRevision(name, place - 1, end);
        this.rows.run('INSERT OR REPLACE INTO lists VALUES (?, ?, ?)', name, place, value);
      },
      sync: () => Promise.resolve(),
      next: (signal) =>
        new Promise((resolve) =>
          signal?.aborted ? resolve() : signal?.addEventListener('abort', () => resolve(), { once: true }),
        ),
    };
  }

  close(): void {
    this.rows.settle();
    this.rows.close();
  }
}
