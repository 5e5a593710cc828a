/** What stands in the parts of an OpenDocument file beside its content (OASIS ODF 1.3 part 3). */
import { finding } from './finding.ts';
import type { Finding } from './scrubber.ts';
import { each, localOf, prune, unescaped, type Element, type Fate } from './xml.ts';

/** Former versions, comments, macros, fonts: the text with all changes accepted needs none of them. */
const GONE = new Set([
  'tracked-changes',
  'change',
  'change-start',
  'change-end',
  'annotation',
  'annotation-end',
  'scripts',
  'event-listeners',
  'font-face-src',
]);

/** Fields with names, days and paths: what they show stays, as text, and is not filled in anew by whoever opens it. */
const FIELDS =
  /^(?:author-(?:name|initials)|creator|initial-creator|printed-by|print-(?:date|time)|creation-(?:date|time)|modification-(?:date|time)|editing-(?:cycles|duration)|file-name|template-name|sender-[\w-]+|user-defined)$/;

const ATTRIBUTES = /^(?:rsid|paragraph-rsid|protection-key[\w-]*)$/;

/** Numbers that a program draws for lists. */
const LIST = /^list\d+$/;

/** A name of a file or a place on a disk, where a picture should be named or described. */
const FILE_NAME = /[\\/]|\.(?:jpe?g|png|gif|webp|tiff?|heic|bmp|svg|emf|wmf)$/i;

/** Places of files in formulas and names of tables, up to the name of the file. */
const PLACE = /file:\/\/[^'"#?]*\//gi;

/** @param stays whether a part, or a folder of parts, is in the document that is written */
export function cleanOdfMarkup(root: Element, stays: (name: string) => boolean, found: Finding[]): void {
  each(root, (element) => tell(element, found));
  prune(root, (element) => fateOf(element, stays, found));
  const lists = new Map<string, string>();
  each(root, (element) => {
    element.changeAttributes((name, value) => {
      const local = localOf(name);
      if (ATTRIBUTES.test(local)) {
        found.push(finding('identifier'));
        return null;
      }
      if (local === 'name' && element.local === 'frame' && FILE_NAME.test(unescaped(value))) return null;
      if (LIST.test(value)) {
        if (!lists.has(value)) lists.set(value, `list${lists.size + 1}`);
        return lists.get(value)!;
      }
      return value.includes('file:') ? withoutPlace(value, found) : value;
    });
  });
}

function withoutPlace(value: string, found: Finding[]): string {
  for (const [place] of value.matchAll(PLACE)) found.push(finding('other', unescaped(place)));
  return value.replaceAll(PLACE, 'file:///');
}

function tell(element: Element, found: Finding[]): void {
  const { local } = element;
  const say = (name: string, kind: Finding['kind']) => {
    const text = element.find(name)?.text ?? '';
    if (text !== '') found.push(finding(kind, text));
  };
  if (local === 'annotation' || local === 'change-info') {
    say('creator', 'author');
    say('date', 'time');
  }
  if (local === 'annotation') {
    const paragraphs = element.elements.filter((inner) => inner.local === 'p' || inner.local === 'list');
    found.push(finding('comments', paragraphs.map((one) => one.text).join(' ')));
  }
  if (local === 'tracked-changes') {
    const before = element.elements.flatMap((region) => region.find('deletion')?.elements ?? []);
    const texts = before.filter((one) => one.local !== 'change-info').map((one) => one.text);
    if (element.elements.length > 0) found.push(finding('history', texts.join(' ')));
  }
  if (local === 'scripts' && element.elements.length > 0) found.push(finding('other', 'scripts'));
}

function fateOf(element: Element, stays: (name: string) => boolean, found: Finding[]): Fate {
  const { local } = element;
  if (GONE.has(local)) return 'drop';
  if (FIELDS.test(local)) return 'unwrap';
  if ((local === 'title' || local === 'desc') && FILE_NAME.test(element.text)) {
    found.push(finding('description', element.text));
    return 'drop';
  }
  const target = element.attribute('href');
  if (target === null || target === '' || target.startsWith('#') || stays(partOf(target))) return 'keep';
  const isLink = local === 'a';
  if (isLink && /^(?:https?|mailto|tel):/i.test(target)) return 'keep';
  // A part that is gone was told of there.
  if (!/^(?:\.\/)?(?:ObjectReplacements|Fonts)\//.test(target)) found.push(finding('other', target));
  return isLink ? 'unwrap' : 'drop';
}

function partOf(target: string): string {
  const path = target.replace(/^\.\//, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Of settings what decides how the document looks: switches. The rest is of a window, a printer or a session. */
export function cleanSettings(root: Element, found: Finding[]): void {
  prune(root, (element) => {
    const name = element.attribute('name') ?? '';
    if (element.local === 'config-item') {
      const isSet = element.text !== '';
      if (name === 'PrinterName' && isSet) found.push(finding('device', element.text));
      if (name.startsWith('Rsid')) found.push(finding('identifier'));
      return element.attribute('type') === 'boolean' ? 'keep' : 'drop';
    }
    const isWindow = name.endsWith('view-settings') || element.local.startsWith('config-item-map');
    return isWindow ? 'drop' : 'keep';
  });
}
