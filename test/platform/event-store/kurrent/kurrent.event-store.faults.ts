import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { EventDraft } from '../../../../src/platform/event-store/envelope.js';
import {
  EventTooLarge,
  OutcomeUnknown,
  StoreUnavailable,
  type Appended,
} from '../../../../src/platform/event-store/event-store.js';
import { OtherLog } from '../../../../src/platform/event-store/kurrent/errors.js';
import { AppendKey, type Authentication } from '../../../../src/platform/event-store/sqlite/append-key.js';
import { KurrentEventStore } from '../../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { SqliteEventStore } from '../../../../src/platform/event-store/sqlite/sqlite.event-store.js';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { draft, drafts, entriesOf, freshStream, upTo } from '../../../support/event-store/drafts.js';
import type { Double } from '../../../support/kurrent/kurrent-double.js';
import { temporaryFolder } from '../../../support/temporary.js';
import { persist, until } from '../../../support/time/until.js';

let registers = 0;

/** Cases 42, 45 and 46: what an adapter must do when the server behind it drops, loses, refuses or says nothing at all. */
export function describeFaults(double: () => Double, url: () => string): void {
  describe('a server that fails', () => {
    const opened: KurrentEventStore[] = [];
    const fresh = (): string => `faults-${(registers += 1)}`;
    const open = async (
      register: string,
      { deadline = 4000, path = join(temporaryFolder(), 'log.sqlite') } = {},
    ): Promise<KurrentEventStore> => {
      const store = await KurrentEventStore.open({ url: url(), register, path, clock: Date.now, deadline });
      opened.push(store);
      return store;
    };

    /** Appends until the store can tell where; sent again, it is written once. */
    const write = (store: KurrentEventStore, given: EventDraft[], stream = freshStream()): Promise<Appended> =>
      persist('an append is acknowledged', () => store.append(stream, 'none', given));
    const inStep = (store: KurrentEventStore): Promise<void> => persist('the copy is in step', () => store.sync());

    afterEach(async () => {
      await double().back();
      await double().calm();
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    test('once, in any way, is asked again: each append is written once, and its caller told where', async () => {
      const store = await open(fresh());
      const faults: (() => Promise<void>)[] = [
        () => double().loseAcknowledgements(1),
        () => double().loseAcknowledgements(2),
        () => double().refuseAsNotLeader(1, double().port),
        () => double().lateAppends(1, 30),
        () => double().dropSubscriptions(),
        () => double().dropSubscriptionAfter(1),
      ];
      const told: number[] = [];
      for (const [number, fault] of faults.entries()) {
        await fault();
        const { firstEntry, lastEntry } = await write(store, drafts(number + 1));
        told.push(...upTo(lastEntry + 1, firstEntry));
        await double().calm();
      }
      expect(told).toEqual(upTo(21));
      expect(entriesOf(await gather(store.readAll()))).toEqual(upTo(21));
    });

    test('to answer what it has written is asked again, and the append stands once', async () => {
      const store = await open(fresh(), { deadline: 1500 });
      const given = [draft({ text: null })];
      await double().swallowAcknowledgements(1);
      expect(await write(store, given)).toMatchObject({ firstEntry: 0 });
      await double().staySilent(1);
      expect(await write(store, drafts(2, { text: null }))).toMatchObject({ firstEntry: 1, lastEntry: 2 });
      expect((await store.head()).size).toBe(3);
    });

    test('to answer at all is told within the deadline, as an outcome that nobody knows; sent again, the append stands once', async () => {
      const store = await open(fresh(), { deadline: 400 });
      const [stream, given] = [freshStream(), drafts(2, { text: null })];
      await double().staySilent(100);
      await expect(store.append(stream, 'none', given)).rejects.toThrow(OutcomeUnknown);
      await double().calm();
      expect(await write(store, given, stream)).toMatchObject({ firstEntry: 0, lastEntry: 1 });
      expect(entriesOf(await gather(store.readAll()))).toEqual([0, 1]);
    });

    test('to be there says so, takes nothing, and all is well when it is back', async () => {
      const store = await open(fresh(), { deadline: 1000 });
      await write(store, drafts(2));
      await inStep(store);
      expect(store.trouble).toBeNull();
      await double().away();
      await expect(store.append(freshStream(), 'none', [draft()])).rejects.toThrow(StoreUnavailable);
      await expect(store.sync()).rejects.toThrow(StoreUnavailable);
      expect(store.trouble).toMatch(/^The event store/);
      expect(entriesOf(await gather(store.readAll()))).toEqual([0, 1]);
      await double().back();
      await inStep(store);
      expect(await write(store, [draft()])).toMatchObject({ lastEntry: 2 });
      await until('no trouble', () => store.trouble === null);
    });

    test('to be there when an instance starts is waited for', async () => {
      const register = fresh();
      await double().away();
      const store = await open(register, { deadline: 1500 });
      await expect(store.sync()).rejects.toThrow(StoreUnavailable);
      await double().back();
      await inStep(store);
      expect(await write(store, [draft()])).toMatchObject({ firstEntry: 0 });
    });

    test('to deliver is given up for another subscription, which goes on behind what was heard', async () => {
      const register = fresh();
      const [store, other] = [await open(register), await open(register, { deadline: 1500 })];
      await write(store, drafts(3));
      await inStep(other);
      await double().muteSubscriptions();
      await write(store, drafts(2));
      await inStep(other);
      expect(entriesOf(await gather(other.readAll()))).toEqual(upTo(5));
      await double().unmuteSubscriptions();
    });

    test('over and over loses and doubles nothing', async () => {
      const register = fresh();
      const stores = [await open(register, { deadline: 8000 }), await open(register, { deadline: 8000 })];
      await double().random(0.2, 42);
      const results = await Promise.allSettled(
        upTo(60).map((number) =>
          (stores[number % 2] as KurrentEventStore).append(
            freshStream(),
            'none',
            drafts(1 + (number % 3), { text: null }),
          ),
        ),
      );
      await double().calm();
      const told = results.flatMap((one) =>
        one.status === 'fulfilled' ? upTo(one.value.lastEntry + 1, one.value.firstEntry) : [],
      );
      for (const store of stores) await inStep(store);
      const [one, two] = await Promise.all(stores.map((store) => gather(store.readEntries(0))));
      expect(one).toEqual(two);
      expect(new Set(told).size).toBe(told.length);
      const ids = (one ?? []).map(({ leaf }) => (JSON.parse(leaf) as { eventId: string }).eventId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(40);
    });

    test('nothing: whoever does not ask is sent no more than may wait, and the position passes what is none of the register’s', async () => {
      const [register, foreign] = [fresh(), fresh()];
      const path = join(temporaryFolder(), 'log.sqlite');
      // What an instance has written itself it need not hear again to know it; that it has heard it shows in what comes behind.
      const heard = (one: KurrentEventStore, place: number): Promise<void> =>
        one.shared('words').add(String(place), place);
      const store = await open(register, { path });
      await write(store, drafts(2));
      await heard(store, 0);
      await store.close();
      const busy = await open(foreign, { deadline: 20_000 });
      for (const _ of upTo(4)) await write(busy, drafts(250, { text: null }));
      await heard(busy, 0);
      const again = await open(register, { path });
      await write(again, [draft()]);
      await heard(again, 1);
      await again.close();
      const sent = await double().sent();
      const third = await open(register, { path });
      await inStep(third);
      // What it had passed is not sent again: neither its own entries nor, unmatched, the others' thousand.
      expect((await double().sent()) - sent).toBeLessThanOrEqual(2);
      expect((await third.head()).size).toBe(3);
    });
  });

  describe('how an instance stands with the server', () => {
    const one = async (given: { deadline?: number } = {}): Promise<KurrentEventStore> =>
      KurrentEventStore.open({
        url: url(),
        register: `stands-${(registers += 1)}`,
        path: join(temporaryFolder(), 'log.sqlite'),
        clock: Date.now,
        ...given,
      });
    const untilTrouble = async (store: KurrentEventStore, wanted: RegExp | null): Promise<void> => {
      const fits = (): boolean => (wanted === null ? store.trouble === null : wanted.test(store.trouble ?? ''));
      await until(wanted === null ? 'no trouble' : `a trouble like ${wanted.source}`, fits);
    };
    afterEach(async () => {
      await double().back();
      await double().calm();
    });

    test('is not said to be well while nothing can be written, whatever is heard meanwhile', async () => {
      const store = await one({ deadline: 800 });
      const [stream, name] = [freshStream(), `stands-${registers}`];
      await store.append(stream, 'none', [draft({ text: null })]);
      await double().staySilent(1000);
      await expect(store.append(stream, 0, [draft({ text: null })])).rejects.toThrow(StoreUnavailable);
      expect(store.trouble).toMatch(/did not respond/);
      await double().write(`${name}:list:last-word`, { value: 'heard' });
      await until('the word is heard', () => store.shared('last-word').from(0)[0] === 'heard');
      expect(store.trouble).toMatch(/did not respond/);
      await double().calm();
      await untilTrouble(store, null);
      await store.append(stream, 0, [draft({ text: null })]);
      await store.close();
    });

    test('is said to be well once it can be reached again, also when nobody asks and nothing comes', async () => {
      const store = await one({ deadline: 800 });
      await store.sync();
      await double().away();
      await untilTrouble(store, /^The event store/);
      await double().back();
      await untilTrouble(store, null);
      await store.close();
    });
  });

  describe('a record that nobody of the register has written', () => {
    let registered = '';
    const one = async (path = join(temporaryFolder(), 'log.sqlite')): Promise<KurrentEventStore> =>
      KurrentEventStore.open({ url: url(), register: registered, path, clock: Date.now, deadline: 2000 });
    const flawsOf = async (store: { audit(): AsyncIterable<{ message: string }> }): Promise<string[]> =>
      (await gather(store.audit())).map(({ message }) => message);

    test('in the log is named, everything before it is served, and whoever checks the log is told', async () => {
      registered = `stray-${(registers += 1)}`;
      const path = join(temporaryFolder(), 'log.sqlite');
      const store = await one(path);
      await store.append(freshStream(), 'none', drafts(3));
      await double().write(`${registered}:log`, { temperature: 21 });
      const message = `The stream ${registered}:log has, at revision 3, a record that the register did not write: its data lacks facts and their salt.`;
      await until('the record is named', () => store.trouble?.startsWith(message));
      await expect(store.append(freshStream(), 'none', drafts(1))).rejects.toThrow(message);
      await expect(store.sync()).rejects.toThrow(message);
      expect((await store.head()).size).toBe(3);
      expect(await flawsOf(store)).toEqual([expect.stringContaining(message)]);
      await store.close();
      const checked = new SqliteEventStore(path, Date.now, { readOnly: true });
      expect(await flawsOf(checked)).toEqual([expect.stringContaining(message)]);
      await checked.close();
      const later = await one();
      await until('the record is met', () => later.trouble);
      expect((await later.head()).size).toBe(3);
      await later.close();
    });

    test('that another has written without the append key is neither served nor built upon; with it, it is', async () => {
      registered = `stray-${(registers += 1)}`;
      const key = AppendKey.open(join(temporaryFolder(), 'append-key'));
      const open = (authentication: Authentication | null): Promise<KurrentEventStore> =>
        KurrentEventStore.open({
          ...{
            url: url(),
            register: registered,
            path: join(temporaryFolder(), 'log.sqlite'),
            clock: Date.now,
            deadline: 2000,
          },
          authentication,
        });
      const [one, two] = [await open({ key, signed: 0 }), await open({ key, signed: 0 })];
      await one.append(freshStream(), 'none', drafts(3));
      await two.append(freshStream(), 'none', drafts(2));
      await one.sync();
      expect((await one.head()).size).toBe(5);
      const stranger = await open(null);
      await stranger.append(freshStream(), 'none', drafts(1));
      const message = `The stream ${registered}:log has, at revision 5, a record that the register did not write: its authentication code is missing`;
      for (const store of [one, two]) {
        await until('the record is named', () => store.trouble?.startsWith(message));
        await expect(store.append(freshStream(), 'none', drafts(1))).rejects.toThrow(message);
        expect((await store.head()).size).toBe(5);
        expect(await flawsOf(store)).toEqual([expect.stringContaining(message)]);
      }
      await Promise.all([one, two, stranger].map((store) => store.close()));
    });

    test('beside the log holds nobody up', async () => {
      registered = `stray-${(registers += 1)}`;
      const store = await one();
      for (const stream of ['text:abc', 'command:abc', 'list:last-word', 'other']) {
        await double().write(`${registered}:${stream}`, { temperature: 21 });
        await double().write(`${registered}:${stream}`, 'no JSON {');
      }
      await double().write(`${registered}:list:last-word`, { value: 'three' });
      expect(await store.append(freshStream(), 'none', drafts(3))).toMatchObject({ firstEntry: 0 });
      await store.shared('last-word').add('four', 3);
      expect(store.shared('last-word').from(0)).toEqual(['four']);
      expect([store.trouble, await flawsOf(store)]).toEqual([null, []]);
      await store.close();
    });
  });

  describe('a data folder', () => {
    test('of another log, or of one that was put back, is refused with what is wrong', async () => {
      const [one, two] = [`other-${(registers += 1)}`, `other-${(registers += 1)}`];
      const path = join(temporaryFolder(), 'log.sqlite');
      const open = (register: string, at = path): Promise<KurrentEventStore> =>
        KurrentEventStore.open({ url: url(), register, path: at, clock: Date.now });
      const store = await open(one);
      await store.append(freshStream(), 'none', drafts(2));
      await store.close();
      await expect(open(two)).rejects.toThrow(OtherLog);
      await expect(open(two)).rejects.toThrow(`follows the register ${one}, not ${two}`);
      await (await open(one)).close();
    });
  });
}

/** What only a server with the right settings shows. */
export function describeLimits(start: (options: { maxAppendBytes: number }) => Promise<Double>): void {
  test('an append that is larger than the server takes is refused with its size, and takes no other with it', async () => {
    const double = await start({ maxAppendBytes: 100_000 });
    const store = await KurrentEventStore.open({
      url: double.url(),
      register: 'small',
      path: join(temporaryFolder(), 'log.sqlite'),
      clock: Date.now,
    });
    const large = draft({ facts: { narrative: 'n'.repeat(150_000) } });
    const results = await Promise.allSettled([
      store.append(freshStream(), 'none', drafts(2)),
      store.append(freshStream(), 'none', [large]),
      store.append(freshStream(), 'none', drafts(2)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(EventTooLarge);
    expect((await store.head()).size).toBe(4);
    await store.close();
    await double.stop();
  });
}
