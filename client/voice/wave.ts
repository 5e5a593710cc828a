/** A recording as a file: WAV, one channel, 16 bits a sample, and nothing that says when or with what it was made. */
import { RATE } from './stretching.ts';

const HEADER_OCTETS = 44;
const SAMPLE_OCTETS = 2;

/** @param samples from -1 to 1, `RATE` a second */
export function toWave(samples: Float32Array): Blob {
  const length = samples.length * SAMPLE_OCTETS;
  const header = new DataView(new ArrayBuffer(HEADER_OCTETS));
  const letters = (at: number, text: string) =>
    new TextEncoder().encode(text).forEach((octet, i) => header.setUint8(at + i, octet));
  letters(0, 'RIFF');
  header.setUint32(4, HEADER_OCTETS - 8 + length, true);
  letters(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  // Plain samples, one channel.
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, RATE, true);
  header.setUint32(28, RATE * SAMPLE_OCTETS, true);
  header.setUint16(32, SAMPLE_OCTETS, true);
  header.setUint16(34, SAMPLE_OCTETS * 8, true);
  letters(36, 'data');
  header.setUint32(40, length, true);
  const sound = new DataView(new ArrayBuffer(length));
  samples.forEach((sample, i) =>
    sound.setInt16(i * SAMPLE_OCTETS, Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), true),
  );
  return new Blob([header, sound], { type: 'audio/wav' });
}
