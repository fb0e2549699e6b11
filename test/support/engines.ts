import { join } from 'node:path';
import type { EventStore } from '../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import { SqliteEventStore } from '../../src/platform/event-store/sqlite.event-store.js';
import { UpcastingEventStore, type Upcasts } from '../../src/platform/event-store/upcasting.js';
import type { StoreFixture } from './store-fixture.js';
import { temporaryFolder } from './temporary.js';

export const inMemory: StoreFixture = {
  keeps: false,
  second: 'apart',
  open: async (clock = Date.now) => ({
    store: new MemoryEventStore(clock),
    reopen: async (later = clock) => new MemoryEventStore(later),
    second: async () => new MemoryEventStore(clock),
  }),
};

export const inSqlite: StoreFixture = {
  keeps: true,
  second: 'refused',
  open: async (clock = Date.now) => {
    const path = join(temporaryFolder(), 'log.sqlite');
    return {
      store: new SqliteEventStore(path, clock),
      reopen: async (later = clock) => new SqliteEventStore(path, later),
      second: async () => new SqliteEventStore(path, clock),
    };
  },
};

/** The same engine behind upcasts. */
export function upcasted(fixture: StoreFixture, upcasts: Upcasts): StoreFixture {
  const wrapped = (store: EventStore): EventStore => new UpcastingEventStore(store, upcasts);
  return {
    ...fixture,
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
