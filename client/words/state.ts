/** What is right or wrong with words that were typed, without the secret they stand for. */
import { checkWords, type WordsCheck } from '../../crypto/words.ts';

export type WordsState =
  | { readonly state: 'complete' | 'checksum' }
  | Exclude<WordsCheck, { readonly state: 'complete' | 'checksum' }>;

/** Asks nobody. */
export function wordsState(input: string): WordsState {
  const check = checkWords(input);
  if (check.state === 'complete' || check.state === 'checksum') return { state: check.state };
  return check;
}
