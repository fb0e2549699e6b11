import type { Sqlite } from '../../sqlite.js';
import type { Scavenging } from '../event-store.js';
import type { Position } from './client/driver.js';
import type { KeptRecord } from './records.js';

/** What the event store says of its nodes' scavenges, and that something was deleted for ever. */
export type Upkeep =
  | { readonly what: 'erased' }
  | { readonly what: 'started' | 'completed'; readonly node: string; readonly hasSucceeded: boolean }
  /** How far scavenges that begin from now on go. */
  | { readonly what: 'point' };

/** What the names of the streams begin with in which nodes write of their scavenges. */
export const scavengeStreams = '$scavenge';

/** Reads a record of the event store's own streams; null for one that matters to nobody. */
export function upkeepIn({ type, data }: Pick<KeptRecord, 'type' | 'data'>): Upkeep | null {
  if (type === '$scavengePoint') return { what: 'point' };
  const { nodeEndpoint, result } = (data ?? {}) as { readonly nodeEndpoint?: unknown; readonly result?: unknown };
  if (typeof nodeEndpoint !== 'string') return null;
  // A node that is known by a name puts a kind of address before it.
  const node = nodeEndpoint.slice(nodeEndpoint.lastIndexOf('/') + 1);
  if (type === '$scavengeStarted') return { what: 'started', node, hasSucceeded: false };
  return type === '$scavengeCompleted' ? { what: 'completed', node, hasSucceeded: result === 'Success' } : null;
}

const tables = `
  CREATE TABLE IF NOT EXISTS upkeep (name TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS scavenges (node TEXT PRIMARY KEY, is_running INTEGER NOT NULL, target TEXT, reached TEXT) STRICT;
`;

interface Row {
  readonly node: string;
  readonly is_running: number;
  /** How far the running scavenge goes; null until its point is received. */
  readonly target: string | null;
  /** How far all scavenges have gone that are complete. */
  readonly reached: string | null;
}

/**
 * How far the disk of each node was scavenged, and whether that covers the last deleted text. A scavenge
 * removes what was deleted before a point in the server's log. A node takes the latest point that it has not
 * processed, however old, and sets a new one only if it has processed all: one scavenge after a deletion may
 * therefore not reach it.
 */
export class Scavenges {
  constructor(private readonly rows: Sqlite) {
    rows.exec(tables);
  }

  hear(upkeep: Upkeep, position: Position): void {
    const at = position.commit.toString();
    if (upkeep.what === 'erased' || upkeep.what === 'point') {
      this.rows.run('INSERT OR REPLACE INTO upkeep VALUES (?, ?)', upkeep.what, at);
      if (upkeep.what === 'point')
        this.rows.run('UPDATE scavenges SET target = ? WHERE is_running = 1 AND target IS NULL', at);
    } else if (upkeep.what === 'started') this.begin(upkeep.node);
    else this.end(upkeep.node, upkeep.hasSucceeded);
  }

  /** Which nodes still hold words that were deleted, where these are all there are. */
  of(nodes: readonly string[]): Scavenging {
    const erased = this.mark('erased');
    const known = this.rows.all<Row>('SELECT * FROM scavenges ORDER BY node');
    const told = nodes.map((node) => {
      const found = known.find((one) => one.node === node);
      const isClean = erased === null || (found?.reached != null && BigInt(found.reached) > erased);
      return { node, isRunning: found?.is_running === 1, isClean };
    });
    // Nodes that listen on all addresses cannot be distinguished by what they write.
    const isUnknown = nodes.length === 0 || known.some(({ node }) => !nodes.includes(node));
    const owed = told.filter(({ isClean }) => !isClean);
    const status =
      erased === null
        ? 'nothing erased'
        : owed.length === 0 && nodes.length > 0
          ? 'complete'
          : isUnknown
            ? 'unknown'
            : 'owed';
    return {
      status,
      owed: owed.map(({ node }) => node),
      running: told.filter(({ isRunning }) => isRunning).map(({ node }) => node),
    };
  }

  private begin(node: string): void {
    const before = this.row(node);
    // An interrupted one continues to where it was to go.
    if (before?.is_running === 1) return;
    const [point, reached] = [this.mark('point'), before?.reached ?? null];
    const target = point !== null && (reached === null || point > BigInt(reached)) ? point.toString() : null;
    this.rows.run('INSERT OR REPLACE INTO scavenges VALUES (?, 1, ?, ?)', node, target, reached);
  }

  private end(node: string, hasSucceeded: boolean): void {
    const before = this.row(node);
    const reached = (hasSucceeded ? before?.target : null) ?? before?.reached ?? null;
    this.rows.run('INSERT OR REPLACE INTO scavenges VALUES (?, 0, NULL, ?)', node, reached);
  }

  private row(node: string): Row | undefined {
    return this.rows.one<Row>('SELECT * FROM scavenges WHERE node = ?', node);
  }

  private mark(name: Upkeep['what']): bigint | null {
    const found = this.rows.one<{ position: string }>('SELECT position FROM upkeep WHERE name = ?', name);
    return found === undefined ? null : BigInt(found.position);
  }
}
