const { DatabaseSync } = await import('node:sqlite').catch(() => import('@photostructure/sqlite'));

/** The driver that the register uses, under the few names by which the ORM calls its own: so the figures tell nothing of drivers. */
class Database extends DatabaseSync {
  pragma(pragma: string): unknown {
    return super.prepare(`PRAGMA ${pragma}`).all();
  }

  prepare(sql: string): object {
    const statement = super.prepare(sql);
    return {
      reader: /^\s*(SELECT|PRAGMA|WITH)/i.test(sql),
      all: (...values) => statement.all(...values),
      run: (...values) => statement.run(...values),
    };
  }
}

function Driver(path: string): Database {
  return new Database(path);
}

export const database = (path: string, entities: readonly unknown[]) => ({
  type: 'better-sqlite3',
  driver: Driver,
  database: path,
  entities,
  synchronize: true,
  enableWAL: true,
  statementCacheSize: 100,
});
