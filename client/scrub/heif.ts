/** HEIC and AVIF (ISO 23008-12): items that are no picture become nothing, in place. */
import { boxesOf, free, Region, type Box } from './boxes.ts';
import { gaps, type Span } from './edits.ts';
import { readExif } from './exif.ts';
import { finding, kept } from './finding.ts';
import { findingsOfProfile, neutralProfile } from './icc.ts';
import { itemsOf, type Item } from './items.ts';
import type { Movie } from './movie.ts';
import { editFilm, finish } from './mp4.ts';
import { DamagedError, letters, octets, read, view, WHOLE_OCTETS } from './octets.ts';
import { readXmp } from './packet.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

const NEEDED = new Set(['ftyp', 'meta', 'mdat', 'moov']);
const IN_META = new Set(['hdlr', 'pitm', 'iloc', 'iinf', 'iref', 'iprp', 'idat', 'grpl', 'dinf']);

/** Encoded pictures, and those that are put together from others. */
const PICTURES = new Set(['hvc1', 'av01', 'avc1', 'vvc1', 'lhv1', 'grid', 'iden', 'iovl', 'tmap']);

/** What a picture is decoded, turned, cut and coloured by. */
const PROPERTIES = new Set(
  (
    'ispe pixi colr hvcC av1C avcC vvcC lhvC auxC irot imir clap pasp lsel a1op a1lx rloc clli mdcv cclv amve tols oinf iscl ' +
    'free'
  ).split(' '),
);

/** Of an item, as much is looked at to say what it is: 1 MiB. */
const LOOK_OCTETS = 2 ** 20;

export async function scrubHeif(file: Blob): Promise<Scrubbed> {
  const boxes = await boxesOf(file, NEEDED);
  const meta = boxes.find(({ type }) => type === 'meta');
  const movie = await editFilm(file, boxes, NEEDED);
  if (meta === undefined) throw new DamagedError('no picture');
  if (movie === 'too-large' || meta.to - meta.from > WHOLE_OCTETS) return kept('too-large');
  const region = await Region.of(file, meta);
  const inMeta = region.boxes(meta.from + 4, meta.to);
  const items = itemsOf(region, inMeta);
  movie.found.push(
    ...(await findingsOfItems(
      file,
      items.filter((item) => !isPicture(item)),
    )),
  );
  editMeta(movie, region, inMeta);
  editItems(movie, items, inMeta);
  return finish(file, boxes, movie);
}

function isPicture({ type, isPreview }: Item): boolean {
  return PICTURES.has(type) && !isPreview;
}

function editMeta(movie: Movie, region: Region, boxes: readonly Box[]): void {
  for (const box of boxes) {
    if (!IN_META.has(box.type)) {
      if (box.type !== 'free') movie.found.push(finding('other'));
      free(movie.edits, box);
    }
    if (box.type === 'hdlr') movie.edits.erase(box.from + 12, box.to);
    const container =
      box.type === 'iprp' && region.boxes(box.from, box.to).find(({ type }) => type === 'ipco');
    if (container)
      for (const one of region.boxes(container.from, container.to)) editProperty(movie, region, one);
  }
}

/** Properties are counted, so that one that goes leaves its place free. */
function editProperty(movie: Movie, region: Region, box: Box): void {
  if (!PROPERTIES.has(box.type)) {
    movie.found.push(finding('other'));
    return free(movie.edits, box);
  }
  const content = region.octets(box.from, box.to - box.from);
  if (box.type !== 'colr' || !/^(?:prof|rICC)/.test(letters(content, 0, 4))) return;
  const old = content.subarray(4);
  const profile = neutralProfile(old);
  movie.found.push(...findingsOfProfile(old));
  if (profile === null || profile.length > old.length) return free(movie.edits, box);
  // The zeros behind it are part of it: otherwise its length is not the one that it says.
  view(profile).setUint32(0, old.length);
  movie.edits.write(box.from + 4, profile);
  movie.edits.erase(box.from + 4 + profile.length, box.to);
}

/** What is left of an item that is no picture: a number, a kind that nobody knows, and zeros. */
function editItems(movie: Movie, items: readonly Item[], inMeta: readonly Box[]): void {
  const shown = items.filter(isPicture).flatMap(({ spans }) => spans);
  const gone = items.filter((item) => !isPicture(item));
  const isShared = ({ from, to }: Span) => shown.some((one) => one.from < to && from < one.to);
  movie.isStuck ||= gone.some(({ spans }) => spans.some(isShared)) || !items.some(isPicture);
  movie.played.push(...shown);
  for (const { typeAt } of gone) movie.edits.write(typeAt, octets('free'));
  for (const { name } of items) movie.edits.erase(name.from, name.to);
  for (const box of inMeta.filter(({ type }) => type === 'idat')) {
    for (const { from, to } of gaps({ from: box.from, to: box.to }, shown)) movie.edits.erase(from, to);
  }
}

async function findingsOfItems(file: Blob, items: readonly Item[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { type, isPreview, spans, contentType } of items) {
    const [span] = spans;
    const length = span === undefined ? 0 : Math.min(span.to - span.from, LOOK_OCTETS, file.size - span.from);
    const bytes = span === undefined ? new Uint8Array() : await read(file, span.from, length);
    if (isPreview) found.push(finding('preview'));
    // ISO 23008-12 §A.2.1: how far behind these four octets TIFF begins.
    else if (type === 'Exif')
      found.push(...readExif(bytes.subarray(4 + letters(bytes, 4, 99).search(/II\*\0|MM\0\*/))).found);
    else if (contentType.includes('rdf+xml')) found.push(...readXmp(bytes));
    else found.push(finding('other', contentType || type));
  }
  return found;
}
