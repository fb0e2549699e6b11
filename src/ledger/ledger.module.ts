import { Global, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { EventStore } from '../platform/event-store/event-store.js';
import { Integrity } from '../platform/integrity.js';
import { Projector } from '../platform/read-model/projector.js';
import { CONFIG, EVENT_STORE, LOG } from '../platform/tokens.js';
import { CheckpointFiles } from './checkpoint/checkpoint-files.js';
import { Erasure } from './erasure.js';
import { IntegrityController } from './integrity.controller.js';
import { LogKeys } from './keys/keys.js';
import { LedgerController } from './ledger.controller.js';
import { Ledger } from './ledger.js';
import { openCheckpoints, openKeys } from './opening.js';

/** The tree over the log, its signed checkpoints and proofs. */
@Global()
@Module({
  controllers: [LedgerController, IntegrityController],
  providers: [
    { provide: CheckpointFiles, useFactory: openCheckpoints, inject: [CONFIG, EVENT_STORE] },
    {
      provide: LogKeys,
      useFactory: (config: Config, checkpoints: CheckpointFiles, store: EventStore) =>
        openKeys(config, checkpoints, store, true),
      inject: [CONFIG, CheckpointFiles, EVENT_STORE],
    },
    {
      provide: Ledger,
      useFactory: (store: EventStore, keys: LogKeys, checkpoints: CheckpointFiles, integrity: Integrity, log: Logger) =>
        new Ledger({ store, keys, checkpoints }, integrity, Date.now, log),
      inject: [EVENT_STORE, LogKeys, CheckpointFiles, Integrity, LOG],
    },
    {
      provide: Erasure,
      useFactory: (store: EventStore, ledger: Ledger, projector: Projector, log: Logger) =>
        new Erasure(
          store,
          ledger,
          { reached: (entry) => projector.reached(entry), purge: () => projector.purge() },
          log,
        ),
      inject: [EVENT_STORE, Ledger, Projector, LOG],
    },
  ],
  exports: [Ledger, LogKeys, Erasure],
})
export class LedgerModule {}
