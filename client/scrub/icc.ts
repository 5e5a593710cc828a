/** ICC.1:2022: profiles of colours. What they say of colours stays; their texts, dates, makers and measurements go. */
import { finding } from './finding.ts';
import { joined, letters, octets, part, view } from './octets.ts';
import type { Finding } from './scrubber.ts';

const HEADER_OCTETS = 128;

/** Tags that a colour is computed by. All others describe. */
const COLOUR_TAGS = new Set(
  'rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 gamt cicp chrm'.split(' '),
);

/** Types of their values, none of which holds a text. */
const COLOUR_TYPES = new Set(
  'XYZ  curv para sf32 mft1 mft2 mAB  mBA  cicp chrm'.match(/.{4} ?/g)!.map((one) => one.slice(0, 4)),
);

interface Tag {
  readonly name: string;
  readonly value: Uint8Array;
}

/** What each tag of a profile without texts needs to have, however empty. */
const EMPTY_TEXTS: readonly Tag[] = [
  { name: 'desc', value: octets(`desc\0\0\0\0\0\0\0\x01${'\0'.repeat(79)}`) },
  { name: 'cprt', value: octets('text\0\0\0\0\0') },
];

const EMPTY_TEXT = octets('mluc\0\0\0\0\0\0\0\0\0\0\0\x0c');

/** @returns the profile without what it tells; null where none is needed: sRGB, which is meant without, or one that is damaged */
export function cleanProfile(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const tags = tagsOf(bytes);
  return tags === null || isSrgb(tags) ? null : neutralProfile(bytes);
}

/** @returns the profile without what it tells, also of sRGB; null where it is damaged */
export function neutralProfile(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const tags = tagsOf(bytes);
  if (tags === null) return null;
  const isColour = ({ name, value }: Tag) => COLOUR_TAGS.has(name) && COLOUR_TYPES.has(letters(value, 0, 4));
  const texts = bytes[8]! < 4 ? EMPTY_TEXTS : EMPTY_TEXTS.map(({ name }) => ({ name, value: EMPTY_TEXT }));
  return profile(part(bytes, 0, HEADER_OCTETS), [...texts, ...tags.filter(isColour)]);
}

export function findingsOfProfile(bytes: Uint8Array): Finding[] {
  const tags = tagsOf(bytes) ?? [];
  const text = (name: string) => {
    const value = tags.find((tag) => tag.name === name)?.value;
    // Both as one octet and as two for a letter: what is no letter becomes a gap.
    return value === undefined
      ? null
      : letters(value, 12)
          .replaceAll('\0', '')
          .replaceAll(/[^\x20-\x7e]+/g, ' ');
  };
  return [
    finding('software', text('desc')),
    ...(text('dmnd') === null ? [] : [finding('device', text('dmnd'))]),
  ];
}

function tagsOf(bytes: Uint8Array): Tag[] | null {
  if (bytes.length < HEADER_OCTETS + 4 || letters(bytes, 36, 4) !== 'acsp') return null;
  const numbers = view(bytes);
  const count = numbers.getUint32(HEADER_OCTETS);
  if (HEADER_OCTETS + 4 + count * 12 > bytes.length) return null;
  return Array.from({ length: count }, (_, index) => {
    const at = HEADER_OCTETS + 4 + index * 12;
    const from = numbers.getUint32(at + 4);
    return { name: letters(bytes, at, 4), value: bytes.subarray(from, from + numbers.getUint32(at + 8)) };
  });
}

/** Primaries of sRGB as profiles have them: adapted to D50, in 1/65536. */
const SRGB = {
  rXYZ: [0.436, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};

function isSrgb(tags: readonly Tag[]): boolean {
  return Object.entries(SRGB).every(([name, wanted]) => {
    const primary = tags.find((tag) => tag.name === name)?.value;
    const curve = tags.find((tag) => tag.name === name.replace('XYZ', 'TRC'))?.value;
    if (primary === undefined || primary.length < 20 || curve === undefined) return false;
    const values = [8, 12, 16].map((at) => view(primary).getInt32(at) / 65536);
    return values.every((value, index) => Math.abs(value - wanted[index]!) < 0.002) && isSrgbCurve(curve);
  });
}

/** IEC 61966-2-1, as a table of points or by its parameters. */
function isSrgbCurve(curve: Uint8Array): boolean {
  const numbers = view(curve);
  if (letters(curve, 0, 4) === 'para')
    return curve.length >= 16 && Math.abs(numbers.getInt32(12) / 65536 - 2.4) < 0.01;
  const count = curve.length >= 12 ? numbers.getUint32(8) : 0;
  if (letters(curve, 0, 4) !== 'curv' || count < 16 || curve.length < 12 + count * 2) return false;
  return Array.from({ length: 16 }, (_, index) => Math.round(((count - 1) * index) / 15)).every((index) => {
    const light = index / (count - 1);
    const wanted = light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4;
    return Math.abs(numbers.getUint16(12 + index * 2) / 65535 - wanted) < 0.005;
  });
}

/** Tags whose values are equal share them, as the red, green and blue curves do in most profiles. */
function profile(oldHeader: Uint8Array, tags: readonly Tag[]): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(4 + tags.length * 12);
  view(table).setUint32(0, tags.length);
  const values: Uint8Array[] = [];
  const places = new Map<number | string, number>();
  let end = HEADER_OCTETS + table.length;
  tags.forEach(({ name, value }, index) => {
    const key = value.byteLength > 4096 ? value.byteOffset : letters(value);
    const at = places.get(key) ?? end;
    if (at === end) {
      const padded = new Uint8Array(Math.ceil(value.length / 4) * 4);
      padded.set(value);
      values.push(padded);
      places.set(key, at);
      end += padded.length;
    }
    table.set(octets(name), 4 + index * 12);
    view(table).setUint32(8 + index * 12, at);
    view(table).setUint32(12 + index * 12, value.length);
  });
  return joined([header(oldHeader, end), table, ...values]);
}

/** Only version, class, colour spaces, signature, intent and illuminant stay. */
function header(old: Uint8Array, length: number): Uint8Array {
  const made = new Uint8Array(HEADER_OCTETS);
  for (const [from, to] of [
    [8, 24],
    [36, 40],
    [64, 80],
  ] as const)
    made.set(old.subarray(from, to), from);
  view(made).setUint32(0, length);
  return made;
}
