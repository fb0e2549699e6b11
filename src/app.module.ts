import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { Operator } from './access/operator.js';
import { IdentityModule, type IdentityOptions } from './identity/identity.module.js';
import { composition as register, upcasts } from './contexts.js';
import { grantsOfLog } from './grants-of-log.js';
import { Lifecycle } from './lifecycle.js';
import { LedgerModule } from './ledger/ledger.module.js';
import type { Caller, Request } from './kernel/caller.js';
import { ContextModule } from './platform/context.module.js';
import { graphqlModule } from './platform/graphql/graphql.module.js';
import { PlatformModule, type Platform } from './platform/platform.module.js';
import { PreparationResolver, sealing } from './preparing.js';
import { programFolder } from './program-folder.js';
import { version } from './version.js';
import { WebModule } from './web/web.module.js';

/** What it takes to put a register together; what is left out is as in production, but nothing is printed. */
export type RegisterOptions = Pick<Platform, 'config' | 'log' | 'store'> &
  Partial<Pick<Platform, 'policies' | 'composition' | 'clock'> & Pick<IdentityOptions, 'print'>> & {
    readonly operator: Operator;
    /** Callers that a test knows by itself; null for all others. */
    readonly callers?: (request: Request) => Caller | null;
  };

/** The composition root: platform and contexts, nothing else. */
@Module({})
export class AppModule {
  static with(given: RegisterOptions): DynamicModule {
    const { clock = Date.now, print = () => undefined, composition = register } = given;
    return {
      module: AppModule,
      imports: [
        PlatformModule.with({
          policies: composition.policies,
          ...given,
          clock,
          composition,
          sealing: sealing(composition),
          upcasts,
          client: `idc-policy/${version}`,
        }),
        AccessModule.with(given.operator, given.callers),
        IdentityModule.with({ grants: grantsOfLog(given.operator), print }, given.config),
        LedgerModule,
        ContextModule.of(composition),
        WebModule.with(programFolder),
        graphqlModule({ schemaFolder: programFolder, composition }),
      ],
      providers: [PreparationResolver, Lifecycle, { provide: Operator, useValue: given.operator }],
    };
  }
}
