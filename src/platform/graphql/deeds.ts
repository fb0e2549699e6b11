import { Injectable, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import type { Command, Issuer } from '../../kernel/message.js';
import { Refused, type Fault } from '../../kernel/refusal.js';
import type { Query } from '../cqrs/queries.js';
import type { Outcome, Receipt } from '../cqrs/transactor.js';
import type { Basis } from '../read-model/read-model.js';
import type { AnyCommand, RequestContext } from './context.js';
import { alone } from './together.js';

/** What every mutation answers: the thing under its own name, the receipt, and what to mend. */
interface Payload {
  readonly receipt: Receipt | null;
  readonly userErrors: readonly Fault[];
  readonly [thing: string]: unknown;
}

/** The name of the mutation that issues a command: `RenameChampion` is `renameChampion`. */
export const mutationName = ({ type }: { readonly type: string }): string => type.charAt(0).toLowerCase() + type.slice(1);

/** A command whose id is its issuer's own: nobody can take the id that somebody else is going to use. */
export function scopedTo<C extends Command>({ actor }: Issuer, command: C): C {
  const commandId = `${actor}/${command.header.commandId}`;
  return Object.assign(Object.create(Object.getPrototypeOf(command) as object) as C, command, { header: { ...command.header, commandId } });
}

/**
 * Makes the mutations of a noun, one for each command: input → command → payload. `ask` is the question that finds the thing
 * again after the deed, by its outcome and its command; `field` is what the payload calls it.
 */
export function deeds<C extends Command = Command>(
  field: string,
  commands: readonly AnyCommand[],
  ask: (outcome: Outcome, basis: Basis, command: C) => Query<unknown, object | undefined>,
): Type {
  @Injectable()
  @Resolver()
  class Deeds {
    constructor(
      private readonly commands: CommandBus,
      private readonly queries: QueryBus,
    ) {}

    async record(Command: AnyCommand, input: object, context: RequestContext): Promise<Payload> {
      try {
        const issuer = await context.issuerOf(Command, input);
        const command = scopedTo(issuer, new Command(input as never, issuer));
        const outcome = await this.commands.execute<Command, Outcome>(command);
        const basis = context.latest;
        const thing = await this.queries.execute<Query<unknown, object | undefined>, object | undefined>(ask(outcome, basis, command as C));
        return { [field]: alone(basis, thing) ?? null, receipt: outcome.receipt, userErrors: [] };
      } catch (error) {
        if (error instanceof Refused) return { [field]: null, receipt: null, userErrors: error.faults };
        throw error;
      }
    }
  }
  for (const Command of commands) {
    const name = mutationName(Command);
    const method = function (this: Deeds, input: object, context: RequestContext): Promise<Payload> {
      return this.record(Command, input, context);
    };
    Object.defineProperty(Deeds.prototype, name, { value: method, writable: true, configurable: true });
    Args('input')(Deeds.prototype, name, 0);
    Context()(Deeds.prototype, name, 1);
    Mutation(name)(Deeds.prototype, name, Object.getOwnPropertyDescriptor(Deeds.prototype, name) as PropertyDescriptor);
  }
  Object.defineProperty(Deeds, 'name', { value: `${field.charAt(0).toUpperCase()}${field.slice(1)}Deeds` });
  return Deeds;
}
