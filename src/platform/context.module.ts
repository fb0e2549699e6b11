import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Composition } from './context.js';
import { handles } from './cqrs/commands.js';

/** What Nest runs of all contexts: command handlers, query handlers and resolvers. */
@Global()
@Module({})
export class ContextModule {
  static of({ aggregates, providers }: Composition): DynamicModule {
    const handlers = aggregates.flatMap(({ decider, commands, afterRecorded }) =>
      handles(decider, commands, afterRecorded),
    );
    return { module: ContextModule, providers: [...handlers, ...providers] };
  }
}
