import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { inKurrent } from '../support/engines.js';
import { KurrentChild } from '../support/kurrent-child.js';
import { realServer } from '../support/real-server.js';
import { describeEventStore } from './event-store.contract.js';
import { describeFaults, describeLimits } from './kurrent.event-store.faults.js';

let double: KurrentChild;
beforeAll(async () => {
  double = await KurrentChild.start();
});
afterEach(() => double.forget());
afterAll(() => double.stop());

describeEventStore(
  'The log in KurrentDB, by its newer client',
  inKurrent(() => `${double.url()}&discoveryInterval=10`),
);
const real = realServer('kurrentdb');
if (real !== null)
  describeEventStore(
    'The log in a real server',
    inKurrent(() => real),
  );
describeFaults(
  () => double,
  () => `${double.url()}&discoveryInterval=10`,
);
describeLimits((options) => KurrentChild.start(options));
