import { isSame } from '../../../kernel/values/same.js';
import type { Sqlite } from '../../sqlite.js';
import { Contents, type Content } from '../contents.js';
import type { Stamp } from '../documents.js';
import type { View } from '../view.js';
import type { Streams } from './timelines.js';
import { DocumentVersions, SideRows, SideVersions } from './version-tables.js';
import { openDay, type Piece, type Version, type VersionChange } from './versions.js';

/** The documents of one key, day by day. */
export type Days = readonly Piece<Stamp>[];
/** Those of a stream's things: by table and key. */
export type StreamDays = ReadonlyMap<string, ReadonlyMap<string, Days>>;

interface VersionedTable {
  readonly versions: DocumentVersions;
  readonly side: readonly SideVersions[];
}

/**
 * Writes what streams make of their documents as versions, each completed by what it shows of other streams; documents
 * that show a changed one are completed again. Nothing is in the file before `flush`.
 */
export class VersionWriter {
  /** The stream whose versions are all being rewritten; null while entries are processed. */
  rewriting: string | null = null;
  private readonly contents: Contents;
  private readonly tables = new Map<string, VersionedTable>();

  constructor(
    private readonly file: Sqlite,
    private readonly streams: Streams,
    views: readonly View[],
    today: () => string,
  ) {
    this.contents = new Contents(file);
    for (const { definition } of views.flatMap(({ tables }) => tables)) {
      const side = (definition.side ?? []).map((one) => new SideVersions(one, file, today));
      this.tables.set(definition.table, {
        versions: new DocumentVersions(definition, file, this.contents, today),
        side,
      });
    }
  }

  /** How many documents are in use. */
  get size(): number {
    return [...this.tables.values()].reduce((sum, { versions }) => sum + versions.size, 0);
  }

  /** A document that is written, by its id. */
  document(id: number): object {
    return this.contents.value(id) as object;
  }

  flush(): void {
    for (const { versions, side } of this.tables.values()) {
      versions.flush();
      for (const one of side) one.flush();
    }
  }

  /** Lets go of all that is in use, written or not. */
  clear(): void {
    for (const { versions, side } of this.tables.values()) {
      versions.clear();
      for (const one of side) one.clear();
    }
    this.contents.forget();
  }

  /** Removes all versions of a stream's records. */
  erase(stream: string): void {
    for (const { versions } of this.tables.values()) versions.erase(stream);
    this.file.run('DELETE FROM touched WHERE stream = ?', stream);
  }

  /** The newest document of a stream's key as its own events have made it; undefined where there is none. */
  newest(name: string, stream: string, key: string): Stamp | undefined {
    const { versions } = this.table(name);
    const last = versions.open(key, openDay - 1, this.isNew(stream)).at(-1);
    return last === undefined ? undefined : this.own(versions, last.content.value);
  }

  /** Puts what a stream has become from a day on in the place of what it was. */
  putAll(stream: string, entry: number, from: number, days: StreamDays): void {
    for (const [name, { versions }] of this.tables) {
      const found = days.get(name);
      const keys = new Set([
        ...(this.isNew(stream) ? [] : versions.keysOfStream(stream)),
        ...versions.keysInUse(stream),
        ...(found?.keys() ?? []),
      ]);
      for (const key of keys) this.put(name, stream, key, entry, from, found?.get(key) ?? []);
    }
  }

  /** Puts a document as its own events have made it, completed by what it shows of others, where it is not as it was. */
  put(name: string, stream: string, key: string, entry: number, from: number, own: Days): void {
    const { versions } = this.table(name);
    const isNew = this.isNew(stream);
    const old = versions.open(key, from, isNew);
    const pieces = this.completed(versions, own, entry).map(({ content, ...days }) => ({
      ...days,
      content: this.contents.new(content, old.at(-1)?.content),
    }));
    this.replace(name, stream, key, entry, from, pieces, isNew);
  }

  private replace(
    name: string,
    stream: string,
    key: string,
    entry: number,
    from: number,
    pieces: readonly Piece<Content>[],
    isNew: boolean,
  ): void {
    const { versions, side } = this.table(name);
    const changes = versions.put(stream, key, entry, { from, to: openDay }, pieces, isNew);
    if (changes.length === 0) return;
    this.streams.touch(
      stream,
      entry,
      changes.flatMap((change) => [change.from, change.to]).filter((day) => day < openDay),
    );
    for (const one of side) this.putSide(one, stream, key, entry, changes, isNew);
    if (this.rewriting === null) this.showElsewhere(name, key, entry, changes);
  }

  private putSide(
    side: SideVersions,
    stream: string,
    key: string,
    entry: number,
    changes: readonly VersionChange<Content>[],
    isNew: boolean,
  ): void {
    const rowsOf = (content: Content | undefined): SideRows =>
      new SideRows(content === undefined ? [] : side.side.rows(content.value));
    const joined: Piece<SideRows>[] = [];
    for (const { from, to, before, after } of changes) {
      const rows = rowsOf(after);
      if (rows.text === rowsOf(before).text) continue;
      const last = joined.at(-1);
      if (last?.to === from && last.content.text === rows.text) joined[joined.length - 1] = { ...last, to };
      else joined.push({ from, to, content: rows });
    }
    for (const piece of joined)
      side.put(stream, key, entry, piece, piece.content.rows.length === 0 ? [] : [piece], isNew);
  }

  /** Documents as they show those of other streams. */
  private completed(versions: DocumentVersions, own: Days, entry: number): Days {
    const { shows } = versions.table;
    if (shows === undefined) return own;
    return own.flatMap((piece) => {
      const pieces: Piece<Stamp>[] = [];
      for (let { from } = piece; from < piece.to;) {
        let { to } = piece;
        const at = (key: string): Stamp | undefined => {
          const others = this.othersAt(shows.table, key, entry);
          for (const { fromDay, toDay } of others)
            for (const day of [fromDay, toDay]) if (from < day && day < to) to = day;
          return others.find(({ fromDay, toDay }) => fromDay <= from && from < toDay)?.content.value;
        };
        const content = shows.with(piece.content, at);
        const last = pieces.at(-1);
        if (last !== undefined && isSame(last.content, content)) pieces[pieces.length - 1] = { ...last, to };
        else pieces.push({ from, to, content });
        from = to;
      }
      return pieces;
    });
  }

  private othersAt(table: string, key: string, entry: number): readonly Version<Content>[] {
    const { versions } = this.table(table);
    return this.rewriting === null ? versions.open(key, 0, false) : versions.at(key, entry + 1);
  }

  /** If documents of other streams show what has changed in one, they are completed again. */
  private showElsewhere(name: string, key: string, entry: number, changes: readonly VersionChange<Content>[]): void {
    for (const [shown, { versions }] of this.tables) {
      const { shows } = versions.table;
      if (shows?.table !== name) continue;
      const partOf = (content: Content | undefined): unknown =>
        content === undefined ? null : shows.part(content.value);
      if (changes.every(({ before, after }) => isSame(partOf(before), partOf(after)))) continue;
      for (const other of versions.showingKey(key)) this.completeAnew(shown, other, entry);
    }
  }

  private completeAnew(name: string, key: string, entry: number): void {
    const { versions } = this.table(name);
    const open = versions.open(key, 0, false);
    const [first] = open;
    if (first === undefined) return;
    const old = open.map(({ fromDay, toDay, content }) => ({
      from: fromDay,
      to: toDay,
      content: this.own(versions, content.value),
    }));
    const pieces = this.completed(versions, old, entry).map(({ content, ...days }) => ({
      ...days,
      content: this.contents.new(content, open.at(-1)?.content),
    }));
    this.replace(name, first.stream, key, entry, 0, pieces, false);
  }

  private isNew(stream: string): boolean {
    return stream === this.rewriting || this.streams.isNew(stream);
  }

  private own({ table: { shows } }: DocumentVersions, document: Stamp): Stamp {
    return shows === undefined ? document : shows.without(document);
  }

  private table(name: string): VersionedTable {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`No view has a table ${name}.`);
    return table;
  }
}
