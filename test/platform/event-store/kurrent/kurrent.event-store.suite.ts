import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { inKurrent } from '../../../support/event-store/engines.js';
import type { Double, DoubleOptions } from '../../../support/kurrent/kurrent-double.js';
import { realServer, type Scheme } from '../../../support/kurrent/real-server.js';
import { describeEventStore } from '../contract/event-store.contract.js';
import { describeFaults, describeLimits } from './kurrent.event-store.faults.js';

/**
 * All that the engine must do through one of the clients: over a double, which is given back for further tests, and over a real server where one is
 * named. `parts` are those of the contract that the double is put through: all, unless others are given.
 */
export function describeKurrent<D extends Double>(
  name: string,
  scheme: Scheme,
  start: (options?: DoubleOptions) => Promise<D>,
  parts?: Parameters<typeof describeEventStore>[2],
): () => D {
  let double: D;
  beforeAll(async () => {
    double = await start();
  });
  afterEach(() => double.forget());
  afterAll(() => double.stop());
  const url = (): string => double.url();
  describeEventStore(name, inKurrent(url), parts);
  const real = realServer(scheme);
  if (real !== null)
    describeEventStore(
      'The log in a real server',
      inKurrent(() => real),
    );
  describeFaults(() => double, url);
  describeLimits(start);
  return () => double;
}
