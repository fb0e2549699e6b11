import { existsSync } from 'node:fs';
import { inspect } from '../ledger/inspection.js';
import { readCheckpointsOf, readKeysOf } from '../ledger/opening.js';
import { SqliteEventStore } from '../platform/event-store/sqlite.event-store.js';
import { authenticationOf, logPath } from '../platform/data-folder.js';
import { progressBar } from './progress-bar.js';
import type { CliContext } from './cli-context.js';
import { complain, say } from './terminal.js';

/**
 * `idc check`: everything stored against everything signed. Exit code 0 only if everything matches; otherwise
 * each finding is listed with its place. Reads only, so a server may run at the same time.
 */
export async function checkCommand({ config }: CliContext): Promise<number> {
  const path = logPath(config.dataDir);
  if (!existsSync(path)) {
    complain(`There is no log in ${config.dataDir}; nothing was checked.`);
    return 2;
  }
  const checkpoints = readCheckpointsOf(config);
  const keys = readKeysOf(config);
  let store: SqliteEventStore;
  try {
    store = new SqliteEventStore(path, Date.now, { readOnly: true, authentication: authenticationOf(config, false) });
  } catch (error) {
    complain(`log: It cannot be opened: ${(error as Error).message}`);
    return 1;
  }
  try {
    const { size, root, findings, checkpoints: compared } = await inspect({ store, keys, checkpoints }, { thorough: true, progress: progressBar('Checking ') });
    for (const { place, message } of findings) complain(`${place}: ${message}`);
    if (findings.length > 0) {
      complain(
        `The log does not match what was written and signed: ${findings.length === 100 ? 'at least 100' : findings.length} ${findings.length === 1 ? 'finding' : 'findings'}.`,
      );
      return 1;
    }
    say(`${size} entries and ${compared} signed checkpoints of ${keys.origin} are consistent. Root ${root.toString('base64')}.`);
    return 0;
  } finally {
    await store.close();
  }
}
