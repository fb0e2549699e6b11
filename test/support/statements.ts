import { Sqlite } from '../../src/platform/sqlite.js';

/** The statements that are put to any database of this process while some work is done, in their order. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const { all, one, run } = Object.getOwnPropertyDescriptors(Sqlite.prototype);
  const statements: string[] = [];
  for (const [name, { value }] of Object.entries({ all, one, run })) {
    Object.defineProperty(Sqlite.prototype, name, {
      configurable: true,
      value(this: Sqlite, sql: string, ...values: unknown[]) {
        statements.push(sql);
        return (value as (...args: unknown[]) => unknown).call(this, sql, ...values);
      },
    });
  }
  try {
    await work();
    return statements;
  } finally {
    Object.defineProperties(Sqlite.prototype, { all, one, run });
  }
}
