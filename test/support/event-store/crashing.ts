import { readdirSync, rmSync } from 'node:fs';
import { gather } from '../../../src/platform/event-store/reading.js';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Recorded } from '../../../src/kernel/message.js';
import type { Appended } from '../../../src/platform/event-store/event-store.js';
import { SqliteEventStore } from '../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { Projector } from '../../../src/platform/read-model/projector.js';
import { ReadModel } from '../../../src/platform/read-model/read-model.js';
import { Child } from '../processes/child.js';
import { drafts, entriesOf, upTo } from './drafts.js';
import { plannedAppend, writers } from './planned-appends.js';
import { contents, tallying } from './tally.js';
import { replayed } from '../cqrs/projecting.js';
import { temporaryFolder } from '../temporary.js';

interface Acknowledged {
  readonly writer: number;
  readonly number: number;
  readonly appended: Appended;
}

/** What killing came to: how many appends were acknowledged, and how many were in the log without an acknowledgement. */
export interface Tolls {
  acknowledged: number;
  unacknowledged: number;
}

/**
 * Lets a process write and kills it, again and again on the same log. Each time what was acknowledged must stand in the log as
 * it was told, of everything else all events of an append or none, and sending it all again must write what is missing and nothing twice.
 */
export async function killWriters(rounds: number): Promise<Tolls> {
  const path = join(temporaryFolder(), 'log.sqlite');
  const tolls = { acknowledged: 0, unacknowledged: 0 };
  let size = 0;
  for (const round of upTo(rounds)) {
    const child = new Child('write-log', [path, String(round)]);
    await child.printed(1 + (round % 23));
    const [, ...lines] = await child.kill();
    const acknowledged = lines.map((line) => JSON.parse(line) as Acknowledged);
    const store = new SqliteEventStore(path, Date.now);
    const events = await gather(store.readAll({ after: size - 1 }));
    expect(entriesOf(events)).toEqual(upTo(size + events.length, size));
    tolls.acknowledged += acknowledged.length;
    tolls.unacknowledged += expectWhole(round, events, acknowledged);
    size = await expectRepeatable(store, round, acknowledged, size);
    await store.close();
  }
  const store = new SqliteEventStore(path, Date.now);
  const events = await gather(store.readAll());
  expect(entriesOf(events)).toEqual(upTo(size));
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(size);
  await store.close();
  return tolls;
}

/** Gives how many appends are there that nobody was told of. */
function expectWhole(round: number, events: readonly Recorded[], acknowledged: readonly Acknowledged[]): number {
  const appends = new Map<string, Recorded[]>();
  for (const event of events) appends.set(event.commandId, [...(appends.get(event.commandId) ?? []), event]);
  for (const { writer, number, appended } of acknowledged) {
    const { events: planned, stream } = plannedAppend(round, writer, number);
    const found = appends.get(planned[0]?.commandId ?? '') ?? [];
    expect(found.map(({ eventId }) => eventId)).toEqual(planned.map(({ eventId }) => eventId));
    expect(entriesOf(found)).toEqual(upTo(appended.lastEntry + 1, appended.firstEntry));
    expect(found.at(-1)).toMatchObject({ stream, revision: appended.revision, recordedAt: appended.recordedAt });
  }
  for (const found of appends.values()) {
    const { writer, number } = found[0]?.facts as { writer: number; number: number };
    expect(found.map(({ eventId }) => eventId)).toEqual(
      plannedAppend(round, writer, number).events.map(({ eventId }) => eventId),
    );
    expect(entriesOf(found)).toEqual(upTo((found[0]?.entry ?? 0) + found.length, found[0]?.entry));
  }
  return appends.size - acknowledged.length;
}

/** Sends all that was meant again, and what comes next; gives how large the log is then. */
async function expectRepeatable(
  store: SqliteEventStore,
  round: number,
  acknowledged: readonly Acknowledged[],
  before: number,
): Promise<number> {
  let size = before;
  for (const writer of writers) {
    const told = acknowledged.filter((one) => one.writer === writer);
    expect(told.map(({ number }) => number)).toEqual(upTo(told.length));
    for (const number of upTo(told.length + 1)) {
      const { stream, expected, events } = plannedAppend(round, writer, number);
      const again = await store.append(stream, expected, events);
      if (number < told.length) expect(again).toEqual(told[number]?.appended);
      size += events.length;
    }
  }
  expect(await store.head()).toMatchObject({ size });
  return size;
}

/**
 * Lets a process project, and append what it projects, and kills it, again and again on the same files; in every other round it
 * begins with a long log and no views. Each time the rows must be those of the entries that the checkpoint counts, and going on from
 * there must lead where reading everything leads.
 */
export async function killProjectors(rounds: number, logged: number): Promise<{ entries: number; behind: number }> {
  const folder = temporaryFolder();
  const [path, views] = [join(folder, 'log.sqlite'), join(folder, 'views')];
  const filled = new SqliteEventStore(path, Date.now);
  for (const number of upTo(logged / 400)) await filled.append(`commitment-${number % 7}`, 'any', drafts(400));
  await filled.close();
  let [entries, behind] = [0, 0];
  for (const round of upTo(rounds)) {
    if (round % 2 === 0) rmSync(views, { recursive: true, force: true });
    const child = new Child('project-log', [path, views]);
    await child.printed(1 + ((round * 13) % Math.ceil(logged / 90)));
    await child.kill();
    const store = new SqliteEventStore(path, Date.now);
    const events = await gather(store.readAll());
    for (const file of filesOf(views)) {
      const left = new ReadModel(join(views, file), tallying());
      if (left.size < events.length) behind += 1;
      // A file in which nothing was kept yet has only the day on which it was made.
      if (left.size > 0) expect(contents(left)).toEqual(await replayed(store, left.size));
      left.close();
    }
    if (round % 4 === 1) {
      const projector = new Projector(store, tallying(), views, Date.now);
      await projector.start();
      expect(contents(projector.current)).toEqual(await replayed(store));
      await projector.stop();
    }
    entries = events.length;
    await store.close();
  }
  return { entries, behind };
}

function filesOf(views: string): string[] {
  try {
    return readdirSync(views).filter((file) => file.endsWith('.sqlite'));
  } catch {
    return [];
  }
}
