/**
 * A sealed box: vaults and keyrings for oneself (PROTOCOL §9), an identity for custodians (§5).
 *
 * XChaCha20-Poly1305 with a random nonce, which is long enough that it never comes twice by chance. What the
 * box is for goes in as authenticated data: it costs no bytes, and a box that is put in another's place does
 * not open. The length of what is inside can be seen; where that would tell something, the caller pads.
 */
import { concat, LENGTH, Reader, typed, type BoxBytes, type SealKey, type VaultKey } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { frame } from './frame.ts';
import { sodium } from './sodium.ts';

/** Nonce and tag: how much longer a box is than what is in it. */
export const BOX_OVERHEAD = LENGTH.Nonce + 16;

/** @param context what the box is for; it opens with nothing else */
export function sealBox(
  key: SealKey | VaultKey,
  plaintext: Uint8Array,
  domain: `sotto/${string}/v1`,
  ...context: Uint8Array[]
): BoxBytes {
  const nonce = sodium.randombytes_buf(LENGTH.Nonce);
  const aad = frame(domain, ...context);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, aad, null, nonce, key);
  return concat(nonce, sealed) as BoxBytes;
}

/** @throws CryptoError `malformed` or `tampered` */
export function openBox(
  key: SealKey | VaultKey,
  box: Uint8Array,
  domain: `sotto/${string}/v1`,
  ...context: Uint8Array[]
): Uint8Array {
  const reader = new Reader(box);
  const nonce = typed('Nonce', reader.take(LENGTH.Nonce));
  try {
    const aad = frame(domain, ...context);
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, reader.rest(), aad, nonce, key);
  } catch {
    throw new CryptoError('tampered');
  }
}
