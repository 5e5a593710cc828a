/** Ogg (RFC 3533) with Vorbis, Opus, Speex and Theora: the packet with comments is emptied, all others stay. */
import { clean, finding, kept } from './finding.ts';
import { DamagedError, joined, octets, read, startsWith } from './octets.ts';
import { FIRST, nextPage, pageAt, repaged, type Page } from './ogg-page.ts';
import type { Finding, Scrubbed } from './scrubber.ts';
import { findingsOfComments } from './vorbis-comment.ts';
import { Window } from './window.ts';

/** How its first packet begins, how the one with comments does and ends, and how many there are before sound. */
const CODECS = [
  { first: '\x01vorbis', comments: '\x03vorbis', end: '\x01', packets: 3 },
  { first: 'OpusHead', comments: 'OpusTags', end: '', packets: 2 },
  { first: 'Speex   ', comments: '', end: '', packets: 2 },
  { first: '\x80theora', comments: '\x81theora', end: '', packets: 3 },
] as const;

type Codec = (typeof CODECS)[number];

/** No vendor, and no comments. */
const NOTHING = '\0\0\0\0\0\0\0\0';

/** Comments with a picture in them are longer than any packet of sound, but not than this: 16 MiB. */
const MOST_OCTETS = 2 ** 24;

interface Stream {
  readonly codec: Codec;
  /** After the first, those before sound. */
  readonly headers: Page[];
  isReading: boolean;
}

/** A piece of what comes out: a page of the file, or one of the pages before sound. */
interface Piece {
  readonly page: Page;
  readonly stream: Stream | null;
}

export async function scrubOgg(file: Blob): Promise<Scrubbed> {
  const window = new Window(file);
  const found: Finding[] = [];
  const pieces = await piecesOf(window, found);
  const made = new Map<Page, Uint8Array<ArrayBuffer>>();
  for (const stream of new Set(pieces.map((piece) => piece.stream))) {
    if (stream !== null) await editHeaders(file, stream, made, found);
  }
  if (made.size === 0) return kept('not-removable', found);
  return clean(file, partsOf(file, pieces, made), found);
}

async function piecesOf(window: Window, found: Finding[]): Promise<Piece[]> {
  const streams = new Map<number, Stream>();
  const pieces: Piece[] = [];
  for (let at = 0; at < window.file.size;) {
    const page = await pageAt(window, at);
    if (page === null) {
      found.push(finding('embedded'));
      at = await nextPage(window, at + 1);
      continue;
    }
    at = page.to;
    if (page.flags & FIRST) await begin(window, page, streams, found);
    const stream = streams.get(page.serial);
    if (stream === undefined) continue;
    const isHeader = stream.isReading && !(page.flags & FIRST);
    if (isHeader) stream.headers.push(page);
    if (isHeader && ends(stream) >= stream.codec.packets - 1) stream.isReading = false;
    pieces.push({ page, stream: isHeader ? stream : null });
  }
  return pieces;
}

/** What no codec is known of, as an index that would be wrong now, goes with all its pages. */
async function begin(
  window: Window,
  page: Page,
  streams: Map<number, Stream>,
  found: Finding[],
): Promise<void> {
  const packet = await read(window.file, page.at, page.to - page.at);
  const codec = CODECS.find(({ first }) => startsWith(packet, first));
  streams.delete(page.serial);
  if (codec === undefined) found.push(finding('other'));
  else streams.set(page.serial, { codec, headers: [], isReading: true });
}

/** How many packets end on its pages so far. */
function ends({ headers }: Stream): number {
  return headers.reduce((sum, { pieces }) => sum + pieces.filter((length) => length < 255).length, 0);
}

async function editHeaders(
  file: Blob,
  stream: Stream,
  made: Map<Page, Uint8Array<ArrayBuffer>>,
  found: Finding[],
): Promise<void> {
  const { codec, headers } = stream;
  const packets = await packetsOf(file, headers);
  const [comments, ...others] = packets;
  if (
    comments === undefined ||
    packets.length !== codec.packets - 1 ||
    !startsWith(comments, codec.comments)
  ) {
    throw new DamagedError('no comments where they have to be');
  }
  found.push(...findingsOfComments(comments.subarray(codec.comments.length)));
  const pages = repaged([octets(codec.comments + NOTHING + codec.end), ...others], headers);
  headers.forEach((page, index) => made.set(page, pages[index]!));
}

async function packetsOf(file: Blob, pages: readonly Page[]): Promise<Uint8Array[]> {
  const packets: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  if (pages.reduce((sum, { from, to }) => sum + to - from, 0) > MOST_OCTETS)
    throw new DamagedError('too long');
  for (const { at, to, pieces } of pages) {
    const bytes = await read(file, at, to - at);
    let from = 0;
    for (const length of pieces) {
      parts.push(bytes.subarray(from, from + length));
      from += length;
      if (length === 255) continue;
      packets.push(joined(parts));
      parts = [];
    }
  }
  if (parts.length > 0) throw new DamagedError('a packet goes on');
  return packets;
}

/** Pages that follow one another come as one slice. */
function partsOf(
  file: Blob,
  pieces: readonly Piece[],
  made: ReadonlyMap<Page, Uint8Array<ArrayBuffer>>,
): BlobPart[] {
  const parts: BlobPart[] = [];
  let [from, to] = [0, 0];
  for (const { page } of pieces) {
    const instead = made.get(page);
    if (instead === undefined && page.from === to) {
      to = page.to;
      continue;
    }
    parts.push(file.slice(from, to));
    if (instead !== undefined) parts.push(instead);
    [from, to] = [instead === undefined ? page.from : page.to, page.to];
  }
  return [...parts, file.slice(from, to)];
}
