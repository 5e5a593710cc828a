/** Pages of Ogg (RFC 3533 §6). */
import { crcOfOgg } from './crc.ts';
import { DamagedError, joined, letters, octets, startsWith, view } from './octets.ts';
import type { Window } from './window.ts';

const HEADER_OCTETS = 27;

const CONTINUED = 1;
export const FIRST = 2;

/** Of a page in which no packet ends. */
const NO_TIME = 2n ** 64n - 1n;

export interface Page {
  readonly from: number;
  readonly to: number;
  readonly flags: number;
  readonly serial: number;
  readonly number: number;
  /** How long each piece is; a packet ends with the first that is shorter than 255. */
  readonly pieces: Uint8Array;
  /** Where its packets begin. */
  readonly at: number;
}

/** @returns null where no page begins there */
export async function pageAt(window: Window, from: number): Promise<Page | null> {
  const header = (await window.at(from, HEADER_OCTETS)).slice();
  if (header.length < HEADER_OCTETS || letters(header, 0, 5) !== 'OggS\0') return null;
  const pieces = (await window.at(from + HEADER_OCTETS, header[26]!)).slice();
  const at = from + HEADER_OCTETS + header[26]!;
  const to = at + pieces.reduce((sum, length) => sum + length, 0);
  if (to > window.file.size) throw new DamagedError('a page is cut');
  const numbers = view(header);
  return {
    from,
    to,
    at,
    pieces,
    flags: header[5]!,
    serial: numbers.getUint32(14, true),
    number: numbers.getUint32(18, true),
  };
}

/** Where the next page begins, from a place where none does. */
export async function nextPage(window: Window, from: number): Promise<number> {
  for (let at = from; at < window.file.size;) {
    const bytes = await window.at(at, 65_536);
    for (let found = bytes.indexOf(0x4f); found >= 0; found = bytes.indexOf(0x4f, found + 1)) {
      if (startsWith(bytes, 'OggS', found)) return at + found;
    }
    // A name that begins in one piece may end in the next.
    at += Math.max(1, bytes.length - 3);
  }
  return window.file.size;
}

/**
 * Packets on so many pages, though they may be shorter than before: what follows is numbered.
 *
 * @param olds - the pages that they stood on
 */
export function repaged(packets: readonly Uint8Array[], olds: readonly Page[]): Uint8Array<ArrayBuffer>[] {
  const pieces = packets.flatMap((packet) => [...cut(packet)]);
  if (pieces.length > olds.length * 255) throw new DamagedError('packets are longer than their pages');
  let used = 0;
  return olds.map(({ serial, number }, index) => {
    const left = olds.length - index;
    const count = Math.min(255, Math.ceil((pieces.length - used) / left));
    const isContinued = used > 0 && pieces[used - 1]!.length === 255;
    const own = pieces.slice(used, used + count);
    used += count;
    return page(serial, number, isContinued ? CONTINUED : 0, own);
  });
}

function* cut(packet: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at <= packet.length; at += 255) yield packet.subarray(at, at + 255);
}

function page(
  serial: number,
  number: number,
  flags: number,
  pieces: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const lengths = Uint8Array.from(pieces, ({ length }) => length);
  const made = joined([octets('OggS'), new Uint8Array(HEADER_OCTETS - 4), lengths, ...pieces]);
  const numbers = view(made);
  made[5] = flags;
  numbers.setBigUint64(6, lengths.some((length) => length < 255) ? 0n : NO_TIME, true);
  numbers.setUint32(14, serial, true);
  numbers.setUint32(18, number, true);
  made[26] = lengths.length;
  numbers.setUint32(22, crcOfOgg(made), true);
  return made;
}
