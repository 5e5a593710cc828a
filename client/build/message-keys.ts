/** Writes `client/messages/keys.gen.ts`: every key of the catalogue with the values it takes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parts, readMessages } from '../messages/plugin.ts';
import { valuesOf } from './message-values.ts';

const FILE = fileURLToPath(new URL('../messages/keys.gen.ts', import.meta.url));

const lines = parts.flatMap((part) =>
  Object.entries(readMessages(part, 'en')).map(([key, message]) => `  '${key}': ${typeOf(message)};`),
);
const text = [
  '/** Made from the English messages by `npm run check:types`; not to be edited. */',
  'export interface MessageValues {',
  ...lines,
  '}',
  '',
].join('\n');
// Untouched where nothing changed, so that what watches files rests.
if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) writeFileSync(FILE, text);

function typeOf(message: string): string {
  const values = [...valuesOf(message)].map(
    ([name, type]) => `${name}: ${type === 'number' ? 'number' : 'string | number'}`,
  );
  return values.length === 0 ? 'undefined' : `{ ${values.join('; ')} }`;
}
