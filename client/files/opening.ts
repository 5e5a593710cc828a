/** Opening one file: read piece by piece, and the one that its sender meant or none. Runs in a worker. */
import { CHUNK_LENGTH, chunkCount, PIECE_CHUNKS, pieceCount } from '../../crypto/blob.ts';
import { equal, type CaseId, type Hash, type InstanceId } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { fileHash } from '../../crypto/file.ts';
import type { Api } from '../calls/api.ts';
import type { Content } from '../case/kinds/table.ts';
import { insist } from './insisting.ts';
import type { OnProgress } from './sending.ts';
import { diskSink, type DiskPlace, type Sink } from './sink.ts';
import { getPiece } from './piece-calls.ts';
import { startPieces } from './pieces.ts';

/** Pieces asked for at once. */
const AT_ONCE = 4;

/** What a file is read from. */
export interface Source {
  readonly api: Api;
  /** Gives a ticket for the blob. */
  readonly open: () => Promise<{ readonly ticket: string; readonly chunks: number }>;
  /** What the entry that sent it says of it. */
  readonly content: Content<'?file'>;
  readonly place: { readonly instance: InstanceId; readonly caseId: CaseId };
}

/**
 * @param sink gets the file's bytes; told to keep them only once all are the ones that were sent, else to drop them
 * @returns what the sink makes of them
 * @throws CryptoError `tampered`, `malformed` for another file than was sent; nothing of it is given out
 */
export async function openFile<T>(source: Source, onProgress: OnProgress, sink: Sink<T>): Promise<T> {
  try {
    const hash = await readInto(source, onProgress, sink);
    if (!equal(hash, source.content.hash)) throw new CryptoError('tampered', 'another file than was sent');
    return await sink.keep();
  } catch (error) {
    await sink.drop();
    throw error;
  }
}

/**
 * @param find gives what the file is read from
 * @throws CryptoError as `openFile`; Failure `not-saved` where the device takes no more of it
 */
export async function saveFile(
  find: () => Promise<Source>,
  onProgress: OnProgress,
  place: DiskPlace,
): Promise<void> {
  const sink = await diskSink(place);
  let source: Source;
  try {
    source = await find();
  } catch (error) {
    await sink.drop();
    throw error;
  }
  await openFile(source, onProgress, sink);
}

/** @returns the hash of all that was read */
async function readInto(source: Source, onProgress: OnProgress, sink: Sink<unknown>): Promise<Hash> {
  const { api, open, place, content } = source;
  const { blob, key, size } = content;
  let { ticket, chunks } = await open();
  const renew = async () => {
    ({ ticket, chunks } = await open());
  };
  const count = chunkCount(size);
  if (chunks !== count) throw new CryptoError('tampered', 'another length');
  const hashes: (readonly Hash[])[] = [];
  const left = Array.from({ length: pieceCount(count) }, (_, piece) => piece);
  let done = 0;
  onProgress(0, size);
  const pieces = await startPieces({ key, place: { ...place, blob }, size, count });
  const work = async () => {
    for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
      const asked = piece;
      const sealed = await insist(() => getPiece(api, blob, asked, ticket), renew);
      const opened = await pieces.open(asked, sealed);
      if (typeof opened === 'string')
        throw new CryptoError(opened === 'malformed' ? 'malformed' : 'tampered');
      hashes[asked] = opened.hashes;
      await sink.write(asked * PIECE_CHUNKS * CHUNK_LENGTH, opened.bytes);
      done += PIECE_CHUNKS * CHUNK_LENGTH;
      onProgress(Math.min(done, size), size);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    // Where one failed, the others stop at their next piece.
    left.length = 0;
    pieces.end();
  }
  return fileHash(size, hashes.flat());
}
