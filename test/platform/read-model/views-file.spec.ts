import { copyFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { UpcastingEventStore } from '../../../src/platform/event-store/upcasting.js';
import { rebuild } from '../../../src/platform/read-model/views-file.js';
import { Sqlite } from '../../../src/platform/sqlite.js';
import { drafts } from '../../support/event-store/drafts.js';
import { filesIn, logOf, replayed, startedOn } from '../../support/cqrs/projecting.js';
import { contents, tallies, tally, tallying } from '../../support/event-store/tally.js';
import { temporaryFolder } from '../../support/temporary.js';

describe('The file of the views', () => {
  test('is built anew beside the one in use, which goes on answering, and takes over at the next start', async () => {
    const [store, folder] = [await logOf(2200), temporaryFolder()];
    const running = await startedOn(store, folder);
    tamper(
      running.current.path,
      "UPDATE tallies_versions SET reports = 999 WHERE key = 'commitment-1' AND is_present = 1",
    );
    const steps: [number, number][] = [];
    expect(await rebuild(store, tallying(), folder, Date.now, (done, of) => steps.push([done, of]))).toEqual({
      size: 2200,
    });
    expect(steps).toEqual([
      [2000, 2200],
      [2200, 2200],
    ]);
    expect(filesIn(folder)).toHaveLength(2);
    await running.reached((await store.append('commitment-2', 'any', drafts(2))).lastEntry);
    expect(running.current.rows.one("SELECT reports FROM tallies WHERE key = 'commitment-1'")).toMatchObject({
      reports: 999,
    });
    await running.stop();
    const next = await startedOn(store, folder);
    expect(contents(next.current)).toEqual(await replayed(store));
    const [kept] = filesIn(folder) as [string];
    expect(readdirSync(folder).filter((file) => !file.startsWith(kept))).toEqual([]);
  });

  test('is built anew in spite of an attempt that was broken off', async () => {
    const [store, folder] = [await logOf(10), temporaryFolder()];
    await (await startedOn(store, folder)).stop();
    const [file] = filesIn(folder) as [string];
    copyFileSync(join(folder, file), join(folder, file.replace(/\.\d+\.sqlite$/, '.building')));
    await rebuild(store, tallying(), folder, Date.now, () => undefined);
    expect(contents((await startedOn(store, folder)).current)).toEqual(await replayed(store));
  });

  test('of an empty log can be built anew', async () => {
    const [store, folder] = [new MemoryEventStore(Date.now), temporaryFolder()];
    expect(await rebuild(store, tallying(), folder, Date.now, () => undefined)).toEqual({ size: 0 });
    expect((await startedOn(store, folder)).size).toBe(0);
  });

  test('gives way to that of a newer version of a view', async () => {
    const [store, folder] = [await logOf(30), temporaryFolder()];
    await (await startedOn(store, folder)).stop();
    const before = filesIn(folder);
    const newer = await startedOn(store, folder, [{ ...tally, name: 'tally.v2' }]);
    expect(contents(newer.current)).toEqual(await replayed(store));
    expect(filesIn(folder)).not.toEqual(before);
    expect(filesIn(folder)).toHaveLength(1);
  });

  test.each([
    ['of another log', async () => logOf(200)],
    ['of a longer log', async (store: MemoryEventStore) => copied(store, 60)],
    [
      'of a log that went another way later on',
      async (store: MemoryEventStore) => appended(await copied(store, 60), 90),
    ],
  ])('%s is thrown away and built anew', async (_, change) => {
    const [store, folder] = [await logOf(100), temporaryFolder()];
    await (await startedOn(store, folder)).stop();
    const other = await change(store);
    const projector = await startedOn(other, folder);
    expect(contents(projector.current)).toEqual(await replayed(other));
  });

  test.each([
    ['is no database', (path: string) => writeFileSync(path, 'no database at all'.repeat(1000))],
    ['is cut off', (path: string) => truncateSync(path, 5000)],
    ['is empty', (path: string) => truncateSync(path, 0)],
    ['has lost its checkpoint', (path: string) => tamper(path, 'DELETE FROM checkpoint')],
  ])('that %s is thrown away and built anew', async (_, damage) => {
    const [store, healthy, folder] = [await logOf(300), temporaryFolder(), temporaryFolder()];
    await (await startedOn(store, healthy)).stop();
    const [file] = filesIn(healthy) as [string];
    copyFileSync(join(healthy, file), join(folder, file));
    damage(join(folder, file));
    const projector = await startedOn(store, folder);
    expect(contents(projector.current)).toEqual(await replayed(store));
  });
});

test('Views see the newest types only, whether they catch up, follow or are built anew', async () => {
  const store = new MemoryEventStore(Date.now);
  const upcasting = new UpcastingEventStore(store, {
    StepReported: { becomes: 'ProgressReported', schemaVersion: 1, saying: ({ facts, text }) => ({ facts, text }) },
  });
  const folder = temporaryFolder();
  await store.append('commitment-1', 'any', drafts(2, { type: 'StepReported' }));
  const projector = await startedOn(upcasting, folder);
  await projector.reached(
    (await upcasting.append('commitment-1', 'any', drafts(2, { type: 'StepReported' }))).lastEntry,
  );
  expect(tallies.get(projector.current.rows, 'commitment-1')).toMatchObject({ reports: 4 });
  await rebuild(upcasting, tallying(), folder, Date.now, () => undefined);
  await projector.stop();
  expect(tallies.get((await startedOn(upcasting, folder)).current.rows, 'commitment-1')).toMatchObject({ reports: 4 });
});

/** The first entries of a log, in another one. */
async function copied(store: EventStore, size: number): Promise<MemoryEventStore> {
  const copy = new MemoryEventStore(Date.now);
  for await (const { stream, entry: _entry, revision: _revision, recordedAt: _recordedAt, ...given } of store.readAll({
    limit: size,
  })) {
    await copy.append(stream, 'any', [{ ...given, commandId: given.eventId }]);
  }
  return copy;
}

async function appended(store: MemoryEventStore, count: number): Promise<MemoryEventStore> {
  await store.append('commitment-5', 'any', drafts(count));
  return store;
}

function tamper(path: string, sql: string): void {
  const file = new Sqlite(path);
  file.exec(sql);
  file.close();
}
