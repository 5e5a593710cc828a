/** Where a long row lies: drawn, so that its place says nothing of when it came. */

/** Bits of a place: as many as a number holds whole. Two of ten million rows meet with one in two hundred. */
const LOW_BITS = 2 ** 32;
const HIGH_BITS = 2 ** 21;

/** Places drawn at once. */
const DRAWN = 512;

let drawn = new Uint32Array(0);
let next = 0;

export function drawPlace(): number {
  if (next === drawn.length) {
    drawn = crypto.getRandomValues(new Uint32Array(DRAWN));
    next = 0;
  }
  const [low = 0, high = 0] = drawn.subarray(next, next + 2);
  next += 2;
  return (high % HIGH_BITS) * LOW_BITS + low;
}

/** Puts items in an order of which all are equally likely. @returns the same array */
export function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor((drawPlace() / 2 ** 53) * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
