import { join } from 'node:path';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';
import type { Clock } from '../../../src/kernel/ports.js';
import { KurrentEventStore } from '../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { SqliteEventStore } from '../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { UpcastingEventStore, type Upcasts } from '../../../src/platform/event-store/upcasting.js';
import type { StoreFixture } from './store-fixture.js';
import { temporaryFolder } from '../temporary.js';

export const inMemory: StoreFixture = {
  keeps: false,
  many: 2000,
  randomRuns: 15,
  second: 'apart',
  open: async (clock = Date.now) => ({
    store: new MemoryEventStore(clock),
    reopen: async (later = clock) => new MemoryEventStore(later),
    second: async () => new MemoryEventStore(clock),
  }),
};

export const inSqlite: StoreFixture = {
  keeps: true,
  many: 2000,
  randomRuns: 15,
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

let registers = 0;

/** Instances of a register over a server, each with a copy of the log of its own; a register is one that no test has used. */
export function inKurrent(url: () => string, deadline = 30_000): StoreFixture {
  return {
    keeps: true,
    many: 800,
    randomRuns: 4,
    second: 'shared',
    open: async (clock = Date.now) => {
      const register = `test-${process.pid}-${Date.now()}-${(registers += 1)}`;
      const path = join(temporaryFolder(), 'log.sqlite');
      const open = (at: string, time: Clock): Promise<EventStore> =>
        KurrentEventStore.open({ url: url(), register, path: at, clock: time, deadline });
      return {
        store: await open(path, clock),
        reopen: (later = clock) => open(path, later),
        second: () => open(join(temporaryFolder(), 'log.sqlite'), clock),
      };
    },
  };
}

/** The same engine with more of everything: for the slow suite. */
export const broad = (fixture: StoreFixture): StoreFixture => ({ ...fixture, many: 10_000, randomRuns: 60 });

/** The same engine behind upcasts. */
export function upcasted(fixture: StoreFixture, upcasts: Upcasts): StoreFixture {
  const wrapped = (store: EventStore): EventStore => new UpcastingEventStore(store, upcasts);
  return {
    ...fixture,
    many: 800,
    randomRuns: 4,
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
