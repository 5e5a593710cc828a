/** What the server seals for itself, under its own secret: what lies on a disk, and nobody else needs to read there. */
import { concat, u32, utf8, type Hash } from '../../crypto/bytes.ts';
import { frame } from '../../crypto/frame.ts';
import { keyedHash } from '../../crypto/hash.ts';
import { sodium } from '../../crypto/sodium.ts';

/** Bytes of the length that stands before what is padded. */
const LENGTH_BYTES = 4;
const NONCE_BYTES = 24;
/** Nonces drawn at once. */
const NONCES = 128;

/** What something is called where its name must say nothing. */
export function ownName(secret: Hash, purpose: string, ...name: readonly Uint8Array[]): Hash {
  return keyedHash(secret, 'sotto/own-name/v1', utf8(purpose), ...name);
}

/**
 * @param name what it is, so that nothing sealed passes for something else
 * @param size to which it is padded: one for each purpose
 */
export function sealOwn(
  secret: Hash,
  purpose: string,
  name: Uint8Array,
  value: Uint8Array,
  size: number,
): Uint8Array {
  if (value.length > size) throw new Error(`more than ${size} bytes to seal`);
  const padded = new Uint8Array(LENGTH_BYTES + size);
  padded.set(u32(value.length));
  padded.set(value, LENGTH_BYTES);
  const nonce = drawNonce();
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    padded,
    boundTo(purpose, name),
    null,
    nonce,
    keyOf(secret),
  );
  return concat(nonce, sealed);
}

let drawn = new Uint8Array(0);

/** Many are drawn at once: asking takes longer than sealing, and libsodium would ask for one byte after the other. */
function drawNonce(): Uint8Array {
  if (drawn.length === 0) drawn = crypto.getRandomValues(new Uint8Array(NONCES * NONCE_BYTES));
  const nonce = drawn.slice(0, NONCE_BYTES);
  drawn = drawn.subarray(NONCE_BYTES);
  return nonce;
}

/** @throws for what was not sealed so: the database was altered */
export function openOwn(secret: Hash, purpose: string, name: Uint8Array, sealed: Uint8Array): Uint8Array {
  const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    null,
    sealed.subarray(NONCE_BYTES),
    boundTo(purpose, name),
    sealed.subarray(0, NONCE_BYTES),
    keyOf(secret),
  );
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  return padded.slice(LENGTH_BYTES, LENGTH_BYTES + length);
}

function boundTo(purpose: string, name: Uint8Array): Uint8Array {
  return frame('sotto/own/v1', utf8(purpose), name);
}

function keyOf(secret: Hash): Uint8Array {
  return keyedHash(secret, 'sotto/own-key/v1');
}
