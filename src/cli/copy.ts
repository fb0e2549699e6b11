import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused } from '../kernel/refusal.js';
import { CheckpointFiles } from '../ledger/checkpoint/checkpoint-files.js';
import { parseCheckpoint } from '../ledger/checkpoint/checkpoint.js';
import { checkpointList, SharedCheckpoints } from '../ledger/checkpoint/shared-checkpoints.js';
import { Tree } from '../ledger/tree/tree.js';
import { copyLog } from '../platform/event-store/copying.js';
import { StoreUnavailable, type EventStore } from '../platform/event-store/event-store.js';
import { StrayRecord, WrongSetting } from '../platform/event-store/kurrent/errors.js';
import { KurrentEventStore } from '../platform/event-store/kurrent/kurrent.event-store.js';
import { SqliteEventStore } from '../platform/event-store/sqlite/sqlite.event-store.js';
import { checkpointsFolder, logPath } from '../platform/data-folder.js';
import { progressBar } from './terminal/progress-bar.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

/** Milliseconds that a busy event store may take for what it is asked, all attempts together. */
const patience = 60_000;

/** A log and its signed checkpoints, wherever they stand. */
interface Place {
  readonly store: EventStore;
  readonly checkpoints: CheckpointFiles;
  readonly close: () => Promise<void>;
}

/**
 * `idc copy --from X --to Y`: copies a log, entry by entry, with all signatures; X and Y are `sqlite:<data
 * folder>` or connection strings. Resumes where an earlier run was interrupted. At the end both logs have the
 * same root. Throws `Refused` if the target has another log.
 */
export async function copyCommand(
  { from, to }: { readonly from: string; readonly to: string },
  { config, security }: CliContext,
): Promise<number> {
  const places: Place[] = [];
  const open = async (option: 'from' | 'to', given: string): Promise<Place> => {
    const place = await openPlace(option, given, config.register);
    places.push(place);
    return place;
  };
  try {
    const source = await open('from', from);
    const target = await open('to', to);
    const { size } = await source.store.head();
    const before = await target.store.head();
    await mustBeBeginning(target.store, source.store, before.size, size);
    if (size === before.size) complain(`The target already has all ${size} entries.`);
    const progress = progressBar('Copying   ');
    await copyLog(source.store, target.store, (done) => progress(done, size));
    progress(size, size);
    const tree = await treeOf(target.store, size);
    await copyCheckpoints(source.checkpoints, target.checkpoints, tree);
    const root = tree.rootAt(size);
    if (!root.equals((await treeOf(source.store, size)).rootAt(size)))
      throw new Error('The root of the copy differs from that of the source.');
    security.record('sensitive_read', 'the log was copied to another place', {
      entries: size,
      to: /^[a-z+]+:/.exec(to)?.[0],
    });
    const signed = target.checkpoints.sizes.length;
    say(
      `Complete: the target has ${size} entries and ${signed} signed checkpoints. Both logs have the root ${root.toString('base64')}.`,
    );
    return 0;
  } finally {
    // Whatever has happened, nothing of it may keep the process from ending.
    for (const place of places.reverse()) await place.close();
  }
}

async function openPlace(option: 'from' | 'to', given: string, register: string): Promise<Place> {
  const [, folder] = /^sqlite:(.+)$/.exec(given) ?? [];
  if (folder !== undefined) {
    const store = new SqliteEventStore(logPath(folder), Date.now, { readOnly: option === 'from' });
    return { store, checkpoints: new CheckpointFiles(checkpointsFolder(folder)), close: () => store.close() };
  }
  if (!/^(esdb|kurrentdb|kurrent|kdb)(\+discover)?:\/\//.test(given))
    throw new Refused(
      'INVALID',
      `--${option} must be sqlite:<data folder> or a connection string such as esdb://….`,
      option,
    );
  const work = mkdtempSync(join(tmpdir(), 'idc-copy-'));
  const remove = (): void => rmSync(work, { recursive: true, force: true });
  const report = (error: unknown): void => complain(`${(error as Error).message} Trying again.`);
  const store = await KurrentEventStore.open({
    url: given,
    register,
    path: logPath(work),
    clock: Date.now,
    report,
    deadline: patience,
  }).catch((error: unknown) => {
    remove();
    throw error;
  });
  const close = async (): Promise<void> => {
    await store.close();
    remove();
  };
  try {
    await followed(store, option === 'from' ? 'Reading   ' : 'Comparing ');
    const list = store.shared(checkpointList);
    await list.sync();
    const checkpoints = new SharedCheckpoints(checkpointsFolder(work), list);
    checkpoints.takeIn(checkpoints.signedByAll, () => null);
    return { store, checkpoints, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Follows a log to its end, however long that takes: it is given up when nothing has come for the time that one answer may take. */
async function followed(store: KurrentEventStore, title: string): Promise<void> {
  const progress = progressBar(title);
  const show = async (): Promise<void> => {
    const { size } = await store.head();
    if (store.end !== null) progress(size, store.end);
  };
  const showing = setInterval(() => void show().catch(() => undefined), 1000);
  try {
    for (let before = -1; ;) {
      const done = await store.sync().then(
        () => true,
        (error: unknown) => (error instanceof StoreUnavailable ? error : Promise.reject(error as Error)),
      );
      if (done === true) return;
      const { size } = await store.head();
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is an error that was caught
      if (done instanceof WrongSetting || done instanceof StrayRecord || size === before) throw done;
      before = size;
    }
  } finally {
    clearInterval(showing);
  }
}

async function mustBeBeginning(target: EventStore, source: EventStore, held: number, size: number): Promise<void> {
  if (held > size)
    throw new Refused(
      'NOT_A_PREFIX',
      `The target has ${held} entries and the source ${size}: it cannot be a copy.`,
      'to',
    );
  const [one, other] = [await treeOf(target, held), await treeOf(source, held)];
  if (!one.rootAt(held).equals(other.rootAt(held)))
    throw new Refused(
      'NOT_A_PREFIX',
      `The ${held} entries of the target are not the first entries of the source: it is another log.`,
      'to',
    );
}

async function treeOf(store: EventStore, size: number): Promise<Tree> {
  const tree = new Tree();
  if (size > 0)
    for await (const { leaf } of store.readLeaves(0)) {
      tree.append(leaf);
      if (tree.size === size) break;
    }
  return tree;
}

/** Carries over what was signed, each checkpoint only if it is of this log. */
async function copyCheckpoints(from: CheckpointFiles, to: CheckpointFiles, tree: Tree): Promise<void> {
  for (const size of from.sizes) {
    if (size <= (to.latest ?? -1) || size > tree.size) continue;
    const note = from.read(size) ?? '';
    const { root } = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
    if (!root.equals(tree.rootAt(size))) throw new Error(`The checkpoint of size ${size} does not belong to this log.`);
    if (!(await to.publish(size, note)))
      throw new Error('Another process signs checkpoints at the target; stop the register there.');
  }
}
