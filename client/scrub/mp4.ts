/** MP4, M4A and QuickTime (ISO 14496-12): only headers are read, and nothing moves. */
import { boxesOf, free, Region, type Box } from './boxes.ts';
import { Edits, gaps } from './edits.ts';
import { clean, finding, kept } from './finding.ts';
import { editMovie, type Movie } from './movie.ts';
import { DamagedError, letters, read, WHOLE_OCTETS } from './octets.ts';
import type { Scrubbed } from './scrubber.ts';
import { findingsOfUserData } from './user-data.ts';

const EMPTY = new Set(['free', 'skip', 'wide']);
const NEEDED = new Set(['ftyp', 'styp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'ssix']);

/** Of a box that is dropped, as much is looked at to say what it is: 1 MiB. */
const LOOK_OCTETS = 2 ** 20;

export async function scrubMp4(file: Blob): Promise<Scrubbed> {
  const boxes = await boxesOf(file, NEEDED);
  const movie = await editFilm(file, boxes, NEEDED);
  if (!boxes.some(({ type }) => type === 'moov')) throw new DamagedError('no film');
  if (movie === 'too-large') return kept('too-large');
  return finish(file, boxes, movie);
}

/**
 * Drops what isn't needed beside the film, and edits all that is in its tables.
 *
 * @param needed - boxes that stay
 */
export async function editFilm(
  file: Blob,
  boxes: readonly Box[],
  needed: ReadonlySet<string>,
): Promise<Movie | 'too-large'> {
  const [edits, first] = [new Edits(), boxes[0]];
  const brand = first?.type === 'ftyp' ? letters(await read(file, first.from, 4)) : 'qt  ';
  const movie: Movie = {
    edits,
    found: [],
    played: [],
    isShorter: false,
    isStuck: false,
    isQuickTime: brand === 'qt  ',
    handler: '',
  };
  const end = boxes.at(-1)?.to ?? 0;
  if (end < file.size) movie.found.push(finding('embedded'));
  edits.erase(end, file.size);
  for (const box of boxes) {
    if (EMPTY.has(box.type)) edits.erase(box.from, box.to);
    else if (!needed.has(box.type)) {
      const content = await read(file, box.from, Math.min(box.to - box.from, LOOK_OCTETS));
      movie.found.push(...findingsOfUserData(box.type, content));
      free(edits, box);
    }
    if (box.type !== 'moov' && box.type !== 'moof') continue;
    if (box.to - box.from > WHOLE_OCTETS) return 'too-large';
    editMovie(movie, await Region.of(file, box), box);
  }
  return movie;
}

/** Erases what stands between the data and is neither seen nor heard. */
export function finish(file: Blob, boxes: readonly Box[], movie: Movie): Scrubbed {
  const { edits, found, played, isShorter, isStuck } = movie;
  const isInFragments = boxes.some(({ type }) => type === 'moof');
  if (isStuck || (isInFragments && isShorter)) return kept('not-removable', found);
  for (const box of isInFragments ? [] : boxes.filter(({ type }) => type === 'mdat')) {
    for (const { from, to } of gaps(box, played)) edits.erase(Math.max(from, box.from), to);
  }
  const parts = edits.parts(file);
  return clean(file, parts, found);
}
