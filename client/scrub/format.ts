/** Which format a file has: by how it begins, whatever its name or its sender says. */
import { letters, startsWith, view } from './octets.ts';

export type Format =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'tiff'
  | 'heif'
  | 'svg'
  | 'mp4'
  | 'mp3'
  | 'wav'
  | 'flac'
  | 'ogg'
  | 'pdf'
  | 'ooxml'
  | 'odf'
  | 'compound';

/** Signatures are looked for in the first 4 KiB: an SVG picture may begin with a long licence. */
const HEAD_OCTETS = 4096;

/** The end of a ZIP file lists what is in it: at most 64 KiB are looked at. */
const TAIL_OCTETS = 65_536;

/** What comes before the content of a tag. */
const ID3_OCTETS = 10;

/** @returns null for any other format, and for an empty file */
export async function formatOf(file: Blob): Promise<Format | null> {
  const head = await octetsOf(file.slice(0, HEAD_OCTETS));
  if (startsWith(head, 'ID3')) return afterId3(file, head);
  if (startsWith(head, 'PK\x03\x04')) return zipFormat(head, await octetsOf(file.slice(-TAIL_OCTETS)));
  return binaryFormat(head) ?? (isSvg(head) ? 'svg' : null) ?? (isPdf(head) ? 'pdf' : null);
}

async function octetsOf(slice: Blob): Promise<Uint8Array> {
  return new Uint8Array(await slice.arrayBuffer());
}

function binaryFormat(head: Uint8Array): Format | null {
  const begins = (text: string, from = 0) => startsWith(head, text, from);
  if (begins('\xff\xd8\xff')) return 'jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'png';
  if (begins('GIF87a') || begins('GIF89a')) return 'gif';
  if (begins('RIFF') && begins('WEBP', 8)) return 'webp';
  if ((begins('RIFF') || begins('RF64')) && begins('WAVE', 8)) return 'wav';
  if (begins('II*\0') || begins('MM\0*')) return 'tiff';
  if (begins('fLaC')) return 'flac';
  if (begins('OggS')) return 'ogg';
  if (begins('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'compound';
  if (head.length >= 4 && isMpegAudio(view(head).getUint32(0))) return 'mp3';
  return boxFormat(head);
}

/** ISO 14496-12 §4.3: a list of brands; a QuickTime film may begin with its first box at once. */
function boxFormat(head: Uint8Array): Format | null {
  const first = letters(head, 4, 4);
  if (['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(first)) return 'mp4';
  if (first !== 'ftyp') return null;
  const length = Math.min(view(head).getUint32(0), head.length);
  const brands = [8, ...range(16, length, 4)].map((at) => letters(head, at, 4));
  const pictures = ['mif1', 'msf1', 'heic', 'heix', 'hevc', 'heim', 'heis', 'avif', 'avis', 'mif2'];
  return brands.some((brand) => pictures.includes(brand)) ? 'heif' : 'mp4';
}

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.ceil((to - from) / step)) },
    (_, index) => from + index * step,
  );
}

/** ISO 11172-3 §2.4.2.3: synchronisation, layer III, and no value that is reserved. */
function isMpegAudio(header: number): boolean {
  const bits = (from: number, mask: number) => (header >>> from) & mask;
  return (
    bits(21, 0x7ff) === 0x7ff &&
    bits(19, 3) !== 1 &&
    bits(17, 3) === 1 &&
    bits(12, 15) < 15 &&
    bits(10, 3) < 3
  );
}

/** Tags of MP3 stand before other formats as well. */
async function afterId3(file: Blob, head: Uint8Array): Promise<Format> {
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((head[at] ?? 0) & 127), 0);
  return startsWith(await octetsOf(file.slice(ID3_OCTETS + size, ID3_OCTETS + size + 4)), 'fLaC')
    ? 'flac'
    : 'mp3';
}

function zipFormat(head: Uint8Array, tail: Uint8Array): Format | null {
  if (startsWith(head, 'mimetypeapplication/vnd.oasis.opendocument', 30)) return 'odf';
  const lists = (name: string) => [head, tail].some((bytes) => letters(bytes).includes(name));
  if (lists('[Content_Types].xml')) return 'ooxml';
  // Some programs don't begin with what kind of document it is.
  return lists('META-INF/manifest.xml') ? 'odf' : null;
}

function isSvg(head: Uint8Array): boolean {
  const utf16 = startsWith(head, '\xff\xfe') ? 'utf-16le' : startsWith(head, '\xfe\xff') ? 'utf-16be' : null;
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(head).trimStart();
  return text.startsWith('<') && /<(?:[\w.-]{1,32}:)?svg[\s>]/.test(text);
}

/** Readers take a PDF whose signature stands anywhere in the first kilobyte. */
function isPdf(head: Uint8Array): boolean {
  return letters(head, 0, 1024).includes('%PDF-');
}
