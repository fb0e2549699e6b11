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
import { ledgerCommands, logKey } from './log-key.js';

/** The keys that the settings name. The first is made unless checkpoints show that there was one. */
export function openKeys({ eventStore, dataDir, logOrigin }: Config, checkpoints: CheckpointFiles): LogKeys {
  return eventStore === 'memory' ? LogKeys.ephemeral(logOrigin) : LogKeys.open(keysFolder(dataDir), logOrigin, checkpoints.latest === null);
}

/** The keys of a data folder, for reading: none is made. */
export const readKeysOf = ({ dataDir, logOrigin }: Config): LogKeys => LogKeys.open(keysFolder(dataDir), logOrigin, false);

/** The checkpoints that the settings name. */
export const openCheckpoints = ({ eventStore, dataDir }: Config): CheckpointFiles =>
  new CheckpointFiles(eventStore === 'memory' ? null : checkpointsFolder(dataDir));

/** The tree over the log, its signed checkpoints and proofs. */
@Global()
@Module({
  controllers: [LedgerController, IntegrityController],
  providers: [
    { provide: CheckpointFiles, useFactory: openCheckpoints, inject: [CONFIG] },
    { provide: LogKeys, useFactory: openKeys, inject: [CONFIG, CheckpointFiles] },
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
