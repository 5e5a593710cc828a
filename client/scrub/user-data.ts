/** What stands in boxes of films that no player needs. All of it goes; this only names it. */
import { finding } from './finding.ts';
import { letters, startsWith } from './octets.ts';
import { readXmp } from './packet.ts';
import type { Finding } from './scrubber.ts';

/** Longer ones are looked at only so far: 1 MiB. */
const LOOK_OCTETS = 2 ** 20;

/** Names of four letters after a ©, and what Apple's keys end with. */
const KINDS: readonly (readonly [RegExp, Finding['kind']])[] = [
  [/xyz|loci|location/i, 'place'],
  [/day|date/i, 'time'],
  [/mak|mod|make|model/i, 'device'],
  [/ART|aut|wrt|prf|author|artist|copyright|cpy/i, 'author'],
  [/too|swr|enc|software/i, 'software'],
  [/cmt|comment/i, 'comments'],
  [/nam|des|gen|alb|title|description/i, 'description'],
  [/identifier|umid|guid/i, 'identifier'],
];

/** Identifiers of boxes: of claims of where something comes from, and of XMP. */
const C2PA = '\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81';
const XMP = '\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac';

export function findingsOfUserData(type: string, content: Uint8Array): Finding[] {
  const text = letters(content, 0, LOOK_OCTETS);
  if (type === 'uuid' && startsWith(content, C2PA)) return [finding('provenance')];
  if (type === 'uuid' && startsWith(content, XMP)) return readXmp(content);
  const found = [...places(text), ...short(text), ...keys(text)];
  return found.length > 0 ? found : [finding('other')];
}

/** ISO 6709. */
function places(text: string): Finding[] {
  return (text.match(/[+-]\d{2}\.\d{2,}[+-]\d{3}\.\d{2,}/g) ?? []).map((place) => finding('place', place));
}

function kindOf(name: string): Finding['kind'] {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

/** As iTunes writes them, with a box for the data, and as QuickTime does, with a length and a language. */
function short(text: string): Finding[] {
  const matches = text.matchAll(/\xa9(\w{3})(?:[^]{4}data[^]{8}|[^]{4})([\x20-\x7e\x80-\xff]{1,400})/g);
  return [...matches].map(([, name, value]) => finding(kindOf(name!), utf8(value!)));
}

/** A list of names, and one of values in the same order. */
function keys(text: string): Finding[] {
  const values = [...text.matchAll(/data\0{3}[^]{5}([\x20-\x7e\x80-\xff]{1,400})/g)].map(
    ([, value]) => value!,
  );
  const names = [...text.matchAll(/mdta([\w.-]+)/g)].map(([, name]) => name!);
  return names.map((name, index) => finding(kindOf(name), utf8(values[index] ?? '')));
}

function utf8(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}
