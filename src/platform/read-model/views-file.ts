import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf } from '../../kernel/time/partial-date.js';
import type { Clock } from '../../kernel/ports.js';
import type { EventStore } from '../event-store/event-store.js';
import { entryAt } from '../event-store/reading.js';
import { Sqlite } from '../sqlite.js';
import { fill, type ReportProgress } from './fill.js';
import { fingerprintOf, ReadModel, type Projection } from './read-model.js';

/**
 * The newest file of these views in a folder, if it was built from this log; else an empty one. Files of other views and older ones are
 * cleared away. Without a folder they stand in memory.
 */
export async function openViews(
  store: EventStore,
  projection: Projection,
  folder: string | null,
  today: string,
): Promise<ReadModel> {
  if (folder === null) return new ReadModel(':memory:', projection, today);
  mkdirSync(folder, { recursive: true });
  const generation = newestGeneration(folder, projection);
  clearAllBut(folder, projection, generation);
  const path = fileOf(folder, projection, Math.max(generation, 1));
  try {
    const model = new ReadModel(path, projection, today);
    if (model.effectiveOn <= today && (await isBuiltFrom(store, model))) return model;
    model.close();
  } catch {
    // A file that cannot be read is worth no more than none: it is rebuilt.
  }
  remove(path);
  return new ReadModel(path, projection, today);
}

/** The file of the newest views of a folder; null when there are none. */
export function newestViews(folder: string, projection: Projection): string | null {
  const generation = existsSync(folder) ? newestGeneration(folder, projection) : 0;
  return generation === 0 ? null : fileOf(folder, projection, generation);
}

/**
 * Builds the views from the beginning of the log beside those in use, and replaces them; a running server
 * continues with the old ones until its next start.
 */
export async function rebuild(
  store: EventStore,
  projection: Projection,
  folder: string,
  clock: Clock,
  progress: ReportProgress,
): Promise<{ size: number }> {
  mkdirSync(folder, { recursive: true });
  const building = join(folder, `${fingerprintOf(projection)}.building`);
  remove(building);
  const model = new ReadModel(building, projection, dayOf(clock()));
  const { size } = await store.head();
  await fill(model, store, size, (done) => progress(done, size));
  model.close();
  renameSync(building, fileOf(folder, projection, newestGeneration(folder, projection) + 1));
  remove(building);
  return { size };
}

async function isBuiltFrom(store: EventStore, model: ReadModel): Promise<boolean> {
  if (model.size === 0) return true;
  return (await entryAt(store, model.size - 1))?.eventId === model.lastEvent;
}

const fileOf = (folder: string, projection: Projection, generation: number): string =>
  join(folder, `${fingerprintOf(projection)}.${generation}.sqlite`);

function newestGeneration(folder: string, projection: Projection): number {
  const name = new RegExp(`^${fingerprintOf(projection)}\\.(\\d+)\\.sqlite$`);
  return Math.max(0, ...readdirSync(folder).map((file) => Number(name.exec(file)?.[1] ?? 0)));
}

function clearAllBut(folder: string, projection: Projection, generation: number): void {
  const kept = `${fingerprintOf(projection)}.${generation}.sqlite`;
  for (const file of readdirSync(folder))
    if (!file.startsWith(kept) && /\.sqlite(-wal|-shm)?$/.test(file)) rmSync(join(folder, file));
}

function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

/** A row that the views hold and the log does not give, or the other way round. */
export interface RowDifference {
  readonly table: string;
  readonly side: 'only in the views' | 'only from the log';
  readonly row: string;
}

/** The maximum number of differences listed; all are counted. */
const mostListed = 20;

/**
 * Rebuilds the views from the log, as far as those in use go and up to their day, and compares the two row by
 * row. Those in use are only read. Throws if there are none.
 */
export async function compareWithLog(
  store: EventStore,
  projection: Projection,
  folder: string,
  progress: ReportProgress,
) {
  const inUse = newestViews(folder, projection);
  if (inUse === null) throw new Error(`${folder} has no views for this program; start the register, or rebuild them.`);
  const live = new Sqlite(inUse, { readOnly: true });
  const { size, effective_on: day } = live.one<{ size: number; effective_on: string }>(
    'SELECT size, effective_on FROM checkpoint',
  ) ?? {
    size: 0,
    effective_on: '',
  };
  live.close();
  const path = join(folder, `${fingerprintOf(projection)}.checking`);
  remove(path);
  const model = new ReadModel(path, projection, day);
  try {
    await fill(model, store, size, (done) => progress(done, size));
    const found = differencesTo(path, inUse);
    return {
      size,
      differences: found.reduce((sum, { count }) => sum + count, 0),
      listed: found.flatMap(({ listed }) => listed).slice(0, mostListed),
    };
  } finally {
    model.close();
    remove(path);
  }
}

/** What is compared: every column that says something, and the text of a document in the place of its number. */
function comparedColumns(file: Sqlite, table: string, schema: string): string {
  const columns = file.all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => name);
  return columns
    .filter((name) => !(name === 'id' && table.endsWith('_versions')))
    .map((name) =>
      name === 'document_id'
        ? `(SELECT (base IS NULL) || body FROM ${schema}.documents WHERE id = document_id) AS document`
        : name,
    )
    .join(', ');
}

function differencesTo(built: string, inUse: string): { count: number; listed: RowDifference[] }[] {
  const file = new Sqlite(built);
  try {
    file.run('ATTACH ? AS live', inUse);
    const tables = file
      .all<{ name: string }>(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND (name LIKE '%\\_versions' ESCAPE '\\' OR name IN ('entries', 'streams'))",
      )
      .map(({ name }) => name);
    return tables.flatMap((table) =>
      (
        [
          ['main', 'live', 'only from the log'],
          ['live', 'main', 'only in the views'],
        ] as const
      ).map(([one, other, side]) => {
        const from = (schema: string): string =>
          `SELECT ${comparedColumns(file, table, schema)} FROM ${schema}.${table}`;
        const missing = `${from(one)} EXCEPT ${from(other)}`;
        const { n: count = 0 } = file.one<{ n: number }>(`SELECT count(*) AS n FROM (${missing})`) ?? {};
        const listed =
          count === 0
            ? []
            : file.all(`${missing} LIMIT ${mostListed}`).map((row) => ({ table, side, row: JSON.stringify(row) }));
        return { count, listed };
      }),
    );
  } finally {
    file.close();
  }
}
