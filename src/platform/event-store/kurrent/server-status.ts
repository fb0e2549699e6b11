import { StrayRecord, WrongSetting } from './errors.js';

/** What is asked of the server, each of which can fail while the others work. */
export type Operation = 'writing' | 'reading' | 'following';

/** Milliseconds after which the same trouble is reported again, at first; each time twice as long, up to the second. */
const [soonest, latest] = [10_000, 600_000];

/**
 * The state of the connection to the event store: for each part, how the last attempt ended. A part recovers
 * only when it was tried again and worked, so an instance that receives entries but cannot write reports
 * that.
 */
export class ServerStatus {
  private readonly troubles = new Map<Operation, Error>();
  private readonly reported = new Map<string, { at: number; pause: number }>();
  private readonly triedAt = new Map<Operation, number>();

  /**
   * `report` is called for each problem once, and again at longer and longer intervals while it lasts.
   * `changed` is called when a part has failed.
   */
  constructor(
    private readonly report: (error: unknown) => void,
    private readonly changed: () => void,
  ) {}

  /** Why a command would fail just now; null when all that was last tried has worked. */
  get trouble(): string | null {
    return this.of('writing') ?? this.of('reading') ?? this.of('following');
  }

  of(part: Operation): string | null {
    return this.troubles.get(part)?.message ?? null;
  }

  /** The failure of a part that only people can fix; null if it works or may recover by itself. */
  get lasting(): WrongSetting | StrayRecord | null {
    const found = [...this.troubles.values()].find(
      (error) => error instanceof WrongSetting || error instanceof StrayRecord,
    );
    return found ?? null;
  }

  /** When a part was last tried, in milliseconds of this process; -Infinity for never. */
  tried(part: Operation): number {
    return this.triedAt.get(part) ?? -Infinity;
  }

  well(part: Operation): void {
    this.triedAt.set(part, performance.now());
    this.troubles.delete(part);
    if (this.troubles.size === 0) this.reported.clear();
  }

  failed(part: Operation, error: unknown): void {
    const now = performance.now();
    this.triedAt.set(part, now);
    const { message } = error as Error;
    this.troubles.set(part, error as Error);
    const before = this.reported.get(message);
    if (before === undefined || now - before.at >= before.pause) {
      this.reported.set(message, {
        at: now,
        pause: before === undefined ? soonest : Math.min(latest, before.pause * 2),
      });
      this.report(error);
    }
    this.changed();
  }
}
