import { reactionIds, type Command, type DomainEvent, type Issuer, type Recorded } from './message.js';

/** A command that an event leads to: its class and what it says, all but its id, which follows from the event. */
export interface Reaction {
  readonly command: new (input: never, by: Issuer) => Command;
  readonly input: object;
}

export const reaction = <I extends { readonly commandId: string }>(
  command: new (input: I, by: Issuer) => Command,
  input: Omit<I, 'commandId'>,
): Reaction => ({
  command,
  input,
});

/**
 * event → commands. The register itself carries them out, in its own role, each once in the log however often
 * it is tried: the id of a command is derived from the policy, the entry and the position of the reaction
 * among those to that entry. The name of a policy and the order of its reactions to an entry can therefore
 * never change; to change either, a new policy takes over `since: 'now'`.
 *
 * - A refused command is a result, and processed. It records nothing, and neither does one that would change
 *   nothing: after a crash either may be decided again.
 * - A failure because the log or views are unavailable is retried until they are available.
 * - Any other failure, five times, parks the event, and with it the later events of the same stream; other
 *   streams continue. Parked events are retried whenever an instance takes over the policy, and so at every
 *   start.
 * - Events arrive in their newest types, each entry as it was recorded: corrections and retractions are event
 *   types of their own.
 * - A policy returns only commands. Whatever leaves the register, such as e-mail, is sent by a component that
 *   follows the events that make it due.
 */
export interface Policy {
  readonly name: string;
  /** Whether it reacts to what was recorded before it first ran. */
  readonly since: 'beginning' | 'now';
  readonly on: Readonly<Record<string, (event: Recorded) => readonly Reaction[]>>;
}

/** Declares a policy over the events of a union. What it does with an event depends on that event alone: no clock, no ids, no reading. */
export function policy<E extends DomainEvent>(definition: {
  readonly name: string;
  readonly since: Policy['since'];
  readonly on: { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>) => readonly Reaction[] };
}): Policy {
  const { name } = definition;
  if (!/^[a-z][a-z0-9-]{0,49}$/.test(name))
    throw new TypeError(
      `The policy ${JSON.stringify(name)} must be named by 1 to 50 of a-z, 0-9 and -, the first a letter.`,
    );
  return definition as unknown as Policy;
}

/** The commands that an event leads to, in their order. Throws when the policy does, or when it asks for a command that is not well-formed. */
export function reactionsTo(event: Recorded, { name, on }: Policy, client: string): readonly Command[] {
  const { entry, correlationId, eventId: causationId } = event;
  const by: Issuer = {
    ...{ actor: `policy-${name}`, role: 'policy', onBehalfOf: null, client, correlationId, causationId },
    origin: { kind: 'live', record: null },
  };
  const reactions = on[event.type]?.(event) ?? [];
  return reactions.map(
    ({ command, input }, number) =>
      new command({ ...input, commandId: `${reactionIds}${name}:${entry}:${number}` } as never, by),
  );
}
