/** All of a PDF that its pages lead to, cleaned on the way and numbered anew: nothing else is written. */
import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFRawStream,
  PDFRef,
  PDFStream,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { DamagedError } from './octets.ts';
import { cleanEntries, cleanStreamEntries, isNames, nameOf } from './pdf-entries.ts';
import { cleanContents } from './pdf-streams.ts';
import type { Finding } from './scrubber.ts';

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
    if (stream instanceof PDFRawStream) await cleanContents(stream, this.#found);
    // Its length may stand elsewhere, and is written here.
    dict.delete(nameOf('Length'));
    await this.#cleanDict(dict, false, depth);
  }
}
