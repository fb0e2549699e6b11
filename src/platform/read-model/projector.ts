import { setTimeout as wait } from 'node:timers/promises';
import type { Recorded } from '../../kernel/message.js';
import { dayOf } from '../../kernel/time/partial-date.js';
import type { Clock } from '../../kernel/ports.js';
import { StoreUnavailable, type EventStore } from '../event-store/event-store.js';
import { isOfDisk } from '../sqlite.js';
import { batchSize, historyIn, type ReportProgress } from './fill.js';
import type { Projection, ReadModel } from './read-model.js';
import { openViews } from './views-file.js';

/** Milliseconds between one attempt to write views to a disk without room and the next: at first, and at most. */
const [soon, late] = [100, 2000];

/** The views do not show an entry: their disk has no room, or they have stopped. What is recorded is recorded. */
export class NotShown extends StoreUnavailable {
  override readonly name = 'NotShown';
}

/** Keeps the views up with the log: from their checkpoint to its head at start, then as it grows. */
export class Projector {
  private model: ReadModel | null = null;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failure: Error | null = null;
  /** What keeps the views from being written at the moment; they are tried again. */
  private obstacle: string | null = null;
  private caughtUp = false;
  private waiting: { entry: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  private midnight: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();

  /**
   * `folder` contains the views' files; null keeps them in memory. `report` is called with what stops the
   * views.
   */
  constructor(
    private readonly store: EventStore,
    private readonly projection: Projection,
    private readonly folder: string | null,
    private readonly clock: Clock,
    private readonly report: (error: Error) => void = () => undefined,
  ) {}

  /** The views as they stand now. */
  get current(): ReadModel {
    if (this.model === null) throw new StoreUnavailable('The views are not open.');
    return this.model;
  }

  /** How many entries they have passed; 0 before they are open. */
  get size(): number {
    return this.model?.size ?? 0;
  }

  /** Why the views do not keep up; null once they have seen all that the log held, and while they do. */
  get trouble(): string | null {
    if (this.failure !== null) return 'the views have stopped: see the log of this process, and rebuild them';
    if (this.obstacle !== null) return this.obstacle;
    return this.caughtUp ? null : 'the views are catching up';
  }

  get isReady(): boolean {
    return this.trouble === null;
  }

  /**
   * Opens the views and brings them up to the log's present end; continues to follow it in the background.
   */
  async start(progress: ReportProgress = () => undefined): Promise<void> {
    this.model = await openViews(this.store, this.projection, this.folder, dayOf(this.clock()));
    await this.turnDay();
    const { size } = await this.store.head();
    this.running = this.follow((done) => progress(Math.min(done, size), size));
    await this.reached(size - 1);
  }

  /** Throws `NotShown` while the views cannot show what would be recorded. */
  mustKeepUp(): void {
    if (this.notShown !== null) throw this.notShown;
  }

  /** Resolves when the views have passed an entry; rejects with `NotShown` when they cannot. */
  reached(entry: number): Promise<void> {
    if (this.caughtUp && entry < this.size) return Promise.resolve();
    const obstacle = this.notShown;
    if (obstacle !== null) return Promise.reject(obstacle);
    return new Promise((resolve, reject) => this.waiting.push({ entry, resolve, reject }));
  }

  /** Resolves with whether the views pass an entry within some milliseconds. */
  hasReached(entry: number, within: number): Promise<boolean> {
    if (this.caughtUp && entry < this.size) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (has: boolean): void => {
        clearTimeout(timer);
        this.waiting = this.waiting.filter((one) => one !== waiting);
        resolve(has);
      };
      const waiting = { entry, resolve: () => end(true), reject: () => end(false) };
      const timer = setTimeout(() => end(false), within);
      this.waiting.push(waiting);
    });
  }

  /** Shows the events that count from today on; called by itself at every midnight (UTC). */
  async turnDay(): Promise<void> {
    clearTimeout(this.midnight);
    const now = this.clock();
    await this.insistently(async () => this.current.turnTo(dayOf(now)));
    const next = Date.parse(dayOf(now)) + 86_400_000 - now;
    if (!this.stopping.signal.aborted)
      this.midnight = setTimeout(
        () => void this.turnDay().catch((error: unknown) => this.fail(error as Error)),
        next,
      ).unref();
  }

  /** Leaves no byte in the views' file of what was redacted. Throws `StoreUnavailable` while others read it. */
  purge(): Promise<void> {
    return this.inTurn(async () => this.current.purge());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.midnight);
    await this.running;
    await this.turn;
    this.model?.close();
    this.model = null;
  }

  private async follow(progress: (done: number) => void): Promise<void> {
    let batch: Recorded[] = [];
    const history = historyIn(this.store);
    try {
      for await (const heard of this.store.follow({ after: this.current.size - 1, signal: this.stopping.signal })) {
        if (heard.kind === 'event') batch.push(heard.event);
        if (heard.kind === 'caughtUp' || batch.length >= batchSize) {
          const events = batch;
          await this.insistently(() => this.current.apply(events, history));
          if (heard.kind === 'caughtUp') await this.insistently(() => this.current.complete());
          batch = [];
          if (!this.caughtUp) progress(this.current.size);
          if (heard.kind === 'caughtUp') this.caughtUp = true;
          this.wake();
          if (!this.caughtUp) await new Promise(setImmediate);
        }
      }
    } catch (error) {
      this.fail(error as Error);
    }
    this.failure ??= new Error('The views have stopped following the log.');
    this.rejectWaiting();
  }

  /** Writes rows, all or none; again and again while the disk has no room for them. Then nobody waits for what they would show. */
  private async insistently(write: () => Promise<void>): Promise<void> {
    for (let pause = soon; ; pause = Math.min(late, 2 * pause)) {
      try {
        await this.inTurn(write);
        this.obstacle = null;
        return;
      } catch (error) {
        if (!isOfDisk(error) || this.stopping.signal.aborted) throw error;
        if (this.obstacle === null) this.report(error as Error);
        this.obstacle = `the views cannot be written (${(error as Error).message}); they go on by themselves when the disk has room`;
        this.rejectWaiting();
      }
      await wait(pause, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  private get notShown(): NotShown | null {
    const reason = this.failure?.message ?? this.obstacle;
    return reason === null ? null : new NotShown(reason, { cause: this.failure });
  }

  private rejectWaiting(): void {
    const end = this.notShown;
    if (end !== null) for (const one of this.waiting.splice(0)) one.reject(end);
  }

  /** Entries and midnights change the rows one after the other. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const own = this.turn.then(work);
    this.turn = own.catch(() => undefined);
    return own;
  }

  private fail(error: Error): void {
    this.failure = error;
    this.report(error);
  }

  private wake(): void {
    const { size } = this.current;
    const woken = this.waiting.filter((one) => this.caughtUp && one.entry < size);
    this.waiting = this.waiting.filter((one) => !woken.includes(one));
    for (const one of woken) one.resolve();
  }
}
