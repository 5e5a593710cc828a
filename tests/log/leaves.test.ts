import { beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import type { Hash } from '../../crypto/bytes.ts';
import { ready } from '../../crypto/sodium.ts';
import { CLOSING_LEAVES, fillers, inOrder } from '../../server/log/leaves.ts';

beforeAll(() => ready());

test.each([
  [0, CLOSING_LEAVES],
  [1, CLOSING_LEAVES - 1],
  [5000, CLOSING_LEAVES - 5000],
  [CLOSING_LEAVES, 0],
  [CLOSING_LEAVES + 1, CLOSING_LEAVES - 1],
])('a day of %i entries is filled with %i leaves', (entries, filled) => {
  const drawn = fillers(entries);
  expect(drawn).toHaveLength(filled);
  expect(new Set(drawn.map(toBase64url)).size).toBe(filled);
});

test('entries are put among the others by their bytes, in pages of any size', async () => {
  const all = fillers(CLOSING_LEAVES - 1000);
  const isEntry = (_: Hash, i: number) => i % 3 !== 1;
  const entries = all.filter(isEntry);
  const others = all.filter((leaf, i) => !isEntry(leaf, i));
  for (const size of [1, 7, 1000]) {
    async function* pages() {
      for (let at = 0; at < entries.length; at += size)
        yield await Promise.resolve(entries.slice(at, at + size));
    }
    const merged: Hash[] = [];
    for await (const page of inOrder(pages(), others)) merged.push(...page);
    expect(merged.map(toBase64url).join()).toBe(all.map(toBase64url).join());
  }
});
