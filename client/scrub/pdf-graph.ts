/** All of a PDF that its pages lead to, cleaned on the way and numbered anew: nothing else is written. */
import { Unzlib } from 'fflate';
import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { cleanEmbedded } from './embedded.ts';
import { NotCleaned } from './not-cleaned.ts';
import { DamagedError, joined } from './octets.ts';
import { cleanEntries, cleanStreamEntries, isNames, nameOf } from './pdf-entries.ts';
import type { Finding } from './scrubber.ts';

/** A picture of this many octets, 64 MiB, is as large as the largest file that is read. */
const UNPACKED_OCTETS = 64 * 2 ** 20;
const STEP_OCTETS = 16 * 2 ** 10;

/** Objects within objects that have no number of their own. */
const MOST_DEPTH = 200;

export class Graph {
  readonly #from: PDFContext;
  readonly #to = PDFContext.create();
  readonly #found: Finding[];
  /** New references by old ones, as text. */
  readonly #known = new Map<string, PDFRef>();
  readonly #waiting: { readonly old: PDFRef; readonly next: PDFRef; readonly isNames: boolean }[] = [];

  constructor(from: PDFContext, found: Finding[]) {
    this.#from = from;
    this.#found = found;
  }

  /** @returns all that the document's root leads to. */
  async copy(root: PDFRef): Promise<PDFContext> {
    const next = this.#reference(root, false);
    for (let one = this.#waiting.shift(); one !== undefined; one = this.#waiting.shift()) {
      const object = this.#from.lookup(one.old);
      // What is not there is null, §7.3.10: it is left so.
      if (object === undefined) continue;
      await this.#clean(object, one.isNames, 0);
      this.#to.assign(one.next, object);
    }
    this.#to.header = this.#from.header;
    this.#to.trailerInfo = { Root: next };
    return this.#to;
  }

  #reference(old: PDFRef, isName: boolean): PDFRef {
    const known = this.#known.get(old.toString());
    if (known !== undefined) return known;
    const next = PDFRef.of(this.#known.size + 1);
    this.#known.set(old.toString(), next);
    this.#waiting.push({ old, next, isNames: isName });
    return next;
  }

  async #clean(object: PDFObject, isName: boolean, depth: number): Promise<void> {
    if (depth > MOST_DEPTH) throw new DamagedError('too deep');
    if (object instanceof PDFStream) await this.#cleanStream(object, depth);
    else if (object instanceof PDFDict) await this.#cleanDict(object, isName, depth);
    else if (object instanceof PDFArray) {
      for (let at = 0; at < object.size(); at++) {
        const inner = object.get(at);
        if (inner instanceof PDFRef) object.set(at, this.#reference(inner, isName));
        else await this.#clean(inner, isName, depth + 1);
      }
    }
  }

  async #cleanDict(dict: PDFDict, isName: boolean, depth: number): Promise<void> {
    if (!isName) cleanEntries(dict, this.#found);
    for (const [key, inner] of dict.entries()) {
      const areNames = isNames(key.decodeText());
      if (inner instanceof PDFRef) dict.set(key, this.#reference(inner, areNames));
      else await this.#clean(inner, areNames, depth + 1);
    }
  }

  async #cleanStream(stream: PDFStream, depth: number): Promise<void> {
    const { dict } = stream;
    cleanStreamEntries(dict);
    if (stream instanceof PDFRawStream) await cleanPicture(stream, this.#found);
    // Its length may stand elsewhere, and is written here.
    dict.delete(nameOf('Length'));
    await this.#cleanDict(dict, false, depth);
  }
}

/** A photo in a page is a JPEG file as it was; another filter may be around it. */
async function cleanPicture(stream: PDFRawStream, found: Finding[]): Promise<void> {
  const filter = stream.dict.lookup(nameOf('Filter'));
  const all = filter instanceof PDFArray ? filter.asArray() : [filter];
  const filters = all.map((one) => (one instanceof PDFName ? one.decodeText() : ''));
  if (filters.at(-1) !== 'DCTDecode' && filters.at(-1) !== 'DCT') return;
  let bytes = stream.getContents();
  if (filters.length === 2 && (filters[0] === 'FlateDecode' || filters[0] === 'Fl')) {
    bytes = unpack(bytes);
    stream.dict.set(nameOf('Filter'), nameOf('DCTDecode'));
    const parameters = stream.dict.lookup(nameOf('DecodeParms'));
    const own = parameters instanceof PDFArray ? parameters.lookup(1) : undefined;
    if (own instanceof PDFDict) stream.dict.set(nameOf('DecodeParms'), own);
    else stream.dict.delete(nameOf('DecodeParms'));
  } else if (filters.length > 1) throw new NotCleaned('not-removable');
  stream.updateContents(await cleanEmbedded('picture.jpg', bytes, found));
}

/** @throws {NotCleaned} `too-large` as soon as more comes of it than a file may have */
export function unpack(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const unpacking = new Unzlib((piece) => {
    length += piece.length;
    if (length > UNPACKED_OCTETS) throw new NotCleaned('too-large');
    pieces.push(piece);
  });
  for (let at = 0; at < bytes.length; at += STEP_OCTETS)
    unpacking.push(bytes.subarray(at, at + STEP_OCTETS), false);
  return joined(pieces);
}
