import type { AppendSignal } from '../../follow.js';
import type { EntryRows } from '../../sqlite/entry-rows.js';
import type { StoredEntry } from '../../event-store.js';
import type { OutcomeRows } from '../../sqlite/outcome-rows.js';
import type { Mirror } from './mirror.js';

/** An instance's own copy of the log, as those see it who bring entries into it and out of it. */
export interface LocalCopy {
  readonly rows: EntryRows;
  readonly outcomes: OutcomeRows;
  readonly mirror: Mirror;
  /** Rings when entries or values have come in. */
  readonly appended: AppendSignal;
  readonly size: () => number;
  /** Takes in the entries that come next. To be called in a transaction. */
  readonly take: (entries: readonly StoredEntry[]) => void;
  /** Keeps all that the work brings in, or nothing. */
  readonly inTransaction: (work: () => void) => void;
}
