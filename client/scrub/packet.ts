/** What XMP and IPTC say, which stand as a packet in files of many formats. All of it goes; this only names it. */
import { finding } from './finding.ts';
import { letters } from './octets.ts';
import type { Finding } from './scrubber.ts';

/** Properties with the prefixes that every writer uses, as attributes or as elements. */
const PROPERTIES: readonly (readonly [kind: Finding['kind'], names: string])[] = [
  ['place', 'exif:GPSLatitude|exif:GPSLongitude|photoshop:City|photoshop:Country|Iptc4xmpCore:Location'],
  ['time', 'photoshop:DateCreated|xmp:CreateDate|exif:DateTimeOriginal|xmp:ModifyDate'],
  ['device', 'tiff:Make|tiff:Model|aux:Lens'],
  ['author', 'dc:creator|photoshop:AuthorsPosition|dc:rights|photoshop:Credit|pdf:Author'],
  ['software', 'xmp:CreatorTool|tiff:Software|pdf:Producer'],
  ['identifier', 'xmpMM:DocumentID|xmpMM:InstanceID|xmpMM:OriginalDocumentID|aux:SerialNumber'],
  ['description', 'dc:description|dc:title|photoshop:Headline'],
  ['history', 'xmpMM:History|photoshop:History'],
];

/** More of a packet is not looked at: 1 MiB. */
const PACKET_OCTETS = 2 ** 20;

export function readXmp(bytes: Uint8Array): Finding[] {
  const text = new TextDecoder().decode(bytes.subarray(0, PACKET_OCTETS));
  const found = PROPERTIES.flatMap(([kind, names]) => {
    const match = new RegExp(`<?(?:${names})(?:="([^"]{0,300})"|[^>]{0,99}>([^]{0,600}))`).exec(text);
    if (match === null) return [];
    const value = match[1] ?? match[2]!.replace(/<\/(?:\w+:(?!li)\w+)>[^]*$/, '').replace(/<[^>]*>?/g, ' ');
    return [finding(kind, value)];
  });
  if (/c2pa|contentauth/i.test(text)) found.push(finding('provenance'));
  return found.length === 0 ? [finding('other')] : found;
}

const RECORDS: Readonly<Record<number, Finding['kind']>> = {
  5: 'description',
  25: 'description',
  55: 'time',
  80: 'author',
  90: 'place',
  101: 'place',
  110: 'author',
  116: 'author',
  120: 'description',
  122: 'author',
};

/** @param bytes - IPTC IIM somewhere in them, as in resources of Photoshop: a marker, record 2, a number, a length */
export function readIptc(bytes: Uint8Array): Finding[] {
  const found: Finding[] = [];
  for (let at = bytes.indexOf(0x1c); at >= 0 && at + 5 <= bytes.length; at = bytes.indexOf(0x1c, at + 1)) {
    const kind = bytes[at + 1] === 2 ? RECORDS[bytes[at + 2]!] : undefined;
    const length = bytes[at + 3]! * 256 + bytes[at + 4]!;
    if (kind !== undefined)
      found.push(finding(kind, new TextDecoder().decode(bytes.subarray(at + 5, at + 5 + length))));
  }
  return found.length === 0 ? [finding('other')] : found;
}

/** C2PA, JUMBF: boxes with signed claims of where something comes from. */
export function isProvenance(bytes: Uint8Array): boolean {
  return /c2pa|jumb/.test(letters(bytes, 0, 256));
}
