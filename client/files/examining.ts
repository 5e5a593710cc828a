/**
 * Files are examined in a thread of its own, which has no key: what stands in a file may be made to keep it busy, and then it
 * is ended.
 */
import { startWorker } from '../calls/worker-start.ts';
import type { Scrubbed } from '../scrub/scrubber.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from '../scrub/worker.ts?worker&url';

/** Milliseconds for the slowest of devices, and as many again for each mebibyte. */
const PATIENCE = 60_000;
const PATIENCE_PER_MEBIBYTE = 1000;

/** `not-examined`: what examines did not come, broke down, or came to no end. */
export type Examined =
  Scrubbed | { readonly is: 'kept'; readonly reason: 'not-examined'; readonly found: readonly [] };

const NOT_EXAMINED: Examined = { is: 'kept', reason: 'not-examined', found: [] };

/** One file after the other. */
export class Examination {
  #worker: Worker | null = null;
  #giveUp: () => void = () => undefined;

  /** Never throws. */
  async examine(file: Blob): Promise<Examined> {
    const worker = (this.#worker ??= startWorker(workerUrl));
    const patience = PATIENCE + (file.size / 2 ** 20) * PATIENCE_PER_MEBIBYTE;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listening = new AbortController();
    const { signal } = listening;
    try {
      return await new Promise<Examined>((resolve) => {
        const fail = () => {
          this.end();
          resolve(NOT_EXAMINED);
        };
        this.#giveUp = () => resolve(NOT_EXAMINED);
        timer = setTimeout(fail, patience);
        worker.addEventListener(
          'message',
          ({ data }: MessageEvent<Scrubbed | null>) => resolve(data ?? NOT_EXAMINED),
          { signal },
        );
        worker.addEventListener('error', fail, { signal });
        worker.addEventListener('messageerror', fail, { signal });
        worker.postMessage(file);
      });
    } finally {
      clearTimeout(timer);
      listening.abort();
    }
  }

  /** Stops what goes on; another file can be examined afterwards. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#giveUp();
  }
}
