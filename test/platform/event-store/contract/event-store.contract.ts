import { afterEach, describe } from '@jest/globals';
import type { EventStore } from '../../../../src/platform/event-store/event-store.js';
import type { StoreFixture, Suite } from '../../../support/event-store/store-fixture.js';
import { describeAppending } from './event-store.contract.append.js';
import { describeConcurrency } from './event-store.contract.concurrency.js';
import { describeErasing } from './event-store.contract.erasing.js';
import { describeDuplicates } from './event-store.contract.duplicates.js';
import { describeFollowing } from './event-store.contract.following.js';
import { describeLifetime } from './event-store.contract.lifetime.js';
import { describeOutcomes } from './event-store.contract.outcomes.js';
import { describeProperties } from './event-store.contract.properties.js';
import { describeReading } from './event-store.contract.reading.js';

type Part = (suite: Suite) => void;

/** What depends on how an engine writes, and how it tells of conflicts and refusals. */
export const writingParts: readonly Part[] = [
  describeAppending,
  describeDuplicates,
  describeErasing,
  describeOutcomes,
  describeLifetime,
];

const everyPart: readonly Part[] = [
  ...writingParts,
  describeConcurrency,
  describeReading,
  describeFollowing,
  describeProperties,
];

/**
 * What every event store must do, whatever engine is behind it. The cases are numbered as commonly met by event stores:
 *
 * | cases | subject | where |
 * | --- | --- | --- |
 * | 1–13 | append | `event-store.contract.append.ts` |
 * | 14–20 | duplicates | `event-store.contract.duplicates.ts` |
 * | 21–23, 25 | concurrency | `event-store.contract.concurrency.ts` |
 * | 26, 48, 57–60, 66 | stray output, handles, faults of the disk, one file and two processes | `sqlite.event-store.spec.ts` |
 * | 27–32 | reading | `event-store.contract.reading.ts` |
 * | 33–37, 39, 40, 42–44, 48 | following | `event-store.contract.following.ts` |
 * | 49–54 | views and checkpoints | `projector.spec.ts`, `views-file.spec.ts`, `upcasting.spec.ts` |
 * | 55, 56 | kill -9 | `crash.spec.ts`, `crash.slow.ts` |
 * | 61–63 | erasing a text | `event-store.contract.erasing.ts` |
 * | 67–69 | outcomes beside the log | `event-store.contract.outcomes.ts` |
 * | 24, 64, 65 | a second instance, closing | `event-store.contract.lifetime.ts` |
 * | all, with more of everything | | `event-store.slow.ts`, `kurrentdb.slow.ts` |
 *
 * Not of this port: 38 (no engine here lets two transactions write at once), 41 and 47 (parking and leases belong to
 * consumers), 45 and 46 (a connection that drops or stays silent: to be shown by an engine that has one).
 */
export function describeEventStore(name: string, fixture: StoreFixture, parts = everyPart): void {
  describe(name, () => {
    const opened: EventStore[] = [];
    const kept = <S extends EventStore>(store: S): S => {
      opened.push(store);
      return store;
    };
    const suite: Suite = {
      ...fixture,
      open: async (clock) => {
        const { store, reopen, second } = await fixture.open(clock);
        return {
          store: kept(store),
          reopen: async (later) => kept(await reopen(later)),
          second: async () => kept(await second()),
        };
      },
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });
    for (const part of parts) part(suite);
  });
}
