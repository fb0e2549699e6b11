import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../ledger/files.js';
import { flawsOf } from '../ledger/inspection.js';
import { appendKeyPath, authenticationOf, logPath } from '../platform/data-folder.js';
import { UnknownRows } from '../platform/event-store/sqlite/unknown-rows.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

export interface UnknownEntriesOptions {
  readonly accept?: boolean;
  readonly remove?: boolean;
}

/**
 * `idc unknown-entries`: the entries at the end of the log that the register has not written itself. Lists them; `--accept` makes them entries of the
 * register, `--remove` takes them out of the log into a file beside it. The register must be stopped for either. Exit code 1 while there are any.
 */
export async function unknownEntriesCommand(
  { accept, remove }: UnknownEntriesOptions,
  { config, security }: CliContext,
): Promise<number> {
  const { dataDir, secretsDir, eventStoreUrl } = config;
  if (accept && remove) return wrongUsage('Give --accept or --remove, not both.');
  if (!existsSync(logPath(dataDir))) return wrongUsage(`There is no log in ${dataDir}.`);
  if (eventStoreUrl !== null && (accept || remove))
    return wrongUsage(
      'The log is in the event store, and this is a copy of it: docs/cluster.md, “A foreign record”, describes what to do.',
    );
  const authentication = authenticationOf(config, false);
  if (authentication === null)
    return wrongUsage(
      `${appendKeyPath(secretsDir)} is missing: restore it from a backup, or start the register once to create another.`,
    );
  const unknown = new UnknownRows(logPath(dataDir), authentication, { readOnly: !accept && !remove });
  try {
    const rows = unknown.list();
    if (unknown.first === null) {
      say('The register has written every entry of the log itself.');
      return 0;
    }
    for (const row of rows) say(summary(row));
    if (!accept && !remove) {
      complain(
        `${rows.length} entries from ${unknown.first} on were not written by the register. It records nothing until you have decided: --accept or --remove.`,
      );
      return 1;
    }
    if (accept) {
      const flaws = unknown
        .entries()
        .flatMap((entry) => flawsOf(entry).map((message) => `entry ${entry.entry}: ${message}`));
      for (const flaw of flaws) complain(flaw);
      if (flaws.length > 0)
        return wrongUsage('Nothing was accepted: entries that do not match their own hashes can only be removed.');
      unknown.accept();
      security.record('authz_admin', 'entries that the register had not written were accepted', {
        first: unknown.first,
        entries: rows.length,
      });
      say(`${rows.length} entries were accepted. Run \`idc check\` before you start the register: it will sign them.`);
      return 0;
    }
    const file = join(dataDir, `removed-entries-${new Date().toISOString().replaceAll(':', '-')}.json`);
    writeWhole(file, `${JSON.stringify(rows, null, 2)}\n`, 0o600);
    unknown.remove();
    security.record('authz_admin', 'entries that the register had not written were removed', {
      first: unknown.first,
      entries: rows.length,
      to: file,
    });
    say(`${rows.length} entries were removed; ${file} contains them.`);
    return 0;
  } finally {
    unknown.close();
  }
}

function wrongUsage(message: string): number {
  complain(message);
  return 2;
}

/** A line for a row, whatever it contains. */
function summary({ position, leaf }: Readonly<Record<string, unknown>>): string {
  const entry = `entry ${Number(position) - 1}`;
  try {
    const { stream, type, recordedAt, actor } = JSON.parse(String(leaf)) as Readonly<Record<string, unknown>>;
    return `${entry}: ${JSON.stringify({ stream, type, recordedAt, actor })}`;
  } catch {
    return `${entry}: not an entry`;
  }
}
