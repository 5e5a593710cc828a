/** ISO 14496-12 §8.11: which items a file has, what each is, and where. */
import type { Box, Region } from './boxes.ts';
import type { Span } from './edits.ts';
import { DamagedError, letters } from './octets.ts';

export interface Item {
  readonly id: number;
  readonly type: string;
  /** Where its type stands. */
  readonly typeAt: number;
  /** Where its name stands, and for what is no picture what comes after: media types and addresses. */
  readonly name: Span;
  readonly contentType: string;
  /** That it is a smaller picture of another item. */
  readonly isPreview: boolean;
  readonly spans: readonly Span[];
}

/** A hostile table may announce more than any real file has. */
const MOST_ITEMS = 65_536;

/** @throws {DamagedError} when there is a list of an older or newer kind, or one that is cut */
export function itemsOf(region: Region, boxes: readonly Box[]): Item[] {
  const find = (wanted: string) => boxes.find(({ type }) => type === wanted);
  const [list, places, references, data] = [find('iinf'), find('iloc'), find('iref'), find('idat')];
  if (list === undefined || places === undefined) throw new DamagedError('no items');
  const where = placesOf(region, places, data);
  const previews = references === undefined ? new Set<number>() : previewsOf(region, references);
  const isLong = region.octets(list.from, 1)[0] !== 0;
  return region
    .boxes(list.from + (isLong ? 8 : 6), list.to)
    .map((entry) => itemOf(region, entry, where, previews));
}

function itemOf(
  region: Region,
  entry: Box,
  where: ReadonlyMap<number, Span[]>,
  previews: ReadonlySet<number>,
): Item {
  const version = region.octets(entry.from, 1)[0]!;
  if (entry.type !== 'infe' || (version !== 2 && version !== 3))
    throw new DamagedError('no such list of items');
  const idOctets = version === 2 ? 2 : 4;
  const id = region.number(entry.from + 4, idOctets);
  const typeAt = entry.from + 4 + idOctets + 2;
  const name = { from: typeAt + 4, to: entry.to };
  const [, contentType = ''] = letters(region.octets(name.from, name.to - name.from)).split('\0');
  const type = letters(region.octets(typeAt, 4));
  return { id, type, typeAt, name, contentType, isPreview: previews.has(id), spans: where.get(id) ?? [] };
}

/** §8.11.12: references from one item to others; thmb from a preview. */
function previewsOf(region: Region, box: Box): Set<number> {
  const idOctets = region.octets(box.from, 1)[0] === 0 ? 2 : 4;
  const references = region.boxes(box.from + 4, box.to).filter(({ type }) => type === 'thmb');
  return new Set(references.map(({ from }) => region.number(from, idOctets)));
}

/** §8.11.3: extents of each item, in the file or in a box beside this one. */
function placesOf(region: Region, box: Box, data: Box | undefined): Map<number, Span[]> {
  const version = region.octets(box.from, 1)[0]!;
  if (version > 2) throw new DamagedError('no such list of places');
  const sizes = region.number(box.from + 4, 2);
  let at = box.from + 6;
  const next = (octets: number) => {
    if (octets !== 0 && octets !== 2 && octets !== 4 && octets !== 8) throw new DamagedError('no such size');
    const read = octets === 0 ? 0 : region.number(at, octets);
    at += octets;
    return read;
  };
  const idOctets = version === 2 ? 4 : 2;
  const count = Math.min(next(idOctets), MOST_ITEMS);
  const found = new Map<number, Span[]>();
  for (let item = 0; item < count; item++) {
    const id = next(idOctets);
    const method = version === 0 ? 0 : next(2) & 15;
    if (next(2) !== 0 || method > 1) throw new DamagedError('items in other files, or in other items');
    const start = next((sizes >> 4) & 15) + (method === 1 ? (data?.from ?? 0) : 0);
    const spans = Array.from({ length: next(2) }, () => {
      if (version > 0) next(sizes & 15);
      const from = start + next(sizes >> 12);
      return { from, to: from + next((sizes >> 8) & 15) };
    });
    found.set(id, spans);
  }
  return found;
}
