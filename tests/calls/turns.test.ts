import { expect, test } from 'vitest';
import { Turns } from '../../client/calls/turns.ts';

test('work on one thing waits its turn, also after a failure; work on another does not', async () => {
  const turns = new Turns();
  const order: string[] = [];
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = turns.take('a', async () => {
    await held;
    order.push('first');
    throw new Error('failed');
  });
  const second = turns.take('a', () => Promise.resolve(order.push('second')));
  await turns.take('b', () => Promise.resolve(order.push('other')));
  expect(order).toEqual(['other']);
  release();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(order).toEqual(['other', 'first', 'second']);
});
