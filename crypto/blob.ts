/** How large a file is once it is sealed: what the server sees of its size (PROTOCOL §6.1). */

/** Bytes of a file in one chunk, and of the chunk once it is sealed. */
export const CHUNK_LENGTH = 64 * 1024;
export const SEALED_CHUNK_LENGTH = CHUNK_LENGTH + 16;

/** Chunks that travel, and are stored, together: a megabyte. */
export const PIECE_CHUNKS = 16;

/** How many pieces a blob of so many chunks has. */
export function pieceCount(chunks: number): number {
  return Math.ceil(chunks / PIECE_CHUNKS);
}

/** Chunks of a piece: the last may have fewer. */
export function chunksOfPiece(piece: number, chunks: number): number {
  return Math.max(0, Math.min(PIECE_CHUNKS, chunks - piece * PIECE_CHUNKS));
}

/**
 * In how many chunks a file is sealed: PADMÉ over whole chunks, so that what the server sees of a size is one of a few,
 * and at most an eighth is added. A file of nothing has one.
 *
 * @param size bytes of the file, less than 2⁴⁷
 */
export function chunkCount(size: number): number {
  const whole = Math.max(1, Math.ceil(size / CHUNK_LENGTH));
  const exponent = binaryDigits(whole) - 1;
  // After its first binary digit a count keeps as many as its exponent has; the rest is rounded up.
  const step = 2 ** (exponent - binaryDigits(exponent));
  return step <= 1 ? whole : Math.ceil(whole / step) * step;
}

function binaryDigits(value: number): number {
  return 32 - Math.clz32(value);
}

/** Whether the server may be asked to keep a blob of so many chunks: another number would tell a size. */
export function isChunkCount(count: number): boolean {
  return (
    Number.isInteger(count) && count > 0 && count < 2 ** 31 && chunkCount(count * CHUNK_LENGTH) === count
  );
}

/** Bytes of a file that stand in one of its chunks. */
export function partLength(index: number, size: number): number {
  return Math.min(CHUNK_LENGTH, Math.max(0, size - index * CHUNK_LENGTH));
}
