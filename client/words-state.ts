/** What is right or wrong with words that were typed, without the secret they stand for. */
import { checkWords } from '../crypto/words.ts';

export type WordsState =
  | { readonly state: 'complete' | 'checksum' }
  | { readonly state: 'count'; readonly found: number }
  | {
      readonly state: 'unknown';
      readonly position: number;
      readonly typed: string;
      readonly suggestions: string[];
    };

/** Asks nobody. */
export function wordsState(input: string): WordsState {
  const check = checkWords(input);
  if (check.state === 'complete' || check.state === 'checksum') return { state: check.state };
  return check;
}
