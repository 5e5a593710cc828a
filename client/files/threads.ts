/** Threads that seal and open pieces, started by the session's own: the file's key goes from one to the other, never to the page. */
import { transfer, wrap, type Remote } from 'comlink';
import { pieceCount } from '../../crypto/blob.ts';
import type { Hash } from '../../crypto/bytes.ts';
import { Failure } from '../calls/failure.ts';
import { whyMissing } from '../calls/missing.ts';
import { startWorker } from '../calls/worker-start.ts';
import type { Done, PieceOf, PieceWork, Refused } from './piece.ts';
import type { PieceWorker } from './piece-worker.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from './piece-worker.ts?worker&url';

/** Threads at most: each has a libsodium of its own, of some 10 MB. */
const MOST = 4;

/** As many threads as there are processors, and never more than pieces. */
export function inThreads(file: PieceOf): PieceWork {
  return new Threads(
    file,
    Math.max(1, Math.min(MOST, navigator.hardwareConcurrency, pieceCount(file.count))),
  );
}

interface Thread {
  readonly worker: Worker;
  readonly remote: Remote<PieceWorker>;
  waiting: number;
}

class Threads implements PieceWork {
  readonly #threads: readonly Thread[];
  #end: (failure: Failure) => void = () => undefined;
  readonly #ended: Promise<never>;

  constructor(file: PieceOf, threads: number) {
    this.#ended = new Promise((_, reject) => (this.#end = reject));
    this.#ended.catch(() => undefined);
    this.#threads = Array.from({ length: threads }, () => {
      const worker = startWorker(workerUrl);
      // A worker whose code does not load answers nothing, ever.
      const broken = () => void whyMissing(workerUrl).then((code) => this.#end(new Failure(code)));
      worker.addEventListener('error', broken, { once: true });
      const remote = wrap<PieceWorker>(worker);
      void remote.take(file);
      return { worker, remote, waiting: 0 };
    });
  }

  seal(piece: number, bytes: Uint8Array, before: readonly Hash[] | null): Promise<Done | Refused> {
    return this.#ask((remote) => remote.seal(piece, transfer(bytes, [bytes.buffer]), before));
  }

  open(piece: number, sealed: Uint8Array): Promise<Done | Refused> {
    return this.#ask((remote) => remote.open(piece, transfer(sealed, [sealed.buffer])));
  }

  end(): void {
    this.#end(new Failure('stopped'));
    for (const { worker, remote } of this.#threads) {
      const gone = () => worker.terminate();
      remote.wipe().then(gone, gone);
    }
  }

  async #ask(act: (remote: Remote<PieceWorker>) => Promise<Done | Refused>): Promise<Done | Refused> {
    const thread = this.#threads.reduce((least, one) => (one.waiting < least.waiting ? one : least));
    thread.waiting++;
    try {
      return await Promise.race([act(thread.remote), this.#ended]);
    } finally {
      thread.waiting--;
    }
  }
}
