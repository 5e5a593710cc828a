/** Typing two of twelve words back: which two, and whether one is right. */

/** Letters that tell every word of the list from every other. */
const PREFIX = 4;

/** Whether what was typed is the word, or enough of its beginning. */
export function isTypedBack(typed: string, word: string): boolean {
  const plain = typed.trim().toLowerCase();
  return plain === word || (plain.length >= PREFIX && word.startsWith(plain));
}

/** Two different positions, counted from 1, in rising order. */
export function twoPositions(count: number): number[] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  const first = a % count;
  const second = (first + 1 + (b % (count - 1))) % count;
  return [first + 1, second + 1].sort((x, y) => x - y);
}
