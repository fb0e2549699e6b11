import type { Command, EventSchema, DomainEvent, Recorded } from './message.js';

/**
 * How events become state: those of a stream in the order in which they hold in the world, as they are known now. Events that do not
 * matter to it leave the state as it is.
 */
export interface Reducer<S> {
  /** Takes every entry as it was recorded instead, corrected, retracted and correcting ones alike, in the order of the log. */
  readonly asRecorded?: true;
  readonly initial: S;
  evolve(state: S, event: DomainEvent): S;
}

/** A fold's `evolve` from one pure step for each event type that matters. */
export function on<S, E extends DomainEvent>(steps: {
  readonly [T in E['type']]?: (state: S, event: Extract<E, { type: T }>) => S;
}) {
  const known = steps as Readonly<Record<string, ((state: S, event: DomainEvent) => S) | undefined>>;
  return (state: S, event: DomainEvent): S => known[event.type]?.(state, event) ?? state;
}

/** A stream that a rule wants to see folded. */
export interface Reading {
  readonly stream: string;
  readonly fold: Reducer<unknown>;
}

/** A look at other things that a rule depends on: it reads one stream after another, each perhaps named by what the one before holds. */
export interface RelatedState<S> {
  reads(): Generator<Reading, S, unknown>;
}

/** Looks at one stream. */
export const related = <S>(stream: string, fold: Reducer<S>): RelatedState<S> => ({
  *reads() {
    return (yield { stream, fold }) as S;
  },
});

/** A stream and what it folds to. */
export interface Link<S> {
  readonly stream: string;
  readonly state: S;
}

/** Follows references from stream to stream until there is none, or one leads back to where it was before. */
export const chain = <S>(
  first: string | null,
  fold: Reducer<S>,
  next: (state: S) => string | null,
): RelatedState<readonly Link<S>[]> => ({
  *reads() {
    const links: Link<S>[] = [];
    const seen = new Set<string>();
    for (let stream = first; stream !== null && !seen.has(stream);) {
      seen.add(stream);
      const state = (yield { stream, fold }) as S;
      links.push({ stream, state });
      stream = next(state);
    }
    return links;
  },
});

/** Looks at several things, each by its name. */
export const relatedAll = <S>(all: ReadonlyMap<string, RelatedState<S>>): RelatedState<ReadonlyMap<string, S>> => ({
  *reads() {
    const seen = new Map<string, S>();
    for (const [name, one] of all) seen.set(name, yield* one.reads());
    return seen;
  },
});

/** What the register can be asked before a command is decided. */
export interface RelatedLookup {
  /** Whether anything was ever recorded on a stream. */
  readonly exists: (stream: string) => Promise<boolean>;
  /** An entry of the log by its number; null when there is none. */
  readonly entry: (number: number) => Promise<Recorded | null>;
}

/** Whether anything was recorded on a stream. */
export const presence: Reducer<boolean> = { initial: false, evolve: () => true };

/**
 * (command, state) → events, and the fold of events into state. Pure: no clock, no ids, no reading. `decide` has one
 * rule for each command; a rule refuses by throwing `Refused`, and stays quiet, with no events, when the register says it already.
 */
export interface Decider<C extends Command, S, E extends DomainEvent, O = object> extends Reducer<S> {
  /** The event types it may state. */
  readonly events: readonly EventSchema[];
  /** The stream whose events decide, and to which the new ones go. */
  stream(command: C): string;
  /**
   * Commands that depend on the same streams and change different ones name the same lane: within a process
   * they are decided one after another.
   */
  lane?(command: C): string | null;
  /** Other things the rules look at, as they stand when the decision is made; null looks at nothing. */
  reads?(command: C, state: S): { readonly [K in keyof O]: RelatedState<O[K]> | null };
  /** Completes a command that leaves something to the register, such as the next free number. */
  prepare?(command: C, look: RelatedLookup): Promise<C>;
  readonly decide: {
    readonly [T in C['type']]: (
      state: S,
      command: Extract<C, { type: T }>,
      others: { readonly [K in keyof O]: O[K] | null },
      /** The day (UTC) on which it is decided. */
      today: string,
    ) => readonly E[];
  };
}
