import { backOff } from '../../../pause.js';
import { StoreClosed, StoreUnavailable } from '../../event-store.js';
import { Coalesced } from '../coalesced.js';
import type { Driver } from '../client/driver.js';
import { OtherLog, StrayRecord, WrongSetting } from '../errors.js';
import type { LocalCopy } from './local-copy.js';
import { logStream } from '../records.js';
import type { SameLog } from './same-log.js';
import type { ServerStatus } from '../server-status.js';

interface CatchingUpOptions {
  readonly driver: Driver;
  readonly register: string;
  readonly copy: Pick<LocalCopy, 'size' | 'appended'>;
  readonly sameLog: SameLog;
  readonly status: ServerStatus;
  /** When something was last received, in milliseconds since 1970. */
  readonly lastHeard: () => number;
  /** Gives the subscription up for another. */
  readonly renew: () => void;
  /** Milliseconds for one answer, and for all attempts together. */
  readonly answer: number;
  readonly deadline: number;
  /** For an event that is known to be there, before the subscription is given up for another. */
  readonly delivery: number;
  readonly ending: AbortSignal;
}

/** Waits until an instance's copy of the log has come as far as the log itself. */
export class CatchingUp {
  private readonly howFar = new Coalesced(() => this.look());
  private known: number | null = null;

  constructor(private readonly given: CatchingUpOptions) {}

  /** How many entries the server held when it was last asked; null before. */
  get end(): number | null {
    return this.known;
  }

  /**
   * Asks the server for the end of the log and waits until this instance has caught up. Concurrent callers
   * share the next request.
   */
  sync(): Promise<void> {
    return this.howFar.ask();
  }

  /** Resolves with true when the log was followed up to a size, with false when nobody waits for it any more. */
  async reached(size: number, goesOn: () => boolean): Promise<boolean> {
    while (this.given.copy.size() < size) {
      if (!goesOn() || this.given.ending.aborted) return false;
      await this.more();
    }
    return true;
  }

  /**
   * Resolves when something that is known to exist was received; if nothing arrives, another subscription is
   * tried.
   */
  async more(): Promise<void> {
    const { copy, delivery, lastHeard, renew } = this.given;
    const since = Date.now();
    await copy.appended.next(AbortSignal.timeout(delivery));
    // What comes slowly is not given up: a large command would then never come to its end.
    if (Date.now() - Math.max(since, lastHeard()) >= delivery) renew();
  }

  /** Resolves when nobody asks any more. */
  async settled(): Promise<void> {
    await this.howFar.settled();
  }

  /** The error for a caller that got no answer in time. */
  unreachable(): StoreUnavailable {
    return new StoreUnavailable(
      `${this.given.status.trouble ?? 'The event store did not respond in time.'} Nothing was recorded.`,
    );
  }

  private async look(): Promise<void> {
    const { driver, register, sameLog, status, answer, deadline, ending } = this.given;
    const end = Date.now() + deadline;
    for (let failures = 0; Date.now() < end && !ending.aborted;) {
      try {
        await sameLog.prove();
        if (status.lasting !== null && status.of('following') === status.lasting.message) throw status.lasting;
        const last = await driver.read(logStream(register), 'last', answer);
        status.well('reading');
        this.known = (last?.revision ?? -1) + 1;
        if (await this.reached(this.known, () => Date.now() < end)) return;
      } catch (error) {
        if (error instanceof StrayRecord) throw error;
        status.failed('reading', error);
        if (error instanceof WrongSetting || error instanceof OtherLog) throw error;
        await backOff(failures++, ending);
      }
    }
    throw ending.aborted ? new StoreClosed() : this.unreachable();
  }
}
