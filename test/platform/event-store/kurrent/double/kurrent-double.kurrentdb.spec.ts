import { jsonEvent, KurrentDBClient, streamNameFilter } from '@kurrent/kurrentdb-client';
import type { DoubleFixture } from '../../../../support/kurrent/double-suite.js';
import { KurrentChild } from '../../../../support/kurrent/kurrent-child.js';
import { doubleContract } from './kurrent-double.contract.js';

const library = {
  EventStoreDBClient: KurrentDBClient,
  jsonEvent,
  streamNameFilter,
} as unknown as DoubleFixture['library'];

doubleContract({ library, scheme: 'kurrentdb', start: (options) => KurrentChild.start(options) });
