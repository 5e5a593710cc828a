/** All files of a case in one: as they are, under names that can lie side by side, and without what is not whole. */
import { randomBytes } from 'node:crypto';
import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiError } from '../../client/calls/api.ts';
import type { CaseFile } from '../../client/case/fold/files.ts';
import { sideBySide, zipOf } from '../../client/files/zip.ts';
import { CryptoError } from '../../crypto/errors.ts';

const contents: Record<string, Uint8Array<ArrayBuffer>> = {
  'الوردية.jpg': new Uint8Array(randomBytes(70_000)),
  '夜班.pdf': new Uint8Array(randomBytes(10)),
  'nothing.txt': new Uint8Array(),
  'altered.bin': new Uint8Array(1),
};
const files = Object.entries(contents).map(([name, { length }]): CaseFile => ({
  id: name,
  day: '2036-02-04',
  author: { role: 'reporter' },
  name,
  size: length,
  type: '',
  incident: null,
  gone: null,
  hasOriginal: false,
}));
const closing = (leftOut: readonly { file: CaseFile }[]) => ({
  name: 'not whole.txt',
  text: leftOut.map(({ file }) => file.name).join(),
});
const nameOf = ({ name }: CaseFile) => name;
const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) =>
  unzipSync(new Uint8Array(await new Response(stream).arrayBuffer()));

test('what is whole is in it as it was sent, and what is not is named', async () => {
  const open = async ({ name }: CaseFile) => {
    if (name === 'altered.bin') throw new CryptoError('tampered');
    return new Blob([contents[name]!]);
  };
  const { stream, leftOut } = zipOf(files, open, nameOf, closing);
  const { 'altered.bin': altered, ...whole } = contents;
  expect(altered).toHaveLength(1);
  const text = new TextEncoder().encode('altered.bin');
  expect(await read(stream)).toEqual({ ...whole, 'not whole.txt': text });
  expect(leftOut).toMatchObject([{ file: { name: 'altered.bin' }, code: 'tampered' }]);
});

test('where nothing is left out, there is no word of it', async () => {
  const { stream, leftOut } = zipOf(files, async ({ name }) => new Blob([contents[name]!]), nameOf, closing);
  expect(Object.keys(await read(stream))).toEqual(Object.keys(contents));
  expect(leftOut).toEqual([]);
});

test('a connection that is away ends it: a file is not left out for that', async () => {
  const open = async () => {
    throw new ApiError('offline');
  };
  await expect(read(zipOf(files, open, nameOf, closing).stream)).rejects.toMatchObject({ code: 'offline' });
});

test('names are all different, also where case and composition make no difference', () => {
  expect(sideBySide(['a.jpg', 'A.JPG', 'a.jpg', '.env', '.env', 'é', 'e\u0301'])).toEqual([
    'a.jpg',
    'A (2).JPG',
    'a (3).jpg',
    '.env',
    '.env (2)',
    'é',
    'e\u0301 (2)',
  ]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a.b', 'A.b', 'a (2).b', 'a (3).b', 'c', 'C', 'c (2)')), (names) => {
      const given = sideBySide(names).map((name) => name.toLowerCase());
      expect(new Set(given).size).toBe(names.length);
    }),
  );
});
