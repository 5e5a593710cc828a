/** Opening one file: read piece by piece, and the one that its sender meant or none. Runs in a worker. */
import {
  CHUNK_LENGTH,
  chunkCount,
  chunksOfPiece,
  PIECE_CHUNKS,
  pieceCount,
  SEALED_CHUNK_LENGTH,
} from '../../crypto/blob.ts';
import { equal, type CaseId, type Hash, type InstanceId } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { fileHash, openChunk, partHash } from '../../crypto/file.ts';
import type { Api } from '../calls/api.ts';
import type { Content } from '../case/kinds/table.ts';
import { insist } from './insisting.ts';
import type { OnProgress } from './sending.ts';

/** Pieces asked for at once. */
const AT_ONCE = 3;

/**
 * @param open gives a ticket for the blob
 * @returns the file, held by the browser as it holds files: the larger ones on the disk
 * @throws CryptoError `tampered`, `malformed` for another file than was sent; nothing of it is given out
 */
export async function openFile(
  api: Api,
  open: () => Promise<{ readonly ticket: string; readonly chunks: number }>,
  { blob, key, hash, size }: Content<'?file'>,
  place: { readonly instance: InstanceId; readonly caseId: CaseId },
  onProgress: OnProgress,
): Promise<Blob> {
  let { ticket, chunks } = await open();
  const renew = async () => {
    ({ ticket, chunks } = await open());
  };
  const count = chunkCount(size);
  if (chunks !== count) throw new CryptoError('tampered', 'another length');
  const parts: Blob[] = [];
  const hashes: Hash[][] = [];
  const left = Array.from({ length: pieceCount(count) }, (_, piece) => piece);
  let done = 0;
  onProgress(0, size);
  const work = async () => {
    for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
      const asked = piece;
      const sealed = await insist(() => api.getPiece(blob, asked, ticket), renew);
      if (sealed.length !== chunksOfPiece(piece, count) * SEALED_CHUNK_LENGTH)
        throw new CryptoError('malformed', 'a piece of another length');
      const opened: Uint8Array<ArrayBuffer>[] = [];
      hashes[piece] = [];
      for (let i = 0; i * SEALED_CHUNK_LENGTH < sealed.length; i++) {
        const index = piece * PIECE_CHUNKS + i;
        const chunk = sealed.subarray(i * SEALED_CHUNK_LENGTH, (i + 1) * SEALED_CHUNK_LENGTH);
        const part = openChunk(key, { ...place, blob }, { index, size }, chunk);
        if (part.length > 0) hashes[piece]!.push(partHash(index, part));
        opened.push(part as Uint8Array<ArrayBuffer>);
      }
      // Handed to the browser piece by piece: what is left here is a megabyte or three.
      parts[piece] = new Blob(opened);
      done += PIECE_CHUNKS * CHUNK_LENGTH;
      onProgress(Math.min(done, size), size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (!equal(fileHash(size, hashes.flat()), hash))
    throw new CryptoError('tampered', 'another file than was sent');
  // Of no type that a browser would open: what the sender calls it is only said.
  return new Blob(parts, { type: 'application/octet-stream' });
}
