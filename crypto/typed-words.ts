/** What people make of words when they type, print or paste them (PROTOCOL §3), without the list. */
import { readPieces, type Piece } from './word-pieces.ts';

/** Letters that tell every word of the list from every other. */
export const PREFIX = 4;

/** Pieces longer than this are never joined: no word of the list has more than eight letters. */
const LONGEST_JOINED = 16;

/** How many words more are better than one unknown piece. */
const PER_UNKNOWN = 1000;

/** Pieces a label may have: "word", "word number". */
const LONGEST_LABEL = 3;

/**
 * Takes away labels such as "Word 1:", in any language: the same pieces before every word, each time with the word's own
 * number after them, or with none. "a)" and "iv." are labels and numbers in one.
 * @param isWord whether a piece is in the list, for a label that nothing else tells from a word
 */
export function withoutLabels(pieces: readonly Piece[], isWord: (text: string) => boolean): readonly Piece[] {
  for (let length = 1; length <= LONGEST_LABEL; length++) {
    const label = pieces.slice(0, length).map(({ text }) => text);
    const each = length + 1;
    const labelled = pieces.filter((_, i) => i % each === length);
    const isLabel = ({ text }: Piece, i: number) => i % each === length || text === label[i % each];
    const isCounted = ({ text }: Piece, i: number) => i % 2 === 1 || isCounter(text, i / 2 + 1);
    const strange = label.every((text) => LABELS.has(text) || !isWord(text));
    const named = pieces.every(isLabel) && isRow(labelled) && (labelled.length > 1 || strange);
    const unnumbered = pieces.every(isLabel) && !label.some(isWord) && pieces.every(hasNoNumber);
    const counted = length === 1 && pieces.every(isCounted);
    if (labelled.length > 0 && named) return labelled;
    if (labelled.length > 1 && (unnumbered || counted)) return labelled;
  }
  return pieces;
}

/** What English labels are made of, and in the list too. */
const LABELS: ReadonlySet<string> = new Set(['word', 'number']);

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

/** Whether something is what the nth of a list is called that counts in letters or in Roman numbers. */
function isCounter(text: string, n: number): boolean {
  return text === String.fromCodePoint(96 + n) || text === ROMAN[n - 1];
}

function hasNoNumber({ number }: Piece): boolean {
  return number === null;
}

/** Whether their numbers are those from 1 on, each once, in any order. */
function isRow(pieces: readonly Piece[]): boolean {
  const numbers = new Set(pieces.map(({ number }) => number));
  return pieces.every((_, i) => numbers.has(i + 1));
}

/** In the order of their numbers, where all have one: a list in columns may be copied line by line. */
export function inOrder(pieces: readonly Piece[]): readonly Piece[] {
  return isRow(pieces) ? pieces.toSorted((a, b) => a.number! - b.number!) : pieces;
}

/**
 * Puts together what unseen characters or line ends have cut, so that as few pieces as possible are unknown, and then so
 * that there are as few words as possible: "leg-" and "end" at a line end are "legend".
 */
export function joined(pieces: readonly Piece[], isWord: (text: string) => boolean): Piece[] {
  const whole: Piece[] = [];
  let first = 0;
  for (let i = 1; i <= pieces.length; i++) {
    if (pieces[i]?.joint === true) continue;
    whole.push(...best(pieces.slice(first, i), isWord));
    first = i;
  }
  return whole;
}

/** Of pieces that may all belong together. `[i]` of what it builds is the best way to read the first i of them. */
function best(chain: readonly Piece[], isWord: (text: string) => boolean): Piece[] {
  const ways: { cost: number; words: Piece | null; before: number }[] = [{ cost: 0, words: null, before: 0 }];
  for (let end = 1; end <= chain.length; end++) {
    let chosen = { cost: Infinity, words: null as Piece | null, before: 0 };
    let text = '';
    for (let start = end - 1; start >= 0; start--) {
      text = chain[start]!.text + text;
      if (start < end - 1 && text.length > LONGEST_JOINED) break;
      const unknown = isWord(text) ? 0 : text.length > 9 ? 2 : 1;
      const cost = ways[start]!.cost + unknown * PER_UNKNOWN + 1;
      if (cost < chosen.cost) {
        const words = { ...chain[start]!, text, end: chain[end - 1]!.end };
        chosen = { cost, words, before: start };
      }
    }
    ways.push(chosen);
  }
  const read: Piece[] = [];
  for (let at = chain.length; at > 0; at = ways[at]!.before) read.push(ways[at]!.words!);
  return read.reverse();
}

/** Whether a piece stands for a word: the whole word, or enough of its beginning and nothing else. */
export function standsFor(piece: string, word: string): boolean {
  return piece === word || (piece.length >= PREFIX && word.startsWith(piece));
}

/**
 * Whether one word that was typed back is the one asked for, read as all words are.
 * @param position of the word, from 1: a label may name it
 */
export function isTypedBack(typed: string, words: readonly string[], position: number): boolean {
  const word = words[position - 1];
  if (word === undefined) return false;
  const isWord = (text: string) => standsFor(text, word);
  const read = joined(readPieces(typed), isWord);
  const label = read.slice(0, -1).map(({ text }) => text);
  const last = read.at(-1);
  if (last === undefined || !isWord(last.text)) return false;
  if (label.length === 0) return true;
  if (label.length > LONGEST_LABEL) return false;
  if (label.length === 1 && isCounter(label[0]!, position)) return true;
  if (read.every(hasNoNumber)) return !label.some((text) => words.includes(text));
  return last.number === position && label.every((text) => LABELS.has(text) || !words.includes(text));
}
