/** SVG: written anew from the elements and attributes that it is drawn by. */
import { clean, finding, kept } from './finding.ts';
import { embedded } from './svg-picture.ts';
import { startTag, tokensOf, type Attribute, type Token } from './markup.ts';
import { DamagedError, letters, read } from './octets.ts';
import type { Finding, Scrubbed } from './scrubber.ts';
import { ATTRIBUTES, ELEMENTS } from './svg-names.ts';

/** A picture of lines and words that is longer is refused: 64 MiB. */
const MOST_OCTETS = 64 * 2 ** 20;

const SVG = 'http://www.w3.org/2000/svg';
const XLINK = 'http://www.w3.org/1999/xlink';

/** Anything but the five entities that XML has: the declaration that says what they are goes. */
const OTHER_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/i;

type Names = ReadonlyMap<string, string>;

interface Writing {
  readonly parts: string[];
  readonly found: Finding[];
  /** What prefixes stand for, inside of each element that is open. */
  readonly names: Names[];
  /** How many elements are open inside of one that is left out, with it. */
  left: number;
  isStyle: boolean;
  isStuck: boolean;
}

export async function scrubSvg(file: Blob): Promise<Scrubbed> {
  if (file.size > MOST_OCTETS) return kept('too-large');
  const text = decoded(await read(file, 0, file.size));
  const writing: Writing = {
    parts: [],
    found: [],
    names: [new Map()],
    left: 0,
    isStyle: false,
    isStuck: false,
  };
  for (const token of tokensOf(text)) await write(writing, token);
  if (writing.names.length !== 1 || writing.left !== 0) throw new DamagedError('elements stay open');
  // A root that is no picture was left out with all that is in it.
  if (!writing.parts.some((part) => part.startsWith('<'))) throw new DamagedError('no picture');
  if (writing.isStuck) return kept('not-removable', writing.found);
  return clean(file, writing.parts, writing.found);
}

/** By its mark, by what it says itself, or as UTF-8. */
function decoded(bytes: Uint8Array): string {
  const mark = letters(bytes, 0, 2);
  const said = /^[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})/.exec(letters(bytes, 0, 300))?.[1] ?? 'utf-8';
  const encoding = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : said;
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

async function write(writing: Writing, token: Token): Promise<void> {
  if (token.is === 'aside') aside(writing, token.text);
  else if (token.is === 'text') content(writing, token.text);
  else if (token.is === 'end') end(writing, token.name);
  else await start(writing, token);
}

function aside({ found }: Writing, text: string): void {
  if (text.startsWith('<!--')) found.push(finding('comments', text.slice(4, -3)));
}

function content(writing: Writing, text: string): void {
  if (writing.left > 0 || writing.names.length === 1) return;
  if (OTHER_ENTITY.test(text)) writing.isStuck = true;
  writing.parts.push(writing.isStyle ? style(text) : text);
}

function end(writing: Writing, name: string): void {
  writing.isStyle = false;
  if (writing.left > 0) writing.left -= 1;
  else {
    if (writing.names.length === 1) throw new DamagedError('an end without a start');
    writing.names.pop();
    writing.parts.push(`</${name}>`);
  }
}

async function start(writing: Writing, token: Extract<Token, { is: 'start' }>): Promise<void> {
  const { name, attributes, isEmpty } = token;
  const names = namesIn(writing.names.at(-1)!, attributes);
  const [space, local] = split(names, name);
  if (writing.left > 0 || (space !== SVG && space !== '') || !ELEMENTS.has(local)) {
    if (writing.left === 0) writing.found.push(finding(KINDS[local] ?? 'other', local));
    if (!isEmpty) writing.left += 1;
    return;
  }
  const drawn: Attribute[] = [];
  for (const attribute of attributes) drawn.push(...(await written(writing, names, attribute)));
  writing.parts.push(startTag(name, drawn, isEmpty));
  if (!isEmpty) writing.names.push(names);
  writing.isStyle = local === 'style' && !isEmpty;
}

const KINDS: Readonly<Record<string, Finding['kind']>> = {
  metadata: 'description',
  title: 'description',
  desc: 'description',
  script: 'embedded',
  foreignObject: 'embedded',
  namedview: 'software',
};

function namesIn(outer: Names, attributes: readonly Attribute[]): Names {
  const own = attributes.filter(({ name }) => /^xmlns(?::|$)/.test(name));
  const spaces = own.map(({ name, value }): [string, string] => [name.slice(6), value.trim()]);
  return new Map([...outer, ...spaces]);
}

/** @returns what its prefix stands for, and the name without it */
function split(names: Names, name: string): [space: string, local: string] {
  const at = name.indexOf(':');
  const prefix = at < 0 ? '' : name.slice(0, at);
  return [names.get(prefix) ?? (prefix === '' ? '' : prefix), name.slice(at + 1)];
}

async function written(writing: Writing, names: Names, { name, value }: Attribute): Promise<Attribute[]> {
  if (/^xmlns(?::|$)/.test(name)) return [SVG, XLINK].includes(value) ? [{ name, value }] : [];
  const isPrefixed = name.includes(':');
  const [space, local] = split(names, name);
  if (OTHER_ENTITY.test(value)) writing.isStuck = true;
  if (name === 'xml:space') return [{ name, value }];
  if (local === 'href' && (!isPrefixed || space === XLINK)) return reference(writing, name, value);
  if (!isPrefixed && ATTRIBUTES.has(name)) return [{ name, value: style(value) }];
  writing.found.push(
    finding(/inkscape|sodipodi|sketch|figma|adobe/i.test(name) ? 'software' : 'other', value),
  );
  return [];
}

async function reference(writing: Writing, name: string, value: string): Promise<Attribute[]> {
  if (value.startsWith('#')) return [{ name, value }];
  const picture = value.startsWith('data:') ? await embedded(value) : null;
  writing.found.push(
    finding('embedded', value.startsWith('data:') ? null : value),
    ...(picture?.found ?? []),
  );
  if (picture === null) return [];
  writing.isStuck ||= picture.address === null;
  return picture.address === null ? [] : [{ name, value: picture.address }];
}

/** No comments, nothing from elsewhere, and no properties of an editor. */
function style(text: string): string {
  const plain = text.replaceAll(/\/\*[^]*?(?:\*\/|$)/g, '').replaceAll(/@import[^;]*;?/gi, '');
  const own = plain.replaceAll(/url\(\s*(?!\s*(?:["']|&quot;|&apos;)?#)[^)]*\)?/gi, 'none');
  return own.replaceAll(/-inkscape-[\w-]*\s*:[^;}]*;?/g, '');
}
