import { SqliteDialect, type SqliteStatement } from 'kysely';
import type { Sqlite, Value } from './sqlite.js';

const answersWithRows = /^\s*(select|pragma|with)\b|\breturning\b/i;

/** Kysely over our own SQLite connection, which both of Node's drivers stand behind. The file is opened at the first statement. */
export function sqliteDialect(open: () => Sqlite): SqliteDialect {
  return new SqliteDialect({
    database: async () => {
      const connection = open();
      return { prepare: (sql) => statementOf(connection, sql), close: () => connection.close() };
    },
  });
}

function statementOf(connection: Sqlite, sql: string): SqliteStatement {
  const all = (values: readonly unknown[]): unknown[] => connection.all(sql, ...(values as Value[]));
  return {
    reader: answersWithRows.test(sql),
    all,
    iterate: (values) => all(values).values(),
    run: (values) => ({ changes: connection.run(sql, ...(values as Value[])), lastInsertRowid: 0 }),
  };
}
