import { dayOf } from '../../../kernel/time/partial-date.js';
import type { Clock } from '../../../kernel/ports.js';
import { Refused } from '../../../kernel/refusal.js';
import type { EventStore } from '../../event-store/event-store.js';
import { entryAt } from '../../event-store/reading.js';
import type { Basis, BasisKey, ReadModel } from '../read-model.js';

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
    super(
      logBegan === null
        ? 'The log is empty, so nothing was known.'
        : `The register knew nothing at that time: its log began at ${logBegan}.`,
    );
  }
}

/** The views that hold every basis, as far as they have followed the log. */
export interface AllBases {
  readonly current: ReadModel;
  /** Resolves when the views have passed an entry. */
  reached(entry: number): Promise<void>;
}

/** Finds the basis that is asked for, a prefix of the log and a day, and opens it. */
export class Bases {
  constructor(
    private readonly store: EventStore,
    private readonly views: AllBases,
    private readonly clock: Clock,
  ) {}

  /** The coordinates of what is asked for. Throws `BeforeLog` before the first entry, and `Refused` for what lies in the future. */
  async find(knownAt: KnownAt | null | undefined, effectiveOn: string | null | undefined): Promise<BasisKey> {
    const head = await this.store.head();
    if (knownAt === null || knownAt === undefined)
      return { size: head.size, effectiveOn: effectiveOn ?? dayOf(this.clock()) };
    const { instant, size } = knownAt;
    if (typeof size === 'number') {
      if (size < 0 || size > head.size)
        throw new Refused(
          'NOT_YET_KNOWN',
          `knownAt.size must be 1 to ${head.size}, the number of entries in the log.`,
          ['knownAt', 'size'],
        );
      const last = size === 0 ? null : await this.recordedAt(size - 1);
      if (last === null) throw new BeforeLog(await this.began());
      return { size, effectiveOn: effectiveOn ?? last.slice(0, 10) };
    }
    if (typeof instant !== 'string')
      throw new Refused('INVALID', 'knownAt must be a point in time or a size.', 'knownAt');
    if (Date.parse(instant) > this.clock())
      throw new Refused('NOT_YET_KNOWN', 'knownAt.instant must not be in the future.', ['knownAt', 'instant']);
    const known = await this.sizeAt(instant, head.size);
    if (known === 0) throw new BeforeLog(await this.began());
    return { size: known, effectiveOn: effectiveOn ?? instant.slice(0, 10) };
  }

  /** The register on a basis, once the views have come so far. */
  async open(key: BasisKey): Promise<Basis> {
    if (key.size > this.views.current.size) await this.views.reached(key.size - 1);
    return this.views.current.at(key);
  }

  private async recordedAt(entry: number): Promise<string | null> {
    return this.views.current.recordedAt(entry) ?? (await entryAt(this.store, entry))?.recordedAt ?? null;
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
