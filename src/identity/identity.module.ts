import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Config } from '../config.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { SecurityLog } from '../platform/security-log.js';
import { CONFIG, CREDENTIALS, LOG, ROLES_CHANGED } from '../platform/tokens.js';
import { AccountController } from './people/account.controller.js';
import { Accounts } from './people/accounts.js';
import { ApiKeys } from './sign-in/api-keys.js';
import { credentials } from './sign-in/credentials.js';
import { IdentityDatabase, openIdentity } from './database/database.js';
import { IdentityResolver } from './identity.resolver.js';
import { Drafts } from './people/drafts.js';
import { Erasures } from './people/erasures.js';
import { IdentityFaults } from './faults.filter.js';
import type { Grants } from './grants.js';
import { Invitations } from './people/invitations.js';
import { Passkeys } from './sign-in/passkeys.js';
import { People } from './people/people.js';
import { Mailer, outletOf } from './mailer.js';
import { ProviderController } from './sign-in/provider.controller.js';
import { OpenIdProvider } from './sign-in/provider.js';
import { renewing, Sessions } from './sign-in/sessions.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignIn } from './sign-in/sign-in.js';
import { Tickets } from './sign-in/tickets.js';
import { GRANTS } from './tokens.js';
import { FormRequests } from './form-requests.js';

/** What the composition root hands to the identity database. */
export interface IdentityOptions {
  readonly grants: Pick<FactoryProvider<Grants>, 'useFactory' | 'inject'>;
  /** Writes e-mails with links to the console where there is no mail server; null where its output is not watched but collected. */
  readonly print: ((line: string) => void) | null;
}

/**
 * People, sign-in, sessions, keys and drafts: everything known about people by name, separate from the log
 * and erasable.
 */
@Global()
@Module({})
export class IdentityModule implements OnApplicationShutdown {
  constructor(
    @Inject(IdentityDatabase) private readonly identity: IdentityDatabase,
    @Inject(Mailer) private readonly mailer: Mailer,
  ) {}

  static with({ grants, print }: IdentityOptions, { provider }: Config): DynamicModule {
    return {
      module: IdentityModule,
      controllers: [SignInController, AccountController, ...(provider === null ? [] : [ProviderController])],
      providers: [
        { provide: GRANTS, ...grants },
        { provide: IdentityDatabase, useFactory: openIdentity, inject: [CONFIG, LOG] },
        {
          provide: Mailer,
          useFactory: (config: Config, log: Logger) => new Mailer(outletOf(config, print), uuidv7, log),
          inject: [CONFIG, LOG],
        },
        ...[People, Sessions, ApiKeys, Tickets, Invitations, Drafts, Passkeys, FormRequests, SignIn, Accounts],
        {
          provide: Erasures,
          useFactory: (
            identity: IdentityDatabase,
            mailer: Mailer,
            security: SecurityLog,
            { eventStore, erasureList }: Config,
          ) => new Erasures(identity, mailer, security, eventStore === 'memory' ? null : erasureList),
          inject: [IdentityDatabase, Mailer, SecurityLog, CONFIG],
        },
        { provide: CREDENTIALS, useFactory: credentials, inject: [Sessions, ApiKeys, GRANTS] },
        { provide: ROLES_CHANGED, useFactory: renewing, inject: [Sessions, GRANTS, SecurityLog] },
        ...(provider === null ? [] : [providerOf(provider)]),
        IdentityFaults,
        IdentityResolver,
      ],
      exports: [CREDENTIALS, ROLES_CHANGED, IdentityDatabase, SignIn, Erasures],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.mailer.close();
    await this.identity.close();
  }
}

const providerOf = (settings: NonNullable<Config['provider']>): Provider => ({
  provide: OpenIdProvider,
  useFactory: (identity: IdentityDatabase, people: People, tickets: Tickets, url: PublicUrl, security: SecurityLog) =>
    new OpenIdProvider(settings, identity, people, tickets, url, security),
  inject: [IdentityDatabase, People, Tickets, PublicUrl, SecurityLog],
});
