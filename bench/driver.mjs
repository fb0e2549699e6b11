/** The bare driver that the register uses: Node's own where it has one, else the prebuilt one of the same interface. */
export const { driverName, DatabaseSync } = await import('node:sqlite').then(
  ({ DatabaseSync }) => ({ driverName: 'node:sqlite', DatabaseSync }),
  async () => ({
    driverName: '@photostructure/sqlite',
    DatabaseSync: (await import('@photostructure/sqlite')).DatabaseSync,
  }),
);

/** Runs work in one transaction of a bare connection. */
export function transaction(database, work) {
  database.exec('BEGIN IMMEDIATE');
  work();
  database.exec('COMMIT');
}
