/** Threads that try slot sets, started by the session's own: the key goes from one to the other, never to the page. */
import { wrap, type Remote } from 'comlink';
import type { SlotSetBytes } from '../../../../crypto/bytes.ts';
import { Failure } from '../../../calls/failure.ts';
import { Threads } from '../../../calls/threads.ts';
import { tryHere, type OpenedSet, type SlotReader, type SlotTrying, type StartTrying } from './opening.ts';
import type { SlotWorker } from './slot-worker.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from './slot-worker.ts?worker&url';

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
    return new SlotWorkers(reader, isFast ? Math.min(Threads.MOST, navigator.hardwareConcurrency) : 1);
  };
}

class SlotWorkers implements SlotTrying {
  readonly #threads: Threads<Remote<SlotWorker>>;

  constructor({ kemSeed, kemPublicKey }: SlotReader, threads: number) {
    this.#threads = new Threads(workerUrl, threads, (worker) => {
      const remote = wrap<SlotWorker>(worker);
      void remote.take({ kemSeed, kemPublicKey });
      return remote;
    });
  }

  async open(sets: readonly SlotSetBytes[]): Promise<readonly OpenedSet[]> {
    const pieces: Promise<readonly OpenedSet[]>[] = [];
    for (let at = 0; at < sets.length; at += PIECE) {
      const piece = sets.slice(at, at + PIECE);
      pieces.push(this.#threads.ask((remote) => remote.open(piece)));
    }
    return (await Promise.all(pieces)).flat();
  }

  end(): void {
    this.#threads.end(new Failure('locked'));
  }
}
