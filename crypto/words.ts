/**
 * Twelve BIP39 words and what people make of them when typing (PROTOCOL §3).
 *
 * They are 128 random bits: nobody can guess them, so no slow hash is needed between them and a key.
 * The last word carries a checksum of four bits, which finds fifteen of sixteen slips before anybody is asked.
 */
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { typed, type Entropy, type Hash } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { inOrder, joined, PREFIX, standsFor, withoutLabels } from './typed-words.ts';
import { readPieces } from './word-pieces.ts';

/** How many words a receipt has: 128 bits and a 4-bit checksum. */
export const WORD_COUNT = 12;

/** Every word, by the letters that tell it from all others. */
const BY_BEGINNING: ReadonlyMap<string, string> = new Map(
  wordlist.map((word) => [word.slice(0, PREFIX), word]),
);

/** Changes after which a word is no longer suggested for what was typed. */
const FAR = 3;

/** Letters of the longest word of the list. */
const LONGEST = 8;

export function toWords(entropy: Entropy): string[] {
  return entropyToMnemonic(entropy, wordlist).split(' ');
}

/** What was typed, word by word. */
export type WordsCheck =
  | { readonly state: 'complete'; readonly words: string[]; readonly entropy: Entropy }
  /** All words are in the list but together they are not a receipt: one is wrong or in a wrong place. */
  | { readonly state: 'checksum'; readonly words: string[] }
  | { readonly state: 'count'; readonly found: number }
  /** A word that is not in the list; `position` counts words from 1; the likely words first. */
  | {
      readonly state: 'unknown';
      readonly position: number;
      readonly typed: string;
      readonly suggestions: string[];
      /** Where it stands in the input: offsets into the string. */
      readonly start: number;
      readonly end: number;
    };

/**
 * Reads words in any case, with any spacing, accents, punctuation, line breaks, numbers or labels around them, each
 * possibly cut after its fourth letter. Asks nobody: the checksum tells slips before any request.
 */
export function checkWords(input: string): WordsCheck {
  const isWord = (text: string) => findWord(text) !== undefined;
  const pieces = inOrder(withoutLabels(joined(readPieces(input), isWord), isWord));
  const words: string[] = [];
  for (const [i, { text, start, end }] of pieces.entries()) {
    const word = findWord(text);
    if (word === undefined) {
      return { state: 'unknown', position: i + 1, typed: text, suggestions: suggest(text), start, end };
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

/** "abandonn" is a slip to suggest a mend for, not to accept quietly. */
function findWord(piece: string): string | undefined {
  const word = BY_BEGINNING.get(piece.slice(0, PREFIX));
  return word !== undefined && standsFor(piece, word) ? word : undefined;
}

/** Up to three words nearest to what was typed. */
function suggest(piece: string): string[] {
  if (piece.length > LONGEST + FAR) return [];
  return wordlist
    .map((word) => ({ word, distance: distance(piece, word) }))
    .filter((near) => near.distance <= FAR)
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
