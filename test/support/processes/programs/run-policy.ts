import { writeSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { noRelations } from '../../../../src/kernel/time/timeline.js';
import { PolicyRunner } from '../../../../src/platform/cqrs/policy-runner.js';
import { Transactor } from '../../../../src/platform/cqrs/transactor.js';
import type { SharedList } from '../../../../src/platform/event-store/event-store.js';
import { KurrentEventStore } from '../../../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { Leases, time } from '../../../../src/platform/lease.js';
import { acknowledge, acknowledgement, type AcknowledgeReport } from '../../cqrs/acknowledging.js';

// One instance of a register that runs a policy, and tells each step, until its input ends or it is killed.
const [url, register, path, timeToLive] = process.argv.slice(2) as [string, string, string, string];
const tell = (what: string): number => writeSync(1, `${what}\n`);
const store = await KurrentEventStore.open({ url, register, path, clock: Date.now });
const transactor = new Transactor(store, Date.now, uuidv7, { reached: async () => undefined }, noRelations);
const list = (name: string): SharedList => store.shared(name);
const log = {
  info: (_: object, what: string) => tell(what),
  warn: (_: object, what: string) => tell(what),
  error: (_: object, what: string) => tell(what),
};
const runner = new PolicyRunner(acknowledge, {
  ...{ store, time, client: 'test/1', trouble: () => null, log: log as never },
  leases: new Leases({
    ...{ list, holder: uuidv7(), isAlone: false, timeToLive: Number(timeToLive), time, clock: Date.now },
  }),
  execute: async (command) => {
    const { report } = (command as AcknowledgeReport).data;
    tell(`sends ${report}`);
    await transactor.transact(acknowledgement, command as AcknowledgeReport);
    tell(`done ${report}`);
  },
});
runner.start();
process.stdin.on('end', () => void runner.stop().then(() => store.close())).resume();
