import type { Reducer } from '../../kernel/decider.js';
import { retractedIn } from '../../kernel/correction/correction.js';
import { entryConcerned } from '../../kernel/correction/redaction.js';
import type { DomainEvent, Recorded } from '../../kernel/message.js';
import { countsFrom, timeline, type StreamRelations } from '../../kernel/time/timeline.js';
import type { EventStore } from '../event-store/event-store.js';
import { gather } from '../event-store/reading.js';

/** A stream as a command finds it. */
export interface Loaded<S> {
  readonly state: S;
  /** -1 when the stream does not exist. */
  readonly revision: number;
  /** Its last entry; null when the stream does not exist. */
  readonly lastEntry: number | null;
  /** Who added its entries of this day. */
  readonly recent: readonly string[];
}

interface Kept extends Omit<Loaded<unknown>, 'recent'> {
  /** The last day from which any of its events counts; `never` where what comes next has to be folded with all of it. */
  readonly lastDay: string;
  /** Who added its last entries, and on which days. */
  readonly added: readonly { readonly day: string; readonly actor: string }[];
  /** About how much its events take. */
  readonly bytes: number;
}

const nothing = { revision: -1, lastEntry: null, lastDay: '', added: [], bytes: 0 } as const;

/** Behind every day. */
const never = '~';

/** Characters of events whose states are kept at most. */
const mostKept = 16 * 2 ** 20;

/** What an event takes beside its own characters. */
const overhead = 256;

const sizeOf = ({ facts, text }: DomainEvent): number =>
  overhead + JSON.stringify(facts).length + (text === null ? 0 : JSON.stringify(text).length);

/**
 * The folded states of streams, so that a command costs the same however long its stream is: what was added since the last time is
 * folded into the state that is kept. A stream whose past has changed (an earlier date, a correction, a redaction) is folded anew. As in
 * the views, this relies on the rules: a part is opened before an entry names it, and its name is never reused. The states that were
 * not used for longest are dropped first.
 */
export class FoldedStreams {
  private readonly kept = new Map<string, Map<Reducer<unknown>, Kept>>();
  private held = 0;

  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly relations: StreamRelations,
    private readonly room: number = mostKept,
  ) {}

  /** The state of a stream as far as the log goes; `today` is the day whose entries are `recent`. */
  async load<S>(stream: string, fold: Reducer<S>, today: string): Promise<Loaded<S>> {
    const known = this.kept.get(stream)?.get(fold);
    const newer = await gather(this.store.readStream(stream, { from: (known?.revision ?? -1) + 1 }));
    const now =
      known !== undefined && this.follow(fold, newer, known.lastDay)
        ? this.continued(known, fold, newer, today)
        : this.foldedAnew(fold, known === undefined ? newer : await gather(this.store.readStream(stream)), today);
    this.keep(stream, fold, now);
    const { state, revision, lastEntry, added } = now;
    return {
      state: state as S,
      revision,
      lastEntry,
      recent: added.filter(({ day }) => day >= today).map(({ actor }) => actor),
    };
  }

  /** Drops what is kept of a stream, and with it all words that its states hold. */
  forget(stream: string): void {
    for (const { bytes } of this.kept.get(stream)?.values() ?? []) this.held -= bytes;
    this.kept.delete(stream);
  }

  /** Whether events simply follow those of their stream. */
  private follow(
    { asRecorded }: Pick<Reducer<unknown>, 'asRecorded'>,
    events: readonly Recorded[],
    last: string,
  ): boolean {
    if (asRecorded) return true;
    let before = last;
    return events.every((event) => {
      const day = countsFrom(event);
      const follows = day >= before && entryConcerned(event) === null && this.relations.opens[event.type] !== 'stream';
      before = day;
      return follows;
    });
  }

  private continued<S>(known: Kept, fold: Reducer<S>, events: readonly Recorded[], today: string): Kept {
    const last = events.at(-1);
    if (last === undefined) return known;
    return {
      state: events.reduce((state, event) => fold.evolve(state, event), known.state as S),
      revision: last.revision,
      lastEntry: last.entry,
      lastDay: fold.asRecorded ? '' : countsFrom(last),
      added: addedOn(today, known.added, events),
      bytes: events.reduce((sum, event) => sum + sizeOf(event), known.bytes),
    };
  }

  private foldedAnew<S>(fold: Reducer<S>, events: readonly Recorded[], today: string): Kept {
    if (fold.asRecorded) return this.continued({ ...nothing, state: fold.initial }, fold, events, today);
    const { held, last: lastDay } = timeline(events, this.relations);
    const isWhole = this.isWhole(events, new Set(held.map(({ event }) => event.entry)));
    const last = events.at(-1);
    return {
      state: held.reduce((state, { event }) => fold.evolve(state, event), fold.initial),
      revision: last?.revision ?? -1,
      lastEntry: last?.entry ?? null,
      lastDay: isWhole ? lastDay : never,
      added: addedOn(today, [], events),
      bytes: events.reduce((sum, event) => sum + sizeOf(event), 0),
    };
  }

  /** Whether nothing of a stream is left out but retracted entries on which no other can rest. */
  private isWhole(events: readonly Recorded[], held: ReadonlySet<number>): boolean {
    const retracted = retractedIn(events);
    return events.every(
      ({ entry, type }) => held.has(entry) || (retracted.has(entry) && this.relations.opens[type] === undefined),
    );
  }

  private keep(stream: string, fold: Reducer<unknown>, now: Kept): void {
    if (now.revision === -1) return;
    const folds = this.kept.get(stream) ?? new Map<Reducer<unknown>, Kept>();
    this.held += now.bytes - (folds.get(fold)?.bytes ?? 0);
    folds.set(fold, now);
    this.kept.delete(stream);
    this.kept.set(stream, folds);
    for (const oldest of this.kept.keys()) {
      if (this.held <= this.room) break;
      this.forget(oldest);
    }
  }
}

/** Who added entries from a day on. */
function addedOn(today: string, before: Kept['added'], events: readonly Recorded[]): Kept['added'] {
  const added = events.map(({ recordedAt, actor }) => ({ day: recordedAt.slice(0, 10), actor }));
  return [...before, ...added].filter(({ day }) => day >= today);
}
