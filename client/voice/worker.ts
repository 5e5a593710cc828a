/** Changes a voice in a thread of its own: a recording in, how far it is, and the changed one out. */
import { drawChange } from './change.ts';
import { stretch } from './stretching.ts';

/** What it says: samples that are done, the changed recording, or null where it could not be changed. */
export type Said = number | Float32Array<ArrayBuffer> | null;

const say = (said: Said, transfer: Transferable[] = []) => postMessage(said, { transfer });

addEventListener('message', ({ data }: MessageEvent<Float32Array>) => {
  stretch(data, drawChange(), say).then(
    (changed) => say(changed, [changed.buffer]),
    () => say(null),
  );
});
