/** What Exif tells, and the little of it that a picture needs. */
import { finding } from './finding.ts';
import { Tiff, type Directory } from './ifd.ts';
import { octets } from './octets.ts';
import type { Finding } from './scrubber.ts';

const ORIENTATION = 0x112;

const TEXTS: readonly (readonly [tag: number, kind: Finding['kind']])[] = [
  [0x10e, 'description'],
  [0x131, 'software'],
  [0x13b, 'author'],
  [0x13c, 'device'],
  [0x8298, 'author'],
  [0x9003, 'time'],
  [0x9004, 'time'],
  [0x132, 'time'],
  [0xa430, 'author'],
  [0xa431, 'identifier'],
  [0xa435, 'identifier'],
  [0xa434, 'device'],
  [0xa420, 'identifier'],
  [0xc614, 'device'],
  [0xc62f, 'identifier'],
];

/** Fields with a text in an encoding of their own: only that they are there is said. */
const OPAQUE: readonly (readonly [tag: number, kind: Finding['kind']])[] = [
  [0x9286, 'comments'],
  [0x9c9b, 'description'],
  [0x9c9c, 'comments'],
  [0x9c9d, 'author'],
  [0x927c, 'device'],
  [0xcd41, 'provenance'],
];

export interface Exif {
  readonly found: Finding[];
  /** How the picture has to be turned: 1 to 8, where 1 is not at all. */
  readonly orientation: number;
}

/** @returns what could be read, where it is damaged */
export function readExif(bytes: Uint8Array): Exif {
  const found: Finding[] = [];
  let orientation = 1;
  try {
    const tiff = new Tiff(bytes);
    const main = tiff.directory(tiff.first);
    orientation = orientationOf(tiff, main);
    if (main.next !== 0) found.push(finding('preview'));
    found.push(...exifFindings(tiff));
  } catch {
    // Then nobody reads the rest.
  }
  return { orientation, found: found.length === 0 && orientation === 1 ? [finding('other')] : found };
}

/** What the first directory tells, and those that it names for more of Exif and for a place. */
export function exifFindings(tiff: Tiff): Finding[] {
  const main = tiff.directory(tiff.first);
  const own = findingsOf(tiff, main);
  return [...own, ...inside(tiff, main, 0x8769, findingsOf), ...inside(tiff, main, 0x8825, placeOf)];
}

function orientationOf(tiff: Tiff, directory: Directory): number {
  const field = directory.fields.get(ORIENTATION);
  const value = field === undefined ? 1 : tiff.numbers(field)[0]!;
  return value >= 1 && value <= 8 ? value : 1;
}

/** The findings of one directory, without those inside of it. */
function findingsOf(tiff: Tiff, { fields }: Directory): Finding[] {
  const text = (tag: number) => {
    const field = fields.get(tag);
    return field === undefined ? null : tiff.text(field);
  };
  const camera = [text(0x10f), text(0x110)].filter((one) => one !== null).join(' ');
  return [
    ...(camera === '' ? [] : [finding('device', camera)]),
    ...TEXTS.filter(([tag]) => fields.has(tag)).map(([tag, kind]) => finding(kind, text(tag))),
    ...OPAQUE.filter(([tag]) => fields.has(tag)).map(([, kind]) => finding(kind)),
  ];
}

function inside(
  tiff: Tiff,
  { fields }: Directory,
  tag: number,
  look: (tiff: Tiff, directory: Directory) => Finding[],
): Finding[] {
  const field = fields.get(tag);
  return field === undefined ? [] : look(tiff, tiff.directory(tiff.numbers(field)[0]!));
}

/** Exif 2.32 §4.6.6: degrees, minutes and seconds, and which half of the globe. */
function placeOf(tiff: Tiff, { fields }: Directory): Finding[] {
  const degrees = (tag: number, negative: string) => {
    const [half, values] = [fields.get(tag), fields.get(tag + 1)];
    if (half === undefined || values === undefined) return null;
    const [whole = 0, minutes = 0, seconds = 0] = tiff.numbers(values);
    const sum = whole + minutes / 60 + seconds / 3600;
    return Number.isFinite(sum) ? (tiff.text(half) === negative ? -sum : sum).toFixed(5) : null;
  };
  const [latitude, longitude] = [degrees(1, 'S'), degrees(3, 'W')];
  const isPlace = latitude !== null && longitude !== null;
  return fields.size === 0 ? [] : [finding('place', isPlace ? `${latitude}, ${longitude}` : null)];
}

/** @returns a TIFF block with nothing in it but how to turn the picture */
export function exifWithOrientation(orientation: number): Uint8Array<ArrayBuffer> {
  return octets(
    `MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(orientation)}\0\0\0\0\0\0`,
  );
}
