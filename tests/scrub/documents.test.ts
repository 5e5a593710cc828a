/** Office and OpenDocument files of `corpus/documents`, in which names, places and former versions were planted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DamagedError } from '../../client/scrub/octets.ts';
import { scrub } from '../../client/scrub/scrub.ts';
import type { Finding, Scrubbed } from '../../client/scrub/scrubber.ts';
import { parseXml } from '../../client/scrub/xml.ts';
import { unzip } from '../../client/scrub/zip.ts';

const CORPUS = join(import.meta.dirname, 'corpus', 'documents');
const open = (name: string) => new Blob([readFileSync(join(CORPUS, name))]);
const cleanOf = (scrubbed: Scrubbed): Blob => {
  if (scrubbed.is === 'kept') throw new Error(`${scrubbed.reason}: ${JSON.stringify(scrubbed.found)}`);
  return scrubbed.file;
};

/** Text of a part, as any reader of XML sees it, paragraphs in lines of their own. */
function read(xml: Uint8Array): string {
  return new TextDecoder()
    .decode(xml)
    .replaceAll(/<\/(?:w:p|text:p|text:h|a:p|table:table-cell|t|v)>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\n+/g, '\n')
    .trim();
}

const PARAGRAPHS = [
  'The gate at night',
  'The van passed twice without a look.',
  'See the rules and the list.',
];

describe.each<{ name: string; part: string; text: readonly string[]; found: readonly Finding['kind'][] }>([
  {
    name: 'letter.odt',
    part: 'content.xml',
    text: PARAGRAPHS,
    found: ['place', 'history', 'comments', 'preview'],
  },
  {
    name: 'letter.docx',
    part: 'word/document.xml',
    text: PARAGRAPHS,
    found: ['place', 'history', 'comments'],
  },
  {
    name: 'letter-office.docx',
    part: 'word/document.xml',
    text: [...PARAGRAPHS, 'One line of two.', 'The row that stays'],
    found: ['place', 'history', 'comments', 'preview', 'identifier', 'other'],
  },
  {
    name: 'embedding.docx',
    part: 'word/document.xml',
    text: PARAGRAPHS,
    found: ['place', 'device', 'identifier'],
  },
  {
    name: 'budget.ods',
    part: 'content.xml',
    text: ['Vans', '12', 'Looked at', '24'],
    found: ['comments', 'author'],
  },
  {
    name: 'budget.xlsx',
    part: 'xl/sharedStrings.xml',
    text: ['Vans', 'Looked at'],
    found: ['comments', 'author'],
  },
  {
    name: 'budget-office.xlsx',
    part: 'xl/sharedStrings.xml',
    text: ['Vans', 'Looked at'],
    found: ['comments', 'author', 'device', 'software', 'other'],
  },
  {
    name: 'talk.odp',
    part: 'content.xml',
    text: ['The white van'],
    found: ['place', 'comments', 'description'],
  },
  { name: 'talk.pptx', part: 'ppt/slides/slide1.xml', text: ['The white van'], found: ['place', 'comments'] },
  {
    name: 'talk-office.pptx',
    part: 'ppt/slides/slide1.xml',
    text: ['The white van'],
    found: ['place', 'preview'],
  },
  { name: 'plan.odg', part: 'content.xml', text: ['The gate'], found: ['place', 'author', 'description'] },
])('$name', ({ name, part, text, found }) => {
  it('says what it tells, and keeps nothing of it but its text', async () => {
    const scrubbed = await scrub(open(name));
    const kinds = scrubbed.found.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining([...found, 'author', 'time', 'software']));
    const cleaned = cleanOf(scrubbed);
    const parts = await unzip(cleaned);
    for (const [at, bytes] of parts) {
      const octets = Buffer.from(bytes);
      for (const encoding of ['latin1', 'utf16le'] as const)
        expect([at, /Zorblatt|2031[-:]0|rsid|GPS/.exec(octets.toString(encoding))?.[0]]).toEqual([
          at,
          undefined,
        ]);
    }
    const lines = read(parts.get(part)!).split('\n');
    for (const line of text) expect(lines).toContain(line);
  });

  it('is a document still, whose parts name no part that is gone', async () => {
    const before = await unzip(open(name));
    const after = await unzip(cleanOf(await scrub(open(name))));
    const whole = [...after.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join('\n');
    for (const gone of [...before.keys()].filter((one) => !after.has(one)))
      expect(whole).not.toContain(gone.split('/').slice(-2).join('/'));
    for (const [at, bytes] of after) if (/\.(?:xml|rels)$/.test(at)) parseXml(bytes);
    expect([...after.keys()][0]).toMatch(/^(?:mimetype|\[Content_Types\]\.xml)$/);
  });

  it('says nothing of when or by whom it was packed', async () => {
    const file = Buffer.from(await cleanOf(await scrub(open(name))).arrayBuffer());
    for (let at = file.indexOf('PK\x01\x02'); at >= 0; at = file.indexOf('PK\x01\x02', at + 1)) {
      const [time, day, extra, comment] = [12, 14, 30, 32].map((place) => file.readUInt16LE(at + place));
      expect({ time, day, extra, comment }).toEqual({ time: 0, day: 0x21, extra: 0, comment: 0 });
    }
    expect(await scrub(new Blob([file]))).toMatchObject({ is: 'clean', found: [] });
  });
});

it('names what it found as it stands there', async () => {
  const { found } = await scrub(open('letter-office.docx'));
  expect(found).toEqual(
    expect.arrayContaining([
      { kind: 'author', text: 'Zorblatt Anna' },
      { kind: 'place', text: '48.20820, 16.37380' },
      { kind: 'history', text: 'Zorblatt was deleted' },
      { kind: 'comments', text: 'Zorblatt says so' },
      { kind: 'other', text: 'file:///C:/Users/Zorblatt/Office.dotx' },
    ]),
  );
  const budget = await scrub(open('budget-office.xlsx'));
  expect(budget.found).toContainEqual({ kind: 'device', text: 'Zorblatt printer' });
});

it.each<[name: string, reason: string]>([
  ['macro.docm', 'not-removable'],
  ['encrypted.odt', 'encrypted'],
  ['truncated.docx', 'damaged'],
  ['bomb-lying.docx', 'damaged'],
])('says why %s goes as it is', async (name, reason) => {
  expect(await scrub(open(name))).toMatchObject({ is: 'kept', reason });
});

it('unpacks no more than it has room for', async () => {
  const packed = Buffer.from(
    zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'a.xml': strToU8('<a/>') }),
  );
  // What the list at the end announces of the second: 300 MiB.
  packed.writeUInt32LE(300 * 2 ** 20, packed.lastIndexOf('PK\x01\x02') + 24);
  expect(await scrub(new Blob([packed]))).toMatchObject({ is: 'kept', reason: 'too-large' });
});

it('neither hangs nor throws, whatever octets are changed or missing', async () => {
  const whole = readFileSync(join(CORPUS, 'letter-office.docx'));
  const spot = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(spot, fc.nat(255)), { maxLength: 4 }), spot, async (changes, end) => {
      const octets = Buffer.from(whole.subarray(0, changes.length === 0 ? end : whole.length));
      for (const [at, octet] of changes) octets[at] = octet;
      const scrubbed = await scrub(new Blob([octets]));
      // What is named clean is: no change of octets brings a planted name back.
      if (scrubbed.is === 'kept') return;
      for (const bytes of (await unzip(scrubbed.file)).values())
        expect(Buffer.from(bytes).toString('latin1')).not.toContain('Zorblatt A');
    }),
    { numRuns: 60 },
  );
});

describe('XML', () => {
  it.each([
    '',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b=c/>',
    '<a b="<"/>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a/>',
    '<a',
  ])('refuses %s', (source) => {
    expect(() => parseXml(strToU8(source))).toThrow(DamagedError);
  });

  it('refuses what is deeper than any document', () => {
    expect(() => parseXml(strToU8('<a>'.repeat(100_000)))).toThrow(DamagedError);
  });
});
