import { describe, expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import fc from 'fast-check';
import type { EventDraft } from '../../../../src/platform/event-store/envelope.js';
import type { EventStore, Expected } from '../../../../src/platform/event-store/event-store.js';
import { draft, upTo } from '../../../support/event-store/drafts.js';
import type { Suite } from '../../../support/event-store/store-fixture.js';

interface Append {
  readonly do: 'append';
  readonly stream: string;
  readonly expected: Expected;
  readonly command: number;
  readonly ids: readonly number[];
}
interface Read {
  readonly do: 'read';
  readonly stream: string | null;
  readonly start: number | undefined;
  readonly limit: number | undefined;
  readonly backwards: boolean;
}
type Step = Append | Read | { readonly do: 'reopen' } | { readonly do: 'command'; readonly command: number };

const eventId = (id: number): string => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;

const streams = ['champion-a', 'champion-b', 'plan-a'];
const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      stream: fc.constantFrom(...streams),
      expected: fc.oneof(fc.constantFrom<Expected>('none', 'exists', 'any'), fc.integer({ min: 0, max: 6 })),
      command: fc.integer({ min: 0, max: 30 }),
      ids: fc
        .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 3 }))
        .map(([first, count]) => upTo(first + count, first)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      stream: fc.option(fc.constantFrom(...streams)),
      start: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
      limit: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      backwards: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('command' as const), command: fc.integer({ min: 0, max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
);

/** The log as a list, with the port's rules in their plainest form: what a store answers is what this answers. */
class Model {
  private readonly log: {
    readonly stream: string;
    readonly revision: number;
    readonly id: string;
    readonly command: string;
    readonly append: number;
  }[] = [];
  private appends = 0;

  append({ stream, expected, command, ids }: Append): string {
    const [names, name] = [ids.map(eventId), `command-${command}`];
    const known = this.log.filter(({ id }) => names.includes(id));
    const last = this.log.filter((one) => one.stream === stream).length - 1;
    const fits = (at: number): boolean =>
      expected === 'any' ? true : expected === 'none' ? at < 0 : expected === 'exists' ? at >= 0 : at === expected;
    if (known[0] !== undefined) {
      const whole = this.log.filter((one) => one.append === known[0]?.append);
      const isSame =
        whole.map(({ id }) => id).join() === names.join() && known[0].stream === stream && fits(known[0].revision - 1);
      return isSame ? `entry ${this.log.indexOf(known[0])} to revision ${whole.at(-1)?.revision}` : 'EventIdReused';
    }
    if (this.log.some((one) => one.command === name)) return 'CommandAlreadyRecorded';
    if (!fits(last)) return 'WrongRevision';
    this.appends += 1;
    names.forEach((id, index) =>
      this.log.push({ stream, revision: last + 1 + index, id, command: name, append: this.appends }),
    );
    return `entry ${this.log.length - ids.length} to revision ${last + ids.length}`;
  }

  read({ stream, start, limit, backwards }: Read): string[] {
    const placed = this.log.map((one, entry) => ({ ...one, at: stream === null ? entry : one.revision }));
    const wanted = placed.filter((one) => stream === null || one.stream === stream);
    const isIn = ({ at }: { at: number }): boolean =>
      start === undefined ||
      (stream === null ? (backwards ? at < start : at > start) : backwards ? at <= start : at >= start);
    return (backwards ? wanted.reverse() : wanted)
      .filter(isIn)
      .slice(0, limit)
      .map(({ id }) => id);
  }

  command(command: number): string[] {
    return this.log.filter((one) => one.command === `command-${command}`).map(({ id }) => id);
  }
}

async function answer(store: EventStore, step: Append | Read | { do: 'command'; command: number }): Promise<unknown> {
  if (step.do === 'command')
    return (await store.readCommand(`command-${step.command}`))?.events.map(({ eventId }) => eventId) ?? [];
  if (step.do === 'read') {
    const range = { backwards: step.backwards, ...(step.limit === undefined ? {} : { limit: step.limit }) };
    const from = step.start === undefined ? {} : step.stream === null ? { after: step.start } : { from: step.start };
    const events =
      step.stream === null
        ? store.readAll({ ...range, ...from })
        : store.readStream(step.stream, { ...range, ...from });
    return (await gather(events)).map(({ eventId }) => eventId);
  }
  const given = step.ids.map((id): EventDraft => draft({ eventId: eventId(id), commandId: `command-${step.command}` }));
  return store.append(step.stream, step.expected, given).then(
    ({ firstEntry, revision }) => `entry ${firstEntry} to revision ${revision}`,
    (error: unknown) => (error as Error).name,
  );
}

/** The whole port at random against the model; a failure prints the seed and the shortest sequence that shows it. */
export function describeProperties(suite: Suite): void {
  describe('any sequence of uses', () => {
    test('is answered as the model answers it', async () => {
      const property = fc.asyncProperty(fc.array(stepOf, { maxLength: 40, size: 'max' }), async (steps) => {
        const model = new Model();
        const { store, reopen } = await suite.open();
        let current = store;
        for (const step of steps) {
          if (step.do !== 'reopen') {
            const modelled =
              step.do === 'append'
                ? model.append(step)
                : step.do === 'read'
                  ? model.read(step)
                  : model.command(step.command);
            expect([step, await answer(current, step)]).toEqual([step, modelled]);
          } else if (suite.keeps) {
            await current.close();
            current = await reopen();
          }
        }
        await current.close();
      });
      await fc.assert(property, { numRuns: suite.randomRuns });
    });
  });
}
