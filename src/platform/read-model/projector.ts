import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded } from '../../kernel/message.js';
import { dayOf } from '../../kernel/partial-date.js';
import type { Clock } from '../../kernel/ports.js';
import { StoreUnavailable, type EventStore } from '../event-store/event-store.js';
import { fingerprintOf, ReadModel, type Projection } from './read-model.js';
import type { History } from './timelines.js';

/** Events that share one transaction while catching up. */
const batchSize = 2000;

export interface Progress {
  (done: number, of: number): void;
}

/** What a log holds of each stream. */
export const historyIn =
  (store: EventStore): History =>
  (stream) =>
    gather(store.readStream(stream));

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/** Brings a read model from where it stands to a size of the log. */
export async function fill(
  model: ReadModel,
  store: EventStore,
  size: number,
  progress: (done: number) => void = () => undefined,
  atOnce = batchSize,
): Promise<void> {
  let batch: Recorded[] = [];
  const history = historyIn(store);
  for await (const event of store.readAll({ after: model.size - 1, limit: size - model.size })) {
    batch.push(event);
    if (batch.length < atOnce && event.entry < size - 1) continue;
    await model.apply(batch, history);
    batch = [];
    progress(model.size);
  }
}

/** Keeps the views up with the log: from their checkpoint to its head at start, then as it grows. */
export class Projector {
  private model: ReadModel | null = null;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failure: Error | null = null;
  private caughtUp = false;
  private waiting: { entry: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  private midnight: NodeJS.Timeout | undefined;
  private turn: Promise<void> = Promise.resolve();

  /** `folder` is where the views' files stand; null keeps them in memory. `report` hears of what stops the views. */
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
    if (this.failure !== null) return 'the views have stopped: see the log of this process, and build them anew';
    return this.caughtUp ? null : 'the views are catching up';
  }

  get isReady(): boolean {
    return this.trouble === null;
  }

  /** Opens the views and brings them up to the log's present head; goes on following it in the background. */
  async start(progress: Progress = () => undefined): Promise<void> {
    this.model = await this.open();
    await this.turnDay();
    const { size } = await this.store.head();
    this.running = this.follow((done) => progress(Math.min(done, size), size));
    await this.reached(size - 1);
  }

  /** Resolves when the views have passed an entry; rejects when they cannot. */
  reached(entry: number): Promise<void> {
    if (this.failure !== null) return Promise.reject(this.failure);
    if (this.caughtUp && entry < this.current.size) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ entry, resolve, reject }));
  }

  /** Shows the deeds that count from today on; called by itself at every midnight (UTC). */
  async turnDay(): Promise<void> {
    clearTimeout(this.midnight);
    const now = this.clock();
    await this.inTurn(() => this.current.turnTo(dayOf(now), historyIn(this.store)));
    const next = Date.parse(dayOf(now)) + 86_400_000 - now;
    if (!this.stopping.signal.aborted) this.midnight = setTimeout(() => void this.turnDay().catch((error: unknown) => this.fail(error as Error)), next).unref();
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
          await this.inTurn(() => this.current.apply(events, history));
          batch = [];
          progress(this.current.size);
          if (heard.kind === 'caughtUp') this.caughtUp = true;
          this.wake();
          if (!this.caughtUp) await new Promise(setImmediate);
        }
      }
    } catch (error) {
      this.fail(error as Error);
    }
    const end = (this.failure ??= new Error('The views have stopped following the log.'));
    for (const one of this.waiting.splice(0)) one.reject(end);
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

  /** The newest file of these views, if it was built from this log; else an empty one. Files of other views and older ones are cleared away. */
  private async open(): Promise<ReadModel> {
    const today = dayOf(this.clock());
    if (this.folder === null) return new ReadModel(':memory:', this.projection, today);
    mkdirSync(this.folder, { recursive: true });
    const generation = newestGeneration(this.folder, this.projection);
    clearAllBut(this.folder, this.projection, generation);
    const path = fileOf(this.folder, this.projection, Math.max(generation, 1));
    try {
      const model = new ReadModel(path, this.projection, today);
      if (model.effectiveOn <= today && (await isBuiltFrom(this.store, model))) return model;
      model.close();
    } catch {
      // A file that cannot be read is worth no more than none: it is built anew.
    }
    remove(path);
    return new ReadModel(path, this.projection, today);
  }
}

/**
 * Builds the views from the log's beginning beside those in use, and puts them in their place; a server that is running goes on
 * with the old ones until its next start.
 */
export async function rebuild(store: EventStore, projection: Projection, folder: string, clock: Clock, progress: Progress): Promise<{ size: number }> {
  mkdirSync(folder, { recursive: true });
  const building = join(folder, `${fingerprintOf(projection)}.building`);
  remove(building);
  const model = new ReadModel(building, projection, dayOf(clock()));
  const { size } = await store.head();
  await fill(model, store, size, (done) => progress(done, size));
  model.close();
  renameSync(building, fileOf(folder, projection, newestGeneration(folder, projection) + 1));
  remove(building);
  return { size };
}

async function isBuiltFrom(store: EventStore, model: ReadModel): Promise<boolean> {
  if (model.size === 0) return true;
  for await (const last of store.readAll({ after: model.size - 2, limit: 1 })) return model.lastEvent === last.eventId;
  return false;
}

const fileOf = (folder: string, projection: Projection, generation: number): string => join(folder, `${fingerprintOf(projection)}.${generation}.sqlite`);

function newestGeneration(folder: string, projection: Projection): number {
  const name = new RegExp(`^${fingerprintOf(projection)}\\.(\\d+)\\.sqlite$`);
  return Math.max(0, ...readdirSync(folder).map((file) => Number(name.exec(file)?.[1] ?? 0)));
}

function clearAllBut(folder: string, projection: Projection, generation: number): void {
  const kept = `${fingerprintOf(projection)}.${generation}.sqlite`;
  for (const file of readdirSync(folder)) if (!file.startsWith(kept) && /\.sqlite(-wal|-shm)?$/.test(file)) rmSync(join(folder, file));
}

function remove(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}
