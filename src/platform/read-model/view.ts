import type { DomainEvent, Recorded } from '../../kernel/message.js';
import type { Row, Value } from '../sqlite.js';
import type { AnyDocuments } from './documents.js';
import type { Fold } from './fold.js';

/** The tables of one basis: of the register as it is, or of a past one. Values are bound, never written into the SQL. */
export interface Rows {
  all<R = Row>(sql: string, ...values: Value[]): R[];
  one<R = Row>(sql: string, ...values: Value[]): R | undefined;
}

/**
 * event → documents. A view fills its tables from events alone, so that they can be thrown away and built again. It never refuses an
 * event: what is recorded has happened. What it makes of an event depends on the events of the same stream alone; what a document shows
 * of another stream is declared with its table (`shows`).
 */
export interface View {
  /** Name and version, such as `commitments.v1`: another version rebuilds the tables. */
  readonly name: string;
  readonly tables: readonly AnyDocuments[];
  readonly on: Readonly<Record<string, (event: Recorded, fold: Fold) => void>>;
}

/** Declares a view over the events of a union; what it does not name does not touch it. */
export function view<E extends DomainEvent>(definition: {
  readonly name: string;
  readonly tables: readonly AnyDocuments[];
  readonly on: { readonly [T in E['type']]?: (event: Recorded<Extract<E, { type: T }>>, fold: Fold) => void };
}): View {
  return definition as unknown as View;
}
