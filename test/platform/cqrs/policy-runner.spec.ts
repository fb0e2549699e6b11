import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { policy, reaction, type Policy } from '../../../src/kernel/policy.js';
import { StoreUnavailable } from '../../../src/platform/event-store/event-store.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { gather } from '../../../src/platform/event-store/reading.js';
import { UpcastingEventStore } from '../../../src/platform/event-store/upcasting.js';
import { acknowledge, AcknowledgeReport, reportsOf } from '../../support/cqrs/acknowledging.js';
import { inKurrent, inMemory, inSqlite } from '../../support/event-store/engines.js';
import { Instance, timeToLive } from '../../support/cqrs/instance.js';
import { KurrentDouble } from '../../support/kurrent/kurrent-double.js';
import { promised } from '../../support/cqrs/promised.js';
import { temporaryFolder } from '../../support/temporary.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await KurrentDouble.start();
});
afterAll(() => double.stop());
const shared = inKurrent(() => double.url());

describe.each([
  ['in memory', inMemory],
  ['in SQLite', inSqlite],
  ['in EventStoreDB', shared],
])('A policy over a log %s', (_, fixture) => {
  const path = (): string => (fixture.second === 'refused' ? join(temporaryFolder(), 'policies.sqlite') : ':memory:');

  test('reacts once to each event it is about, past and to come, in the order of the log, and says what to', async () => {
    const { store } = await fixture.open();
    const writer = new Instance(store, { policy: { ...acknowledge, name: 'silent', on: {} } });
    const past = await writer.report(3);
    await writer.report(2, { type: 'CommitmentMade' });
    await writer.stop();
    const instance = new Instance(store);
    const reports = [...past, ...(await instance.report(4))];
    const acknowledged = await instance.acknowledged(7);
    expect(reportsOf(acknowledged)).toEqual([...reports].sort((one, other) => one - other));
    const causes = await gather(store.readAll({ filter: { types: ['ProgressReported'] } }));
    for (const [index, { entry, eventId, correlationId }] of causes.entries()) {
      expect(acknowledged[index]).toMatchObject({
        ...{
          commandId: `policy:acknowledge:${entry}:0`,
          actor: 'policy-acknowledge',
          role: 'policy',
          causationId: eventId,
          correlationId,
        },
        ...{ onBehalfOf: null, client: 'test/1', origin: { kind: 'live', record: null } },
      });
    }
    expect(await instance.met(7)).toEqual(Array(7).fill('done'));
  });

  if (fixture.keeps) {
    test('goes on where it stood after a stop, and after a crash that kept nothing of it', async () => {
      const { store, reopen } = await fixture.open();
      const kept = path();
      const before = new Instance(store, { path: kept });
      await before.report(3);
      await before.acknowledged(3);
      await before.close();
      const after = new Instance(await reopen(), { path: kept });
      await after.report(2);
      await after.acknowledged(5);
      expect(await after.met(2)).toEqual(['done', 'done']);
      const crashed = new Instance(after.store, { policy: { ...acknowledge }, path: path() });
      await after.stop();
      await crashed.report(1);
      expect(reportsOf(await crashed.acknowledged(6))).toHaveLength(6);
      await crashed.stop();
      expect(reportsOf(await crashed.acknowledged(6))).toHaveLength(6);
    });
  }
});

describe('A policy', () => {
  const opened = (given: ConstructorParameters<typeof Instance>[1] = {}) =>
    new Instance(new MemoryEventStore(Date.now), given);

  test('since now leaves alone what was recorded before it first ran, and nothing after', async () => {
    const path = join(temporaryFolder(), 'policies.sqlite');
    const late: Policy = { ...acknowledge, since: 'now' };
    const writer = opened();
    await writer.report(2);
    await writer.acknowledged(2);
    await writer.stop();
    const first = new Instance(writer.store, { policy: { ...late, name: 'late' }, path });
    await first.time.advanceUntil(() => first.progress?.size === 4);
    await first.stop();
    const [missed] = await first.report(1);
    const second = new Instance(writer.store, { policy: { ...late, name: 'late' }, path });
    const [heard] = await second.report(1);
    expect(reportsOf(await second.acknowledged(4)).slice(2)).toEqual([missed, heard]);
  });

  test('passes over what is refused', async () => {
    const instance = opened();
    await instance.report(1, { claimed: 'complete' });
    const [entry] = await instance.report(1);
    expect(reportsOf(await instance.acknowledged(1))).toEqual([entry]);
    expect(await instance.met(2)).toEqual(['refused', 'done']);
    expect(instance.told).toContainEqual(
      expect.objectContaining({ message: 'a reaction was refused', commandId: 'policy:acknowledge:0:0' }),
    );
  });

  test('counts as passed what it is not about, and keeps that with time', async () => {
    const lists = join(temporaryFolder(), 'policies.sqlite');
    const instance = opened({ path: lists });
    await instance.report(3, { type: 'CommitmentMade' });
    await instance.time.advanceUntil(() => instance.progress?.size === 3);
    await instance.time.advance(timeToLive / 3);
    instance.kill();
    const after = new Instance(instance.store, { path: lists });
    expect(after.progress).toEqual({ size: 3, parked: [] });
  });

  test('sees events by their newest types, and is found by those it names', async () => {
    const stored = new MemoryEventStore(Date.now);
    const store = new UpcastingEventStore(stored, {
      ProgressTold: {
        becomes: 'ProgressReported',
        schemaVersion: 1,
        saying: () => ({ facts: { claimed: 'limited' }, text: null }),
      },
    });
    const instance = new Instance(store);
    const [old] = await instance.report(1, { type: 'ProgressTold', claimed: 'complete' });
    expect(reportsOf(await instance.acknowledged(1))).toEqual([old]);
  });

  test('may ask for several commands, each of which stands in the log once', async () => {
    const twice = policy<{ type: 'ProgressReported'; facts: object; text: null }>({
      ...{ name: 'twice', since: 'beginning' },
      on: {
        ProgressReported: ({ entry, stream }) =>
          [1, 2].map(() => reaction(AcknowledgeReport, { thing: stream, report: entry, claimed: '' })),
      },
    });
    const instance = opened({ policy: twice });
    await instance.report(1);
    expect((await instance.acknowledged(2)).map(({ commandId }) => commandId)).toEqual([
      'policy:twice:0:0',
      'policy:twice:0:1',
    ]);
  });

  test('parks an event that fails five times; its stream waits behind it, others go on; taken up anew it goes through them in order', async () => {
    const path = join(temporaryFolder(), 'policies.sqlite');
    let isSpoilt = true;
    const around = async ({ data }: AcknowledgeReport, carryOut: () => Promise<unknown>): Promise<unknown> => {
      if (isSpoilt && data.report === 1) throw new Error('beyond this policy');
      return carryOut();
    };
    const instance = opened({ path, around });
    for (const stream of ['commitment-1', 'commitment-2', 'commitment-2', 'commitment-1', 'commitment-2'])
      await instance.report(1, { stream });
    await instance.time.advanceUntil(() => instance.progress?.parked.length === 1);
    expect(reportsOf(await instance.acknowledged(2))).toEqual([0, 3]);
    expect(await instance.met(7)).toEqual(['done', ...Array<string>(5).fill('failed'), 'done']);
    expect(instance.progress?.parked).toEqual([
      { stream: 'commitment-2', revision: 0, entry: 1, message: 'beyond this policy' },
    ]);
    await instance.stop();
    const again = new Instance(instance.store, { path, around });
    await again.time.advanceUntil(() => again.told.some(({ message }) => message.includes('is parked')));
    await again.stop();
    expect([await again.met(5), again.progress?.parked]).toEqual([Array(5).fill('failed'), instance.progress?.parked]);
    isSpoilt = false;
    const mended = new Instance(instance.store, { path, around });
    await mended.report(1, { stream: 'commitment-2' });
    expect(reportsOf(await mended.acknowledged(6)).slice(2)).toEqual([1, 2, 4, 7]);
    expect(mended.progress?.parked).toEqual([]);
  });

  test('parks at once an event of which it cannot say what should be done, and one that leads to a command that is not well-formed', async () => {
    const wrong: Policy = {
      ...acknowledge,
      on: {
        ProgressReported: (event) => {
          if (event.entry === 0) throw new Error('beyond this policy');
          return [{ command: AcknowledgeReport, input: { thing: event.stream, report: -1, claimed: '' } }];
        },
      },
    };
    const instance = opened({ policy: wrong });
    await instance.report(2);
    await instance.time.advanceUntil(() => instance.progress?.parked.length === 2);
    expect(instance.progress?.parked.map(({ message }) => message)).toEqual([
      'beyond this policy',
      'report must be a whole number, at least 0.',
    ]);
    expect(await instance.met(0)).toEqual([]);
  });

  test('whose events all fail is at fault itself: it parks a hundred, then waits', async () => {
    const instance = opened({
      policy: { ...acknowledge, on: { ProgressReported: () => [{ command: AcknowledgeReport, input: {} }] } },
    });
    await instance.report(150);
    await instance.time.advanceUntil(() => instance.told.some(({ message }) => message.includes('cannot continue')));
    await instance.stop();
    expect(instance.progress).toMatchObject({ size: 100, parked: { length: 100 } });
  });

  test.each([
    ['the log cannot be written', new StoreUnavailable('The disk is full.'), null],
    ['the views do not follow', new Error('The views have stopped.'), 'the views have stopped'],
  ])('tries as long as it takes while %s, and gives its lease to others in between', async (_, error, trouble) => {
    let isThere = false;
    const around = async (_: AcknowledgeReport, carryOut: () => Promise<unknown>): Promise<unknown> => {
      if (!isThere) throw error;
      return carryOut();
    };
    const instance = opened({ around, trouble: () => (isThere ? null : trouble) });
    await instance.report(2);
    await instance.time.advanceUntil(() => instance.outcomes.length >= 12);
    expect(
      instance.told.filter(({ message }) => message === 'the policy is left to other instances').length,
    ).toBeGreaterThan(1);
    isThere = true;
    await instance.time.advanceUntil(() => instance.outcomes.includes('done'));
    expect(reportsOf(await instance.acknowledged(2))).toEqual([0, 1]);
    expect(instance.progress?.parked).toEqual([]);
  });

  test('that is stopped lets its reaction end, begins no other, and loses none', async () => {
    const [begun, end] = [promised(), promised()];
    const path = join(temporaryFolder(), 'policies.sqlite');
    const around = async (_: AcknowledgeReport, carryOut: () => Promise<unknown>): Promise<unknown> => {
      begun.keep();
      await end.promise;
      return carryOut();
    };
    const instance = opened({ path, around });
    await instance.report(3);
    await begun.promise;
    const stopped = instance.stop();
    end.keep();
    await stopped;
    expect(reportsOf(await instance.acknowledged(1))).toEqual([0]);
    expect(new Instance(instance.store, { path }).progress).toEqual({ size: 1, parked: [] });
  });

  test('that has seen more of the log than there is, because an older copy was put back, goes on at its end', async () => {
    const path = join(temporaryFolder(), 'policies.sqlite');
    const ahead = opened({ path });
    await ahead.report(5);
    await ahead.acknowledged(5);
    await ahead.stop();
    const restored = opened({ path });
    await restored.until(({ progress }) => progress?.size === 0);
    await restored.report(2);
    expect(reportsOf(await restored.acknowledged(2))).toEqual([0, 1]);
  });
});
