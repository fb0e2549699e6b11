import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownRulesIn } from '../access/roles/known-rules.js';
import { composition } from '../contexts.js';
import { carriedBy, writeBundle, type SignedLog } from '../ledger/bundle/bundle.js';
import { formsOf } from '../ledger/bundle/event-forms.js';
import { verify } from '../ledger/bundle/verifier.mjs';
import { inspect } from '../ledger/inspection.js';
import { readCheckpointsOf, readKeysOf } from '../ledger/opening.js';
import { SqliteEventStore } from '../platform/event-store/sqlite/sqlite.event-store.js';
import { authenticationOf, logPath } from '../platform/data-folder.js';
import type { Finding } from '../platform/integrity.js';
import { programFolder } from '../program-folder.js';
import { progressBar } from './terminal/progress-bar.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

/**
 * `idc check`: everything stored against everything signed, and every signed command against the roles that the log itself grants. Exit code 0 only if everything matches; otherwise
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
    const inspection = await inspect(
      { store, keys, checkpoints },
      { thorough: true, progress: progressBar('Checking ') },
    );
    const { size, root, checkpoints: compared } = inspection;
    const firstKey = keys.first?.vkey;
    const isSigned = inspection.findings.length === 0 && firstKey !== undefined && (checkpoints.latest ?? 0) > 0;
    const findings = isSigned ? await verified({ store, firstKey, checkpoints }) : inspection.findings;
    for (const { place, message } of findings) complain(`${place}: ${message}`);
    if (findings.length > 0) {
      complain(
        `The log does not match what was written and signed: ${findings.length === 100 ? 'at least 100' : findings.length} ${findings.length === 1 ? 'finding' : 'findings'}.`,
      );
      return 1;
    }
    say(
      `${size} entries and ${compared} signed checkpoints of ${keys.origin} are consistent. Root ${root.toString('base64')}.`,
    );
    return 0;
  } finally {
    await store.close();
  }
}

/** What the verifier that auditors use finds, who was allowed to do what included (V13), over a bundle that exists only meanwhile. */
async function verified(log: SignedLog): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'idc-check-'));
  try {
    const [bundle, forms, rules] = [
      join(folder, 'bundle'),
      formsOf(composition.eventTypes),
      knownRulesIn(programFolder, composition.rules),
    ];
    await writeBundle(bundle, { log, forms, rules, carried: await carriedBy(programFolder) });
    const { findings } = verify(bundle, { forms, rules });
    return findings.map(({ code, place, message }) => ({ place, message: `${code}: ${message}` }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
