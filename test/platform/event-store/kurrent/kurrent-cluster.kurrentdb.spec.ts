import { KurrentChild } from '../../../support/kurrent/kurrent-child.js';
import { describeCluster } from './kurrent-cluster.contract.js';

describeCluster('kurrentdb', (options) => KurrentChild.start(options));
