/**
 * Canonical unpadded base64url, the one encoding of bytes on the wire (RFC 4648 §5).
 * Padding, other alphabets, white space and spare bits that are not zero are refused: every byte string has
 * exactly one spelling. Written out here because the readers that platforms offer accept several, and not every
 * platform has one.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const INVALID = 64;
const VALUES = new Uint8Array(256).fill(INVALID);
CODES.forEach((code, value) => (VALUES[code] = value));

const ascii = new TextDecoder('latin1');
const encoder = new TextEncoder();

/** A platform's own reader and writer: ten times as fast. The reader may accept anything, and return anything for it. */
export interface NativeBase64url {
  readonly write: (bytes: Uint8Array) => string;
  readonly read: (text: string) => Uint8Array;
}

let native: NativeBase64url | null = null;

/** Goes on with a platform's codec, or with null with the one written out here. What is read and refused is the same. */
export function setNativeBase64url(codec: NativeBase64url | null): void {
  native = codec;
}

export function toBase64url(bytes: Uint8Array): string {
  if (native !== null) return native.write(bytes);
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
  if (native !== null) {
    const read = native.read(text);
    // A text that writing gives back is the one spelling of what was read, however leniently.
    return native.write(read) === text ? read : null;
  }
  const spare = text.length % 4;
  const codes = encoder.encode(text);
  if (spare === 1 || codes.length !== text.length) return null;
  const whole = text.length - spare;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  // All values over one another: the bit of INVALID stays when any of them was.
  let seen = 0;
  let out = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = VALUES[codes[i]!]!;
    const b = VALUES[codes[i + 1]!]!;
    const c = VALUES[codes[i + 2]!]!;
    const d = VALUES[codes[i + 3]!]!;
    seen |= a | b | c | d;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[out] = group >> 16;
    bytes[out + 1] = group >> 8;
    bytes[out + 2] = group;
    out += 3;
  }
  if (spare > 0) {
    const a = VALUES[codes[whole]!]!;
    const b = VALUES[codes[whole + 1]!]!;
    const c = spare === 3 ? VALUES[codes[whole + 2]!]! : 0;
    seen |= a | b | c;
    const group = (a << 12) | (b << 6) | c;
    bytes[out] = group >> 10;
    if (spare === 3) bytes[out + 1] = group >> 2;
    const beyond = spare === 3 ? 0b11 : 0b11_1111_1111;
    if ((group & beyond) !== 0) return null;
  }
  return seen & INVALID ? null : bytes;
}
