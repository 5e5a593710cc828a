/**
 * Keeps the letters of a name, an address or a word in their own direction inside of a sentence of another
 * (Unicode's first-strong isolate): without it an Arabic sentence with a Latin name in it falls into pieces.
 */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
