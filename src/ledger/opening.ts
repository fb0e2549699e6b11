import type { Config } from '../config.js';
import { StoreUnavailable, type EventStore, type SharedList } from '../platform/event-store/event-store.js';
import { OtherLog, StrayRecord, WrongSetting } from '../platform/event-store/kurrent/errors.js';
import { checkpointsFolder } from '../platform/data-folder.js';
import { CheckpointFiles } from './checkpoint/checkpoint-files.js';
import { keysFolder, LogKeys } from './keys/keys.js';
import { checkpointList, SharedCheckpoints } from './checkpoint/shared-checkpoints.js';

/**
 * The keys that the settings name. The first one is generated unless checkpoints show that there was one:
 * those of this folder, or of all instances that share the log. Throws `StoreUnavailable` if there is no key
 * here and the event store does not answer; `isPatient` waits for one that may come back.
 */
export async function openKeys(
  config: Config,
  checkpoints: CheckpointFiles,
  store: EventStore,
  isPatient = false,
): Promise<LogKeys> {
  if (config.eventStore === 'memory') return LogKeys.ephemeral(config.logOrigin);
  const list = store.shared(checkpointList);
  const keys = readKeysOf(config);
  if (keys.first !== null) return keys;
  if (list !== null) await heard(list, isPatient);
  const isNew = checkpoints.latest === null && (list === null || list.from(0).length === 0);
  return LogKeys.open(keysFolder(config.secretsDir), config.logOrigin, isNew);
}

async function heard(list: SharedList, isPatient: boolean): Promise<void> {
  for (;;) {
    try {
      return await list.sync();
    } catch (error) {
      const mayComeBack =
        error instanceof StoreUnavailable &&
        !(error instanceof OtherLog || error instanceof WrongSetting || error instanceof StrayRecord);
      if (!isPatient || !mayComeBack) throw error;
    }
  }
}

/** The keys of a data folder, for reading: none is made. */
export const readKeysOf = ({ secretsDir, logOrigin }: Config): LogKeys =>
  LogKeys.open(keysFolder(secretsDir), logOrigin, false);

/** The checkpoints of a data folder, for reading. */
export const readCheckpointsOf = ({ eventStore, dataDir }: Config): CheckpointFiles =>
  new CheckpointFiles(eventStore === 'memory' ? null : checkpointsFolder(dataDir));

/** The checkpoints that the settings name: of this register alone, or of all instances that share its log. */
export function openCheckpoints(config: Config, store: EventStore): CheckpointFiles {
  const list = store.shared(checkpointList);
  return list === null ? readCheckpointsOf(config) : new SharedCheckpoints(checkpointsFolder(config.dataDir), list);
}
