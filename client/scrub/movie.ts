/** The table of contents of a film (moov): what plays it stays, times and names in it become zeros, all else becomes free. */
import { free, type Box, type Region } from './boxes.ts';
import type { Edits, Span } from './edits.ts';
import { finding } from './finding.ts';
import { letters, octets } from './octets.ts';
import { samplesOf } from './samples.ts';
import type { Finding } from './scrubber.ts';
import { editSampleEntries } from './sample-entries.ts';
import { findingsOfUserData } from './user-data.ts';

/** What may be in what. A box that isn't named here has nothing in it that would have to be looked at. */
const INSIDE: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    moov: 'mvhd trak mvex',
    trak: 'tkhd edts mdia tref',
    tref: 'auxl',
    edts: 'elst',
    mdia: 'mdhd hdlr minf elng',
    minf: 'vmhd smhd nmhd sthd dinf stbl hdlr',
    dinf: 'dref',
    stbl: 'stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh padb stdp sdtp sbgp sgpd subs stps',
    mvex: 'mehd trex leva',
    moof: 'mfhd traf',
    traf: 'tfhd tfdt trun sdtp sbgp sgpd subs',
  }).map(([type, inside]) => [type, new Set(inside.split(' '))]),
);

/** Tracks that are seen or heard. Others hold places, times of day, sensors, chapters. */
const PLAYED = new Set(['vide', 'soun', 'pict', 'auxv']);

/** ISO 639-2 "und", five bits a letter. */
const UNDETERMINED = Uint8Array.of(0x55, 0xc4);

/** Seconds from 1904, which films count from, to 1970. */
const EPOCH_SECONDS = 2_082_844_800;

export interface Movie {
  readonly edits: Edits;
  readonly found: Finding[];
  /** Where in the file what is played stands. */
  readonly played: Span[];
  /** That a track was taken out. */
  isShorter: boolean;
  /** That something is in it which can't be changed in place. */
  isStuck: boolean;
  /** That it is QuickTime, which has more in the description of sound. */
  readonly isQuickTime: boolean;
  /** Which kind of track is being looked at. */
  handler: string;
}

/** @param box - moov, moof, or what is in them */
export function editMovie(movie: Movie, region: Region, box: Box): void {
  const may = INSIDE[box.type]!;
  const boxes = region.boxes(box.from, box.to);
  movie.edits.erase(boxes.at(-1)?.to ?? box.from, box.to);
  for (const child of boxes) {
    if (child.type === 'cmov') movie.isStuck = true;
    if (!may.has(child.type)) drop(movie, region, child);
    else if (child.type === 'trak') editTrack(movie, region, child);
    else editBox(movie, region, child);
  }
}

function editBox(movie: Movie, region: Region, box: Box): void {
  if (box.type in INSIDE) editMovie(movie, region, box);
  if (['mvhd', 'tkhd', 'mdhd'].includes(box.type)) editTimes(movie, region, box);
  if (box.type === 'hdlr') movie.edits.erase(box.from + 12, box.to);
  if (box.type === 'dref') editSources(movie.edits, region, box);
  if (box.type === 'elng')
    movie.edits.write(box.from + 4, octets('und\0').slice(0, Math.max(0, box.to - box.from - 4)));
  if (box.type === 'stsd') editSampleEntries(movie, region, box);
  if (box.type === 'stbl') movie.played.push(...samplesOf(region, region.boxes(box.from, box.to)));
}

function drop({ edits, found }: Movie, region: Region, box: Box): void {
  const content = region.octets(box.from, box.to - box.from);
  if (!['free', 'skip', 'wide'].includes(box.type)) found.push(...findingsOfUserData(box.type, content));
  free(edits, box);
}

/** @returns which kind of track it is, in four letters */
function handlerOf(region: Region, track: Box): string {
  const media = region.boxes(track.from, track.to).find(({ type }) => type === 'mdia');
  const handler = media && region.boxes(media.from, media.to).find(({ type }) => type === 'hdlr');
  return handler === undefined ? '' : letters(region.octets(handler.from + 8, 4));
}

function editTrack(movie: Movie, region: Region, track: Box): void {
  movie.handler = handlerOf(region, track);
  if (PLAYED.has(movie.handler)) return editMovie(movie, region, track);
  movie.isShorter = true;
  movie.found.push(finding('embedded'));
  free(movie.edits, track);
}

/** When it was made and changed: 32 bits each, or 64 in version 1. In what follows, only a language tells something. */
function editTimes({ edits, found }: Movie, region: Region, box: Box): void {
  const each = region.octets(box.from, 1)[0] === 1 ? 8 : 4;
  const made = region.number(box.from + 4, each);
  if (made > EPOCH_SECONDS && made < EPOCH_SECONDS + 2 ** 32) {
    found.push(finding('time', new Date((made - EPOCH_SECONDS) * 1000).toISOString()));
  }
  edits.erase(box.from + 4, box.from + 4 + 2 * each);
  if (box.type === 'mdhd') edits.write(box.from + 4 + 2 * each + 4 + each, UNDETERMINED);
}

/** Where data comes from: in it itself, but QuickTime may name the disk and the folder. */
function editSources(edits: Edits, region: Region, box: Box): void {
  for (const { from, to } of region.boxes(box.from + 8, box.to)) edits.erase(from + 4, to);
}
