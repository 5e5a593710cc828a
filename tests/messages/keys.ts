/** The text of `client/messages/keys.gen.ts`: every key of the catalogue with the values it takes. */
import { format } from 'prettier';
import { parts, readMessages } from '../../client/messages/plugin.ts';
import { valuesOf } from './values.ts';

export async function makeKeys(): Promise<string> {
  const lines = parts.flatMap((part) =>
    Object.entries(readMessages(part, 'en')).map(([key, message]) => `'${key}': ${typeOf(message)};`),
  );
  const text = `/** Made from the English messages by \`npx vitest run -u tests/messages.test.ts\`; not to be edited. */
    export interface MessageValues {${lines.join('\n')}}`;
  return format(text, { parser: 'typescript', singleQuote: true, printWidth: 110 });
}

function typeOf(message: string): string {
  const values = [...valuesOf(message)].map(
    ([name, type]) => `${name}: ${type === 'number' ? 'number' : 'string | number'}`,
  );
  return values.length === 0 ? 'undefined' : `{ ${values.join('; ')} }`;
}
