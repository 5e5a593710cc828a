import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { concat, typed, utf8, type TreeHash } from '../../crypto/bytes.ts';
import {
  consistencyPath,
  EMPTY_ROOT,
  GrowingTree,
  inclusionPath,
  leafHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
  type Subtrees,
} from '../../crypto/merkle.ts';
import { ready, sodium } from '../../crypto/sodium.ts';

beforeAll(() => ready());

/** The leaves of the examples that implementations of RFC 6962 share, and the roots of their first 0 to 8. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 6962 §2.1 to the letter, with nothing clever. */
function plainRoot(hashes: readonly TreeHash[]): TreeHash {
  if (hashes.length === 0) return EMPTY_ROOT;
  if (hashes.length === 1) return hashes[0]!;
  const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
  const both = concat(Uint8Array.of(1), plainRoot(hashes.slice(0, split)), plainRoot(hashes.slice(split)));
  return typed('TreeHash', sha256(both));
}

const treeOf = (size: number) => Array.from({ length: size }, (_, i) => leafHash(utf8(`leaf ${i}`)));
const subtreesOf =
  (hashes: readonly TreeHash[]): Subtrees =>
  (height, index) =>
    plainRoot(hashes.slice(index * 2 ** height, (index + 1) * 2 ** height));

/** The same hash with one bit turned. */
function bent(hash: TreeHash, bit: number): TreeHash {
  const bytes = new Uint8Array(hash);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return typed('TreeHash', bytes);
}

test('gives the roots of RFC 6962 as others give them', () => {
  const tree = new GrowingTree();
  for (const [size, root] of ROOTS.entries()) {
    expect([size, sodium.to_hex(tree.root())]).toEqual([size, root]);
    if (size < LEAVES.length) tree.add(leafHash(sodium.from_hex(LEAVES[size]!)));
  }
  expect(tree.size).toBe(8);
});

describe('a path', () => {
  const sizes = fc.integer({ min: 1, max: 70 });
  const place = sizes.chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));

  test('leads from every leaf of every tree to its root, and from nowhere else', () => {
    fc.assert(
      fc.property(place, fc.nat(255), fc.nat(69), ({ size, index }, bit, other) => {
        const hashes = treeOf(size);
        const subtrees = subtreesOf(hashes);
        const root = plainRoot(hashes);
        expect(treeRoot(subtrees, size)).toEqual(root);
        const path = inclusionPath(subtrees, index, size);
        const isIn = (leaf: TreeHash, at: number, of: number, by = path, to = root) =>
          verifyInclusion(leaf, { index: at, size: of }, by, to);
        expect(isIn(hashes[index]!, index, size)).toBe(true);
        expect(isIn(bent(hashes[index]!, bit), index, size)).toBe(false);
        expect(isIn(hashes[index]!, index, size, path, bent(root, bit))).toBe(false);
        expect(isIn(hashes[index]!, other, size)).toBe(other === index);
        expect(isIn(hashes[index]!, index, size, [...path, root])).toBe(false);
        if (path.length === 0) return;
        expect(isIn(hashes[index]!, index, size, path.slice(1))).toBe(false);
        expect(isIn(hashes[index]!, index, size, path.slice(0, -1))).toBe(false);
        const at = other % path.length;
        expect(isIn(hashes[index]!, index, size, path.with(at, bent(path[at]!, bit)))).toBe(false);
      }),
    );
  });

  test('shows every tree to begin with every smaller one, and with no other', () => {
    const two = sizes.chain((size) =>
      fc.record({ size: fc.constant(size), before: fc.integer({ min: 0, max: size }) }),
    );
    fc.assert(
      fc.property(two, fc.nat(255), fc.nat(69), ({ size, before }, bit, at) => {
        const hashes = treeOf(size);
        const root = plainRoot(hashes);
        const earlier = { size: before, root: plainRoot(hashes.slice(0, before)) };
        const path = consistencyPath(subtreesOf(hashes), before, size);
        const follows = (from = earlier, by = path, to = root) =>
          verifyConsistency(from, { size, root: to }, by);
        expect(follows()).toBe(true);
        expect(follows({ ...earlier, root: bent(earlier.root, bit) })).toBe(false);
        expect(follows(earlier, [...path, root])).toBe(false);
        expect(follows(earlier, path, bent(root, bit))).toBe(before === 0);
        if (path.length === 0) return;
        expect(follows(earlier, path.slice(1))).toBe(false);
        const bend = at % path.length;
        expect(follows(earlier, path.with(bend, bent(path[bend]!, bit)))).toBe(false);
      }),
    );
  });

  test('is none for places that no tree has', () => {
    const [leaf] = treeOf(1) as [TreeHash];
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [0, NaN],
      [2 ** 53, 2 ** 54],
    ] as const) {
      expect([index, size, verifyInclusion(leaf, { index, size }, [], leaf)]).toEqual([index, size, false]);
    }
    const tree = { size: 2, root: leaf };
    expect(verifyConsistency(tree, { size: 1, root: leaf }, [])).toBe(false);
    expect(verifyConsistency({ size: -1, root: leaf }, tree, [])).toBe(false);
  });

  test('goes further than 32 bits', () => {
    // A tree in which all leaves are alike has a root that takes as many steps as it has levels.
    const height = 40;
    const levels = [leafHash(new Uint8Array())];
    for (let i = 0; i < height; i++) {
      const below = levels.at(-1)!;
      levels.push(typed('TreeHash', sha256(concat(Uint8Array.of(1), below, below))));
    }
    const subtrees: Subtrees = (at) => levels[at]!;
    const size = 2 ** height - 3;
    const path = inclusionPath(subtrees, 2 ** 35 + 1, size);
    const root = treeRoot(subtrees, size);
    expect(verifyInclusion(levels[0]!, { index: 2 ** 35 + 1, size }, path, root)).toBe(true);
    const before = 2 ** 39 - 1;
    const earlier = { size: before, root: treeRoot(subtrees, before) };
    expect(verifyConsistency(earlier, { size, root }, consistencyPath(subtrees, before, size))).toBe(true);
  });
});
