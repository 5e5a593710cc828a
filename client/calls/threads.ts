/** Threads of one kind that share work, started by a session's own thread: what they hold goes from one to the other. */
import { Failure } from './failure.ts';
import { whyMissing } from './missing.ts';
import { startWorker } from './worker-start.ts';

interface Thread<R> {
  readonly worker: Worker;
  readonly remote: R;
  waiting: number;
}

/** @typeParam R what a thread is asked by: comlink's side of a worker that can forget what it holds */
export class Threads<R extends { wipe(): Promise<unknown> }> {
  /** Threads at most: each has a libsodium of its own, of some 10 MB. */
  static readonly MOST = 4;

  readonly #threads: readonly Thread<R>[];
  #end: (failure: Failure) => void = () => undefined;
  readonly #ended: Promise<never>;

  /**
   * @param url of the worker's file
   * @param begin speaks to a new worker, and gives it what it works with
   */
  constructor(url: string, count: number, begin: (worker: Worker) => R) {
    this.#ended = new Promise((_, reject) => (this.#end = reject));
    this.#ended.catch(() => undefined);
    this.#threads = Array.from({ length: count }, () => {
      const worker = startWorker(url);
      // A worker whose code does not load answers nothing, ever.
      const broken = () => void whyMissing(url).then((code) => this.#end(new Failure(code)));
      worker.addEventListener('error', broken, { once: true });
      return { worker, remote: begin(worker), waiting: 0 };
    });
  }

  /** Asks the one with the least to do. @throws Failure that ended them, or why their code did not load */
  async ask<A>(act: (remote: R) => Promise<A>): Promise<A> {
    const thread = this.#threads.reduce((least, one) => (one.waiting < least.waiting ? one : least));
    thread.waiting++;
    try {
      return await Promise.race([act(thread.remote), this.#ended]);
    } finally {
      thread.waiting--;
    }
  }

  /** Ends them once they have forgotten what they hold. @param failure what is being asked fails with */
  end(failure: Failure): void {
    this.#end(failure);
    for (const { worker, remote } of this.#threads) {
      const gone = () => worker.terminate();
      remote.wipe().then(gone, gone);
    }
  }
}
