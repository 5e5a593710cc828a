/** What an office says of rights and of whom else to turn to, as plain text: for somebody without JavaScript. */
import type { Directory, Door, DoorKind } from '../api/directory.ts';
import { contactKinds, type Rights } from '../api/rights.ts';

type Texts = Readonly<Record<string, string>>;

/** Each line has the direction of what is in it, whatever is around it. */
const [FIRST_STRONG, LEFT_TO_RIGHT, END] = ['\u2068', '\u2066', '\u2069'];

/** What holds in general at a kind of door, in a language or in English; null where nobody has written it. */
export type Usual = (kind: DoorKind, language: string) => string | null;

/** Languages that something of rights is written in by the office. */
export function rightsLanguages({ doors }: Directory): string[] {
  return doors.flatMap(({ rights }) => (rights === undefined ? [] : Object.keys(rights.text)));
}

/** @returns null where there is nothing to say */
export function rightsText(directory: Directory, language: string, usual: Usual): string | null {
  const doors = directory.doors.flatMap((door) => {
    const text = door.rights === undefined ? usual(door.kind, language) : null;
    const said = door.rights ?? (text === null ? undefined : { text: { en: text }, contacts: [] });
    return said === undefined ? [] : [doorText(door, said, language)];
  });
  if (doors.length === 0) return null;
  return plainText([inLanguage(directory.name, language), ...doors].join('\n\n\n'));
}

/** Lines as they are shown, by a browser that knows nothing of their direction. */
export function plainText(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  return `${lines.map((line) => (line === '' ? '' : FIRST_STRONG + line + END)).join('\n')}\n`;
}

function doorText(door: Door, { text, contacts }: Rights, language: string): string {
  const title = inLanguage(door.title, language);
  const listed = contactKinds
    .flatMap((kind) => contacts.filter((contact) => contact.kind === kind))
    .map(({ name, what, phone, address }) =>
      [
        `${inLanguage(name, language)}: ${inLanguage(what, language)}`,
        ...(phone === '' ? [] : [LEFT_TO_RIGHT + phone + END]),
        ...(address === '' ? [] : [address]),
      ].join('\n'),
    );
  return [`${title}\n${'='.repeat(title.length)}`, inLanguage(text, language), ...listed].join('\n\n');
}

function inLanguage(texts: Texts, language: string): string {
  return texts[language] || texts['en'] || '';
}
