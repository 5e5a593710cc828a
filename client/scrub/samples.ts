/** ISO 14496-12 §8.7: where the samples of a track are in the file. */
import type { Box, Region } from './boxes.ts';
import type { Span } from './edits.ts';
import { DamagedError } from './octets.ts';

/** @param boxes - those of the table of samples of one track */
export function samplesOf(region: Region, boxes: readonly Box[]): Span[] {
  const find = (...types: string[]) => boxes.find(({ type }) => types.includes(type));
  const [places, runs, sizes] = [find('stco', 'co64'), find('stsc'), find('stsz', 'stz2')];
  if (places === undefined || runs === undefined || sizes === undefined) throw new DamagedError('no samples');
  const each = places.type === 'stco' ? 4 : 8;
  const count = countOf(region, places, each, 4);
  const sizeOf = sizesOf(region, sizes);
  const perChunk = perChunkOf(region, runs);
  const spans: Span[] = [];
  let sample = 0;
  for (let chunk = 0; chunk < count; chunk++) {
    const from = region.number(places.from + 8 + chunk * each, each);
    let to = from;
    for (const last = sample + perChunk(chunk); sample < last; sample++) to += sizeOf(sample);
    spans.push({ from, to });
  }
  return spans;
}

/** @throws {DamagedError} when a table announces more than is in it: loops would be endless */
function countOf(region: Region, box: Box, each: number, at: number): number {
  const count = region.number(box.from + at, 4);
  if (box.from + at + 4 + count * each > box.to) throw new DamagedError('a table is cut');
  return count;
}

/** @returns how long a sample is, in octets; 0 for those that aren't there */
function sizesOf(region: Region, box: Box): (sample: number) => number {
  if (box.type === 'stz2') {
    const bits = region.number(box.from + 6, 2) & 255;
    const count = countOf(region, box, bits / 8, 8);
    const at = box.from + 12;
    if (![4, 8, 16].includes(bits)) throw new DamagedError('no such size');
    return (sample) => {
      if (sample >= count) return 0;
      if (bits === 16) return region.number(at + sample * 2, 2);
      const octet = region.octets(at + Math.floor((sample * bits) / 8), 1)[0]!;
      return bits === 8 ? octet : sample % 2 === 0 ? octet >> 4 : octet & 15;
    };
  }
  const all = region.number(box.from + 4, 4);
  const count = all === 0 ? countOf(region, box, 4, 8) : region.number(box.from + 8, 4);
  return (sample) => (sample >= count ? 0 : all === 0 ? region.number(box.from + 12 + sample * 4, 4) : all);
}

/** A chunk may have more samples than any real one: a hostile table would be counted for hours. */
const MOST_SAMPLES = 2 ** 24;

/** @returns how many samples a chunk has; chunks are asked for one after the other */
function perChunkOf(region: Region, box: Box): (chunk: number) => number {
  const count = countOf(region, box, 12, 4);
  let [run, all] = [0, 0];
  return (chunk) => {
    const first = (which: number) => region.number(box.from + 8 + which * 12, 4) - 1;
    while (run + 1 < count && first(run + 1) <= chunk) run += 1;
    const samples = count === 0 ? 0 : region.number(box.from + 8 + run * 12 + 4, 4);
    all += samples;
    if (all > MOST_SAMPLES) throw new DamagedError('too many samples');
    return samples;
  };
}
