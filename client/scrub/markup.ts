/** XML, taken apart and put together again: as much of it as pictures need (XML 1.0 §2). */
import { DamagedError } from './octets.ts';

export type Token =
  | {
      readonly is: 'start';
      readonly name: string;
      readonly attributes: readonly Attribute[];
      readonly isEmpty: boolean;
    }
  | { readonly is: 'end'; readonly name: string }
  | { readonly is: 'text'; readonly text: string }
  /** Comments, instructions for programs, and declarations. */
  | { readonly is: 'aside'; readonly text: string };

export interface Attribute {
  readonly name: string;
  /** As it stands there, without its quotes. */
  readonly value: string;
}

/** How what is no element begins, and what ends it. */
const ASIDES: readonly (readonly [begins: string, ends: string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
];

const ATTRIBUTE = /\s+([^\s=<>"'/]{1,200})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const START = /<([^\s=<>"'/!?]{1,200})/y;
const START_END = /\s*(\/?)>/y;
const END = /<\/([^\s=<>"'/]{1,200})\s*>/y;

/** @throws {DamagedError} where it isn't well-formed */
export function* tokensOf(text: string): Generator<Token> {
  for (let at = 0; at < text.length;) {
    const [token, end] = text[at] === '<' ? markupAt(text, at) : textAt(text, at);
    yield token;
    at = end;
  }
}

type Read = readonly [token: Token, end: number];

function textAt(text: string, at: number): Read {
  const next = text.indexOf('<', at);
  const end = next < 0 ? text.length : next;
  return [{ is: 'text', text: text.slice(at, end) }, end];
}

function markupAt(text: string, at: number): Read {
  if (text.startsWith('<![CDATA[', at)) {
    const end = endOf(text, at, ']]>');
    const escaped = text
      .slice(at + 9, end - 3)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;');
    return [{ is: 'text', text: escaped }, end];
  }
  const aside = ASIDES.find(([begins]) => text.startsWith(begins, at));
  if (aside !== undefined) return asideUntil(text, at, endOf(text, at, aside[1]));
  if (text.startsWith('<!', at)) return asideUntil(text, at, endOfDeclaration(text, at));
  const end = match(END, text, at);
  if (end !== null) return [{ is: 'end', name: end[1]! }, at + end[0].length];
  return startAt(text, at);
}

function asideUntil(text: string, at: number, end: number): Read {
  return [{ is: 'aside', text: text.slice(at, end) }, end];
}

function endOf(text: string, at: number, ends: string): number {
  const found = text.indexOf(ends, at);
  if (found < 0) throw new DamagedError('what began never ends');
  return found + ends.length;
}

/** A type may have declarations of its own in brackets. */
function endOfDeclaration(text: string, at: number): number {
  const simple = endOf(text, at, '>');
  const bracket = text.indexOf('[', at);
  return bracket < 0 || bracket > simple ? simple : endOf(text, endOf(text, bracket, ']'), '>');
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function startAt(text: string, from: number): Read {
  const start = match(START, text, from);
  if (start === null) throw new DamagedError('no element');
  const attributes: Attribute[] = [];
  let at = from + start[0].length;
  for (let one = match(ATTRIBUTE, text, at); one !== null; one = match(ATTRIBUTE, text, at)) {
    attributes.push({ name: one[1]!, value: one[2] ?? one[3]!.replaceAll('"', '&quot;') });
    at += one[0].length;
  }
  const end = match(START_END, text, at);
  if (end === null) throw new DamagedError('an element never ends');
  return [{ is: 'start', name: start[1]!, attributes, isEmpty: end[1] === '/' }, at + end[0].length];
}

export function startTag(name: string, attributes: readonly Attribute[], isEmpty: boolean): string {
  const all = attributes.map((one) => ` ${one.name}="${one.value}"`).join('');
  return `<${name}${all}${isEmpty ? '/' : ''}>`;
}
