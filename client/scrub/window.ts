/** A long file, read from front to back: a piece of it is in memory at a time. */
import { read } from './octets.ts';

/** 1 MiB. */
const PIECE_OCTETS = 2 ** 20;

export class Window {
  readonly file: Blob;
  private bytes = new Uint8Array();
  private from = 0;

  constructor(file: Blob) {
    this.file = file;
  }

  /** @returns as many octets from there, or fewer where the file ends */
  async at(from: number, length: number): Promise<Uint8Array> {
    const end = Math.min(from + length, this.file.size);
    if (from >= end) return new Uint8Array();
    if (from < this.from || end > this.from + this.bytes.length) {
      this.bytes = await read(
        this.file,
        from,
        Math.min(Math.max(length, PIECE_OCTETS), this.file.size - from),
      );
      this.from = from;
    }
    return this.bytes.subarray(from - this.from, end - this.from);
  }

  /** What of that is in memory already: none where it begins elsewhere. */
  held(from: number, length: number): Uint8Array {
    const start = from - this.from;
    return start < 0 || start + length > this.bytes.length
      ? new Uint8Array()
      : this.bytes.subarray(start, start + length);
  }
}
