/** TIFF 6.0 §2: directories of numbered fields, as in TIFF files and in the Exif of all others. */
import { DamagedError, letters, view } from './octets.ts';

/** Octets of one value of each type; Exif's are those up to 12, and 13 is the place of a directory. */
const TYPE_OCTETS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

export interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where its values begin. */
  readonly at: number;
  /** Octets. */
  readonly length: number;
}

export interface Directory {
  readonly fields: ReadonlyMap<number, Field>;
  /** Where the next one is; 0 where there is none. */
  readonly next: number;
}

export class Tiff {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly first: number;
  private readonly view: DataView;

  /** @throws {DamagedError} when it doesn't begin as TIFF */
  constructor(bytes: Uint8Array) {
    const order = letters(bytes, 0, 4);
    if (bytes.length < 8 || (order !== 'II*\0' && order !== 'MM\0*')) throw new DamagedError('no TIFF');
    this.bytes = bytes;
    this.view = view(bytes);
    this.littleEndian = order.startsWith('I');
    this.first = this.view.getUint32(4, this.littleEndian);
  }

  /** @throws {DamagedError} when it isn't all there */
  directory(at: number): Directory {
    if (at + 2 > this.bytes.length) throw new DamagedError('no directory there');
    const count = this.view.getUint16(at, this.littleEndian);
    const end = at + 2 + count * 12;
    if (end > this.bytes.length) throw new DamagedError('a directory is cut');
    const fields = new Map<number, Field>();
    for (let entry = at + 2; entry < end; entry += 12) {
      const field = this.field(entry);
      if (field !== null) fields.set(field.tag, field);
    }
    const next = end + 4 <= this.bytes.length ? this.view.getUint32(end, this.littleEndian) : 0;
    return { fields, next };
  }

  /** @returns null for a type that isn't known, or values that aren't all there */
  private field(entry: number): Field | null {
    const tag = this.view.getUint16(entry, this.littleEndian);
    const type = this.view.getUint16(entry + 2, this.littleEndian);
    const count = this.view.getUint32(entry + 4, this.littleEndian);
    const length = (TYPE_OCTETS[type] ?? 0) * count;
    const at = length <= 4 ? entry + 8 : this.view.getUint32(entry + 8, this.littleEndian);
    if (length === 0 || at + length > this.bytes.length) return null;
    return { tag, type, count, at, length };
  }

  octets(field: Field): Uint8Array {
    return this.bytes.subarray(field.at, field.at + field.length);
  }

  /** Whole numbers, and fractions as their value. */
  numbers(field: Field): number[] {
    const each = TYPE_OCTETS[field.type]!;
    return Array.from({ length: field.count }, (_, index) =>
      this.number(field.type, field.at + index * each),
    );
  }

  private number(type: number, at: number): number {
    if (type === 3) return this.view.getUint16(at, this.littleEndian);
    if (type === 4 || type === 13) return this.view.getUint32(at, this.littleEndian);
    if (type === 5) return this.number(4, at) / this.number(4, at + 4);
    return this.bytes[at]!;
  }

  text(field: Field): string {
    const octets = this.octets(field);
    const end = octets.indexOf(0);
    return new TextDecoder().decode(end < 0 ? octets : octets.subarray(0, end));
  }
}
