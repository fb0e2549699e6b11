import type { Clock, Ids } from '../../kernel/ports.js';
import type { Policy } from '../../kernel/policy.js';
import { Leases, time } from '../lease.js';
import { LocalLists } from '../local-lists.js';
import { PolicyRunner, type PolicyRunnerDependencies } from './policy-runner.js';

/** The status of a policy, for metrics. */
export interface PolicyStatus {
  readonly policy: string;
  readonly isHolder: boolean;
  /** Entries it has passed; 0 before it ever ran. */
  readonly size: number;
  /** Streams that wait behind an event it could not react to. */
  readonly parked: number;
}

interface Given extends Omit<PolicyRunnerDependencies, 'leases' | 'time' | 'trouble'> {
  readonly trouble: PolicyRunnerDependencies['trouble'];
  /** Where progress stands while this process has the log to itself; may be `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Milliseconds without a renewal after which another instance takes over. */
const timeToLive = 10_000;

/** All policies of the register, on this instance. */
export class Policies {
  private runners: readonly PolicyRunner[] = [];
  private lists: LocalLists | null = null;

  /** Throws a `TypeError` when two have the same name. */
  constructor(
    private readonly policies: readonly Policy[],
    private readonly given: Given,
  ) {
    const names = policies.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new TypeError(`Two policies are named ${twice}.`);
  }

  /** Begins to react. To be called once the views have caught up. */
  start(): void {
    if (this.policies.length === 0) return;
    const { store, path, clock, ids, log } = this.given;
    const isAlone = store.shared('last-policy') === null;
    const lists = isAlone ? (this.lists = new LocalLists(path)) : null;
    const list = (name: string) => store.shared(name) ?? (lists as LocalLists).list(name);
    const report = (error: unknown): void =>
      log.warn({ err: error }, 'the progress of a policy could not be saved; trying again');
    const leases = new Leases({ list, holder: ids(), isAlone, timeToLive, time, clock, report });
    this.runners = this.policies.map((policy) => new PolicyRunner(policy, { ...this.given, leases, time }));
    for (const runner of this.runners) runner.start();
  }

  /** Lets the reactions under way end, and other instances take over. */
  async stop(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    this.runners = [];
    this.lists?.close();
    this.lists = null;
  }

  standings(): readonly PolicyStatus[] {
    return this.runners.map(({ policy: { name: policy }, isHolder, progress }) => ({
      ...{ policy, isHolder },
      size: progress?.size ?? 0,
      parked: progress?.parked.length ?? 0,
    }));
  }
}
