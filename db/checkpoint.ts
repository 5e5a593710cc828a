/**
 * Keeps SQLite's write-ahead log short. Copying it into the database is about a third of all the work that writing
 * makes, and whoever wrote when it was due waited for it. A thread beside copies while others write; the little
 * that was written meanwhile is copied here, and then the log begins again.
 */
import { Worker } from 'node:worker_threads';

/** Writes between two checkpoints: 10 MB of log when all are reports. */
const WRITES = 100;

/**
 * Pages at which SQLite itself copies, within a commit: 40 MB of log. Reached only by what is not counted here, or
 * where the thread does not come along.
 */
export const LATEST_CHECKPOINT = 10_000;

export class Checkpoints {
  readonly #path: string;
  readonly #copyRest: () => Promise<unknown>;
  #writes = 0;
  #worker: Worker | null = null;
  #copying = false;

  /**
   * @param path of the database file
   * @param copyRest makes a checkpoint on the connection that writes, while no transaction is open there
   */
  constructor(path: string, copyRest: () => Promise<unknown>) {
    this.#path = path;
    this.#copyRest = copyRest;
  }

  /** Counts writes that are durable now, and begins to copy when they are many. */
  count(writes: number): void {
    this.#writes += writes;
    if (this.#writes < WRITES || this.#copying) return;
    this.#writes = 0;
    this.#copying = true;
    this.#thread().postMessage(null);
  }

  close(): void {
    void this.#worker?.terminate();
    this.#worker = null;
  }

  /** Started when it is first needed: a quiet server does without, and without its memory. */
  #thread(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('checkpoint-worker.mjs', import.meta.url), { workerData: this.#path });
    worker.on('message', () => void this.#finish());
    // SQLite copies for itself then, later. The next count tries again.
    worker.on('error', () => {
      this.#worker = null;
      this.#copying = false;
    });
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  /** Nobody writes while the rest is copied, so that the next write begins the log again. */
  async #finish(): Promise<void> {
    try {
      await this.#copyRest();
    } catch {
      // Closed meanwhile.
    }
    this.#copying = false;
  }
}
