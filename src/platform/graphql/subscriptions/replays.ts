import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Recorded } from '../../../kernel/message.js';
import { RateLimited, type Allowances, type Consumer } from '../../http/allowances.js';
import type { EventStore } from '../../event-store/event-store.js';
import { EVENT_STORE } from '../../tokens.js';

/** Entries that are read in one go for one subscriber, and held until it has taken them. */
const atOnce = 50;

/** Characters after which a page ends, however few entries it has: each subscriber may hold one in memory. */
const mostOfPage = 256_000;

/** What an entry of the past costs: it is read, checked and written out. */
const costOfEntry = 10;

/** Gives subscribers the entries they have missed, page by page: one page of one subscriber at a time, whatever their number. */
@Injectable()
export class Replays {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /**
   * The entries behind one, up to those that the log holds by now. Each page is charged to the caller before it is read; when there is nothing
   * left to charge it to, the replay waits until there is. Subscribers take turns, and other work comes between two pages.
   */
  async *entries(
    after: number,
    size: number,
    allowances: Allowances,
    caller: Consumer,
    signal: AbortSignal,
  ): AsyncGenerator<Recorded> {
    for (let seen = after; seen < size - 1 && !signal.aborted;) {
      const limit = Math.min(atOnce, size - 1 - seen);
      await this.charged(allowances, caller, limit, signal);
      const page = await this.inTurn(() => this.read(seen, limit));
      for (const event of page) {
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may be aborted meanwhile
        if (signal.aborted) return;
        yield event;
        seen = event.entry;
      }
      if (page.length === 0) return;
    }
  }

  private async read(after: number, limit: number): Promise<readonly Recorded[]> {
    const page: Recorded[] = [];
    let length = 0;
    for await (const event of this.store.readAll({ after, limit })) {
      page.push(event);
      length += JSON.stringify(event).length;
      if (length > mostOfPage) break;
    }
    return page;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(() => setImmediate()).then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async charged(allowances: Allowances, caller: Consumer, entries: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await allowances.charge(caller, 'cost', entries * costOfEntry);
        return;
      } catch (error) {
        if (!(error instanceof RateLimited)) throw error;
        await pause(error.retryAfter * 1000, signal);
      }
    }
  }
}

/** Waits so long, or until the signal is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
