import { expect, it } from 'vitest';
import { scrubBy, scrubMedia } from '../../client/scrub/media.ts';
import { NotLoadedError } from '../../client/scrub/not-loaded.ts';
import { octets } from '../../client/scrub/octets.ts';
import { scrub } from '../../client/scrub/scrub.ts';

/** One pixel: no picture that anybody could open, but whole in its segments. */
const JPEG = `\xff\xd8\xff\xfe\0\x07Anna!\xff\xc0\0\x03.\xff\xda\0\x03.12\xff\0 34`;

it.each<[what: string, text: string]>([
  ['nothing', ''],
  ['one octet', '\xff'],
  ['words', 'GIF pictures and %PD files, of which this is none'],
  ['a web page', '<!doctype html><title>svg</title>'],
  ['a ZIP file of nothing known', 'PK\x03\x04 and so on'],
])('says of %s that it knows no such format', async (_, text) => {
  expect(await scrub(new Blob([octets(text)]))).toEqual({ is: 'kept', reason: 'unknown-format', found: [] });
});

const COMPOUND = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const named = (name: string) => `${name}\0`.replace(/./gs, '$&\0');

it.each<[what: string, text: string, reason: string]>([
  ['a locked Office document', named('EncryptionInfo') + named('EncryptedPackage'), 'encrypted'],
  ['one of before 2007', named('WordDocument'), 'unknown-format'],
  ['one that speaks of locked ones', `${named('WordDocument')}EncryptedPackage\0`, 'unknown-format'],
])('says why %s goes as it is', async (_, text, reason) => {
  const file = new Blob([octets(COMPOUND), octets(`\0`.repeat(504)), octets(text)]);
  expect(await scrub(file)).toEqual({ is: 'kept', reason, found: [] });
});

it('goes by how a file begins, and cuts off what another program would read behind it', async () => {
  const file = new File([octets(`${JPEG}\xff\xd9PK\x03\x04 %PDF-1.7 <svg>`)], 'letter.pdf');
  const scrubbed = await scrub(file);
  expect(scrubbed.found).toEqual([
    { kind: 'comments', text: 'Anna!' },
    { kind: 'embedded', text: null },
  ]);
  const text = scrubbed.is === 'clean' ? await scrubbed.file.text() : '';
  expect(text).not.toMatch(/Anna|PK|PDF|svg/);
});

it('says of a file that ends early that it is damaged, and removes nothing', async () => {
  expect(await scrubMedia(new Blob([octets(JPEG)]))).toMatchObject({ is: 'kept', reason: 'damaged' });
});

it('says nothing of a file where the code for its format did not come', async () => {
  const table = { jpeg: () => Promise.reject(new TypeError('offline')) };
  await expect(scrubBy(table, new Blob([octets(JPEG)]))).rejects.toThrow(NotLoadedError);
});
