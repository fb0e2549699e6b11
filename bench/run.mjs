import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appends } from './appends.mjs';
import { cluster } from './cluster.mjs';
import { hostile } from './hostile.mjs';
import { fileSystemOf, machine } from './machine.mjs';
import { table } from './measure.mjs';
import { past } from './past.mjs';
import { again, uncached } from './queries.mjs';
import { replay } from './replay.mjs';
import { endAll } from './servers.mjs';
import { start } from './start.mjs';
import { verify } from './verify.mjs';

const parts = { appends, replay, past, list: uncached, again, hostile, start, verify, cluster };

const help = `npm run bench [-- [--quick] [part …]]     parts: ${Object.keys(parts).join(', ')}; none named: all`;

const reading = `How to read it: every ratio comes from one run in which ours and the reference took turns; figures are medians of the rounds.
Rates swing with what else the machine does, ratios much less, and processor time (server CPU) least: go by them.
The references: for appends, a bare loop of the same driver that puts the same rows into the same table, one transaction each; for
replay, parsing the same entries and inserting the finished rows, each once; for the list, a plain NestJS, Apollo and TypeORM service on the
same rows (bench/peer); for the same query again, node:http with the bytes ready; for 10 × the log, the register on a tenth of it; for commands through an
event store, appends of the same events by its client alone; for following, the same start over a log in SQLite.`;

const asked = process.argv.slice(2);
const quick = asked.includes('--quick');
const named = asked.filter((one) => one !== '--quick');
if (named.some((one) => !(one in parts))) {
  console.log(help);
  process.exit(named.includes('--help') ? 0 : 2);
}

/** A folder for the files of this run, on a real disk: where temporary files live in memory, beside the project. */
function makeFolder() {
  const beside = dirname(dirname(fileURLToPath(import.meta.url)));
  return mkdtempSync(join(fileSystemOf(tmpdir()) === 'tmpfs' ? beside : tmpdir(), 'idc-bench-'));
}

const folder = makeFolder();
try {
  console.log(machine(folder));
  const rows = [];
  for (const part of named.length === 0 ? Object.keys(parts) : named) {
    console.log(`Measuring ${part} …`);
    rows.push(...(await parts[part]({ folder, quick })));
  }
  if (rows.length > 0) console.log(`\n${table(rows)}\n\n${reading}`);
} finally {
  endAll();
  rmSync(folder, { recursive: true, force: true });
}
