import { Sqlite } from '../../src/platform/sqlite.js';

/** How many statements read anything from any database of this process while some work is done. */
export async function statementsDuring(work: () => Promise<void>): Promise<number> {
  const { all, one } = Object.getOwnPropertyDescriptors(Sqlite.prototype);
  let statements = 0;
  for (const [name, { value }] of Object.entries({ all, one })) {
    Object.defineProperty(Sqlite.prototype, name, {
      configurable: true,
      value(this: Sqlite, ...args: unknown[]) {
        statements += 1;
        return (value as (...args: unknown[]) => unknown).apply(this, args);
      },
    });
  }
  try {
    await work();
    return statements;
  } finally {
    Object.defineProperties(Sqlite.prototype, { all, one });
  }
}
