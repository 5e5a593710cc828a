/** OpenDocument: odt, ods, odp, odg. Written anew of the parts that a document is made of; whatever else is in it is gone. */
import { baseName, cleanEmbedded } from './embedded.ts';
import { finding } from './finding.ts';
import { cleaning, NotCleaned } from './not-cleaned.ts';
import { DamagedError, letters } from './octets.ts';
import { cleanOdfMarkup, cleanSettings } from './odf-markup.ts';
import type { Finding, Scrubbed } from './scrubber.ts';
import { Element, escaped, parseXml, writeXml } from './xml.ts';
import { unzip, zip, type Parts } from './zip.ts';

const MANIFEST = 'META-INF/manifest.xml';
const NAMESPACE = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';

const TYPE = /^application\/vnd\.oasis\.opendocument\.[\w-]+\s*$/;

/** Parts of the document, and of each object in it, which is a folder. */
const MARKUP = /^(?:Object [\w ]+\/)*(?:content|styles)\.xml$/;
const SETTINGS = /^(?:Object [\w ]+\/)*settings\.xml$/;
const META = /^(?:Object [\w ]+\/)*meta\.xml$/;
const MEDIA = /^(?:Object [\w ]+\/)*(?:Pictures|[Mm]edia)\/[^/]+$/;

/** What a document does without, and what it tells. */
const GONE: readonly [RegExp, Finding['kind'] | null][] = [
  [/^Thumbnails\//, 'preview'],
  [/(?:^|\/)(?:Versions\/|VersionList\.xml$)/, 'history'],
  [/^META-INF\/\w*signatures\.xml$/, 'provenance'],
  [/(?:^|\/)Fonts\//, 'embedded'],
  [/^(?:Basic|Scripts|Dialogs)\//, 'other'],
  [/(?:^|\/)(?:Configurations2|ObjectReplacements)\//, null],
  [/(?:^|\/)(?:layout-cache|manifest\.rdf)$/, null],
  [/^(?:mimetype|META-INF\/manifest\.xml)$/, null],
];

/** ODF part 3, §4.3: what a document says of itself. */
const PROPERTIES: Readonly<Record<string, Finding['kind']>> = {
  generator: 'software',
  'initial-creator': 'author',
  creator: 'author',
  'printed-by': 'author',
  'creation-date': 'time',
  date: 'time',
  'print-date': 'time',
  'editing-cycles': 'history',
  title: 'description',
  subject: 'description',
  description: 'description',
  keyword: 'description',
  'user-defined': 'other',
};

export function scrubOdf(file: Blob): Promise<Scrubbed> {
  return cleaning((found) => cleanDocument(file, found));
}

async function cleanDocument(file: Blob, found: Finding[]): Promise<Blob> {
  const parts = await unzip(file);
  const manifest = manifestOf(parts);
  const names = [...parts.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const kept = names.filter((name) => isKept(name, parts.get(name)!, found));
  const stays = (name: string) => kept.some((one) => one === name || one.startsWith(`${name}/`));
  const written = new Map<string, Uint8Array>();
  for (const name of kept) written.set(name, await cleanPart(name, parts.get(name)!, stays, found));
  const mimetype = parts.get('mimetype');
  if (mimetype === undefined || !TYPE.test(letters(mimetype)) || !written.has('content.xml'))
    throw new DamagedError('no document');
  const all = new Map([
    ['mimetype', mimetype],
    [MANIFEST, writeXml(manifestElement(manifest, written))],
    ...written,
  ]);
  // Its type is to be read without unpacking anything: part 2, §3.3.
  return zip(all, new Set(['mimetype']), file.type);
}

/** @throws {NotCleaned} `encrypted` */
function manifestOf(parts: Parts): Element[] {
  const bytes = parts.get(MANIFEST);
  if (bytes === undefined) throw new DamagedError('no manifest');
  const root = parseXml(bytes);
  if (root.find('encryption-data') !== null || root.find('KeyInfo') !== null)
    throw new NotCleaned('encrypted');
  return root.elements.filter(({ local }) => local === 'file-entry');
}

/** @throws {NotCleaned} `not-removable` where nobody knows what a part says */
function isKept(name: string, bytes: Uint8Array, found: Finding[]): boolean {
  if (META.test(name)) {
    found.push(...properties(bytes));
    return false;
  }
  const gone = GONE.find(([pattern]) => pattern.test(name));
  if (gone === undefined) {
    if ([MARKUP, SETTINGS, MEDIA].some((pattern) => pattern.test(name))) return true;
    throw new NotCleaned('not-removable', [finding('embedded', baseName(name))]);
  }
  const [, kind] = gone;
  if (kind !== null) found.push(finding(kind, kind === 'preview' ? null : baseName(name)));
  return false;
}

async function cleanPart(
  name: string,
  bytes: Uint8Array,
  stays: (name: string) => boolean,
  found: Finding[],
): Promise<Uint8Array> {
  if (MEDIA.test(name)) return cleanEmbedded(name, bytes, found);
  if (bytes.length === 0) return bytes;
  const root = parseXml(bytes);
  if (SETTINGS.test(name)) cleanSettings(root, found);
  // What an object refers to stands in its own folder.
  else cleanOdfMarkup(root, (target) => stays(name.slice(0, name.lastIndexOf('/') + 1) + target), found);
  return writeXml(root);
}

function properties(bytes: Uint8Array): Finding[] {
  try {
    const meta = parseXml(bytes).find('meta');
    return (meta?.elements ?? []).flatMap((element) => {
      if (element.local === 'template') return [finding('other', element.attribute('href'))];
      const kind = PROPERTIES[element.local];
      if (kind === undefined || element.text === '') return [];
      const name = kind === 'other' ? `${element.attribute('name') ?? ''}: ` : '';
      return [finding(kind, name + element.text)];
    });
  } catch {
    // It is taken out all the same.
    return [finding('other', 'meta.xml')];
  }
}

/** Part 2, §3.2: what each part is, without those that are gone. */
function manifestElement(entries: readonly Element[], written: Parts): Element {
  const root = new Element('manifest:manifest', ` xmlns:manifest="${NAMESPACE}" manifest:version="1.3"`);
  root.children = entries.flatMap((entry) => {
    const path = entry.attribute('full-path') ?? '';
    const isThere = path === '/' || written.has(path) || [...written.keys()].some((name) => isIn(name, path));
    if (!isThere) return [];
    const say = (name: string) => {
      const value = entry.attribute(name);
      return value === null ? '' : ` manifest:${name}="${escaped(value)}"`;
    };
    return [new Element('manifest:file-entry', ['full-path', 'version', 'media-type'].map(say).join(''))];
  });
  return root;
}

function isIn(name: string, folder: string): boolean {
  return folder.endsWith('/') && name.startsWith(folder);
}
