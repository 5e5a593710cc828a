/**
 * Canonical unpadded base64url, the one encoding of bytes on the wire (DESIGN §4, RFC 4648 §5).
 * Padding, other alphabets, white space and spare bits that are not zero are refused: every byte string has
 * exactly one spelling. Written out here because the readers that platforms offer accept several.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const INVALID = 64;
const VALUES = new Uint8Array(128).fill(INVALID);
CODES.forEach((code, value) => (VALUES[code] = value));

const ascii = new TextDecoder('latin1');

export function toBase64url(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 4) / 3);
  const codes = new Uint8Array(length);
  let out = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let shift = 18; shift >= 0 && out < length; shift -= 6) codes[out++] = CODES[(group >> shift) & 63]!;
  }
  return ascii.decode(codes);
}

/** The bytes a string stands for, or null when it is not canonical base64url. */
export function fromBase64url(text: string): Uint8Array | null {
  const spare = text.length % 4;
  if (spare === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let group = 0;
  let bits = 0;
  let out = 0;
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? VALUES[code]! : INVALID;
    seen |= value;
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[out++] = (group >> bits) & 255;
    }
  }
  if (seen & INVALID) return null;
  return (group & ((1 << bits) - 1)) === 0 ? bytes : null;
}
