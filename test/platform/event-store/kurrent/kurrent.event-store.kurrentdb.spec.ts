import { KurrentChild } from '../../../support/kurrent/kurrent-child.js';
import { writingParts } from '../contract/event-store.contract.js';
import { describeKurrent } from './kurrent.event-store.suite.js';

// Whatever the client, it is read from the instance's own copy: that is tried with the older client here, and with both by the slow suite.
describeKurrent(
  'The log in KurrentDB, by its newer client',
  'kurrentdb',
  (options) => KurrentChild.start(options),
  writingParts,
);
