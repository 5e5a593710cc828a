/** What is looked at in a page, and as what: by octets alone, whatever a file is called. */
import { exiftoolPath } from 'exiftool-vendored';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import { judge } from '../../client/files/judging.ts';
import { TEXT_OCTETS } from '../../client/files/look-limits.ts';
import { pixelsOf } from '../../client/files/pixels.ts';
import type { Format } from '../../client/scrub/format.ts';
import { octets } from '../../client/scrub/octets.ts';
import { readPressed, readTold } from '../../client/view/told.ts';

const CORPUS = join(import.meta.dirname, '..', 'scrub', 'corpus');
const corpus = async (path: string) => new Blob([await readFile(join(CORPUS, path))]);
const judged = async (file: Blob) => {
  const found = await judge(file);
  return found.is === 'shown' ? `${found.kind} ${found.type}` : found.why;
};

it.each([
  ['media/phone.jpg', 'picture image/jpeg'],
  ['media/progressive.jpg', 'picture image/jpeg'],
  // A JPEG, whatever it is called.
  ['media/wrong-name.png', 'picture image/jpeg'],
  ['media/animated.png', 'picture image/png'],
  ['media/animated.gif', 'picture image/gif'],
  ['media/animated.webp', 'picture image/webp'],
  ['media/phone.avif', 'picture image/avif'],
  ['media/phone.heic', 'picture'],
  ['media/phone.tif', 'picture'],
  ['media/phone.mp4', 'film video/mp4'],
  ['media/old-camera.mov', 'film video/mp4'],
  ['media/voice.m4a', 'sound audio/mp4'],
  ['media/voice.mp3', 'sound audio/mpeg'],
  ['media/voice.ogg', 'sound audio/ogg'],
  ['media/voice.wav', 'sound audio/wav'],
  ['media/voice.flac', 'sound audio/flac'],
  ['media/picture.svg', 'markup'],
  ['documents/letter.pdf', 'pdf application/pdf'],
  ['documents/letter.docx', 'document'],
  ['documents/letter.odt', 'document'],
])('takes %s for %s', async (path, what) => {
  expect(await judged(await corpus(path))).toBe(what);
});

const GIF = 'GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;';

it.each([
  ['nothing', '', 'empty'],
  ['a page called a picture', '<!DOCTYPE html><script>alert(1)</script>', 'markup'],
  ['a page behind empty lines and a mark of order', '\xef\xbb\xbf\n\n <HTML>', 'markup'],
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'markup'],
  ['a style sheet of XML', '<?xml-stylesheet href="//x/"?><a/>', 'markup'],
  ['a page in the other order', '\xfe\xff\0<\0h\0t\0m\0l', 'markup'],
  // What a script is, where somebody has it run, is a picture where it is shown as one.
  ['a picture that is a script as well', `${GIF}=1;alert(1)`, 'picture image/gif'],
  ['a script with the letters of a picture', 'GIF89a=1;alert(1)//', 'damaged'],
  ['a page with a PDF in it', '<html>\n%PDF-1.7\n', 'markup'],
  ['words with a PDF in them', 'see\n%PDF-1.7\n', 'text text/plain'],
  ['words', 'Première nuit\n', 'text text/plain'],
  ['words of before', 'Premi\xe8re nuit\r\n', 'text text/plain'],
  ['words of two octets', '\xff\xfeh\0i\0', 'text text/plain'],
  ['a program', 'MZ\x90\0\x03', 'unknown'],
  ['an archive', 'PK\x03\x04 and so on', 'unknown'],
  ['what a browser records', '\x1a\x45\xdf\xa3\x42\x82\x84webm\x86\x86A_OPUS', 'sound audio/webm'],
  ['a film', '\x1a\x45\xdf\xa3\x42\x82\x84webm\x86\x86V_VP9A_OPUS', 'film video/webm'],
])('takes %s for what it is', async (_, text, what) => {
  expect(await judged(new File([octets(text)], 'photo.png', { type: 'image/png' }))).toBe(what);
});

/** PNG of a size, of which nothing else is there. */
const png = (width: number, height: number) => {
  const header = new DataView(new ArrayBuffer(8));
  header.setUint32(0, width);
  header.setUint32(4, height);
  return new Blob([octets('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), header]);
};

describe('a picture made to flood a device', () => {
  test('is not decoded to learn how large it is', async () => {
    expect(await judged(png(10_000, 10_000))).toBe('picture image/png');
    expect(await judged(png(10_000, 10_001))).toBe('too-many-pixels');
    expect(await judged(png(2 ** 31, 2 ** 31))).toBe('too-many-pixels');
    expect(await judged(png(0, 5))).toBe('damaged');
    expect(await judge(png(7000, 7000), 40e6)).toEqual({ is: 'kept', why: 'too-many-pixels' });
  });

  it.each([
    [
      'a frame larger than its screen',
      `GIF89a\x01\0\x01\0\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0`,
    ],
    ['JPEG', '\xff\xd8\xff\xe0\0\x03.\xff\xff\xc2\0\x11\x08\xff\xff\xff\xff\x03'],
    ['WebP, by its canvas', 'RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\0\xff\xff\0'],
    ['WebP, by its picture', 'RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f'],
    ['WebP without loss', 'RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2f\xff\xff\xff\x0f\0'],
  ])('%s', async (_, text) => {
    expect(await judged(new Blob([octets(text)]))).toBe('too-many-pixels');
  });

  test('AVIF, by the largest part of it', async () => {
    const bytes = new Uint8Array(await (await corpus('media/phone.avif')).arrayBuffer());
    const at = Buffer.from(bytes).indexOf('ispe');
    new DataView(bytes.buffer).setUint32(at + 8, 4_000_000);
    expect(await judged(new Blob([bytes]))).toBe('too-many-pixels');
  });
});

test('the dots of a picture are as many as another program counts', async () => {
  const pictures = {
    jpeg: 'media/phone.jpg',
    png: 'media/phone.png',
    gif: 'media/animated.gif',
    webp: 'media/phone.webp',
    heif: 'media/phone.avif',
  } as const;
  const paths = Object.values(pictures).map((path) => join(CORPUS, path));
  const { stdout } = await promisify(execFile)(await exiftoolPath(), [
    '-json',
    '-n',
    '-ImageWidth',
    '-ImageHeight',
    ...paths,
  ]);
  const sizes = JSON.parse(stdout) as { ImageWidth: number; ImageHeight: number }[];
  const formats = Object.entries(pictures) as [Format, string][];
  const counted = await Promise.all(
    formats.map(async ([format, path]) => pixelsOf(await corpus(path), format)),
  );
  expect(counted).toEqual(sizes.map(({ ImageWidth, ImageHeight }) => ImageWidth * ImageHeight));
});

test('of a long text the beginning is shown, and it is said', async () => {
  const text = await judge(new Blob(['a'.repeat(TEXT_OCTETS), 'b']));
  expect(text).toMatchObject({ kind: 'text', isCut: true });
  expect(text.is === 'shown' && text.file.size).toBe(TEXT_OCTETS);
  expect(await judge(new Blob(['a'.repeat(TEXT_OCTETS)]))).toMatchObject({ isCut: false });
});

test('what a view says is believed only in the words a view has', () => {
  const shown = { is: 'shown', page: 2, pages: 3, height: 400 };
  expect(readTold({ ...shown, more: 1 })).toEqual(shown);
  expect(readTold({ is: 'failed', why: 'encrypted' })).toEqual({ is: 'failed', why: 'encrypted' });
  for (const said of [
    null,
    undefined,
    'shown',
    { ...shown, page: '<b>' },
    { ...shown, page: 0 },
    { ...shown, height: '1px); x: url(//x' },
    { is: 'failed', why: 'toString' },
    { is: 'gone' },
  ])
    expect(readTold(said)).toBeNull();
  expect(readPressed({ is: 'keyup', key: 'Shift' })).toEqual({ is: 'keyup', key: 'Shift' });
  expect(readPressed({ is: 'keydown', key: 'l' })).toEqual({ is: 'keydown', key: 'Unidentified' });
  expect(readPressed({ is: 'click', key: 'Shift' })).toBeNull();
});
