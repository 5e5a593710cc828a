/**
 * Moves the pitch and formants of a voice, by Signalsmith Stretch. The library is made to run while something plays, in an
 * audio worklet. Here it gets what it expects of one, and is asked for one block after the other, as fast as it can: that
 * also works in a thread of its own, and in every browser alike.
 */
import type { Shift } from './change.ts';

/** Samples a second, of everything here: a voice has little above half of that. */
export const RATE = 24_000;

/** Samples that are changed at once: a fiftieth of a second. */
const BLOCK = 480;

/** The part of a worklet's port that the library uses. */
interface Port {
  onmessage: ((event: { data: unknown[] }) => void) | null;
  postMessage: (message: unknown[]) => void;
}

interface Processor {
  readonly port: Port;
  /** Seconds by which what comes out is later than what went in. */
  readonly inputLatencySeconds: number;
  readonly outputLatencySeconds: number;
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

type ProcessorClass = new (options: { numberOfOutputs: number; outputChannelCount: number[] }) => Processor;

/** What stands in the global scope of an audio worklet. */
interface WorkletScope {
  AudioWorkletProcessor?: unknown;
  registerProcessor?: (name: string, made: ProcessorClass) => void;
  sampleRate?: number;
  currentTime?: number;
}

let loading: Promise<ProcessorClass> | undefined;

/**
 * @param samples one channel, `RATE` a second
 * @param shiftAt what is to be done at each second
 * @param onProgress hears how many samples are done
 * @returns as many samples
 * @throws where the library does not come, or the browser has no WebAssembly
 */
export async function stretch(
  samples: Float32Array,
  shiftAt: (second: number) => Shift,
  onProgress: (done: number) => void,
): Promise<Float32Array<ArrayBuffer>> {
  const processor = await newProcessor(await (loading ??= load()));
  const late = Math.round((processor.inputLatencySeconds + processor.outputLatencySeconds) * RATE);
  const changed = new Float32Array(samples.length);
  const heard = new Float32Array(BLOCK);
  const said = new Float32Array(BLOCK);
  for (let at = 0; at < samples.length + late; at += BLOCK) {
    heard.fill(0);
    heard.set(samples.subarray(at, at + BLOCK));
    const { pitch, formants } = shiftAt(at / RATE);
    tell(processor, 'schedule', {
      active: true,
      semitones: pitch,
      formantSemitones: formants,
      formantCompensation: true,
    });
    processor.process([[heard]], [[said]]);
    const from = at - late;
    if (from + BLOCK > 0)
      changed.set(
        said.subarray(Math.max(0, -from)).subarray(0, samples.length - Math.max(0, from)),
        Math.max(0, from),
      );
    if (at % RATE === 0) onProgress(Math.min(at, samples.length));
  }
  return changed;
}

/** Has the library register what it would in a worklet. */
async function load(): Promise<ProcessorClass> {
  const scope = globalThis as WorkletScope;
  let registered: ProcessorClass | undefined;
  scope.AudioWorkletProcessor = class {
    readonly port: Port = { onmessage: null, postMessage: () => undefined };
  };
  scope.registerProcessor = (_name, made) => {
    registered = made;
  };
  scope.sampleRate = RATE;
  scope.currentTime = 0;
  await import('signalsmith-stretch');
  if (registered === undefined) throw new Error('the library has registered nothing');
  return registered;
}

function newProcessor(Made: ProcessorClass): Promise<Processor> {
  const processor = new Made({ numberOfOutputs: 1, outputChannelCount: [1] });
  return new Promise((resolve) => {
    processor.port.postMessage = ([what]) => {
      if (what === 'ready') resolve(processor);
    };
  });
}

function tell({ port }: Processor, method: string, argument: object): void {
  port.onmessage?.({ data: [0, method, argument] });
}
