/** That an entry is in the log of its day. Found by looking through that day's leaves: nothing says which are entries. */
import { LENGTH, type Hash, type TreeHash } from '../../crypto/bytes.ts';
import { formatLogProof } from '../../crypto/log-proof.ts';
import { consistencyPath, inclusionPath, leafHash, type Subtrees } from '../../crypto/merkle.ts';
import { subtreesIn, TILE_WIDTH, type Tile } from '../../crypto/tiles.ts';
import { closingBefore, closingFor, readTiles } from '../../db/log.ts';
import type { Database } from '../../db/tables.ts';
import { DatabaseError } from '../../db/trouble.ts';
import { Refusal } from '../answers/refusal.ts';

/** Tiles that are looked through at once: a quarter of a megabyte. */
const AT_ONCE = 32;

export interface Proved {
  readonly proof: Uint8Array;
  readonly before: { readonly checkpoint: Uint8Array; readonly path: TreeHash[] } | null;
}

/**
 * @param day that the entry is stamped for
 * @throws Refusal `not-closed` before that day is, `not-found` where its closing has no such leaf
 */
export async function proveLogged(db: Database, hash: Hash, day: string): Promise<Proved> {
  const closing = await closingFor(db, day);
  if (closing === null) throw new Refusal('not-closed');
  const before = await closingBefore(db, closing.day);
  const size = { before: before?.size ?? 0, now: closing.size };
  const index = await findLeaf(db, leafHash(hash), size.before, size.now);
  if (index === null) throw new Refusal('not-found');
  const [path, grown] = await withSubtrees(db, (subtrees) => [
    inclusionPath(subtrees, index, size.now),
    consistencyPath(subtrees, size.before, size.now),
  ]);
  return {
    proof: formatLogProof({ index, path, checkpoint: closing.note }),
    before: before === null ? null : { checkpoint: before.note, path: grown },
  };
}

/** @returns the place of a leaf among those from `from` to `end`, without the last; null where it is none of them */
async function findLeaf(db: Database, leaf: TreeHash, from: number, end: number): Promise<number | null> {
  const last = Math.ceil(end / TILE_WIDTH);
  for (let at = Math.floor(from / TILE_WIDTH); at < last; at += AT_ONCE) {
    const tiles = await readTiles(db, { level: 0, index: at }, Math.min(AT_ONCE, last - at));
    for (const { index, hashes } of tiles) {
      const found = indexIn(hashes, leaf);
      const place = index * TILE_WIDTH + found;
      if (found >= 0 && place >= from && place < end) return place;
    }
  }
  return null;
}

/** Which hash of a tile it is; -1 for none. */
function indexIn(hashes: Uint8Array, leaf: TreeHash): number {
  const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.length);
  let at = bytes.indexOf(leaf);
  // Where it begins in the middle of one it is no hash of the tile.
  while (at >= 0 && at % LENGTH.TreeHash !== 0) at = bytes.indexOf(leaf, at + 1);
  return at < 0 ? -1 : at / LENGTH.TreeHash;
}

/** Makes something out of the tree: once to see which tiles that takes, and once with them. */
async function withSubtrees<T>(db: Database, make: (subtrees: Subtrees) => T): Promise<T> {
  const wanted = new Map<string, Tile>();
  const nameOf = ({ level, index }: Tile) => `${level}/${index}`;
  const empty = new Uint8Array(TILE_WIDTH * LENGTH.TreeHash);
  make(
    subtreesIn((tile) => {
      wanted.set(nameOf(tile), tile);
      return empty;
    }),
  );
  const read = new Map<string, Uint8Array>();
  for (const [name, tile] of wanted) {
    const [found] = await readTiles(db, tile);
    if (found === undefined) throw new DatabaseError('damaged', `tile ${name} of the log`);
    read.set(name, found.hashes);
  }
  return make(subtreesIn((tile) => read.get(nameOf(tile))!));
}
