/** What the second verifier says of the vectors of §8.3. */
import type { Input } from '../crypto/vector.ts';
import { checkSecond } from './second.ts';

export const SECOND_PROOFS: Readonly<Record<string, (input: Input) => unknown>> = {
  checkProof: (input) => {
    const { words, ...said } = checkSecond(input.bytes('file'));
    return { ...said, words: words.split(' ') };
  },
};
