import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CommandBus, CqrsModule, EventBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Config } from '../config.js';
import type { Clock } from '../kernel/ports.js';
import type { Policy } from '../kernel/policy.js';
import { Composition } from './context.js';
import type { EntriesAppended } from './cqrs/events.js';
import { Policies } from './cqrs/policies.js';
import { Transactor, type Sealing } from './cqrs/transactor.js';
import { openSecurityLog, openStore, policiesPath, viewsFolder } from './data-folder.js';
import type { EventStore } from './event-store/event-store.js';
import { UpcastingEventStore, type Upcasts } from './event-store/upcasting.js';
import { Allowances } from './http/allowances.js';
import { CountAppends, Metrics } from './http/metrics.js';
import { OperationsController, Readiness } from './http/operations.controller.js';
import { Origins } from './http/origins.js';
import { PublicUrl } from './http/public-url.js';
import { Refusals } from './http/refusals.js';
import { Integrity } from './integrity.js';
import { Bases } from './read-model/past/bases.js';
import { Chronicles } from './read-model/past/chronicles.js';
import { Projector } from './read-model/projector.js';
import { SecurityLog } from './security-log.js';
import { CONFIG, EVENT_STORE, LOG, CLOCK, IDS } from './tokens.js';

export interface Platform {
  readonly config: Config;
  readonly log: Logger;
  readonly composition: Composition;
  readonly upcasts: Upcasts;
  readonly policies: readonly Policy[];
  /** Binds what is signed to what another person has confirmed, by the present views. */
  readonly sealing: (views: Pick<Projector, 'current'>) => Sealing;
  /** Program and version. */
  readonly client: string;
  /** The clock of the security log; entries have that of the log itself. */
  readonly clock: Clock;
  /** A log that is open already, instead of opening the one the settings name. */
  readonly store?: EventStore;
}

/** What all contexts stand on: the log, the views, the buses, health and metrics. */
@Global()
@Module({})
export class PlatformModule {
  static with({ config, log, composition, upcasts, policies, sealing, client, clock, store }: Platform): DynamicModule {
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      controllers: [OperationsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: CLOCK, useValue: clock },
        { provide: IDS, useValue: uuidv7 },
        { provide: Composition, useValue: composition },
        {
          provide: EVENT_STORE,
          useFactory: async () => new UpcastingEventStore(store ?? (await openStore(config, log)), upcasts),
        },
        {
          provide: Projector,
          useFactory: (store: EventStore) =>
            new Projector(
              store,
              composition.projection,
              config.eventStore === 'memory' ? null : viewsFolder(config.dataDir),
              Date.now,
              (error) => log.fatal({ err: error }, 'the views have stopped'),
            ),
          inject: [EVENT_STORE],
        },
        {
          provide: Bases,
          useFactory: (store: EventStore, projector: Projector) => new Bases(store, projector, Date.now),
          inject: [EVENT_STORE, Projector],
        },
        {
          provide: Chronicles,
          useFactory: (store: EventStore, projector: Projector) =>
            new Chronicles(store, composition.relations, () => projector.current),
          inject: [EVENT_STORE, Projector],
        },
        {
          provide: Transactor,
          useFactory: (log: EventStore, projector: Projector, bus: EventBus, integrity: Integrity) => {
            const listeners = {
              reached: (entry: number) => projector.reached(entry),
              ring: (event: EntriesAppended) => void bus.publish(event),
            };
            const gate = {
              mustAcceptCommands: () => {
                integrity.mustAcceptCommands();
                projector.mustKeepUp();
              },
            };
            return new Transactor(log, Date.now, uuidv7, listeners, composition.relations, gate, sealing(projector), {
              perStreamAndDay: config.entriesPerStreamAndDay,
            });
          },
          inject: [EVENT_STORE, Projector, EventBus, Integrity],
        },
        {
          provide: Policies,
          useFactory: (
            store: EventStore,
            bus: CommandBus,
            projector: Projector,
            integrity: Integrity,
            metrics: Metrics,
          ) =>
            new Policies(policies, {
              ...{ store, client, log, clock: Date.now, ids: uuidv7 },
              path: config.eventStore === 'memory' ? ':memory:' : policiesPath(config.dataDir),
              execute: (command) => bus.execute(command),
              trouble: () => store.trouble ?? integrity.trouble ?? projector.trouble,
              met: (policy, outcome) => metrics.reacted(policy, outcome),
            }),
          inject: [EVENT_STORE, CommandBus, Projector, Integrity, Metrics],
        },
        { provide: PublicUrl, useFactory: () => new PublicUrl(config.publicUrl, config.origins) },
        { provide: SecurityLog, useFactory: () => openSecurityLog(config, clock) },
        Metrics,
        CountAppends,
        Readiness,
        Integrity,
        Allowances,
        Refusals,
        Origins,
      ],
      exports: [
        ...[CqrsModule, CONFIG, LOG, CLOCK, IDS, Composition, EVENT_STORE, Projector, Bases, Chronicles, Transactor],
        ...[Policies, Metrics, Readiness, Integrity, PublicUrl, SecurityLog, Allowances, Refusals, Origins],
      ],
    };
  }
}
