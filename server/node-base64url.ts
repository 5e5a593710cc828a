import type { NativeBase64url } from '../crypto/base64url.ts';

/** Node's reader and writer: with those of the protocol, reading a report would be a fifth of all work on it. */
export const nodeBase64url: NativeBase64url = {
  write: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url'),
  read: (text) => {
    // Bytes of their own: what Buffer makes may be a part of a larger one, and be sliced as such.
    const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
    Buffer.from(bytes.buffer).write(text, 'base64url');
    return bytes;
  },
};
