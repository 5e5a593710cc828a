/**
 * Rules are written as phrases: expressions in which a space stands for the little that may be between two words.
 * No part of one repeats without a bound, so looking takes time by the length of a text and no more.
 */
import type { Folded } from './folded.ts';
import type { Kind } from './finding.ts';

/** A find in the folded text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Rule {
  readonly kind: Kind;
  readonly phrase: RegExp;
  /** Where it is not enough that the words stand there. */
  readonly holds?: (folded: Folded, span: Span) => boolean;
}

const START = '(?<![\\p{L}\\p{N}_])';
const END = '(?![\\p{L}\\p{N}_])';

/** An expression of whole words in small letters, none of which is a part of another word. */
export function words(phrases: readonly string[], marked = ''): RegExp {
  return expression(`${START}(?:${phrases.join('|')})${marked === '' ? END : marked}`, 'dgu');
}

/** What is written with a space where some may stand, and ` ?` where none need. */
export function expression(source: string, flags: string): RegExp {
  const spaced = source.replace(/\[[^\]]*\]| \??/g, (part) => SPACES[part] ?? part);
  return new RegExp(spaced, flags);
}

const SPACES: Readonly<Record<string, string>> = { ' ': '\\s{1,3}', ' ?': '\\s{0,3}' };

/** No point after what is short enough to be an abbreviation. */
const SENTENCE_END = /(?<!(?<!\p{L})\p{L}{1,3})\.(?=\s)|[!?;](?=\s)|\n/gu;

/** What stands of its sentence before a find, at most so many units of it. */
export function before({ low }: Folded, { from }: Span, most = 80): string {
  const near = low.slice(Math.max(0, from - most), from);
  const end = [...near.matchAll(SENTENCE_END)].at(-1);
  return end === undefined ? near : near.slice(end.index + 1);
}

/** What stands of its sentence after a find. */
export function after({ low }: Folded, { to }: Span, most = 80): string {
  const near = low.slice(to, to + most);
  const [end] = near.matchAll(SENTENCE_END);
  return end === undefined ? near : near.slice(0, end.index);
}

/** @returns every place where a rule's words stand, or those of them in the group `mark` */
export function placesOf({ phrase, holds }: Rule, folded: Folded): Span[] {
  const found: Span[] = [];
  for (const match of folded.low.matchAll(phrase)) {
    const [from, to] = match.indices?.groups?.['mark'] ?? [match.index, match.index + match[0].length];
    const span = { from, to };
    if (holds === undefined || holds(folded, span)) found.push(span);
  }
  return found;
}
