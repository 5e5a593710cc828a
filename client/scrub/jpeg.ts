/** JPEG (ISO 10918-1): every segment that no picture needs goes, and all behind the picture. */
import { exifWithOrientation, readExif } from './exif.ts';
import { clean, finding, kept } from './finding.ts';
import { cleanProfile, findingsOfProfile } from './icc.ts';
import { DamagedError, joined, letters, octets, read, startsWith, view, WHOLE_OCTETS } from './octets.ts';
import { isProvenance, readIptc, readXmp } from './packet.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const COM = 0xfe;

/** ISO 10918-1 table B.1: tables, frames, scans, restarts and the number of lines. C8 and what else is reserved isn't among them. */
const NEEDED = new Set([
  0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xda, 0xdb, 0xdc,
  0xdd, 0xde, 0xdf,
]);

const ICC = 'ICC_PROFILE\0';

/** Of a profile, at most this is in one segment: its length is 16 bits, and its name and number come before. */
const ICC_OCTETS = 65_519;

interface Segment {
  readonly marker: number;
  /** Where its marker stands. */
  readonly from: number;
  /** Where the next begins. For a scan, that is after the picture in it. */
  readonly to: number;
  readonly content: Uint8Array;
}

export async function scrubJpeg(file: Blob): Promise<Scrubbed> {
  if (file.size > WHOLE_OCTETS) return kept('too-large');
  const bytes = await read(file, 0, file.size);
  const segments = segmentsOf(bytes);
  if (!segments.some(({ marker }) => marker === SOS)) throw new DamagedError('no picture in it');
  const found = segments.flatMap(findingsOf);
  const end = segments.at(-1)!.to + 2;
  if (end < bytes.length) found.push(behind(bytes.subarray(end)));
  const needed = segments.filter((segment) => NEEDED.has(segment.marker) || isAdobe(segment));
  const parts = [
    octets('\xff\xd8'),
    ...jfif(segments),
    ...orientation(segments),
    ...profile(segments),
    ...needed.map((one) =>
      isAdobe(one) ? made(one.marker, one.content.slice(0, 12)) : file.slice(one.from, one.to),
    ),
    octets('\xff\xd9'),
  ];
  return clean(file, parts, found);
}

/** @returns a part of a picture, or tables for its parts, with nothing that isn't needed to draw it */
export function jpegWithoutWords(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!startsWith(bytes, '\xff\xd8')) throw new DamagedError('no JPEG');
  const needed = segmentsOf(bytes).filter((segment) => NEEDED.has(segment.marker) || isAdobe(segment));
  return joined([
    octets('\xff\xd8'),
    ...needed.map(({ from, to }) => bytes.subarray(from, to)),
    octets('\xff\xd9'),
  ]);
}

/** @throws {DamagedError} when it ends early, or has something in it that no reader could pass over */
function segmentsOf(bytes: Uint8Array): Segment[] {
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new DamagedError('no marker where one has to be');
    if (marker === EOI) break;
    const segment = segmentAt(bytes, at, marker);
    segments.push(segment);
    at = segment.to;
  }
  return segments;
}

function segmentAt(bytes: Uint8Array, from: number, marker: number): Segment {
  const isKnown =
    NEEDED.has(marker) || (marker & 0xf0) === APP0 || marker === COM || (marker & 0xf0) === 0xf0;
  if (!isKnown || from + 4 > bytes.length) throw new DamagedError('unknown marker');
  const end = from + 2 + view(bytes).getUint16(from + 2);
  if (end > bytes.length || end < from + 4) throw new DamagedError('a segment is cut');
  const to = marker === SOS ? endOfScan(bytes, end) : end;
  return { marker, from, to, content: bytes.subarray(from + 4, end) };
}

/** In a scan, FF is followed by 00 or stands for a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    const isInside = next === 0 || next === 0xff || (next !== undefined && next >= 0xd0 && next <= 0xd7);
    if (!isInside) return at;
  }
  throw new DamagedError('a scan is cut');
}

function isAdobe({ marker, content }: Segment): boolean {
  return marker === APP0 + 14 && startsWith(content, 'Adobe') && content.length >= 12;
}

function made(marker: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = content.length + 2;
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 255), content]);
}

/** Without its preview: the last two of 14 octets are the preview's size. */
function jfif(segments: readonly Segment[]): Uint8Array<ArrayBuffer>[] {
  const first = segments.find(({ marker, content }) => marker === APP0 && startsWith(content, 'JFIF\0'));
  if (first === undefined || first.content.length < 14) return [];
  return [made(APP0, joined([first.content.subarray(0, 12), new Uint8Array(2)]))];
}

function isExif({ marker, content }: Segment): boolean {
  return marker === APP0 + 1 && startsWith(content, 'Exif\0');
}

function orientation(segments: readonly Segment[]): Uint8Array<ArrayBuffer>[] {
  const exif = segments.find(isExif);
  const turned = exif === undefined ? 1 : readExif(exif.content.subarray(6)).orientation;
  return turned === 1 ? [] : [made(APP0 + 1, joined([octets('Exif\0\0'), exifWithOrientation(turned)]))];
}

function isProfile({ marker, content }: Segment): boolean {
  return marker === APP0 + 2 && startsWith(content, ICC);
}

/** ICC.1:2022 §B.4: in as many segments as it takes, each numbered. */
function wholeProfile(segments: readonly Segment[]): Uint8Array {
  const parts = segments.filter(isProfile).map(({ content }) => content);
  const inOrder = parts.toSorted((a, b) => (a[ICC.length] ?? 0) - (b[ICC.length] ?? 0));
  return joined(inOrder.map((content) => content.subarray(ICC.length + 2)));
}

function profile(segments: readonly Segment[]): Uint8Array<ArrayBuffer>[] {
  const cleaned = cleanProfile(wholeProfile(segments));
  const count = cleaned === null ? 0 : Math.ceil(cleaned.length / ICC_OCTETS);
  return Array.from({ length: count }, (_, index) => {
    const content = cleaned!.subarray(index * ICC_OCTETS, (index + 1) * ICC_OCTETS);
    return made(APP0 + 2, joined([octets(ICC), Uint8Array.of(index + 1, count), content]));
  });
}

function findingsOf(segment: Segment): Finding[] {
  const { marker, content } = segment;
  if (marker === COM) return [finding('comments', new TextDecoder().decode(content.subarray(0, 600)))];
  if ((marker & 0xf0) !== APP0 || isAdobe(segment)) return [];
  if (isExif(segment)) return readExif(content.subarray(6)).found;
  if (isProfile(segment))
    return content[ICC.length] === 1 ? findingsOfProfile(content.subarray(ICC.length + 2)) : [];
  if (startsWith(content, 'JFIF\0'))
    return (content[12] ?? 0) * (content[13] ?? 0) > 0 ? [finding('preview')] : [];
  if (startsWith(content, 'JFXX\0') || startsWith(content, 'MPF\0')) return [finding('preview')];
  if (startsWith(content, 'http://ns.adobe.com/')) return readXmp(content);
  if (startsWith(content, 'Photoshop ')) return readIptc(content);
  return [finding(isProvenance(content) ? 'provenance' : 'other')];
}

/** Phones append a film, a second picture or a map of depths. */
function behind(bytes: Uint8Array): Finding {
  const text = letters(bytes, 0, 4096);
  return finding(/ftyp|\xff\xd8\xff/.test(text) ? 'preview' : 'embedded');
}
