/** One piece of a file: all its chunks sealed or opened, and the file's own bytes in them hashed. In whichever thread. */
import { CHUNK_LENGTH, chunksOfPiece, PIECE_CHUNKS, SEALED_CHUNK_LENGTH } from '../../crypto/blob.ts';
import { equal, type FileKey, type Hash } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { openChunk, partHash, sealChunk, type BlobPlace } from '../../crypto/file.ts';

/** What is known of the file that a piece is of. */
export interface PieceOf {
  readonly key: FileKey;
  readonly place: BlobPlace;
  /** Bytes of the file. */
  readonly size: number;
  /** Chunks of the file. */
  readonly count: number;
}

/** The bytes that were wanted, in a buffer of their own, and the hash of each chunk's part of the file. */
export interface Done {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly hashes: readonly Hash[];
}

/** `tampered` and `malformed` as of a chunk; `changed`: of this piece other bytes were sealed before. */
export type Refused = 'tampered' | 'malformed' | 'changed';

/** Where pieces are sealed and opened. Several calls may be under way. */
export interface PieceWork {
  /** Takes the buffer of the bytes away. @param before as of `sealPiece` */
  seal(piece: number, bytes: Uint8Array, before: readonly Hash[] | null): Promise<Done | Refused>;
  /** Takes the buffer of the bytes away. */
  open(piece: number, sealed: Uint8Array): Promise<Done | Refused>;
  /** Wipes the key wherever it was given. Calls under way fail with `stopped`. */
  end(): void;
}

/**
 * What was sealed once is never sealed as something else: under one key and number, two texts would give one another away.
 * @param bytes of the file, as many as there are up to a whole piece
 * @param before hashes of what was sealed of this piece, where it was
 */
export function sealPiece(
  { key, place, count }: PieceOf,
  piece: number,
  bytes: Uint8Array,
  before: readonly Hash[] | null,
): Done | Refused {
  const chunks = chunksOfPiece(piece, count);
  const first = piece * PIECE_CHUNKS;
  const parts = Array.from({ length: chunks }, (_, i) =>
    bytes.subarray(i * CHUNK_LENGTH, (i + 1) * CHUNK_LENGTH),
  );
  const hashes = parts.flatMap((part, i) => (part.length > 0 ? [partHash(first + i, part)] : []));
  if (before !== null && !sameHashes(before, hashes)) return 'changed';
  const sealed = new Uint8Array(chunks * SEALED_CHUNK_LENGTH);
  for (const [i, part] of parts.entries())
    sealed.set(sealChunk(key, place, { index: first + i, count }, part), i * SEALED_CHUNK_LENGTH);
  return { bytes: sealed, hashes };
}

/** @returns the file's own bytes of the piece: fewer at the end, where there is padding */
export function openPiece(
  { key, place, size, count }: PieceOf,
  piece: number,
  sealed: Uint8Array,
): Done | Refused {
  const chunks = chunksOfPiece(piece, count);
  if (sealed.length !== chunks * SEALED_CHUNK_LENGTH) return 'malformed';
  const first = piece * PIECE_CHUNKS;
  const left = Math.max(0, size - first * CHUNK_LENGTH);
  const bytes = new Uint8Array(Math.min(left, chunks * CHUNK_LENGTH));
  const hashes: Hash[] = [];
  try {
    for (let i = 0; i < chunks; i++) {
      const index = first + i;
      const chunk = sealed.subarray(i * SEALED_CHUNK_LENGTH, (i + 1) * SEALED_CHUNK_LENGTH);
      const part = openChunk(key, place, { index, size }, chunk);
      // What is behind the end is padding.
      if (part.length === 0) continue;
      hashes.push(partHash(index, part));
      bytes.set(part, i * CHUNK_LENGTH);
    }
  } catch (error) {
    if (error instanceof CryptoError && (error.code === 'tampered' || error.code === 'malformed'))
      return error.code;
    throw error;
  }
  return { bytes, hashes };
}

function sameHashes(one: readonly Hash[], other: readonly Hash[]): boolean {
  return one.length === other.length && one.every((hash, i) => equal(hash, other[i]!));
}
