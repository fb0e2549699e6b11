import { join } from 'node:path';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule, EventBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Config } from '../config.js';
import type { EntriesAppended } from './cqrs/events.js';
import { Transactor } from './cqrs/transactor.js';
import type { EventStore } from './event-store/event-store.js';
import { MemoryEventStore } from './event-store/memory.event-store.js';
import { SqliteEventStore } from './event-store/sqlite.event-store.js';
import { UpcastingEventStore, type Upcasts } from './event-store/upcasting.js';
import { Allowances } from './http/allowances.js';
import { CountAppends, Metrics } from './http/metrics.js';
import { OperationsController, Readiness } from './http/operations.controller.js';
import { Origins } from './http/origins.js';
import { Integrity } from './integrity.js';
import { Bases } from './read-model/bases.js';
import { Chronicles } from './read-model/chronicles.js';
import { Projector } from './read-model/projector.js';
import type { Projection } from './read-model/read-model.js';
import { CONFIG, EVENT_STORE, LOG } from './tokens.js';

export interface Platform {
  readonly config: Config;
  readonly log: Logger;
  readonly projection: Projection;
  readonly upcasts: Upcasts;
  /** A log that is open already, instead of opening the one the settings name. */
  readonly store?: EventStore;
}

/** Where the log of a data folder stands, and where its views. */
export const logPath = (dataDir: string): string => join(dataDir, 'log.sqlite');
export const viewsFolder = (dataDir: string): string => join(dataDir, 'views');

/** The log that the settings name. Throws `StoreHeld` when another process has it. */
export function openStore({ eventStore, dataDir, durability }: Config): EventStore {
  return eventStore === 'memory' ? new MemoryEventStore(Date.now) : new SqliteEventStore(logPath(dataDir), Date.now, { durability });
}

/** What all contexts stand on: the log, the views, the buses, health and metrics. */
@Global()
@Module({})
export class PlatformModule {
  static with({ config, log, projection, upcasts, store }: Platform): DynamicModule {
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      controllers: [OperationsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: EVENT_STORE, useFactory: () => new UpcastingEventStore(store ?? openStore(config), upcasts) },
        {
          provide: Projector,
          useFactory: (store: EventStore) =>
            new Projector(store, projection, config.eventStore === 'memory' ? null : viewsFolder(config.dataDir), Date.now, (error) =>
              log.fatal({ err: error }, 'the views have stopped'),
            ),
          inject: [EVENT_STORE],
        },
        {
          provide: Bases,
          useFactory: (store: EventStore, projector: Projector) =>
            new Bases(
              store,
              projection,
              () => projector.current,
              config.pastBasesMb * 1024 * 1024,
              Date.now,
              config.eventStore === 'memory' ? null : join(viewsFolder(config.dataDir), 'past'),
            ),
          inject: [EVENT_STORE, Projector],
        },
        { provide: Chronicles, useFactory: (store: EventStore) => new Chronicles(store, projection), inject: [EVENT_STORE] },
        {
          provide: Transactor,
          useFactory: (log: EventStore, projector: Projector, bus: EventBus, integrity: Integrity) => {
            const witnesses = { reached: (entry: number) => projector.reached(entry), ring: (event: EntriesAppended) => void bus.publish(event) };
            return new Transactor(log, Date.now, uuidv7, witnesses, projection.ties, integrity);
          },
          inject: [EVENT_STORE, Projector, EventBus, Integrity],
        },
        Metrics,
        CountAppends,
        Readiness,
        Integrity,
        { provide: Allowances, useValue: new Allowances(config) },
        { provide: Origins, useValue: new Origins(config) },
      ],
      exports: [CqrsModule, CONFIG, LOG, EVENT_STORE, Projector, Bases, Chronicles, Transactor, Metrics, Readiness, Integrity, Allowances, Origins],
    };
  }
}
