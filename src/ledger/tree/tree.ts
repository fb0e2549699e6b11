import { hash } from 'node:crypto';

/** The root of a tree without leaves: the hash of nothing (RFC 6962, section 2.1). */
export const emptyRoot: Buffer = hash('sha256', '', 'buffer');

/** Bytes of one hash. */
export const hashLength = 32;

/** Hashes in a full tile of C2SP tlog-tiles. */
export const tileWidth = 256;

/** Where a leaf stands behind its zero byte while it is hashed; longer ones get a buffer of their own. */
const prefixed = Buffer.alloc(16_384);

/** The hash of a leaf: SHA-256 over a zero byte and the leaf's bytes (RFC 6962, section 2.1). */
export function leafHash(leaf: string | Uint8Array): Buffer {
  if (typeof leaf === 'string' && leaf.length * 3 < prefixed.length)
    return hash('sha256', prefixed.subarray(0, 1 + prefixed.write(leaf, 1)), 'buffer');
  return hash(
    'sha256',
    Buffer.concat([prefixed.subarray(0, 1), typeof leaf === 'string' ? Buffer.from(leaf) : leaf]),
    'buffer',
  );
}

const pair = Buffer.alloc(1 + 2 * hashLength, 1);

/** The hash of a node: SHA-256 over a one byte and the hashes below it, left before right. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + hashLength);
  return hash('sha256', pair, 'buffer');
}

/** The same, of two hashes that stand one behind the other. */
function nodeOf(both: Uint8Array): Buffer {
  pair.set(both, 1);
  return hash('sha256', pair, 'buffer');
}

/** Hashes one behind the other; what was written once stays where and as it is. */
class Hashes {
  private bytes = Buffer.alloc(16 * hashLength);
  count = 0;

  push(one: Uint8Array): void {
    if (one.length !== hashLength) throw new RangeError(`A hash has ${hashLength} bytes, not ${one.length}.`);
    if ((this.count + 1) * hashLength > this.bytes.length) {
      const larger = Buffer.alloc(this.bytes.length * 2);
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    this.bytes.set(one, this.count * hashLength);
    this.count += 1;
  }

  at(index: number): Buffer {
    return this.slice(index, 1);
  }

  slice(index: number, count: number): Buffer {
    if (index < 0 || index + count > this.count)
      throw new RangeError(`There are ${this.count} hashes, not ${index + count}.`);
    return this.bytes.subarray(index * hashLength, (index + count) * hashLength);
  }
}

/**
 * The tree of RFC 6962 over a growing list of leaves. It keeps the hash of every complete subtree, about 64 bytes a leaf, and so answers for
 * every size it ever had. Numbers that name no part of the tree are a `RangeError`.
 */
export class Tree {
  /** By height: the hashes of the complete subtrees of 2^height leaves, from the left. */
  private readonly levels: Hashes[] = [new Hashes()];

  get size(): number {
    return this.level(0).count;
  }

  append(leaf: string | Uint8Array): void {
    this.appendHash(leafHash(leaf));
  }

  /** Appends a leaf by its hash. */
  appendHash(leaf: Uint8Array): void {
    this.level(0).push(leaf);
    for (let height = 0; this.level(height).count % 2 === 0; height++) {
      const below = this.level(height);
      this.level(height + 1).push(nodeOf(below.slice(below.count - 2, 2)));
    }
  }

  leafHashAt(index: number): Buffer {
    return this.level(0).at(index);
  }

  /** The root when the tree had that many leaves. */
  rootAt(size: number): Buffer {
    this.mustHave(size);
    return size === 0 ? emptyRoot : this.root(0, size);
  }

  /** The path from a leaf to the root at a size, beginning beside the leaf (RFC 6962, section 2.1.1). */
  inclusionProof(index: number, size: number): Buffer[] {
    this.mustHave(size);
    if (!isCount(index) || index >= size) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}.`);
    return this.path(index, 0, size);
  }

  /** That the tree at one size is the beginning of the tree at another; empty when they are the same (RFC 6962, section 2.1.2). */
  consistencyProof(from: number, to: number): Buffer[] {
    this.mustHave(to);
    if (!isCount(from) || from === 0 || from > to)
      throw new RangeError(`A tree of ${to} leaves has no proof from size ${from}.`);
    return this.subproof(from, 0, to, true);
  }

  /** The hashes of a tile one behind the other: `width` of them, from the left, at level × 8 above the leaves (C2SP tlog-tiles). */
  tile(level: number, index: number, width: number): Buffer {
    if (!isCount(level) || !isCount(index) || !isCount(width) || width === 0 || width > tileWidth)
      throw new RangeError('There is no such tile.');
    const hashes = this.levels[level * 8];
    if (hashes === undefined) throw new RangeError(`The tree has no tiles of level ${level}.`);
    return hashes.slice(index * tileWidth, width);
  }

  private level(height: number): Hashes {
    return (this.levels[height] ??= new Hashes());
  }

  private mustHave(size: number): void {
    if (!isCount(size) || size > this.size) throw new RangeError(`The tree has ${this.size} leaves, not ${size}.`);
  }

  private root(start: number, end: number): Buffer {
    const size = end - start;
    const left = largestPowerBelow(size);
    if (size === left * 2 || size === 1) return this.level(Math.log2(size)).at(start / size);
    return nodeHash(this.root(start, start + left), this.root(start + left, end));
  }

  private path(index: number, start: number, end: number): Buffer[] {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return index < middle
      ? [...this.path(index, start, middle), this.root(middle, end)]
      : [...this.path(index, middle, end), this.root(start, middle)];
  }

  private subproof(from: number, start: number, end: number, isKnown: boolean): Buffer[] {
    if (from === end) return isKnown ? [] : [this.root(start, end)];
    const middle = start + largestPowerBelow(end - start);
    return from <= middle
      ? [...this.subproof(from, start, middle, isKnown), this.root(middle, end)]
      : [...this.subproof(from, middle, end, false), this.root(start, middle)];
  }
}

/** Whether a leaf stands at an index of the tree that has this root at this size (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let [place, last] = [index, size - 1];
  let reached: Buffer = Buffer.from(leaf);
  for (const beside of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      reached = nodeHash(beside, reached);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, half(last)];
    } else reached = nodeHash(reached, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && reached.equals(root);
}

/** Whether the tree with one size and root is the beginning of the tree with the other (RFC 9162, section 2.1.4.2). Nothing is consistent with size zero. */
export function verifyConsistency(
  from: number,
  to: number,
  fromRoot: Uint8Array,
  toRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(from) || !isCount(to) || from === 0 || from > to || !areHashes([fromRoot, toRoot, ...proof]))
    return false;
  if (from === to) return proof.length === 0 && Buffer.from(fromRoot).equals(toRoot);
  const [first, ...others] = largestPowerBelow(from + 1) === from ? [fromRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let [place, last] = [from - 1, to - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [old, young]: [Buffer, Buffer] = [Buffer.from(first), Buffer.from(first)];
  for (const beside of others) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [old, young] = [nodeHash(beside, old), nodeHash(beside, young)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, half(last)];
    } else young = nodeHash(young, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && old.equals(fromRoot) && young.equals(toRoot);
}

const half = (number: number): number => Math.floor(number / 2);

const isCount = (number: number): boolean => Number.isSafeInteger(number) && number >= 0;

const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === hashLength);

/** The largest power of two that is smaller than a number; 1 for 1. */
function largestPowerBelow(number: number): number {
  let power = 1;
  while (power * 2 < number) power *= 2;
  return power;
}
