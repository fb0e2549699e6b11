import type { EventStore } from '../../platform/event-store/event-store.js';
import { tileWidth } from './tree.js';

/** What a path below `tile/` asks for (C2SP tlog-tiles). */
export interface TilePath {
  /** Height of the tile in tiles; `entries` for the leaves themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** How many hashes or entries: 256 of a full one. */
  readonly width: number;
}

const path = /^(?<level>entries|0|[1-9]\d?)\/(?<index>(?:x\d{3}\/)*\d{3})(?:\.p\/(?<width>[1-9]\d{0,2}))?$/;

/** Reads `<L>/<N>` or `entries/<N>`, with `.p/<W>` for one that is not full; null for any other path. Numbers have one spelling only. */
export function parseTilePath(text: string): TilePath | null {
  const { level, index, width } = path.exec(text)?.groups ?? {};
  if (level === undefined || index === undefined) return null;
  if (index.startsWith('x000/') || Number(level) > 63 || Number(width ?? 1) >= tileWidth) return null;
  const number = Number(index.replace(/[x/]/g, ''));
  if (!Number.isSafeInteger(number)) return null;
  return {
    level: level === 'entries' ? level : Number(level),
    index: number,
    width: width === undefined ? tileWidth : Number(width),
  };
}

/** A bundle of entries as it is published: before each leaf its length in 16 bits. */
export async function entryBundle(store: EventStore, first: number, count: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { leaf } of store.readLeaves(first)) {
    const bytes = Buffer.from(leaf);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    pieces.push(length, bytes);
    if (pieces.length === 2 * count) break;
  }
  return Buffer.concat(pieces);
}
