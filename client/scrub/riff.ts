/** RIFF: chunks with a name and a length, in WebP and WAV. Only their headers are read. */
import { DamagedError, letters, octets, read, view } from './octets.ts';

/** More chunks than any real file has: reading each header of a hostile one would take hours. */
const MOST_CHUNKS = 20_000;

export interface Chunk {
  readonly name: string;
  /** Where its content begins. */
  readonly at: number;
  /** Octets of its content, without the one that may fill up to an even number. */
  readonly length: number;
}

/**
 * @param lengthOf - what a chunk's length is meant to be, where the 32 bits that stand there don't say it
 * @throws {DamagedError} when one isn't all there
 */
export async function chunksOf(
  file: Blob,
  from: number,
  to: number,
  lengthOf: (name: string, length: number, at: number) => number = (_, length) => length,
): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let at = from; at + 8 <= to;) {
    const header = await read(file, at, 8);
    const name = letters(header, 0, 4);
    const length = lengthOf(name, view(header).getUint32(4, true), at + 8);
    if (at + 8 + length > to || chunks.length === MOST_CHUNKS) throw new DamagedError('a chunk is cut');
    chunks.push({ name, at: at + 8, length });
    at += 8 + length + (length % 2);
  }
  return chunks;
}

/** @param length - octets of the content, as it will stand in the header */
export function chunkHeader(name: string, length: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(8);
  header.set(octets(name));
  view(header).setUint32(4, length, true);
  return header;
}

/** @returns a chunk with this content, filled up to an even number of octets */
export function chunk(name: string, content: Blob): Blob {
  return new Blob([chunkHeader(name, content.size), content, new Uint8Array(content.size % 2)]);
}
