/** A voice is changed in a thread of its own, so that the page goes on, and which has no key. */
import { startWorker } from '../calls/worker-start.ts';
import type { Said } from './worker.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from './worker.ts?worker&url';

/**
 * @param signal ends it
 * @param onProgress hears how many samples are done
 * @returns the changed voice, another each time; null where it could not be changed or was ended
 */
export function changeVoice(
  samples: Float32Array,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Float32Array<ArrayBuffer> | null> {
  return new Promise<Float32Array<ArrayBuffer> | null>((resolve) => {
    const worker = startWorker(workerUrl);
    const end = (changed: Float32Array<ArrayBuffer> | null) => {
      worker.terminate();
      resolve(changed);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
      if (typeof data === 'number') onProgress(data);
      else end(data);
    });
    worker.addEventListener('error', () => end(null));
    signal.addEventListener('abort', () => end(null));
    worker.postMessage(samples);
  });
}
