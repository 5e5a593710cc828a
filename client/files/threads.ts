/** Threads that seal and open pieces: the file's key goes to them from the session's own, never to the page. */
import { transfer, wrap, type Remote } from 'comlink';
import { pieceCount } from '../../crypto/blob.ts';
import { Failure } from '../calls/failure.ts';
import { Threads } from '../calls/threads.ts';
import type { Done, PieceOf, PieceWork, Refused } from './piece.ts';
import type { PieceWorker } from './piece-worker.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from './piece-worker.ts?worker&url';

/** As many threads as there are processors, and never more than pieces. */
export function inThreads(file: PieceOf): PieceWork {
  const count = Math.min(Threads.MOST, navigator.hardwareConcurrency, pieceCount(file.count));
  const threads = new Threads<Remote<PieceWorker>>(workerUrl, Math.max(1, count), (worker) => {
    const remote = wrap<PieceWorker>(worker);
    void remote.take(file);
    return remote;
  });
  return {
    seal: (piece, bytes, before) =>
      threads.ask<Done | Refused>((remote) => remote.seal(piece, transfer(bytes, [bytes.buffer]), before)),
    open: (piece, sealed) =>
      threads.ask<Done | Refused>((remote) => remote.open(piece, transfer(sealed, [sealed.buffer]))),
    end: () => threads.end(new Failure('stopped')),
  };
}
