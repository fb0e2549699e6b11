import type { Recorded } from '../../../kernel/message.js';
import { entryConcerned, isRedaction, withoutRedacted } from '../../../kernel/correction/redaction.js';
import { isSame } from '../../../kernel/values/same.js';
import { endOfTime } from '../../../kernel/time/partial-date.js';
import { countsFrom, daysOf, timeline, type Held, type StreamRelations } from '../../../kernel/time/timeline.js';
import type { Sqlite } from '../../sqlite.js';
import type { Stamp } from '../documents.js';
import { Fold } from '../fold.js';
import { least, Streams, type StreamRow } from './timelines.js';
import { VersionWriter, type StreamDays } from './version-writer.js';
import { dayNumber, openDay, type Piece } from './versions.js';
import type { View } from '../view.js';

/** The events of a stream as far as the read model goes, as they were recorded. */
export type History = (stream: string) => Promise<readonly Recorded[]>;

/** Documents in use beyond which they are let go of after a batch. */
const mostKnown = 4000;

/**
 * Computes what new entries change in the versions of all documents. A stream whose new event counts from its
 * last day or later continues where it was; one whose past has changed (an earlier date, a correction) is
 * refolded from its own history, once, and the differences are written. This relies on the rules: a part is
 * opened before an entry names it, and its name is never reused. Nothing is written before `flush`.
 */
export class Refolding {
  private readonly streams: Streams;
  private readonly writer: VersionWriter;
  private readonly folds = new Map<string, Fold>();
  private readonly redacted: Recorded[] = [];

  constructor(
    private readonly file: Sqlite,
    private readonly views: readonly View[],
    private readonly relations: StreamRelations,
    today: () => string,
  ) {
    this.streams = new Streams(file, relations);
    this.writer = new VersionWriter(file, this.streams, views, today);
  }

  /** Takes the next entry. */
  async take(event: Recorded, history: History): Promise<void> {
    const { stream, entry } = event;
    const row = this.streams.of(stream) ?? this.streams.make(stream, entry);
    this.streams.take(event);
    const { first } = row;
    if (this.goesOn(row, event)) this.follow(row, event);
    else await this.refold(row, entry, history);
    if (row.first !== first) await this.showParent(row, entry, history);
    if (isRedaction(event)) this.redacted.push(event);
  }

  /**
   * Writes everything that is not written yet. If text of a stream was redacted, all its versions are then
   * rewritten without it; `histories` are those of `redactedStreams`, as far as entries were processed.
   */
  flush(histories: ReadonlyMap<string, readonly Recorded[]>): void {
    const streams = this.redactedStreams;
    this.redacted.length = 0;
    this.write();
    for (const stream of streams) this.rewrite(stream, withoutRedacted(histories.get(stream) ?? []));
  }

  /** The streams whose words were redacted by what is not written yet. */
  get redactedStreams(): readonly string[] {
    return [...new Set(this.redacted.map(({ stream }) => stream))];
  }

  private write(): void {
    this.streams.flush();
    this.writer.flush();
    if (this.writer.size + this.streams.size > mostKnown) this.clear();
  }

  /** A document that is written, by its id. */
  document(id: number): object {
    return this.writer.document(id);
  }

  /** Lets go of all that is in use, written or not. */
  clear(): void {
    this.folds.clear();
    this.redacted.length = 0;
    this.writer.clear();
    this.streams.clear();
  }

  /** Rewrites the versions of a stream's records, for every entry that has changed them. */
  private rewrite(stream: string, events: readonly Recorded[]): void {
    const elsewhere = this.file.all<{ entry: number }>('SELECT entry FROM touched WHERE stream = ?', stream);
    const entries = [...new Set([...events, ...elsewhere].map(({ entry }) => entry))].sort((one, other) => one - other);
    this.clear();
    this.writer.erase(stream);
    this.writer.rewriting = stream;
    const own = new Map(events.map((event) => [event.entry, event]));
    let [before, first, last, known]: [readonly Held[], string | null, string, number] = [[], null, '', 0];
    for (const entry of entries) {
      const event = own.get(entry);
      if (event !== undefined) known += 1;
      const shownBy = this.streams.shownByChildrenAt(stream, entry + 1);
      if (
        event !== undefined &&
        this.follows(event, known === 1 ? (shownBy === null ? '' : null) : first === null ? null : last)
      ) {
        this.showNext(stream, event);
        const day = countsFrom(event);
        [first, last, before] = [least(first, day), day, [...before, { event, day }]];
        continue;
      }
      const now = timeline(events.slice(0, known), this.relations, endOfTime, shownBy);
      const from = event === undefined ? 0 : firstDifference(before, now.held);
      if (from !== null) {
        const { fold, days } = this.daysOf(now.held, from);
        this.writer.putAll(stream, entry, from, days);
        this.folds.set(stream, fold);
      }
      [first, last, before] = [now.first === null ? null : least(now.first, shownBy), now.last, now.held];
    }
    this.writer.rewriting = null;
    this.write();
    this.clear();
  }

  private goesOn(row: StreamRow, event: Recorded): boolean {
    const isFirst = row.from_entry === event.entry && !row.isStored && row.last === '';
    const last = isFirst
      ? this.streams.shownByChildren(row.stream) === null
        ? ''
        : null
      : row.first === null
        ? null
        : row.last;
    return this.follows(event, last, isFirst);
  }

  /**
   * Whether an event simply follows those of its stream, whose last counts from a day; null if it has to be
   * refolded in any case.
   */
  private follows(event: Recorded, last: string | null, isFirst = last === ''): boolean {
    if (last === null || entryConcerned(event) !== null) return false;
    return isFirst || (countsFrom(event) >= last && this.opens(event) === 0);
  }

  private opens({ type }: Recorded): 0 | 1 {
    return this.relations.opens[type] === 'stream' ? 1 : 0;
  }

  /** Shows an event that counts from the last day of its stream or later. */
  private follow(row: StreamRow, event: Recorded): void {
    this.showNext(row.stream, event);
    const { certain, possible } = daysOf(event);
    const own = row.is_opened === 1 ? row.possible : least(row.possible, possible, certain);
    this.streams.set(row, event.entry, {
      own_first: least(row.own_first, certain),
      first: least(row.first, certain),
      possible: own,
      last: certain,
      is_opened: row.is_opened || this.opens(event),
    });
  }

  private showNext(stream: string, event: Recorded): void {
    const fold = this.foldOf(stream);
    this.show(event, fold);
    const from = dayNumber(countsFrom(event));
    for (const [table, keys] of fold.takeChanges()) {
      for (const key of keys) {
        const document = fold.get(table, key);
        this.writer.put(
          table,
          stream,
          key,
          event.entry,
          from,
          document === undefined ? [] : [{ from, to: openDay, content: document }],
        );
      }
    }
  }

  /** Refolds a stream as of an entry. */
  private async refold(row: StreamRow, entry: number, history: History): Promise<void> {
    const { stream } = row;
    const events = (await history(stream)).filter((event) => event.entry <= entry);
    const shownBy = this.streams.shownByChildren(stream);
    const before = timeline(
      events.filter((event) => event.entry < entry),
      this.relations,
      endOfTime,
      row.first,
    ).held;
    const { held, first, last, possible } = timeline(events, this.relations, endOfTime, shownBy);
    const from = firstDifference(before, held);
    if (from !== null) {
      const { fold, days } = this.daysOf(held, from);
      this.writer.putAll(stream, entry, from, days);
      this.folds.set(stream, fold);
    }
    this.streams.set(row, entry, {
      own_first: first,
      first: first === null ? null : least(first, shownBy),
      possible,
      last,
      is_opened: row.is_opened || events.some((event) => this.opens(event) === 1) ? 1 : 0,
    });
  }

  /** Where the first day of a thing has changed, the thing it belongs to may be there from another day on. */
  private async showParent(row: StreamRow, entry: number, history: History): Promise<void> {
    const parent = row.parent === null ? undefined : this.streams.of(row.parent);
    if (parent === undefined || parent.own_first === null || parent.first === null) return;
    const { first } = parent;
    if (least(parent.own_first, this.streams.shownByChildren(parent.stream)) === first) return;
    await this.refold(parent, entry, history);
    if (parent.first !== first) await this.showParent(parent, entry, history);
  }

  /** What a timeline makes of a stream's things, from a day on. */
  private daysOf(held: readonly Held[], from: number): { fold: Fold; days: StreamDays } {
    const fold = new Fold();
    const days = new Map<string, Map<string, Piece<Stamp>[]>>();
    const close = (day: number): void => {
      for (const [table, keys] of fold.takeChanges()) {
        const found = days.get(table) ?? new Map<string, Piece<Stamp>[]>();
        days.set(table, found);
        for (const key of keys) {
          const pieces = found.get(key) ?? [];
          found.set(key, pieces);
          const last = pieces.at(-1);
          const start = Math.max(day, from);
          if (last?.to === openDay) pieces.pop();
          if (last?.to === openDay && last.from < start) pieces.push({ ...last, to: start });
          const document = fold.get(table, key);
          if (document !== undefined) pieces.push({ from: start, to: openDay, content: document });
        }
      }
    };
    for (const [place, { event, day }] of held.entries()) {
      this.show(event, fold);
      if (held[place + 1]?.day !== day) close(dayNumber(day));
    }
    return { fold, days };
  }

  private foldOf(stream: string): Fold {
    const known = this.folds.get(stream);
    if (known !== undefined) return known;
    const fold = new Fold((name, key) => this.writer.newest(name, stream, key));
    this.folds.set(stream, fold);
    return fold;
  }

  private show(event: Recorded, fold: Fold): void {
    for (const view of this.views) view.on[event.type]?.(event, fold);
  }
}

/** The first day on which two timelines are not the same; null where they are. */
function firstDifference(one: readonly Held[], other: readonly Held[]): number | null {
  const length = Math.min(one.length, other.length);
  let place = 0;
  while (place < length && isSameHeld(one[place] as Held, other[place] as Held)) place += 1;
  const days = [one[place]?.day, other[place]?.day].filter((day) => day !== undefined).map(dayNumber);
  return days.length === 0 ? null : Math.min(...days);
}

const isSameHeld = (one: Held, other: Held): boolean =>
  one.day === other.day &&
  one.event.entry === other.event.entry &&
  (one.event === other.event ||
    (isSame(one.event.facts, other.event.facts) &&
      isSame(one.event.text, other.event.text) &&
      one.event.effective === other.event.effective));
