import type { Clock } from '../../kernel/ports.js';

const minute = 60_000;

/** How often a thing may be done within a time, for one key. */
const policies = {
  /** Attempts to sign in, by network address. */
  'sign-in': { most: 30, within: 15 * minute },
  /** Letters with a link, by the address they go to. */
  letter: { most: 5, within: 60 * minute },
  /** Things that are made by a signed-in person: keys, drafts, invitations. */
  making: { most: 120, within: 60 * minute },
} as const;
export type LimitPolicy = keyof typeof policies;

/** More was asked than is allowed; `retryAfter` is in whole seconds. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
  constructor(readonly retryAfter: number) {
    super(`Too many requests; try again in ${retryAfter} seconds.`);
  }
}

export interface Limiter {
  /** Counts one. Throws `TooMany` when it is one too many. */
  spend(policy: LimitPolicy, key: string): Promise<void>;
}

/** Keys that are remembered at once; the oldest are forgotten first. */
const mostKeys = 50_000;

/** Counts in the memory of this process, in windows that begin with the first of a key. */
export class MemoryLimiter implements Limiter {
  private readonly windows = new Map<string, { used: number; until: number }>();

  constructor(private readonly clock: Clock) {}

  async spend(policy: LimitPolicy, key: string): Promise<void> {
    const { most, within } = policies[policy];
    const name = `${policy} ${key}`;
    const now = this.clock();
    let window = this.windows.get(name);
    if (window === undefined || window.until <= now) {
      this.windows.delete(name);
      window = { used: 0, until: now + within };
      this.windows.set(name, window);
      for (const oldest of this.windows.keys()) {
        if (this.windows.size <= mostKeys) break;
        this.windows.delete(oldest);
      }
    }
    window.used += 1;
    if (window.used > most) throw new TooMany(Math.ceil((window.until - now) / 1000));
  }
}
