import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { grantsView } from './access/grants.view.js';
import type { Operator } from './access/operator.js';
import { accessEvents } from './access/roles.js';
import { charterFields } from './charter/charter.fields.js';
import { thingOf } from './charter/nodes.js';
import { CharterModule, charterContextEvents, charterViews } from './charter/charter.module.js';
import { DeskModule, type DeskParts } from './desk/desk.module.js';
import { grantsOfLog } from './grants-of-log.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { ledgerEvents } from './ledger/log-key.js';
import { parentOf } from './charter/codes.js';
import type { Caller, Request } from './kernel/caller.js';
import { correctionEvents } from './kernel/correction.js';
import type { Policy } from './kernel/policy.js';
import { redactionEvents } from './kernel/redaction.js';
import { tiesOf } from './kernel/timeline.js';
import { graphqlModule } from './platform/graphql/graphql.module.js';
import { PlatformModule, type Platform } from './platform/platform.module.js';
import type { Upcasts } from './platform/event-store/upcasting.js';
import type { Projection } from './platform/read-model/read-model.js';
import { version } from './version.js';
import { HomeController } from './web/home.controller.js';
import { SecurityContactController } from './web/security-contact.controller.js';

/** Every event type that may stand in the log, in its newest version. */
export const eventTypes = [...charterContextEvents, ...correctionEvents, ...redactionEvents, ...ledgerEvents, ...accessEvents];

/** All views, in the order in which an event goes through them, and what rests on what. */
export const projection: Projection = { views: [...charterViews, grantsView], ties: tiesOf(eventTypes, parentOf), thingOf };

/** From each event type that has a successor to that one. None has yet. */
export const upcasts: Upcasts = {};

/** What the register does by itself when something is recorded. Nothing yet. */
export const policies: readonly Policy[] = [];

export const schemaFolder = dirname(fileURLToPath(import.meta.url));

/** What it takes to put a register together; what is left out is as in earnest, but nothing is printed. */
export type Given = Pick<Platform, 'config' | 'log' | 'store'> &
  Partial<Pick<Platform, 'policies'> & Pick<DeskParts, 'clock' | 'print'>> & {
    readonly operator: Operator;
    /** Callers that a test knows by itself; null for all others. */
    readonly callers?: (request: Request) => Caller | null;
  };

/** The composition root: platform and contexts, nothing else. */
@Module({})
export class AppModule {
  static with(given: Given): DynamicModule {
    const { clock = Date.now, print = () => undefined } = given;
    return {
      module: AppModule,
      imports: [
        PlatformModule.with({ policies, ...given, clock, projection, upcasts, client: `idc-policy/${version}` }),
        AccessModule.with(given.operator, given.callers),
        DeskModule.with({ grants: grantsOfLog(given.operator), clock, print, programFolder: schemaFolder }, given.config),
        CharterModule,
        LedgerModule,
        graphqlModule({ schemaFolder, fields: charterFields }),
      ],
      controllers: [HomeController, SecurityContactController],
    };
  }
}
