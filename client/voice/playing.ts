/** Plays a recording on the device: no address is made for it, as an element of sound would need. */
import { RATE } from './stretching.ts';

/** @returns stops it; called again, or after its end, that does nothing */
export function play(samples: Float32Array<ArrayBuffer>, onEnd: () => void): () => void {
  const context = new AudioContext();
  const buffer = new AudioBuffer({
    length: Math.max(1, samples.length),
    numberOfChannels: 1,
    sampleRate: RATE,
  });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  const stop = () => {
    if (context.state === 'closed') return;
    void context.close();
    onEnd();
  };
  source.addEventListener('ended', stop);
  source.start();
  return stop;
}
