/**
 * Merkle trees of RFC 6962 §2.1 over SHA-256 (PROTOCOL §8.1): a root says what all leaves are and in which order, a path of
 * a few hashes that one of them is there, another that a later tree only added to an earlier one. Numbers of leaves may
 * be larger than 32 bits hold, so nothing here shifts.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equal, typed, type TreeHash } from './bytes.ts';

/** The root of a tree without leaves: the hash of nothing, as the RFC has it. */
export const EMPTY_ROOT: TreeHash = typed('TreeHash', sha256(new Uint8Array()));

/** Leaves and inner nodes begin with another byte, so that no node passes for a leaf. */
export function leafHash(leaf: Uint8Array): TreeHash {
  return typed('TreeHash', sha256(concat(Uint8Array.of(0), leaf)));
}

function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  return typed('TreeHash', sha256(concat(Uint8Array.of(1), left, right)));
}

/**
 * A tree that grows leaf by leaf and keeps no more than its right edge: the roots of its whole parts, largest first.
 * Adding is counting in binary: two parts of one size become one of twice the size, as a digit is carried. So a million
 * leaves are kept as at most twenty hashes.
 */
export class GrowingTree {
  #size = 0;
  readonly #parts: { readonly leaves: number; readonly root: TreeHash }[] = [];

  get size(): number {
    return this.#size;
  }

  /** @param leaf hash of the next leaf */
  add(leaf: TreeHash): void {
    let part = { leaves: 1, root: leaf };
    for (let last = this.#parts.at(-1); last?.leaves === part.leaves; last = this.#parts.at(-1)) {
      this.#parts.pop();
      part = { leaves: 2 * part.leaves, root: nodeHash(last.root, part.root) };
    }
    this.#parts.push(part);
    this.#size++;
  }

  root(): TreeHash {
    const roots = this.#parts.map(({ root }) => root);
    return roots.length === 0 ? EMPTY_ROOT : roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

/**
 * Where the hashes of whole subtrees are looked up.
 * @param height of the subtree: it has 2^height leaves
 * @param index how many subtrees of that height are before it
 */
export type Subtrees = (height: number, index: number) => TreeHash;

/** The largest power of two below a number of leaves, at which RFC 6962 splits a tree. */
function splitOf(leaves: number): number {
  let split = 1;
  while (2 * split < leaves) split *= 2;
  return split;
}

/** The root of leaves `from` to `end`, without the last. */
function rangeRoot(subtrees: Subtrees, from: number, end: number): TreeHash {
  const leaves = end - from;
  const split = splitOf(leaves);
  if (leaves === 1) return subtrees(0, from);
  if (leaves === 2 * split) return subtrees(Math.log2(leaves), from / leaves);
  return nodeHash(rangeRoot(subtrees, from, from + split), rangeRoot(subtrees, from + split, end));
}

export function treeRoot(subtrees: Subtrees, size: number): TreeHash {
  return size === 0 ? EMPTY_ROOT : rangeRoot(subtrees, 0, size);
}

/**
 * The hashes that lead from leaf `index` up to the root of a tree of `size` leaves: at each fork the side where the leaf is
 * not. Some twenty of them show one leaf among a million, and tell nothing of what the others are.
 */
export function inclusionPath(subtrees: Subtrees, index: number, size: number): TreeHash[] {
  const path: TreeHash[] = [];
  let [from, end] = [0, size];
  while (end - from > 1) {
    const middle = from + splitOf(end - from);
    if (index < middle) {
      path.push(rangeRoot(subtrees, middle, end));
      end = middle;
    } else {
      path.push(rangeRoot(subtrees, from, middle));
      from = middle;
    }
  }
  return path.reverse();
}

/** The hashes that show a tree of `size` leaves to begin with the one of `before` leaves (RFC 6962 §2.1.2). */
export function consistencyPath(subtrees: Subtrees, before: number, size: number): TreeHash[] {
  if (before === 0 || before === size) return [];
  const path: TreeHash[] = [];
  let [from, end, isKnown] = [0, size, true];
  while (before !== end) {
    const middle = from + splitOf(end - from);
    if (before <= middle) {
      path.push(rangeRoot(subtrees, middle, end));
      end = middle;
    } else {
      path.push(rangeRoot(subtrees, from, middle));
      [from, isKnown] = [middle, false];
    }
  }
  // The part that both trees have whole: whoever checks knows it only where it is all of the earlier tree.
  if (!isKnown) path.push(rangeRoot(subtrees, from, end));
  return path.reverse();
}

/**
 * Whether a path leads from a leaf to a root (RFC 9162 §2.1.3.2). The place says on which side each hash goes, and how many
 * there must be: a path that is longer or shorter is refused, or a leaf could be shown where it is not.
 * @param leaf hash of the leaf at `index`
 */
export function verifyInclusion(
  leaf: TreeHash,
  { index, size }: { readonly index: number; readonly size: number },
  path: readonly TreeHash[],
  root: TreeHash,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [at, last, reached] = [index, size - 1, leaf];
  for (const hash of path) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      reached = nodeHash(hash, reached);
      // A right edge that has nothing beside it stands for itself on the levels above.
      while (!isRight && at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      reached = nodeHash(reached, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(reached, root);
}

/**
 * Whether a path shows that the later of two trees begins with the earlier (RFC 9162 §2.1.4.2). From the same hashes both
 * roots are worked out: if both come out right, nothing of the earlier tree was taken away or changed.
 */
export function verifyConsistency(
  earlier: { readonly size: number; readonly root: TreeHash },
  later: { readonly size: number; readonly root: TreeHash },
  path: readonly TreeHash[],
): boolean {
  if (![earlier.size, later.size].every((size) => Number.isSafeInteger(size) && size >= 0)) return false;
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return path.length === 0 && equal(earlier.root, later.root);
  if (earlier.size === 0) return path.length === 0 && equal(earlier.root, EMPTY_ROOT);
  let [at, last] = [earlier.size - 1, later.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // An earlier tree that is a whole subtree of the later one is its own beginning.
  const isWhole = at === 0;
  const [first, ...rest] = isWhole ? [earlier.root, ...path] : path;
  if (first === undefined) return false;
  let [old, now] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    const isRight = at % 2 === 1;
    if (isRight || at === last) {
      old = nodeHash(hash, old);
      now = nodeHash(hash, now);
      while (!isRight && at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      now = nodeHash(now, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(old, earlier.root) && equal(now, later.root);
}

function half(value: number): number {
  return Math.floor(value / 2);
}
