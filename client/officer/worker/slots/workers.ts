/** Threads that try slot sets, started by the session's own: the key goes from one to the other, never to the page. */
import { wrap, type Remote } from 'comlink';
import type { SlotSetBytes } from '../../../../crypto/bytes.ts';
import { Failure } from '../../../calls/failure.ts';
import { whyMissing } from '../../../calls/missing.ts';
import { startWorker } from '../../../calls/worker-start.ts';
import { tryHere, type OpenedSet, type SlotReader, type SlotTrying, type StartTrying } from './opening.ts';
import type { SlotWorker } from './slot-worker.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from './slot-worker.ts?worker&url';

/** Threads at most: each has a libsodium of its own, of some 10 MB. */
const MOST = 4;

/** Cases that are tried sooner than a thread has started. */
const FEW = 8;

/** Sets given to a thread at once: what it does before it hears that the session ended, 20 ms with WebAssembly. */
const PIECE = 8;

/**
 * In as many threads as there are processors. Few cases are tried in the session's own thread, and all of them where a
 * worker can't start others.
 * @param isFast whether WebAssembly runs. Without it a set takes a second, in which the session could answer nothing;
 *   one thread then leaves the page another processor.
 */
export function tryInWorkers(isFast: boolean): StartTrying {
  return (reader, cases) => {
    if (typeof Worker === 'undefined' || (isFast && cases <= FEW)) return tryHere(reader, cases);
    return new SlotWorkers(reader, isFast ? Math.min(MOST, navigator.hardwareConcurrency) : 1);
  };
}

interface Thread {
  readonly worker: Worker;
  readonly remote: Remote<SlotWorker>;
  waiting: number;
}

class SlotWorkers implements SlotTrying {
  readonly #threads: readonly Thread[];
  #end: (failure: Failure) => void = () => undefined;
  readonly #ended: Promise<never>;

  constructor({ kemSeed, kemPublicKey }: SlotReader, threads: number) {
    this.#ended = new Promise((_, reject) => (this.#end = reject));
    this.#ended.catch(() => undefined);
    this.#threads = Array.from({ length: threads }, () => {
      const worker = startWorker(workerUrl);
      // A worker whose code does not load answers nothing, ever.
      const broken = () => void whyMissing(workerUrl).then((code) => this.#end(new Failure(code)));
      worker.addEventListener('error', broken, { once: true });
      const remote = wrap<SlotWorker>(worker);
      void remote.take({ kemSeed, kemPublicKey });
      return { worker, remote, waiting: 0 };
    });
  }

  async open(sets: readonly SlotSetBytes[]): Promise<readonly OpenedSet[]> {
    const pieces: Promise<readonly OpenedSet[]>[] = [];
    for (let at = 0; at < sets.length; at += PIECE) pieces.push(this.#open(sets.slice(at, at + PIECE)));
    return (await Promise.all(pieces)).flat();
  }

  async #open(sets: readonly SlotSetBytes[]): Promise<readonly OpenedSet[]> {
    const thread = this.#threads.reduce((least, one) => (one.waiting < least.waiting ? one : least));
    thread.waiting++;
    try {
      return await Promise.race([thread.remote.open(sets), this.#ended]);
    } finally {
      thread.waiting--;
    }
  }

  end(): void {
    this.#end(new Failure('locked'));
    for (const { worker, remote } of this.#threads) {
      const gone = () => worker.terminate();
      remote.wipe().then(gone, gone);
    }
  }
}
