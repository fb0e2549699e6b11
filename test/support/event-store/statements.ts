import { Sqlite } from '../../../src/platform/sqlite.js';

/** A store looks by itself, several times a second, whether anybody else has put rows behind the end of its log. */
const isOwnWatch = (sql: string): boolean => sql.startsWith('SELECT position, leaf, code FROM entries');

/** The statements that are put to any database of this process while some work is done, in their order. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  await observing((sql) => !isOwnWatch(sql) && statements.push(sql), work);
  return statements;
}

/** The most characters, or items of a list, that any value has which is bound to a statement while some work is done. */
export async function longestValueDuring(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);
  await observing((_, values) => (longest = Math.max(longest, values.length, ...values.map(lengthOf))), work);
  return longest;
}

async function observing(
  see: (sql: string, values: readonly unknown[]) => void,
  work: () => Promise<unknown>,
): Promise<void> {
  const { all, one, run } = Object.getOwnPropertyDescriptors(Sqlite.prototype);
  for (const [name, { value }] of Object.entries({ all, one, run })) {
    Object.defineProperty(Sqlite.prototype, name, {
      configurable: true,
      value(this: Sqlite, sql: string, ...values: unknown[]) {
        see(sql, values);
        return (value as (...args: unknown[]) => unknown).call(this, sql, ...values);
      },
    });
  }
  try {
    await work();
  } finally {
    Object.defineProperties(Sqlite.prototype, { all, one, run });
  }
}
