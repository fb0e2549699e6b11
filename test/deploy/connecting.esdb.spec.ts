import { KurrentDouble } from '../support/kurrent/kurrent-double.js';
import { describeConnecting } from './connecting.contract.js';

describeConnecting('esdb', (options) => KurrentDouble.start(options));
