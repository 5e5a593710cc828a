/** What stands in the parts of an Office document beside its content: identifiers, names, paths, places in a window. */
import { finding } from './finding.ts';
import type { Finding } from './scrubber.ts';
import { each, localOf, prune, unescaped, type Element, type Fate, type Node } from './xml.ts';

/** Attributes that identify a document, a session of work or a person, whatever element they stand in. */
const ATTRIBUTES =
  /^(?:w:rsid\w*|w14:(?:paraId|textId)|w16\w*:(?:durableId|dateUtc|storeItemChecksum)|wp14:(?:anchorId|editId)|xr\d*:uid|o:gfxdata|o:title|w15:userId|w15:providerId|removePersonalInfoOnSave)$/;

/** What one of those has in it: a sheet has a million elements without. */
const TELLING = /rsid|w14:|w15:|w16|wp14:|xr\d*:uid|o:gfxdata|o:title|removePersonalInfoOnSave/;

/** Of single elements: by `element attribute`, both without prefix. */
const ATTRIBUTES_OF = new Set([
  'workbookPr codeName',
  'workbookView xWindow',
  'workbookView yWindow',
  'workbookView windowWidth',
  'workbookView windowHeight',
  'pivotCacheDefinition refreshedBy',
  'pivotCacheDefinition refreshedDate',
  'pivotCacheDefinition refreshedDateIso',
  'sheetPr codeName',
  'definedName comment',
]);

const OWNERS = new Set([...ATTRIBUTES_OF].map((one) => one.split(' ')[0]!));

/** Elements that hold nothing of what is read: settings, histories, identifiers, ways to other files. */
const ELEMENTS = new Set(
  `rsids rsid rsidRoot nsid tmpl docId docVars mailMerge attachedTemplate activeWritingStyle proofState dataBinding
  proofErr saveThroughXslt trackRevisions writeProtection
  commentRangeStart commentRangeEnd commentReference annotationRef
  embedRegular embedBold embedItalic embedBoldItalic embeddedFontLst
  fileVersion fileSharing revisionPtr absPath customWorkbookViews customSheetViews fileRecoveryPr webPublishing
  webPublishItems alternateUrls documentProtection workbookProtection sheetProtection protectedRanges
  custDataLst modifyVerifier creationId modifyId rowId colId uniqueId themeFamily`.split(/\s+/),
);

/** What may not be there empty. */
const NEVER_EMPTY = new Set(['hyperlinks', 'extLst', 'AlternateContent', 'Choice', 'imgProps']);

const PICTURES = new Set(['pic', 'inline', 'anchor']);

/** A name of a file or a place on a disk, such as programs put where a picture should be described. */
const FILE_NAME = /[\\/]|\.(?:jpe?g|png|gif|webp|tiff?|heic|bmp|svg|emf|wmf)$/i;

const IDENTIFIERS = /^(?:rsid|docId|nsid|creationId|modifyId|revisionPtr|uid$|paraId)/;

/** @param dropped ids of relations that are gone */
export function cleanMarkup(root: Element, dropped: ReadonlySet<string>, found: Finding[]): void {
  const prefixes = relationPrefixes(root);
  const refers = (name: string, value: string) =>
    dropped.size > 0 && prefixes.has(name.slice(0, name.indexOf(':'))) && dropped.has(unescaped(value));
  prune(root, (element) => fateOf(element, refers, found));
  each(root, (element) => {
    if (PICTURES.has(element.local)) cleanPictureName(element, found);
    const { local: owner, attributes } = element;
    const isPlain = dropped.size === 0 || !attributes.includes(':');
    if (isPlain && !OWNERS.has(owner) && !TELLING.test(attributes)) return;
    element.changeAttributes((name, value) => {
      const local = localOf(name);
      if (ATTRIBUTES.test(name) || ATTRIBUTES_OF.has(`${element.local} ${local}`)) {
        tellAttribute(local, value, found);
        return null;
      }
      return refers(name, value) ? null : value;
    });
  });
  dropEmpty(root);
}

function tellAttribute(local: string, value: string, found: Finding[]): void {
  if (local === 'refreshedBy') found.push(finding('author', unescaped(value)));
  else if (local.startsWith('refreshedDate') || local === 'dateUtc') found.push(finding('time', value));
  else if (IDENTIFIERS.test(local)) found.push(finding('identifier'));
  else if (local === 'title') found.push(finding('description', unescaped(value)));
}

function fateOf(element: Element, refers: (name: string, value: string) => boolean, found: Finding[]): Fate {
  const { local } = element;
  if (ELEMENTS.has(local)) {
    tellElement(element, found);
    return 'drop';
  }
  if (!element.attributes.includes(':')) return 'keep';
  let isReferring = false;
  element.changeAttributes((name, value) => {
    // A link to a picture, or a setting of the printer, is only a part of what it stands in.
    const isPart = ['link', 'href', 'pict'].includes(localOf(name)) || local === 'pageSetup';
    if (refers(name, value) && !isPart) isReferring = true;
    return value;
  });
  if (!isReferring) return 'keep';
  return local === 'hyperlink' && element.children.length > 0 ? 'unwrap' : 'drop';
}

function tellElement(element: Element, found: Finding[]): void {
  const { local } = element;
  const say = (attribute: string) => element.attribute(attribute);
  if (local === 'absPath') found.push(finding('other', say('url')));
  else if (local === 'fileSharing') found.push(finding('author', say('userName')));
  else if (local === 'fileVersion') found.push(finding('software', say('appName')));
  else if (local === 'docVars' || local === 'mailMerge') found.push(finding('other', local));
  else if (IDENTIFIERS.test(local)) found.push(finding('identifier'));
}

/** Of a picture the name of its file, which programs keep as its name or its description. */
function cleanPictureName(picture: Element, found: Finding[]): void {
  each(picture, (element) => {
    if (element.local !== 'cNvPr' && element.local !== 'docPr') return;
    element.changeAttributes((name, value) => {
      if (name !== 'name' && name !== 'descr' && name !== 'title') return value;
      const text = unescaped(value);
      if (!FILE_NAME.test(text)) return value;
      found.push(finding('description', text));
      return name === 'name' ? '' : null;
    });
  });
}

/** Takes out what lost all that was in it, and of alternatives with only one left what is in that. */
function dropEmpty(root: Element): void {
  root.children = root.children.flatMap((child): readonly Node[] => {
    if (typeof child === 'string') return [child];
    dropEmpty(child);
    const isExtension = child.local === 'ext' && child.attribute('uri') !== null;
    if ((NEVER_EMPTY.has(child.local) || isExtension) && child.elements.length === 0) return [];
    const isLast = child.local === 'AlternateContent' && child.elements[0]?.local === 'Fallback';
    return isLast ? child.elements[0]!.children : [child];
  });
}

const RELATIONS =
  /xmlns:([\w.-]+)\s*=\s*["'](?:http:\/\/schemas\.openxmlformats\.org|http:\/\/purl\.oclc\.org\/ooxml)\/officeDocument\/(?:2006\/)?relationships["']/g;

function relationPrefixes(root: Element): Set<string> {
  const prefixes = new Set(['r']);
  each(root, ({ attributes }) => {
    if (!attributes.includes('xmlns')) return;
    for (const [, prefix = ''] of attributes.matchAll(RELATIONS)) prefixes.add(prefix);
  });
  return prefixes;
}
