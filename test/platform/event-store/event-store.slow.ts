import { afterAll, beforeAll } from '@jest/globals';
import { broad, inKurrent, inMemory, inSqlite } from '../../support/event-store/engines.js';
import { KurrentDouble } from '../../support/kurrent/kurrent-double.js';
import { realServer } from '../../support/kurrent/real-server.js';
import { describeEventStore } from './contract/event-store.contract.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await KurrentDouble.start();
});
afterAll(() => double.stop());

describeEventStore('The log in memory', broad(inMemory));
describeEventStore('The log in SQLite', broad(inSqlite));
describeEventStore('The log in EventStoreDB', broad(inKurrent(() => double.url())));

const real = realServer('esdb');
if (real !== null) describeEventStore('The log in a real server', broad(inKurrent(() => real)));
