import type { Language } from '../../client/messages/languages.ts';
import { MessageFormat, readMessages } from '../../client/messages/plugin.ts';

/** What a page says, from the same files as the page, so that a test presses what a person reads. */
export function catalogue(part: 'reporter' | 'officer', language: Language) {
  const messages = { ...readMessages('common', language), ...readMessages(part, language) };
  const format = new MessageFormat(language);
  return (key: string, values: Record<string, string | number> = {}): string => {
    const message = messages[key];
    if (message === undefined) throw new Error(`no message ${key}`);
    return format.compile(message)(values);
  };
}
