/**
 * A case key and what follows from it (PROTOCOL §5).
 *
 * A case key is 32 random bytes that readers share. Nothing is sealed with it directly: what seals entries,
 * what signs requests and what seals an identity are keys derived from it under numbers of their own, so that
 * giving out one of them gives out no other. Each audience has its own case key, and each change of readers
 * makes the next epoch's.
 */
import {
  LENGTH,
  typed,
  u32,
  type CaseId,
  type CaseKey,
  type Commitment,
  type SealKey,
  type SigningSeed,
} from './bytes.ts';
import { keyedHash } from './hash.ts';
import { AUDIENCE, type Audience } from './header.ts';
import { sodium } from './sodium.ts';

/** Of all keys that follow from a case key: their numbers tell them apart. */
export const KDF_CONTEXT = 'sottocas';

/** Random: it follows from nothing, so nobody who left can work out the next one. */
export function newCaseKey(): CaseKey {
  return typed('CaseKey', sodium.randombytes_buf(LENGTH.CaseKey));
}

/** Binds a slot set to one key: AEADs alone would let two readers be given two keys and two reports. */
export function commitment(key: CaseKey, caseId: CaseId, audience: Audience, epoch: number): Commitment {
  const made = keyedHash(key, 'sotto/commit/v1', caseId, Uint8Array.of(AUDIENCE[audience]), u32(epoch));
  return typed('Commitment', made);
}

/** The AEAD key of the entries sealed under a case key. */
export function entryKey(key: CaseKey): SealKey {
  return typed('SealKey', sodium.crypto_kdf_derive_from_key(32, 1, KDF_CONTEXT, key));
}

/** The signing key by which a reader shows the server that it may read and write, without saying who it is. */
export function accessSeed(key: CaseKey): SigningSeed {
  return typed('SigningSeed', sodium.crypto_kdf_derive_from_key(32, 2, KDF_CONTEXT, key));
}

/** The key of a reporter's identity, under the key of the custodians. Disclosing it discloses nothing else. */
export function identityKey(key: CaseKey): SealKey {
  return typed('SealKey', sodium.crypto_kdf_derive_from_key(32, 3, KDF_CONTEXT, key));
}
