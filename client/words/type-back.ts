/** Two different positions of words to type back, counted from 1, in rising order. */
export function twoPositions(count: number): number[] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = a % count;
  const second = (first + 1 + (b % (count - 1))) % count;
  return [first + 1, second + 1].sort((x, y) => x - y);
}
