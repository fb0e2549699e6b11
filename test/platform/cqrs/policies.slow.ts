import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { gather } from '../../../src/platform/event-store/reading.js';
import { KurrentEventStore } from '../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { Child } from '../../support/processes/child.js';
import { draft, entriesOf, upTo } from '../../support/event-store/drafts.js';
import { KurrentDouble } from '../../support/kurrent/kurrent-double.js';
import { randomBy } from '../../support/random/random.js';
import { temporaryFolder } from '../../support/temporary.js';

const [register, kills, eachTime, timeToLive] = ['killed', 100, 10, 600];

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

test('Of three instances the one that reacts is killed a hundred times at any moment: of a thousand events each is reacted to exactly once', async () => {
  const start = performance.now();
  const double = await KurrentDouble.start();
  closing.push(() => double.stop());
  const random = randomBy(7);
  const path = (name: string): string => join(temporaryFolder(), `${name}.sqlite`);
  const instances = upTo(3).map((index) => {
    const own = path(`instance-${index}`);
    const begin = (): Child => new Child('run-policy', [double.url(), register, own, String(timeToLive)]);
    return { begin, child: begin() };
  });
  const store = await KurrentEventStore.open({ url: double.url(), register, path: path('writer'), clock: Date.now });
  closing.unshift(() => store.close());
  const tolls = { beforeSending: 0, sending: 0, afterwards: 0, again: 0 };
  const [done, reports]: [string[], number[]] = [[], []];

  for (const _ of upTo(kills)) {
    const written = Promise.all(
      upTo(eachTime).map((index) =>
        store.append(`commitment-${index}`, 'any', [draft({ facts: { claimed: 'limited' } })]),
      ),
    );
    const { holder, line } = await Promise.race(
      instances.map(async (one) => ({ holder: one, line: await tookUp(one.child) })),
    );
    await holder.child.printed(line + random(2 * eachTime));
    const lines = await holder.child.kill();
    const last = lines.at(-1) ?? '';
    tolls[last.startsWith('sends') ? 'sending' : last.startsWith('done') ? 'afterwards' : 'beforeSending'] += 1;
    done.push(...lines.filter((line) => line.startsWith('done')));
    reports.push(...(await written).map(({ firstEntry }) => firstEntry));
    holder.child = holder.begin();
  }

  const acknowledged = new Set<number>();
  for await (const heard of store.follow({ after: -1, filter: { types: ['ReportAcknowledged'] } })) {
    if (heard.kind === 'event') acknowledged.add((heard.event.facts as { report: number }).report);
    if (heard.kind === 'caughtUp' && acknowledged.size === reports.length) break;
  }
  for (const { child } of instances)
    done.push(...(await child.ended()).lines.filter((line) => line.startsWith('done')));
  await store.sync();
  const events = await gather(store.readAll());
  const reactions = events.filter(({ type }) => type === 'ReportAcknowledged');
  expect(entriesOf(events)).toEqual(upTo(events.length));
  expect(reactions.map(({ facts }) => (facts as { report: number }).report).sort((one, other) => one - other)).toEqual(
    [...reports].sort((one, other) => one - other),
  );
  tolls.again = done.length - new Set(done).size;
  process.stderr.write(
    `${kills} killed holders, ${reports.length} events in ${Math.round((performance.now() - start) / 1000)} s: ${JSON.stringify(tolls)}\n`,
  );
  expect(Math.min(tolls.sending, tolls.afterwards, tolls.again)).toBeGreaterThan(0);
});

/** Resolves when an instance says that it reacts from now on; gives the number of the line. */
async function tookUp(child: Child): Promise<number> {
  for (let line = 1; ; line++) if ((await child.printed(line)) === 'this instance runs the policy') return line;
}
