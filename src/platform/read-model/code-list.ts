import { closest } from '../../kernel/values/suggestion.js';
import { revisionsOf } from './past/timelines.js';
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

/** How many codes of the register are looked through for one that is like another. */
export const mostLookedAt = 1000;

/**
 * Records with streams of their own, by their keys in a table. One that holds only from a later day, or was retracted, is known all the same.
 * `named` also suggests those whose name is like what was given; `others` are codes of no record.
 */
export const codesOfRecords = (
  what: string,
  table: string,
  streamOf: (key: string) => string,
  { named = false, others = [] }: { readonly named?: boolean; readonly others?: readonly string[] } = {},
): CodeList => ({
  what,
  known: (rows, codes) => {
    const streams = new Map(codes.map((code) => [code, streamOf(String(code))]));
    const found = revisionsOf(rows, [...streams.values()]);
    return new Set(codes.filter((code) => others.includes(String(code)) || found.has(streams.get(code) ?? '')));
  },
  like: (rows, code) => {
    const name = named ? "document ->> '$.name'" : 'NULL';
    const all = rows.all<{ key: string; name: string | null }>(
      `SELECT key, ${name} AS name FROM ${table} LIMIT ${mostLookedAt}`,
    );
    const keys = closest(
      String(code),
      all.map(({ key }) => key),
    );
    const names = new Set(
      closest(
        String(code),
        all.flatMap((one) => one.name ?? []),
      ),
    );
    return keys.length > 0 ? keys : all.flatMap((one) => (one.name !== null && names.has(one.name) ? one.key : []));
  },
});

/** The numbers from 1 to the last. */
export const codesOfNumbers = (what: string, last: number): CodeList => ({
  what: `${what}, 1 to ${last}`,
  known: (_, codes) => new Set(codes.filter((code) => Number(code) >= 1 && Number(code) <= last)),
  like: (_, code) => [Math.min(Math.max(1, Number(code)), last)],
});
