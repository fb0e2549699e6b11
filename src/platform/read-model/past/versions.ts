/** No day lies behind this one: a version that holds until then is not followed by another. */
export const openDay = 99_999_999;
/** No entry has this number: a version that holds until then has not been changed. */
export const openEntry = 2 ** 47;

/** A day as a number: 20181231 for 2018-12-31. */
export const dayNumber = (day: string): number => Number(day.replaceAll('-', ''));
export const dayOfNumber = (day: number): string =>
  `${String(day).slice(0, -4).padStart(4, '0')}-${String(day).slice(-4, -2)}-${String(day).slice(-2)}`;

/** What holds on some days, `to` not included. */
export interface Piece<C> {
  readonly from: number;
  readonly to: number;
  readonly content: C;
}

/** Days on which something else holds than before. */
export interface VersionChange<C> {
  readonly from: number;
  readonly to: number;
  readonly before: C | undefined;
  readonly after: C | undefined;
}

/**
 * One state of a thing: the days on which it holds, `toDay` not included, and the entries after which that was known: a register of
 * N entries knows it where `fromEntry < N <= toEntry`.
 */
export interface Version<C> {
  /** Its row; null while it has none. */
  id: number | null;
  readonly stream: string;
  readonly key: string;
  readonly content: C;
  readonly fromEntry: number;
  toEntry: number;
  fromDay: number;
  toDay: number;
}

interface Known<C> {
  /** The versions that end after this day are known. */
  from: number;
  versions: Version<C>[];
}

/** The versions of the things of one table that have not been changed, as far as they are in use, and all that was not written yet. */
export abstract class Versions<C> {
  private readonly known = new Map<string, Known<C>>();
  private readonly ofStreams = new Map<string, Set<string>>();
  private readonly unwritten = new Set<Version<C>>();
  private readonly gone: Version<C>[] = [];

  /** The unchanged versions of a key that end after a day, by day. `isNew`: nothing was ever written of it. */
  open(key: string, after: number, isNew: boolean): readonly Version<C>[] {
    let known = this.known.get(key);
    if (known === undefined) this.known.set(key, (known = { from: openDay, versions: [] }));
    if (isNew) known.from = -1;
    if (after < known.from) {
      const read = this.read(key, after, known.from);
      for (const version of read) this.taken(version);
      known.versions = [...read, ...known.versions];
      known.from = after;
    }
    return known.versions.filter(({ toDay }) => toDay > after);
  }

  /**
   * Says what an entry has made of a thing on the days from `from` to `to`: what `pieces` hold, and nothing in between. Gives what is
   * not as it was; only that is written.
   */
  put(
    stream: string,
    key: string,
    entry: number,
    range: { from: number; to: number },
    pieces: readonly Piece<C>[],
    isNew: boolean,
  ): VersionChange<C>[] {
    const old = this.open(key, range.from, isNew).filter(({ fromDay }) => fromDay < range.to);
    const changes = this.compare(old, range, pieces);
    if (changes.length === 0) return changes;
    const known = this.known.get(key) as Known<C>;
    const replaced = new Set(
      old.filter(({ fromDay, toDay }) => changes.some(({ from, to }) => from < toDay && fromDay < to)),
    );
    const next = known.versions.filter((version) => !replaced.has(version));
    for (const version of replaced) next.push(...this.split(version, entry, changes));
    for (const { from, to, after } of joined(changes)) {
      if (after === undefined) continue;
      const version = {
        id: null,
        stream,
        key,
        content: after,
        fromEntry: entry,
        toEntry: openEntry,
        fromDay: from,
        toDay: to,
      };
      this.unwritten.add(version);
      next.push(version);
      this.taken(version);
      const keys = this.ofStreams.get(stream);
      if (keys === undefined) this.ofStreams.set(stream, new Set([key]));
      else keys.add(key);
    }
    known.versions = next.sort((one, other) => one.fromDay - other.fromDay);
    return changes;
  }

  /** The keys in use of which a stream has made versions. */
  keysInUse(stream: string): Iterable<string> {
    return this.ofStreams.get(stream) ?? [];
  }

  get size(): number {
    return this.known.size;
  }

  /** Writes what was not written yet: what ends first, so that no two versions ever hold at once. */
  flush(): void {
    for (const version of this.gone.splice(0)) if (version.id !== null) this.remove(version);
    for (const version of this.unwritten) if (version.id !== null) this.update(version);
    for (const version of this.unwritten) if (version.id === null) this.insert(version);
    this.unwritten.clear();
  }

  /** Lets go of everything, written or not. */
  clear(): void {
    this.known.clear();
    this.ofStreams.clear();
    this.unwritten.clear();
    this.gone.length = 0;
  }

  protected abstract isSame(one: C, other: C): boolean;
  /** The unchanged versions that end after a day and not after another, by day. */
  protected abstract read(key: string, after: number, upTo: number): Version<C>[];
  protected abstract insert(version: Version<C>): void;
  protected abstract update(version: Version<C>): void;
  protected abstract remove(version: Version<C>): void;
  /** Called for every version that comes into use. */
  protected taken(_: Version<C>): void {
    // Nothing depends on it here.
  }

  private compare(
    old: readonly Version<C>[],
    { from, to }: { from: number; to: number },
    pieces: readonly Piece<C>[],
  ): VersionChange<C>[] {
    const cuts = new Set([from, to]);
    for (const { fromDay, toDay } of old) cuts.add(fromDay).add(toDay);
    for (const piece of pieces) cuts.add(piece.from).add(piece.to);
    const days = [...cuts].filter((day) => from <= day && day <= to).sort((one, other) => one - other);
    const changes: VersionChange<C>[] = [];
    let [place, piecePlace] = [0, 0];
    for (let index = 0; index + 1 < days.length; index++) {
      const [first, end] = [days[index] as number, days[index + 1] as number];
      while (place < old.length && (old[place] as Version<C>).toDay <= first) place += 1;
      while (piecePlace < pieces.length && (pieces[piecePlace] as Piece<C>).to <= first) piecePlace += 1;
      const [version, piece] = [old[place], pieces[piecePlace]];
      const before = version !== undefined && version.fromDay <= first ? version.content : undefined;
      const after = piece !== undefined && piece.from <= first ? piece.content : undefined;
      if (before === after || (before !== undefined && after !== undefined && this.isSame(before, after))) continue;
      changes.push({ from: first, to: end, before, after });
    }
    return changes;
  }

  /** Takes a version apart: what still holds, and what held until an entry. */
  private split(version: Version<C>, entry: number, changes: readonly VersionChange<C>[]): Version<C>[] {
    const { fromDay, toDay, fromEntry } = version;
    const within = changes
      .filter(({ from, to }) => from < toDay && fromDay < to)
      .map(({ from, to }) => ({ from: Math.max(from, fromDay), to: Math.min(to, toDay) }));
    const over: { from: number; to: number }[] = [];
    const kept: { from: number; to: number }[] = [];
    let day = fromDay;
    for (const { from, to } of within) {
      if (from > day) kept.push({ from: day, to: from });
      const last = over.at(-1);
      if (last?.to === from) last.to = to;
      else over.push({ from, to });
      day = to;
    }
    if (day < toDay) kept.push({ from: day, to: toDay });
    const parts = [
      ...kept.map(({ from, to }) => ({ fromDay: from, toDay: to, toEntry: openEntry })),
      ...(fromEntry < entry ? over.map(({ from, to }) => ({ fromDay: from, toDay: to, toEntry: entry })) : []),
    ];
    const [first, ...others] = parts;
    this.unwritten.delete(version);
    if (first === undefined) {
      this.gone.push(version);
      return [];
    }
    Object.assign(version, first);
    const all = [version, ...others.map((part): Version<C> => ({ ...version, ...part, id: null }))];
    for (const one of all) this.unwritten.add(one);
    return all.filter(({ toEntry }) => toEntry === openEntry);
  }
}

/** Neighbours that hold the same afterwards, as one. */
function joined<C>(changes: readonly VersionChange<C>[]): VersionChange<C>[] {
  const all: VersionChange<C>[] = [];
  for (const change of changes) {
    const last = all.at(-1);
    if (last?.to === change.from && last.after === change.after) all[all.length - 1] = { ...last, to: change.to };
    else all.push(change);
  }
  return all;
}
