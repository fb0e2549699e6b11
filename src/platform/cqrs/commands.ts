import type { Type } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { Decider } from '../../kernel/decider.js';
import type { Command, CommandClass, Happening, Issuer, Role } from '../../kernel/message.js';
import { NotAllowed } from '../../kernel/refusal.js';
import { Transactor, type Outcome } from './transactor.js';

/** The one place where a command is allowed or not. */
function mustBeAllowed(roles: readonly Role[], { role }: Issuer, deed: string): void {
  if (!roles.includes(role)) throw new NotAllowed(role, deed);
}

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
        mustBeAllowed(Command.roles, command.by, Command.type);
        return this.transactor.transact(decider, command);
      }
    }
    Object.defineProperty(Handler, 'name', { value: `Handle${Command.type}` });
    return Handler;
  });
}
