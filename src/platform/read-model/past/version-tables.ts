import type { Sqlite, Value } from '../../sqlite.js';
import { textIn, type Content, type Contents } from '../contents.js';
import type { Documents, SideTable, Stamp } from '../documents.js';
import { dayNumber, openEntry, Versions, type Version } from './versions.js';

type VersionedTable = Documents<Stamp>['definition'];
type Side = SideTable<Stamp>;

/** For which entries and days a row holds, and whether that is so for the last entry and today. */
const range =
  'is_present INTEGER NOT NULL, from_entry INTEGER NOT NULL, to_entry INTEGER NOT NULL, from_day INTEGER NOT NULL, to_day INTEGER NOT NULL';

/** The name of the documents that are undated on a basis: those that may be there on its day and are not shown. */
export const undatedName = (table: string): string => `undated_${table}`;
/** The name of all that may be there on the day of a basis: what is shown and what is undated. */
export const possibleName = (table: string): string => `possible_${table}`;

/** The name by which SQL finds the rows of a past basis; that of the table itself finds those of the present. */
export const pastName = (table: string): string => `${table}_then`;

/** What makes a row one of the present, and one of the past basis that is set. */
const isPresent = 'is_present = 1';
const isPast =
  'from_entry < (SELECT size FROM temp.basis) AND to_entry >= (SELECT size FROM temp.basis) AND from_day <= (SELECT day FROM temp.basis) AND to_day > (SELECT day FROM temp.basis)';

const index = (table: string, name: string, columns: readonly string[], where = ''): string =>
  `CREATE INDEX ${table}_${name} ON ${table}_versions (${columns.join(', ')})${where};`;
const indices = (table: string, columns: readonly string[]): string[] => [
  index(table, `present_by_${columns.join('_')}`, columns, ' WHERE is_present = 1'),
  index(table, `by_${columns.join('_')}`, [...columns, 'to_entry', 'to_day', 'from_day', 'from_entry']),
];

/** The tables that hold the versions of documents, with the indices that writing them needs. */
export function versionTables({ table, columns, side = [], words, shows }: VersionedTable): string {
  return [
    `CREATE TABLE ${table}_versions (id INTEGER PRIMARY KEY, ${range}, document_id INTEGER NOT NULL, ${['key', 'stream', 'possible', ...Object.keys(columns)].join(', ')});`,
    index(table, 'by_key', ['key', 'to_entry', 'to_day', 'from_day', 'from_entry']),
    index(table, 'by_stream', ['stream', 'to_entry', 'key']),
    ...side.flatMap((one) => [
      `CREATE TABLE ${one.table}_versions (id INTEGER PRIMARY KEY, ${range}, ${one.owner} TEXT NOT NULL, stream TEXT NOT NULL, ${Object.entries(
        one.columns,
      )
        .map((column) => column.join(' '))
        .join(', ')});`,
      index(one.table, 'of_owner', [one.owner, 'to_entry', 'to_day', 'from_day', 'from_entry']),
      ...(one.table === shows?.side.table ? one.indexed.flatMap((list) => indices(one.table, list)) : []),
    ]),
    ...(words === undefined
      ? []
      : [
          `CREATE VIRTUAL TABLE ${words.table} USING fts5 (${Object.keys(words.columns).join(', ')}, tokenize = '${words.tokenize}');`,
        ]),
  ].join('\n');
}

/** The other indices, which only queries and redactions need: to make them of rows that are there takes a fraction of keeping them up row by row. */
export function queryIndices({ table, indexed, side = [], words, shows }: VersionedTable): string[] {
  return [
    `CREATE UNIQUE INDEX ${table}_present ON ${table}_versions (key) WHERE is_present = 1;`,
    ...indexed.flatMap((column) => indices(table, [column])),
    ...side.flatMap((one) => [
      index(one.table, 'of_stream', ['stream']),
      ...(one.table === shows?.side.table ? [] : one.indexed.flatMap((list) => indices(one.table, list))),
    ]),
    ...(words === undefined ? [] : [index(table, 'by_document', ['document_id'])]),
  ];
}

/** The names under which queries read the versions of one basis. */
export function basisViews({ table, columns, side = [] }: Pick<VersionedTable, 'table' | 'columns' | 'side'>): string {
  const view = (name: string, selected: readonly string[], of: string, where: string): string =>
    `CREATE TEMP VIEW ${name} AS SELECT ${selected.join(', ')} FROM main.${of}_versions WHERE ${where};`;
  const selected = [
    'key',
    'stream',
    'possible',
    ...Object.keys(columns),
    'document_id',
    `${textIn('document_id')} AS document`,
  ];
  return [
    view(table, selected, table, isPresent),
    view(pastName(table), selected, table, isPast),
    ...side.flatMap((one) => [
      view(one.table, [one.owner, ...Object.keys(one.columns)], one.table, isPresent),
      view(pastName(one.table), [one.owner, ...Object.keys(one.columns)], one.table, isPast),
    ]),
    undatedViews({ table, columns, side }, present),
    undatedViews({ table, columns, side }, past),
  ].join('\n');
}

/** Which entries a basis knows, by the name of the versions, and its day as number and as text. */
interface Scope {
  readonly named: (table: string) => string;
  readonly known: (versions: string) => string;
  readonly day: string;
  readonly date: string;
}

const present: Scope = {
  named: (table) => table,
  known: (versions) => `${versions}.to_entry = ${openEntry}`,
  day: "(SELECT CAST(replace(effective_on, '-', '') AS INTEGER) FROM main.checkpoint)",
  date: '(SELECT effective_on FROM main.checkpoint)',
};
const past: Scope = {
  named: pastName,
  known: (versions) =>
    `${versions}.from_entry < (SELECT size FROM temp.basis) AND ${versions}.to_entry >= (SELECT size FROM temp.basis)`,
  day: '(SELECT day FROM temp.basis)',
  date: '(SELECT date FROM temp.basis)',
};

/** A thing can be there on a day when nothing that it belongs to can only have come later. */
const isAncestorLater = ({ known, date }: Scope): string => `EXISTS (
  WITH RECURSIVE ancestors (parent, possible) AS (
    SELECT t.parent, t.possible FROM main.timelines_versions AS t WHERE t.stream = v.stream AND ${known('t')}
    UNION ALL SELECT t.parent, t.possible FROM ancestors JOIN main.timelines_versions AS t ON t.stream = ancestors.parent WHERE ${known('t')}
  ) SELECT 1 FROM ancestors WHERE possible > ${date})`;

/**
 * The names under which queries read what is undated on a basis: each document that is not shown and may be there, by its first version
 * as its entries know it.
 */
function undatedViews(
  { table, columns, side }: Required<Pick<VersionedTable, 'table' | 'columns' | 'side'>>,
  scope: Scope,
): string {
  const { named, known, day, date } = scope;
  const selected = ['key', 'stream', 'possible', ...Object.keys(columns), 'document_id', 'document'];
  const all = (of: string, names: readonly string[]): string =>
    `CREATE TEMP VIEW ${named(possibleName(of))} AS SELECT ${names.join(', ')} FROM ${named(of)}
      UNION ALL SELECT ${names.join(', ')} FROM ${named(undatedName(of))};`;
  return [
    `CREATE TEMP VIEW ${named(undatedName(table))} AS SELECT ${selected.slice(0, -1).join(', ')}, ${textIn('document_id')} AS document, from_day
      FROM main.${table}_versions AS v WHERE ${known('v')} AND v.from_day > ${day} AND v.possible <= ${date}
      AND NOT EXISTS (SELECT 1 FROM main.${table}_versions AS earlier WHERE earlier.key = v.key AND ${known('earlier')} AND earlier.from_day < v.from_day)
      AND NOT ${isAncestorLater(scope)};`,
    all(table, selected),
    ...side.flatMap((one) => {
      const names = [one.owner, ...Object.keys(one.columns)];
      return [
        `CREATE TEMP VIEW ${named(undatedName(one.table))} AS SELECT ${names.map((name) => `s.${name}`).join(', ')}
          FROM ${named(undatedName(table))} AS u JOIN main.${one.table}_versions AS s ON s.${one.owner} = u.key
          WHERE ${known('s')} AND s.from_day <= u.from_day AND s.to_day > u.from_day;`,
        all(one.table, names),
      ];
    }),
  ].join('\n');
}

/** The names of the rows of a basis. */
export const namesOf = ({ table, side = [] }: VersionedTable): string[] => [table, ...side.map((one) => one.table)];

interface RangeRow {
  readonly id: number;
  readonly stream: string;
  readonly from_entry: number;
  readonly from_day: number;
  readonly to_day: number;
}

const holds = ({ toEntry, fromDay, toDay }: Version<unknown>, today: number): 0 | 1 =>
  toEntry === openEntry && fromDay <= today && today < toDay ? 1 : 0;

/** The versions of the documents of one table. */
export class DocumentVersions extends Versions<Content> {
  /** For each key that documents in use show something of, the keys of those documents. */
  private readonly showing = new Map<string, Set<string>>();
  private readonly insertion: string;

  constructor(
    readonly table: VersionedTable,
    private readonly file: Sqlite,
    private readonly contents: Contents,
    private readonly today: () => string,
  ) {
    super();
    const names = Object.keys(table.columns);
    this.insertion = `INSERT INTO ${table.table}_versions (is_present, from_entry, to_entry, from_day, to_day, document_id, key, stream, possible${names.map((name) => `, ${name}`).join('')})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?${names.map(() => ', ?').join('')})`;
  }

  /** The keys of the documents that show something of another thing. */
  showingKey(key: string): ReadonlySet<string> {
    const { shows, side = [] } = this.table;
    const found = new Set(this.showing.get(key));
    const owner = side.find(({ table }) => table === shows?.side.table)?.owner;
    if (shows === undefined || owner === undefined) return found;
    const sql = `SELECT DISTINCT ${owner} AS key FROM ${shows.side.table}_versions WHERE ${shows.side.column} = ? AND to_entry = ${openEntry}`;
    for (const row of this.file.all<{ key: string }>(sql, key)) found.add(row.key);
    return found;
  }

  /** The keys of a stream's documents that are not changed. */
  keysOfStream(stream: string): string[] {
    const sql = `SELECT DISTINCT key FROM ${this.table.table}_versions WHERE stream = ? AND to_entry = ${openEntry}`;
    return this.file.all<{ key: string }>(sql, stream).map(({ key }) => key);
  }

  /** Versions of a key as a register of so many entries knows them, by day. */
  at(key: string, size: number): Version<Content>[] {
    const where = 'key = ? AND to_entry >= ? AND from_entry < ?';
    return this.select(where, key, size, size);
  }

  protected override isSame(one: Content, other: Content): boolean {
    return one.value === other.value || (one.value.lastEntry === other.value.lastEntry && one.text === other.text);
  }

  protected override read(key: string, after: number, upTo: number): Version<Content>[] {
    return this.select(`key = ? AND to_entry = ${openEntry} AND to_day > ? AND to_day <= ?`, key, after, upTo);
  }

  protected override taken({ content, key }: Version<Content>): void {
    const { shows } = this.table;
    if (shows === undefined) return;
    for (const other of shows.keys(content.value)) {
      const keys = this.showing.get(other);
      if (keys === undefined) this.showing.set(other, new Set([key]));
      else keys.add(key);
    }
  }

  override clear(): void {
    super.clear();
    this.showing.clear();
  }

  protected override insert(version: Version<Content>): void {
    const { fromEntry, toEntry, fromDay, toDay, content, key, stream } = version;
    const { columns, words } = this.table;
    if (!content.isStored) {
      this.contents.write(content);
      if (words !== undefined) this.index(words, content);
    }
    const values = Object.values(columns).map((column) => column(content.value));
    const present = holds(version, dayNumber(this.today()));
    version.id = this.file.insert(
      this.insertion,
      present,
      fromEntry,
      toEntry,
      fromDay,
      toDay,
      content.id,
      key,
      stream,
      content.value.possible,
      ...values,
    );
  }

  protected override update(version: Version<Content>): void {
    const { id, toEntry, fromDay, toDay } = version;
    const sql = `UPDATE ${this.table.table}_versions SET is_present = ?, to_entry = ?, from_day = ?, to_day = ? WHERE id = ?`;
    this.file.run(sql, holds(version, dayNumber(this.today())), toEntry, fromDay, toDay, id);
  }

  protected override remove({ id }: Version<Content>): void {
    this.file.run(`DELETE FROM ${this.table.table}_versions WHERE id = ?`, id);
  }

  /** Takes away all versions of a stream's documents, with their texts. */
  erase(stream: string): void {
    const { table, words, side = [] } = this.table;
    const ids = `SELECT document_id FROM ${table}_versions WHERE stream = ?`;
    if (words !== undefined) this.file.run(`DELETE FROM ${words.table} WHERE rowid IN (${ids})`, stream);
    this.file.run(`DELETE FROM documents WHERE id IN (${ids})`, stream);
    for (const one of [table, ...side.map((one) => one.table)])
      this.file.run(`DELETE FROM ${one}_versions WHERE stream = ?`, stream);
  }

  private index({ table, columns }: NonNullable<VersionedTable['words']>, { id, value }: Content): void {
    const names = Object.keys(columns);
    const sql = `INSERT INTO ${table} (rowid, ${names.join(', ')}) VALUES (?${names.map(() => ', ?').join('')})`;
    this.file.run(sql, id, ...Object.values(columns).map((column) => column(value)));
  }

  private select(where: string, ...values: Value[]): Version<Content>[] {
    const sql = `SELECT id, stream, from_entry, to_entry, from_day, to_day, document_id FROM ${this.table.table}_versions WHERE ${where} ORDER BY from_day`;
    return this.file
      .all<RangeRow & { to_entry: number; document_id: number }>(sql, ...values)
      .map(({ id, stream, from_entry, to_entry, from_day, to_day, document_id }) => ({
        ...{ id, stream, key: values[0] as string, content: this.contents.stored(document_id) },
        ...{ fromEntry: from_entry, toEntry: to_entry, fromDay: from_day, toDay: to_day },
      }));
  }
}

/** The rows that a document gives to a side table. */
export class SideRows {
  readonly text: string;

  constructor(readonly rows: readonly (readonly Value[])[]) {
    this.text = JSON.stringify(rows);
  }
}

/** The versions of the rows in a side table, all those of one document together. */
export class SideVersions extends Versions<SideRows> {
  /** The rows of each version. */
  private readonly ids = new WeakMap<Version<SideRows>, readonly number[]>();
  private readonly insertion: string;

  constructor(
    readonly side: Side,
    private readonly file: Sqlite,
    private readonly today: () => string,
  ) {
    super();
    const names = Object.keys(side.columns);
    this.insertion = `INSERT INTO ${side.table}_versions (is_present, from_entry, to_entry, from_day, to_day, ${side.owner}, stream, ${names.join(', ')})
      VALUES (?, ?, ?, ?, ?, ?, ?, ${names.map(() => '?').join(', ')})`;
  }

  protected override isSame(one: SideRows, other: SideRows): boolean {
    return one.text === other.text;
  }

  protected override read(key: string, after: number, upTo: number): Version<SideRows>[] {
    const { table, owner, columns } = this.side;
    const names = Object.keys(columns);
    const sql = `SELECT id, stream, from_entry, from_day, to_day, ${names.join(', ')} FROM ${table}_versions
      WHERE ${owner} = ? AND to_entry = ${openEntry} AND to_day > ? AND to_day <= ? ORDER BY from_day, id`;
    const groups = new Map<number, (RangeRow & Record<string, Value>)[]>();
    for (const row of this.file.all<RangeRow & Record<string, Value>>(sql, key, after, upTo)) {
      const group = groups.get(row.from_day);
      if (group === undefined) groups.set(row.from_day, [row]);
      else group.push(row);
    }
    return [...groups.values()].map((rows) => {
      const { id, stream, from_entry, from_day, to_day } = rows[0] as RangeRow;
      const content = new SideRows(rows.map((row) => names.map((name) => row[name] as Value)));
      const version = {
        id,
        stream,
        key,
        content,
        fromEntry: from_entry,
        toEntry: openEntry,
        fromDay: from_day,
        toDay: to_day,
      };
      this.ids.set(
        version,
        rows.map((row) => row.id),
      );
      return version;
    });
  }

  protected override insert(version: Version<SideRows>): void {
    const { fromEntry, toEntry, fromDay, toDay, content, key, stream } = version;
    const present = holds(version, dayNumber(this.today()));
    const ids = content.rows.map((row) =>
      this.file.insert(this.insertion, present, fromEntry, toEntry, fromDay, toDay, key, stream, ...row),
    );
    this.ids.set(version, ids);
    version.id = ids[0] ?? 0;
  }

  protected override update(version: Version<SideRows>): void {
    this.change(version, 'UPDATE', 'SET is_present = ?, to_entry = ?, from_day = ?, to_day = ?', [
      ...[holds(version, dayNumber(this.today())), version.toEntry, version.fromDay, version.toDay],
    ]);
  }

  protected override remove(version: Version<SideRows>): void {
    this.change(version, 'DELETE FROM', '', []);
  }

  private change(version: Version<SideRows>, verb: string, set: string, values: readonly Value[]): void {
    const ids = JSON.stringify(this.ids.get(version) ?? []);
    this.file.run(
      `${verb} ${this.side.table}_versions ${set} WHERE id IN (SELECT value FROM json_each(?))`,
      ...values,
      ids,
    );
  }
}
