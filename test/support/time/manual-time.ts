import { AppendSignal } from '../../../src/platform/event-store/follow.js';
import type { Time } from '../../../src/platform/lease.js';
import { until } from './until.js';

/** Time of one instance that passes only when a test says so: an instance whose time is left alone is a process that stands still. */
export class ManualTime implements Time {
  private current = 0;
  private readonly slept = new AppendSignal();
  private readonly sleepers = new Set<{ readonly due: number; readonly wake: () => void }>();

  now(): number {
    return this.current;
  }

  pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = {
        due: this.current + milliseconds,
        wake: () => {
          this.sleepers.delete(sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal.addEventListener('abort', sleeper.wake, { once: true });
      if (signal.aborted) sleeper.wake();
      this.slept.ring();
    });
  }

  /** Resolves when so many wait for time to pass. */
  async waitedFor(by: number): Promise<void> {
    while (this.sleepers.size < by) await this.slept.next(undefined);
  }

  /** Lets so much time pass, and everything happen in its turn that waits for it. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.current + milliseconds;
    for (let next = this.firstUntil(end); next !== undefined; next = this.firstUntil(end)) {
      this.current = next.due;
      next.wake();
      await new Promise(setImmediate);
    }
    this.current = end;
    await new Promise(setImmediate);
  }

  /** Lets time pass until something is so. */
  async advanceUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
    await until(`time brings about ${isSo.toString()}`, async () => {
      if (await isSo()) return true;
      await this.advance(50);
      return false;
    });
  }

  private firstUntil(end: number): { readonly due: number; readonly wake: () => void } | undefined {
    return [...this.sleepers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due)[0];
  }
}
