/**
 * Sealing and opening one file in chunks (PROTOCOL §6.1).
 *
 * The STREAM construction: a chunk's nonce is its number and whether it is the last, so chunks are sealed and opened in any
 * order, by several threads, and one that is missing, doubled, out of its place or cut off does not open. A file's key is
 * random and seals nothing else, so a nonce never comes twice.
 *
 * Whoever reads a case holds the keys of its files, and could seal another file under one. What makes a file the one that its
 * sender meant is the hash in their signed entry, and that is checked last, over what was opened.
 */
import { CHUNK_LENGTH, chunkCount, partLength, SEALED_CHUNK_LENGTH } from './blob.ts';
import { LENGTH, u64, type BlobId, type CaseId, type FileKey, type Hash, type InstanceId } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { frame } from './frame.ts';
import { hash } from './hash.ts';
import { sodium } from './sodium.ts';

/** Where a file belongs: a chunk that was moved to another case, or another file, does not open. */
export interface BlobPlace {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
  readonly blob: BlobId;
}

/**
 * @param count of all chunks
 * @param part the file's bytes from `index * CHUNK_LENGTH` on, as many as there are up to a whole chunk; none in the padding
 */
export function sealChunk(
  key: FileKey,
  place: BlobPlace,
  { index, count }: { readonly index: number; readonly count: number },
  part: Uint8Array,
): Uint8Array {
  if (part.length > CHUNK_LENGTH) throw new CryptoError('malformed', 'more than a chunk');
  let whole = part;
  if (part.length < CHUNK_LENGTH) {
    whole = new Uint8Array(CHUNK_LENGTH);
    whole.set(part);
  }
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    whole,
    contextOf(place),
    null,
    nonceOf(index, count),
    key,
  );
}

/**
 * @param size bytes of the file, as its entry says
 * @returns the file's own bytes of this chunk: none where it is padding
 * @throws CryptoError `malformed` for another length, `tampered` for a chunk that was altered or is another
 */
export function openChunk(
  key: FileKey,
  place: BlobPlace,
  { index, size }: { readonly index: number; readonly size: number },
  sealed: Uint8Array,
): Uint8Array {
  if (sealed.length !== SEALED_CHUNK_LENGTH) throw new CryptoError('malformed', 'a chunk of another length');
  try {
    const nonce = nonceOf(index, chunkCount(size));
    const whole = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed,
      contextOf(place),
      nonce,
      key,
    );
    return whole.subarray(0, partLength(index, size));
  } catch {
    throw new CryptoError('tampered');
  }
}

/** What is hashed of one chunk of a file: by whichever thread has it. */
export function partHash(index: number, part: Uint8Array): Hash {
  return hash('sotto/file-part/v1', u64(index), part);
}

/**
 * The hash that the entry of a file holds. Without the padding: whoever has the file alone can work it out.
 * @param parts hashes of all chunks that have bytes of the file, in their order
 */
export function fileHash(size: number, parts: readonly Hash[]): Hash {
  return hash('sotto/file/v1', u64(size), ...parts);
}

function nonceOf(index: number, count: number): Uint8Array {
  const nonce = new Uint8Array(LENGTH.Nonce);
  nonce[LAST_BYTE] = index === count - 1 ? 1 : 0;
  nonce.set(u64(index), LAST_BYTE + 1);
  return nonce;
}

/** Where a nonce says that its chunk is the last. */
const LAST_BYTE = 15;

function contextOf({ instance, caseId, blob }: BlobPlace): Uint8Array {
  return frame('sotto/file-aead/v1', instance, caseId, blob);
}
