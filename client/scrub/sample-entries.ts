/** ISO 14496-12 §8.5.2: how samples are encoded (stsd). Names of encoders in it become zeros. */
import { free, type Box, type Region } from './boxes.ts';
import type { Edits } from './edits.ts';
import { DamagedError, letters } from './octets.ts';

/** What a decoder needs beside the entry. */
const DECODING = new Set(
  (
    'avcC hvcC lhvC vvcC vpcC av1C esds pasp colr clap fiel btrt dvcC dvvC dvwC mdcv clli CoLL SmDm gama auxi ccst hvcE ' +
    'wave frma mp4a enda chan alac dac3 dec3 dac4 dOps pcmC chnl srat damr d263 mhaC samr'
  ).split(' '),
);

/** Each of their frames is a picture that may have Exif of its own. */
const PICTURES = new Set(['jpeg', 'mjpa', 'mjpb', 'mjpg', 'png ', 'tiff', 'gif ']);

const ENCRYPTED = new Set(['encv', 'enca', 'drmi', 'drms']);

/** From the start of an entry: who made the encoder, and its name in 32 octets. */
const VENDOR = 20;
const NAME = 50;

/** Of an entry, before the boxes in it: for film, and for sound by its version, of which ISO has only the first. */
const FILM_OCTETS = 86;
const SOUND_OCTETS = [36, 52, 72];

interface Stsd {
  readonly edits: Edits;
  isStuck: boolean;
  readonly isQuickTime: boolean;
  /** Of the track that it is in. */
  readonly handler: string;
}

export function editSampleEntries(movie: Stsd, region: Region, box: Box): void {
  for (const entry of region.boxes(box.from + 8, box.to)) {
    if (PICTURES.has(entry.type) || ENCRYPTED.has(entry.type)) movie.isStuck = true;
    const isSound = movie.handler === 'soun';
    const inside = isSound ? endOfSound(movie, region, entry) : entry.at + FILM_OCTETS;
    if (inside > entry.to) throw new DamagedError('an entry is cut');
    movie.edits.erase(entry.at + VENDOR, entry.at + VENDOR + 4);
    if (!isSound) movie.edits.erase(entry.at + NAME, entry.at + NAME + 32);
    editDecoding(movie, region, inside, entry.to);
  }
}

function endOfSound(movie: Stsd, region: Region, entry: Box): number {
  const version = movie.isQuickTime ? region.number(entry.at + 16, 2) : 0;
  return entry.at + (SOUND_OCTETS[version] ?? SOUND_OCTETS[0]!);
}

function editDecoding(movie: Stsd, region: Region, from: number, to: number): void {
  const boxes = region.boxes(from, to);
  for (const box of boxes) {
    const isProfile =
      box.type === 'colr' &&
      /^(?:prof|rICC)$/.test(letters(region.octets(box.from, Math.min(4, box.to - box.from))));
    // QuickTime ends a list with an empty box that has no name.
    const isEnd = box.type === '\0\0\0\0' && box.from === box.to;
    if ((!DECODING.has(box.type) && !isEnd) || isProfile) free(movie.edits, box);
    // Its first four letters say whose encoder it was.
    if (box.type === 'damr') movie.edits.erase(box.from, Math.min(box.from + 4, box.to));
    if (box.type === 'wave') editDecoding(movie, region, box.from, box.to);
  }
  movie.edits.erase(boxes.at(-1)?.to ?? from, to);
}
