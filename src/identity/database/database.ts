import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Dialect } from 'kysely';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../../config.js';
import { sqliteDialect } from '../../platform/sqlite.dialect.js';
import { Sqlite } from '../../platform/sqlite.js';
import { migrate } from './migrations.js';
import type { Tables } from './tables.js';

/** Where the identity database stands: a PostgreSQL database, or a SQLite file (`:memory:` for one that is forgotten). */
export type Place = { readonly postgres: string } | { readonly file: string };

/** The database that the settings name cannot be reached, or lets nobody in. */
export class IdentityUnavailable extends Error {
  override readonly name = 'IdentityUnavailable';
  constructor(reason: string) {
    super(`The identity database in IDC_IDENTITY cannot be opened: ${reason}.`);
  }
}

/** The erasable database beside the log, for what is known of people. Nothing of it enters the log. */
export class IdentityDatabase {
  readonly db: Kysely<Tables>;
  private readonly isPostgres: boolean;
  private started: Promise<void> | null = null;

  constructor(place: Place, complain: (error: unknown) => void = () => undefined) {
    this.isPostgres = 'postgres' in place;
    this.db = new Kysely<Tables>({ dialect: dialectOf(place, complain), plugins: [new CamelCasePlugin()] });
  }

  /** Brings the tables to the newest version. Nothing is opened before. */
  start(): Promise<void> {
    // Instances that start together on one PostgreSQL database wait for each other.
    this.started ??= migrate(this.db, (db) =>
      this.isPostgres ? sql`select pg_advisory_xact_lock(4711)`.execute(db) : Promise.resolve(),
    ).catch((error: unknown) => {
      if (/^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_|28|3D)/.test((error as { code?: string }).code ?? ''))
        throw new IdentityUnavailable((error as Error).message);
      throw error;
    });
    return this.started;
  }

  /** Leaves nothing of what was deleted in the files: SQLite's journal is emptied, PostgreSQL's dead rows are cleared. */
  async clear(): Promise<void> {
    if (this.isPostgres)
      await sql`vacuum people, tickets, sessions, api_keys, passkeys, identities, drafts`.execute(this.db);
    else await sql`pragma wal_checkpoint(truncate)`.execute(this.db);
  }

  async close(): Promise<void> {
    await this.db.destroy();
  }
}

function dialectOf(place: Place, complain: (error: unknown) => void): Dialect {
  if ('file' in place) {
    return sqliteDialect(() => {
      // Its journal takes over who may read it.
      if (place.file !== ':memory:') closeSync(openSync(place.file, 'a', 0o600));
      const file = new Sqlite(place.file);
      for (const pragma of ['secure_delete = on', 'journal_mode = wal', 'synchronous = full', 'foreign_keys = on'])
        file.exec(`PRAGMA ${pragma}`);
      return file;
    });
  }
  return new PostgresDialect({ pool: () => poolOf(place.postgres, complain) });
}

/** Connections to PostgreSQL, whose driver is loaded only where it is used. */
async function poolOf(connectionString: string, complain: (error: unknown) => void): Promise<Pool> {
  const { Pool, types } = (await import('pg')).default;
  // Eight-byte integers, which would otherwise be handed out as text: all of ours are times and counters.
  const getTypeParser: typeof types.getTypeParser = (type, format) =>
    type === types.builtins.INT8 ? Number : (types.getTypeParser(type, format) as never);
  const pool = new Pool({ connectionString, max: 8, connectionTimeoutMillis: 5000, types: { getTypeParser } });
  // An idle connection that ends is replaced at the next query.
  pool.on('error', complain);
  return pool;
}

/** The identity database that the settings name. */
export function openIdentity({ identityPostgres, eventStore, dataDir }: Config, log: Logger): IdentityDatabase {
  const place =
    identityPostgres !== null
      ? { postgres: identityPostgres }
      : { file: eventStore === 'memory' ? ':memory:' : join(dataDir, 'identity.sqlite') };
  return new IdentityDatabase(place, (error) =>
    log.warn({ err: error }, 'a connection to the identity database has ended'),
  );
}
