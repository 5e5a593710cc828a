import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrub } from '../../client/scrub/scrub.ts';
import type { Scrubbed } from '../../client/scrub/scrubber.ts';
import { lookAt, type Sight } from './exiftool.ts';

const CORPUS = join(import.meta.dirname, 'corpus/media');

/** What nothing is removed from, and why. All others come out clean. */
const KEPT: Readonly<Record<string, string>> = {
  // Each frame is a picture of its own.
  'old-camera.mov': 'not-removable',
  // Words of its own, declared before.
  'entity.svg': 'not-removable',
};

/** Words that the script which makes the corpus puts into everything, also as two octets a letter. */
const TOLD =
  /A\0?n\0?n\0?a|W\0?i\0?e\0?n|Samsung|SM-G991B|G991BX|R58N12|Lightroom|GIMP|48[.,]2|2024[:-]05|ImageMagick|c2pa|Artifex/;

/** Of formats whose content ExifTool doesn't count, the end is held against what was there: a picture, or sound. */
const CONTENT_OCTETS = 60;

const names = await readdir(CORPUS);
const results = new Map<string, Scrubbed>();
let before: Map<string, Sight>;
let after: Map<string, Sight>;
const folder = await mkdtemp(join(tmpdir(), 'scrubbed-'));

beforeAll(async () => {
  const cleaned: string[] = [];
  for (const name of names) {
    const scrubbed = await scrub(new Blob([await readFile(join(CORPUS, name))]));
    results.set(name, scrubbed);
    if (scrubbed.is === 'kept') continue;
    cleaned.push(join(folder, name));
    await writeFile(join(folder, name), new Uint8Array(await scrubbed.file.arrayBuffer()));
  }
  [before, after] = await Promise.all([lookAt(names.map((name) => join(CORPUS, name))), lookAt(cleaned)]);
});

afterAll(() => rm(folder, { recursive: true }));

describe.each(names)('%s', (name) => {
  it('is cleaned, or it is said why not, and what it tells is found', () => {
    const { is, found } = results.get(name)!;
    expect({ is, reason: resultOf(name) }).toEqual({
      is: name in KEPT ? 'kept' : 'clean',
      reason: KEPT[name],
    });
    expect(found).not.toEqual([]);
  });

  it.skipIf(name in KEPT)('tells nothing afterwards, and is turned and drawn as before', async () => {
    const [was, is] = [before.get(name)!, after.get(name)!];
    expect(is.told).toEqual([]);
    expect(is.turned).toBe(was.turned);
    const [dirty, cleaned] = await Promise.all([CORPUS, folder].map((at) => readFile(join(at, name))));
    expect(cleaned!.toString('latin1')).not.toMatch(TOLD);
    // Lines and words are written anew: svg.test.ts has what becomes of them.
    if (name.endsWith('.svg')) return;
    const isTheSame =
      was.content === '' ? dirty!.includes(cleaned!.subarray(-CONTENT_OCTETS)) : is.content === was.content;
    expect(isTheSame).toBe(true);
  });
});

it('is a judge that would see', () => {
  // What stands behind a picture, and a claim that is empty: the words above see these.
  const blind = names.filter((name) => before.get(name)!.told.length === 0);
  expect(blind).toEqual(['appended.gif', 'appended.png', 'claim.jpg', 'picture.svg']);
});

function resultOf(name: string): string | undefined {
  const scrubbed = results.get(name)!;
  return scrubbed.is === 'kept' ? scrubbed.reason : undefined;
}
