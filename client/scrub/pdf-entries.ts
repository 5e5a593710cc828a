/** What of the dictionaries of a PDF stays (ISO 32000-2): their content, and the ways within it. */
import {
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFStream,
  PDFString,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { finding } from './finding.ts';
import { readXmp } from './packet.ts';
import type { Finding } from './scrubber.ts';

/** §7.7.2 */
const CATALOG = new Set(
  `Type Version Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines OpenAction AcroForm
  StructTreeRoot MarkInfo Lang OCProperties`.split(/\s+/),
);

/** §7.7.3.3 */
const PAGE = new Set(
  `Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group Dur Trans Annots StructParents Tabs
  UserUnit`.split(/\s+/),
);

/** Wherever they stand but among names that are given in the document: who wrote what, with what, when, and files within. */
const GONE = new Set(
  'Metadata PieceInfo LastModified Thumb AF AA EF RF OPI ExData CreatorInfo XFA Ref Alternates JS'.split(' '),
);

/** Of annotations, §12.5.2: `T` is who wrote a note, but the name of a field. */
const OF_ANNOTATIONS: Readonly<Record<string, Finding['kind']>> = {
  T: 'author',
  M: 'time',
  CreationDate: 'time',
  NM: 'identifier',
};

/** Annotations that are files, or play one. */
const FILES = new Set([
  'FileAttachment',
  'Sound',
  'Movie',
  'Screen',
  'RichMedia',
  '3D',
  'TrapNet',
  'PrinterMark',
]);

/** Entries whose dictionaries are lists of names: one may be called as something that goes. */
const NAMES = new Set(
  'Font XObject ExtGState ColorSpace Pattern Shading Properties CharProcs N D R ClassMap RoleMap Colorants'.split(
    ' ',
  ),
);

const ACTIONS = ['A', 'PA', 'OpenAction', 'Next'];

/** §12.6.4: those that go to another place of the document, or to one of the web. */
const STAYING = new Set(['GoTo', 'Named', 'URI']);

/** A place of a file of its own in a stream, or a signature of one. */
const OF_STREAMS = ['F', 'FFilter', 'FDecodeParms'];

export const nameOf = (text: string) => PDFName.of(text);

export function isNames(key: string): boolean {
  return NAMES.has(key);
}

/** @returns null for what is no text */
export function textOf(object: PDFObject | undefined): string | null {
  if (!(object instanceof PDFString) && !(object instanceof PDFHexString)) return null;
  try {
    return object.decodeText();
  } catch {
    return null;
  }
}

/** Takes out of a dictionary what goes, whatever it is of. */
export function cleanEntries(dict: PDFDict, found: Finding[]): void {
  const type = dict.lookup(nameOf('Type'));
  if (type === nameOf('Catalog')) cleanCatalog(dict, found);
  if (type === nameOf('Page')) keepOnly(dict, PAGE, found);
  if (dict.has(nameOf('Rect')) && dict.has(nameOf('Subtype'))) cleanAnnotation(dict, found);
  for (const key of GONE) if (dict.has(nameOf(key))) drop(dict, key, found);
  for (const key of ACTIONS) cleanAction(dict, key, found);
  cleanAnnotations(dict, found);
  cleanSignature(dict, found);
}

export function cleanStreamEntries(dict: PDFDict): void {
  for (const key of OF_STREAMS) dict.delete(nameOf(key));
}

function keepOnly(dict: PDFDict, kept: ReadonlySet<string>, found: Finding[]): void {
  for (const key of dict.keys().map((name) => name.decodeText())) if (!kept.has(key)) drop(dict, key, found);
}

function drop(dict: PDFDict, key: string, found: Finding[]): void {
  const gone = dict.lookup(nameOf(key));
  if (key === 'Metadata' && gone instanceof PDFStream) found.push(...readXmp(gone.getContents()));
  else if (key === 'Thumb') found.push(finding('preview'));
  else if (key === 'EF' || key === 'AF') found.push(finding('embedded', textOf(dict.lookup(nameOf('UF')))));
  else if (key === 'VP' || key === 'LGIDict') found.push(finding('place'));
  else if (key === 'Perms' || key === 'DSS') found.push(finding('provenance'));
  else if (key === 'AA' || key === 'JS') found.push(finding('other', 'JavaScript'));
  else if (key === 'PieceInfo' || key === 'XFA' || key === 'Collection') found.push(finding('other', key));
  dict.delete(nameOf(key));
}

function cleanCatalog(catalog: PDFDict, found: Finding[]): void {
  keepOnly(catalog, CATALOG, found);
  if (catalog.get(nameOf('PageMode')) === nameOf('UseAttachments')) catalog.delete(nameOf('PageMode'));
  const names = catalog.lookup(nameOf('Names'));
  if (!(names instanceof PDFDict)) return;
  if (names.has(nameOf('EmbeddedFiles'))) found.push(finding('embedded', attached(names)));
  if (names.has(nameOf('JavaScript'))) found.push(finding('other', 'JavaScript'));
  keepOnly(names, new Set(['Dests']), found);
}

/** What the first of the files is called. */
function attached(names: PDFDict): string | null {
  const files = names.lookup(nameOf('EmbeddedFiles'));
  const list = files instanceof PDFDict ? files.lookup(nameOf('Names')) : undefined;
  return list instanceof PDFArray && list.size() > 0 ? textOf(list.lookup(0)) : null;
}

function cleanAnnotation(annotation: PDFDict, found: Finding[]): void {
  const isField = annotation.lookup(nameOf('Subtype')) === nameOf('Widget');
  for (const [key, kind] of Object.entries(OF_ANNOTATIONS)) {
    if (isField && key === 'T') continue;
    const text = textOf(annotation.lookup(nameOf(key)));
    if (text !== null) found.push(finding(kind, kind === 'identifier' ? null : text));
    annotation.delete(nameOf(key));
  }
}

function cleanAnnotations(page: PDFDict, found: Finding[]): void {
  const annotations = page.lookup(nameOf('Annots'));
  if (!(annotations instanceof PDFArray)) return;
  for (let at = annotations.size() - 1; at >= 0; at--) {
    const annotation = annotations.lookup(at);
    const subtype = annotation instanceof PDFDict ? annotation.lookup(nameOf('Subtype')) : undefined;
    if (!(annotation instanceof PDFDict) || !(subtype instanceof PDFName)) continue;
    if (!FILES.has(subtype.decodeText())) continue;
    found.push(finding('embedded', fileName(annotation)));
    annotations.remove(at);
  }
}

/** §7.11.3, of a file or of what opens it. */
function fileName(holder: PDFDict): string | null {
  for (const key of ['FS', 'F', 'Win', 'UF']) {
    const at = holder.lookup(nameOf(key));
    const text = at instanceof PDFDict ? fileName(at) : textOf(at);
    if (text !== null) return text;
  }
  return null;
}

function cleanAction(dict: PDFDict, key: string, found: Finding[]): void {
  const action = dict.lookup(nameOf(key));
  if (!(action instanceof PDFDict)) return;
  const kind = action.lookup(nameOf('S'));
  if (!(kind instanceof PDFName)) return;
  const address = textOf(action.lookup(nameOf('URI')));
  const isPlace = address !== null && !/^(?:https?|mailto|tel):|^[#?]/i.test(address);
  if (STAYING.has(kind.decodeText()) && !isPlace) return;
  found.push(finding('other', address ?? fileName(action) ?? kind.decodeText()));
  dict.delete(nameOf(key));
}

/** §12.8: a signature holds the name of who signed, and is broken by any change. */
function cleanSignature(field: PDFDict, found: Finding[]): void {
  const value = field.lookup(nameOf('V'));
  if (!(value instanceof PDFDict) || !value.has(nameOf('ByteRange'))) return;
  found.push(finding('provenance', textOf(value.lookup(nameOf('Name')))));
  field.delete(nameOf('V'));
}
