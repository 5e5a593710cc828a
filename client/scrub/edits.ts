/** Changes of a file in place: no part of it moves, so that everything in it that names a place still does. */
import { DamagedError } from './octets.ts';

export interface Span {
  readonly from: number;
  /** The first octet that is no longer in it. */
  readonly to: number;
}

/** As much of nothing as stands in memory: 1 MiB, which a longer gap repeats. */
const ZEROS_OCTETS = 2 ** 20;

export class Edits {
  private readonly edits: (Span & { readonly octets: Uint8Array<ArrayBuffer> | null })[] = [];

  write(from: number, octets: Uint8Array<ArrayBuffer>): void {
    if (octets.length > 0) this.edits.push({ from, to: from + octets.length, octets });
  }

  /** Leaves zeros there. */
  erase(from: number, to: number): void {
    if (to > from) this.edits.push({ from, to, octets: null });
  }

  /**
   * @returns slices of the file, and what was written between them
   * @throws {DamagedError} when two changes meet: then two things in the file claim the same place
   */
  parts(file: Blob): BlobPart[] {
    const zeros = new Blob([new Uint8Array(ZEROS_OCTETS)]);
    const parts: BlobPart[] = [];
    let at = 0;
    for (const { from, to, octets } of this.edits.toSorted((one, other) => one.from - other.from)) {
      if (from < at || to > file.size) throw new DamagedError('parts overlap');
      if (from > at) parts.push(file.slice(at, from));
      if (octets !== null) parts.push(octets);
      else for (let left = to - from; left > 0; left -= ZEROS_OCTETS) parts.push(zeros.slice(0, left));
      at = to;
    }
    return [...parts, file.slice(at)];
  }
}

/** @returns what lies in a span and in none of the others */
export function gaps({ from, to }: Span, others: readonly Span[]): Span[] {
  const found: Span[] = [];
  let at = from;
  for (const other of others.toSorted((one, two) => one.from - two.from)) {
    if (other.to <= at) continue;
    if (other.from >= to) break;
    if (other.from > at) found.push({ from: at, to: other.from });
    at = other.to;
  }
  return at < to ? [...found, { from: at, to }] : found;
}
