/** Files once more, written from PROTOCOL §6.1. */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Input } from './vector.ts';
import { frame, domain, H } from './second.ts';

const CHUNK = 65_536;

const u64 = (n: number) => Uint8Array.from({ length: 8 }, (_, i) => Math.floor(n / 256 ** (7 - i)) % 256);

function chunks(size: number): number {
  const count = Math.max(1, Math.ceil(size / CHUNK));
  const digits = count.toString(2);
  const kept = 1 + (digits.length - 1 === 0 ? 0 : (digits.length - 1).toString(2).length);
  if (digits.length <= kept) return count;
  const step = 2 ** (digits.length - kept);
  return Math.ceil(count / step) * step;
}

function cipher(input: Input, index: number, count: number) {
  const nonce = new Uint8Array(24);
  nonce[15] = index + 1 === count ? 1 : 0;
  nonce.set(u64(index), 16);
  const place = ['instance', 'case', 'blob'].map((name) => input.bytes(name));
  return xchacha20poly1305(input.bytes('key'), nonce, frame(domain('file-aead'), ...place));
}

export const SECOND_FILES: Readonly<Record<string, (input: Input) => unknown>> = {
  chunkCount: (input) => chunks(input.number('size')),
  sealChunk: (input) => {
    const whole = new Uint8Array(CHUNK);
    whole.set(input.bytes('part'));
    const sealed = cipher(input, input.number('index'), input.number('count')).encrypt(whole);
    return { length: sealed.length, tag: sealed.slice(CHUNK) };
  },
  openChunk: (input) => {
    const [index, size] = [input.number('index'), input.number('size')];
    const whole = cipher(input, index, chunks(size)).decrypt(input.bytes('chunk'));
    const part = whole.slice(0, Math.max(0, Math.min(CHUNK, size - index * CHUNK)));
    return { length: part.length, hash: H('file-part', u64(index), part) };
  },
  fileHash: (input) => H('file', u64(input.number('size')), ...input.bytesList('parts')),
};
