import { test } from '@jest/globals';
import type { Clock } from '../../src/kernel/ports.js';
import type { EventStore } from '../../src/platform/event-store/event-store.js';

/** What an engine may be unable to do by its nature: keep the log when it is closed, let several instances write to one log. */
export type Capability = 'durable' | 'shared';

/** A store on a log of its own, which is empty at first. */
export interface OpenedStore {
  readonly store: EventStore;
  /** A new instance on the same log, after the first is closed; needs `durable`. */
  readonly reopen: (clock?: Clock) => Promise<EventStore>;
  /** A further instance on the same log beside the first; needs `shared`. */
  readonly second: () => Promise<EventStore>;
}

/** How an engine is put under the contract. */
export interface StoreFixture {
  open(clock?: Clock): Promise<OpenedStore>;
  /** What it cannot do, and why; tests of that are skipped, saying so. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
}

/** What the suite hands to each of its parts: stores that are closed after the test. */
export type Suite = StoreFixture;

/** A test that an engine without the capability skips. */
export function testOf(suite: Suite, capability: Capability, name: string, proof: () => Promise<void>): void {
  const lack = suite.lacks[capability];
  if (lack === undefined) test(name, proof);
  else skipAloud(name, lack, proof);
}

function skipAloud(name: string, why: string, proof: () => Promise<void>): void {
  process.stderr.write(`Skipped: ${name}: ${why}\n`);
  test.skip(`${name} (skipped: ${why})`, proof);
}

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
  } else skipAloud(name, missing, proof);
}
