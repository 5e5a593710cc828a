/** What the parts of an Office document tell that are taken out of it. */
import { baseName } from './embedded.ts';
import { finding } from './finding.ts';
import type { Relation } from './ooxml-relations.ts';
import type { Finding } from './scrubber.ts';
import { each, parseXml, type Element } from './xml.ts';

/** ECMA-376 part 2, §8, and part 1, §22.2: what a document says of itself. */
const PROPERTIES: Readonly<Record<string, Finding['kind']>> = {
  creator: 'author',
  lastModifiedBy: 'author',
  Company: 'author',
  Manager: 'author',
  created: 'time',
  modified: 'time',
  lastPrinted: 'time',
  revision: 'history',
  title: 'description',
  subject: 'description',
  description: 'description',
  keywords: 'description',
  category: 'description',
  Application: 'software',
  Template: 'other',
};

const COMMENTS = new Set(['comment', 'threadedComment', 'cm']);

/** Attributes with the name of a person. */
const PEOPLE = new Set(['author', 'displayName', 'userName']);

/** Elements whose attribute `name` is that of a person. */
const NAMED = new Set(['cmAuthor', 'author', 'userInfo']);

const TELL: Readonly<Record<string, (bytes: Uint8Array, name: string) => Finding[]>> = {
  'core-properties': properties,
  'extended-properties': properties,
  'custom-properties': customProperties,
  thumbnail: () => [finding('preview')],
  comments: people,
  threadedComment: people,
  people,
  person: people,
  commentAuthors: people,
  authors: people,
  changesInfo: (bytes) => [...people(bytes), finding('history')],
  revisionHeaders: (bytes) => [...people(bytes), finding('history')],
  usernames: people,
  printerSettings: (bytes) => [finding('device', printerName(bytes))],
  font: (_, name) => [finding('embedded', name)],
  customXml: (_, name) => [finding('other', name)],
  tags: (_, name) => [finding('other', name)],
  customProperty: (_, name) => [finding('other', name)],
  classificationlabels: (_, name) => [finding('identifier', name)],
  glossaryDocument: (_, name) => [finding('other', name)],
  origin: () => [finding('provenance')],
};

/** @param bytes of the part; null where it is not there, or elsewhere */
export function toldBy({ kind, target, isExternal }: Relation, bytes: Uint8Array | null): Finding[] {
  if (isExternal) return [finding('other', target)];
  if (bytes === null) return [];
  try {
    return TELL[kind]?.(bytes, baseName(target)) ?? [];
  } catch {
    // It is taken out all the same.
    return [finding('other', baseName(target))];
  }
}

function properties(bytes: Uint8Array): Finding[] {
  return parseXml(bytes).elements.flatMap((element) => {
    const kind = PROPERTIES[element.local];
    const text = element.text.trim();
    return kind === undefined || text === '' ? [] : [finding(kind, text)];
  });
}

function customProperties(bytes: Uint8Array): Finding[] {
  return parseXml(bytes).elements.map((element) =>
    finding('other', `${element.attribute('name') ?? ''}: ${element.text}`),
  );
}

function people(bytes: Uint8Array): Finding[] {
  const found: Finding[] = [];
  const say = (element: Element, attribute: string) => {
    const name = element.attribute(attribute);
    if (name !== null) found.push(finding('author', name));
  };
  each(parseXml(bytes), (element) => {
    for (const attribute of PEOPLE) say(element, attribute);
    if (NAMED.has(element.local)) say(element, 'name');
    if (element.local === 'author' && element.elements.length === 0 && element.text !== '')
      found.push(finding('author', element.text));
    if (COMMENTS.has(element.local)) found.push(finding('comments', textOf(element)));
  });
  return found;
}

/** What is written in a comment, without where its frame stands. */
function textOf(comment: Element): string {
  let text = '';
  each(comment, (element) => {
    if (element.local === 't' || element.local === 'text') text += element.text;
  });
  return text;
}

/** The first 32 letters of what Windows keeps of a printer; other systems keep XML, in which it is not looked for. */
function printerName(bytes: Uint8Array): string | null {
  const name = new TextDecoder('utf-16le').decode(bytes.subarray(0, 64)).split('\0')[0]!;
  return /^[\p{L}\p{N}\p{P}\p{Zs}]{2,32}$/u.test(name) ? name : null;
}
