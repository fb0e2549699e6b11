import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Clock } from '../../../src/kernel/ports.js';

/** An event as a client proposes it. */
export interface Proposal {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface KurrentRecord extends Proposal {
  readonly stream: string;
  readonly revision: bigint;
  /** Where it stands in `$all`: an offset in bytes, of which nobody can tell the next. */
  readonly position: bigint;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expectation = bigint | 'any' | 'no_stream' | 'stream_exists';

/** `current` is the stream's last revision, -1 where it has none. */
export type Outcome =
  | { readonly is: 'done'; readonly revision: bigint; readonly position: bigint }
  | { readonly is: 'conflict'; readonly current: bigint }
  | { readonly is: 'deleted' };

interface Stream {
  readonly records: KurrentRecord[];
  isTombstoned: boolean;
}

/** What a server calls the revision after which nothing can come: of a tombstone, and `$tb` of a deleted stream. */
const endOfRevisions = 2n ** 63n - 1n;

const metaOf = (stream: string): string => `$$${stream}`;
const json = { contentType: 'application/json', metadata: new Uint8Array() };

/** A database of the server in memory, with the server's rules of what an append may expect and what counts as its repetition. */
export class KurrentRecords extends EventEmitter<{ appended: [] }> {
  /** The ports of the nodes that serve it, and whether each is there and may lead. */
  readonly nodes = new Map<number, { isThere: boolean; mayLead: boolean }>();
  private all: KurrentRecord[] = [];
  private readonly streams = new Map<string, Stream>();
  private next = 1337n;
  /** Up to where each node was scavenged. */
  private readonly scavenged = new Map<string, bigint>();

  constructor(private readonly clock: Clock = Date.now) {
    super();
    this.setMaxListeners(0);
  }

  append(name: string, expected: Expectation, proposals: readonly Proposal[]): Outcome {
    const { records, isTombstoned } = this.stream(name);
    const isDeleted = this.isDeleted(name);
    if (isTombstoned || (expected === 'stream_exists' && isDeleted)) return { is: 'deleted' };
    const end = BigInt(records.length);
    const conflict: Outcome = { is: 'conflict', current: end - 1n };
    if (expected === 'stream_exists' && end === 0n && this.stream(metaOf(name)).records.length === 0) return conflict;
    const start =
      typeof expected === 'bigint'
        ? expected + 1n
        : expected === 'no_stream'
          ? 0n
          : (this.sameAs(records, proposals[0]) ?? end);
    if (start > end) return conflict;
    if (start < end) {
      const unknown = proposals.findIndex(({ id }, index) => records[Number(start) + index]?.id !== id);
      const last = records[Number(start) + proposals.length - 1];
      if (unknown < 0 && last !== undefined) return { is: 'done', revision: last.revision, position: last.position };
      if (unknown !== 0 || expected !== 'no_stream' || !isDeleted) return conflict;
    }
    if (isDeleted)
      this.commit(metaOf(name), [
        { ...json, id: randomUUID(), type: '$metadata', data: Buffer.from(`{"$tb":${end}}`) },
      ]);
    return this.commit(name, proposals);
  }

  /** Forgets every event, as if the database had just been made; positions go on. */
  forget(): void {
    this.all = [];
    this.streams.clear();
  }

  /**
   * A deleted stream can be appended to and then goes on where it was; one deleted for ever is lost with its name. What was in either can be read in `$all`
   * until a scavenge takes it. A stream that is not there can be deleted for ever only.
   */
  delete(name: string, expected: Expectation, isForEver: boolean): Outcome {
    const stream = this.stream(name);
    if (stream.isTombstoned) return { is: 'deleted' };
    const current = BigInt(stream.records.length) - 1n;
    if (expected === 'no_stream' ? current >= 0n : typeof expected === 'bigint' && expected !== current)
      return { is: 'conflict', current };
    if (!isForEver && current === -1n) return { is: 'conflict', current };
    stream.isTombstoned = isForEver;
    const tombstone = { ...json, id: randomUUID(), type: '$streamDeleted', data: new Uint8Array() };
    if (isForEver) return this.commit(name, [tombstone], endOfRevisions);
    return this.commit(metaOf(name), [
      { ...tombstone, type: '$metadata', data: Buffer.from(`{"$tb":${endOfRevisions}}`) },
    ]);
  }

  /**
   * Takes what no stream can be read to hold any more, on the one disk of all nodes; of a stream that was deleted, but not for ever, the last event stays. Told as
   * the server tells it: begun, how far it goes, done. A node begins with the latest point that it has not been through, and makes one where there is none.
   */
  scavenge(node: string): void {
    const id = randomUUID();
    const tell = (stream: string, type: string, data: object): void => {
      this.commit(stream, [{ ...json, id: randomUUID(), type, data: Buffer.from(JSON.stringify(data)) }]);
    };
    tell(`$scavenges-${id}`, '$scavengeStarted', { scavengeId: id, nodeEndpoint: node });
    let point = this.stream('$scavengePoints').records.at(-1)?.position ?? -1n;
    if (point <= (this.scavenged.get(node) ?? -1n)) {
      tell('$scavengePoints', '$scavengePoint', {});
      point = this.stream('$scavengePoints').records.at(-1)?.position ?? -1n;
    }
    this.takeUpTo(point);
    this.scavenged.set(node, point);
    tell(`$scavenges-${id}`, '$scavengeCompleted', {
      scavengeId: id,
      nodeEndpoint: node,
      result: 'Success',
      error: null,
    });
  }

  private takeUpTo(point: bigint): void {
    this.all = this.all.filter(({ stream: name, revision, position }) => {
      if (position > point || name.startsWith('$scavenge')) return true;
      const { records, isTombstoned } = this.stream(name);
      const last = records.at(-1)?.revision ?? 0n;
      // What was deleted behind the point is not looked at yet.
      if (isTombstoned && (records.at(-1)?.position ?? 0n) > point) return true;
      if (isTombstoned || revision === last) return revision === last;
      const { $maxCount, $tb } = this.metadata(name);
      return revision >= ($tb ?? 0) && revision > last - BigInt($maxCount ?? Number.MAX_SAFE_INTEGER);
    });
  }

  /** The records of a stream that its metadata leaves to be read, from a revision on. */
  of(name: string, from = 0n): readonly KurrentRecord[] | 'missing' | 'deleted' {
    const { records, isTombstoned } = this.stream(name);
    if (isTombstoned) return 'deleted';
    if (records.length === 0 || this.isDeleted(name)) return 'missing';
    const { $maxCount, $tb } = this.metadata(name);
    return records.slice(Math.max(Number(from), $tb ?? 0, $maxCount === undefined ? 0 : records.length - $maxCount));
  }

  /** The records of all streams, after a position. */
  after(position: bigint): readonly KurrentRecord[] {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle] as KurrentRecord).position <= position) low = middle + 1;
      else high = middle;
    }
    return this.all.slice(low);
  }

  /** The port of the node that leads: the first that is there and may. Of three or more, most must be there to elect one. */
  get leader(): number | undefined {
    const there = [...this.nodes.values()].filter(({ isThere }) => isThere).length;
    if (this.nodes.size >= 3 && there * 2 <= this.nodes.size) return undefined;
    return [...this.nodes].find(([, { isThere, mayLead }]) => isThere && mayLead)?.[0];
  }

  private commit(name: string, proposals: readonly Proposal[], revision?: bigint): Outcome {
    const { records } = this.stream(name);
    for (const proposal of proposals) {
      const record = {
        ...proposal,
        stream: name,
        revision: revision ?? BigInt(records.length),
        position: this.next,
        created: this.clock(),
      };
      this.next += BigInt(100 + proposal.data.length + proposal.metadata.length);
      records.push(record);
      this.all.push(record);
    }
    this.emit('appended');
    return { is: 'done', revision: revision ?? BigInt(records.length) - 1n, position: records.at(-1)?.position ?? 0n };
  }

  private sameAs(records: readonly KurrentRecord[], proposal: Proposal | undefined): bigint | undefined {
    return records.find(({ id }) => id === proposal?.id)?.revision;
  }

  private stream(name: string): Stream {
    const known = this.streams.get(name) ?? { records: [], isTombstoned: false };
    this.streams.set(name, known);
    return known;
  }

  private metadata(name: string): { $maxCount?: number; $tb?: number } {
    const last = this.stream(metaOf(name)).records.at(-1);
    return last === undefined
      ? {}
      : (JSON.parse(Buffer.from(last.data).toString()) as { $maxCount?: number; $tb?: number });
  }

  private isDeleted(name: string): boolean {
    return this.metadata(name).$tb === Number(endOfRevisions);
  }
}
