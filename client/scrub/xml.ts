/**
 * XML as documents have it: a tree that is written as it was read, but for comments and instructions, which are left out. What
 * is not well formed is refused, so that no reader sees in it what was not seen here.
 */
import { DamagedError } from './octets.ts';
import { NotCleaned } from './not-cleaned.ts';

/** A tree takes several times as much. */
const MOST_OCTETS = 48 * 2 ** 20;

/** Elements within elements: tables within tables stay far below. */
const MOST_DEPTH = 500;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Text is as it stands in the source, escaped. */
export type Node = Element | string;

export class Element {
  readonly name: string;
  /** Its name without the prefix. */
  readonly local: string;
  /** As in the source, with the space before the first: ` w:id="1" w:author="A &amp; B"`. */
  attributes: string;
  children: Node[] = [];

  constructor(name: string, attributes: string) {
    this.name = name;
    this.local = localOf(name);
    this.attributes = attributes;
  }

  get elements(): Element[] {
    return this.children.filter((child): child is Element => typeof child !== 'string');
  }

  /** What stands in an attribute, of any prefix, as a reader sees it; null without one. */
  attribute(local: string): string | null {
    for (const [, name = '', value = ''] of this.attributes.matchAll(ATTRIBUTE))
      if (localOf(name) === local) return unescaped(value.slice(1, -1));
    return null;
  }

  /** @param change gets name and value as in the source; null removes it */
  changeAttributes(change: (name: string, value: string) => string | null): void {
    if (this.attributes === '') return;
    this.attributes = this.attributes.replaceAll(ATTRIBUTE, (whole, name: string, quoted: string) => {
      const value = quoted.slice(1, -1);
      const changed = change(name, value);
      if (changed === value) return whole;
      return changed === null ? '' : ` ${name}="${changed.replaceAll('"', '&quot;')}"`;
    });
  }

  /** The first of this name among its children, or below them. */
  find(local: string): Element | null {
    for (const child of this.elements) {
      const found = child.local === local ? child : child.find(local);
      if (found !== null) return found;
    }
    return null;
  }

  /** All that can be read in it. */
  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? plain(child) : child.text)).join('');
  }
}

const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*("[^"<]*"|'[^'<]*')/g;
const TAG = /<([^\s<>"'=/!?]+)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const END_TAG = /<\/([^\s<>"'=/!?]+)\s*>/y;

export function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** @throws {DamagedError} or {NotCleaned} `too-large` */
export function parseXml(bytes: Uint8Array): Element {
  if (bytes.length > MOST_OCTETS) throw new NotCleaned('too-large');
  const source = decoded(bytes);
  const document = new Element('', '');
  const open = [document];
  let at = 0;
  while (at < source.length) {
    const inner = open.at(-1)!;
    if (source[at] !== '<') {
      const next = source.indexOf('<', at);
      const end = next < 0 ? source.length : next;
      inner.children.push(source.slice(at, end));
      at = end;
    } else if (source.startsWith('<!', at) || source.startsWith('<?', at)) {
      const end = endOfOther(source, at);
      if (source.startsWith('<![CDATA[', at)) inner.children.push(source.slice(at, end));
      at = end;
    } else if (source.startsWith('</', at)) {
      const [all, name] = match(END_TAG, source, at);
      if (open.length === 1 || inner.name !== name) throw new DamagedError('an end without a beginning');
      open.pop();
      at += all.length;
    } else {
      const [all, name, attributes, closed] = match(TAG, source, at);
      const element = new Element(name!, attributes!);
      inner.children.push(element);
      if (closed === '') open.push(element);
      if (open.length > MOST_DEPTH) throw new DamagedError('too deep');
      at += all.length;
    }
  }
  const [root] = document.elements;
  if (open.length > 1 || root === undefined || document.elements.length > 1)
    throw new DamagedError('not one element');
  return root;
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray {
  pattern.lastIndex = at;
  const found = pattern.exec(source);
  if (found === null) throw new DamagedError('not well formed');
  return found;
}

/** Where a comment, an instruction, a declaration or text that is set apart ends. */
function endOfOther(source: string, at: number): number {
  const [, close] =
    [
      ['<!--', '-->'],
      ['<![CDATA[', ']]>'],
      ['<?', '?>'],
      ['<!DOCTYPE', '>'],
    ].find(([begin]) => source.startsWith(begin!, at)) ?? [];
  const end = close === undefined ? -1 : source.indexOf(close, at);
  // Entities of its own could say anything.
  if (end < 0 || (close === '>' && source.slice(at, end).includes('[')))
    throw new DamagedError('not well formed');
  return end + close!.length;
}

function decoded(bytes: Uint8Array): string {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const label = !isWide ? 'utf-8' : bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
  const source = new TextDecoder(label, { fatal: true }).decode(bytes);
  const named = /^<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(source)?.[1]?.toLowerCase();
  if (!isWide && named !== undefined && !['utf-8', 'utf8', 'us-ascii', 'ascii'].includes(named))
    throw new DamagedError('another encoding');
  return source;
}

export function writeXml(root: Element): Uint8Array {
  const pieces: string[] = [DECLARATION];
  write(root, pieces);
  return new TextEncoder().encode(pieces.join(''));
}

function write({ name, attributes, children }: Element, pieces: string[]): void {
  if (children.length === 0) {
    pieces.push(`<${name}${attributes}/>`);
    return;
  }
  pieces.push(`<${name}${attributes}>`);
  for (const child of children) {
    if (typeof child === 'string') pieces.push(child);
    else write(child, pieces);
  }
  pieces.push(`</${name}>`);
}

/** What becomes of an element: with `unwrap` only what is in it stays. */
export type Fate = 'keep' | 'drop' | 'unwrap';

/** Asks of every element below what becomes of it, the outer ones first; of what is dropped nothing more is asked. */
export function prune(root: Element, fate: (element: Element, parent: Element) => Fate): void {
  const children: Node[] = [];
  // What is unwrapped is asked for in its turn, as often as it is unwrapped.
  const left = [...root.children].reverse();
  for (let child = left.pop(); child !== undefined; child = left.pop()) {
    if (typeof child === 'string') {
      children.push(child);
      continue;
    }
    const what = fate(child, root);
    if (what === 'unwrap') for (const inner of [...child.children].reverse()) left.push(inner);
    if (what !== 'keep') continue;
    prune(child, fate);
    children.push(child);
  }
  root.children = children;
}

/** Calls for an element and each below. */
export function each(root: Element, act: (element: Element) => void): void {
  act(root);
  for (const child of root.children) if (typeof child !== 'string') each(child, act);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(source: string): string {
  return source.startsWith('<![CDATA[') ? source.slice(9, -3) : unescaped(source);
}

export function unescaped(source: string): string {
  return source.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, ten, hex, name: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = ten === undefined ? Number.parseInt(hex as string, 16) : Number(ten);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
