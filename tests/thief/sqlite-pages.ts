/** Where rows of a table lie in a file of SQLite, read from its bytes as somebody does who has a copy (sqlite.org/fileformat2). */
import { readFileSync } from 'node:fs';

export interface Lying {
  /** The number of the row in its table. */
  readonly rowid: number;
  /** Number of the page the row begins in, where in it, and of the page it goes on in; 0 for none. */
  readonly page: number;
  readonly offset: number;
  readonly overflow: number;
}

const [INTERIOR, LEAF] = [0x05, 0x0d];
const FILE_HEADER = 100;

/** @param root the table's first page. @returns its rows in the order of the tree */
export function rowsOfTable(path: string, root: number): Lying[] {
  const file = readFileSync(path);
  const size = file.readUInt16BE(16) === 1 ? 65_536 : file.readUInt16BE(16);
  const rows: Lying[] = [];
  const walk = (number: number): void => {
    const page = file.subarray((number - 1) * size, number * size);
    const head = number === 1 ? FILE_HEADER : 0;
    const type = page[head];
    const cells = page.readUInt16BE(head + 3);
    const first = head + (type === INTERIOR ? 12 : 8);
    for (let i = 0; i < cells; i++) {
      const offset = page.readUInt16BE(first + 2 * i);
      if (type === INTERIOR) walk(page.readUInt32BE(offset));
      else if (type === LEAF) rows.push({ page: number, offset, ...readCell(page, offset, size) });
    }
    if (type === INTERIOR) walk(page.readUInt32BE(head + 8));
  };
  walk(root);
  return rows;
}

const [INDEX_INTERIOR, INDEX_LEAF] = [0x02, 0x0a];

/**
 * Where the rows of an index of day and hash lie.
 * @param root the index's first page
 */
export function rowsOfDayIndex(
  path: string,
  root: number,
): { readonly hash: Uint8Array; readonly page: number; readonly offset: number }[] {
  const file = readFileSync(path);
  const size = file.readUInt16BE(16);
  const rows: { hash: Uint8Array; page: number; offset: number }[] = [];
  const walk = (number: number): void => {
    const page = file.subarray((number - 1) * size, number * size);
    const isInner = page[0] === INDEX_INTERIOR;
    if (!isInner && page[0] !== INDEX_LEAF) return;
    const cells = page.readUInt16BE(3);
    for (let i = 0; i < cells; i++) {
      const offset = page.readUInt16BE((isInner ? 12 : 8) + 2 * i);
      if (isInner) walk(page.readUInt32BE(offset));
      const record = readVarint(page, isInner ? offset + 4 : offset).end;
      const hash = record + page[record]! + 'YYYY-MM-DD'.length;
      rows.push({ hash: new Uint8Array(page.subarray(hash, hash + 32)), page: number, offset });
    }
    if (isInner) walk(page.readUInt32BE(8));
  };
  walk(root);
  return rows;
}

function readCell(page: Buffer, offset: number, size: number): { rowid: number; overflow: number } {
  const length = readVarint(page, offset);
  const rowid = readVarint(page, length.end);
  const most = size - 35;
  const least = Math.floor(((size - 12) * 32) / 255) - 23;
  const kept = least + ((length.value - least) % (size - 4));
  const here = length.value <= most ? length.value : kept <= most ? kept : least;
  const overflow = length.value <= most ? 0 : page.readUInt32BE(rowid.end + here);
  return { rowid: rowid.value, overflow };
}

function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[start + i]!;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: start + i + 1 };
  }
  return { value: value * 256 + bytes[start + 8]!, end: start + 9 };
}
