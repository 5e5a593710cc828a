/** A voice is moved, otherwise each time, and nothing of what it was is left in the file. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scrub } from '../../client/scrub/scrub.ts';
import { drawChange, type Shift } from '../../client/voice/change.ts';
import { RATE, stretch } from '../../client/voice/stretching.ts';
import { toWave } from '../../client/voice/wave.ts';

/** Somebody at 140 Hz: a tone with what sounds above it, as a mouth lets through. */
const PITCH = 140;
const SECONDS = 3;

function voice(): Float32Array {
  const loud = (hertz: number) => 0.2 / (1 + ((hertz - 600) / 300) ** 2) + 0.02;
  return Float32Array.from({ length: SECONDS * RATE }, (_, i) => {
    let sample = 0;
    for (let tone = PITCH; tone < 3000; tone += PITCH)
      sample += loud(tone) * Math.sin((2 * Math.PI * tone * i) / RATE);
    return sample;
  });
}

/** @returns Hz, of some tenths of a second from a second on: where the sound is most like itself a little later */
function pitchAt(samples: Float32Array, second: number): number {
  const part = samples.subarray(second * RATE, (second + 0.2) * RATE);
  const alike = (lag: number) =>
    part.subarray(lag).reduce((sum, sample, i) => sum + sample * part[i]!, 0) / (part.length - lag);
  const lags = Array.from({ length: 300 }, (_, i) => i + 60);
  return RATE / lags.reduce((best, lag) => (alike(lag) > alike(best) * 1.001 ? lag : best));
}

const steady =
  (pitch: number): (() => Shift) =>
  () => ({ pitch, formants: 0 });
const quiet = () => undefined;

describe('a voice', () => {
  test.each([-5, 4])('is moved by %i semitones, and takes as long as before', async (pitch) => {
    const changed = await stretch(voice(), steady(pitch), quiet);
    expect(changed).toHaveLength(SECONDS * RATE);
    for (const second of [0.5, 1.5, 2.5])
      expect(12 * Math.log2(pitchAt(changed, second) / PITCH)).toBeCloseTo(pitch, 0);
  });

  test('is in its place: what was silent is silent, and what was said is where it was', async () => {
    const said = voice();
    said.fill(0, RATE, 2 * RATE);
    const changed = await stretch(said, steady(3), quiet);
    const loudness = (from: number, to: number) =>
      changed.subarray(from * RATE, to * RATE).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(loudness(0.2, 0.8)).toBeGreaterThan(0.1);
    expect(loudness(1.2, 1.8)).toBeLessThan(0.02);
    expect(loudness(2.2, 2.8)).toBeGreaterThan(0.1);
  });

  test('says how far it is, to the end', async () => {
    const told: number[] = [];
    await stretch(voice(), steady(3), (done) => told.push(done));
    expect(told.at(-1)).toBe(SECONDS * RATE);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('the change that is drawn', () => {
  const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    minLength: 50,
    maxLength: 200,
  });

  test('is never little and never much, and goes on wandering', () => {
    fc.assert(
      fc.property(draws, (drawn) => {
        let i = 0;
        const at = drawChange(() => drawn[i++ % drawn.length]!);
        const shifts = Array.from({ length: 200 }, (_, step) => at(step / 50));
        for (const { pitch, formants } of shifts) {
          expect(Math.abs(pitch)).toBeGreaterThan(2);
          expect(Math.abs(pitch)).toBeLessThan(7);
          expect(Math.abs(formants)).toBeGreaterThan(1.4);
          expect(Math.abs(formants)).toBeLessThan(4.6);
          expect(Math.sign(formants)).toBe(Math.sign(pitch));
        }
      }),
    );
  });

  test('is another each time, and one shift back does not undo it', () => {
    const of = () => {
      const at = drawChange();
      return Array.from({ length: 100 }, (_, step) => at(step / 10).pitch);
    };
    const [first, second] = [of(), of()];
    expect(first).not.toEqual(second);
    expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(0.3);
  });
});

test('the file holds sound and nothing else', async () => {
  const samples = Float32Array.from([0, 0.5, -0.5, 1, -1, 2, -2]);
  const file = toWave(samples);
  expect(await scrub(file)).toMatchObject({ is: 'clean', found: [] });
  const sound = new DataView(await file.arrayBuffer(), 44);
  expect(Array.from(samples, (_, i) => sound.getInt16(2 * i, true))).toEqual([
    0, 16384, -16383, 32767, -32767, 32767, -32767,
  ]);
});
