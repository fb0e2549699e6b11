import { pastName, possibleName, undatedName } from './past/version-tables.js';

/** A SQL statement with other names in the place of those of tables. */
export class Names {
  private readonly pattern: RegExp;
  private readonly known = new Map<string, string>();

  constructor(
    names: readonly string[],
    private readonly rename: (name: string) => string,
  ) {
    this.pattern = new RegExp(`(?<![\\w'])(${names.join('|')})(?![\\w'])`, 'g');
  }

  in(sql: string): string {
    let renamed = this.known.get(sql);
    if (renamed === undefined) {
      renamed = sql.replace(this.pattern, this.rename);
      if (this.known.size >= 1000) this.known.clear();
      this.known.set(sql, renamed);
    }
    return renamed;
  }
}

/** The names by which SQL finds other rows than those that the present basis shows. */
export interface RowNames {
  /** Those of a past basis. */
  readonly past: Names;
  /** What is undated: not shown on the day of the basis, and perhaps there. */
  readonly undated: Names;
  /** What is shown or undated: by this, conditions on undated things look at others. */
  readonly possible: Names;
}

/** The names of rows for some tables; `others` are tables without undated rows. */
export const rowNames = (tables: readonly string[], others: readonly string[]): RowNames => ({
  past: new Names([...others, ...tables, ...tables.map(undatedName), ...tables.map(possibleName)], pastName),
  undated: new Names(tables, undatedName),
  possible: new Names(tables, possibleName),
});
