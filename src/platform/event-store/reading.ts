import type { Recorded } from '../../kernel/message.js';
import type { EventStore } from './event-store.js';

/** All that an iterable gives. */
export async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/** An entry of a log by its number; null when there is none. */
export async function entryAt(store: EventStore, number: number): Promise<Recorded | null> {
  for await (const event of store.readAll({ after: number - 1, limit: 1 })) return event;
  return null;
}
