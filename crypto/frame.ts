import { concat, u32, utf8 } from './bytes.ts';

/**
 * What every hash, signature and AEAD input starts from: a domain and fields, each with its length before
 * it, so that two different things never give the same bytes (PROTOCOL §1).
 *
 * @param domain such as `sotto/entry/v1`
 */
export function frame(domain: `sotto/${string}/v1`, ...fields: Uint8Array[]): Uint8Array {
  return concat(...[utf8(domain), ...fields].flatMap((one) => [u32(one.length), one]));
}

/** One field with its length, 4 bytes big-endian, before it. */
export function field(bytes: Uint8Array): Uint8Array {
  return concat(u32(bytes.length), bytes);
}
