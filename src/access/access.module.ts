import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Identify } from '../platform/graphql/context.js';
import { IDENTIFY } from '../platform/tokens.js';
import { version } from '../version.js';
import { Operator } from './operator.js';

/** Tells who a request comes from. */
@Global()
@Module({})
export class AccessModule {
  static with(operator: Operator): DynamicModule {
    const identify: Identify = ({ headers, id }) =>
      operator.identify(headers.authorization as string | undefined, { client: `idc-api/${version}`, correlationId: id });
    return { module: AccessModule, providers: [{ provide: IDENTIFY, useValue: identify }], exports: [IDENTIFY] };
  }
}
