/**
 * What is left in the parts of a file of SQLite that are in use no more: between the cells of its pages, behind the end
 * of long values, and in pages that are free (sqlite.org/fileformat2).
 */
import Sqlite from 'better-sqlite3';
import { readFileSync } from 'node:fs';

const [INDEX_INTERIOR, INTERIOR, INDEX_LEAF, LEAF] = [0x02, 0x05, 0x0a, 0x0d];
const FILE_HEADER = 100;
/** The header of a block that is free, and the longest gap that is not counted as one. */
const [BLOCK_HEADER, FRAGMENT] = [4, 3];

/** Bytes below which it is at most a key, of an index whose page was divided: SQLite leaves some where they were before. */
export const KEY = 64;

export interface Unused {
  /** Bytes in use no more. */
  readonly bytes: number;
  /** The most of them in a row that say something. Places of what was there are numbers of two bytes, here and there. */
  readonly longest: number;
}

/** @param path of a file whose log was copied back */
export function unusedIn(path: string): Unused {
  const file = readFileSync(path);
  const size = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  const isUsed = new Uint8Array(file.length);
  const mark = (from: number, to: number) => isUsed.fill(1, from, to);
  mark(0, FILE_HEADER);
  for (const root of rootsOf(path)) markTree(file, size, root, mark);
  for (const page of schemaPages(path)) mark((page - 1) * size, page * size);
  markFreeList(file, size, mark);
  let [bytes, run, longest] = [0, 0, 0];
  for (let at = 0; at < file.length; at++) {
    run = isUsed[at] === 0 && file[at] !== 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
    bytes += 1 - isUsed[at]!;
  }
  return { bytes, longest };
}

function rootsOf(path: string): number[] {
  const db = new Sqlite(path, { readonly: true });
  const roots = db.prepare('select rootpage from sqlite_master where rootpage > 0').pluck().all() as number[];
  db.close();
  return roots;
}

/** Those of the text that made the tables, which is no secret and was never changed by anybody's data. */
function schemaPages(path: string): number[] {
  const db = new Sqlite(path, { readonly: true });
  const pages = db
    .prepare("select pageno from dbstat where name = 'sqlite_schema'")
    .pluck()
    .all() as number[];
  db.close();
  return pages;
}

type Mark = (from: number, to: number) => void;

function markTree(file: Buffer, size: number, number: number, mark: Mark): void {
  const start = (number - 1) * size;
  const head = start + (number === 1 ? FILE_HEADER : 0);
  const type = file[head]!;
  const isInner = type === INTERIOR || type === INDEX_INTERIOR;
  const cells = file.readUInt16BE(head + 3);
  const first = head + (isInner ? 12 : 8);
  mark(head, first + 2 * cells);
  const ends: [number, number][] = [];
  for (let i = 0; i < cells; i++) {
    const at = start + file.readUInt16BE(first + 2 * i);
    if (isInner) markTree(file, size, file.readUInt32BE(at), mark);
    const end = markCell(file, size, at, type, mark);
    ends.push([at, end]);
  }
  if (isInner) markTree(file, size, file.readUInt32BE(head + 8), mark);
  // Where free blocks begin is written into them; gaps of some bytes are not overwritten.
  for (let block = file.readUInt16BE(head + 1); block !== 0; block = file.readUInt16BE(start + block))
    mark(start + block, start + block + BLOCK_HEADER);
  ends.sort(([a], [b]) => a - b);
  markNumbers(file, first + 2 * cells, ends[0]?.[0] ?? start + size, 2, size, mark);
  for (const [i, [, end]] of ends.entries()) {
    const next = ends[i + 1]?.[0] ?? start + size;
    if (next - end <= FRAGMENT) mark(end, next);
  }
}

/** @returns where the cell ends */
function markCell(file: Buffer, size: number, at: number, type: number, mark: Mark): number {
  let next = type === LEAF || type === INDEX_LEAF ? at : at + 4;
  if (type === INTERIOR) {
    const end = varint(file, next).end;
    mark(at, end);
    return end;
  }
  const length = varint(file, next);
  next = length.end;
  if (type === LEAF) next = varint(file, next).end;
  const most = type === LEAF ? size - 35 : Math.floor(((size - 12) * 64) / 255) - 23;
  const least = Math.floor(((size - 12) * 32) / 255) - 23;
  const kept = least + ((length.value - least) % (size - 4));
  const here = length.value <= most ? length.value : kept <= most ? kept : least;
  const end = Math.max(next + here + (length.value > here ? 4 : 0), at + 4);
  mark(at, end);
  let left = length.value - here;
  let page = left > 0 ? file.readUInt32BE(next + here) : 0;
  while (page !== 0) {
    const start = (page - 1) * size;
    mark(start, start + 4 + Math.min(left, size - 4));
    left -= size - 4;
    page = file.readUInt32BE(start);
  }
  return end;
}

/** The list itself; what is in its pages is unused. */
function markFreeList(file: Buffer, size: number, mark: Mark): void {
  for (let trunk = file.readUInt32BE(32); trunk !== 0;) {
    const start = (trunk - 1) * size;
    const end = start + 8 + 4 * file.readUInt32BE(start + 4);
    mark(start, end);
    markNumbers(file, end, start + size, 4, file.length / size + 1, mark);
    trunk = file.readUInt32BE(start);
  }
}

/**
 * Behind a list of places are those that stood in it when it was longer: numbers, and nothing of what lay there. Of bytes
 * that are anything else one in sixteen looks like one.
 */
function markNumbers(file: Buffer, from: number, to: number, width: 2 | 4, limit: number, mark: Mark): void {
  for (let at = from; at + width <= to; at += width)
    if (file.readUIntBE(at, width) < limit) mark(at, at + width);
}

function varint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[start + i]!;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  return { value: value * 256 + bytes[start + 8]!, end: start + 9 };
}
