import { Refused } from '../kernel/refusal.js';
import { parseCheckpoint } from '../ledger/checkpoint/checkpoint.js';
import type { CheckpointFiles } from '../ledger/checkpoint/checkpoint-files.js';
import { readCheckpointsOf } from '../ledger/opening.js';
import { proofText, witnessText } from '../ledger/tree/proof.js';
import { Tree } from '../ledger/tree/tree.js';
import { SqliteEventStore } from '../platform/event-store/sqlite/sqlite.event-store.js';
import { logPath } from '../platform/data-folder.js';
import { progressBar } from './terminal/progress-bar.js';
import type { CliContext } from './terminal/cli-context.js';

interface Wanted {
  readonly entry?: string;
  readonly size?: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * `idc proof --entry N [--size M]` and `idc proof --from M [--to N]`: prints the proof under a signed checkpoint. Signs nothing and reads only, so a
 * server may go on meanwhile. Throws `Refused` naming the option that is not right.
 */
export async function proofCommand(wanted: Wanted, { config }: CliContext): Promise<number> {
  const entry = numberIn('entry', wanted.entry);
  const from = numberIn('from', wanted.from);
  const checkpoints = readCheckpointsOf(config);
  if ((entry === null) === (from === null))
    throw new Refused('INVALID', 'Say either --entry, or --from and --to.', 'entry');
  if (entry !== null) {
    const size = numberIn('size', wanted.size) ?? checkpoints.covering(entry);
    if (size === null)
      throw new Refused(
        'NOT_COVERED',
        `No checkpoint covers entry ${entry}: the newest is of size ${checkpoints.latest ?? 'none'}.`,
        'entry',
      );
    if (size <= entry)
      throw new Refused(
        'NOT_COVERED',
        `--size must be larger than the entry: at size ${size} the log has no entry ${entry} yet.`,
        'size',
      );
    const { tree, note } = await signedTree(config.dataDir, checkpoints, size, 'size');
    process.stdout.write(proofText({ index: entry, hashes: tree.inclusionProof(entry, size), note }));
    return 0;
  }
  const to = numberIn('to', wanted.to) ?? checkpoints.latest ?? 0;
  const old = from ?? 0;
  if (old < 1 || old > to) throw new Refused('NOT_A_PREFIX', `--from must be a size from 1 to ${to}.`, 'from');
  const { tree, note } = await signedTree(config.dataDir, checkpoints, to, 'to');
  process.stdout.write(witnessText({ old, hashes: tree.consistencyProof(old, to), note }));
  return 0;
}

/** The tree at a signed size, computed from the stored leaves. Throws `Refused` when it is not the one that was signed. */
async function signedTree(
  dataDir: string,
  checkpoints: CheckpointFiles,
  size: number,
  option: string,
): Promise<{ tree: Tree; note: string }> {
  const note = checkpoints.read(size);
  if (note === null) {
    const next = checkpoints.covering(size);
    throw new Refused(
      'NO_SUCH_CHECKPOINT',
      `No checkpoint of size ${size} was signed${next === null ? '' : `; the next is of size ${next}`}.`,
      option,
    );
  }
  const tree = new Tree();
  const store = new SqliteEventStore(logPath(dataDir), Date.now, { readOnly: true });
  const progress = progressBar('Reading  ');
  try {
    for await (const { leaf } of store.readEntries(0)) {
      if (tree.size === size) break;
      tree.append(leaf);
      progress(tree.size, size);
    }
  } finally {
    await store.close();
  }
  const { root } = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  if (tree.size !== size || !tree.rootAt(size).equals(root))
    throw new Refused(
      'NOT_AS_SIGNED',
      `The log does not match what was signed at size ${size}; run idc check for details.`,
      option,
    );
  return { tree, note };
}

function numberIn(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  if (!/^(0|[1-9]\d{0,15})$/.test(given) || !Number.isSafeInteger(Number(given)))
    throw new Refused('INVALID', `--${option} must be a whole number from 0, not ${JSON.stringify(given)}.`, option);
  return Number(given);
}
