/** Cleans files in a thread of its own: one file in, what became of it out. */
import { scrub } from './scrub.ts';

addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  void scrub(data).then((scrubbed) => postMessage(scrubbed));
});
