import { test } from '@jest/globals';
import type { Clock } from '../../../src/kernel/ports.js';
import type { EventStore } from '../../../src/platform/event-store/event-store.js';

/** A store on a log of its own, which is empty at first. */
export interface OpenedStore {
  readonly store: EventStore;
  /** A new instance on the same place, after the first is closed. */
  readonly reopen: (clock?: Clock) => Promise<EventStore>;
  /** A further instance on the same place beside the first. */
  readonly second: () => Promise<EventStore>;
}

/** How an engine is put under the contract, and what is in its nature. */
export interface StoreFixture {
  open(clock?: Clock): Promise<OpenedStore>;
  /** Whether a log outlives the instance that wrote it. */
  readonly keeps: boolean;
  /** Entries that are many for it. */
  readonly many: number;
  /** How many random sequences of uses it is put through. */
  readonly randomRuns: number;
  /** What becomes of a second instance on the same place: it is refused, it has a log of its own, or the two share one. */
  readonly second: 'refused' | 'apart' | 'shared';
}

/** What the suite hands to each of its parts: stores that are closed after the test. */
export type Suite = StoreFixture;

/**
 * A test that needs something of the machine. `missing` says what is not there, or is null; where it is missing the test is skipped
 * aloud, and fails in continuous integration, which must have it.
 */
export function testWhere(missing: string | null, name: string, proof: () => Promise<void>): void {
  if (missing === null) test(name, proof);
  else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error(`Continuous integration must have it: ${missing}`);
    });
  } else {
    process.stderr.write(`Skipped: ${name}: ${missing}\n`);
    test.skip(`${name} (skipped: ${missing})`, proof);
  }
}
