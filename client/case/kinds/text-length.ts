/**
 * Length of a text in characters, as it counts against what an entry holds: what is longer in JSON than three bytes
 * a character, as only control characters and halves of a pair are, counts for as many characters as fit there instead.
 */
export function textLength(text: string): number {
  const bytes = new TextEncoder().encode(JSON.stringify(text)).length - QUOTES;
  return Math.max(text.length, Math.ceil(bytes / BYTES));
}

/** Bytes of a character that there is room for. */
const BYTES = 3;

/** Those around a text in JSON. */
const QUOTES = 2;
