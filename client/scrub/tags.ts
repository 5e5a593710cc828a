/** Tags that stand before and behind sound: ID3 in all its versions, APE, Lyrics3. */
import type { Span } from './edits.ts';
import { finding } from './finding.ts';
import { letters, startsWith, view } from './octets.ts';
import type { Finding } from './scrubber.ts';
import type { Window } from './window.ts';

/** ID3v2.4 §3.1: identifier, version, flags, and a length of four times seven bits. */
const ID3_OCTETS = 10;
const HAS_FOOTER = 0x10;

/** ID3v1: title, artist, album, year and comment. */
const ID3V1_OCTETS = 128;

/** At the end of tags of APE, and of those before them. */
const APE_OCTETS = 32;
const APE_HAS_HEADER = 0x80000000;

const LYRICS_OCTETS = 15;

/** As much of a tag is looked at to say what is in it: 1 MiB. */
const LOOK_OCTETS = 2 ** 20;

const FRAMES: Readonly<Record<string, Finding['kind']>> = {
  TPE1: 'author',
  TPE2: 'author',
  TCOM: 'author',
  TCOP: 'author',
  TOWN: 'author',
  TENC: 'author',
  TIT2: 'description',
  TALB: 'description',
  TDRC: 'time',
  TYER: 'time',
  TDAT: 'time',
  TDEN: 'time',
  TDTG: 'time',
  TSSE: 'software',
  COMM: 'comments',
  APIC: 'preview',
  PRIV: 'identifier',
  UFID: 'identifier',
  GEOB: 'embedded',
  USLT: 'comments',
  TXXX: 'other',
};

/** @returns where sound begins and ends, as far as tags say; and what is in them */
export async function tagsAround(window: Window): Promise<{ sound: Span; found: Finding[] }> {
  const found: Finding[] = [];
  let from = 0;
  for (let length = await id3At(window, 0, found); length > 0; length = await id3At(window, from, found))
    from += length;
  let to = window.file.size;
  for (let length = -1; length !== 0 && to > from; to = Math.max(from, to - length))
    length = await tagBefore(window, from, to, found);
  return { sound: { from, to }, found };
}

/** @returns how long the tag is that stands there; 0 where none does */
async function id3At(window: Window, at: number, found: Finding[]): Promise<number> {
  const header = await window.at(at, ID3_OCTETS);
  if (header.length < ID3_OCTETS || !startsWith(header, 'ID3')) return 0;
  const length = sevenBits(header, 6);
  const footer = header[5]! & HAS_FOOTER ? ID3_OCTETS : 0;
  found.push(...findingsOfId3(await window.at(at + ID3_OCTETS, Math.min(length, LOOK_OCTETS)), header[3]!));
  return Math.min(ID3_OCTETS + length + footer, window.file.size - at);
}

function sevenBits(bytes: Uint8Array, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + (bytes[at + index]! & 127), 0);
}

async function tagBefore(window: Window, from: number, to: number, found: Finding[]): Promise<number> {
  if (to - from >= ID3V1_OCTETS) {
    const old = await window.at(to - ID3V1_OCTETS, ID3V1_OCTETS);
    if (startsWith(old, 'TAG')) {
      found.push(finding('description', letters(old, 3, 30)), finding('author', letters(old, 33, 30)));
      return ID3V1_OCTETS;
    }
  }
  const end = await window.at(Math.max(from, to - APE_OCTETS), Math.min(APE_OCTETS, to - from));
  if (startsWith(end, 'APETAGEX')) {
    found.push(finding('other', 'APE'));
    const header = view(end).getUint32(20, true) & APE_HAS_HEADER ? APE_OCTETS : 0;
    return view(end).getUint32(12, true) + header;
  }
  if (letters(end, end.length - LYRICS_OCTETS + 6).endsWith('LYRICS200')) {
    found.push(finding('comments', 'Lyrics3'));
    return Number(letters(end, end.length - LYRICS_OCTETS, 6)) + LYRICS_OCTETS || 0;
  }
  return 0;
}

/** Frames of versions 2.3 and 2.4: a name, a length, flags, and for a text how it is encoded. */
function findingsOfId3(content: Uint8Array, version: number): Finding[] {
  const found: Finding[] = [];
  for (let at = 0; version >= 3 && at + ID3_OCTETS <= content.length && content[at] !== 0;) {
    const name = letters(content, at, 4);
    const length = version === 4 ? sevenBits(content, at + 4) : view(content).getUint32(at + 4);
    const value = content.subarray(at + ID3_OCTETS, at + ID3_OCTETS + length);
    const isClaim = name === 'GEOB' && letters(value, 0, 64).includes('c2pa');
    const isText = name.startsWith('T') || name === 'COMM';
    const kind = isClaim ? 'provenance' : (FRAMES[name] ?? 'other');
    found.push(finding(kind, isText ? textOf(value.subarray(name === 'COMM' ? 4 : 1), value[0] ?? 0) : null));
    at += ID3_OCTETS + length;
  }
  return found.length === 0 ? [finding('other', 'ID3')] : found;
}

function textOf(bytes: Uint8Array, encoding: number): string {
  return new TextDecoder(['latin1', 'utf-16le', 'utf-16be'][encoding] ?? 'utf-8').decode(
    bytes.subarray(0, 400),
  );
}
