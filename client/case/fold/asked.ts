/** What a door asked, by the directory that a report names: the office's words and not the reporter's. */
import type { Directory } from '../../../server/api/directory.ts';
import type { CaseView } from './view.ts';

/** By question, as it was put in the report's language; null where it is one that pages have words for. */
export type Asked = Readonly<Record<string, string | null>>;

/** @param directory the one the report names */
export function askedBy(
  directory: Pick<Directory, 'doors'>,
  { door, language }: Pick<CaseView, 'door' | 'language'>,
): Asked {
  const questions = directory.doors.find(({ id }) => id === door)?.questions ?? [];
  return Object.fromEntries(
    questions.map(({ id, text }) => [
      id,
      text && (Object.hasOwn(text, language) ? text[language]! : text['en']!),
    ]),
  );
}

/** How the office put a question of its own; null for a standard one, undefined for what it did not ask. */
export function askedAs({ asked }: { readonly asked: Asked }, id: string): string | null | undefined {
  return Object.hasOwn(asked, id) ? asked[id] : undefined;
}
