/** X-Wing, with what it refuses made plain (PROTOCOL §5). */
import type { KemCiphertext, KemPublicKey, KemSeed } from './bytes.ts';
import { typed } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { sodium } from './sodium.ts';

/** @throws CryptoError `malformed` for bytes that are no X-Wing key, such as one a reporter made up. */
export function encapsulate(reader: KemPublicKey): { ciphertext: KemCiphertext; sharedSecret: Uint8Array } {
  try {
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(reader);
    return { ciphertext: typed('KemCiphertext', ciphertext), sharedSecret };
  } catch {
    throw new CryptoError('malformed', 'not an X-Wing key');
  }
}

/** Null for a ciphertext that is nobody's: its X25519 part is a point of small order, which libsodium refuses. */
export function decapsulate(ciphertext: KemCiphertext, reader: KemSeed): Uint8Array | null {
  try {
    return sodium.crypto_kem_xwing_dec(ciphertext, reader);
  } catch {
    return null;
  }
}

/** Whether X-Wing takes a public key. One that somebody made up may have a part of small order. */
export function isKemPublicKey(reader: KemPublicKey): boolean {
  try {
    sodium.memzero(encapsulate(reader).sharedSecret);
    return true;
  } catch {
    return false;
  }
}
