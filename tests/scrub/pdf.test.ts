/** The PDF files of `corpus/documents`: names, places and former states were planted in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { decodePDFRawStream, PDFArray, PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { scrub } from '../../client/scrub/scrub.ts';
import type { Finding, Scrubbed } from '../../client/scrub/scrubber.ts';

const CORPUS = join(import.meta.dirname, 'corpus', 'documents');
const open = (name: string) => new Blob([readFileSync(join(CORPUS, name))]);
const cleanOf = (scrubbed: Scrubbed): Blob => {
  if (scrubbed.is === 'kept') throw new Error(`${scrubbed.reason}: ${JSON.stringify(scrubbed.found)}`);
  return scrubbed.file;
};

/** All octets, and once more those of each stream unpacked, in which texts of two octets a letter are read as well. */
async function everything(file: Blob): Promise<string> {
  const bytes = Buffer.from(await file.arrayBuffer());
  const texts = [bytes.toString('latin1')];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 7)) {
    try {
      texts.push(inflateSync(bytes.subarray(at + 7)).toString('latin1'));
    } catch {
      // Not packed: it was read.
    }
  }
  return texts
    .join('\n')
    .replaceAll('\0', '')
    .replaceAll(/(?:[0-9A-F]{4}){4,}/g, (hex) => hexText(hex));
}

function hexText(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1').replaceAll('\0', '');
}

/** What is drawn on every page, as the operators that draw it. */
async function drawn(file: Blob): Promise<string[]> {
  const document = await PDFDocument.load(await file.arrayBuffer(), { updateMetadata: false });
  return document.getPages().map(({ node }) => {
    const contents = node.Contents();
    const streams = contents instanceof PDFArray ? contents.asArray() : [contents];
    return streams
      .map((one) => document.context.lookup(one))
      .map((one) =>
        one instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(one).decode()).toString('latin1') : '',
      )
      .join('\n');
  });
}

describe.each<{ name: string; found: readonly Finding[] }>([
  { name: 'letter.pdf', found: [{ kind: 'author', text: 'Zorblatt Anna' }] },
  {
    name: 'letter-revised.pdf',
    found: [
      { kind: 'author', text: 'Zorblatt Late' },
      { kind: 'history', text: null },
    ],
  },
  { name: 'letter-linear.pdf', found: [{ kind: 'author', text: 'Zorblatt Late' }] },
  { name: 'letter-streams.pdf', found: [{ kind: 'author', text: 'Zorblatt Late' }] },
  { name: 'letter-attached.pdf', found: [{ kind: 'embedded', text: 'Zorblatt.txt' }] },
  {
    name: 'revision.pdf',
    found: [
      { kind: 'history', text: null },
      { kind: 'identifier', text: null },
    ],
  },
  {
    name: 'photo.pdf',
    found: [
      { kind: 'place', text: '48.20820, 16.37380' },
      { kind: 'device', text: 'Zorblatt Zorblatt Phone 7' },
      { kind: 'other', text: 'Company: Zorblatt Ltd' },
    ],
  },
  {
    name: 'colours.pdf',
    found: [
      { kind: 'software', text: expect.stringContaining('Artifex Software') as string },
      { kind: 'other', text: 'xml' },
    ],
  },
  // A name says nothing of what a file is.
  { name: 'page.docx', found: [{ kind: 'place', text: '48.20820, 16.37380' }] },
  {
    name: 'notes.pdf',
    found: [
      { kind: 'author', text: 'Zorblatt Dora' },
      { kind: 'embedded', text: 'Zorblatt.txt' },
      { kind: 'other', text: String.raw`C:\Users\Zorblatt\x.exe` },
      { kind: 'other', text: 'JavaScript' },
    ],
  },
])('$name', ({ name, found }) => {
  it('says what it tells, and draws the same without it', async () => {
    const scrubbed = await scrub(open(name));
    expect(scrubbed.found).toEqual(expect.arrayContaining([...found]));
    const cleaned = cleanOf(scrubbed);
    // What is written in a note stays, without who wrote it.
    const left = (await everything(cleaned)).replaceAll('Zorblatt says so', '');
    expect(
      /Zorblatt|Artifex|2031|D:0|\/Producer|\/CreationDate|\/ID|pdf-lib|xmpmeta|JavaScript|GPS/.exec(
        left,
      )?.[0],
    ).toBe(undefined);
    expect(await drawn(cleaned)).toEqual(await drawn(open(name)));
  });

  it('is written as one state, and tells nothing the second time', async () => {
    const cleaned = cleanOf(await scrub(open(name)));
    expect((await cleaned.text()).split('startxref')).toHaveLength(2);
    expect(await scrub(cleaned)).toMatchObject({ is: 'clean', found: [] });
  });
});

it('keeps what somebody filled in, and a link to the web', async () => {
  const document = await PDFDocument.load(await cleanOf(await scrub(open('notes.pdf'))).arrayBuffer());
  expect(document.getForm().getTextField('place').getText()).toBe('The gate');
  expect(await everything(cleanOf(await scrub(open('letter.pdf'))))).toContain('https://example.org/rules');
});

it.each<[name: string, reason: string]>([
  ['letter-encrypted.pdf', 'encrypted'],
  ['truncated.pdf', 'damaged'],
])('says why %s goes as it is', async (name, reason) => {
  expect(await scrub(open(name))).toMatchObject({ is: 'kept', reason });
});

it('comes to an end with objects that lead back to one another', async () => {
  expect(await scrub(open('cyclic.pdf'))).toMatchObject({ is: 'clean', found: [] });
});

it('unpacks no more than it has room for', async () => {
  const packed = Buffer.from(zlibSync(new Uint8Array(70 * 2 ** 20))).toString('latin1');
  const list = `1 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length}>>\nstream\n${packed}\nendstream\nendobj`;
  const file = Buffer.from(`%PDF-1.7\n${list}\nstartxref\n0\n%%EOF\n`, 'latin1');
  expect(await scrub(new Blob([file]))).toMatchObject({ is: 'kept', reason: 'too-large' });
});

it('neither hangs nor throws, whatever octets are changed or missing', async () => {
  const whole = readFileSync(join(CORPUS, 'photo.pdf'));
  const spot = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(spot, fc.nat(255)), { maxLength: 4 }), spot, async (changes, end) => {
      const octets = Buffer.from(whole.subarray(0, changes.length === 0 ? end : whole.length));
      for (const [at, octet] of changes) octets[at] = octet;
      expect(['clean', 'kept']).toContain((await scrub(new Blob([octets]))).is);
    }),
    { numRuns: 100 },
  );
});
