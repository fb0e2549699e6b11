import type { Clock } from '../kernel/ports.js';
import { WrongRevision, type SharedList } from './event-store/event-store.js';
import { pause } from './pause.js';

/** Time as it passes in this process, in milliseconds: it never goes back, and is compared with nobody else's. */
export interface Time {
  now(): number;
  /** Resolves after so long, or when the signal is aborted. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export const time: Time = { now: () => performance.now(), pause };

export interface LeaseOptions {
  /** The list in which the holders of a lease follow one another; its last value is enough. */
  readonly list: (name: string) => SharedList;
  /** Who this instance is: an id that no other has, and no other start of it. */
  readonly holder: string;
  /** There is no other process: the previous holder of a lease is gone. */
  readonly isAlone: boolean;
  /** Milliseconds without a word from the holder after which others take over. */
  readonly timeToLive: number;
  readonly time: Time;
  /** For people who look at the list; nothing depends on it. */
  readonly clock: Clock;
  /** Called with what could not be written; it is retried as long as there is time. */
  readonly report?: (error: unknown) => void;
}

/** What stands in the list: who holds the lease (null: it was given back) and what it has come to. Its place is the token that fences older ones off. */
interface Word<S> {
  readonly place: number;
  readonly holder: string | null;
  readonly state: S;
  readonly at: string;
}

const lastWord = <S>(list: SharedList): Word<S> | null => {
  const value = list.from(0).at(-1);
  return value === undefined ? null : (JSON.parse(value) as Word<S>);
};

/** Leases by their names: of all instances one holds each, and keeps a state with it. */
export class Leases {
  constructor(private readonly given: LeaseOptions) {}

  /** What the last holder saved, as far as this instance has received it; null if nobody ever did. */
  kept<S>(name: string): S | null {
    return lastWord<S>(this.given.list(name))?.state ?? null;
  }

  /**
   * Waits until a lease is available, and takes it: when it was released, or when this instance has received
   * no renewal for the whole time to live. `begin` returns, from what was saved (null if nothing was), what
   * is saved from now on, together with taking the lease. Returns null if the signal is aborted; throws
   * `StoreUnavailable` if the list cannot be written.
   */
  async take<S>(
    name: string,
    signal: AbortSignal,
    begin: (kept: S | null) => S | Promise<S>,
  ): Promise<Lease<S> | null> {
    const { holder, isAlone, timeToLive, time } = this.given;
    const list = this.given.list(name);
    let heard = { place: -1, when: time.now() };
    while (!signal.aborted) {
      const last = lastWord<S>(list);
      const place = last?.place ?? -1;
      if (place !== heard.place) heard = { place, when: time.now() };
      const isFree = isAlone || [null, holder].includes(last?.holder ?? null);
      const left = isFree ? 0 : heard.when + timeToLive - time.now();
      if (left > 0) {
        await this.somethingNew(list, left, signal);
        continue;
      }
      const lease = new Lease<S>(list, this.given, place, await begin(last?.state ?? null));
      if (await lease.begin()) return lease;
    }
    return null;
  }

  private async somethingNew(list: SharedList, most: number, signal: AbortSignal): Promise<void> {
    const waking = new AbortController();
    const wake = (): void => waking.abort();
    signal.addEventListener('abort', wake, { once: true });
    await Promise.race([list.next(waking.signal), this.given.time.pause(most, waking.signal)]);
    signal.removeEventListener('abort', wake);
    wake();
  }
}

/**
 * A lease that is held: renewed at every third of its time to live. Counted from before a renewal was sent,
 * it ends a little sooner than for those who received that renewal; so by everyone's clock, a holder who
 * could not renew stops before another begins. If a clock stood still in the meantime, the next value finds
 * its place taken.
 */
export class Lease<S> {
  /** What is kept with it: at once by `keep`, otherwise with the next renewal. */
  state: S;
  private written: S;
  private readonly ending = new AbortController();
  private isLeaving = false;
  private until: number;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly list: SharedList,
    private readonly given: LeaseOptions,
    private place: number,
    state: S,
  ) {
    this.state = this.written = state;
    this.until = given.time.now() + given.timeToLive;
  }

  /** Aborted once another may hold it, or it was given back. */
  get lost(): AbortSignal {
    return this.ending.signal;
  }

  /** Takes the next place; false when another was there first. */
  async begin(): Promise<boolean> {
    try {
      await this.put(this.given.holder);
    } catch (error) {
      if (error instanceof WrongRevision) return false;
      throw error;
    }
    void this.renew();
    if (!this.given.isAlone) void this.watch();
    return true;
  }

  /** Writes the state; what cannot be written now goes with the next renewal. */
  keep(): Promise<void> {
    return this.inTurn(this.given.holder);
  }

  /** Lets another take it at once, if that can be said within a third of the time to live. Its state is kept. */
  async giveBack(): Promise<void> {
    if (this.lost.aborted) return;
    this.isLeaving = true;
    const { time, timeToLive } = this.given;
    const waiting = new AbortController();
    await Promise.race([this.inTurn(null), time.pause(timeToLive / 3, waiting.signal)]);
    waiting.abort();
    this.ending.abort();
  }

  private inTurn(holder: string | null): Promise<void> {
    const own = this.writing.then(() => this.write(holder));
    this.writing = own;
    return own;
  }

  private async write(holder: string | null): Promise<void> {
    while (!this.lost.aborted) {
      try {
        return await this.put(holder);
      } catch (error) {
        if (!(error instanceof WrongRevision)) return this.given.report?.(error);
        const last = lastWord<S>(this.list);
        if (last?.holder !== this.given.holder) return this.ending.abort();
        // A value of this instance, whose acknowledgement was lost, is there after all.
        this.place = last.place;
      }
    }
  }

  private async put(holder: string | null): Promise<void> {
    const { time, timeToLive, clock } = this.given;
    const { state, place } = this;
    const sent = time.now();
    const word: Word<S> = { place: place + 1, holder, state, at: new Date(clock()).toISOString() };
    await this.list.add(JSON.stringify(word), place + 1);
    this.place = place + 1;
    this.written = state;
    this.until = sent + 0.9 * timeToLive;
  }

  private async renew(): Promise<void> {
    const { time, timeToLive, isAlone } = this.given;
    for (;;) {
      await time.pause(timeToLive / 3, this.lost);
      if (this.lost.aborted || this.isLeaving) return;
      if (!isAlone || this.state !== this.written) await this.keep();
    }
  }

  private async watch(): Promise<void> {
    const { time } = this.given;
    while (!this.lost.aborted) {
      const left = this.until - time.now();
      if (left <= 0) this.ending.abort();
      else await time.pause(left, this.lost);
    }
  }
}
