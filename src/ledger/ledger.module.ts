import { Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { handles } from '../platform/cqrs/commands.js';
import type { EventStore } from '../platform/event-store/event-store.js';
import { Integrity } from '../platform/integrity.js';
import { Bases } from '../platform/read-model/bases.js';
import { Chronicles } from '../platform/read-model/chronicles.js';
import { Projector } from '../platform/read-model/projector.js';
import { CONFIG, EVENT_STORE, LOG } from '../platform/tokens.js';
import { CheckpointFiles, checkpointsFolder } from './checkpoint-files.js';
import { Erasure } from './erasure.js';
import { IntegrityController } from './integrity.controller.js';
import { keysFolder, LogKeys } from './keys.js';
import { LedgerController } from './ledger.controller.js';
import { BasisResolver, LedgerResolver, ReceiptResolver } from './ledger.resolver.js';
import { Ledger } from './ledger.js';
import { checkpointList, SharedCheckpoints } from './shared-checkpoints.js';
import { ledgerCommands, logKey } from './log-key.js';

/**
 * The keys that the settings name. The first is made unless checkpoints show that there was one: those of this folder, or of all instances that share
 * the log. Throws `StoreUnavailable` when there is no key here and the event store does not tell.
 */
export async function openKeys(config: Config, checkpoints: CheckpointFiles, store: EventStore): Promise<LogKeys> {
  if (config.eventStore === 'memory') return LogKeys.ephemeral(config.logOrigin);
  const list = store.shared(checkpointList);
  const keys = readKeysOf(config);
  if (keys.first !== null) return keys;
  await list?.sync();
  const isNew = checkpoints.latest === null && (list === null || list.from(0).length === 0);
  return LogKeys.open(keysFolder(config.secretsDir), config.logOrigin, isNew);
}

/** The keys of a data folder, for reading: none is made. */
export const readKeysOf = ({ secretsDir, logOrigin }: Config): LogKeys => LogKeys.open(keysFolder(secretsDir), logOrigin, false);

/** The checkpoints of a data folder, for reading. */
export const readCheckpointsOf = ({ eventStore, dataDir }: Config): CheckpointFiles =>
  new CheckpointFiles(eventStore === 'memory' ? null : checkpointsFolder(dataDir));

/** The checkpoints that the settings name: of this register alone, or of all instances that share its log. */
export function openCheckpoints(config: Config, store: EventStore): CheckpointFiles {
  const list = store.shared(checkpointList);
  return list === null ? readCheckpointsOf(config) : new SharedCheckpoints(checkpointsFolder(config.dataDir), list);
}

/** The tree over the log, its signed checkpoints and proofs. */
@Global()
@Module({
  controllers: [LedgerController, IntegrityController],
  providers: [
    { provide: CheckpointFiles, useFactory: openCheckpoints, inject: [CONFIG, EVENT_STORE] },
    { provide: LogKeys, useFactory: openKeys, inject: [CONFIG, CheckpointFiles, EVENT_STORE] },
    {
      provide: Ledger,
      useFactory: (store: EventStore, keys: LogKeys, checkpoints: CheckpointFiles, integrity: Integrity, log: Logger) =>
        new Ledger({ store, keys, checkpoints }, integrity, Date.now, log),
      inject: [EVENT_STORE, LogKeys, CheckpointFiles, Integrity, LOG],
    },
    {
      provide: Erasure,
      useFactory: (store: EventStore, ledger: Ledger, projector: Projector, bases: Bases, chronicles: Chronicles, log: Logger) => {
        const forget = (): void => {
          bases.forget();
          chronicles.forget();
        };
        return new Erasure(store, ledger, { reached: (entry) => projector.reached(entry), purge: () => projector.purge(), forget }, log);
      },
      inject: [EVENT_STORE, Ledger, Projector, Bases, Chronicles, LOG],
    },
    ...handles(logKey, ledgerCommands),
    LedgerResolver,
    BasisResolver,
    ReceiptResolver,
  ],
  exports: [Ledger, LogKeys, Erasure],
})
export class LedgerModule {}
