import { expect, test } from 'vitest';
import { twoPositions } from '../../client/words/type-back.ts';

test('two different positions, in order, and every one of them now and then', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 2000; i++) {
    const [first, second, ...more] = twoPositions(12);
    expect(more).toEqual([]);
    expect(first).toBeLessThan(second!);
    seen.add(first!).add(second!);
  }
  expect([...seen].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});
