import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StoreUnavailable, WrongRevision } from '../../../../src/platform/event-store/event-store.js';
import { KurrentEventStore } from '../../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { draft, revisionsOf, upTo } from '../../../support/event-store/drafts.js';
import { KurrentChild } from '../../../support/kurrent/kurrent-child.js';
import { realServer, usedScheme } from '../../../support/kurrent/real-server.js';
import { temporaryFolder } from '../../../support/temporary.js';

const attempts = Number(process.env.IDC_TEST_ATTEMPTS ?? 100_000);
const commands = Number(process.env.IDC_TEST_COMMANDS ?? 10_000);

let double: KurrentChild;
beforeAll(async () => {
  double = await KurrentChild.start();
});
afterAll(() => double.stop());

const instances = (url: string, register: string, deadline?: number): Promise<KurrentEventStore[]> =>
  Promise.all(
    upTo(2).map(() =>
      KurrentEventStore.open({
        url,
        register,
        path: join(temporaryFolder(), 'log.sqlite'),
        clock: Date.now,
        ...(deadline !== undefined && { deadline }),
      }),
    ),
  );

test('of fifty clients at two instances that write to one stream, one wins each revision and the others hear of a conflict', async () => {
  const stores = await instances(realServer(usedScheme) ?? double.url('esdb'), `crowd-${Date.now()}`);
  let [begun, won, lost] = [0, 0, 0];
  const client = async (number: number): Promise<void> => {
    const store = stores[number % 2] as KurrentEventStore;
    for (; begun < attempts;) {
      begun += 1;
      const [last] = await gather(store.readStream('commitment-1', { backwards: true, limit: 1 }));
      try {
        const { revision } = await store.append('commitment-1', last?.revision ?? 'none', [
          draft({ facts: { number }, text: null }),
        ]);
        expect(revision).toBe((last?.revision ?? -1) + 1);
        won += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(WrongRevision);
        lost += 1;
      }
    }
  };
  const start = Date.now();
  await Promise.all(upTo(50).map(client));
  process.stderr.write(
    `${won} of ${begun} attempts won, ${lost} lost, in ${((Date.now() - start) / 1000).toFixed(0)} s\n`,
  );
  for (const store of stores) {
    await store.sync();
    expect(revisionsOf(await gather(store.readStream('commitment-1')))).toEqual(upTo(won));
  }
  expect(won + lost).toBe(begun);
  await Promise.all(stores.map((store) => store.close()));
});

test('drops, lost answers and silences over ten thousand commands lose nothing, double nothing, and leave nobody without an answer in time', async () => {
  const deadline = 3000;
  const stores = await instances(double.url('esdb'), 'storm', deadline);
  await double.random(0.05, 20261125);
  let [slowest, unknown, next] = [0, 0, 0];
  const told = new Map<string, number>();
  const client = async (number: number): Promise<void> => {
    const store = stores[number % 2] as KurrentEventStore;
    for (let command = next++; command < commands; command = next++) {
      const given = upTo(1 + (command % 3)).map((part) =>
        draft({ commandId: `command-${command}`, facts: { command, part }, text: null }),
      );
      for (let entry: number | null = null; entry === null;) {
        const begun = Date.now();
        entry = await store.append(`commitment-${command % 97}`, 'any', given).then(
          ({ firstEntry }) => firstEntry,
          (error: unknown) => {
            expect(error).toBeInstanceOf(StoreUnavailable);
            unknown += 1;
            return null;
          },
        );
        slowest = Math.max(slowest, Date.now() - begun);
        if (entry !== null) told.set(`command-${command}`, entry);
      }
    }
  };
  await Promise.all(upTo(32).map(client));
  await double.calm();
  process.stderr.write(`${commands} commands; ${unknown} answers that nobody knew; the slowest after ${slowest} ms\n`);
  const logs = await Promise.all(
    stores.map(async (store) => {
      await store.sync();
      return gather(store.readAll());
    }),
  );
  expect(logs[0]).toEqual(logs[1]);
  const first = new Map<string, number>();
  for (const { commandId, entry, facts } of logs[0] ?? []) {
    const { part } = facts as { part: number };
    if (part === 0) expect(first.has(commandId)).toBe(false);
    if (part === 0) first.set(commandId, entry);
    expect(entry).toBe((first.get(commandId) ?? NaN) + part);
  }
  expect([...first].sort()).toEqual([...told].sort());
  expect(logs[0]).toHaveLength(upTo(commands).reduce((sum, command) => sum + 1 + (command % 3), 0));
  expect(slowest).toBeLessThan(deadline + 2000);
  await Promise.all(stores.map((store) => store.close()));
});
