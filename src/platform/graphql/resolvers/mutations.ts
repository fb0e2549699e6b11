import { Injectable, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { commandIdIn, type AnyCommand, type Command, type Issuer } from '../../../kernel/message.js';
import { Refused, type Fault } from '../../../kernel/refusal.js';
import type { Query } from '../../cqrs/queries.js';
import { Transactor, type Outcome, type Receipt } from '../../cqrs/transactor.js';
import type { Basis } from '../../read-model/read-model.js';
import type { RequestContext } from '../context.js';
import { batchOfOne } from './batching.js';

/** The payload of every mutation: the record under its own name, the receipt, and the user errors. */
interface Payload {
  readonly receipt: Receipt | null;
  readonly userErrors: readonly Fault[];
  readonly [thing: string]: unknown;
}

/** The name of the mutation that issues a command: `RenameChampion` is `renameChampion`. */
export const mutationName = ({ type }: { readonly type: string }): string =>
  type.charAt(0).toLowerCase() + type.slice(1);

/** An id that is its issuer's own: nobody can take the id that another person is going to use. */
const idOf = ({ actor }: Issuer, commandId: string): string => `${actor}/${commandId}`;

/** The same command under an id that is its issuer's own. */
export function scopedTo<C extends Command>(issuer: Issuer, command: C): C {
  const commandId = idOf(issuer, command.header.commandId);
  return Object.assign(Object.create(Object.getPrototypeOf(command) as object) as C, command, {
    header: { ...command.header, commandId },
  });
}

/**
 * Creates the mutations of a noun, one for each command: input → command → payload. `ask` is the query that
 * finds the record after the command, by its outcome and its command; `field` is its name in the payload.
 */
export function mutations<C extends Command = Command>(
  field: string,
  commands: readonly AnyCommand[],
  ask: (outcome: Outcome, basis: Basis, command: C) => Query<unknown, object | undefined> | null,
): Type {
  @Injectable()
  @Resolver()
  class Mutations {
    constructor(
      private readonly commands: CommandBus,
      private readonly queries: QueryBus,
      private readonly transactor: Transactor,
    ) {}

    /** A command from its input; where it is not well-formed, that is remembered under its id as every other refusal. */
    private async commandOf(Command: AnyCommand, input: object, issuer: Issuer): Promise<Command> {
      try {
        return scopedTo(issuer, new Command(input as never, issuer));
      } catch (error) {
        const id = commandIdIn(input);
        if (!(error instanceof Refused) || id === null) throw error;
        return this.transactor.refuse({ header: { commandId: idOf(issuer, id) }, input: [Command.type, input] }, error);
      }
    }

    async record(Command: AnyCommand, input: object, context: RequestContext): Promise<Payload> {
      try {
        const issuer = await context.issuerOf(Command, input);
        const command = await this.commandOf(Command, input, issuer);
        const outcome = await this.commands.execute<Command, Outcome>(command);
        const basis = context.latest;
        const query = outcome.receipt.isShown ? ask(outcome, basis, command as C) : null;
        const thing = query === null ? undefined : await this.queries.execute<typeof query, object | undefined>(query);
        return { [field]: batchOfOne(basis, thing) ?? null, receipt: outcome.receipt, userErrors: [] };
      } catch (error) {
        if (error instanceof Refused) return { [field]: null, receipt: null, userErrors: error.faults };
        throw error;
      }
    }
  }
  for (const Command of commands) {
    const name = mutationName(Command);
    const method = function (this: Mutations, input: object, context: RequestContext): Promise<Payload> {
      return this.record(Command, input, context);
    };
    Object.defineProperty(Mutations.prototype, name, { value: method, writable: true, configurable: true });
    Args('input')(Mutations.prototype, name, 0);
    Context()(Mutations.prototype, name, 1);
    Mutation(name)(
      Mutations.prototype,
      name,
      Object.getOwnPropertyDescriptor(Mutations.prototype, name) as PropertyDescriptor,
    );
  }
  Object.defineProperty(Mutations, 'name', { value: `${field.charAt(0).toUpperCase()}${field.slice(1)}Commands` });
  return Mutations;
}
