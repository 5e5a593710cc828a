/** Office Open XML: docx, xlsx, pptx. Written anew of the parts that a document is made of; whatever else is in it is gone. */
import { baseName, cleanEmbedded } from './embedded.ts';
import { finding } from './finding.ts';
import { cleaning, NotCleaned } from './not-cleaned.ts';
import { NotLoadedError } from './not-loaded.ts';
import { DamagedError } from './octets.ts';
import { cleanMarkup } from './ooxml-markup.ts';
import {
  isPlace,
  relationsElement,
  relationsName,
  relationsOf,
  stayOf,
  type Relation,
} from './ooxml-relations.ts';
import { toldBy } from './ooxml-told.ts';
import type { Finding, Scrubbed } from './scrubber.ts';
import { acceptChanges } from './word-changes.ts';
import { each, Element, escaped, parseXml, prune, writeXml } from './xml.ts';
import { unzip, zip, type Parts } from './zip.ts';

const CONTENT_TYPES = '[Content_Types].xml';

/** Documents within documents within documents. */
const MOST_DEPTH = 3;

const MEDIA = new Set(['image', 'media', 'video', 'audio']);

export function scrubOoxml(file: Blob): Promise<Scrubbed> {
  return cleaning((found) => cleanPackage(file, found, 0));
}

async function cleanPackage(file: Blob, found: Finding[], depth: number): Promise<Blob> {
  const parts = await unzip(file);
  const written = new Map<string, Uint8Array>();
  const waiting = [{ name: '', kind: '' }];
  const seen = new Set(['']);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { kept, dropped } = relationsIn(parts, part.name, found);
    if (part.name !== '') written.set(part.name, await cleanPart(parts, part, dropped, found, depth));
    if (kept.length > 0) written.set(relationsName(part.name), writeXml(relationsElement(kept)));
    for (const { kind, target, isExternal } of kept) {
      if (isExternal || seen.has(target)) continue;
      seen.add(target);
      waiting.push({ name: target, kind });
    }
  }
  if (written.size < 2) throw new DamagedError('no document');
  const types = writeXml(contentTypes(parts, written));
  const names = [...written.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const inOrder = names.map((name) => [name, written.get(name)!] as const);
  return zip(new Map([[CONTENT_TYPES, types], ...inOrder]), new Set(), file.type);
}

/** @throws {NotCleaned} `not-removable` where nobody knows what something says */
function relationsIn(parts: Parts, part: string, found: Finding[]) {
  const kept: Relation[] = [];
  const dropped = new Set<string>();
  for (const relation of relationsOf(parts, part)) {
    const stay = stayOf(relation);
    const bytes = relation.isExternal ? null : (parts.get(relation.target) ?? null);
    if (stay === 'unknown')
      throw new NotCleaned('not-removable', [finding('embedded', baseName(relation.target))]);
    if (stay === 'drop' || isPlace(relation)) found.push(...toldBy(relation, bytes));
    const isThere = relation.isExternal || (bytes !== null && !isNothingButNotes(relation, bytes));
    if (stay === 'keep' && isThere) kept.push(relation);
    else dropped.add(relation.id);
  }
  return { kept, dropped };
}

async function cleanPart(
  parts: Parts,
  { name, kind }: { name: string; kind: string },
  dropped: ReadonlySet<string>,
  found: Finding[],
  depth: number,
): Promise<Uint8Array> {
  const bytes = parts.get(name)!;
  if (MEDIA.has(kind)) return cleanEmbedded(name, bytes, found);
  if (kind === 'package') return cleanInner(name, bytes, found, depth);
  // Some programs leave a part empty, and others open that.
  if (bytes.length === 0) return bytes;
  const root = parseXml(bytes);
  acceptChanges(root, found);
  if (kind === 'vmlDrawing') prune(root, (element) => (isNote(element) ? 'drop' : 'keep'));
  cleanMarkup(root, dropped, found);
  return writeXml(root);
}

async function cleanInner(name: string, bytes: Uint8Array, found: Finding[], depth: number) {
  const failed = () => new NotCleaned('not-removable', [finding('embedded', baseName(name))]);
  if (depth === MOST_DEPTH) throw failed();
  try {
    const inner = await cleanPackage(new Blob([bytes as Uint8Array<ArrayBuffer>]), found, depth + 1);
    return new Uint8Array(await inner.arrayBuffer());
  } catch (error) {
    throw error instanceof NotLoadedError ? error : failed();
  }
}

/** The shape of a comment of a sheet: the comment itself is gone. */
function isNote(element: Element): boolean {
  return element.local === 'shape' && element.find('ClientData')?.attribute('ObjectType') === 'Note';
}

/** Drawings that Excel keeps of comments; it writes them so that not every reader of XML can read them. */
function isNothingButNotes({ kind }: Relation, bytes: Uint8Array): boolean {
  if (kind !== 'vmlDrawing') return false;
  try {
    let shapes = 0;
    each(parseXml(bytes), (element) => {
      if (element.local === 'shape' && !isNote(element)) shapes++;
    });
    return shapes === 0;
  } catch {
    return true;
  }
}

/** Part 2, §7.2.3: what each part is, without those that are gone. */
function contentTypes(parts: Parts, written: Parts): Element {
  const bytes = parts.get(CONTENT_TYPES);
  if (bytes === undefined) throw new DamagedError('no types');
  const extensions = new Set([...written.keys()].map((name) => extensionOf(name)));
  const children = parseXml(bytes).elements.filter((element) => {
    const [extension, part] = [element.attribute('Extension'), element.attribute('PartName')];
    if (extension !== null) return extensions.has(extension.toLowerCase());
    return part !== null && written.has(part.slice(1));
  });
  const root = new Element('Types', ' xmlns="http://schemas.openxmlformats.org/package/2006/content-types"');
  root.children = children.map((element) => {
    const say = (name: string) => {
      const value = element.attribute(name);
      return value === null ? '' : ` ${name}="${escaped(value)}"`;
    };
    return new Element(element.local, ['Extension', 'PartName', 'ContentType'].map(say).join(''));
  });
  return root;
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
