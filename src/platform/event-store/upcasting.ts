import type { Happening, Recorded } from '../../kernel/message.js';
import type { Draft } from './envelope.js';
import type { Appended, EventStore, Expected, Filter, Followed, Head, LogRange, RecordedCommand, StoredEntry, StreamRange } from './event-store.js';

/** For each event type that has a successor: what the newer type says, made from the older by a pure function. */
export type Upcasts = Readonly<Record<string, (event: Recorded) => Happening & { readonly schemaVersion: number }>>;

/** Brings an event to its newest type, over as many steps as it takes. */
export function upcast(upcasts: Upcasts, event: Recorded): Recorded {
  let current = event;
  for (let next = upcasts[current.type]; next !== undefined; next = upcasts[current.type]) current = { ...current, ...next(current) };
  return current;
}

/**
 * A store whose readers see only the newest types, whichever way they read. What is stored stays as it was written: leaves
 * and parts come through unchanged.
 */
export class UpcastingEventStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly upcasts: Upcasts,
  ) {}

  append(stream: string, expected: Expected, events: readonly Draft[], request?: string): Promise<Appended> {
    return this.store.append(stream, expected, events, request);
  }

  async *readStream(stream: string, range?: StreamRange): AsyncIterable<Recorded> {
    for await (const event of this.store.readStream(stream, range)) yield upcast(this.upcasts, event);
  }

  async *readAll(range: LogRange = {}): AsyncIterable<Recorded> {
    for await (const event of this.store.readAll({ ...range, ...this.widened(range.filter) })) yield upcast(this.upcasts, event);
  }

  readEntries(from: number): AsyncIterable<StoredEntry> {
    return this.store.readEntries(from);
  }

  async *follow(range: { readonly after: number; readonly filter?: Filter; readonly signal?: AbortSignal }): AsyncIterable<Followed> {
    for await (const heard of this.store.follow({ ...range, ...this.widened(range.filter) })) {
      yield heard.kind === 'event' ? { kind: 'event', event: upcast(this.upcasts, heard.event) } : heard;
    }
  }

  async readCommand(commandId: string): Promise<RecordedCommand | null> {
    const recorded = await this.store.readCommand(commandId);
    if (recorded === null) return null;
    return { events: recorded.events.map((event) => upcast(this.upcasts, event)), isSame: (request) => recorded.isSame(request) };
  }

  head(): Promise<Head> {
    return this.store.head();
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** Who asks for a type also gets what older types become. */
  private widened(filter: Filter | undefined): { filter?: Filter } {
    if (filter?.types === undefined) return filter === undefined ? {} : { filter };
    const wanted = new Set(filter.types);
    const older = Object.keys(this.upcasts).filter((type) => wanted.has(this.newestOf(type)));
    return { filter: { ...filter, types: [...wanted, ...older] } };
  }

  private newestOf(type: string): string {
    return upcast(this.upcasts, { type, facts: {}, text: null } as Recorded).type;
  }
}
