import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type {
  AllStreamSubscription,
  AppendExpectedRevision,
  AppendToStreamOptions,
  EventStoreDBClient,
  JSONEventData,
  Position,
  StreamSubscription,
} from '@eventstore/db-client';
import { selfSigned } from '../support/certificate.js';
import type { Double, DoubleOptions } from '../support/kurrent-double.js';
import { upTo } from '../support/drafts.js';
import { temporaryFolder } from '../support/temporary.js';

/** A client with the double it speaks to: both clients have the names and types of the first, but for what `appending` knows. */
export interface DoubleFixture {
  readonly scheme: string;
  start(options?: DoubleOptions): Promise<Double>;
  connect(url: string): EventStoreDBClient;
  event(number: number, id: string): JSONEventData;
  prefixes(prefixes: string[], checkpointReached: (position: Position) => void): Parameters<EventStoreDBClient['subscribeToAll']>[0];
}

const credentials = { username: 'admin', password: 'changeit' };
