import { afterAll, beforeAll } from '@jest/globals';
import { broad, inKurrent } from '../../../support/event-store/engines.js';
import { KurrentChild } from '../../../support/kurrent/kurrent-child.js';
import { realServer } from '../../../support/kurrent/real-server.js';
import { describeEventStore } from '../contract/event-store.contract.js';

let double: KurrentChild;
beforeAll(async () => {
  double = await KurrentChild.start();
});
afterAll(() => double.stop());

describeEventStore('The log in KurrentDB, by its newer client', broad(inKurrent(() => double.url())));

const real = realServer('kurrentdb');
if (real !== null) describeEventStore('The log in a real server, by the newer client', broad(inKurrent(() => real)));
