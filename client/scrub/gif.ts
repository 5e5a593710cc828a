/** GIF 89a: frames, how they follow one another and how often; no words, and nothing behind. */
import { clean, finding, kept } from './finding.ts';
import { DamagedError, letters, part, read, startsWith, view, WHOLE_OCTETS } from './octets.ts';
import { readXmp } from './packet.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

const HEADER_OCTETS = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

/** After EXTENSION: how a frame is shown, a program's own, a comment, words to draw. */
const CONTROL = 0xf9;
const APPLICATION = 0xff;
const COMMENT = 0xfe;

interface Block {
  readonly from: number;
  readonly to: number;
  /** The kind of an extension; IMAGE for a frame. */
  readonly kind: number;
}

export async function scrubGif(file: Blob): Promise<Scrubbed> {
  if (file.size > WHOLE_OCTETS) return kept('too-large');
  const bytes = await read(file, 0, file.size);
  const start = HEADER_OCTETS + tableOctets(part(bytes, 0, HEADER_OCTETS)[10]!);
  const blocks = blocksOf(bytes, start);
  const end = blocks.at(-1)!.to;
  const found = blocks.filter((block) => !isShown(bytes, block)).map((block) => findingOf(bytes, block));
  if (end + 1 < bytes.length) found.push([finding('embedded')]);
  const shown = blocks.filter((block) => isShown(bytes, block)).map(({ from, to }) => file.slice(from, to));
  return clean(file, [file.slice(0, start), ...shown, Uint8Array.of(TRAILER)], found.flat());
}

/** @param flags - of the screen, or of one frame: whether colours of its own follow, and how many */
function tableOctets(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** @throws {DamagedError} when there is no frame, or one isn't all there */
function blocksOf(bytes: Uint8Array, start: number): Block[] {
  const blocks: Block[] = [];
  for (let at = start; bytes[at] !== TRAILER; at = blocks.at(-1)!.to) {
    if (bytes[at] === EXTENSION)
      blocks.push({ from: at, to: endOfBlocks(bytes, at + 2), kind: part(bytes, at, 2)[1]! });
    else if (bytes[at] === IMAGE) {
      const data = at + 11 + tableOctets(part(bytes, at, 10)[9]!);
      blocks.push({ from: at, to: endOfBlocks(bytes, data), kind: IMAGE });
    } else throw new DamagedError('no block where one has to be');
  }
  if (!blocks.some(({ kind }) => kind === IMAGE)) throw new DamagedError('no frame');
  return blocks;
}

/** Blocks say their length in one octet, and the last is empty. */
function endOfBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    if (length === undefined) throw new DamagedError('a block is cut');
    at += length + 1;
  }
  return at + 1;
}

/** Of what programs add only how often all frames are repeated, which is said in one block of three octets. */
function isShown(bytes: Uint8Array, { from, to, kind }: Block): boolean {
  if (kind === IMAGE) return true;
  if (kind === CONTROL) return to - from === 8;
  const name = letters(bytes, from + 3, 11);
  const isLoop =
    kind === APPLICATION && bytes[from + 2] === 11 && /^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(name);
  return isLoop && to - from === 19 && bytes[from + 14] === 3 && bytes[from + 15] === 1;
}

function findingOf(bytes: Uint8Array, { from, to, kind }: Block): Finding[] {
  const content = bytes.subarray(from + 2, to);
  if (kind === COMMENT)
    return [finding('comments', new TextDecoder('latin1').decode(content.subarray(1, -1)))];
  if (startsWith(content, 'XMP Data', 1)) return readXmp(content);
  if (startsWith(content, 'C2PA', 1)) return [finding('provenance')];
  return [finding('other', kind === APPLICATION ? letters(content, 1, view(content).getUint8(0)) : null)];
}
