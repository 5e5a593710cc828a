/** Twelve BIP39 words and what people make of them when typing (PROTOCOL §3). */
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { typed, type Entropy, type Hash } from './bytes.ts';
import { CryptoError } from './errors.ts';

/** How many words a receipt has: 128 bits and a 4-bit checksum. */
export const WORD_COUNT = 12;

/** Letters that tell every word of the list from every other. */
const PREFIX = 4;

export function toWords(entropy: Entropy): string[] {
  return entropyToMnemonic(entropy, wordlist).split(' ');
}

/** What was typed, word by word. */
export type WordsCheck =
  | { readonly state: 'complete'; readonly words: string[]; readonly entropy: Entropy }
  /** All words are in the list but together they are not a receipt: one is wrong or in a wrong place. */
  | { readonly state: 'checksum'; readonly words: string[] }
  | { readonly state: 'count'; readonly found: number }
  /** A word that is not in the list; `position` counts from 1; the likely words first. */
  | {
      readonly state: 'unknown';
      readonly position: number;
      readonly typed: string;
      readonly suggestions: string[];
    };

/**
 * Reads words in any case, with any spacing, punctuation, line breaks or numbering between them, each
 * possibly cut after its fourth letter. Asks nobody: the checksum tells slips before any request.
 */
export function checkWords(input: string): WordsCheck {
  const pieces = input
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((piece) => piece !== '');
  const words: string[] = [];
  for (const [i, piece] of pieces.entries()) {
    const word = findWord(piece);
    if (word === undefined) {
      return { state: 'unknown', position: i + 1, typed: piece, suggestions: suggest(piece) };
    }
    words.push(word);
  }
  if (words.length !== WORD_COUNT) return { state: 'count', found: words.length };
  const phrase = words.join(' ');
  if (!validateMnemonic(phrase, wordlist)) return { state: 'checksum', words };
  return { state: 'complete', words, entropy: typed('Entropy', mnemonicToEntropy(phrase, wordlist)) };
}

/** @throws CryptoError `bad-words` for anything but twelve words with a right checksum. */
export function fromWords(input: string): Entropy {
  const check = checkWords(input);
  if (check.state !== 'complete') throw new CryptoError('bad-words', check.state);
  return check.entropy;
}

/** Six words for 66 bits of a hash: short enough to compare by telephone. */
export function fingerprintWords(of: Hash): string[] {
  let bits = '';
  for (const byte of of.subarray(0, 9)) bits += byte.toString(2).padStart(8, '0');
  return Array.from({ length: 6 }, (_, i) => wordlist[parseInt(bits.slice(i * 11, i * 11 + 11), 2)]!);
}

function findWord(piece: string): string | undefined {
  if (wordlist.includes(piece)) return piece;
  // Cut or mistyped after the fourth letter: the first four decide, but only for a piece that is a
  // beginning of the word. "abandonn" is a slip to suggest a mend for, not to accept quietly.
  if (piece.length < PREFIX) return undefined;
  return wordlist.find((word) => word.startsWith(piece));
}

/** Up to three words nearest to what was typed. */
function suggest(piece: string): string[] {
  return wordlist
    .map((word) => ({ word, distance: distance(piece, word) }))
    .filter((near) => near.distance <= 3)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((near) => near.word);
}

/** Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, changes, swaps of neighbours. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}
