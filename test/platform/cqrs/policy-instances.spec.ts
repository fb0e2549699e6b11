import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reportsOf, type AcknowledgeReport } from '../../support/cqrs/acknowledging.js';
import { inKurrent } from '../../support/event-store/engines.js';
import { Instance } from '../../support/cqrs/instance.js';
import { KurrentDouble } from '../../support/kurrent/kurrent-double.js';
import { promised } from '../../support/cqrs/promised.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await KurrentDouble.start();
});
afterAll(() => double.stop());
const shared = inKurrent(() => double.url());

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((one, other) => one - other);

describe('Of several instances over one log', () => {
  const several = async (
    count: number,
    given: (index: number) => ConstructorParameters<typeof Instance>[1] = () => ({}),
  ): Promise<Instance[]> => {
    const { store, second } = await shared.open();
    const instances = [new Instance(store, given(0))];
    await instances[0]?.until(({ isHolder }) => isHolder);
    while (instances.length < count) instances.push(new Instance(await second(), given(instances.length)));
    return instances;
  };

  const everyOnce = (
    acknowledged: readonly { readonly facts: { readonly report: number } }[],
    reports: readonly number[],
  ): void => expect(sorted(reportsOf(acknowledged))).toEqual(sorted(reports));

  test('one reacts at a time, to what is recorded through any', async () => {
    const instances = await several(3);
    const reports = (await Promise.all(instances.map((instance) => instance.report(8)))).flat();
    const [first, second, third] = instances as [Instance, Instance, Instance];
    everyOnce(await third.acknowledged(24), reports);
    expect(instances.map(({ isHolder }) => isHolder)).toEqual([true, false, false]);
    expect([(await first.met(24)).length, second.outcomes, third.outcomes]).toEqual([24, [], []]);
    await first.stop();
    await second.until(() => second.isHolder || third.isHolder);
    reports.push(...(await second.report(2)));
    everyOnce(await second.acknowledged(26), reports);
    await second.until(() => second.outcomes.length + third.outcomes.length === 2);
    expect(second.progress?.size).toBeGreaterThanOrEqual(48);
  });

  test.each(['before it has sent a command', 'between a command and the checkpoint'])(
    'the holder dies %s: another takes over, without loss or double',
    async (when) => {
      const reached = promised();
      const around = async ({ data }: AcknowledgeReport, carryOut: () => Promise<unknown>): Promise<unknown> => {
        if (data.report < 3) return carryOut();
        if (when !== 'before it has sent a command') await carryOut();
        reached.keep();
        return new Promise(() => undefined);
      };
      const [holder, second, third] = (await several(3, (index) => (index === 0 ? { around } : {}))) as [
        Instance,
        Instance,
        Instance,
      ];
      const reports = await second.report(8);
      await reached.promise;
      holder.kill();
      await Promise.all([second.time.waitedFor(1), third.time.waitedFor(1)]);
      await Promise.all([second.time.advanceUntil(() => second.isHolder || third.isHolder), third.time.advance(0)]);
      everyOnce(await third.acknowledged(8), reports);
      await second.stop();
      await third.stop();
      everyOnce(await third.acknowledged(8), reports);
    },
  );

  test('a holder that was paused in the middle of a reaction doubles nothing when it goes on, and is a holder no more', async () => {
    const [reached, goOn] = [promised(), promised()];
    const around = async (_: AcknowledgeReport, carryOut: () => Promise<unknown>): Promise<unknown> => {
      reached.keep();
      await goOn.promise;
      return carryOut();
    };
    const [paused, other] = (await several(2, (index) => (index === 0 ? { around } : {}))) as [Instance, Instance];
    const reports = await other.report(5);
    await reached.promise;
    await other.time.waitedFor(1);
    await other.time.advanceUntil(() => other.isHolder);
    everyOnce(await other.acknowledged(5), reports);
    expect(paused.isHolder).toBe(true);
    goOn.keep();
    await paused.until(({ isHolder }) => !isHolder);
    reports.push(...(await paused.report(1)));
    everyOnce(await paused.acknowledged(6), reports);
    await paused.stop();
    everyOnce(await other.acknowledged(6), reports);
    expect(other.isHolder).toBe(true);
  });

  test('a command that the old holder has sent, and that arrives late, is recorded once', async () => {
    const sent = promised<number>();
    const around = async (_: AcknowledgeReport, carryOut: () => Promise<unknown>): Promise<unknown> => {
      await double.holdAppends(1);
      sent.keep((await double.appends()) + 1);
      return carryOut();
    };
    const [old, other] = (await several(2, (index) => (index === 0 ? { around } : {}))) as [Instance, Instance];
    const reports = await other.report(1);
    await double.until('appends', await sent.promise);
    await other.time.waitedFor(1);
    await other.time.advanceUntil(() => other.isHolder);
    everyOnce(await other.acknowledged(1), reports);
    expect(await other.met(1)).toEqual(['done']);
    expect(old.outcomes).toEqual([]);
    await double.releaseAppends();
    expect(await old.met(1)).toEqual(['done']);
    everyOnce(await other.acknowledged(1), reports);
  });
});
