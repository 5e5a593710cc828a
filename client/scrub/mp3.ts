/** MP3 (ISO 11172-3, 13818-3): frames of sound, one after the other, and nothing between or around them. */
import type { Span } from './edits.ts';
import { clean, finding } from './finding.ts';
import { DamagedError, view } from './octets.ts';
import type { Scrubbed } from './scrubber.ts';
import { tagsAround } from './tags.ts';
import { Window } from './window.ts';

/** Kilobits a second of layer III: of version 1, and of versions 2 and 2.5. */
const BITRATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/** Samples a second of version 1; 2 has half of it, 2.5 a quarter. */
const RATES = [44_100, 48_000, 32_000];

/** Octets of a header. */
const HEADER = 4;

/** More pieces than any real file has: one that breaks off at every second frame would take all memory. */
const MOST_PIECES = 100_000;

export async function scrubMp3(file: Blob): Promise<Scrubbed> {
  const window = new Window(file);
  const { sound, found } = await tagsAround(window);
  const pieces = await framesIn(window, sound);
  if (pieces.length === 0) throw new DamagedError('no sound');
  const length = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
  if (length < sound.to - sound.from) found.push(finding('other'));
  return clean(
    file,
    pieces.map(({ from, to }) => file.slice(from, to)),
    found,
  );
}

/** @returns runs of frames, each of which is followed by another or is the last */
async function framesIn(window: Window, sound: Span): Promise<Span[]> {
  const runs: Span[] = [];
  let at = sound.from;
  while (at + HEADER <= sound.to) {
    const length = frameLength(await headerAt(window, at));
    const end = at + length;
    const last = runs.at(-1);
    if (
      length > 0 &&
      end <= sound.to &&
      (last?.to === at || end === sound.to || frameLength(await headerAt(window, end)) > 0)
    ) {
      if (last?.to === at) runs[runs.length - 1] = { from: last.from, to: end };
      else if (runs.push({ from: at, to: end }) > MOST_PIECES) throw new DamagedError('too many pieces');
      at = end;
    } else at = await nextHeader(window, at + 1, sound.to);
  }
  return runs;
}

async function headerAt(window: Window, at: number): Promise<number> {
  const held = window.held(at, HEADER);
  const bytes = held.length === HEADER ? held : await window.at(at, HEADER);
  return bytes.length < HEADER ? 0 : view(bytes).getUint32(0);
}

/** Where the next header could be: an octet of ones. */
async function nextHeader(window: Window, from: number, to: number): Promise<number> {
  for (let at = from; at < to;) {
    const bytes = await window.at(at, Math.min(65_536, to - at));
    const found = bytes.indexOf(0xff);
    if (found >= 0) return at + found;
    at += bytes.length;
  }
  return to;
}

/** @returns octets of the frame, or 0 where that is no header of layer III */
function frameLength(header: number): number {
  const bits = (from: number, mask: number) => (header >>> from) & mask;
  const [version, bitrate, rate] = [bits(19, 3), bits(12, 15), bits(10, 3)];
  if (
    bits(21, 0x7ff) !== 0x7ff ||
    version === 1 ||
    bits(17, 3) !== 1 ||
    bitrate === 0 ||
    bitrate === 15 ||
    rate === 3
  )
    return 0;
  const isFirst = version === 3;
  const divisor = isFirst ? 1 : version === 2 ? 2 : 4;
  const octetsFor = (isFirst ? 144_000 : 72_000) * BITRATES[isFirst ? 0 : 1]![bitrate]!;
  return Math.floor((octetsFor * divisor) / RATES[rate]!) + bits(9, 1);
}
