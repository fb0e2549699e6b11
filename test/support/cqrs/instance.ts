import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import type { EventOf, Recorded } from '../../../src/kernel/message.js';
import type { Policy } from '../../../src/kernel/policy.js';
import { noRelations } from '../../../src/kernel/time/timeline.js';
import {
  PolicyRunner,
  type ReactionOutcome,
  type PolicyRunnerDependencies,
  type PolicyProgress,
} from '../../../src/platform/cqrs/policy-runner.js';
import { Transactor } from '../../../src/platform/cqrs/transactor.js';
import type { EventStore, SharedList } from '../../../src/platform/event-store/event-store.js';
import { Leases } from '../../../src/platform/lease.js';
import { LocalLists } from '../../../src/platform/local-lists.js';
import { acknowledge, acknowledgement, type AcknowledgeReport, type ReportAcknowledged } from './acknowledging.js';
import { draft } from '../event-store/drafts.js';
import { ManualTime } from '../time/manual-time.js';
import { until } from '../time/until.js';

export const timeToLive = 9000;

const running: Instance[] = [];
afterEach(async () => {
  const instances = running.splice(0);
  await Promise.all(instances.map((instance) => instance.stop()));
  await Promise.all(instances.map(({ store }) => store.close()));
});

export type Acknowledged = Recorded<EventOf<typeof ReportAcknowledged>>;

interface Given {
  readonly policy?: Policy;
  /** Where it keeps its progress when it has the log to itself. */
  readonly path?: string;
  /** Stands between the policy and what carries out its commands. */
  readonly around?: (command: AcknowledgeReport, carryOut: () => Promise<unknown>) => Promise<unknown>;
  readonly trouble?: PolicyRunnerDependencies['trouble'];
}

/** One instance of a register that runs one policy, with a time of its own. It is stopped when the test is over. */
export class Instance {
  readonly time = new ManualTime();
  readonly outcomes: ReactionOutcome[] = [];
  readonly told: { readonly message: string; readonly entry?: number }[] = [];
  private readonly runner: PolicyRunner;
  private readonly lists: LocalLists | null;
  private isClosed = false;
  private last: PolicyProgress | null = null;

  constructor(
    readonly store: EventStore,
    { policy = acknowledge, path = ':memory:', around = (_, carryOut) => carryOut(), trouble = () => null }: Given = {},
  ) {
    const isAlone = store.shared('last') === null;
    this.lists = isAlone ? new LocalLists(path) : null;
    const { time } = this;
    const list = (name: string): SharedList => store.shared(name) ?? (this.lists as LocalLists).list(name);
    const leases = new Leases({ ...{ list, holder: randomUUID(), isAlone, timeToLive, time, clock: Date.now } });
    const transactor = new Transactor(store, Date.now, uuidv7, { reached: async () => undefined }, noRelations);
    const tell = (about: object, message?: string): number => this.told.push({ ...about, message: message ?? '' });
    this.runner = new PolicyRunner(policy, {
      ...{
        store,
        leases,
        time,
        trouble,
        client: 'test/1',
        log: { info: tell, warn: tell, error: tell } as PolicyRunnerDependencies['log'],
      },
      execute: (command) =>
        around(command as AcknowledgeReport, () => transactor.transact(acknowledgement, command as AcknowledgeReport)),
      met: (_, outcome) => this.outcomes.push(outcome),
    });
    running.push(this);
    this.runner.start();
  }

  /** How far the policy has come as far as this instance knows, or knew when it was stopped. */
  get progress(): PolicyProgress | null {
    return this.isClosed ? this.last : this.runner.progress;
  }

  /** Resolves when something is so of it; its time stands still meanwhile. */
  async until(isSo: (instance: this) => boolean): Promise<void> {
    await until(`an instance is as ${isSo.toString()}`, () => isSo(this));
  }

  /** What became of the first so many tries, once there were so many. */
  async met(count: number): Promise<readonly ReactionOutcome[]> {
    await this.until(({ outcomes }) => outcomes.length >= count);
    return this.outcomes;
  }

  get isHolder(): boolean {
    return this.runner.isHolder;
  }

  /** Records progress reports, each by a command of its own, on streams of their own unless one is named. */
  async report(
    count: number,
    given: { readonly stream?: string; readonly claimed?: string; readonly type?: string } = {},
  ): Promise<number[]> {
    const { claimed = 'limited', type = 'ProgressReported' } = given;
    const appended = await Promise.all(
      Array.from({ length: count }, () =>
        this.store.append(given.stream ?? `commitment-${randomUUID()}`, 'any', [draft({ type, facts: { claimed } })]),
      ),
    );
    return appended.map(({ firstEntry }) => firstEntry);
  }

  /** Resolves when so many reports are acknowledged, as far as this instance has heard; gives the acknowledgements. */
  async acknowledged(count: number): Promise<readonly Acknowledged[]> {
    const seen: Acknowledged[] = [];
    for await (const heard of this.store.follow({ after: -1, filter: { types: ['ReportAcknowledged'] } })) {
      if (heard.kind === 'event') seen.push(heard.event as Acknowledged);
      if (heard.kind === 'caughtUp' && seen.length >= count) break;
    }
    return seen;
  }

  /** From now on it is as good as dead: nobody waits for what it is doing, and its time stands still. */
  kill(): void {
    this.isClosed = true;
  }

  /** Stops the policy; the store stays open. */
  async stop(): Promise<void> {
    if (this.isClosed) return;
    await this.runner.stop();
    this.last = this.runner.progress;
    this.lists?.close();
    this.isClosed = true;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.store.close();
  }
}
