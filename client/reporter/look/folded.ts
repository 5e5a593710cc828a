/**
 * A text as it is looked through: one spelling for what people type in several. Accents, vowel signs and marks of
 * direction go, digits are European, apostrophes, dashes and spaces are those of ASCII.
 */

export interface Folded {
  /** With capital letters. */
  readonly text: string;
  /** Without, as long as the other. */
  readonly low: string;
  /** Where each unit stands in what was typed, and where that ends. */
  readonly at: Uint32Array;
}

/** Combining accents, Arabic vowel signs and the stroke that lengthens, soft hyphens, and what only a machine sees. */
const DROPPED: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x610, 0x61a],
  [0x61c, 0x61c],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x6d6, 0x6ed],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
  [0xfe0f, 0xfe0f],
  [0xfeff, 0xfeff],
];

/** What stands for several. */
const SPELLINGS: Readonly<Record<string, string>> = {
  "'": '\u2019\u2018\u02bc\u2032\u00b4`',
  '-': '\u2010\u2011\u2012\u2013\u2014\u2212',
  ' ': '\t\u00a0\u2007\u2009\u200a\u202f',
  '\n': '\r\u2028\u2029',
  ',': '\u060c',
  ';': '\u061b',
  '?': '\u061f',
  '.': '\u066b\u06d4',
  '\u0627': '\u0622\u0623\u0625\u0671',
  '\u064a': '\u0649\u06cc',
  '\u0643': '\u06a9',
};

const SPELLED = new Map(
  Object.entries(SPELLINGS).flatMap(([one, others]) =>
    others.split('').map((other) => [other, one] as const),
  ),
);

export function fold(typed: string): Folded {
  const at = new Uint32Array(typed.length + 1);
  let text = '';
  let low = '';
  for (let i = 0; i < typed.length; i++) {
    const unit = typed.charAt(i);
    if (isDropped(unit.charCodeAt(0))) continue;
    at[text.length] = i;
    const one = foldUnit(unit);
    const small = one.toLowerCase();
    text += one;
    low += small.length === 1 ? small : one;
  }
  at[text.length] = typed.length;
  return { text, low, at };
}

function isDropped(code: number): boolean {
  return code >= 0xad && DROPPED.some(([from, to]) => code >= from && code <= to);
}

/** @returns one unit for one unit */
function foldUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  if (code < 0x80) return SPELLED.get(unit) ?? unit;
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  const isLatin = (code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff);
  if (isLatin) return unit.normalize('NFD').charAt(0);
  return SPELLED.get(unit) ?? unit;
}
