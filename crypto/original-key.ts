/** The keys of untouched originals, which follow from the custodians' key (PROTOCOL §5): apart, as few pages need them. */
import { typed, type BlobId, type CaseKey, type SealKey } from './bytes.ts';
import { KDF_CONTEXT } from './case-key.ts';
import { keyedHash } from './hash.ts';
import { sodium } from './sodium.ts';

/** From which the keys of untouched originals follow. */
export function originalsKey(key: CaseKey): SealKey {
  return typed('SealKey', sodium.crypto_kdf_derive_from_key(32, 4, KDF_CONTEXT, key));
}

/** The key of one untouched original. Disclosing it discloses no other, and no identity. */
export function originalKey(originals: SealKey, blob: BlobId): SealKey {
  return typed('SealKey', keyedHash(originals, 'sotto/original-key/v1', blob));
}

/** What the originals' key of before is sealed under, where the custodians' key is another one. */
export function formerKey(originals: SealKey): SealKey {
  return typed('SealKey', keyedHash(originals, 'sotto/former-key/v1'));
}
