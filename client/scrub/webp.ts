/** WebP (RFC 9649): pictures, transparency, animation and colours stay. */
import { exifWithOrientation, readExif } from './exif.ts';
import { clean, finding } from './finding.ts';
import { cleanProfile, findingsOfProfile } from './icc.ts';
import { DamagedError, joined, octets, read, startsWith, view, WHOLE_OCTETS } from './octets.ts';
import { readXmp } from './packet.ts';
import { chunk, chunksOf, type Chunk } from './riff.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

const DRAWN = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM']);

/** Of a frame of an animation, before the chunks in it: its place, size and duration. */
const FRAME_OCTETS = 16;

/** Flags of the first chunk: which other chunks there are. */
const [HAS_PROFILE, HAS_EXIF, HAS_XMP] = [0x20, 0x08, 0x04];

export async function scrubWebp(file: Blob): Promise<Scrubbed> {
  const header = await read(file, 0, 12);
  const end = 8 + view(header).getUint32(4, true);
  if (end > file.size) throw new DamagedError('cut');
  const chunks = await chunksOf(file, 12, end);
  const found: Finding[] = end + 1 < file.size ? [finding('embedded')] : [];
  const parts: Blob[] = [];
  let flags = 0;
  for (const one of chunks) {
    const content = file.slice(one.at, one.at + one.length);
    if (DRAWN.has(one.name)) parts.push(chunk(one.name, content));
    else if (one.name === 'ANMF') parts.push(chunk('ANMF', await frame(file, one, found)));
    else if (one.name === 'VP8X') parts.push(chunk('VP8X', content));
    else {
      const bytes = await read(file, one.at, Math.min(one.length, WHOLE_OCTETS));
      found.push(...findingsOf(one.name, bytes));
      const cleaned = cleanedOf(one.name, bytes);
      if (cleaned !== null) parts.push(chunk(one.name, new Blob([cleaned])));
      if (cleaned !== null) flags |= one.name === 'ICCP' ? HAS_PROFILE : HAS_EXIF;
    }
  }
  if (!chunks.some(({ name }) => /^(?:VP8 |VP8L|ANMF)$/.test(name))) throw new DamagedError('no picture');
  const content = await flagged(new Blob([octets('WEBP'), ...parts]), flags);
  return clean(file, [chunk('RIFF', content)], found);
}

async function frame(file: Blob, { at, length }: Chunk, found: Finding[]): Promise<Blob> {
  const inside = await chunksOf(file, at + FRAME_OCTETS, at + length);
  if (inside.some(({ name }) => !DRAWN.has(name))) found.push(finding('other'));
  const drawn = inside.filter(({ name }) => DRAWN.has(name));
  const parts = drawn.map((one) => chunk(one.name, file.slice(one.at, one.at + one.length)));
  return new Blob([file.slice(at, at + FRAME_OCTETS), ...parts]);
}

function findingsOf(name: string, bytes: Uint8Array): Finding[] {
  if (name === 'EXIF') return readExif(exifIn(bytes)).found;
  if (name === 'ICCP') return findingsOfProfile(bytes);
  if (name === 'XMP ') return readXmp(bytes);
  return [finding(name === 'C2PA' ? 'provenance' : 'other')];
}

/** Some programs put the letters before it that JPEG has there. */
function exifIn(bytes: Uint8Array): Uint8Array {
  return startsWith(bytes, 'Exif\0\0') ? bytes.subarray(6) : bytes;
}

function cleanedOf(name: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (name === 'ICCP') return cleanProfile(bytes);
  const turned = name === 'EXIF' ? readExif(exifIn(bytes)).orientation : 1;
  return turned === 1 ? null : exifWithOrientation(turned);
}

/** The first chunk, where it is VP8X, says which others there are. */
async function flagged(content: Blob, flags: number): Promise<Blob> {
  const start = await read(content, 0, 13);
  if (!startsWith(start, 'VP8X', 4)) return content;
  const kept = start[12]! & ~(HAS_PROFILE | HAS_EXIF | HAS_XMP);
  return new Blob([joined([start.subarray(0, 12), Uint8Array.of(kept | flags)]), content.slice(13)]);
}
