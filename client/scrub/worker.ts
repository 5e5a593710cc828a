/** Cleans files in a thread of its own: one file in, what became of it out, or null where its code did not come. */
import { scrub } from './scrub.ts';

addEventListener('message', ({ data }: MessageEvent<Blob>) => {
  scrub(data).then(
    (scrubbed) => postMessage(scrubbed),
    () => postMessage(null),
  );
});
