/** Letters that stand together in what was typed, and the numbers and gaps between them (PROTOCOL §3, steps 1 to 4). */

/** More than this between letters is no line end of a word. */
const LONGEST_GAP = 64;

/** Letters that stand together, folded to what the list is written in. */
export interface Piece {
  readonly text: string;
  /** Where it stands in what was typed, as offsets into the string. */
  readonly start: number;
  readonly end: number;
  /** The number before it, after the piece before. */
  readonly number: number | null;
  /** May be the rest of the piece before: only unseen characters, or a hyphen and a line end, stand between. */
  readonly joint: boolean;
}

const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{Cf}]$/u;
const LETTER = /^\p{L}$/u;
/** Stands alone, such as an apostrophe that Unicode counts among the letters. */
const MODIFIER = /^\p{Lm}$/u;
const JOINT =
  /^[\p{Default_Ignorable_Code_Point}\p{Cf}]*(?:[\p{Pd}¬\u00AD][\p{Default_Ignorable_Code_Point}\p{Cf} \t]*[\n\r\v\f\u0085\u2028\u2029][\p{Default_Ignorable_Code_Point}\p{Cf}\s]*)?$/u;

/** Letters with a stroke, or without a dot: Unicode does not take them apart. */
const STRUCK: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ħ: 'h', ŧ: 't', ı: 'i' };

/** Full width, ligatures and upper case become plain letters; accents go; a Turkish keyboard's `İ` and `ı` are `i`. */
function fold(character: string): string {
  const plain = character.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain.replace(/[øłđħŧı]/gu, (letter) => STRUCK[letter]!);
}

/** Some of what is not seen counts among the letters, such as the fillers of Korean. */
function isLetter(character: string): boolean {
  return LETTER.test(character) && !MODIFIER.test(character) && !UNSEEN.test(character);
}

/** Every run of letters, in order. */
export function readPieces(input: string): Piece[] {
  const pieces: (Piece & { text: string; end: number; gap: string })[] = [];
  let gap = '';
  let at = 0;
  for (const character of input) {
    const start = at;
    at += character.length;
    for (const one of UNSEEN.test(character) ? character : fold(character)) {
      const last = pieces.at(-1);
      if (!isLetter(one)) {
        gap += one;
      } else if (last !== undefined && gap === '') {
        last.text += one;
        last.end = at;
      } else {
        const joint = last !== undefined && gap.length < LONGEST_GAP && JOINT.test(gap);
        pieces.push({ text: one, start, end: at, number: numberIn(gap), joint, gap });
        gap = '';
      }
    }
  }
  return withoutOrdinals(pieces, gap);
}

function numberIn(gap: string): number | null {
  const digits = [...gap.matchAll(/\p{Nd}+/gu)].at(-1)?.[0].slice(0, 6);
  if (digits === undefined) return null;
  return Array.from(digits, valueOf).reduce((value, one) => value * 10 + one, 0);
}

/** The digits of every script stand in a row, from nought. */
function valueOf(digit: string): number {
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
  return value;
}

/** One or two letters that touch a digit belong to the number: `1st`, `2e`, `nº3`. The shortest word has three. */
function withoutOrdinals(pieces: readonly (Piece & { gap: string })[], after: string): Piece[] {
  const kept: Piece[] = [];
  /** The number of the ordinals since the last piece that stayed. */
  let passed: number | null = null;
  for (const [i, { gap, ...piece }] of pieces.entries()) {
    const touches = /\p{Nd}$/u.test(gap) || /^\p{Nd}/u.test(pieces[i + 1]?.gap ?? after);
    const alone = !piece.joint && pieces[i + 1]?.joint !== true;
    const number: number | null = piece.number ?? passed;
    const isOrdinal = piece.text.length < 3 && touches && alone;
    if (!isOrdinal) kept.push({ ...piece, number });
    passed = isOrdinal ? number : null;
  }
  return kept;
}
