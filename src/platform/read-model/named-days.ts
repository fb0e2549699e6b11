import type { Rows } from './view.js';

/** Names that stand for days: those of things that are held at a time. */
export interface NamedDays {
  /** What one of them is called in a message, such as `the slug of an advocacy moment`. */
  readonly what: string;
  /** The first day on which the thing of this name can begin; undefined where there is none of this name. */
  readonly dayOf: (rows: Rows, name: string) => string | undefined;
  /** The names nearest to one that is not there, best first. */
  readonly like: (rows: Rows, name: string) => readonly string[];
}
