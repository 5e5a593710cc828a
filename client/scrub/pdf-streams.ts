/** Streams of a PDF that are files of their own: photos as JPEG or JPEG 2000, profiles of colours. */
import { Unzlib, zlibSync } from 'fflate';
import { PDFArray, PDFDict, PDFName, type PDFRawStream } from '@cantoo/pdf-lib';
import { cleanEmbedded } from './embedded.ts';
import { finding } from './finding.ts';
import { findingsOfProfile, neutralProfile } from './icc.ts';
import { NotCleaned } from './not-cleaned.ts';
import { joined, letters, view } from './octets.ts';
import { nameOf } from './pdf-entries.ts';
import type { Finding } from './scrubber.ts';

/** A picture of this many octets, 64 MiB, is as large as the largest file that is read. */
const UNPACKED_OCTETS = 64 * 2 ** 20;
const STEP_OCTETS = 16 * 2 ** 10;

/** Boxes of JPEG 2000 (ISO 15444-1, annex I) that are drawn from. */
const DRAWN = new Set(['jP  ', 'ftyp', 'jp2h', 'jp2c']);

/** @throws {NotCleaned} `not-removable`, `too-large` */
export async function cleanContents(stream: PDFRawStream, found: Finding[]): Promise<void> {
  const filters = filtersOf(stream);
  const last = filters.at(-1);
  if (last === 'DCTDecode' || last === 'DCT') await cleanJpeg(stream, filters, found);
  else if (last === 'JPXDecode' && filters.length === 1) cleanJpeg2000(stream, found);
  else if (stream.dict.has(nameOf('N')) && filters.length < 2) cleanProfile(stream, filters, found);
}

function filtersOf(stream: PDFRawStream): string[] {
  const filter = stream.dict.lookup(nameOf('Filter'));
  const all = filter instanceof PDFArray ? filter.asArray() : filter === undefined ? [] : [filter];
  return all.map((one) => (one instanceof PDFName ? one.decodeText() : ''));
}

function isFlate(filter: string | undefined): boolean {
  return filter === 'FlateDecode' || filter === 'Fl';
}

/** A JPEG file as it was; another filter may be around it. */
async function cleanJpeg(stream: PDFRawStream, filters: readonly string[], found: Finding[]): Promise<void> {
  let bytes = stream.getContents();
  if (filters.length === 2 && isFlate(filters[0])) {
    bytes = unpack(bytes);
    stream.dict.set(nameOf('Filter'), nameOf('DCTDecode'));
    const parameters = stream.dict.lookup(nameOf('DecodeParms'));
    const own = parameters instanceof PDFArray ? parameters.lookup(1) : undefined;
    if (own instanceof PDFDict) stream.dict.set(nameOf('DecodeParms'), own);
    else stream.dict.delete(nameOf('DecodeParms'));
  } else if (filters.length > 1) throw new NotCleaned('not-removable');
  stream.updateContents(await cleanEmbedded('picture.jpg', bytes, found));
}

/** Boxes of text, XMP and GPS stand beside those of the picture; a bare picture has none. */
function cleanJpeg2000(stream: PDFRawStream, found: Finding[]): void {
  const bytes = stream.getContents();
  if (letters(bytes, 4, 4) !== 'jP  ') return;
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = view(bytes).getUint32(at);
    // To the end, or longer than a document may be.
    const end = length < 8 ? bytes.length : at + length;
    if (length === 1 || end > bytes.length) throw new NotCleaned('not-removable');
    const kind = letters(bytes, at + 4, 4);
    if (DRAWN.has(kind)) kept.push(bytes.subarray(at, end));
    else found.push(finding('other', kind));
    at = end;
  }
  stream.updateContents(joined(kept));
}

function cleanProfile(stream: PDFRawStream, filters: readonly string[], found: Finding[]): void {
  const isPacked = isFlate(filters[0]);
  if ((filters.length > 0 && !isPacked) || stream.dict.has(nameOf('DecodeParms'))) return;
  const bytes = isPacked ? unpack(stream.getContents()) : stream.getContents();
  const neutral = neutralProfile(bytes);
  if (neutral === null || letters(neutral) === letters(bytes)) return;
  found.push(...findingsOfProfile(bytes));
  stream.updateContents(isPacked ? zlibSync(neutral) : neutral);
}

/** @throws {NotCleaned} `too-large` as soon as more comes of it than a file may have */
export function unpack(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const unpacking = new Unzlib((piece) => {
    length += piece.length;
    if (length > UNPACKED_OCTETS) throw new NotCleaned('too-large');
    pieces.push(piece);
  });
  for (let at = 0; at < bytes.length; at += STEP_OCTETS)
    unpacking.push(bytes.subarray(at, at + STEP_OCTETS), false);
  return joined(pieces);
}
