import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTypedBack, twoPositions } from '../client/type-back.ts';

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

test('a word is right whole or from its fourth letter on, in any case; nothing else is', () => {
  expect(['abandon', ' ABANDON ', 'aban'].every((typed) => isTypedBack(typed, 'abandon'))).toBe(true);
  expect(['', 'aba', 'abandons', 'bandon', 'able'].some((typed) => isTypedBack(typed, 'abandon'))).toBe(
    false,
  );
  expect(isTypedBack('act', 'act')).toBe(true);
  fc.assert(fc.property(fc.string(), (typed) => !isTypedBack(`x${typed}`, 'abandon')));
});
