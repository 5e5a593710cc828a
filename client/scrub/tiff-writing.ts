/** A TIFF file, written from its pages. */
import { view } from './octets.ts';

export interface Value {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** In the byte order of the file. */
  readonly octets: Uint8Array;
}

export interface Page {
  readonly values: readonly Value[];
  /** Strips or tiles. */
  readonly data: readonly Uint8Array[];
  /** The fields that say where each of them is, and how long. */
  readonly tags: readonly [places: number, lengths: number];
}

const HEADER_OCTETS = 8;
const LONG = 4;

/** @returns a header, then each page: its directory, values that don't fit into it, and its data */
export function tiffParts(littleEndian: boolean, pages: readonly Page[]): Blob[] {
  const header = new Uint8Array(HEADER_OCTETS);
  header.set(littleEndian ? [0x49, 0x49, 42, 0] : [0x4d, 0x4d, 0, 42]);
  view(header).setUint32(4, HEADER_OCTETS, littleEndian);
  let at = HEADER_OCTETS;
  const made = pages.map((page, index) => {
    const octets = pageOctets(littleEndian, page, at, index === pages.length - 1);
    at += octets.size;
    return octets;
  });
  return [new Blob([header]), ...made];
}

function even(length: number): number {
  return length + (length % 2);
}

function pageOctets(littleEndian: boolean, page: Page, at: number, isLast: boolean): Blob {
  const longs = page.data.length * 4;
  const entries = page.values.length + 2;
  const directoryOctets = 2 + entries * 12 + 4;
  const beside = [...page.values.map(({ octets }) => octets.length), longs, longs].filter(
    (length) => length > 4,
  );
  const dataAt = at + directoryOctets + beside.reduce((sum, length) => sum + even(length), 0);
  const places = new Uint8Array(longs);
  const lengths = new Uint8Array(longs);
  let end = dataAt;
  page.data.forEach(({ length }, index) => {
    view(places).setUint32(index * 4, end, littleEndian);
    view(lengths).setUint32(index * 4, length, littleEndian);
    end += even(length);
  });
  const own = [places, lengths].map((octets, which) => ({
    tag: page.tags[which]!,
    type: LONG,
    count: longs / 4,
    octets,
  }));
  const values = [...page.values, ...own].sort((one, other) => one.tag - other.tag);
  const table = directory(littleEndian, values, at, dataAt - at, isLast ? 0 : end);
  return new Blob([
    table,
    ...page.data.flatMap((octets) => [octets.slice(), new Uint8Array(octets.length % 2)]),
  ]);
}

/**
 * @param at - where it will stand in the file
 * @param length - octets of it, with the values behind it
 * @param next - where the next page will be
 */
function directory(
  littleEndian: boolean,
  values: readonly Value[],
  at: number,
  length: number,
  next: number,
): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(length);
  const numbers = view(table);
  numbers.setUint16(0, values.length, littleEndian);
  let behind = 2 + values.length * 12 + 4;
  numbers.setUint32(behind - 4, next, littleEndian);
  values.forEach(({ tag, type, count, octets }, index) => {
    const entry = 2 + index * 12;
    numbers.setUint16(entry, tag, littleEndian);
    numbers.setUint16(entry + 2, type, littleEndian);
    numbers.setUint32(entry + 4, count, littleEndian);
    if (octets.length <= 4) table.set(octets, entry + 8);
    else {
      numbers.setUint32(entry + 8, at + behind, littleEndian);
      table.set(octets, behind);
      behind += even(octets.length);
    }
  });
  return table;
}
