import { KurrentChild } from '../support/kurrent-child.js';
import { describeKurrent } from './kurrent.event-store.suite.js';

describeKurrent('The log in KurrentDB, by its newer client', 'kurrentdb', (options) => KurrentChild.start(options));
