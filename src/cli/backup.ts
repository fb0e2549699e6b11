import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { FolderInUse } from '../ledger/bundle/bundle.js';
import { projection } from '../contexts.js';
import { checkpointsFolder, logPath, viewsFolder } from '../platform/data-folder.js';
import { newestViews } from '../platform/read-model/views-file.js';
import { Sqlite } from '../platform/sqlite.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

/**
 * `idc backup DIR`: copies of checkpoints, views and log, in this order, so that neither of the first two covers more than the third; a server may go on
 * meanwhile. What bears the name is whole, and is a data folder to start from. Keys, token and identity database are not in it. Throws `FolderInUse`.
 */
export async function backupCommand(folder: string, { config, security }: CliContext): Promise<number> {
  const path = logPath(config.dataDir);
  if (!existsSync(path)) {
    complain(`There is no log in ${config.dataDir}; nothing was copied.`);
    return 2;
  }
  const target = resolve(folder);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new FolderInUse(`${folder} is not empty; give a new folder.`);
  mkdirSync(dirname(target), { recursive: true });
  const beside = mkdtempSync(join(dirname(target), `.${basename(target)}.new-`));
  try {
    const checkpoints = checkpointsFolder(config.dataDir);
    if (existsSync(checkpoints))
      cpSync(checkpoints, checkpointsFolder(beside), { recursive: true, preserveTimestamps: true });
    const views = newestViews(viewsFolder(config.dataDir), projection);
    if (views !== null) {
      mkdirSync(viewsFolder(beside));
      copyDatabase(views, join(viewsFolder(beside), basename(views)));
    }
    copyDatabase(path, logPath(beside));
    if (existsSync(target)) rmSync(target, { recursive: true });
    renameSync(beside, target);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  const copy = new Sqlite(logPath(target), { readOnly: true });
  const { size } = copy.one<{ size: number }>('SELECT count(*) AS size FROM entries') ?? {};
  copy.close();
  security.record('sensitive_read', 'a copy of the data folder was made', { entries: size ?? 0, to: folder });
  say(
    `${size} entries were copied to ${folder}. Check them: IDC_DATA_DIR=${folder} npm run idc -- check. The keys were not copied: back up ${config.secretsDir} separately.`,
  );
  return 0;
}

/** A copy of a database at one moment, whoever writes to it at the same time. */
function copyDatabase(from: string, to: string): void {
  const database = new Sqlite(from, { readOnly: true });
  try {
    database.run('VACUUM INTO ?', to);
  } finally {
    database.close();
  }
}
