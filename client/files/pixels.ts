/** How many dots a picture has, by what it says before anything of it is decoded. */
import { boxesOf, Region } from '../scrub/boxes.ts';
import type { Format } from '../scrub/format.ts';
import { DamagedError, read, view } from '../scrub/octets.ts';
import { chunksOf } from '../scrub/riff.ts';
import { Window } from '../scrub/window.ts';

/** ISO 10918-1 table B.1: what begins a frame and has its size; tables have numbers between. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** More segments than any real JPEG has before its picture. */
const MOST_SEGMENTS = 20_000;

/** A list of what is in a file is shorter: 16 MiB. */
const META_OCTETS = 16 * 2 ** 20;

/** @returns null where it does not say so, or no decoder would believe it */
export async function pixelsOf(file: Blob, format: Format): Promise<number | null> {
  try {
    return (await READERS[format]?.(file)) || null;
  } catch (error) {
    // The second where a part is shorter than what is read of it.
    if (error instanceof DamagedError || error instanceof RangeError) return null;
    throw error;
  }
}

const READERS: Partial<Record<Format, (file: Blob) => Promise<number>>> = {
  jpeg: jpegPixels,
  png: pngPixels,
  gif: gifPixels,
  webp: webpPixels,
  heif: avifPixels,
};

async function pngPixels(file: Blob): Promise<number> {
  const header = view(await read(file, 16, 8));
  return header.getUint32(0) * header.getUint32(4);
}

/** The screen, or its first frame where that is larger, as browsers do. */
async function gifPixels(file: Blob): Promise<number> {
  const bytes = await read(file, 0, Math.min(file.size, 2 ** 20));
  const numbers = view(bytes);
  const area = (at: number) => numbers.getUint16(at, true) * numbers.getUint16(at + 2, true);
  const flags = bytes[10]!;
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (bytes[at] === 0x21) {
    at += 2;
    while (bytes[at]) at += bytes[at]! + 1;
    at += 1;
  }
  if (bytes[at] !== 0x2c || at + 10 > bytes.length) throw new DamagedError('no frame');
  return Math.max(area(6), area(at + 5));
}

async function jpegPixels(file: Blob): Promise<number> {
  const window = new Window(file);
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const header = await window.at(at, 9);
    if (header.length < 9 || header[0] !== 0xff) throw new DamagedError('no segment');
    const marker = header[1]!;
    if (FRAMES.has(marker)) return view(header).getUint16(5) * view(header).getUint16(7);
    if (marker === 0xff) at += 1;
    else at += 2 + view(header).getUint16(2);
  }
  throw new DamagedError('too many segments');
}

/** RFC 9649: the canvas where there is one, and what each way of coding says. */
async function webpPixels(file: Blob): Promise<number> {
  const header = await read(file, 0, 12);
  const chunks = await chunksOf(file, 12, Math.min(file.size, 8 + view(header).getUint32(4, true)));
  const counts = chunks.map(async ({ name, at, length }) => {
    if (!['VP8 ', 'VP8L', 'VP8X'].includes(name)) return 0;
    const bytes = view(await read(file, at, Math.min(length, 10)));
    const side = (from: number) => (bytes.getUint32(from - 1, true) >>> 8) + 1;
    if (name === 'VP8X') return side(4) * (bytes.getUint16(7, true) + bytes.getUint8(9) * 65_536 + 1);
    if (name === 'VP8 ') return (bytes.getUint16(6, true) & 0x3fff) * (bytes.getUint16(8, true) & 0x3fff);
    const bits = bytes.getUint32(1, true);
    return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1);
  });
  return Math.max(0, ...(await Promise.all(counts)));
}

/** ISO 23008-12 §6.5.3: the largest of the pictures that others are put together from, and of those. */
async function avifPixels(file: Blob): Promise<number> {
  const boxes = await boxesOf(file, new Set(['ftyp', 'meta', 'mdat', 'moov']));
  const meta = boxes.find(({ type }) => type === 'meta');
  if (meta === undefined || meta.to - meta.from > META_OCTETS) throw new DamagedError('no picture');
  const region = await Region.of(file, meta);
  const inside = (type: string, from: number, to: number) =>
    region.boxes(from, to).filter((box) => box.type === type);
  const sizes = inside('iprp', meta.from + 4, meta.to)
    .flatMap(({ from, to }) => inside('ipco', from, to))
    .flatMap(({ from, to }) => inside('ispe', from, to));
  return Math.max(0, ...sizes.map(({ from }) => region.number(from + 4, 4) * region.number(from + 8, 4)));
}
