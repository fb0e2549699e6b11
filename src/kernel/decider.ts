import type { Command, EventSchema, Happening, Recorded } from './message.js';

/**
 * How events become state: those of a stream in the order in which they hold in the world, as they are known now. Events that do not
 * matter to it leave the state as it is.
 */
export interface Fold<S> {
  /** Takes every entry as it was recorded instead, corrected, retracted and correcting ones alike, in the order of the log. */
  readonly asRecorded?: true;
  readonly initial: S;
  evolve(state: S, event: Happening): S;
}

/** A fold's `evolve` from one pure step for each event type that matters. */
export function on<S, E extends Happening>(steps: { readonly [T in E['type']]?: (state: S, event: Extract<E, { type: T }>) => S }) {
  const known = steps as Readonly<Record<string, ((state: S, event: Happening) => S) | undefined>>;
  return (state: S, event: Happening): S => known[event.type]?.(state, event) ?? state;
}

/** A look at another thing that a rule depends on: its stream, and how to fold it. */
export interface Glance<S> {
  readonly stream: string;
  readonly fold: Fold<S>;
}

export const glance = <S>(stream: string, fold: Fold<S>): Glance<S> => ({ stream, fold });

/** What the register can be asked before a command is decided. */
export interface Look {
  /** Whether anything was ever recorded on a stream. */
  readonly exists: (stream: string) => Promise<boolean>;
  /** An entry of the log by its number; null when there is none. */
  readonly entry: (number: number) => Promise<Recorded | null>;
}

/** Whether anything stands on a stream at all. */
export const presence: Fold<boolean> = { initial: false, evolve: () => true };

/**
 * (command, state) → events, and the fold of events into state. Pure: no clock, no ids, no reading. `decide` has one
 * rule for each command; a rule refuses by throwing `Refused`, and stays quiet, with no events, when the register says it already.
 */
export interface Decider<C extends Command, S, E extends Happening, O = object> extends Fold<S> {
  /** The event types it may state. */
  readonly events: readonly EventSchema[];
  /** The stream whose events decide, and to which the new ones go. */
  stream(command: C): string;
  /** Other things the rules look at, as they stand when the decision is made; null looks at nothing. */
  considers?(command: C): { readonly [K in keyof O]: Glance<O[K]> | null };
  /** Completes a command that leaves something to the register, such as the next free number. */
  allot?(command: C, look: Look): Promise<C>;
  readonly decide: {
    readonly [T in C['type']]: (state: S, command: Extract<C, { type: T }>, others: { readonly [K in keyof O]: O[K] | null }) => readonly E[];
  };
}
