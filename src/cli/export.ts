import { existsSync } from 'node:fs';
import { knownRulesIn } from '../access/roles/known-rules.js';
import { composition } from '../contexts.js';
import { programFolder } from '../program-folder.js';
import { carriedBy, writeBundle } from '../ledger/bundle/bundle.js';
import { formsOf } from '../ledger/bundle/event-forms.js';
import { openCheckpoints, openKeys, readCheckpointsOf, readKeysOf } from '../ledger/opening.js';
import { Ledger } from '../ledger/ledger.js';
import { StoreHeld } from '../platform/event-store/event-store.js';
import { SqliteEventStore } from '../platform/event-store/sqlite/sqlite.event-store.js';
import { Integrity } from '../platform/integrity.js';
import { logPath, openStore } from '../platform/data-folder.js';
import { progressBar } from './terminal/progress-bar.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

/**
 * `idc export --bundle DIR`: the whole log with all that is needed to verify it without this register. A server may go on meanwhile; what it has
 * not signed yet is then left out.
 */
export async function exportCommand({ bundle }: { readonly bundle: string }, cliContext: CliContext): Promise<number> {
  const { config } = cliContext;
  const path = logPath(config.dataDir);
  if (!existsSync(path)) {
    complain(`There is no log in ${config.dataDir}; nothing was exported.`);
    return 2;
  }
  let checkpoints = readCheckpointsOf(config);
  const store = new SqliteEventStore(path, Date.now, { readOnly: true });
  try {
    const { size } = await store.head();
    if (size > (checkpoints.latest ?? -1)) {
      await signTheRest(cliContext);
      checkpoints = readCheckpointsOf(config);
    }
    const firstKey = readKeysOf(config).first?.vkey;
    if (firstKey === undefined) {
      complain(`There is no key in ${config.dataDir}; restore the keys from a backup.`);
      return 2;
    }
    const carried = await carriedBy(programFolder);
    const exported = await writeBundle(
      bundle,
      {
        log: { store, firstKey, checkpoints },
        forms: formsOf(composition.eventTypes),
        rules: knownRulesIn(programFolder, composition.rules),
        carried,
      },
      progressBar('Exporting'),
    );
    cliContext.security.record('sensitive_read', 'a bundle of the whole log was written', {
      entries: exported,
      to: bundle,
    });
    const left = size > exported ? ` ${size - exported} more are not signed yet; export again in a moment.` : '';
    say(`${exported} entries were written to ${bundle}.${left} Verify them: node ${bundle}/verify.mjs ${bundle}`);
    return 0;
  } finally {
    await store.close();
  }
}

/** Signs what a register that ended too soon has not. One that is running signs by itself within a second. */
async function signTheRest({ config, log }: CliContext): Promise<void> {
  try {
    const store = await openStore(config);
    try {
      const checkpoints = openCheckpoints(config, store);
      const ledger = new Ledger(
        { store, keys: await openKeys(config, checkpoints, store), checkpoints },
        new Integrity(),
        Date.now,
        log,
      );
      await ledger.start();
      await ledger.stop();
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreHeld)) throw error;
  }
}
