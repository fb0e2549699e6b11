import { afterAll, beforeAll } from '@jest/globals';
import { inKurrent } from '../support/engines.js';
import { KurrentDouble } from '../support/kurrent-double.js';
import { describeEventStore } from './event-store.contract.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await KurrentDouble.start();
});
afterAll(() => double.stop());

describeEventStore(
  'The log in EventStoreDB',
  inKurrent(() => double.url()),
);
