import type { ComponentChildren } from 'preact';
import type { Language } from '../kernel/values/fields.js';

/** Runs a GraphQL query on the basis of the page that is being made. Its root fields are those of `Register`, or any of `Query`. */
export interface Ask {
  <Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
}

/** Which prefix of the log, and which day, a page shows. */
export interface PageBasis {
  readonly size: number;
  readonly knownAt: string | null;
  readonly effectiveOn: string;
  readonly rootHash: string;
}

/** A request for a page, as its loader sees it. */
export interface Visit {
  readonly language: Language;
  /** What stands in the address where the path of the page has `:name`. */
  readonly params: Readonly<Record<string, string>>;
  /** The filters in the address. */
  readonly search: URLSearchParams;
  readonly basis: PageBasis;
  readonly links: readonly LinkedType[];
  readonly ask: Ask;
}

/** What a cell of a spreadsheet or a CSV file can hold; null is an empty cell. */
export type Cell = string | number | boolean | null;

/** A column of data: a stable name for programs, a label in the language of the page for people. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** Days (`YYYY-MM-DD`) become real dates in a spreadsheet. */
  readonly kind?: 'text' | 'number' | 'day';
}

/** One table of data behind a page: the first is its CSV file. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Made when a file is asked for, so that a long list is never held whole. */
  readonly rows: () => Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** A page with its data: what the shell puts into its layout, or into a file. */
export interface OpenedPage {
  readonly title: string;
  readonly description?: string;
  readonly body: () => ComponentChildren;
  /** Left out where there is nothing to tabulate. */
  readonly sheets?: readonly Sheet[];
  /** `brief` prints on one side of A4 and carries no navigation. */
  readonly layout?: 'page' | 'brief';
  /** The pages above it, nearest last: where they are, and what they are called. */
  readonly trail?: readonly (readonly [path: string, name: string])[];
}

/** A page that a context contributes. Routes, layout, basis, language and caching are the shell's. */
export interface WebPage {
  /** As in `/commitments/:code`, without language and basis. */
  readonly path: string;
  /** The parameters that its filters take; the basis is kept beside them. */
  readonly filters?: readonly string[];
  /** Null where there is no such thing: the answer is 404. */
  open(visit: Visit): Promise<OpenedPage | null>;
}

/** How things of a GraphQL type are found by pages that show things of every context: search, changes, comparisons. */
export interface LinkedType {
  /** The GraphQL type, as in `Commitment`. */
  readonly type: string;
  /** The noun of its streams. */
  readonly noun: string;
  /** The fields that `nameOf` and `keyOf` need, as a selection with aliases of its own. */
  readonly fields: string;
  readonly keyOf: (thing: Readonly<Record<string, unknown>>) => string;
  readonly nameOf: (thing: Readonly<Record<string, unknown>>) => {
    readonly text: string;
    readonly language: string | null;
  };
  /** Where its page is, by its key. */
  readonly path: (key: string) => string;
}
