import { KurrentChild } from '../support/kurrent/kurrent-child.js';
import { describeConnecting } from './connecting.contract.js';

describeConnecting('kurrentdb', (options) => KurrentChild.start(options));
