import { expect, test } from '@jest/globals';
import type { Decider, RelatedState } from '../../../src/kernel/decider.js';
import type { Command, DomainEvent, Issuer, Role } from '../../../src/kernel/message.js';
import { Refused } from '../../../src/kernel/refusal.js';
import { canonical } from '../../../src/platform/event-store/canonical.js';
import { eventTypes } from '../../../src/contexts.js';
import { commands } from './deciders.js';
import { issuer } from './issuer.js';

/** A command as somebody in a role issues it. */
export function commandOf<C extends new (input: never, by: Issuer) => Command>(
  CommandType: C,
  input: Omit<ConstructorParameters<C>[0], 'commandId'>,
  role: Role = 'secretariat',
): InstanceType<C> {
  return new CommandType({ commandId: 'command-1', ...(input as object) } as never, issuer(role)) as InstanceType<C>;
}

/** The day on which commands are decided here. */
export const today = '2026-06-30';

/** What the log says of an entry beyond its event, where a test does not. */
const unsaid = {
  effective: today,
  origin: { kind: 'live', record: null, sources: [], sourceDate: null },
  recordedAt: `${today}T00:00:00.000Z`,
};

/** The ways in which a rule can answer: each command needs a test of all three. */
const answers = ['does', 'refuses', 'stays quiet'] as const;
const tested = new Map<string, Set<(typeof answers)[number]>>();

function seen(type: string, answer: (typeof answers)[number]): void {
  tested.set(type, (tested.get(type) ?? new Set()).add(answer));
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** An event as it comes out of the log: checked, its keys in canonical order. */
export function stored<E extends DomainEvent>(event: E, among: Decider<never, never, E>['events'] = eventTypes): E {
  const schema = among.find(({ type }) => type === event.type);
  expect(schema?.facts.parse(event.facts)).toEqual(event.facts);
  expect(schema?.text.parse(event.text)).toEqual(event.text);
  return frozen(JSON.parse(canonical(event)) as E);
}

class Given<C extends Command, S, E extends DomainEvent, O> {
  private readonly streams = new Map<string, readonly DomainEvent[]>();

  constructor(
    private readonly decider: Decider<C, S, E, O>,
    private readonly own: readonly DomainEvent[],
  ) {}

  /** What stands on another stream, for rules that look beyond their own. */
  beside(stream: string, ...events: readonly DomainEvent[]): this {
    this.streams.set(
      stream,
      events.map((event) => stored(event)),
    );
    return this;
  }

  when(command: C): When<E> {
    const stream = this.decider.stream(command);
    const load = <T>(
      events: readonly DomainEvent[],
      fold: { initial: T; evolve(state: T, event: DomainEvent): T },
    ): T => events.reduce((state, event) => frozen(fold.evolve(state, { ...unsaid, ...event })), frozen(fold.initial));
    const own = this.own.map((event) => stored(event));
    const state = load(own, this.decider);
    const see = <T>(related: RelatedState<T>): T => {
      const reads = related.reads();
      let step = reads.next();
      while (step.done !== true) {
        const { stream: wanted, fold } = step.value;
        step = reads.next(load(wanted === stream ? own : (this.streams.get(wanted) ?? []), fold));
      }
      return step.value;
    };
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- what each reads is its own
    const wanted = Object.entries(this.decider.reads?.(command, state) ?? {}) as [
      string,
      RelatedState<unknown> | null,
    ][];
    const others = Object.fromEntries(wanted.map(([name, related]) => [name, related === null ? null : see(related)]));
    const rule = this.decider.decide[command.type as C['type']] as unknown as (
      state: S,
      command: C,
      others: object,
      today: string,
    ) => readonly E[];
    try {
      return new When(
        command.type,
        rule(state, command, others, today).map((event) => stored(event, this.decider.events)),
      );
    } catch (error) {
      if (error instanceof Refused) return new When(command.type, error);
      throw error;
    }
  }
}

class When<E extends DomainEvent> {
  constructor(
    private readonly type: string,
    private readonly outcome: readonly E[] | Refused,
  ) {}

  then(...expected: readonly E[]): void {
    expect(this.outcome).toEqual(expected.map((event) => stored(event)));
    seen(this.type, 'does');
  }

  thenNothing(): void {
    expect(this.outcome).toEqual([]);
    seen(this.type, 'stays quiet');
  }

  /** Refused for one reason, with the input field it concerns; no field means the command as a whole. */
  thenRefused(code: string, field?: string | readonly string[]): void {
    expect(this.outcome).toBeInstanceOf(Refused);
    expect((this.outcome as Refused).faults).toEqual([
      { code, message: expect.stringMatching(/^[A-Z].*\.$/), field: field === undefined ? [] : [field].flat() },
    ]);
    seen(this.type, 'refuses');
  }
}

/** A rule with the history it judges by: `given(champion, …events).when(command).then(…events)`. Folds see only what a log would give back. */
export const given = <C extends Command, S, E extends DomainEvent, O>(
  decider: Decider<C, S, E, O>,
  ...events: readonly DomainEvent[]
): Given<C, S, E, O> => new Given(decider, events);

/** Belongs at the end of each noun's spec: fails when a command of the noun lacks a test that it does, refuses or stays quiet. */
export function everyRuleIsTested({ decide }: { readonly decide: object }): void {
  test('every command has a test that does, one that refuses and one that stays quiet', () => {
    const types = commands.map(({ type }) => type).filter((type) => type in decide);
    const missing = types.flatMap((type) =>
      answers.filter((answer) => tested.get(type)?.has(answer) !== true).map((answer) => `${type} ${answer}`),
    );
    expect(types).not.toEqual([]);
    expect(missing).toEqual([]);
  });
}
