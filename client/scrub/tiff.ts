/** TIFF 6.0: written anew, page by page, from the fields that it is drawn by. */
import { exifFindings } from './exif.ts';
import { clean, finding, kept } from './finding.ts';
import { cleanProfile, findingsOfProfile } from './icc.ts';
import { Tiff, type Directory, type Field } from './ifd.ts';
import { jpegWithoutWords } from './jpeg.ts';
import { DamagedError, part, read, WHOLE_OCTETS } from './octets.ts';
import { readIptc, readXmp } from './packet.ts';
import type { Finding, Scrubbed } from './scrubber.ts';
import { tiffParts, type Page, type Value } from './tiff-writing.ts';

/** Size, samples, compression, colours, and which page it is. */
const DRAWN = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 277, 278, 280, 281, 284, 290, 291, 292, 293, 297,
  301, 317, 318, 319, 320, 321, 322, 323, 332, 334, 336, 338, 339, 340, 341, 529, 530, 531, 532,
]);

/** Which way it is turned; how many points an inch, by which scanners differ, and which matters only where points aren't square. */
const ORIENTATION = 274;
const RESOLUTION = [282, 283, 296];

/** Where the picture is, and how long, in strips or in tiles. */
const [STRIPS, STRIP_LENGTHS, TILES, TILE_LENGTHS] = [273, 279, 324, 325];

const [SUBFILE, COMPRESSION, PHOTOMETRIC, MORE, TABLES, PROFILE] = [254, 259, 262, 330, 347, 34_675];

/** Those in whose data nothing else fits. Others, as of cameras' raw pictures, aren't known well enough. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32_773, 32_946]);

const JPEG = 7;

/** A raw picture begins as TIFF. Its maker's own fields are needed to develop it. */
const [DNG, COLOUR_FILTER] = [50_706, 32_803];

/** More pages than any real file has: a hostile one may have a million. */
const MOST_PAGES = 10_000;

export async function scrubTiff(file: Blob): Promise<Scrubbed> {
  if (file.size > WHOLE_OCTETS) return kept('too-large');
  const tiff = new Tiff(await read(file, 0, file.size));
  const directories = directoriesOf(tiff);
  const found = [...exifFindings(tiff), ...directories.flatMap((directory) => findingsOf(tiff, directory))];
  if (directories.some((directory) => isRaw(tiff, directory))) return kept('not-removable', found);
  const pages = directories.filter((directory, index) => index === 0 || !isPreview(tiff, directory));
  if (pages.length < directories.length) found.push(finding('preview'));
  const parts = tiffParts(
    tiff.littleEndian,
    pages.map((directory) => pageOf(tiff, directory)),
  );
  const length = parts.reduce((sum, { size }) => sum + size, 0);
  // Pages that all point to the same data would become a flood.
  if (length > file.size + 4096 * (pages.length + 1)) throw new DamagedError('pages overlap');
  return clean(file, parts, found);
}

function directoriesOf(tiff: Tiff): Directory[] {
  const directories: Directory[] = [];
  const seen = new Set<number>([0]);
  for (let at = tiff.first; !seen.has(at); at = directories.at(-1)!.next) {
    if (directories.length === MOST_PAGES) throw new DamagedError('too many pages');
    seen.add(at);
    directories.push(tiff.directory(at));
  }
  return directories;
}

function number(tiff: Tiff, { fields }: Directory, tag: number): number {
  const field = fields.get(tag);
  return field === undefined ? 0 : (tiff.numbers(field)[0] ?? 0);
}

function isPreview(tiff: Tiff, directory: Directory): boolean {
  return (number(tiff, directory, SUBFILE) & 1) === 1;
}

function isRaw(tiff: Tiff, directory: Directory): boolean {
  const isFull = (at: number) => !isPreview(tiff, tiff.directory(at));
  const more = directory.fields.get(MORE);
  return (
    directory.fields.has(DNG) ||
    number(tiff, directory, PHOTOMETRIC) === COLOUR_FILTER ||
    !COMPRESSIONS.has(number(tiff, directory, COMPRESSION) || 1) ||
    (more !== undefined && tiff.numbers(more).some(isFull))
  );
}

function pageOf(tiff: Tiff, directory: Directory): Page {
  const { fields } = directory;
  const [places, lengths] = [
    fields.get(STRIPS) ?? fields.get(TILES),
    fields.get(STRIP_LENGTHS) ?? fields.get(TILE_LENGTHS),
  ];
  if (places === undefined || lengths === undefined || places.count !== lengths.count)
    throw new DamagedError('no picture');
  const sizes = tiff.numbers(lengths);
  const isJpeg = number(tiff, directory, COMPRESSION) === JPEG;
  const data = tiff.numbers(places).map((at, index) => {
    const octets = part(tiff.bytes, at, sizes[index]!);
    return isJpeg ? jpegWithoutWords(octets) : octets;
  });
  const isNeeded = ({ tag }: Field) =>
    tag === ORIENTATION
      ? number(tiff, directory, tag) > 1
      : !RESOLUTION.includes(tag) || number(tiff, directory, 282) !== number(tiff, directory, 283);
  const values = [...fields.values()].filter(isNeeded).flatMap((field) => valueOf(tiff, field));
  return { values, data, tags: fields.has(STRIPS) ? [STRIPS, STRIP_LENGTHS] : [TILES, TILE_LENGTHS] };
}

/** @returns the field as it is written, or none */
function valueOf(tiff: Tiff, { tag, type, count, at, length }: Field): Value[] {
  const octets = part(tiff.bytes, at, length);
  if ((DRAWN.has(tag) || tag === ORIENTATION || RESOLUTION.includes(tag)) && type !== 2)
    return [{ tag, type, count, octets }];
  const made = tag === PROFILE ? cleanProfile(octets) : tag === TABLES ? jpegWithoutWords(octets) : null;
  return made === null ? [] : [{ tag, type: 7, count: made.length, octets: made }];
}

const NAMED: Readonly<Record<number, (bytes: Uint8Array) => Finding[]>> = {
  700: readXmp,
  33_723: readIptc,
  34_377: readIptc,
  34_675: findingsOfProfile,
  37_724: () => [finding('other')],
  52_545: () => [finding('provenance')],
};

function findingsOf(tiff: Tiff, { fields }: Directory): Finding[] {
  const texts = [269, 285, 316, 337].filter((tag) => fields.has(tag));
  return [
    ...Object.entries(NAMED).flatMap(([tag, look]) => {
      const field = fields.get(Number(tag));
      return field === undefined ? [] : look(tiff.octets(field));
    }),
    ...texts.map((tag) => finding(tag === 316 ? 'device' : 'description', tiff.text(fields.get(tag)!))),
  ];
}
