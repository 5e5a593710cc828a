/** PDF: read, and written anew as its pages are now. Former states, and whatever no page leads to, are gone. */
import { PDFDict, PDFName, PDFParser, PDFRef, PDFWriter, type PDFContext } from '@cantoo/pdf-lib';
import { finding } from './finding.ts';
import { cleaning, NotCleaned } from './not-cleaned.ts';
import { DamagedError, letters, read } from './octets.ts';
import { nameOf, textOf } from './pdf-entries.ts';
import { Graph } from './pdf-graph.ts';
import { unpack } from './pdf-streams.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

/** Read into memory, where its objects take several times as much: 64 MiB. */
const MOST_OCTETS = 64 * 2 ** 20;

/** §7.5.5: where the end is looked for. */
const END_OCTETS = 2048;

/** §14.3.3 */
const PROPERTIES: Readonly<Record<string, Finding['kind']>> = {
  Author: 'author',
  Creator: 'software',
  Producer: 'software',
  CreationDate: 'time',
  ModDate: 'time',
  Title: 'description',
  Subject: 'description',
  Keywords: 'description',
};

export function scrubPdf(file: Blob): Promise<Scrubbed> {
  return cleaning((found) => cleanPdf(file, found));
}

async function cleanPdf(file: Blob, found: Finding[]): Promise<Blob> {
  if (file.size > MOST_OCTETS) throw new NotCleaned('too-large');
  const bytes = await read(file, 0, file.size);
  if (!letters(bytes, Math.max(0, bytes.length - END_OCTETS)).includes('startxref'))
    throw new DamagedError('no end');
  unpackLists(bytes);
  const context = await PDFParser.forBytesWithOptions(bytes, Infinity, true).parseDocument();
  const { Root: root, Encrypt: encryption } = context.trailerInfo;
  if (encryption !== undefined) throw new NotCleaned('encrypted');
  if (!(root instanceof PDFRef) || pagesOf(context, root) === null) throw new DamagedError('no pages');
  tellProperties(context, found);
  if (formerStates(bytes) > 0) found.push(finding('history'));
  const cleaned = await new Graph(context, found).copy(root);
  const written = await PDFWriter.forContext(cleaned, Infinity).serializeToBuffer();
  return new Blob([written as Uint8Array<ArrayBuffer>], { type: file.type });
}

/** Lists of objects are packed, and read by a library that takes whatever comes of them: unpacked here first, within bounds. */
function unpackLists(bytes: Uint8Array): void {
  for (const at of placesOf(bytes, '/ObjStm', '/XRef')) {
    const begin = placesOf(bytes.subarray(at, at + END_OCTETS), 'stream')[0];
    if (begin === undefined) continue;
    const from = at + begin + (bytes[at + begin + 6] === 13 ? 8 : 7);
    // Zlib's streams begin so; other filters make little of much.
    if ((bytes[from]! & 15) === 8) unpack(upTo(bytes, from, 'endstream'));
  }
}

function upTo(bytes: Uint8Array, from: number, word: string): Uint8Array {
  for (
    let at = bytes.indexOf(word.charCodeAt(0), from);
    at >= 0;
    at = bytes.indexOf(word.charCodeAt(0), at + 1)
  )
    if (letters(bytes, at, word.length) === word) return bytes.subarray(from, at);
  return bytes.subarray(from);
}

function placesOf(bytes: Uint8Array, ...words: readonly string[]): number[] {
  const places: number[] = [];
  const first = words[0]!.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (words.some((word) => letters(bytes, at, word.length) === word)) places.push(at);
  return places;
}

function pagesOf(context: PDFContext, root: PDFRef): PDFDict | null {
  const catalog = context.lookup(root);
  const pages = catalog instanceof PDFDict ? catalog.lookup(nameOf('Pages')) : undefined;
  return pages instanceof PDFDict ? pages : null;
}

function tellProperties(context: PDFContext, found: Finding[]): void {
  const { Info: info, ID: id } = context.trailerInfo;
  if (id !== undefined) found.push(finding('identifier'));
  const properties = info === undefined ? undefined : context.lookup(info);
  if (!(properties instanceof PDFDict)) return;
  for (const [name, value] of properties.entries()) {
    const key = name.decodeText();
    const text = value instanceof PDFName ? value.decodeText() : textOf(context.lookup(value));
    if (text === null || text === '' || key === 'Trapped') continue;
    const kind = PROPERTIES[key];
    found.push(kind === undefined ? finding('other', `${key}: ${text}`) : finding(kind, text));
  }
}

/** States that were added to, each with an end of its own; a file made for the web has one end more (Annex F). */
function formerStates(bytes: Uint8Array): number {
  const isForWeb = letters(bytes, 0, END_OCTETS).includes('/Linearized');
  return placesOf(bytes, 'startxref').length - (isForWeb ? 2 : 1);
}
