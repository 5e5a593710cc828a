/** One secret in every spelling in which it could lie around. */

export interface Spelling {
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** @param secret a text, or raw bytes such as a key */
export function spellings(secret: string | Uint8Array): Spelling[] {
  const text = typeof secret === 'string' ? secret : null;
  const raw = Buffer.from(typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret);
  const found: Spelling[] = [
    { encoding: 'as it is', bytes: raw },
    { encoding: 'hex', bytes: Buffer.from(raw.toString('hex')) },
    { encoding: 'HEX', bytes: Buffer.from(raw.toString('hex').toUpperCase()) },
    ...[0, 1, 2].flatMap((alignment) => base64At(raw, alignment)),
    { encoding: 'numbers', bytes: Buffer.from([...raw].join(',')) },
  ];
  if (text === null) return found;
  return [
    ...found,
    { encoding: 'UTF-16LE', bytes: Buffer.from(text, 'utf16le') },
    { encoding: 'UTF-16BE', bytes: Buffer.from(text, 'utf16le').swap16() },
    { encoding: 'percent', bytes: Buffer.from(encodeURIComponent(text)) },
    { encoding: 'plus', bytes: Buffer.from(new URLSearchParams({ a: text }).toString().slice(2)) },
    { encoding: 'JSON', bytes: Buffer.from(JSON.stringify(text).slice(1, -1)) },
    { encoding: 'JSON in ASCII', bytes: Buffer.from(escaped(text)) },
    { encoding: 'words without spaces', bytes: Buffer.from(text.replaceAll(' ', '')) },
    { encoding: 'words with commas', bytes: Buffer.from(text.split(' ').join('","')) },
  ];
}

/** The part of a text's base64 that does not depend on what stands before and after it, which is `alignment` bytes. */
function base64At(raw: Buffer, alignment: number): Spelling[] {
  const before = Buffer.alloc(alignment);
  const whole = Buffer.concat([before, raw]).toString('base64').replace(/=+$/, '');
  const first = Math.ceil((alignment * 8) / 6);
  const last = Math.floor(((alignment + raw.length) * 8) / 6);
  const inner = whole.slice(first, last);
  return [
    { encoding: `base64 at ${alignment}`, bytes: Buffer.from(inner) },
    {
      encoding: `base64url at ${alignment}`,
      bytes: Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_')),
    },
  ];
}

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @returns which secrets lie in the bytes, by name and spelling */
export function found(
  haystack: Uint8Array,
  secrets: Readonly<Record<string, string | Uint8Array>>,
): string[] {
  const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
  return Object.entries(secrets).flatMap(([name, secret]) =>
    spellings(secret)
      .filter((spelling) => bytes.includes(spelling.bytes))
      .map(({ encoding }) => `${name}, ${encoding}`),
  );
}
