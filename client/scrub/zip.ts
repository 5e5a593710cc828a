/** ZIP files as documents are: read whole within bounds, and written so that nothing of a device is in them. */
import { Inflate, zipSync, type Zippable } from 'fflate';
import { letters, part, read, view, DamagedError } from './octets.ts';
import { NotCleaned } from './not-cleaned.ts';

/** A document is read into memory only up to here: 64 MiB, packed. */
const PACKED_OCTETS = 64 * 2 ** 20;

/** 256 MiB in all, unpacked: no more is taken, whatever is announced. */
const UNPACKED_OCTETS = 256 * 2 ** 20;

/** A presentation of hundreds of slides has some thousand. */
const MOST_PARTS = 10_000;

/** Unpacked at once: at most a thousand times as much comes of it. */
const STEP_OCTETS = 16 * 2 ** 10;

const END_OF_LIST = 'PK\x05\x06';
const END_OCTETS = 22;
const COMMENT_OCTETS = 65_535;

/** Names of parts, and what is in them. */
export type Parts = ReadonlyMap<string, Uint8Array>;

interface Listed {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly isPacked: boolean;
  readonly packed: number;
  readonly unpacked: number;
  /** Where its own header is. */
  readonly at: number;
}

/**
 * @returns every part by its name, folders left out
 * @throws {NotCleaned} `too-large`, `encrypted`
 * @throws {DamagedError}
 */
export async function unzip(file: Blob): Promise<Parts> {
  if (file.size > PACKED_OCTETS) throw new NotCleaned('too-large');
  const bytes = await read(file, 0, file.size);
  const list = listIn(bytes);
  if (list.some(({ isEncrypted }) => isEncrypted)) throw new NotCleaned('encrypted');
  if (list.reduce((sum, { unpacked }) => sum + unpacked, 0) > UNPACKED_OCTETS)
    throw new NotCleaned('too-large');
  const parts = new Map<string, Uint8Array>();
  for (const listed of list) {
    if (listed.name.endsWith('/')) continue;
    if (parts.has(listed.name)) throw new DamagedError('a part twice');
    parts.set(listed.name, contentOf(bytes, listed));
  }
  return parts;
}

/** APPNOTE 4.3.16, 4.3.12: the list at the end. */
function listIn(bytes: Uint8Array): Listed[] {
  const end = endOf(bytes);
  const count = view(bytes).getUint16(end + 10, true);
  let at = view(bytes).getUint32(end + 16, true);
  // 65,535 stands for a number that is elsewhere: no document has as many parts.
  if (count > MOST_PARTS) throw new NotCleaned('too-large');
  const list: Listed[] = [];
  for (let i = 0; i < count; i++) {
    const head = part(bytes, at, 46);
    if (letters(head, 0, 4) !== 'PK\x01\x02') throw new DamagedError('no list of parts');
    const of = view(head);
    const [name, extra, comment] = [28, 30, 32].map((place) => of.getUint16(place, true)) as [
      number,
      number,
      number,
    ];
    const method = of.getUint16(10, true);
    if (method !== 0 && method !== 8) throw new DamagedError('packed in another way');
    list.push({
      name: new TextDecoder().decode(part(bytes, at + 46, name)),
      isEncrypted: (of.getUint16(8, true) & 1) === 1,
      isPacked: method === 8,
      packed: of.getUint32(20, true),
      unpacked: of.getUint32(24, true),
      at: of.getUint32(42, true),
    });
    at += 46 + name + extra + comment;
  }
  return list;
}

function endOf(bytes: Uint8Array): number {
  const least = Math.max(0, bytes.length - END_OCTETS - COMMENT_OCTETS);
  for (let at = bytes.length - END_OCTETS; at >= least; at--)
    if (bytes[at] === 0x50 && letters(bytes, at, 4) === END_OF_LIST) return at;
  throw new DamagedError('no list of parts');
}

function contentOf(bytes: Uint8Array, { at, isPacked, packed, unpacked }: Listed): Uint8Array {
  const head = view(part(bytes, at, 30));
  const from = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const content = part(bytes, from, packed);
  if (!isPacked) {
    if (packed !== unpacked) throw new DamagedError('another length');
    return content;
  }
  return inflate(content, unpacked);
}

/** @throws {DamagedError} unless exactly as much comes of it as is announced; it stops as soon as that shows */
function inflate(packed: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let done = 0;
  const inflating = new Inflate((piece) => {
    if (done + piece.length > length) throw new DamagedError('more than announced');
    whole.set(piece, done);
    done += piece.length;
  });
  for (let at = 0; at < packed.length; at += STEP_OCTETS)
    inflating.push(packed.subarray(at, at + STEP_OCTETS), at + STEP_OCTETS >= packed.length);
  if (done !== length) throw new DamagedError('less than announced');
  return whole;
}

/** @param parts in the order in which they are to stand; what is in `stored` is not packed */
export function zip(parts: Parts, stored: ReadonlySet<string>, type: string): Blob {
  const all: Zippable = {};
  for (const [name, bytes] of parts) {
    all[name] = [
      bytes,
      {
        level: stored.has(name) ? 0 : 6,
        // The first moment that there is, and the system that most programs name, with the rights that it gives.
        mtime: new Date(1980, 0, 1),
        os: 3,
        attrs: 0o600 << 16,
      },
    ];
  }
  return new Blob([zipSync(all)], { type });
}
