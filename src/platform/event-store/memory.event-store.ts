import type { Clock } from '../../kernel/ports.js';
import type { Recorded } from '../../kernel/message.js';
import { checkAppend, firstResult, isAsExpected } from './append-rules.js';
import { envelope, fingerprint, isFingerprintOf, unseal, type EventDraft } from './envelope.js';
import {
  CommandAlreadyRecorded,
  StoreClosed,
  WrongRevision,
  type Appended,
  type EventStore,
  type Expected,
  type Filter,
  type Followed,
  type Head,
  type KeptOutcome,
  type LogRange,
  type RecordedCommand,
  type StoredEntry,
  type StreamRange,
} from './event-store.js';
import { AppendSignal, followBy } from './follow.js';

interface MemoryEntry extends Omit<StoredEntry, 'text' | 'textSalt'> {
  text: string | null;
  textSalt: Uint8Array | null;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly eventId: string;
  readonly commandId: string;
  readonly part: number;
  request: Uint8Array | null;
}

/** The log in memory: for tests, rehearsals and registers that may be forgotten. Keeps all the port's promises but durability. */
export class MemoryEventStore implements EventStore {
  private readonly entries: MemoryEntry[] = [];
  private readonly streams = new Map<string, MemoryEntry[]>();
  private readonly byEventId = new Map<string, MemoryEntry>();
  private readonly byCommandId = new Map<string, MemoryEntry[]>();
  private readonly outcomes = new Map<string, KeptOutcome>();
  private readonly appended = new AppendSignal();
  private lastRecorded = 0;
  private closed = false;

  constructor(private readonly clock: Clock) {}

  async append(stream: string, expected: Expected, drafts: readonly EventDraft[], request?: string): Promise<Appended> {
    this.mustBeOpen();
    const parts = checkAppend(stream, drafts);
    const actual = (this.streams.get(stream)?.length ?? 0) - 1;
    const done = this.alreadyDone(stream, expected, drafts);
    if (done !== null) return done;
    if (!isAsExpected(expected, actual)) throw new WrongRevision(stream, expected, actual);
    const firstEntry = this.entries.length;
    const lastRecorded = Math.max(this.clock(), this.lastRecorded);
    const recordedAt = new Date(lastRecorded).toISOString();
    const kept = drafts.map((draft, index): MemoryEntry => {
      const { facts, text } = parts[index] as (typeof parts)[number];
      const place = { entry: firstEntry + index, stream, revision: actual + 1 + index, recordedAt };
      return {
        ...place,
        type: draft.type,
        eventId: draft.eventId,
        commandId: draft.commandId,
        part: index,
        leaf: envelope(draft, { facts, text }, place),
        facts: facts.json,
        factsSalt: facts.salt,
        text: text?.json ?? null,
        textSalt: text?.salt ?? null,
        request: index === 0 && request !== undefined ? fingerprint(request) : null,
        code: null,
      };
    });
    this.lastRecorded = lastRecorded;
    for (const one of kept) this.keep(one);
    this.appended.ring();
    return { stream, firstEntry, lastEntry: this.entries.length - 1, revision: actual + drafts.length, recordedAt };
  }

  async *readStream(
    stream: string,
    { from, limit = Infinity, backwards = false }: StreamRange = {},
  ): AsyncIterable<Recorded> {
    this.mustBeOpen();
    const all = this.streams.get(stream) ?? [];
    let left = limit;
    for (
      let index = backwards ? Math.min(from ?? Infinity, all.length - 1) : (from ?? 0);
      left > 0;
      index += backwards ? -1 : 1, left--
    ) {
      const one = all[index];
      if (one === undefined) return;
      yield read(one);
      this.mustBeOpen();
    }
  }

  async *readAll({ after, limit = Infinity, backwards = false, filter }: LogRange = {}): AsyncIterable<Recorded> {
    this.mustBeOpen();
    let left = limit;
    for (
      let index = backwards ? Math.min(after ?? Infinity, this.entries.length) - 1 : (after ?? -1) + 1;
      left > 0;
      index += backwards ? -1 : 1
    ) {
      const one = this.entries[index];
      if (one === undefined) return;
      if (!matches(one, filter)) continue;
      left -= 1;
      yield read(one);
      this.mustBeOpen();
    }
  }

  async *readEntries(from: number): AsyncIterable<StoredEntry> {
    this.mustBeOpen();
    for (let index = from; index < this.entries.length; index++) yield this.entries[index] as MemoryEntry;
  }

  readLeaves(from: number): AsyncIterable<Pick<StoredEntry, 'entry' | 'leaf'>> {
    return this.readEntries(from);
  }

  follow(range: {
    readonly after: number;
    readonly filter?: Filter;
    readonly signal?: AbortSignal;
  }): AsyncIterable<Followed> {
    return followBy({
      ...range,
      appended: this.appended,
      size: () => (this.closed ? null : this.entries.length),
      page: (after, filter) => {
        const page: Recorded[] = [];
        for (let index = after + 1; index < this.entries.length && page.length < 500; index++) {
          const one = this.entries[index] as MemoryEntry;
          if (matches(one, filter)) page.push(read(one));
        }
        return page;
      },
    });
  }

  async readCommand(commandId: string): Promise<RecordedCommand | null> {
    this.mustBeOpen();
    const kept = this.byCommandId.get(commandId);
    if (kept === undefined) return null;
    const asked = kept[0]?.request ?? null;
    return { events: kept.map(read), isSame: (request) => asked === null || isFingerprintOf(asked, request) };
  }

  async keepOutcome(kept: KeptOutcome): Promise<KeptOutcome> {
    this.mustBeOpen();
    const first = this.outcomes.get(kept.commandId) ?? kept;
    this.outcomes.set(kept.commandId, first);
    return first;
  }

  async readOutcome(commandId: string): Promise<KeptOutcome | null> {
    this.mustBeOpen();
    return this.outcomes.get(commandId) ?? null;
  }

  async *readOutcomes(): AsyncIterable<KeptOutcome> {
    this.mustBeOpen();
    yield* [...this.outcomes.values()].sort((one, other) => (one.commandId < other.commandId ? -1 : 1));
  }

  async head(): Promise<Head> {
    this.mustBeOpen();
    return {
      size: this.entries.length,
      recordedAt: this.entries.length === 0 ? null : new Date(this.lastRecorded).toISOString(),
    };
  }

  readonly isShared = false;
  readonly trouble = null;
  readonly scavenging = null;
  readonly unknown = null;

  async sync(): Promise<void> {
    this.mustBeOpen();
  }

  async copyIn(entries: readonly StoredEntry[]): Promise<void> {
    this.mustBeOpen();
    const events = entries.map(({ leaf }) => JSON.parse(leaf) as Recorded);
    events.forEach(({ entry }, index) => {
      if (entry !== this.entries.length + index)
        throw new RangeError(`Entry ${entry} is out of sequence: the log has ${this.entries.length + index} entries.`);
    });
    entries.forEach((kept, index) => {
      const { stream, revision, type, eventId, commandId, recordedAt } = events[index] as Recorded;
      const part = this.byCommandId.get(commandId)?.length ?? 0;
      this.keep({ ...kept, stream, revision, type, eventId, commandId, part });
      this.lastRecorded = Math.max(this.lastRecorded, Date.parse(recordedAt));
    });
    this.appended.ring();
  }

  shared(): null {
    return null;
  }

  async eraseText(entry: number): Promise<void> {
    this.mustBeOpen();
    const one = this.entries[entry];
    if (one?.text == null) return;
    [one.text, one.textSalt] = [null, null];
    for (const other of this.byCommandId.get(one.commandId) ?? []) other.request = null;
  }

  /** There is nothing beside the leaves. */
  async *audit(): AsyncIterable<never> {
    // Nothing to compare.
  }

  async close(): Promise<void> {
    this.closed = true;
    this.appended.ring();
  }

  private keep(one: MemoryEntry): void {
    this.entries.push(one);
    this.byEventId.set(one.eventId, one);
    for (const [map, key] of [
      [this.streams, one.stream],
      [this.byCommandId, one.commandId],
    ] as const) {
      const list = map.get(key);
      if (list === undefined) map.set(key, [one]);
      else list.push(one);
    }
  }

  private alreadyDone(stream: string, expected: Expected, drafts: readonly EventDraft[]): Appended | null {
    const known = drafts
      .flatMap(({ eventId }) => this.byEventId.get(eventId) ?? [])
      .map((one) => ({ ...one, recordedAt: read(one).recordedAt }));
    const reused = known.length > 0 ? undefined : drafts.find(({ commandId }) => this.byCommandId.has(commandId));
    if (reused !== undefined) throw new CommandAlreadyRecorded(reused.commandId);
    return firstResult(stream, expected, drafts, known, (entry) => (this.entries[entry]?.part ?? 0) > 0);
  }

  private mustBeOpen(): void {
    if (this.closed) throw new StoreClosed();
  }
}

const read = ({ leaf, facts, text }: MemoryEntry): Recorded => unseal(leaf, facts, text);

const matches = ({ stream, type }: MemoryEntry, filter: Filter | undefined): boolean =>
  (filter?.streamPrefix === undefined || stream.startsWith(filter.streamPrefix)) &&
  (filter?.types === undefined || filter.types.includes(type));
