import { readdirSync } from 'node:fs';
import { afterEach } from '@jest/globals';
import { dayOf } from '../../../src/kernel/time/partial-date.js';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { fill } from '../../../src/platform/read-model/fill.js';
import { Projector } from '../../../src/platform/read-model/projector.js';
import { ReadModel } from '../../../src/platform/read-model/read-model.js';
import type { View } from '../../../src/platform/read-model/view.js';
import { drafts } from '../event-store/drafts.js';
import { contents, tallying } from '../event-store/tally.js';

/** Projectors that are stopped when the test is over. */
export const started: Projector[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((projector) => projector.stop()));
});

/** A projector that has caught up with the log. */
export async function startedOn(
  store: EventStore,
  folder: string | null = null,
  views: readonly View[] = [],
): Promise<Projector> {
  const projector = new Projector(store, tallying(...views), folder, Date.now);
  started.push(projector);
  await projector.start();
  return projector;
}

/** A log of so many events, spread over seven streams. */
export async function logOf(size: number): Promise<MemoryEventStore> {
  const store = new MemoryEventStore(Date.now);
  for (let entry = 0; entry < size; entry += 100)
    await store.append(`commitment-${(entry / 100) % 7}`, 'any', drafts(Math.min(100, size - entry)));
  return store;
}

/** What the views hold after reading the log from its beginning in one go. */
export async function replayed(store: EventStore, size = Infinity): Promise<Record<string, unknown[]>> {
  const model = new ReadModel(':memory:', tallying(), dayOf(Date.now()));
  await fill(model, store, Math.min(size, (await store.head()).size));
  return contents(model);
}

/** The files of views in a folder, without what SQLite keeps beside them. */
export const filesIn = (folder: string): string[] => readdirSync(folder).filter((file) => file.endsWith('.sqlite'));
