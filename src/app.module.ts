import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import type { Operator } from './access/operator.js';
import { charterFields } from './charter/charter.fields.js';
import { thingOf } from './charter/nodes.js';
import { CharterModule, charterContextEvents, charterViews } from './charter/charter.module.js';
import { DeskModule, type DeskParts } from './desk/desk.module.js';
import { MemoryGrants } from './desk/grants.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { ledgerEvents } from './ledger/log-key.js';
import { parentOf } from './charter/codes.js';
import { correctionEvents } from './kernel/correction.js';
import { tiesOf } from './kernel/timeline.js';
import { graphqlModule } from './platform/graphql/graphql.module.js';
import { PlatformModule, type Platform } from './platform/platform.module.js';
import type { Upcasts } from './platform/event-store/upcasting.js';
import type { Projection } from './platform/read-model/read-model.js';
import { HomeController } from './web/home.controller.js';

/** Every event type that may stand in the log, in its newest version. */
export const eventTypes = [...charterContextEvents, ...correctionEvents, ...ledgerEvents];

/** All views, in the order in which an event goes through them, and what rests on what. */
export const projection: Projection = { views: charterViews, ties: tiesOf(eventTypes, parentOf), thingOf };

/** From each event type that has a successor to that one. None has yet. */
export const upcasts: Upcasts = {};

export const schemaFolder = dirname(fileURLToPath(import.meta.url));

/** What it takes to put a register together; what is left out is as in earnest, but nothing is printed. */
export type Given = Pick<Platform, 'config' | 'log' | 'store'> & { readonly operator: Operator } & Partial<Omit<DeskParts, 'programFolder'>>;

/** The composition root: platform and contexts, nothing else. */
@Module({})
export class AppModule {
  static with(given: Given): DynamicModule {
    // To be connected to the roles that the log grants: the one place where desk and roles meet.
    const { grants = new MemoryGrants(), clock = Date.now, print = () => undefined } = given;
    return {
      module: AppModule,
      imports: [
        PlatformModule.with({ ...given, projection, upcasts }),
        AccessModule.with(given.operator),
        DeskModule.with({ grants, clock, print, programFolder: schemaFolder }, given.config),
        CharterModule,
        LedgerModule,
        graphqlModule({ schemaFolder, fields: charterFields }),
      ],
      controllers: [HomeController],
    };
  }
}
