/** FLAC (RFC 9639): what its decoder needs, where to jump to, and the sound. */
import { crcOfFlac } from './crc.ts';
import { clean, finding, kept as keptFor } from './finding.ts';
import { findingsOfComments } from './vorbis-comment.ts';
import { DamagedError, joined, octets, read, startsWith, view } from './octets.ts';
import type { Finding, Scrubbed } from './scrubber.ts';
import { tagsAround } from './tags.ts';
import { Window } from './window.ts';

/** Kinds of blocks. */
const [STREAM_INFO, SEEK_TABLE, COMMENTS, PICTURE] = [0, 3, 4, 6];
const PADDING = 1;

/** In the first octet of a block, with its kind. */
const IS_LAST = 0x80;

/** As much of a block is looked at to say what is in it: 1 MiB. */
const LOOK_OCTETS = 2 ** 20;

/** Frames are shorter, also of many channels: 256 KiB. */
const FRAME_OCTETS = 2 ** 18;

export async function scrubFlac(file: Blob): Promise<Scrubbed> {
  const { sound, found } = await tagsAround(new Window(file));
  if (!startsWith(await read(file, sound.from, 4), 'fLaC')) throw new DamagedError('no FLAC');
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let at = sound.from + 4;
  for (let isLast = false; !isLast;) {
    const header = await read(file, at, 4);
    const kind = header[0]! & ~IS_LAST;
    const length = view(header).getUint32(0) & 0xffffff;
    isLast = (header[0]! & IS_LAST) !== 0;
    if (at + 4 + length > sound.to) throw new DamagedError('a block is cut');
    if (kind === STREAM_INFO || kind === SEEK_TABLE)
      kept.push(joined([header, await read(file, at + 4, length)]));
    else found.push(...findingsOf(kind, await read(file, at + 4, Math.min(length, LOOK_OCTETS))));
    at += 4 + length;
  }
  if (kept.length === 0 || kept[0]![0]! & ~IS_LAST || kept[0]!.length !== 38)
    throw new DamagedError('no description');
  kept.forEach(
    (block, index) => (block[0] = (block[0]! & ~IS_LAST) | (index === kept.length - 1 ? IS_LAST : 0)),
  );
  if (!(await endsWithFrame(file, at, sound.to)))
    return keptFor('not-removable', [...found, finding('embedded')]);
  return clean(file, [octets('fLaC'), ...kept, file.slice(at, sound.to)], found);
}

/** Whether the last frame ends where the sound does: where it ends is known only by its checksum. */
async function endsWithFrame(file: Blob, from: number, to: number): Promise<boolean> {
  const bytes = await read(file, Math.max(from, to - FRAME_OCTETS), Math.min(FRAME_OCTETS, to - from));
  for (let at = bytes.lastIndexOf(0xff); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(0xff, at - 1)) {
    const isStart = (bytes[at + 1] ?? 0) >> 1 === 0x7c;
    if (isStart && crcOfFlac(bytes.subarray(at)) === 0) return true;
  }
  return false;
}

function findingsOf(kind: number, content: Uint8Array): Finding[] {
  if (kind === PADDING) return [];
  if (kind === COMMENTS) return findingsOfComments(content);
  return [finding(kind === PICTURE ? 'preview' : 'other')];
}
