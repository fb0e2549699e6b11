import { test } from '@jest/globals';
import { inKurrent } from '../support/engines.js';
import { realServer } from '../support/real-server.js';
import { describeEventStore } from './event-store.contract.js';

if (realServer === null) test.skip('The log in a real EventStoreDB or KurrentDB (skipped: no IDC_TEST_ESDB names one)', () => undefined);
else {
  const url = realServer;
  describeEventStore(
    'The log in a real EventStoreDB or KurrentDB',
    inKurrent(() => url),
  );
}
