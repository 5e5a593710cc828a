/** Names that follow words which say that they are the writer's, in letters that have capitals. */
import type { Folded } from './folded.ts';
import { expression, words, type Span } from './rule.ts';

export interface Cues {
  /** What only the writer's name follows: it counts in small letters too. */
  readonly sure: readonly string[];
  /** What other things may follow: a word with a capital counts. */
  readonly capital: readonly string[];
  /** What much may follow: two words in capitals count. */
  readonly perhaps: readonly string[];
  /** What is written above a signature: the name stands alone behind it, to the end of a line. */
  readonly closings: readonly string[];
  /** What is no name, though it stands there. */
  readonly not: string;
}

const PARTICLE = "(?:de la|de|del|della|du|da|dos|di|van der|van|von|ben|bin|ibn|el|al|la|le|d')";
const CAPITAL = "\\p{Lu}[\\p{L}'-]{1,20}";
const INITIAL = '\\p{Lu}\\.';
const NAME = `(?:(?:Mr|Mrs|Ms|Dr|M|Mme|Mlle|Sergeant|Captain|Lieutenant|Inspector|Officer|Nurse|Doctor|Sergente?|Capitaine|Inspecteur|Inspectrice|Docteur)\\.? )?${CAPITAL}(?:[ ]{1,2}(?:${PARTICLE}[ ]{1,2}){0,2}(?:${CAPITAL}|${INITIAL})){0,3}`;
const SMALL = "[\\p{L}'-]{2,20}(?:[ ]{1,2}[\\p{L}'-]{2,20})?";

const anyName = expression(NAME, 'uy');
const fullName = expression(`(?!\\p{Lu}{3})${NAME}`, 'uy');
const smallName = expression(SMALL, 'uy');

export class NameFinder {
  readonly #sure: RegExp;
  readonly #capital: RegExp;
  readonly #perhaps: RegExp;
  readonly #closing: RegExp;
  readonly #not: RegExp;

  constructor({ sure, capital, perhaps, closings, not }: Cues) {
    this.#sure = words(sure, '[ :]{1,3}');
    this.#capital = words(capital, '[ :]{1,3}');
    this.#perhaps = words(perhaps, '[ :]{1,3}');
    this.#closing = words(closings, '[\\s,.:!-]{1,8}');
    this.#not = new RegExp(`^(?:${not})(?!\\p{L})`, 'iu');
  }

  get cues(): readonly RegExp[] {
    return [this.#sure, this.#capital, this.#perhaps, this.#closing];
  }

  find(folded: Folded): Span[] {
    return [
      ...this.#after(this.#sure, folded, (at) => this.#surely(folded, at)),
      ...this.#after(this.#capital, folded, (at) => this.#capitalAt(folded, at)),
      ...this.#after(this.#perhaps, folded, (at) => this.#perhapsAt(folded, at)),
      ...this.#after(this.#closing, folded, (at) => this.#signedAt(folded, at)),
    ];
  }

  #after(cue: RegExp, { low }: Folded, nameAt: (at: number) => number): Span[] {
    const found: Span[] = [];
    for (const match of low.matchAll(cue)) {
      const from = match.index + match[0].length;
      const length = nameAt(from);
      if (length > 0) found.push({ from, to: from + length });
    }
    return found;
  }

  /** @returns the length of the name, or 0 */
  #surely({ text }: Folded, at: number): number {
    const name = matchAt(anyName, text, at);
    if (name !== '') return this.#isNo(name) ? 0 : name.length;
    const small = matchAt(smallName, text, at);
    const [first = '', second = ''] = small.split(/ {1,2}/);
    if (first === '' || this.#isNo(first)) return 0;
    return second === '' || this.#isNo(second) ? first.length : small.length;
  }

  #capitalAt({ text }: Folded, at: number): number {
    const name = matchAt(anyName, text, at);
    return this.#isNo(name) ? 0 : name.length;
  }

  #perhapsAt({ text }: Folded, at: number): number {
    const name = matchAt(fullName, text, at);
    return / /.test(name) && !this.#isNo(name) ? name.length : 0;
  }

  #signedAt({ text }: Folded, at: number): number {
    const name = matchAt(anyName, text, at);
    const isLast = /^[ .]{0,4}(?:\n|$)/.test(text.slice(at + name.length, at + name.length + 8));
    return isLast && !this.#isNo(name) ? name.length : 0;
  }

  #isNo(name: string): boolean {
    return this.#not.test(name);
  }
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? '';
}

/** The names that somebody gave beside the text, wherever they stand in it. */
export function ownNames(low: string, names: readonly string[]): Span[] {
  return names
    .flatMap((name) => name.split(/[^\p{L}]{1,50}/u))
    .filter((part) => part.length >= 3)
    .slice(0, 8)
    .flatMap((part) => [...low.matchAll(new RegExp(`(?<!\\p{L})${part}(?!\\p{L})`, 'gu'))])
    .map(({ index, 0: part }) => ({ from: index, to: index + part.length }));
}
