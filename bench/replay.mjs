import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projection, upcasts } from '../dist/contexts.js';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite/sqlite.event-store.js';
import { UpcastingEventStore } from '../dist/platform/event-store/upcasting.js';
import { rebuild } from '../dist/platform/read-model/views-file.js';
import { DatabaseSync, transaction } from './driver.mjs';
import { writeLog } from './log.mjs';
import { alternately, rate, seconds } from './measure.mjs';
import { readdirSync } from 'node:fs';

const batch = 10_000;

/** All views built from a log's beginning, by the register itself. */
async function byViews(logPath, folder) {
  rmSync(folder, { recursive: true, force: true });
  const store = new UpcastingEventStore(new SqliteEventStore(logPath, Date.now, { readOnly: true }), upcasts);
  let size = 0;
  const time = await seconds(
    async () => ({ size } = await rebuild(store, projection, folder, Date.now, () => undefined)),
  );
  await store.close();
  return { perSecond: size / time };
}

/** The tables of built views, and every row they hold, as what to insert. */
function rowsOf(folder) {
  const file = readdirSync(folder).find((name) => name.endsWith('.sqlite'));
  const database = new DatabaseSync(join(folder, file));
  const tables = database
    .prepare(
      "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'found_by_%'",
    )
    .all();
  const filled = tables
    .filter(({ type }) => type === 'table')
    .map(({ name, sql }) => {
      const rows = database
        .prepare(sql.startsWith('CREATE VIRTUAL') ? `SELECT rowid, * FROM ${name}` : `SELECT * FROM ${name}`)
        .all();
      return { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)), name };
    })
    .filter(({ rows }) => rows.length > 0);
  database.close();
  return { tables: tables.map(({ sql }) => sql), filled };
}

/** Reads and parses the same entries and inserts the finished rows, each once: what no program that builds these tables can do without. */
async function byHand(logPath, path, { tables, filled }) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  const log = new DatabaseSync(logPath, { readOnly: true });
  const views = new DatabaseSync(path);
  views.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000');
  for (const sql of tables) views.exec(sql);
  let size = 0;
  const time = await seconds(() => {
    const page = log.prepare(
      'SELECT position, leaf, facts, text FROM entries WHERE position > ? ORDER BY position LIMIT 500',
    );
    for (let rows = page.all(0); rows.length > 0; rows = page.all(size)) {
      for (const row of rows) [row.leaf, row.facts, row.text ?? 'null'].map((part) => JSON.parse(part));
      size = rows.at(-1).position;
    }
    for (const { name, columns, rows } of filled) {
      const insert = views.prepare(
        `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      for (let start = 0; start < rows.length; start += batch) {
        transaction(views, () => {
          for (const row of rows.slice(start, start + batch)) insert.run(...row);
        });
      }
    }
  });
  log.close();
  views.close();
  return { perSecond: size / time };
}

/** Entries a second while the whole log goes into all views, against parsing and inserting by hand. */
export async function replay({ folder, quick }) {
  const size = quick ? 4000 : 20_000;
  const logPath = join(folder, 'replay.sqlite');
  await writeLog(logPath, size);
  const viewsFolder = join(folder, 'replay-views');
  await byViews(logPath, viewsFolder);
  const rows = rowsOf(viewsFolder);
  const figures = await alternately(quick ? 3 : 5, {
    views: () => byViews(logPath, viewsFolder),
    hand: () => byHand(logPath, join(folder, 'by-hand.sqlite'), rows),
  });
  return [
    rate(
      `replay of ${size.toLocaleString('en')} entries into all views`,
      figures.views.perSecond,
      figures.hand.perSecond,
      0.4,
    ),
  ];
}
