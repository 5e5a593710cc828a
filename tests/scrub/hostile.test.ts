/** Files that are cut, altered or made to mislead: each is cleaned or kept, at once, and nothing throws. */
import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { octets } from '../../client/scrub/octets.ts';
import { scrub } from '../../client/scrub/scrub.ts';
import { REASONS } from '../../client/scrub/scrubber.ts';

const CORPUS = join(import.meta.dirname, 'corpus/media');

/** No file of a few kilobytes may take longer, in milliseconds, also on a busy machine. */
const PATIENCE = 5000;

const names = await readdir(CORPUS);
const files = new Map(
  await Promise.all(names.map(async (name) => [name, await readFile(join(CORPUS, name))] as const)),
);

/** @returns whether it was cleaned, or kept for a reason, in time; and what came out can be read to its end, and is no flood */
async function isTaken(bytes: Uint8Array): Promise<boolean> {
  const start = Date.now();
  const scrubbed = await scrub(new Blob([bytes.slice()]));
  const isRight =
    scrubbed.is === 'kept'
      ? REASONS.includes(scrubbed.reason)
      : (await scrubbed.file.arrayBuffer()).byteLength < bytes.length + 8192;
  return isRight && Date.now() - start < PATIENCE;
}

const anyFile = fc.constantFrom(...names).map((name) => new Uint8Array(files.get(name)!));

it('ends for every file that is cut somewhere', async () => {
  const cut = fc.tuple(anyFile, fc.double({ min: 0, max: 1, noNaN: true }));
  const checked = fc.assert(
    fc.asyncProperty(cut, ([bytes, share]) => isTaken(bytes.subarray(0, Math.floor(bytes.length * share)))),
    { numRuns: 400 },
  );
  await expect(checked).resolves.toBeUndefined();
});

it('ends for every file in which octets are others', async () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff)), {
    minLength: 1,
    maxLength: 8,
  });
  const checked = fc.assert(
    fc.asyncProperty(anyFile, flips, async (bytes, changes) => {
      // Most at the beginning, where lengths and kinds are.
      for (const [at, octet] of changes)
        bytes[at % (at % 3 === 0 ? bytes.length : Math.min(600, bytes.length))] = octet;
      return isTaken(bytes);
    }),
    { numRuns: 800 },
  );
  await expect(checked).resolves.toBeUndefined();
});

it('ends for anything that begins as a format does', async () => {
  const starts = names.map((name) => files.get(name)!.subarray(0, 16));
  const bytes = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }));
  const checked = fc.assert(
    fc.asyncProperty(bytes, ([start, rest]) => isTaken(new Uint8Array([...start, ...rest]))),
    { numRuns: 500 },
  );
  await expect(checked).resolves.toBeUndefined();
});

/** A length, highest octet first. */
const u32 = (value: number) =>
  String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
const box = (type: string, content: string) => u32(8 + content.length) + type + content;

it.each<[what: string, text: string]>([
  ['directories that follow one another in a circle', 'II*\0\x08\0\0\0\0\0\x08\0\0\0'],
  [
    'boxes in boxes a thousand deep',
    Array.from({ length: 1000 }).reduce<string>((inside) => box('trak', inside), ''),
  ],
  [
    'a table of more samples than there are',
    `${box('ftyp', 'isom')}${box('moov', box('trak', box('mdia', box('hdlr', `${u32(0)}${u32(0)}vide${'\0'.repeat(13)}`) + box('minf', box('stbl', box('stco', u32(0) + u32(1) + u32(0)) + box('stsc', u32(0) + u32(1) + u32(1) + u32(0xffffffff) + u32(1)) + box('stsz', u32(0) + u32(1) + u32(0xffffffff)))))))}`,
  ],
  ['a box that goes on for ever', `${box('ftyp', 'isom')}${u32(1)}moov${u32(0xffffffff)}${u32(0xffffffff)}`],
  ['elements a hundred thousand deep', `<svg xmlns="http://www.w3.org/2000/svg">${'<g>'.repeat(100_000)}`],
  ['a quote that never ends', `<svg xmlns="http://www.w3.org/2000/svg" ${'a="b" '.repeat(20_000)} c="`],
  ['tags of nothing but tags', 'ID3\x04\0\0\0\0\0\0'.repeat(10_000)],
])('keeps %s', async (_, text) => {
  expect(await scrub(new Blob([octets(text)]))).toMatchObject({ is: 'kept' });
});
