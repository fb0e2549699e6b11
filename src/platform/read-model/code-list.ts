import type { Rows } from './view.js';

export type Code = string | number;

/** Codes that may be asked for: those of a closed list, or of things that the register holds. */
export interface CodeList {
  /** What one of them is called in a message, such as `the slug of a champion`. */
  readonly what: string;
  /** Those of some codes that are in the list. */
  readonly known: (rows: Rows, codes: readonly Code[]) => ReadonlySet<Code>;
  /** The codes in the list that come nearest to one that is not, best first. */
  readonly like: (rows: Rows, code: Code) => readonly Code[];
}

export type CodeLists = Readonly<Record<string, CodeList>>;
