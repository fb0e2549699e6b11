import type * as client from '@eventstore/db-client';
import type { Double, DoubleOptions } from './kurrent-double.js';

/** One of the two clients, under the names of the first, and how the double that it speaks to is started. */
export interface DoubleFixture {
  readonly library: Pick<typeof client, 'EventStoreDBClient' | 'jsonEvent' | 'streamNameFilter'>;
  readonly scheme: string;
  readonly start: (options?: DoubleOptions) => Promise<Double>;
}

export interface DoubleSuite extends DoubleFixture {
  /** A double that ends after the test. */
  readonly started: (options?: DoubleOptions) => Promise<Double>;
  /** A client that ends after the test. */
  readonly connected: (url: string) => client.EventStoreDBClient;
  readonly opened: (options?: DoubleOptions) => Promise<{ double: Double; db: client.EventStoreDBClient }>;
  readonly event: (number: number) => client.JSONEventData;
  readonly events: (count: number, first?: number) => client.JSONEventData[];
}

export const credentials = { username: 'admin', password: 'changeit' };

/** What an append expects, for either client. Whether it goes to `Append` or to `BatchAppend` is told by whether it brings credentials. */
export const expecting = (
  expected: client.AppendExpectedRevision,
  more: client.AppendToStreamOptions = { credentials },
): client.AppendToStreamOptions =>
  ({ expectedRevision: expected, streamState: expected, ...more }) as client.AppendToStreamOptions;

type Heard = { event?: { data: unknown } };

/** The numbers in the events that are read, or in the first of them. */
export async function numbersOf(reading: object, most = Infinity): Promise<unknown[]> {
  const numbers: unknown[] = [];
  for await (const { event } of reading as AsyncIterable<Heard>) {
    numbers.push((event?.data as { number: number }).number);
    if (numbers.length === most) break;
  }
  return numbers;
}

/** The next numbers of a subscription, which is then left: to leave the iteration alone does not tell the server. */
export async function heardBy(subscription: { unsubscribe(): Promise<void> }, most: number): Promise<unknown[]> {
  const numbers = await numbersOf(subscription, most);
  await subscription.unsubscribe();
  return numbers;
}
