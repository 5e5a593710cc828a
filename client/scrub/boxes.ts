/** ISO 14496-12 §4.2: boxes in boxes, as MP4, QuickTime and HEIF are made of. */
import type { Edits } from './edits.ts';
import { DamagedError, letters, octets, read, view } from './octets.ts';

export interface Box {
  readonly type: string;
  /** Where its header begins, in the file. */
  readonly at: number;
  /** Where its content begins, in the file. */
  readonly from: number;
  /** The first octet behind it, in the file. */
  readonly to: number;
}

/** More boxes beside one another than any real file has. Films in fragments have two for each. */
const MOST_BOXES = 200_000;

/** Boxes in memory, with the place in the file at which they stand. */
export class Region {
  readonly bytes: Uint8Array;
  readonly start: number;
  private readonly numbers: DataView;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.numbers = view(bytes);
    this.start = start;
  }

  static async of(file: Blob, { from, to }: Box): Promise<Region> {
    return new Region(await read(file, from, to - from), from);
  }

  /** @throws {DamagedError} when one isn't all there */
  boxes(from: number, to: number): Box[] {
    const found: Box[] = [];
    for (let at = from; at + 8 <= to; at = found.at(-1)!.to) {
      const header = this.octets(at, Math.min(16, to - at));
      // QuickTime ends lists with a length of zero.
      if (view(header).getUint32(0) === 0) break;
      found.push(boxAt(header, at, to));
    }
    return found;
  }

  octets(at: number, length: number): Uint8Array<ArrayBuffer> {
    const from = at - this.start;
    if (from < 0 || length < 0 || from + length > this.bytes.length) throw new DamagedError('a box is cut');
    return this.bytes.slice(from, from + length);
  }

  number(at: number, length: 2 | 4 | 8): number {
    const from = at - this.start;
    if (from < 0 || from + length > this.bytes.length) throw new DamagedError('a box is cut');
    if (length === 2) return this.numbers.getUint16(from);
    return length === 4 ? this.numbers.getUint32(from) : Number(this.numbers.getBigUint64(from));
  }
}

function boxAt(header: Uint8Array, at: number, end: number): Box {
  const short = view(header).getUint32(0);
  const isLong = short === 1;
  if (isLong && header.length < 16) throw new DamagedError('a box is cut');
  const length = isLong ? Number(view(header).getBigUint64(8)) : short === 0 ? end - at : short;
  const from = at + (isLong ? 16 : 8);
  if (at + length < from || at + length > end) throw new DamagedError('a box is cut');
  return { type: letters(header, 4, 4), at, from, to: at + length };
}

/**
 * Those of the file itself: only their headers are read. The last may say that it goes on to the end.
 *
 * @param needed - types without which the file is damaged where they are cut; anything else that is no box was appended, and
 *   the boxes end before it
 */
export async function boxesOf(file: Blob, needed: ReadonlySet<string>): Promise<Box[]> {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= file.size; at = found.at(-1)!.to) {
    if (found.length === MOST_BOXES) throw new DamagedError('too many boxes');
    const header = await read(file, at, Math.min(16, file.size - at));
    const isAppended =
      found.length > 1 && !needed.has(letters(header, 4, 4)) && view(header).getUint32(0) > file.size - at;
    if (isAppended) break;
    found.push(boxAt(header, at, file.size));
  }
  return found;
}

/** Makes a box one that every reader passes over, and nothing of what was in it is left. */
export function free(edits: Edits, { at, from, to }: Box): void {
  edits.write(at + 4, octets('free'));
  edits.erase(from, to);
}
