import { afterAll, beforeAll } from '@jest/globals';
import { broad, inKurrent, inMemory, inSqlite } from '../support/engines.js';
import { KurrentDouble } from '../support/kurrent-double.js';
import { realServer } from '../support/real-server.js';
import { describeEventStore } from './event-store.contract.js';

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
