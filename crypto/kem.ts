/**
 * X-Wing, with what it refuses made plain (PROTOCOL §5).
 *
 * A key encapsulation: from somebody's public key come a random shared secret and a ciphertext, and from the
 * ciphertext the holder of the private key, and nobody else, gets the same secret. X-Wing joins X25519 and ML-
 * KEM-768, and holds as long as either of them does: what is sealed today stays sealed when quantum computers
 * break the first.
 *
 * It has no notion of "wrong key": for a ciphertext that is somebody else's it gives another secret, and what
 * was sealed under the right one does not open.
 */
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
