import { EntryCorrected, type Correction } from '../../kernel/correction/correction.js';
import type { DomainEvent, Recorded } from '../../kernel/message.js';
import type { EventDraft } from './envelope.js';
import type {
  Appended,
  EventStore,
  Expected,
  Filter,
  Flaw,
  Followed,
  Head,
  KeptOutcome,
  LogRange,
  RecordedCommand,
  Scavenging,
  SharedList,
  StoredEntry,
  StreamRange,
} from './event-store.js';

/** The successor of an event type, and what an event of it says, made from the older one by a pure function. */
export interface Upcast {
  readonly becomes: string;
  readonly schemaVersion: number;
  readonly saying: (event: Recorded) => Pick<DomainEvent, 'facts' | 'text'>;
}

/** The upcasts by the type they begin with. */
export type Upcasts = Readonly<Partial<Record<string, Upcast>>>;

/** Brings an event to its newest type, over as many steps as it takes; of a correction, the content it puts in place of another. */
export function upcast(upcasts: Upcasts, event: Recorded): Recorded {
  if (event.type === EntryCorrected.type) return withContentUpcast(upcasts, event as Correction);
  let current = event;
  for (let next = upcasts[current.type]; next !== undefined; next = upcasts[current.type]) {
    const { becomes: type, schemaVersion, saying } = next;
    current = { ...current, type, schemaVersion, ...saying(current) };
  }
  return current;
}

function withContentUpcast(upcasts: Upcasts, event: Correction): Recorded {
  const { facts, text } = event;
  const content = {
    ...event,
    type: facts.type,
    schemaVersion: facts.schemaVersion,
    facts: facts.facts,
    text: text?.text ?? null,
  };
  const newest = upcast(upcasts, content);
  const { type, schemaVersion } = newest;
  return {
    ...event,
    facts: { ...facts, type, schemaVersion, facts: newest.facts },
    text: text === null ? null : { ...text, text: newest.text },
  };
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

  append(
    stream: string,
    expected: Expected,
    events: readonly EventDraft[],
    request?: string,
    seen?: number,
  ): Promise<Appended> {
    return this.store.append(stream, expected, events, request, seen);
  }

  async *readStream(stream: string, range?: StreamRange): AsyncIterable<Recorded> {
    for await (const event of this.store.readStream(stream, range)) yield upcast(this.upcasts, event);
  }

  async *readAll(range: LogRange = {}): AsyncIterable<Recorded> {
    for await (const event of this.store.readAll({ ...range, ...this.widened(range.filter) }))
      yield upcast(this.upcasts, event);
  }

  readEntries(from: number): AsyncIterable<StoredEntry> {
    return this.store.readEntries(from);
  }

  readLeaves(from: number): AsyncIterable<Pick<StoredEntry, 'entry' | 'leaf'>> {
    return this.store.readLeaves(from);
  }

  async *follow(range: {
    readonly after: number;
    readonly filter?: Filter;
    readonly signal?: AbortSignal;
  }): AsyncIterable<Followed> {
    for await (const heard of this.store.follow({ ...range, ...this.widened(range.filter) })) {
      yield heard.kind === 'event' ? { kind: 'event', event: upcast(this.upcasts, heard.event) } : heard;
    }
  }

  async readCommand(commandId: string): Promise<RecordedCommand | null> {
    const recorded = await this.store.readCommand(commandId);
    if (recorded === null) return null;
    return {
      events: recorded.events.map((event) => upcast(this.upcasts, event)),
      isSame: (request) => recorded.isSame(request),
    };
  }

  keepOutcome(kept: KeptOutcome): Promise<KeptOutcome> {
    return this.store.keepOutcome(kept);
  }

  readOutcome(commandId: string): Promise<KeptOutcome | null> {
    return this.store.readOutcome(commandId);
  }

  readOutcomes(): AsyncIterable<KeptOutcome> {
    return this.store.readOutcomes();
  }

  head(): Promise<Head> {
    return this.store.head();
  }

  sync(): Promise<void> {
    return this.store.sync();
  }

  get trouble(): string | null {
    return this.store.trouble;
  }

  get unknown(): Flaw | null {
    return this.store.unknown;
  }

  get scavenging(): Scavenging | null {
    return this.store.scavenging;
  }

  get isShared(): boolean {
    return this.store.isShared;
  }

  copyIn(entries: readonly StoredEntry[]): Promise<void> {
    return this.store.copyIn(entries);
  }

  shared(name: string): SharedList | null {
    return this.store.shared(name);
  }

  eraseText(entry: number): Promise<void> {
    return this.store.eraseText(entry);
  }

  audit(options?: { readonly thorough?: boolean; readonly signal?: AbortSignal }): AsyncIterable<Flaw> {
    return this.store.audit(options);
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** Who asks for a type also gets what older types become; a type that has a successor is found by that alone. */
  private widened(filter: Filter | undefined): { filter?: Filter } {
    if (filter?.types === undefined) return filter === undefined ? {} : { filter };
    const wanted = new Set(filter.types);
    const types = [...wanted, ...Object.keys(this.upcasts)];
    return { filter: { ...filter, types: types.filter((type) => wanted.has(this.newestOf(type))) } };
  }

  private newestOf(type: string): string {
    const next = this.upcasts[type];
    return next === undefined ? type : this.newestOf(next.becomes);
  }
}
