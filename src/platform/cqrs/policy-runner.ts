import type { Logger } from 'pino';
import type { Command, Recorded } from '../../kernel/message.js';
import { reactionsTo, type Policy } from '../../kernel/policy.js';
import { Refused } from '../../kernel/refusal.js';
import {
  CommandAlreadyRecorded,
  StoreClosed,
  StoreUnavailable,
  WrongRevision,
  type EventStore,
} from '../event-store/event-store.js';
import { ReadOnly } from '../integrity.js';
import type { Lease, Leases, Time } from '../lease.js';

/** How far a policy has come: kept with its lease. */
export interface PolicyProgress {
  /** How many entries it has passed. */
  readonly size: number;
  /** Of each stream that waits, the event that it waits behind. */
  readonly parked: readonly Parked[];
}

/** An event that a policy could not react to. */
export interface Parked extends Pick<Recorded, 'stream' | 'revision' | 'entry'> {
  readonly message: string;
}

/** What became of one try to carry out a command. */
export type ReactionOutcome = 'done' | 'refused' | 'failed';

/** What a runner stands on. */
export interface PolicyRunnerDependencies {
  readonly store: EventStore;
  readonly leases: Leases;
  readonly execute: (command: Command) => Promise<unknown>;
  /** Why commands fail just now, whatever they say; null when nothing stands against them. */
  readonly trouble: () => string | null;
  /** Program and version. */
  readonly client: string;
  readonly time: Time;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly met?: (policy: string, outcome: ReactionOutcome) => void;
}

/** How often a command is tried in a row, with so many milliseconds after the first failure and at most so many between two. */
const [tries, soonest, latest] = [5, 50, 2000];

/** Milliseconds before a runner that could not get on tries to hold its lease again: another instance may have more luck. */
const stepBack = 5000;

/** Reactions after which progress is kept, if nothing else makes it so; and streams that may wait before the policy itself is taken to be at fault. */
const [mostReactions, mostParked] = [100, 100];

/** A policy cannot get on, and it is not for an event to blame. */
class Stuck extends Error {
  override readonly name = 'Stuck';
}

/** Follows the log for one policy, while this instance holds the lease of that name, and carries out what it asks for. */
export class PolicyRunner {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private lease: Lease<PolicyProgress> | null = null;

  constructor(
    readonly policy: Policy,
    private readonly dependencies: PolicyRunnerDependencies,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Lets the command under way end, and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  get isHolder(): boolean {
    return this.lease !== null && !this.lease.lost.aborted;
  }

  /** How far the policy has come, here or, as far as is known here, elsewhere; null before it ever ran. */
  get progress(): PolicyProgress | null {
    return this.lease?.state ?? this.dependencies.leases.kept(this.leaseName);
  }

  /** Only the last word of the list behind it is wanted, and its name says so. */
  private get leaseName(): string {
    return `last-policy-${this.policy.name}`;
  }

  private async run(): Promise<void> {
    const { leases, log, time } = this.dependencies;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const lease = await leases.take<PolicyProgress>(this.leaseName, signal, (kept) => this.begin(kept));
        if (lease !== null) await this.hold(lease);
      } catch (error) {
        log.error({ policy: this.policy.name, err: error }, 'the policy cannot continue; trying again');
        await time.pause(stepBack, signal);
      }
    }
  }

  private async hold(lease: Lease<PolicyProgress>): Promise<void> {
    const { store, log } = this.dependencies;
    const { name, on } = this.policy;
    const signal = AbortSignal.any([this.stopping.signal, lease.lost]);
    this.lease = lease;
    try {
      log.info(
        { policy: name, entries: lease.state.size, parked: lease.state.parked.length },
        'this instance runs the policy',
      );
      for (const parked of lease.state.parked) lease.state = await this.retry(parked, lease.state, signal);
      let reactions = 0;
      for await (const heard of store.follow({
        after: lease.state.size - 1,
        filter: { types: Object.keys(on) },
        signal,
      })) {
        const { size, parked } = lease.state;
        if (heard.kind === 'event') {
          const { event } = heard;
          const waits = parked.some(({ stream }) => stream === event.stream);
          const newly = waits ? [] : await this.react(event, parked, signal);
          lease.state = { size: event.entry + 1, parked: [...parked, ...newly] };
          reactions += 1;
        } else lease.state = { size: Math.max(size, heard.size), parked };
        if (reactions >= (heard.kind === 'event' ? mostReactions : 1)) {
          await lease.keep();
          reactions = 0;
        }
      }
      if (!signal.aborted) throw new Stuck('The log can no longer be followed.');
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await lease.giveBack();
      this.lease = null;
      log.info({ policy: name, entries: lease.state.size }, 'the policy is left to other instances');
    }
  }

  /** Where to begin or go on: never behind the end of a log that was put back from an older copy. */
  private async begin(kept: PolicyProgress | null): Promise<PolicyProgress> {
    const { size } = await this.dependencies.store.head();
    if (kept === null) return { size: this.policy.since === 'now' ? size : 0, parked: [] };
    return { size: Math.min(kept.size, size), parked: kept.parked.filter(({ entry }) => entry < size) };
  }

  /** Goes through the stream of a parked event from there on: the log itself holds what had to wait. */
  private async retry(
    { stream, revision }: Parked,
    progress: PolicyProgress,
    signal: AbortSignal,
  ): Promise<PolicyProgress> {
    const others = progress.parked.filter((one) => one.stream !== stream);
    for await (const event of this.dependencies.store.readStream(stream, { from: revision })) {
      if (event.entry >= progress.size) break;
      if (!(event.type in this.policy.on)) continue;
      const parked = await this.react(event, others, signal);
      if (parked.length > 0) return { ...progress, parked: [...others, ...parked] };
    }
    return { ...progress, parked: others };
  }

  /** Carries out what an event leads to; gives the event itself if it has to be parked. Throws when the signal is aborted before it is through. */
  private async react(event: Recorded, parked: readonly Parked[], signal: AbortSignal): Promise<readonly Parked[]> {
    const failure = await this.failureOf(event, signal);
    if (failure === null) return [];
    const { stream, revision, entry } = event;
    if (parked.length >= mostParked)
      throw new Stuck(`${mostParked} streams are already waiting; the next would be that of entry ${entry}.`, {
        cause: failure,
      });
    this.dependencies.log.error(
      { policy: this.policy.name, stream, entry, err: failure },
      'an event is parked, and its stream waits behind it',
    );
    return [{ stream, revision, entry, message: failure.message.slice(0, 500) }];
  }

  private async failureOf(event: Recorded, signal: AbortSignal): Promise<Error | null> {
    try {
      for (const command of reactionsTo(event, this.policy, this.dependencies.client))
        await this.carryOut(command, signal);
      return null;
    } catch (error) {
      if (signal.aborted || error instanceof Stuck) throw error;
      return error as Error;
    }
  }

  private async carryOut(command: Command, signal: AbortSignal): Promise<void> {
    const { execute, log, time, trouble } = this.dependencies;
    const { name: policy } = this.policy;
    for (let failures = 0; ;) {
      signal.throwIfAborted();
      try {
        await execute(command);
        return this.dependencies.met?.(policy, 'done');
      } catch (error) {
        const { commandId } = command.header;
        if (error instanceof Refused) {
          log.info({ policy, commandId, command: command.type, faults: error.faults }, 'a reaction was refused');
          return this.dependencies.met?.(policy, 'refused');
        }
        this.dependencies.met?.(policy, 'failed');
        log.warn({ policy, commandId, command: command.type, err: error }, 'a reaction failed');
        failures += 1;
        if (failures === tries && (isPassing(error) || trouble() !== null))
          throw new Stuck(trouble() ?? 'Commands fail at the moment.', { cause: error });
        if (failures === tries) throw error;
        await time.pause(Math.min(latest, soonest * 2 ** failures), signal);
      }
    }
  }
}

/** Whether a failure is due to the state of the log and not to what was to be written. */
const isPassing = (error: unknown): boolean =>
  [StoreUnavailable, StoreClosed, ReadOnly, WrongRevision, CommandAlreadyRecorded].some(
    (kind) => error instanceof kind,
  );
