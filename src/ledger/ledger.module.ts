import { Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { handles } from '../platform/cqrs/commands.js';
import type { EventStore, SharedList } from '../platform/event-store/event-store.js';
import { Integrity } from '../platform/integrity.js';
import { CONFIG, EVENT_STORE, LOG } from '../platform/tokens.js';
import { CheckpointFiles, checkpointsFolder } from './checkpoint-files.js';
import { IntegrityController } from './integrity.controller.js';
import { keysFolder, LogKeys } from './keys.js';
import { LedgerController } from './ledger.controller.js';
import { BasisResolver, LedgerResolver, ReceiptResolver } from './ledger.resolver.js';
import { Ledger } from './ledger.js';
import { checkpointList, SharedCheckpoints } from './shared-checkpoints.js';
import { ledgerCommands, logKey } from './log-key.js';

/** The keys that the settings name. The first is made unless checkpoints show that there was one. */
export function openKeys({ eventStore, secretsDir, logOrigin }: Config, checkpoints: CheckpointFiles): LogKeys {
  return eventStore === 'memory' ? LogKeys.ephemeral(logOrigin) : LogKeys.open(keysFolder(secretsDir), logOrigin, checkpoints.latest === null);
}

/**
 * The same where several instances share a log: whether there was a key before, the event store tells. Throws `StoreUnavailable` when it does
 * not and there is no key here either.
 */
async function openSharedKeys(config: Config, checkpoints: CheckpointFiles, list: SharedList): Promise<LogKeys> {
  const keys = readKeysOf(config);
  if (keys.first !== null) return keys;
  await list.sync();
  return list.from(0).length > 0 ? keys : openKeys(config, checkpoints);
}

/** The keys of a data folder, for reading: none is made. */
export const readKeysOf = ({ secretsDir, logOrigin }: Config): LogKeys => LogKeys.open(keysFolder(secretsDir), logOrigin, false);

/** The checkpoints that the settings name. */
export const openCheckpoints = ({ eventStore, dataDir }: Config): CheckpointFiles =>
  new CheckpointFiles(eventStore === 'memory' ? null : checkpointsFolder(dataDir));

/** The tree over the log, its signed checkpoints and proofs. */
@Global()
@Module({
  controllers: [LedgerController, IntegrityController],
  providers: [
    {
      provide: CheckpointFiles,
      useFactory: (config: Config, store: EventStore) => {
        const list = store.shared(checkpointList);
        return list === null ? openCheckpoints(config) : new SharedCheckpoints(checkpointsFolder(config.dataDir), list);
      },
      inject: [CONFIG, EVENT_STORE],
    },
    {
      provide: LogKeys,
      useFactory: (config: Config, checkpoints: CheckpointFiles, store: EventStore) => {
        const list = store.shared(checkpointList);
        return list === null ? openKeys(config, checkpoints) : openSharedKeys(config, checkpoints, list);
      },
      inject: [CONFIG, CheckpointFiles, EVENT_STORE],
    },
    {
      provide: Ledger,
      useFactory: (store: EventStore, keys: LogKeys, checkpoints: CheckpointFiles, integrity: Integrity, log: Logger) =>
        new Ledger({ store, keys, checkpoints }, integrity, Date.now, log),
      inject: [EVENT_STORE, LogKeys, CheckpointFiles, Integrity, LOG],
    },
    ...handles(logKey, ledgerCommands),
    LedgerResolver,
    BasisResolver,
    ReceiptResolver,
  ],
  exports: [Ledger, LogKeys],
})
export class LedgerModule {}
