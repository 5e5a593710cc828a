/** What refers to what in an Office Open XML package (ECMA-376 part 2, §6.5), and what of it stays. */
import { DamagedError } from './octets.ts';
import { Element, escaped, parseXml, type Node } from './xml.ts';
import type { Parts } from './zip.ts';

export interface Relation {
  readonly id: string;
  /** The last word of its type: `image`, `comments`. */
  readonly kind: string;
  /** The whole type, which some are told apart by. */
  readonly type: string;
  /** Name of a part, or an address elsewhere. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** What a document is made of. */
const KEPT = new Set(
  `officeDocument styles numbering settings fontTable theme themeOverride tableStyles presProps
  header footer footnotes endnotes image hyperlink media video audio chart chartColorStyle chartStyle chartUserShapes
  chartEx slide slideLayout slideMaster notesSlide notesMaster handoutMaster package worksheet chartsheet dialogsheet
  sharedStrings calcChain sheetMetadata drawing vmlDrawing table pivotTable pivotCacheDefinition pivotCacheRecords slicer
  slicerCache timeline timelineCache externalLink diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing
  rdRichValue rdRichValueStructure rdRichValueTypes richValueRel rdArray rdSupportingPropertyBag
  rdSupportingPropertyBagStructure richStyles FeaturePropertyBag ctrlProp`.split(/\s+/),
);

/** Where the other workbooks are that formulas name: the formulas need a place, and get one that says nothing. */
const PLACES = new Set('externalLinkPath xlPathMissing xlLibrary xlStartup xlAlternateStartup'.split(' '));

/** What tells of people, devices and former versions, and which a document does without. */
const DROPPED = new Set(
  `core-properties extended-properties custom-properties thumbnail customXml customXmlProps comments commentsExtended
  commentsIds commentsExtensible people person threadedComment commentAuthors authors printerSettings webSettings
  stylesWithEffects glossaryDocument font tags viewProps changesInfo revisionInfo revisionHeaders revisionLog usernames
  attachedTemplate mailMergeSource mailMergeHeaderSource recipientData keyMapCustomizations attachedToolbars customProperty
  origin signature certificate classificationlabels slideUpdateInfo slideUpdateUrl volatileDependencies hdphoto
  legacyDocTextInfo frame subDocument intelligence intelligence2 documenttasks webextension webextensiontaskpanes extensibility
  userCustomization namedSheetView presentationmetadata workbookmetadata documentmetadata`.split(/\s+/),
);

/** A place outside of the document, which is told of the part that names it. */
export function isPlace({ kind }: Relation): boolean {
  return PLACES.has(kind);
}

/** `unknown` is what neither list has: nobody knows what it says. */
export function stayOf({ kind, isExternal, target }: Relation): 'keep' | 'drop' | 'unknown' {
  if (DROPPED.has(kind)) return 'drop';
  // A place on a disk is somebody's; a picture elsewhere tells its owner when the document is opened.
  if (PLACES.has(kind)) return 'keep';
  if (isExternal)
    return kind === 'hyperlink' && /^(?:https?:|mailto:|tel:|#)/i.test(target) ? 'keep' : 'drop';
  return KEPT.has(kind) ? 'keep' : 'unknown';
}

/** The part that says what another one refers to: `word/_rels/document.xml.rels`. */
export function relationsName(part: string): string {
  const at = part.lastIndexOf('/') + 1;
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

/** @param part '' for the package itself; none where nothing is referred to */
export function relationsOf(parts: Parts, part: string): Relation[] {
  const bytes = parts.get(relationsName(part));
  if (bytes === undefined) return [];
  const elements = parseXml(bytes).elements.filter(({ local }) => local === 'Relationship');
  return elements.map((element) => {
    const [id, type, target] = ['Id', 'Type', 'Target'].map((name) => element.attribute(name));
    if (!id || !type || target === null || target === undefined)
      throw new DamagedError('a relation without an end');
    const isExternal = element.attribute('TargetMode') === 'External';
    return {
      id,
      type,
      kind: type.slice(type.lastIndexOf('/') + 1),
      target: isExternal ? target : resolved(part, target),
      isExternal,
    };
  });
}

/** RFC 3986 §5.2, for names of parts. */
function resolved(part: string, target: string): string {
  const [path = ''] = target.replaceAll('\\', '/').split('#');
  const base = path.startsWith('/') ? [] : part.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..') base.pop();
    else if (step !== '.' && step !== '') base.push(step);
  }
  return base.join('/');
}

/** What is written in their place: names from the root, and nothing of where a workbook elsewhere was. */
export function relationsElement(relations: readonly Relation[]): Element {
  const root = new Element(
    'Relationships',
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"',
  );
  root.children = relations.map(({ id, type, target, isExternal, kind }): Node => {
    const to = !isExternal ? `/${target}` : PLACES.has(kind) ? 'workbook.xlsx' : target;
    const mode = isExternal ? ' TargetMode="External"' : '';
    return new Element(
      'Relationship',
      ` Id="${escaped(id)}" Type="${escaped(type)}" Target="${escaped(to)}"${mode}`,
    );
  });
  return root;
}
