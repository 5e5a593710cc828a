/** Recording a voice on the device. What was recorded is here only, until it has been changed. */
import { RATE } from './stretching.ts';

/** Seconds a recording may take: changed, it is some 40 MB then. */
export const MOST_SECONDS = 15 * 60;

/** Loudness from 0 to 1 below which nobody said anything. */
const SILENCE = 0.003;

export type RecordingTrouble = 'refused' | 'none' | 'unsupported' | 'empty' | 'failed';

export class RecordingError extends Error {
  readonly trouble: RecordingTrouble;
  constructor(trouble: RecordingTrouble, cause?: unknown) {
    super(trouble, { cause });
    this.trouble = trouble;
  }
}

/** Whether this browser has what recording and changing need. */
function canRecord(): boolean {
  return (
    typeof MediaRecorder === 'function' &&
    typeof WebAssembly === 'object' &&
    typeof OfflineAudioContext === 'function' &&
    navigator.mediaDevices !== undefined
  );
}

export class Recording {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #context = new AudioContext();
  readonly #meter: AnalyserNode;
  readonly #parts: Blob[] = [];
  readonly #ended: Promise<void>;

  private constructor(stream: MediaStream) {
    this.#stream = stream;
    this.#recorder = new MediaRecorder(stream);
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#parts.push(data));
    this.#ended = new Promise((ended) => this.#recorder.addEventListener('stop', () => ended()));
    this.#meter = new AnalyserNode(this.#context, { fftSize: 1024 });
    new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream }).connect(this.#meter);
    this.#recorder.start();
  }

  /** Asks for the microphone, and begins. @throws RecordingError */
  static async begin(): Promise<Recording> {
    if (!canRecord()) throw new RecordingError('unsupported');
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, noiseSuppression: true },
      });
    } catch (error) {
      const name = error instanceof DOMException ? error.name : '';
      const isNone = ['NotFoundError', 'NotReadableError', 'OverconstrainedError'].includes(name);
      throw new RecordingError(isNone ? 'none' : 'refused', error);
    }
    try {
      return new Recording(stream);
    } catch (error) {
      release(stream);
      throw new RecordingError('failed', error);
    }
  }

  /** How loud it is at this moment, from 0 to 1. */
  level(): number {
    const samples = new Float32Array(this.#meter.fftSize);
    this.#meter.getFloatTimeDomainData(samples);
    return loudest(samples);
  }

  /** Called where the microphone goes away by itself. */
  whenCut(cut: () => void): void {
    for (const track of this.#stream.getTracks()) track.addEventListener('ended', cut);
  }

  /** Ends it. @returns one channel, `RATE` samples a second @throws RecordingError */
  async end(): Promise<Float32Array> {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    await this.#ended;
    this.drop();
    let samples: Float32Array;
    try {
      const recorded = await new Blob(this.#parts).arrayBuffer();
      samples = oneChannel(await new OfflineAudioContext(1, 1, RATE).decodeAudioData(recorded));
    } catch (error) {
      throw new RecordingError('failed', error);
    }
    if (loudest(samples) < SILENCE) throw new RecordingError('empty');
    return samples;
  }

  /** Lets the microphone go. */
  drop(): void {
    release(this.#stream);
    if (this.#context.state !== 'closed') void this.#context.close();
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function oneChannel(sound: AudioBuffer): Float32Array {
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  if (channels.length === 1) return channels[0]!.slice();
  return channels[0]!.map(
    (_, i) => channels.reduce((sum, channel) => sum + channel[i]!, 0) / channels.length,
  );
}

function loudest(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}
