/** Tracked changes of WordprocessingML (ECMA-376 part 1, §17.13.5): the text as it is with all of them accepted. */
import { finding } from './finding.ts';
import type { Finding } from './scrubber.ts';
import { each, Element, prune, type Fate, type Node } from './xml.ts';

/** What was put in or moved here: it stays, without who did it. */
const COME = new Set(['ins', 'moveTo']);

/** What was taken out or moved away. */
const GONE = new Set(['del', 'moveFrom']);

/** How something was before it changed, and marks around changes. */
const BEFORE =
  /^(?:\w+PrChange|tblGridChange|numberingChange|cellIns|cellMerge|(?:moveFrom|moveTo|customXml(?:Ins|Del|MoveFrom|MoveTo))Range(?:Start|End))$/;

/** Where such an element is a mark on a paragraph or a row, and not around text. */
const PROPERTIES = new Set(['rPr', 'trPr', 'tcPr', 'ctrlPr', 'numPr']);

export function acceptChanges(root: Element, found: Finding[]): void {
  each(root, (element) => {
    tell(element, found);
    joinParagraphs(element);
  });
  prune(root, fateOf);
}

function tell(element: Element, found: Finding[]): void {
  const { local } = element;
  if (!COME.has(local) && !GONE.has(local) && !BEFORE.test(local)) return;
  const author = element.attribute('author');
  if (author !== null) found.push(finding('author', author));
  const date = element.attribute('date');
  if (date !== null) found.push(finding('time', date));
  const gone = GONE.has(local) ? element.text.trim() : '';
  found.push(finding('history', gone === '' ? null : gone));
}

function fateOf(element: Element, parent: Element): Fate {
  const { local } = element;
  if (BEFORE.test(local)) return 'drop';
  if (COME.has(local)) return PROPERTIES.has(parent.local) ? 'drop' : 'unwrap';
  if (GONE.has(local)) return 'drop';
  if (local === 'tr' && isMarked(element, 'trPr', 'del')) return 'drop';
  if (local === 'tc' && isMarked(element, 'tcPr', 'cellDel')) return 'drop';
  return 'keep';
}

function isMarked(element: Element, properties: string, mark: string): boolean {
  const of = element.elements.find(({ local }) => local === properties);
  return of?.elements.some(({ local }) => local === mark) === true;
}

/** A paragraph whose end was taken out goes on in the next one, and has its properties. */
function joinParagraphs(parent: Element): void {
  if (!parent.children.some((child) => isEndGone(child))) return;
  const children: Node[] = [];
  let open = null as Element | null;
  for (const child of parent.children) {
    if (typeof child !== 'string' && isEndGone(child)) {
      open ??= new Element(child.name, '');
      open.children.push(...contentOf(child));
      continue;
    }
    if (open !== null && typeof child !== 'string') {
      if (child.local === 'p')
        child.children = [...propertiesOf(child), ...open.children, ...contentOf(child)];
      else children.push(open);
      open = null;
    }
    children.push(child);
  }
  // Whatever holds paragraphs ends with one.
  if (open !== null) children.push(open);
  parent.children = children;
}

function isEndGone(node: Node): boolean {
  if (typeof node === 'string' || node.local !== 'p') return false;
  const mark = node.elements
    .find(({ local }) => local === 'pPr')
    ?.elements.find(({ local }) => local === 'rPr');
  return mark?.elements.some(({ local }) => GONE.has(local)) === true;
}

function propertiesOf(paragraph: Element): Node[] {
  return paragraph.elements.filter(({ local }) => local === 'pPr');
}

function contentOf(paragraph: Element): Node[] {
  return paragraph.children.filter((child) => typeof child === 'string' || child.local !== 'pPr');
}
