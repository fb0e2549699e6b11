import { afterAll, beforeAll } from '@jest/globals';
import { inKurrent } from '../support/engines.js';
import { KurrentDouble } from '../support/kurrent-double.js';
import { describeEventStore } from './event-store.contract.js';
import { describeFaults, describeLimits } from './kurrent.event-store.faults.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await KurrentDouble.start();
});
afterAll(() => double.stop());

describeEventStore(
  'The log in EventStoreDB',
  inKurrent(() => double.url()),
);
describeFaults(
  () => double,
  () => double.url(),
);
describeLimits((options) => KurrentDouble.start(options));
