import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded } from '../../kernel/message.js';
import { dayOf } from '../../kernel/partial-date.js';
import type { Clock } from '../../kernel/ports.js';
import { Refused } from '../../kernel/refusal.js';
import { StoreUnavailable, type EventStore } from '../event-store/event-store.js';
import { entryAt } from '../event-store/reading.js';
import { fill, historyIn } from './fill.js';
import { ReadModel, type Basis, type BasisKey, type Projection } from './read-model.js';

/** What is to be known: all that the log held by an instant, or its first so many entries. */
export interface KnownAt {
  readonly instant?: string | null;
  readonly size?: number | null;
}

/** What was asked lies before anything was recorded: not an empty register, but none. */
export class BeforeLog extends Error {
  override readonly name = 'BeforeLog';
  /** `logBegan` is when the first entry was recorded; null in an empty log. */
  constructor(readonly logBegan: string | null) {
    super(logBegan === null ? 'The log is empty: nothing was ever known.' : `The register knew nothing then: its log began at ${logBegan}.`);
  }
}

/** A past basis in use; it stays open until everyone who opened it has let it go. */
export interface BasisInUse {
  readonly basis: Basis;
  release(): void;
}

interface Opened {
  readonly model: Promise<ReadModel>;
  users: number;
  bytes: number;
}

/** Entries that go into a past basis in one go: each document is then written once. */
const atOnce = 10_000;

/** Bases that may wait to be built at once. */
const longestQueue = 16;

/**
 * The past as databases that can be opened: for a prefix of the log and a day, the same views over the same events in memory. The
 * bases used last stay open while they have room together; one that is in use is never closed.
 */
export class Bases {
  private readonly opened = new Map<string, Opened>();
  private building: Promise<unknown> = Promise.resolve();
  private queue = 0;
  private copies = 0;

  /** `room` is in bytes: what bases that nobody uses may take together. `folder` is where copies stand; null makes none. */
  constructor(
    private readonly store: EventStore,
    private readonly projection: Projection,
    private readonly live: () => ReadModel,
    private readonly room: number,
    private readonly clock: Clock,
    private readonly folder: string | null = null,
  ) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }

  /** The coordinates of what is asked for. Throws `BeforeLog` before the first entry, and `Refused` for what lies in the future. */
  async find(knownAt: KnownAt | null | undefined, effectiveOn: string | null | undefined): Promise<BasisKey> {
    const head = await this.store.head();
    if (knownAt === null || knownAt === undefined) return { size: head.size, effectiveOn: effectiveOn ?? dayOf(this.clock()) };
    const { instant, size } = knownAt;
    if (typeof size === 'number') {
      if (size < 0 || size > head.size)
        throw new Refused('NOT_YET_KNOWN', `knownAt.size must be 1 to ${head.size}, the entries the log holds.`, ['knownAt', 'size']);
      const last = size === 0 ? null : await this.recordedAt(size - 1);
      if (last === null) throw new BeforeLog(await this.began());
      return { size, effectiveOn: effectiveOn ?? last.slice(0, 10) };
    }
    if (typeof instant !== 'string') throw new Refused('INVALID', 'knownAt must be an instant or a size.', 'knownAt');
    if (Date.parse(instant) > this.clock()) throw new Refused('NOT_YET_KNOWN', 'knownAt.instant must not lie in the future.', ['knownAt', 'instant']);
    const known = await this.sizeAt(instant, head.size);
    if (known === 0) throw new BeforeLog(await this.began());
    return { size: known, effectiveOn: effectiveOn ?? instant.slice(0, 10) };
  }

  /** Opens a basis, or finds it open. */
  async open(key: BasisKey): Promise<BasisInUse> {
    const live = this.live();
    if (live.size === key.size && live.effectiveOn === key.effectiveOn) return { basis: live, release: () => undefined };
    const name = `${key.size}/${key.effectiveOn}`;
    const known = this.opened.get(name);
    const opened = known ?? { model: this.build(key), users: 0, bytes: 0 };
    this.opened.delete(name);
    this.opened.set(name, opened);
    opened.users += 1;
    try {
      const model = await opened.model;
      opened.bytes = model.bytes;
      let isHeld = true;
      const release = (): void => {
        if (isHeld) opened.users -= 1;
        if (isHeld && opened.users === 0 && this.opened.get(name) !== opened) this.remove(model);
        isHeld = false;
        this.makeRoom();
      };
      return { basis: model, release };
    } catch (error) {
      this.opened.delete(name);
      throw error;
    }
  }

  /** Lets go of everything: what is in use is closed when it is not any more, and nobody gets it again. */
  forget(): void {
    for (const [name, one] of this.opened) {
      this.opened.delete(name);
      if (one.users === 0) void one.model.then((model) => this.remove(model));
    }
  }

  /** Closes all that nobody uses. */
  close(): void {
    this.makeRoom(0);
  }

  private build(key: BasisKey): Promise<ReadModel> {
    if (this.queue >= longestQueue) throw new StoreUnavailable('Too many past days are being opened at once.');
    this.queue += 1;
    const built = this.building.then(async () => {
      const near = this.copyOfLive(key);
      const model = near ?? new ReadModel(':memory:', this.projection, key.effectiveOn);
      try {
        if (near === null) await fill(model, this.store, key.size, () => undefined, atOnce);
        else await near.goBackTo(key.effectiveOn, (await entryAt(this.store, key.size - 1)) as Recorded, historyIn(this.store));
        return model;
      } catch (error) {
        this.remove(model);
        throw error;
      } finally {
        this.queue -= 1;
      }
    });
    this.building = built.catch(() => undefined);
    return built;
  }

  /** Closes the bases that were used longest ago, as far as room is short. */
  private makeRoom(room = this.room): void {
    let bytes = [...this.opened.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [name, one] of this.opened) {
      if (bytes <= room) return;
      if (one.users > 0) continue;
      this.opened.delete(name);
      bytes -= one.bytes;
      void one.model.then((model) => this.remove(model));
    }
  }

  /** A copy of the present views, where less than half of their streams have to be folded anew. */
  private copyOfLive(key: BasisKey): ReadModel | null {
    const live = this.live();
    if (this.folder === null || key.size > live.size || key.size === 0) return null;
    const { streams, differing } = live.distanceTo(key);
    if (differing * 2 > streams) return null;
    mkdirSync(this.folder, { recursive: true });
    return live.copyTo(join(this.folder, `${(this.copies += 1)}.past`));
  }

  private remove(model: ReadModel): void {
    model.close();
    if (model.path !== ':memory:') for (const suffix of ['', '-wal', '-shm']) rmSync(model.path + suffix, { force: true });
  }

  private async recordedAt(entry: number): Promise<string | null> {
    return (await entryAt(this.store, entry))?.recordedAt ?? null;
  }

  private began(): Promise<string | null> {
    return this.recordedAt(0);
  }

  /** How many entries were recorded by an instant: they never go back in time, so this is a prefix. */
  private async sizeAt(instant: string, size: number): Promise<number> {
    let [known, unknown] = [0, size];
    while (known < unknown) {
      const middle = Math.floor((known + unknown) / 2);
      if (((await this.recordedAt(middle)) ?? '') <= instant) known = middle + 1;
      else unknown = middle;
    }
    return known;
  }
}
