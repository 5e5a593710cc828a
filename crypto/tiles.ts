/**
 * The log's tree in tiles, files of up to 256 hashes that never change once they are full (C2SP tlog-tiles).
 *
 * Whoever watches a log fetches them as plain files, and works out every root and path alone: the server need not be asked
 * for anything about one entry.
 */
import { LENGTH, typed, type TreeHash } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { GrowingTree, treeRoot, type Subtrees } from './merkle.ts';

/** Hashes of a whole tile. */
export const TILE_WIDTH = 256;

/** Levels of the tree between two levels of tiles: a tile's own tree has as many. */
const TILE_HEIGHT = 8;

export interface Tile {
  /** 0: hashes of leaves; above it each hash is the root of a whole tile below. */
  readonly level: number;
  /** How many whole tiles of its level are before it. */
  readonly index: number;
  /** Hashes in it, up to 256. */
  readonly width: number;
}

/** Its path below the log's address, such as `tile/0/x001/234`. */
export function tilePath({ level, index, width }: Tile): string {
  const groups: string[] = [];
  for (let rest = index; rest > 0 || groups.length === 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`${groups.length === 0 ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** @returns the tile of a path below the log's address; null for a path that no tile has */
export function parseTilePath(path: string): Tile | null {
  const [, level, groups, digits = String(TILE_WIDTH)] =
    /^tile\/(\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (level === undefined || groups === undefined) return null;
  const tile = { level: Number(level), index: Number(groups.replace(/[x/]/g, '')), width: Number(digits) };
  const isTile = tile.width >= 1 && tile.width <= TILE_WIDTH && tilePath(tile) === path;
  return isTile ? tile : null;
}

/** Every tile of a tree, from the leaves up. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const whole = Math.floor(hashes / TILE_WIDTH);
    for (let index = 0; index < whole; index++) tiles.push({ level, index, width: TILE_WIDTH });
    if (hashes % TILE_WIDTH > 0) tiles.push({ level, index: whole, width: hashes % TILE_WIDTH });
  }
  return tiles;
}

/**
 * The hashes of subtrees, out of tiles.
 * @param read the hashes of a tile that has at least `width` of them, one after the other
 * @throws CryptoError `malformed` for a tile that is shorter
 */
export function subtreesIn(read: (tile: Tile) => Uint8Array): Subtrees {
  return (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const leaves = 2 ** (height % TILE_HEIGHT);
    const first = index * leaves;
    const tile = { level, index: Math.floor(first / TILE_WIDTH), width: (first % TILE_WIDTH) + leaves };
    const hashes = read(tile);
    if (hashes.length < tile.width * LENGTH.TreeHash) throw new CryptoError('malformed', 'tile');
    const part = new GrowingTree();
    for (let i = first % TILE_WIDTH; i < tile.width; i++) part.add(hashIn(hashes, i));
    return part.root();
  };
}

function hashIn(hashes: Uint8Array, index: number): TreeHash {
  return typed('TreeHash', hashes.slice(index * LENGTH.TreeHash, (index + 1) * LENGTH.TreeHash));
}

/** A tile with its hashes, one after the other. */
export interface FilledTile extends Tile {
  readonly hashes: Uint8Array;
}

/** The last tile of a level, which has room. */
interface OpenTile {
  /** How many whole tiles are before it. */
  index: number;
  width: number;
  readonly hashes: Uint8Array;
  readonly tree: GrowingTree;
}

/** A tree in tiles that leaves are added to. It keeps the last tile of each level, and no more. */
export class GrowingTiles {
  readonly #levels: OpenTile[] = [];
  #size: number;

  /** @param last the tiles of a tree of this size that are not whole */
  constructor(size: number, last: readonly FilledTile[]) {
    this.#size = size;
    for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
      const index = Math.floor(hashes / TILE_WIDTH);
      const width = hashes % TILE_WIDTH;
      const known = last.find((tile) => tile.level === level && tile.index === index)?.hashes;
      if (width > 0 && (known === undefined || known.length < width * LENGTH.TreeHash))
        throw new CryptoError('malformed', 'tile');
      this.#levels.push(openTile(index, known?.subarray(0, width * LENGTH.TreeHash)));
    }
  }

  get size(): number {
    return this.#size;
  }

  /** @param leaf hash of the next leaf. @returns the tiles that it makes whole */
  add(leaf: TreeHash): FilledTile[] {
    this.#size++;
    const whole: FilledTile[] = [];
    for (let level = 0, hash = leaf; ; level++) {
      const tile = (this.#levels[level] ??= openTile(0));
      tile.hashes.set(hash, tile.width * LENGTH.TreeHash);
      tile.tree.add(hash);
      if (++tile.width < TILE_WIDTH) return whole;
      whole.push({ level, index: tile.index, width: TILE_WIDTH, hashes: tile.hashes });
      hash = tile.tree.root();
      this.#levels[level] = openTile(tile.index + 1);
    }
  }

  /** The tiles that are not whole, from the leaves up. */
  last(): FilledTile[] {
    return this.#levels.flatMap(({ index, width, hashes }, level) =>
      width === 0 ? [] : [{ level, index, width, hashes: hashes.slice(0, width * LENGTH.TreeHash) }],
    );
  }

  root(): TreeHash {
    // The parts a root is made of are the last tiles, and nothing before them.
    const subtrees = subtreesIn(({ level }) => this.#levels[level]!.hashes);
    return treeRoot(subtrees, this.#size);
  }
}

function openTile(index: number, known: Uint8Array = new Uint8Array(0)): OpenTile {
  const hashes = new Uint8Array(TILE_WIDTH * LENGTH.TreeHash);
  hashes.set(known);
  const tree = new GrowingTree();
  const width = known.length / LENGTH.TreeHash;
  for (let i = 0; i < width; i++) tree.add(hashIn(hashes, i));
  return { index, width, hashes, tree };
}
