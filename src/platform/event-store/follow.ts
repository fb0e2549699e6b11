import type { Recorded } from '../../kernel/message.js';
import type { Filter, Followed } from './event-store.js';

/** Wakes all who wait for the log to grow. */
export class AppendSignal {
  private readonly sleepers = new Set<() => void>();

  ring(): void {
    const woken = [...this.sleepers];
    this.sleepers.clear();
    for (const wake of woken) wake();
  }

  /** Resolves at the next ring, or when the signal is aborted; it leaves nothing behind on either. */
  async next(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return;
    let wake = (): void => undefined;
    const rung = new Promise<void>((resolve) => (wake = resolve));
    this.sleepers.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    await rung;
    this.sleepers.delete(wake);
    signal?.removeEventListener('abort', wake);
  }
}

/** What a store in this process must offer to be followed. `size` is null once it is closed. */
interface Followable {
  readonly after: number;
  readonly filter?: Filter;
  readonly signal?: AbortSignal;
  readonly appended: AppendSignal;
  readonly size: () => number | null;
  readonly page: (after: number, filter: Filter | undefined) => readonly Recorded[];
}

/** Follows a store page by page: pulls only as fast as it is consumed, and says each time it has caught up. */
export async function* followBy({ after, filter, signal, appended, size, page }: Followable): AsyncGenerator<Followed> {
  let seen = after;
  let told = -1;
  while (!signal?.aborted) {
    const now = size();
    if (now === null) return;
    const events = seen + 1 < now ? page(seen, filter) : [];
    for (const event of events) {
      if (signal?.aborted) return;
      yield { kind: 'event', event };
      seen = event.entry;
    }
    if (events.length > 0) continue;
    seen = Math.max(seen, now - 1);
    if (told !== now) yield { kind: 'caughtUp', size: now };
    told = now;
    if (size() === now) await appended.next(signal);
  }
}
