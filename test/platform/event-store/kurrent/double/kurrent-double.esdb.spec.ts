import * as library from '@eventstore/db-client';
import { KurrentDouble } from '../../../../support/kurrent/kurrent-double.js';
import { doubleContract } from './kurrent-double.contract.js';

doubleContract({ library, scheme: 'esdb', start: (options) => KurrentDouble.start(options) });
