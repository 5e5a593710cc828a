/** The leaves of a closing: hashes of entries, and as many others as a day is filled with. */
import { LENGTH, typed, type Hash } from '../../crypto/bytes.ts';

/** A closing has a multiple of so many leaves: more than any day has entries, unless thousands report. */
export const CLOSING_LEAVES = 8192;

/**
 * Random leaves that fill a closing, in the order of their bytes.
 * @param entries how many leaves are entries
 */
export function fillers(entries: number): Hash[] {
  const whole = Math.max(1, Math.ceil(entries / CLOSING_LEAVES)) * CLOSING_LEAVES;
  const drawn = Array.from({ length: whole - entries }, () =>
    typed('Hash', crypto.getRandomValues(new Uint8Array(LENGTH.Hash))),
  );
  return drawn.sort(compare);
}

/**
 * Puts two lists into one order, that of their bytes. Hashes of entries are as random as what fills a closing, so this order
 * is a random one: it tells neither when an entry came, nor which leaf is an entry.
 * @param entries in pages, each in order
 */
export async function* inOrder(
  entries: AsyncIterable<readonly Hash[]>,
  others: readonly Hash[],
): AsyncGenerator<readonly Hash[]> {
  let next = 0;
  for await (const page of entries) {
    const merged: Hash[] = [];
    for (const entry of page) {
      while (next < others.length && compare(others[next]!, entry) < 0) merged.push(others[next++]!);
      merged.push(entry);
    }
    yield merged;
  }
  yield others.slice(next);
}

function compare(one: Uint8Array, other: Uint8Array): number {
  return Buffer.compare(one, other);
}
