import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { SecurityLog } from '../platform/security-log.js';
import { CONFIG, CREDENTIALS, IDENTIFY } from '../platform/tokens.js';
import { version } from '../version.js';
import { identification, type Credentials } from './identify.js';
import type { Operator } from './operator.js';

/** Tells who a request comes from. */
@Global()
@Module({})
export class AccessModule {
  static with(operator: Operator): DynamicModule {
    const identify = {
      provide: IDENTIFY,
      useFactory: ({ operatorToken }: Config, credentials: Credentials, url: PublicUrl, security: SecurityLog) =>
        identification({ operator: operatorToken ? operator : null, credentials, url, security, client: `idc-api/${version}` }),
      inject: [CONFIG, CREDENTIALS, PublicUrl, SecurityLog],
    };
    return { module: AccessModule, providers: [identify], exports: [IDENTIFY] };
  }
}
