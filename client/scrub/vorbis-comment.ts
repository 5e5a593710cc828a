/** Comments as Vorbis has them, and FLAC, Opus and others after it: a vendor, and pairs of a name and a text. */
import { finding } from './finding.ts';
import { view } from './octets.ts';
import type { Finding } from './scrubber.ts';

const KINDS: readonly (readonly [RegExp, Finding['kind']])[] = [
  [/^(?:artist|author|performer|composer|copyright|contact|organization)/i, 'author'],
  [/^(?:title|description|album)/i, 'description'],
  [/^(?:comment|lyrics)/i, 'comments'],
  [/^(?:date|creation)/i, 'time'],
  [/^(?:location|geo)/i, 'place'],
  [/^encoder/i, 'software'],
  [/^metadata_block_picture|^coverart/i, 'preview'],
];

/** Lengths in them have their lowest octet first, also in FLAC. */
export function findingsOfComments(content: Uint8Array): Finding[] {
  const texts: string[] = [];
  for (let at = 0; at + 4 <= content.length;) {
    const length = view(content).getUint32(at, true);
    if (at + 4 + length > content.length) break;
    texts.push(new TextDecoder().decode(content.subarray(at + 4, at + 4 + Math.min(length, 400))));
    // After the vendor stands how many pairs there are.
    at += 4 + length + (texts.length === 1 ? 4 : 0);
  }
  const [vendor = '', ...pairs] = texts;
  const found = pairs.map((pair) => {
    const [name = '', text = ''] = pair.split(/=([^]*)/);
    const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
    return finding(kind, kind === 'preview' ? null : text);
  });
  return [finding('software', vendor), ...found];
}
