import type { Type } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { Decider } from '../../kernel/decider.js';
import type { Command, CommandClass, Happening, Issuer } from '../../kernel/message.js';
import { Transactor, type Outcome } from './transactor.js';

/** Makes the command handlers of a decider: one real `@CommandHandler` class for each of its commands. */
export function handles<C extends Command, S, E extends Happening, O>(
  decider: Decider<C, S, E, O>,
  commands: readonly (Omit<CommandClass, 'new'> & { new (input: never, by: Issuer): C })[],
): Type[] {
  return commands.map((Command) => {
    @CommandHandler(Command)
    class Handler {
      constructor(private readonly transactor: Transactor) {}

      async execute(command: C): Promise<Outcome> {
        return this.transactor.transact(decider, command);
      }
    }
    Object.defineProperty(Handler, 'name', { value: `Handle${Command.type}` });
    return Handler;
  });
}
