/** Where the pieces of one file are sealed and opened: in this thread where they are few, in several others where they are many. */
import { pieceCount } from '../../crypto/blob.ts';
import { loadPart } from '../calls/missing.ts';
import { webAssemblyRuns } from '../sodium/runs.ts';
import { openPiece, sealPiece, type PieceOf, type PieceWork } from './piece.ts';

/** Pieces that are sealed sooner than a thread has started. */
const FEW = 4;

/**
 * Whoever starts it ends it. Without WebAssembly a piece takes a second, in which the session could answer nothing: then all are
 * done by others, and none where a worker can start no others.
 */
export async function startPieces(file: PieceOf): Promise<PieceWork> {
  const isShort = pieceCount(file.count) <= FEW && (await webAssemblyRuns());
  if (isShort || typeof Worker === 'undefined') return here(file);
  const { inThreads } = await loadPart(() => import('./threads.ts'));
  return inThreads(file);
}

function here(file: PieceOf): PieceWork {
  return {
    seal: async (piece, bytes, before) => sealPiece(file, piece, bytes, before),
    open: async (piece, sealed) => openPiece(file, piece, sealed),
    end: () => undefined,
  };
}
