import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyRoot, leafHash, nodeHash, Tree, verifyConsistency, verifyInclusion } from '../../src/ledger/tree/tree.js';

const most = 130;
const leaves = Array.from({ length: most }, (_, index) => `leaf ${index}`);

/** RFC 6962, section 2.1, word for word over the leaves from `s` to `e`, with nothing in common with the code under test; what was computed is kept. */
const sha256 = (...parts: readonly (Buffer | string)[]): Buffer =>
  parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();
const below = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
const computed = new Map<number, Buffer>();
function mth(s: number, e: number): Buffer {
  const known = computed.get(s * 1000 + e);
  if (known !== undefined) return known;
  const k = below(e - s);
  const value =
    e === s
      ? sha256('')
      : e - s === 1
        ? sha256(Buffer.of(0), leaves[s] as string)
        : sha256(Buffer.of(1), mth(s, s + k), mth(s + k, e));
  computed.set(s * 1000 + e, value);
  return value;
}
function path(m: number, s: number, e: number): Buffer[] {
  if (e - s === 1) return [];
  const k = below(e - s);
  return m < k ? [...path(m, s, s + k), mth(s + k, e)] : [...path(m - k, s + k, e), mth(s, s + k)];
}
function subproof(m: number, s: number, e: number, b: boolean): Buffer[] {
  if (m === e - s) return b ? [] : [mth(s, e)];
  const k = below(e - s);
  return m <= k ? [...subproof(m, s, s + k, b), mth(s + k, e)] : [...subproof(m - k, s + k, e, false), mth(s, s + k)];
}

const tree = new Tree();
for (const leaf of leaves) tree.append(leaf);
const root = (size: number): Buffer => mth(0, size);
const hex = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('hex'));

/** The proof with a bit turned over, a hash too many or too few, or two hashes the other way round. */
const bent = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(255)).map(
    ([at, bit]) =>
      (proof: readonly Buffer[]) =>
        proof.map((hash, index) => (index === at % proof.length ? flipped(hash, bit) : hash)),
  ),
  fc.nat().map((at) => (proof: readonly Buffer[]) => proof.filter((_, index) => index !== at % proof.length)),
  fc.nat(255).map((byte) => (proof: readonly Buffer[]) => [...proof, Buffer.alloc(32, byte)]),
  fc.nat(255).map((byte) => (proof: readonly Buffer[]) => [Buffer.alloc(32, byte), ...proof]),
  fc.constant((proof: readonly Buffer[]) => [...proof, Buffer.alloc(0)]),
  fc.constant((proof: readonly Buffer[]) => proof.map((hash, index) => (index === 0 ? hash.subarray(1) : hash))),
);
function flipped(hash: Buffer, bit: number): Buffer {
  const copy = Buffer.from(hash);
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
}
const runs = { numRuns: 1000 };

describe('the tree is that of RFC 6962', () => {
  test('for every size, which it can still tell when it has grown', () => {
    const growing = new Tree();
    for (let size = 0; size <= most; size++) {
      expect(growing.rootAt(size)).toEqual(root(size));
      expect(tree.rootAt(size)).toEqual(root(size));
      growing.append(leaves[size] ?? '');
    }
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('for all paths and all proofs from one size to another, and each of them is accepted', () => {
    const wrong: [number, number][] = [];
    const same = (one: readonly Buffer[], other: readonly Buffer[]): boolean => hex(one).join() === hex(other).join();
    for (let size = 1; size <= most; size++) {
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusionProof(index, size);
        if (
          !same(proof, path(index, 0, size)) ||
          !verifyInclusion(leafHash(leaves[index] as string), index, size, proof, root(size))
        )
          wrong.push([index, size]);
      }
      for (let from = 1; from <= size; from++) {
        const proof = tree.consistencyProof(from, size);
        if (
          !same(proof, subproof(from, 0, size, true)) ||
          !verifyConsistency(from, size, root(from), root(size), proof)
        )
          wrong.push([from, size]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('for tiles, at every size of a log of 70,000 entries that has a tile end', () => {
    const large = new Tree();
    for (let entry = 0; entry < 70_000; entry++) large.append(`entry ${entry}`);
    expect(large.tile(0, 272, 256)).toHaveLength(8192);
    expect(large.tile(0, 273, 112)).toHaveLength(112 * 32);
    expect(large.tile(1, 1, 17)).toHaveLength(17 * 32);
    expect(large.tile(2, 0, 1)).toEqual(large.rootAt(65_536));
    const level = large.tile(0, 5, 256);
    let hashes = Array.from({ length: 256 }, (_, index) => level.subarray(index * 32, index * 32 + 32));
    while (hashes.length > 1)
      hashes = hashes.flatMap((hash, index) => (index % 2 === 0 ? [nodeHash(hash, hashes[index + 1] as Buffer)] : []));
    expect(large.tile(1, 0, 6).subarray(5 * 32)).toEqual(hashes[0]);
    for (const [tile, index, width] of [
      [0, 273, 113],
      [0, 274, 1],
      [1, 1, 18],
      [2, 0, 2],
      [3, 0, 1],
      [0, 0, 0],
      [0, 0, 257],
      [-1, 0, 1],
      [0, -1, 1],
      [0, 0.5, 1],
    ] as const) {
      expect(() => large.tile(tile, index, width)).toThrow(RangeError);
    }
  });
});

describe('a proof that is not right is refused', () => {
  test('inclusion: bent proofs, other leaves, indices, sizes and roots', () => {
    const place = fc
      .integer({ min: 1, max: most })
      .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
    fc.assert(
      fc.property(place, bent, fc.nat(255), ({ size, index }, bend, bit) => {
        const leaf = leafHash(leaves[index] as string);
        const proof = tree.inclusionProof(index, size);
        const crooked = bend(proof);
        if (hex(crooked).join() !== hex(proof).join())
          expect(verifyInclusion(leaf, index, size, crooked, root(size))).toBe(false);
        expect(verifyInclusion(flipped(leaf, bit), index, size, proof, root(size))).toBe(false);
        expect(verifyInclusion(leaf, index, size, proof, flipped(root(size), bit))).toBe(false);
        for (const other of [index - 1, index + 1, index + size, size, -1, index + 0.5, NaN])
          expect(verifyInclusion(leaf, other, size, proof, root(size))).toBe(false);
        for (const other of [0, -1, size * 2 + 1, NaN, Infinity])
          expect(verifyInclusion(leaf, index, other, proof, root(size))).toBe(false);
        if (size < most) expect(verifyInclusion(leaf, index, size, proof, root(size + 1))).toBe(false);
      }),
      runs,
    );
  });

  test('consistency: bent proofs, other sizes and roots, and anything about size zero', () => {
    const sizes = fc
      .integer({ min: 1, max: most })
      .chain((to) => fc.record({ to: fc.constant(to), from: fc.integer({ min: 1, max: to }) }));
    fc.assert(
      fc.property(sizes, bent, fc.nat(255), ({ from, to }, bend, bit) => {
        const proof = tree.consistencyProof(from, to);
        const crooked = bend(proof);
        if (hex(crooked).join() !== hex(proof).join())
          expect(verifyConsistency(from, to, root(from), root(to), crooked)).toBe(false);
        expect(verifyConsistency(from, to, flipped(root(from), bit), root(to), proof)).toBe(false);
        expect(verifyConsistency(from, to, root(from), flipped(root(to), bit), proof)).toBe(false);
        expect(verifyConsistency(0, to, emptyRoot, root(to), [])).toBe(false);
        expect(verifyConsistency(0, to, emptyRoot, root(to), proof)).toBe(false);
        for (const other of [-1, to + 1, from + 0.5, NaN])
          expect(verifyConsistency(other, to, root(from), root(to), proof)).toBe(false);
        if (from > 1) expect(verifyConsistency(from - 1, to, root(from), root(to), proof)).toBe(false);
        if (from < to) expect(verifyConsistency(to, from, root(to), root(from), proof)).toBe(false);
      }),
      runs,
    );
  });

  test('none is made of what is not there', () => {
    for (const size of [-1, most + 1, 1.5, NaN]) expect(() => tree.rootAt(size)).toThrow(RangeError);
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0, most + 1],
      [0.5, 5],
    ] as const)
      expect(() => tree.inclusionProof(index, size)).toThrow(RangeError);
    for (const [from, to] of [
      [0, 5],
      [0, 0],
      [6, 5],
      [1, most + 1],
      [-1, 5],
      [1.5, 5],
    ] as const)
      expect(() => tree.consistencyProof(from, to)).toThrow(RangeError);
    expect(() => tree.appendHash(Buffer.alloc(31))).toThrow(RangeError);
  });
});
