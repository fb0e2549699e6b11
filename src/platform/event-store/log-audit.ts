import type { Recorded } from '../../kernel/message.js';
import type { Sqlite } from '../sqlite.js';
import type { Flaw } from './event-store.js';

interface Columns {
  readonly position: number;
  readonly stream: unknown;
  readonly revision: unknown;
  readonly type: unknown;
  readonly event_id: unknown;
  readonly command_id: unknown;
  readonly part: unknown;
  readonly leaf: string;
}

/**
 * Compares the columns of the log, which are an index made of the leaves, with the leaves, page by page: positions and revisions without a hole, the
 * events of a command one behind the other, and as many entries as were written.
 */
export function* auditColumns(log: Sqlite, pageSize: number): Generator<Flaw[]> {
  const revisions = new Map<unknown, number>();
  let last: Columns | null = null;
  for (let rows = pageAfter(log, 0, pageSize); rows.length > 0; rows = pageAfter(log, last?.position ?? 0, pageSize)) {
    const flaws: Flaw[] = [];
    for (const row of rows) {
      const entry = row.position - 1;
      const next: number = (last?.position ?? 0) + 1;
      if (row.position !== next) flaws.push({ entry, message: `Entry ${next - 1} is missing.` });
      for (const message of strays(row)) flaws.push({ entry, message });
      const revision = revisions.get(row.stream) ?? 0;
      if (row.revision !== revision)
        flaws.push({
          entry,
          message: `The stream ${String(row.stream)} has revision ${String(row.revision)} where ${revision} comes next.`,
        });
      const part = last !== null && last.command_id === row.command_id ? Number(last.part) + 1 : 0;
      if (row.part !== part)
        flaws.push({ entry, message: `It is stored as part ${String(row.part)} of its command, but is part ${part}.` });
      revisions.set(row.stream, revision + 1);
      last = row;
    }
    yield flaws;
  }
  const counted = log.one<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'entries'")?.seq ?? 0;
  if (counted !== (last?.position ?? 0))
    yield [{ entry: null, message: `${counted} entries were written; the last one found is ${last?.position ?? 0}.` }];
}

/** What stands in the streams of an event store, as far as this copy of them has come, that the register has not written: behind it nothing can be followed. */
export function auditStrays(log: Sqlite): Flaw[] {
  if (log.one("SELECT 1 FROM sqlite_master WHERE name = 'strays'") === undefined) return [];
  return log.all<{ message: string }>('SELECT message FROM strays').map(({ message }) => ({ entry: null, message }));
}

/** What SQLite itself finds wrong with the file, its indexes included. */
export function auditFile(log: Sqlite): Flaw[] {
  return log
    .all<{ integrity_check: string }>('PRAGMA integrity_check(20)')
    .filter((row) => row.integrity_check !== 'ok')
    .map((row) => ({ entry: null, message: `SQLite says of the file: ${row.integrity_check}.` }));
}

const pageAfter = (log: Sqlite, position: number, limit: number): Columns[] =>
  log.all<Columns & Record<string, unknown>>(
    'SELECT position, stream, revision, type, event_id, command_id, part, leaf FROM entries WHERE position > ? ORDER BY position LIMIT ?',
    position,
    limit,
  );

/** What the columns of a row say otherwise than its leaf. */
function strays(row: Columns): string[] {
  let leaf: Recorded;
  try {
    leaf = JSON.parse(row.leaf) as Recorded;
  } catch {
    return ['Its leaf is not JSON.'];
  }
  const pairs = [
    ['number', row.position - 1, leaf.entry],
    ['stream', row.stream, leaf.stream],
    ['revision', row.revision, leaf.revision],
    ['type', row.type, leaf.type],
    ['event id', row.event_id, leaf.eventId],
    ['command id', row.command_id, leaf.commandId],
  ] as const;
  return pairs
    .filter(([, column, said]) => column !== said)
    .map(([name, column, said]) => `Its ${name} is stored as ${String(column)}; the leaf says ${String(said)}.`);
}
