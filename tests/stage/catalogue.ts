import type { Language } from '../../client/messages/languages.ts';
import { MessageFormat, readMessages, type Messages } from '../../client/messages/plugin.ts';

/** What a page says, from the same files as the page, so that a test presses what a person reads. */
export function catalogue(part: 'reporter' | 'officer', language: Language) {
  const added = part === 'reporter' ? (['own', 'files', 'look', 'proof'] as const) : (['files'] as const);
  const messages = Object.assign(
    {},
    ...(['common', part, ...added] as const).map((one) => readMessages(one, language)),
  ) as Messages;
  const format = new MessageFormat(language);
  return (key: string, values: Record<string, string | number> = {}): string => {
    const message = messages[key];
    if (message === undefined) throw new Error(`no message ${key}`);
    return format.compile(message)(values);
  };
}
