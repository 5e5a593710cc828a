/** Pictures of pixels that stand in an SVG as text. */
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { formatOf, type Format } from './format.ts';
import { scrubGif } from './gif.ts';
import { scrubJpeg } from './jpeg.ts';
import { scrubPng } from './png.ts';
import type { Finding, Scrubber } from './scrubber.ts';
import { scrubWebp } from './webp.ts';

const PIXELS: Partial<Record<Format, Scrubber>> = {
  jpeg: scrubJpeg,
  png: scrubPng,
  gif: scrubGif,
  webp: scrubWebp,
};

/** @returns the same picture without what it tells, as an address that holds it; null for one that can't be cleaned */
export async function embedded(
  address: string,
): Promise<{ address: string | null; found: readonly Finding[] }> {
  const base64 = /^data:[^,]{0,200};base64,([^]*)$/.exec(address)?.[1];
  const compact = base64
    ?.replaceAll(/\s|&#(?:10|13|9|x[ad9]);/gi, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  const bytes = compact === undefined ? null : fromBase64url(compact.replace(/=+$/, ''));
  if (bytes === null) return { address: null, found: [] };
  const file = new Blob([bytes.slice()]);
  const format = await formatOf(file);
  const scrubbed = format === null ? undefined : await PIXELS[format]?.(file);
  if (scrubbed?.is !== 'clean') return { address: null, found: scrubbed?.found ?? [] };
  const text = toBase64url(new Uint8Array(await scrubbed.file.arrayBuffer()))
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  return { address: `data:image/${format};base64,${padded}`, found: scrubbed.found };
}
