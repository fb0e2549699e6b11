import { Global, Inject, Module, type DynamicModule, type FactoryProvider, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import type { Config } from '../config.js';
import type { Clock } from '../kernel/ports.js';
import { Allowances } from '../platform/http/allowances.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { SecurityLog } from '../platform/security-log.js';
import { CONFIG, CREDENTIALS, LOG, ROLES_CHANGED } from '../platform/tokens.js';
import { AccountController } from './account.controller.js';
import { Accounts } from './accounts.js';
import { ApiKeys } from './api-keys.js';
import { BrowserController } from './browser.controller.js';
import { browserFilesIn } from './browser-files.js';
import { credentials } from './credentials.js';
import { DeskDatabase, openDesk } from './database.js';
import { DeskResolver } from './desk.resolver.js';
import { Drafts } from './drafts.js';
import { Erasures } from './erasures.js';
import { DeskFaults } from './faults.filter.js';
import type { Grants } from './grants.js';
import { Invitations } from './invitations.js';
import { instanceOf } from './instance.js';
import { Passkeys } from './passkeys.js';
import { People } from './people.js';
import { Post, outletOf } from './post.js';
import { ProviderController } from './provider.controller.js';
import { OpenIdProvider } from './provider.js';
import { renewing, Sessions } from './sessions.js';
import { SignInController } from './sign-in.controller.js';
import { SignIn } from './sign-in.js';
import { Tickets } from './tickets.js';
import { BROWSER_FILES, GRANTS } from './tokens.js';
import { Visits } from './visits.js';

/** What the composition root hands to the desk. */
export interface DeskParts {
  readonly grants: Pick<FactoryProvider<Grants>, 'useFactory' | 'inject'>;
  /** The folder of this program that has `desk/browser` in it. */
  readonly programFolder: string;
  readonly clock: Clock;
  /** Writes e-mails with links to the console where there is no mail server; null where its output is not watched but collected. */
  readonly print: ((line: string) => void) | null;
}

/** People, sign-in, sessions, keys and drafts: all that is known of anybody by name, apart from the log and erasable. */
@Global()
@Module({})
export class DeskModule implements OnApplicationShutdown {
  constructor(
    @Inject(DeskDatabase) private readonly desk: DeskDatabase,
    @Inject(Post) private readonly post: Post,
  ) {}

  static with({ grants, programFolder, clock, print }: DeskParts, { provider }: Config): DynamicModule {
    const kept = <T>(keeper: new (desk: DeskDatabase, clock: Clock, ids: () => string) => T): Provider => ({
      provide: keeper,
      useFactory: (desk: DeskDatabase) => new keeper(desk, clock, uuidv7),
      inject: [DeskDatabase],
    });
    return {
      module: DeskModule,
      controllers: [SignInController, AccountController, BrowserController, ...(provider === null ? [] : [ProviderController])],
      providers: [
        { provide: GRANTS, ...grants },
        { provide: BROWSER_FILES, useFactory: () => browserFilesIn(programFolder) },
        { provide: DeskDatabase, useFactory: openDesk, inject: [CONFIG, LOG] },
        { provide: Post, useFactory: (config: Config, log: Logger) => new Post(outletOf(config, print), uuidv7, log), inject: [CONFIG, LOG] },
        kept(People),
        kept(Sessions),
        kept(ApiKeys),
        kept(Tickets),
        kept(Invitations),
        {
          provide: Drafts,
          useFactory: (desk: DeskDatabase, grants: Grants, security: SecurityLog) => new Drafts(desk, grants, security, clock, uuidv7),
          inject: [DeskDatabase, GRANTS, SecurityLog],
        },
        {
          provide: Passkeys,
          useFactory: (desk: DeskDatabase, tickets: Tickets, url: PublicUrl) => new Passkeys(desk, tickets, url, clock),
          inject: [DeskDatabase, Tickets, PublicUrl],
        },
        {
          provide: Erasures,
          useFactory: (desk: DeskDatabase, post: Post, security: SecurityLog, { eventStore, erasureList }: Config) =>
            new Erasures(desk, post, security, eventStore === 'memory' ? null : erasureList),
          inject: [DeskDatabase, Post, SecurityLog, CONFIG],
        },
        {
          provide: Visits,
          useFactory: (sessions: Sessions, url: PublicUrl, security: SecurityLog) => new Visits(sessions, url, security),
          inject: [Sessions, PublicUrl, SecurityLog],
        },
        {
          provide: SignIn,
          useFactory: (
            ...[people, tickets, invitations, sessions, post, grants, url, allowances, security, config]: [
              People,
              Tickets,
              Invitations,
              Sessions,
              Post,
              Grants,
              PublicUrl,
              Allowances,
              SecurityLog,
              Config,
            ]
          ) => new SignIn({ people, tickets, invitations, sessions, post, grants, url, allowances, security, clock, instance: instanceOf(config) }),
          inject: [People, Tickets, Invitations, Sessions, Post, GRANTS, PublicUrl, Allowances, SecurityLog, CONFIG],
        },
        {
          provide: Accounts,
          useFactory: (
            ...[people, sessions, tickets, invitations, passkeys, keys, grants, erasures, allowances, security]: [
              People,
              Sessions,
              Tickets,
              Invitations,
              Passkeys,
              ApiKeys,
              Grants,
              Erasures,
              Allowances,
              SecurityLog,
            ]
          ) => new Accounts({ people, sessions, tickets, invitations, passkeys, keys, grants, erasures, allowances, security }),
          inject: [People, Sessions, Tickets, Invitations, Passkeys, ApiKeys, GRANTS, Erasures, Allowances, SecurityLog],
        },
        { provide: CREDENTIALS, useFactory: credentials, inject: [Sessions, ApiKeys, GRANTS] },
        { provide: ROLES_CHANGED, useFactory: renewing, inject: [Sessions, GRANTS, SecurityLog] },
        ...(provider === null ? [] : [providerOf(provider)]),
        DeskFaults,
        DeskResolver,
      ],
      exports: [CREDENTIALS, ROLES_CHANGED, DeskDatabase, SignIn, Erasures],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.post.close();
    await this.desk.close();
  }
}

const providerOf = (settings: NonNullable<Config['provider']>): Provider => ({
  provide: OpenIdProvider,
  useFactory: (desk: DeskDatabase, people: People, tickets: Tickets, url: PublicUrl, security: SecurityLog) =>
    new OpenIdProvider(settings, desk, people, tickets, url, security),
  inject: [DeskDatabase, People, Tickets, PublicUrl, SecurityLog],
});
