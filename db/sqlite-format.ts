/** What SQLite's files say of themselves, read without SQLite (its file format, §1.3 and §4.1; and its wal-index). */
import { readSync } from 'node:fs';
import { endianness } from 'node:os';

export interface FileHeader {
  readonly pageSize: number;
  /** Pages the file had when its header was written last. */
  readonly pages: number;
  /** Rises whenever the header is written. */
  readonly changes: number;
  /** `PRAGMA user_version`. */
  readonly userVersion: number;
}

/** Bytes before the first page's own content. */
export const HEADER_BYTES = 100;

const MAGIC = 'SQLite format 3\0';

/** @returns null for bytes that are not the beginning of a database */
export function parseHeader(bytes: Buffer): FileHeader | null {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 16) !== MAGIC) return null;
  // 1 stands for 65,536, which two bytes do not hold.
  const size = bytes.readUInt16BE(16);
  const pageSize = size === 1 ? 65_536 : size;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return null;
  return {
    pageSize,
    pages: bytes.readUInt32BE(28),
    changes: bytes.readUInt32BE(24),
    userVersion: bytes.readUInt32BE(60),
  };
}

export interface WalContent {
  /** Drawn anew each time the log is begun anew; both parts, as they are written. */
  readonly salts: bigint;
  /** Frames up to the last commit that is whole. */
  readonly frames: number;
  /** Pages that those frames hold. */
  readonly pages: ReadonlySet<number>;
}

const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const WAL_MAGIC = 0x377f0682;

/** Bytes of a log that holds so many frames. */
export function walBytes(frames: number, pageSize: number): number {
  return frames === 0 ? 0 : WAL_HEADER_BYTES + frames * (FRAME_HEADER_BYTES + pageSize);
}

/** Reads a write-ahead log as SQLite would after a crash. @returns null for one that holds nothing */
export function readWal(fd: number): WalContent | null {
  const header = Buffer.alloc(WAL_HEADER_BYTES);
  if (readSync(fd, header, 0, WAL_HEADER_BYTES, 0) < WAL_HEADER_BYTES) return null;
  const magic = header.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== WAL_MAGIC) return null;
  const isBig = (magic & 1) === 1;
  let sums = checksum(header.subarray(0, 24), isBig, [0, 0]);
  if (sums[0] !== header.readUInt32BE(24) || sums[1] !== header.readUInt32BE(28)) return null;
  const salts = header.readBigUInt64BE(16);
  const pageSize = header.readUInt32BE(8);
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageSize);
  const pages = new Set<number>();
  let uncommitted: number[] = [];
  let frames = 0;
  for (let i = 0; ; i++) {
    const at = WAL_HEADER_BYTES + i * frame.length;
    if (readSync(fd, frame, 0, frame.length, at) < frame.length) break;
    if (frame.readBigUInt64BE(8) !== salts) break;
    sums = checksum(frame.subarray(0, 8), isBig, sums);
    sums = checksum(frame.subarray(FRAME_HEADER_BYTES), isBig, sums);
    if (sums[0] !== frame.readUInt32BE(16) || sums[1] !== frame.readUInt32BE(20)) break;
    uncommitted.push(frame.readUInt32BE(0));
    // The size of the database stands in the last frame of a commit only.
    if (frame.readUInt32BE(4) === 0) continue;
    for (const page of uncommitted) pages.add(page);
    uncommitted = [];
    frames = i + 1;
  }
  return { salts, frames, pages };
}

type Sums = readonly [number, number];

function checksum(bytes: Buffer, isBig: boolean, [first, second]: Sums): Sums {
  let a = first;
  let b = second;
  for (let i = 0; i < bytes.length; i += 8) {
    a = (a + (isBig ? bytes.readUInt32BE(i) : bytes.readUInt32LE(i)) + b) >>> 0;
    b = (b + (isBig ? bytes.readUInt32BE(i + 4) : bytes.readUInt32LE(i + 4)) + a) >>> 0;
  }
  return [a, b];
}

/** What processes that share a database tell each other of its log. */
export interface WalIndex {
  readonly salts: bigint;
  /** Frames of the log up to the last commit. */
  readonly frames: number;
  /** Frames of those that stand in the database file as well. */
  readonly backfilled: number;
}

/** Bytes of the wal-index that are read: two copies of its header, and how far the log was copied back. */
const INDEX_BYTES = 100;
const index = Buffer.alloc(INDEX_BYTES);
const native = endianness() === 'LE' ? index.readUInt32LE.bind(index) : index.readUInt32BE.bind(index);

/** @param fd of the `-shm` file. @returns null where there is none of a database that is in use */
export function readWalIndex(fd: number): WalIndex | null {
  if (readSync(fd, index, 0, INDEX_BYTES, 0) < INDEX_BYTES) return null;
  return { salts: index.readBigUInt64BE(32), frames: native(16), backfilled: native(96) };
}
