/**
 * Something sealed to one person that is not a case key: a share, an identity (PROTOCOL §5).
 *
 * Built like a slot, with one difference: what it is for is named by a purpose and a context, which go into
 * the key and are authenticated. A letter given out in one place opens nothing in another, however alike the
 * bytes inside.
 *
 * A letter is not signed. Whoever sends one signs what stands around it.
 */
import {
  concat,
  LENGTH,
  Reader,
  typed,
  utf8,
  type KemCiphertext,
  type KemPublicKey,
  type KemSeed,
  type LetterBytes,
  type SealKey,
} from './bytes.ts';
import { frame } from './frame.ts';
import { keyedHash } from './hash.ts';
import { decapsulate, encapsulate } from './kem.ts';
import { kemPublicKey } from './person.ts';
import { sodium } from './sodium.ts';

/** A wrapping key is used once, so its nonce may be fixed. */
const ZERO_NONCE = new Uint8Array(LENGTH.Nonce);

/**
 * @param purpose with `context`: what the letter is for; it opens with nothing else
 * @throws CryptoError `malformed` for a key that X-Wing refuses
 */
export function sealLetter(
  reader: KemPublicKey,
  plaintext: Uint8Array,
  purpose: string,
  ...context: Uint8Array[]
): LetterBytes {
  const { ciphertext, sharedSecret } = encapsulate(reader);
  const fields = [utf8(purpose), ...context, reader, ciphertext];
  const key = wrappingKey(sharedSecret, fields);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    plaintext,
    frame('sotto/letter-aead/v1', ...fields),
    null,
    ZERO_NONCE,
    key,
  );
  sodium.memzero(key);
  return concat(ciphertext, sealed) as LetterBytes;
}

/**
 * @returns what was sealed, or null when it is not addressed to this person, for this purpose and context; an
 *   altered letter is addressed to nobody
 * @throws CryptoError `malformed` for one that is too short
 */
export function openLetter(
  reader: KemSeed,
  letter: Uint8Array,
  purpose: string,
  ...context: Uint8Array[]
): Uint8Array | null {
  const parts = new Reader(letter);
  const ciphertext: KemCiphertext = parts.typed('KemCiphertext');
  const sealed = parts.rest();
  const sharedSecret = decapsulate(ciphertext, reader);
  if (sharedSecret === null) return null;
  const fields = [utf8(purpose), ...context, kemPublicKey(reader), ciphertext];
  const key = wrappingKey(sharedSecret, fields);
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed,
      frame('sotto/letter-aead/v1', ...fields),
      ZERO_NONCE,
      key,
    );
  } catch {
    return null;
  } finally {
    sodium.memzero(key);
  }
}

/** For this letter alone. The shared secret has done its work, and is wiped. */
function wrappingKey(sharedSecret: Uint8Array, fields: Uint8Array[]): SealKey {
  const key = typed('SealKey', keyedHash(sharedSecret, 'sotto/letter/v1', ...fields));
  sodium.memzero(sharedSecret);
  return key;
}
