import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite/sqlite.event-store.js';
import { DatabaseSync, transaction } from './driver.mjs';
import { draft } from './log.mjs';
import { alternately, rate, seconds } from './measure.mjs';

const remove = (path) => ['', '-wal', '-shm', '.lock'].forEach((suffix) => rmSync(path + suffix, { force: true }));

/** A draft of an event with facts and a text, as most are. */
export const measured = (place) =>
  draft(
    'IndicatorMeasured',
    '2024-05-28',
    { indicator: 'IDC-KENYA-1-C03-I1', value: String(place), on: '2024' },
    { language: 'en', note: 'As published. '.repeat(8) },
  );

/** Durable appends of one event each through the port, by so many writers that each wait for their own. */
async function throughPort(path, writers, appends) {
  remove(path);
  const store = new SqliteEventStore(path, Date.now, { durability: 'full' });
  const work = Array.from({ length: writers }, () =>
    Array.from({ length: appends / writers }, (_, place) => measured(place)),
  );
  const request = JSON.stringify(work[0][0]);
  const write = async (drafts, writer) => {
    for (const [place, one] of drafts.entries())
      await store.append(`commitment-${writer}`, place === 0 ? 'none' : place - 1, [one], request);
  };
  const time = await seconds(() => Promise.all(work.map(write)));
  await store.close();
  return { perSecond: appends / time };
}

/** The very rows that the port wrote, put into the same table by a bare loop with one transaction each. */
async function bareLoop(path, written) {
  remove(path);
  const { tables, rows } = written;
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  for (const sql of tables) database.exec(sql);
  const insert = database.prepare(`INSERT INTO entries VALUES (${rows[0].map(() => '?').join(', ')})`);
  const time = await seconds(() => {
    for (const row of rows) transaction(database, () => insert.run(...row));
  });
  database.close();
  return { perSecond: rows.length / time };
}

/** Tables and rows of a log as they stand in its file. */
function readBack(path) {
  const database = new DatabaseSync(path);
  const tables = database
    .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    .all();
  const rows = database.prepare('SELECT * FROM entries ORDER BY position').all();
  database.close();
  return { tables: tables.map(({ sql }) => sql), rows: rows.map((row) => Object.values(row)) };
}

/** Durable appends a second: the port against a bare loop of the same driver. */
export async function appends({ folder, quick }) {
  const count = quick ? 400 : 2000;
  const path = join(folder, 'appends.sqlite');
  await throughPort(path, 8, count);
  const written = readBack(path);
  const bare = () => bareLoop(path, written);
  const figures = await alternately(quick ? 3 : 7, {
    one: () => throughPort(path, 1, count),
    bare,
    eight: () => throughPort(path, 8, count),
  });
  remove(path);
  return [
    rate('durable appends, 8 writers', figures.eight.perSecond, figures.bare.perSecond, 1.7),
    rate('durable appends, 1 writer', figures.one.perSecond, figures.bare.perSecond, 0.8),
  ];
}
