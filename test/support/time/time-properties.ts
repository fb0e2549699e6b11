import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { composition, projection } from '../../../src/contexts.js';
import { compare, comparedIn, countChanges } from '../../../src/record/comparison/comparison.view.js';
import { countsFrom } from '../../../src/kernel/time/timeline.js';
import { Bases } from '../../../src/platform/read-model/past/bases.js';
import type { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { Projector } from '../../../src/platform/read-model/projector.js';
import { fill } from '../../../src/platform/read-model/fill.js';
import { ReadModel } from '../../../src/platform/read-model/read-model.js';
import {
  correcting,
  date,
  day,
  datedEvent,
  mutations,
  opensPart,
  putRight,
  register,
} from '../random/random-registers.js';
import {
  answersOf,
  logOf,
  positionsAside,
  recordedIn,
  replayedAt,
  replayedTimelines,
  takenAt,
  tell,
  timelinesOf,
  type Dated,
} from './past.js';

const compared = comparedIn(composition.nouns);

/** A prefix of a register and a day. */
const basis = fc.record({ events: register, cut: fc.nat(), on: day });
const sizeOf = (events: readonly Dated[], cut: number): number => 1 + (cut % events.length);

/** The properties of time, each over so many random registers. */
export function timeProperties(numRuns: number): void {
  const holds = <T>(arbitrary: fc.Arbitrary<T>, property: (given: T) => Promise<void>): Promise<void> =>
    fc.assert(fc.asyncProperty(arbitrary, property), { numRuns, seed: 2018 });

  describe(`over ${numRuns} random registers`, () => {
    test('stability: appending never changes an answer on a fixed basis', () =>
      holds(
        fc.tuple(basis, fc.array(datedEvent, { minLength: 1, maxLength: 8 }), fc.nat()),
        async ([{ events, cut, on }, more, place]) => {
          const size = sizeOf(events, cut);
          const store = await logOf(events);
          const projector = new Projector(store, projection, null, () => takenAt(1000));
          await projector.start();
          const bases = new Bases(store, projector, () => takenAt(1000));
          const ask = async () => answersOf(await bases.open({ size, effectiveOn: on }));
          const before = await ask();
          expect(before).toEqual(await replayedAt(store, size, on));
          const later = [
            ...more,
            correcting(events, { place, effective: null, isRetraction: place % 2 === 0, title: 'census' }),
          ];
          for (const [index, one] of later.entries()) await tell(store, one, events.length + index);
          await projector.reached(events.length + later.length - 1);
          expect(await ask()).toEqual(before);
          await projector.stop();
        },
      ));

    test('prefix: an answer at N uses nothing at or after N', () =>
      holds(fc.tuple(basis, fc.array(datedEvent, { maxLength: 8 })), async ([{ events, cut, on }, other]) => {
        const size = sizeOf(events, cut);
        const elsewhere = await logOf([...events.slice(0, size), ...other]);
        expect(await replayedAt(elsewhere, size, on)).toEqual(await replayedAt(await logOf(events), size, on));
      }));

    test('monotone clock: times never go back, whatever the clock does, so an instant is a prefix', () =>
      holds(
        fc.tuple(
          register,
          fc.array(fc.integer({ min: -3 * 86_400_000, max: 86_400_000 }), { minLength: 40, maxLength: 40 }),
        ),
        async ([events, steps]) => {
          const store = await logOf(events, (entry) => takenAt(entry) + (steps[entry % 40] ?? 0));
          const times = (await recordedIn(store)).map(({ recordedAt }) => recordedAt);
          expect(times).toEqual([...times].sort());
          const bases = new Bases(store, await viewsOver(store), () => takenAt(1_000_000));
          for (const instant of times) {
            expect((await bases.find({ instant }, null)).size).toBe(times.filter((time) => time <= instant).length);
          }
        },
      ));

    test('no foresight: a command that counts from after D changes no answer at D, unless it opens what earlier entries rest on', () =>
      holds(fc.tuple(register, datedEvent, day), async ([events, one, on]) => {
        const store = await logOf([...events, one]);
        const recorded = await recordedIn(store);
        const added = recorded.at(-1);
        if (added === undefined || countsFrom(added) <= on) return;
        const isAwaited = recorded.slice(0, -1).some(({ stream }) => belongsTo(stream, added.stream));
        if (projection.relations.opens[added.type] !== undefined && isAwaited) return;
        expect(await replayedAt(store, events.length + 1, on)).toEqual(await replayedAt(store, events.length, on));
      }));

    test('import order: the order of rows within a batch changes no answer, positions aside', () =>
      holds(fc.tuple(mutations, fc.nat(), day), async ([events, seed, on]) => {
        const batch = events.map((one, index) => ({
          ...one,
          effective: `20${18 + (index % 8)}-03-${String(1 + index).padStart(2, '0')}`,
          imported: true,
        }));
        const openings = batch.filter(
          (one, index) => batch.findIndex(({ event }) => isSameOpening(event, one.event)) === index,
        );
        const order = (one: Dated, index: number): number =>
          ((index * 7919 + seed) % 104729) + (opensPart(one) ? 0 : 1e6);
        const shuffled = openings
          .map((one, index) => [order(one, index), one] as const)
          .sort(([one], [other]) => one - other);
        const [straight, mixed] = [
          await logOf(openings, () => takenAt(0)),
          await logOf(
            shuffled.map(([, one]) => one),
            () => takenAt(0),
          ),
        ];
        expect(positionsAside(await replayedAt(mixed, openings.length, on))).toEqual(
          positionsAside(await replayedAt(straight, openings.length, on)),
        );
      }));

    test('correction equivalence: an entry and its correction say what recording it right would have said', () =>
      holds(fc.tuple(mutations, fc.nat(), date, day), async ([events, place, effective, on]) => {
        const wish = { place, effective, isRetraction: false, title: 'register' };
        const target = events[place % events.length] as Dated;
        const right = { ...target, event: { ...target.event, ...putRight(target, wish.title) }, effective };
        const store = await logOf([...events, correcting(events, wish)]);
        const recordedRight = await logOf(events.map((one) => (one === target ? right : one)));
        const twice = await logOf([
          ...events,
          correcting(events, { ...wish, effective: '2020' }),
          { ...correcting(events, wish), ...corrects(correcting(events, wish), events.length) },
        ]);
        const expected = positionsAside(await replayedAt(recordedRight, events.length, on));
        expect(positionsAside(await replayedAt(store, events.length + 1, on))).toEqual(expected);
        expect(positionsAside(await replayedAt(twice, events.length + 2, on))).toEqual(expected);
      }));

    test('additivity: what was restated and what progressed add up, and the typed differences add up to the figures', () =>
      holds(fc.tuple(basis, fc.nat(), day), async ([{ events, cut, on }, secondCut, secondDay]) => {
        const [first, second] = [sizeOf(events, cut), sizeOf(events, secondCut)].sort((one, other) => one - other) as [
          number,
          number,
        ];
        const store = await logOf(events);
        const bases = new Bases(store, await viewsOver(store), () => takenAt(1_000_000));
        const [one, between, two] = await Promise.all([
          bases.open({ size: first, effectiveOn: on }),
          bases.open({ size: second, effectiveOn: on }),
          bases.open({ size: second, effectiveOn: secondDay }),
        ]);
        const changes = [...(await compare(compared, one, between)), ...(await compare(compared, between, two))];
        for (const { name, from, restated, becameKnown, progressed, to } of await countChanges(
          compared,
          one,
          between,
          two,
        )) {
          expect(from + restated + becameKnown + progressed).toBe(to);
          if (name.includes('.')) continue;
          const tally = (kind: string): number =>
            changes.filter((change) => change.kind === kind && change.noun === name && change.field === undefined)
              .length;
          expect(tally('appeared') + tally('became_known') - tally('disappeared')).toBe(to - from);
          expect(tally('became_known')).toBe(becameKnown);
        }
      }));

    test('any basis equals replay: views that have followed the whole log answer on every earlier basis as a replay does', () =>
      holds(fc.tuple(basis, fc.nat(), day), async ([{ events, cut, on }, otherCut, other]) => {
        const store = await logOf(events);
        const { current: views } = await viewsOver(store);
        const times = (await recordedIn(store)).map(({ recordedAt }) => recordedAt);
        const keys = [sizeOf(events, cut), sizeOf(events, otherCut), events.length].flatMap((size) =>
          [on, other].map((effectiveOn) => ({ size, effectiveOn })),
        );
        for (const { size, effectiveOn } of keys) {
          const past = views.at({ size, effectiveOn });
          expect(past.knownAt).toBe(times[size - 1]);
          expect(answersOf(past)).toEqual(await replayedAt(store, size, effectiveOn));
          expect(timelinesOf(past)).toEqual(await replayedTimelines(store, size));
        }
        views.close();
      }));

    test('steps equal one go: views that took entries one by one hold the versions of views that took them together', () =>
      holds(register, async (events) => {
        const store = await logOf(events);
        const stepwise = new ReadModel(':memory:', projection);
        await fill(stepwise, store, events.length, () => undefined, 1);
        const { current: together } = await viewsOver(store);
        expect(versionsIn(stepwise)).toEqual(versionsIn(together));
        stepwise.close();
        together.close();
      }));

    test('projection equals replay: views that followed the log and the days hold what a replay holds', () =>
      holds(fc.tuple(register, fc.array(day, { minLength: 3, maxLength: 3 })), async ([events, days]) => {
        let now = '2018-01-01';
        const store = await logOf([]);
        const projector = new Projector(store, projection, null, () => Date.parse(now));
        await projector.start();
        for (const [entry, event] of events.entries()) {
          await tell(store, event, entry);
          await projector.reached(entry);
          if (entry % 7 !== 6) continue;
          now = [now, days[Math.floor(entry / 7) % days.length] ?? now].sort().at(-1) ?? now;
          await projector.turnDay();
          expect(answersOf(projector.current)).toEqual(await replayedAt(store, entry + 1, now));
        }
        expect(answersOf(projector.current)).toEqual(await replayedAt(store, events.length, now));
        await projector.stop();
      }));
  });
}

/** Views that hold what a log holds now. */
async function viewsOver(store: MemoryEventStore): Promise<{ current: ReadModel; reached: () => Promise<void> }> {
  const current = new ReadModel(':memory:', projection);
  await fill(current, store, (await store.head()).size);
  return { current, reached: async () => undefined };
}

/** All versions, with the entries and days for which they hold. */
const versionsIn = ({ tables, rows }: ReadModel): object =>
  Object.fromEntries(
    tables.map((name) => [
      name,
      rows
        .all(`SELECT * FROM ${name}_versions`)
        .map(({ id: _, document_id, ...row }) =>
          JSON.stringify({
            ...row,
            ...rows.one(
              'SELECT base IS NULL, body FROM documents WHERE id = ?',
              (document_id ?? null) as number | null,
            ),
          }),
        )
        .sort(),
    ]),
  );

/** Whether a stream is another one, or that of a thing which belongs to the other's. */
const belongsTo = (stream: string | null, other: string): boolean =>
  stream !== null && (stream === other || belongsTo(projection.relations.parentOf(stream), other));

/** Commands that open the same thing: in one batch a thing is opened once. */
const isSameOpening = (one: Dated['event'], other: Dated['event']): boolean =>
  one === other ||
  (/(Joined|Announced|Made|Added|Defined|Launched)$/.test(one.type) &&
    one.type === other.type &&
    sameName(one.facts, other.facts));

const sameName = (one: object, other: object): boolean =>
  ['champion', 'actionPlan', 'commitment', 'milestone', 'indicator'].every(
    (name) => (one as never)[name] === (other as never)[name],
  );

/** The same correction, naming a correction instead of the original. */
const corrects = ({ event }: Dated, entry: number): Pick<Dated, 'event'> => ({
  event: { ...event, facts: { ...event.facts, entry } },
});
