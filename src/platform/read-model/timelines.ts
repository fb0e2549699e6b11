import type { Recorded } from '../../kernel/message.js';
import { entryConcerned } from '../../kernel/redaction.js';
import { countsFrom, timeline, type Held, type Ties } from '../../kernel/timeline.js';
import type { BasisKey } from './read-model.js';
import type { Rows } from './view.js';

/** One row a stream: how far it goes in the log, and from when to when it counts. */
export const timelinesTable = `
  CREATE TABLE timelines (
    stream TEXT PRIMARY KEY, parent TEXT, revision INTEGER NOT NULL, last_entry INTEGER NOT NULL,
    own_first TEXT, first TEXT, last TEXT NOT NULL, folded TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX timelines_by_parent ON timelines (parent);
  CREATE INDEX timelines_by_last ON timelines (last);
`;

interface StreamRow {
  readonly stream: string;
  readonly parent: string | null;
  revision: number;
  last_entry: number;
  /** The first day that its own events show; null when nothing of it stands. */
  own_first: string | null;
  /** The first day that those of the things which belong to it show as well. */
  first: string | null;
  /** The last day from which any of its events counts, be it still to come. */
  last: string;
  /** The day of the last event in the rows; empty when there is none. */
  folded: string;
}

/** The last revision of each of these streams: how many entries it has, less one. */
export function revisionsOf(rows: Rows, streams: readonly string[]): ReadonlyMap<string, number> {
  const sql = 'SELECT stream, revision FROM timelines WHERE stream IN (SELECT value FROM json_each(?))';
  return new Map(rows.all<{ stream: string; revision: number }>(sql, JSON.stringify(streams)).map(({ stream, revision }) => [stream, revision]));
}

/** The events of a stream as far as the read model goes, as they were recorded. */
export type History = (stream: string) => Promise<readonly Recorded[]>;

/** What new entries mean for the rows: which streams are folded anew, and which events simply follow. */
export interface Folding {
  readonly anew: ReadonlyMap<string, readonly Held[]>;
  readonly following: readonly Recorded[];
  /** Writes what is now known of the streams. */
  keep(rows: Rows): void;
}

/** The streams that are not the same on two bases: entries were added to them, or count from a day between the two. */
export function differing(rows: Rows, from: BasisKey, to: BasisKey): string[] {
  const size = Math.min(from.size, to.size);
  const day = from.effectiveOn < to.effectiveOn ? from.effectiveOn : to.effectiveOn;
  const sql = from.effectiveOn === to.effectiveOn ? 'last_entry >= ?' : 'last_entry >= ? OR last > ? OR first > ?';
  const values = from.effectiveOn === to.effectiveOn ? [size] : [size, day, day];
  return rows.all<{ stream: string }>(`SELECT stream FROM timelines WHERE ${sql}`, ...values).map(({ stream }) => stream);
}

const least = (...days: readonly (string | null)[]): string | null =>
  days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);

/**
 * Finds out what has to be folded when entries come, or when the day moves on. A stream whose new event counts from its last day
 * or later goes on where it stood; one whose past has changed (an earlier date, a correction) is folded anew from its own history.
 * That rests on what the rules see to: a part is opened before an entry names it, and its name is never given again.
 */
export class Unfolding implements Folding {
  readonly anew = new Map<string, readonly Held[]>();
  private readonly histories = new Map<string, readonly Recorded[]>();
  private readonly known = new Map<string, StreamRow>();
  private readonly changed = new Set<StreamRow>();
  /** Those of which nothing is known any more. */
  private readonly dropped = new Set<StreamRow>();
  private readonly children = new Map<string, StreamRow[]>();
  private follow: Recorded[] = [];
  /** Whether nothing was folded yet, so that nothing has to be looked up. */
  private readonly isFirst: boolean;

  private constructor(
    private readonly rows: Rows,
    private readonly ties: Ties,
    private readonly until: string,
    private readonly history: History,
  ) {
    this.isFirst = rows.one('SELECT 1 FROM timelines LIMIT 1') === undefined;
  }

  /** For new entries of the log, in order. */
  static async of(events: readonly Recorded[], rows: Rows, ties: Ties, until: string, history: History): Promise<Folding> {
    const unfolding = new Unfolding(rows, ties, until, history);
    for (const event of events) unfolding.take(event);
    for (const stream of [...unfolding.anew.keys()]) await unfolding.unfold(stream);
    for (const row of [...unfolding.changed]) await unfolding.tellParent(row, unfolding.until);
    return unfolding;
  }

  /** From one basis to another, later or earlier: only the streams that are not the same on both. `history` gives what the other one knows. */
  static async between(from: BasisKey, to: BasisKey, rows: Rows, ties: Ties, history: History): Promise<Folding> {
    const unfolding = new Unfolding(rows, ties, to.effectiveOn, history);
    for (const stream of differing(rows, from, to)) {
      const row = unfolding.row(stream) as StreamRow;
      const last = (await unfolding.historyOf(row)).at(-1);
      if (last === undefined) unfolding.dropped.add(row);
      else Object.assign(row, { revision: last.revision, last_entry: last.entry });
      await unfolding.unfold(stream);
    }
    for (const row of [...unfolding.changed]) await unfolding.tellParent(row, from.effectiveOn);
    return unfolding;
  }

  get following(): readonly Recorded[] {
    return this.follow.filter(({ stream }) => !this.anew.has(stream));
  }

  keep(rows: Rows): void {
    for (const { stream } of this.dropped) rows.run('DELETE FROM timelines WHERE stream = ?', stream);
    for (const row of this.changed) {
      if (this.dropped.has(row)) continue;
      const { stream, parent, revision, last_entry, own_first, first, last, folded } = row;
      rows.run('INSERT OR REPLACE INTO timelines VALUES (?, ?, ?, ?, ?, ?, ?, ?)', stream, parent, revision, last_entry, own_first, first, last, folded);
    }
  }

  private take(event: Recorded): void {
    const { stream, revision, entry } = event;
    const day = countsFrom(event);
    const before = this.row(stream);
    const row =
      before ?? this.add({ stream, parent: this.ties.parentOf(stream), revision, last_entry: entry, own_first: null, first: null, last: '', folded: '' });
    const isShown = row.first !== null && row.first <= this.until && row.last <= this.until;
    const goesOn = before === undefined ? this.shownByChildren(stream) === null : isShown && day >= row.folded && this.ties.opens[event.type] !== 'stream';
    this.changed.add(row);
    Object.assign(row, { revision, last_entry: entry });
    if (!goesOn || entryConcerned(event) !== null || this.anew.has(stream)) {
      this.anew.set(stream, []);
      return;
    }
    row.own_first = least(row.own_first, day);
    row.first = least(row.first, day);
    if (day > row.last) row.last = day;
    if (day > this.until) return;
    row.folded = day;
    this.follow.push(event);
  }

  private async unfold(stream: string): Promise<void> {
    const row = this.row(stream);
    if (row === undefined) return;
    const events = await this.historyOf(row);
    const shownBy = this.shownByChildren(stream);
    const { held, first, last } = timeline(events, this.ties, this.until, shownBy);
    Object.assign(row, { own_first: first, first: first === null ? null : least(first, shownBy), last, folded: held.at(-1)?.day ?? '' });
    this.changed.add(row);
    this.anew.set(stream, held);
  }

  private async historyOf({ stream, last_entry }: StreamRow): Promise<readonly Recorded[]> {
    const known = this.histories.get(stream) ?? (await this.history(stream)).filter(({ entry }) => entry <= last_entry);
    this.histories.set(stream, known);
    return known;
  }

  /** Where the first day of a thing has changed, the thing it belongs to may be there from another day on. */
  private async tellParent(row: StreamRow, shownUntil: string): Promise<void> {
    const parent = row.parent === null ? undefined : this.row(row.parent);
    if (parent === undefined || parent.own_first === null || parent.first === null) return;
    const isEarlier = row.first !== null && row.first < parent.first;
    if (!isEarlier && !this.anew.has(row.stream)) return;
    const first = isEarlier ? row.first : least(parent.own_first, this.shownByChildren(parent.stream));
    if (first === parent.first) return;
    const wasShown = parent.first <= shownUntil;
    parent.first = first;
    this.changed.add(parent);
    if (wasShown !== (first !== null && first <= this.until) || this.anew.has(parent.stream)) await this.unfold(parent.stream);
    await this.tellParent(parent, shownUntil);
  }

  private shownByChildren(stream: string): string | null {
    const children = this.isFirst
      ? []
      : this.rows.all<{ stream: string; first: string | null }>('SELECT stream, first FROM timelines WHERE parent = ?', stream);
    const days = children.map((child) => (this.known.has(child.stream) ? null : child.first));
    return least(...days, ...(this.children.get(stream) ?? []).map(({ first }) => first));
  }

  private row(stream: string): StreamRow | undefined {
    const known = this.known.get(stream);
    if (known !== undefined) return known;
    const kept = this.isFirst ? undefined : this.rows.one<StreamRow>('SELECT * FROM timelines WHERE stream = ?', stream);
    return kept === undefined ? undefined : this.add({ ...kept });
  }

  private add(row: StreamRow): StreamRow {
    this.known.set(row.stream, row);
    if (row.parent === null) return row;
    const siblings = this.children.get(row.parent);
    if (siblings === undefined) this.children.set(row.parent, [row]);
    else siblings.push(row);
    return row;
  }
}
