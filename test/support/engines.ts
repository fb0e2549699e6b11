import { join } from 'node:path';
import type { EventStore } from '../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite.event-store.js';
import { UpcastingEventStore, type Upcasts } from '../../src/platform/event-store/upcasting.js';
import type { StoreFixture } from './store-fixture.js';
import { temporaryFolder } from './temporary.js';

const cannot = (why: string) => (): Promise<never> => Promise.reject(new Error(why));

export const inMemory: StoreFixture = {
  lacks: { durable: 'memory forgets', shared: 'memory belongs to one instance' },
  open: async (clock = Date.now) => ({
    store: new MemoryEventStore(clock),
    reopen: cannot('memory forgets'),
    second: cannot('memory belongs to one instance'),
  }),
};

export const inSqlite: StoreFixture = {
  lacks: { shared: 'one process writes to a file; a second is refused, which the SQLite tests show' },
  open: async (clock = Date.now) => {
    const path = join(temporaryFolder(), 'log.sqlite');
    return {
      store: new SqliteEventStore(path, clock),
      reopen: async (later = clock) => new SqliteEventStore(path, later),
      second: cannot('one process writes'),
    };
  },
};

/** The same engine behind upcasts. */
export function upcasted(fixture: StoreFixture, upcasts: Upcasts): StoreFixture {
  const wrapped = (store: EventStore): EventStore => new UpcastingEventStore(store, upcasts);
  return {
    lacks: fixture.lacks,
    open: async (clock) => {
      const opened = await fixture.open(clock);
      return {
        store: wrapped(opened.store),
        reopen: async (later) => wrapped(await opened.reopen(later)),
        second: async () => wrapped(await opened.second()),
      };
    },
  };
}
