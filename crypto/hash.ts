/**
 * BLAKE2b over framed fields, the one hash of the protocol but for the public log, whose formats want SHA-256.
 *
 * Every use has a domain of its own (`sotto/<thing>/v1`) and its fields have their lengths before them, so
 * that two different things are never the same bytes, and no output of one use is an output of another.
 */
import { LENGTH, typed, type Bytes, type Hash } from './bytes.ts';
import { frame } from './frame.ts';
import { sodium } from './sodium.ts';

/** BLAKE2b-256 over a framed input. */
export function hash(domain: `sotto/${string}/v1`, ...fields: Uint8Array[]): Hash {
  return typed('Hash', sodium.crypto_generichash(LENGTH.Hash, frame(domain, ...fields), null));
}

/** Keyed BLAKE2b-256 over a framed input: a key derived from `key` for one use in one context. */
export function keyedHash(
  key: Uint8Array,
  domain: `sotto/${string}/v1`,
  ...fields: Uint8Array[]
): Bytes<'Hash'> {
  return typed('Hash', sodium.crypto_generichash(LENGTH.Hash, frame(domain, ...fields), key));
}
