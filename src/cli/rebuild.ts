import { projection, upcasts } from '../contexts.js';
import { SqliteEventStore } from '../platform/event-store/sqlite/sqlite.event-store.js';
import { UpcastingEventStore } from '../platform/event-store/upcasting.js';
import { logPath, viewsFolder } from '../platform/data-folder.js';
import { compareWithLog, rebuild } from '../platform/read-model/views-file.js';
import { progressBar } from './terminal/progress-bar.js';
import type { CliContext } from './terminal/cli-context.js';
import { say } from './terminal/terminal.js';

/**
 * `idc rebuild [--check]`: rebuilds all views from the log, beside those in use; with `--check` it only
 * compares the two, row by row. Only reads the log, so a server may run at the same time.
 */
export async function rebuildCommand({ check = false }: { check?: boolean }, { config }: CliContext): Promise<number> {
  const store = new UpcastingEventStore(
    new SqliteEventStore(logPath(config.dataDir), Date.now, { readOnly: true }),
    upcasts,
  );
  const folder = viewsFolder(config.dataDir);
  try {
    if (check) return report(await compareWithLog(store, projection, folder, progressBar('Checking  ')));
    const { size } = await rebuild(store, projection, folder, Date.now, progressBar('Rebuilding'));
    say(`The views were rebuilt from ${size} entries; a running server uses them after its next start.`);
    return 0;
  } finally {
    await store.close();
  }
}

function report({ size, differences, listed }: Awaited<ReturnType<typeof compareWithLog>>): number {
  for (const { table, side, row } of listed) say(`${table}, ${side}: ${row}`);
  if (differences > 0)
    say(
      `The views differ from the log of ${size} entries in ${differences} rows. Stop the server, rebuild, and start it again.`,
    );
  else say(`The views match the log of ${size} entries, row by row.`);
  return differences === 0 ? 0 : 1;
}
