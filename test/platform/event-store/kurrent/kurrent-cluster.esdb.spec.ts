import { KurrentDouble } from '../../../support/kurrent/kurrent-double.js';
import { describeCluster } from './kurrent-cluster.contract.js';

describeCluster('esdb', (options) => KurrentDouble.start(options));
