import { Inject, Optional, type InjectionToken, type Type } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { Decider } from '../../kernel/decider.js';
import type { Command, CommandClass, DomainEvent, Issuer, Recorded } from '../../kernel/message.js';
import { Transactor, type Outcome } from './transactor.js';

/** Called with what was recorded, before the caller gets the result. */
export interface AfterRecorded {
  (events: readonly Recorded[]): Promise<void>;
}

/**
 * Creates the command handlers of a decider: one `@CommandHandler` class for each of its commands.
 * `afterRecordedToken` names a provider that is called with whatever they record, if there is one; a repeated
 * command calls it again.
 */
export function handles<C extends Command, S, E extends DomainEvent, O>(
  decider: Decider<C, S, E, O>,
  commands: readonly (Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): C })[],
  afterRecordedToken: InjectionToken = Symbol('nobody'),
): Type[] {
  return commands.map((Command) => {
    @CommandHandler(Command)
    class Handler {
      constructor(
        private readonly transactor: Transactor,
        @Optional() @Inject(afterRecordedToken) private readonly afterRecorded?: AfterRecorded,
      ) {}

      async execute(command: C): Promise<Outcome> {
        const outcome = await this.transactor.transact(decider, command);
        await this.afterRecorded?.(outcome.events);
        return outcome;
      }
    }
    Object.defineProperty(Handler, 'name', { value: `Handle${Command.type}` });
    return Handler;
  });
}
