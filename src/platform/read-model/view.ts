import type { Happening, Recorded } from '../../kernel/message.js';
import type { Row, Value } from '../sqlite.js';

/** The tables of one basis: of the register as it is, or of a past one. Values are bound, never written into the SQL. */
export interface Rows {
  run(sql: string, ...values: Value[]): number;
  all<R = Row>(sql: string, ...values: Value[]): R[];
  one<R = Row>(sql: string, ...values: Value[]): R | undefined;
}

/**
 * event → rows. A view makes its tables and fills them from events alone, so that they can be thrown away and built again. It
 * never refuses an event: what is recorded has happened. What it writes for an event depends on the events of the same stream alone:
 * streams are folded one by one, in any order.
 */
export interface View {
  /** Name and version, such as `commitments.v1`: another version makes the tables anew. */
  readonly name: string;
  readonly tables: string;
  readonly on: Readonly<Record<string, (event: Recorded, rows: Rows) => void>>;
  /** Takes back all that the events of a stream have put into the rows, before they are put in anew. */
  readonly forget: (stream: string, rows: Rows) => void;
  /** A table that is costly to fill from the others: in the present views it is filled with every batch, in past ones when it is asked for. */
  readonly deferred?: { readonly table: string; readonly fill: (rows: Rows) => void };
}

/** Declares a view over the events of a union; what it does not name does not touch it. */
export function view<E extends Happening>(definition: {
  readonly name: string;
  readonly tables: string;
  readonly on: { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>, rows: Rows) => void };
  readonly forget: View['forget'];
  readonly deferred?: View['deferred'];
}): View {
  return definition as unknown as View;
}
