import { backOff } from '../../../pause.js';
import type { Driver, FollowedRecord, Position } from '../client/driver.js';

/** Milliseconds between one attempt to follow and the next, at most. */
const latest = 2000;

interface Followers {
  readonly driver: Driver;
  readonly prefixes: readonly string[];
  /** What must have succeeded before anything is followed. */
  readonly before: () => Promise<void>;
  /** Where to go on: behind this position, or from the beginning. */
  readonly after: () => Position | null;
  readonly take: (heard: readonly FollowedRecord[]) => void;
  readonly passed: (position: Position) => void;
  /** The server has accepted a subscription. */
  readonly begun: () => void;
  /** Called at each end of a subscription; another attempt follows. */
  readonly ended: (error: unknown) => void;
}

/**
 * Keeps a subscription: whenever it ends, resumes after what was processed last, sooner after the first
 * failure than after the tenth.
 */
export class Following {
  private readonly stopping = new AbortController();
  private current = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failures = 0;

  constructor(private readonly given: Followers) {}

  start(): void {
    this.running = this.run();
  }

  /** Gives the present subscription up for another, because it seems to deliver nothing any more. */
  renew(): void {
    this.current.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.current.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.current = new AbortController();
      try {
        await this.followOnce(this.current.signal);
      } catch (error) {
        this.given.ended(error);
        await backOff(this.failures++, this.stopping.signal, latest);
      }
    }
  }

  private async followOnce(signal: AbortSignal): Promise<void> {
    const { driver, prefixes, before, after, take, passed, begun } = this.given;
    await before();
    for await (const heard of driver.follow(prefixes, after(), { begun, passed }, signal)) {
      take(heard);
      this.failures = 0;
    }
  }
}
