/** PNG (3rd edition), also animated: chunks that a picture is drawn from stay, all others go. */
import { crcOfPng } from './crc.ts';
import { deflate, inflate } from './deflate.ts';
import { exifWithOrientation, readExif } from './exif.ts';
import { clean, finding, kept } from './finding.ts';
import { cleanProfile, findingsOfProfile } from './icc.ts';
import { DamagedError, joined, letters, octets, part, read, view, WHOLE_OCTETS } from './octets.ts';
import { readXmp } from './packet.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

const SIGNATURE_OCTETS = 8;

const DRAWN = new Set(
  'IHDR PLTE IDAT tRNS cHRM gAMA sRGB sBIT bKGD cICP mDCV cLLI acTL fcTL fdAT IEND'.split(' '),
);

/** A profile of colours is smaller: 16 MiB. */
const PROFILE_OCTETS = 16 * 2 ** 20;

/** What programs call their texts. */
const KEYWORDS: readonly (readonly [RegExp, Finding['kind']])[] = [
  [/^(?:author|artist|copyright|creator)/i, 'author'],
  [/^(?:software|creator ?tool)/i, 'software'],
  [/^(?:creation time|date|create-date|modify-date)/i, 'time'],
  [/^comment/i, 'comments'],
  [/^(?:source|make|model)/i, 'device'],
  [/^(?:title|description)/i, 'description'],
];

interface Chunk {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly content: Uint8Array;
}

export async function scrubPng(file: Blob): Promise<Scrubbed> {
  if (file.size > WHOLE_OCTETS) return kept('too-large');
  const bytes = await read(file, 0, file.size);
  const chunks = chunksOf(bytes);
  const found = await findingsOf(chunks);
  // A chunk that no reader may pass over, as Apple's own kind of PNG has: without it there is no picture.
  if (chunks.some(({ name }) => /^[A-Z]/.test(name) && !DRAWN.has(name))) return kept('not-removable', found);
  const end = chunks.at(-1)!.to;
  if (end < bytes.length) found.push(finding('embedded'));
  const parts: BlobPart[] = [file.slice(0, SIGNATURE_OCTETS)];
  for (const chunk of chunks) {
    if (DRAWN.has(chunk.name) || isAspect(chunk)) parts.push(file.slice(chunk.from, chunk.to));
    if (chunk.name === 'iCCP') parts.push(await profile(chunk));
    if (chunk.name === 'eXIf') parts.push(orientation(chunk));
  }
  return clean(file, parts, found);
}

/** @throws {DamagedError} when there are not all of them */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_OCTETS; chunks.at(-1)?.name !== 'IEND'; at = chunks.at(-1)!.to) {
    const length = view(part(bytes, at, 8)).getUint32(0);
    const content = part(bytes, at + 8, length);
    chunks.push({ name: letters(bytes, at + 4, 4), from: at, to: at + length + 12, content });
    part(bytes, at, length + 12);
  }
  if (chunks[0]!.name !== 'IHDR' || !chunks.some(({ name }) => name === 'IDAT'))
    throw new DamagedError('no picture');
  return chunks;
}

/** How large a pixel is says which scanner or screen it was, and matters only where it isn't square. */
function isAspect({ name, content }: Chunk): boolean {
  return name === 'pHYs' && content.length === 9 && view(content).getUint32(0) !== view(content).getUint32(4);
}

function chunk(name: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const made = joined([new Uint8Array(4), octets(name), content, new Uint8Array(4)]);
  view(made).setUint32(0, content.length);
  view(made).setUint32(made.length - 4, crcOfPng(made.subarray(4, -4)));
  return made;
}

/** After a name that ends with 0 comes how it is compressed, which is always the same way. */
async function profileOf({ content }: Chunk): Promise<Uint8Array<ArrayBuffer> | null> {
  return inflate(content.slice(content.indexOf(0) + 2), PROFILE_OCTETS);
}

async function profile(iccp: Chunk): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await profileOf(iccp);
  const cleaned = bytes === null ? null : cleanProfile(bytes);
  // Otherwise colours would be read by what else is said of them.
  if (cleaned === null) return chunk('sRGB', new Uint8Array(1));
  return chunk('iCCP', joined([octets('ICC\0\0'), await deflate(cleaned)]));
}

function orientation({ content }: Chunk): Uint8Array<ArrayBuffer> {
  const turned = readExif(content).orientation;
  return turned === 1 ? new Uint8Array(0) : chunk('eXIf', exifWithOrientation(turned));
}

async function findingsOf(chunks: readonly Chunk[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const one of chunks.filter(({ name }) => !DRAWN.has(name) && name !== 'pHYs')) {
    const bytes = one.name === 'iCCP' ? await profileOf(one) : null;
    found.push(...(bytes === null ? findingsOfChunk(one) : findingsOfProfile(bytes)));
  }
  return found;
}

function findingsOfChunk({ name, content }: Chunk): Finding[] {
  if (name === 'eXIf') return readExif(content).found;
  if (name === 'tIME') return [finding('time', timeOf(content))];
  if (name === 'caBX') return [finding('provenance')];
  if (!['tEXt', 'zTXt', 'iTXt'].includes(name)) return [finding('other')];
  const keyword = letters(content, 0, 79).split('\0')[0]!;
  if (keyword === 'XML:com.adobe.xmp') return readXmp(content);
  const kind = KEYWORDS.find(([pattern]) => pattern.test(keyword))?.[1] ?? 'description';
  const text = new TextDecoder(name === 'tEXt' ? 'latin1' : 'utf-8').decode(
    content.subarray(keyword.length + 1),
  );
  return [finding(kind, name === 'zTXt' ? keyword : text)];
}

function timeOf(content: Uint8Array): string | null {
  const [, , month, day, hour, minute] = content;
  if (content.length !== 7 || minute === undefined) return null;
  return `${view(content).getUint16(0)}-${month}-${day} ${hour}:${String(minute).padStart(2, '0')}`;
}
